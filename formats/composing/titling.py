"""The title of an explainer: told beside its text, by its first heading, or by its file's name."""

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree, html

from documents.document import LONGEST_LINE
from formats.composing.divisions import folded
from formats.composing.flow import Leaf, Role, leaves
from formats.metadata import About, one_line
from formats.parsed import Note, Refused, quoted


def with_title(about: About, given: list[Leaf], notes: list[Note]) -> tuple[About, list[Leaf]]:
    """`about` with a title that an explainer can have, and the leaves without what says it.

    Adds to `notes` what was decided; raises `Refused` where there is no title.
    """
    return _fitting(*_titled(about, given, notes), notes)


def _titled(about: About, given: list[Leaf], notes: list[Note]) -> tuple[About, list[Leaf]]:
    """`about` with a title, and the leaves without the heading that says it."""
    headings = [leaf for leaf in given if leaf.role is Role.HEADING]
    first = headings[0] if headings else None
    if about.title is None:
        return _titled_by(first, about, given, notes)
    if first is None:
        return about, given
    same = [one for one in headings[:3] if folded(one.text) == folded(about.title)]
    if same:
        return about, [leaf for leaf in given if leaf is not same[0]]
    if first is given[0] and _is_above(first, headings):
        first.element.tag, first.role = "p", Role.BLOCK
        other = f"the heading {quoted(first.text)} differs from the title, so it stays in the text"
        notes.append(Note(first.line, other))
    return about, given


def _is_above(first: Leaf, headings: Sequence[Leaf]) -> bool:
    return len(headings) > 1 and all(one.level > first.level for one in headings[1:])


def _titled_by(
    first: Leaf | None, about: About, given: list[Leaf], notes: list[Note]
) -> tuple[About, list[Leaf]]:
    if first is not None and (first.level == 1 or first is given[0]):
        return replace(about, title=first.text), [leaf for leaf in given if leaf is not first]
    line = given[0].line if given else 1
    if about.file_title:
        named = f"no title was found, so the name of the file became it: {quoted(about.file_title)}"
        notes.append(Note(line, named))
        return replace(about, title=about.file_title), given
    raise Refused(line, "no title", "a heading above the text, or a title in its front matter")


def _fitting(about: About, given: list[Leaf], notes: list[Note]) -> tuple[About, list[Leaf]]:
    """`about` with a title that an explainer can have; the rest of a longer one opens the text."""
    title = one_line(about.title or "")
    if len(title) <= LONGEST_LINE:
        return about, given
    cut = title[: LONGEST_LINE - 1].rpartition(" ")[0] or title[: LONGEST_LINE - 1]
    rest = title[len(cut) :].strip()
    opening = html.Element("div")
    etree.SubElement(opening, "p").text = f"…{rest}"
    said = f"the title has {len(title):,} characters, and a title at most {LONGEST_LINE}"
    notes.append(Note(1, f"{said}; it was cut, and its rest opens the text"))
    return replace(about, title=f"{cut}…"), [*leaves(opening), *given]
