"""A file that was read again: what of its changes matters to readers.

White space, line breaks, quotes of another style and markup that renders the same are no changes;
words that were withheld here are not put back. The rest is merged with what stands now: the file
knows nothing of corrections that were published here since.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from documents.appearance import appearance_of, with_plain_typography
from documents.document import HEAD_LINES, MARKDOWN_TEXTS, WHOLE, Document
from documents.keys import aligned
from documents.merging import MergeConflict, OverlappingChanges, merged, overruled_text
from documents.passages import Passage, passages
from record.format import WITHHELD

_MARK = re.compile(r"\\?\[withheld\\?\]")


@dataclass(frozen=True)
class Reread:
    """What the file would have the explainer say; `warnings` say what was left as it is."""

    document: Document
    warnings: list[str] = field(default_factory=list)


def reread(
    imported: Document, now: Document, file: Document, taken: tuple[str, str] = ("s0", "q0")
) -> Reread:
    """What `file` changes of `now`, where it was `imported` first; `now` itself where nothing.

    Where the file and a correction published here changed the same words, the file's stand in the
    proposal, and a warning says so. `taken` are the largest part keys that were given.
    """
    warnings: list[str] = []
    if (imported.first_published, imported.language) != (file.first_published, file.language):
        warnings.append("the language or the date of first publication can’t be corrected")
    file = aligned(_with_what_is_fixed(file, imported), imported, taken)
    mine = _settled(imported, file, warnings)
    return Reread(_merged(imported, now, mine, warnings), warnings)


def _merged(imported: Document, now: Document, mine: Document, warnings: list[str]) -> Document:
    """Both merged; where they changed the same words, the file's are proposed, and that is said."""
    try:
        return merged(imported, now, mine)
    except OverlappingChanges as overlap:
        for conflict in overlap.conflicts:
            where = (
                conflict.field if conflict.part == WHOLE else f"{conflict.part}, {conflict.field}"
            )
            warnings.append(f"{where}: a correction published here changed the same words")
            imported, mine = _settled_for(conflict, imported, mine)
    return merged(imported, now, mine)


def _settled_for(
    conflict: MergeConflict, imported: Document, mine: Document
) -> tuple[Document, Document]:
    """Both documents, so that they conflict no longer in that place."""
    base, theirs, own = conflict.base, conflict.theirs, conflict.mine
    if conflict.field == "position":
        # A part that only one of them has: what stands here stays as it is.
        old = _with_part(imported, conflict.part, theirs) if theirs else imported
        return old, _with_part(mine, conflict.part, theirs or base)
    is_text = all(isinstance(text, str) for text in (base, theirs, own))
    text = overruled_text(base, theirs, own) if is_text else own
    return (
        _with_text(imported, conflict, theirs),
        _with_text(mine, conflict, text),
    )


def _with_text(document: Document, conflict: MergeConflict, text: str | None) -> Document:
    if conflict.part == WHOLE:
        values: dict[str, Any] = {conflict.field: text}
        return replace(document, **values)
    part = next(part for part in _all_parts(document) if part.key == conflict.part)
    return _with_part(document, conflict.part, replace(part, **{conflict.field: text}))


def _with_part(document: Document, key: str, part: Any) -> Document:
    """The document with `part` in the place of the one of that key, or at the end."""
    name = "sections" if key.startswith("s") else "faqs"
    parts = {other.key: other for other in getattr(document, name)} | {key: part}
    values: dict[str, Any] = {name: tuple(parts.values())}
    return replace(document, **values)


def _all_parts(document: Document) -> tuple[Any, ...]:
    return (*document.sections, *document.faqs)


def _with_what_is_fixed(file: Document, imported: Document) -> Document:
    """Language and date were sealed with the first version; a file need not name its authors."""
    return replace(
        file,
        authors=file.authors or imported.authors,
        language=imported.language,
        first_published=imported.first_published,
    )


def _settled(old: Document, new: Document, warnings: list[str]) -> Document:
    values: dict[str, Any] = {}
    for name in (*HEAD_LINES, *MARKDOWN_TEXTS):
        before, after = getattr(old, name), getattr(new, name)
        values[name] = _text(before, after, name, name in MARKDOWN_TEXTS, warnings)
    values["sections"] = tuple(_parts(old.sections, new.sections, ("body",), warnings))
    values["faqs"] = tuple(_parts(old.faqs, new.faqs, ("answer",), warnings))
    return replace(new, **values)


def _parts(old: Any, new: Any, markdown: tuple[str, ...], warnings: list[str]) -> Iterator[Any]:
    known = {part.key: part for part in old}
    for part in new:
        before = known.get(part.key)
        if before is None:
            yield part
            continue
        names = [name for name in ("heading", "question", "body", "answer") if hasattr(part, name)]
        values = {
            name: _text(
                getattr(before, name),
                getattr(part, name),
                f"{part.key}, {name}",
                name in markdown,
                warnings,
            )
            for name in names
        }
        yield replace(part, **values)


def _text(
    before: str | None, after: str | None, where: str, markdown: bool, warnings: list[str]
) -> str | None:
    """`after`, but for passages that show what `before` shows, and those that were withheld."""
    if before is None or after is None or before == after:
        return after
    if appearance_of(before, markdown) == appearance_of(after, markdown):
        return before
    pieces, at = [], 0
    for passage in passages(before, after):
        pieces.append(before[at : passage.before_start])
        pieces.append(_kept(passage, where, markdown, warnings))
        at = passage.before_start + len(passage.before)
    return "".join([*pieces, before[at:]])


def _kept(passage: Passage, where: str, markdown: bool, warnings: list[str]) -> str:
    if WITHHELD in passage.before.replace("\\", ""):
        if _with_the_words(passage.before, passage.after):
            warnings.append(f"{where}: holds words that were withheld here; they stay withheld")
        else:
            warnings.append(
                f"{where}: changes a passage in which words were withheld; left as it is"
            )
        return passage.before
    same = appearance_of(passage.before, markdown) == appearance_of(passage.after, markdown)
    return passage.before if same else passage.after


def _with_the_words(masked: str, words: str) -> bool:
    """Whether `words` is the passage as it was before some of its words were withheld."""
    parts = [re.escape(part) for part in _MARK.split(with_plain_typography(masked))]
    return re.fullmatch(".{1,500}?".join(parts), with_plain_typography(words), re.S) is not None
