"""What the form of a version must be, kind by kind, whatever its subject is.

Asked by verification about every version. Rules about words belong to the app that knows them.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from record.format import texts_in
from record.registry import Finding
from record.sealing import REUSED

Members = Mapping[str, Any]

#: Versions that no correction explains.
UNEXPLAINED = frozenset({"publication", "confirmation", "move", "rendering", "recovery"})


def follows_the_form_of_its_kind(
    before: Members | None, now: Members, _texts: Mapping[str, str]
) -> Iterator[Finding]:
    """Findings where members are there, or lack, against the version's kind."""
    for holds, field, message in _RULES:
        if not holds(before, now):
            yield Finding(now["serial"], field, message)


def _begins_with_publication(before: Members | None, now: Members) -> object:
    return now["kind"] == "recovery" or (before is None) == (now["kind"] == "publication")


def _is_explained_where_it_must_be(_before: Members | None, now: Members) -> object:
    return (now["explanation"] is None) == (now["kind"] in UNEXPLAINED)


def _confirms_where_it_must(_before: Members | None, now: Members) -> object:
    return (now["confirms"] is not None) == (now["kind"] == "confirmation")


def _recovers_where_it_must(_before: Members | None, now: Members) -> object:
    return (now["recovery"] is not None) == (now["kind"] == "recovery")


def _recovery_is_of_the_site(_before: Members | None, now: Members) -> object:
    return (now["subject"] == now["site"]) == (now["kind"] == "recovery")


def _has_words_unless_removed(_before: Members | None, now: Members) -> object:
    wordless = now["status"] == "removed" or now["kind"] == "recovery"
    return (now["document"] is None) == wordless


def _withholds_only_in_a_removal(_before: Members | None, now: Members) -> object:
    return not now["withholds"] or now["kind"] == "removal"


def _a_removal_removes(before: Members | None, now: Members) -> object:
    if now["kind"] != "removal" or now["withholds"]:
        return True
    return before is not None and before["status"] != now["status"] == "removed"


def _is_signed(_before: Members | None, now: Members) -> object:
    return now["signers"] or now["kind"] == "recovery"


def _signed_before_it_was_recorded(_before: Members | None, now: Members) -> object:
    return all(signer["at"] <= now["recorded_at"] for signer in now["signers"])


def _names_contributors_once(_before: Members | None, now: Members) -> object:
    """Who wrote at a correction and signs in another role is named in that one."""
    people: dict[bool, set[str]] = {True: set(), False: set()}
    for signer in now["signers"]:
        people[signer["role"] == "contributor"].add(signer["id"])
    if now["explanation"] is None:
        return not people[True]
    return not people[True] & people[False]


def _only_a_publication_is_imported(before: Members | None, now: Members) -> object:
    return now["imported"] is None or now["kind"] == "publication"


def _publishes_what_is_live(_before: Members | None, now: Members) -> object:
    return now["kind"] != "publication" or now["status"] == "live"


def _has_each_part_once(_before: Members | None, now: Members) -> object:
    document = now["document"] or {"sections": [], "faqs": [], "authors": []}
    names = [part["key"] for part in (*document["sections"], *document["faqs"])]
    names += [author["id"] for author in document["authors"]]
    return len(names) == len(set(names))


def _names_a_text_of_its_past_in_place(before: Members | None, now: Members) -> object:
    """A text of the version before is named again in slug or document only, at the same place."""
    # Backwards: a removal also names its replacement after the document that holds it.
    past = {leaf["text"]: path for path, leaf in reversed([*texts_in(before or {})])}
    return all(
        past[leaf["text"]] == path and path.startswith(REUSED)
        for path, leaf in texts_in(now)
        if leaf["text"] in past
    )


def _names_each_text_once(_before: Members | None, now: Members) -> object:
    """But for a replacement, which may be what slug or document now holds."""
    paths: dict[str, list[str]] = {}
    for path, leaf in texts_in(now):
        paths.setdefault(leaf["text"], []).append(path)
    return all(
        path.startswith("withholds.") for _first, *others in paths.values() for path in others
    )


def _recovery_takes_the_place_of_the_first_lost(_before: Members | None, now: Members) -> object:
    recovery = now["recovery"]
    if recovery is None:
        return True
    return recovery["first"] == now["serial"] <= (recovery["last"] or now["serial"])


_RULES: tuple[tuple[Callable[[Members | None, Members], object], str, str], ...] = (
    (_begins_with_publication, "kind", "a subject begins with its one publication"),
    (_is_explained_where_it_must_be, "explanation", "does not fit the kind"),
    (_confirms_where_it_must, "confirms", "does not fit the kind"),
    (_recovers_where_it_must, "recovery", "does not fit the kind"),
    (_recovery_is_of_the_site, "subject", "does not fit the kind"),
    (_has_words_unless_removed, "document", "does not fit the status"),
    (_withholds_only_in_a_removal, "withholds", "only a removal withholds words"),
    (_a_removal_removes, "withholds", "a removal that removes nothing"),
    (_is_signed, "signers", "nobody signed"),
    (_signed_before_it_was_recorded, "signers", "signed after it was recorded"),
    (
        _names_contributors_once,
        "signers",
        "a contributor has another role, or contributed to nothing",
    ),
    (_only_a_publication_is_imported, "imported", "only a publication is imported"),
    (_publishes_what_is_live, "status", "does not fit the kind"),
    (_has_each_part_once, "document", "a part or an author stands there twice"),
    (_names_a_text_of_its_past_in_place, "document", "a text stands in another place than before"),
    (_names_each_text_once, "document", "a text stands in two places"),
    (_recovery_takes_the_place_of_the_first_lost, "recovery", "does not name what was lost"),
)
