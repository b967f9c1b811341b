"""What the quiet kinds may do to a document: by the sealed rules, and by those of the desk."""

from collections.abc import Iterator

from corrections.kinds import KINDS
from documents.copy_edits import refusal_of_copy_edit
from documents.differences import Change, differences
from documents.document import MARKDOWN_FIELDS, Document
from documents.quiet import QUIET, broken_rule, hosts_moved
from documents.structure import Structure, structure_of, structure_of_line


def refusals(kind: str, before: Document, after: Document) -> Iterator[str]:
    """Why `kind` can't make `after` of `before`, a sentence for each change that it can't make.

    Nothing for kinds that may change any words.
    """
    if kind not in QUIET:
        return
    for change in differences(before, after):
        refusal = _refusal(kind, change, before.language)
        if refusal:
            yield refusal


def needs_second_person(kind: str, before: Document, after: Document) -> bool:
    """Whether somebody else must approve what makes `after` of `before`.

    One person may repair a link; where it leads to another host, a second one looks.
    """
    if KINDS[kind].second_person or kind != "link_repair":
        return KINDS[kind].second_person
    texts = map(_structures, differences(before, after))
    return any(hosts_moved(*pair) for pair in texts if pair)


def _refusal(kind: str, change: Change, language: str) -> str | None:
    pair = _structures(change)
    if pair is None:
        return "This kind adds, moves and removes no part, author or date. Choose another."
    refusal = broken_rule(kind, *pair)
    if refusal is None and kind == "copy_edit":
        return refusal_of_copy_edit(*pair, language)
    return refusal


def _structures(change: Change) -> tuple[Structure, Structure] | None:
    """Both sides of a text that changed; None for any other change."""
    if not isinstance(change.before, str) or not isinstance(change.after, str):
        return None
    if change.field in ("language", "first_published"):
        return None
    read = structure_of if change.field in MARKDOWN_FIELDS else structure_of_line
    return read(change.before), read(change.after)
