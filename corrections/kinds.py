"""The kinds of correction: what each is for and what it may do, in one table.

`record.format.KINDS` names what can be sealed; here is what the names mean.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """What a kind of correction may do.

    `words` is whether the text may change; `second_person` whether somebody else must approve;
    `sourced` whether it needs a source or a stated reason why there is none; `significant`
    whether readers find it on the page, and not in history and log alone; `moves_date` whether,
    being that, it moves the date of the last significant change; `publishers_only` whether it
    takes more than the right to review.
    """

    label: str
    when: str
    words: bool
    second_person: bool = True
    sourced: bool = False
    significant: bool = True
    moves_date: bool = True
    publishers_only: bool = False


KINDS = {
    "correction": Kind(
        "Correction", "What we said was wrong when we said it.", words=True, sourced=True
    ),
    "clarification": Kind(
        "Clarification", "What we said was true but could mislead.", words=True, sourced=True
    ),
    "update": Kind(
        "Update", "What we said was right then; the world has changed since.", words=True
    ),
    "addition": Kind("Addition", "A section or a question was added later.", words=True),
    "editors_note": Kind(
        "Editor’s note",
        "About process or ethics; the text stays as it is.",
        words=False,
        moves_date=False,
    ),
    "partial_retraction": Kind(
        "Partial retraction",
        "A claim that we name is withdrawn; the explainer stands.",
        words=True,
        sourced=True,
    ),
    "retraction": Kind(
        "Retraction",
        "The explainer can’t be relied on any more.",
        words=False,
        sourced=True,
        publishers_only=True,
    ),
    "reinstatement": Kind(
        "Reinstatement",
        "A retraction is withdrawn, or what was removed comes back.",
        words=False,
        publishers_only=True,
    ),
    "copy_edit": Kind(
        "Copy edit",
        "Spelling, grammar or punctuation; no claim changes.",
        words=True,
        significant=False,
        moves_date=False,
    ),
    "minor_fix": Kind(
        "Minor fix",
        "White space, equivalent typography or a doubled word.",
        words=True,
        second_person=False,
        significant=False,
        moves_date=False,
    ),
    "link_repair": Kind(
        "Link repair",
        "The same document at its new or archived address.",
        words=True,
        second_person=False,
        significant=False,
        moves_date=False,
    ),
    "removal": Kind(
        "Removal",
        "Taken away for reasons of law, safety or privacy.",
        words=False,
        significant=False,
        moves_date=False,
    ),
}
