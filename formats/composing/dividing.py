"""Leaves in reading order become the lead, sections and questions that they belong to.

* **Sections** begin at the headings of the highest level in use; lower ones stay in their text.
* **Questions** are what stands under a heading such as "FAQ": the headings below it (or beside it,
  while they ask), what can be unfolded, terms with their meaning, paragraphs that begin with a
  bold question, `Q:` or a question alone. Elsewhere `Q:`, terms and summaries that ask, and what
  the page itself lists as its questions.
* **Conclusion and references** are what comes last under such a heading.

Pages show questions behind all sections; where a file has them before one, a note says so.
"""

from collections.abc import Collection, Iterator, Sequence

from lxml.html import HtmlElement

from documents.document import LONGEST_LINE
from formats.composing.divisions import (
    DocumentPart,
    DocumentPartKind,
    as_paragraph,
    asks_alone,
    bold_question,
    folded,
    items_ask,
    leaf_of,
    moved,
    note_leaves,
    settled,
    split,
    take_ends,
)
from formats.composing.flow import Leaf, Role, leaves
from formats.composing.inline import words_of
from formats.composing.tree import tag_of
from formats.parsed import Note, quoted
from formats.shapes import (
    Marker,
    Shape,
    ends_question,
    marker_at_start,
    markers_in,
    shape_of_heading,
)


def divided(
    given: Sequence[Leaf], asked: Collection[str] = ()
) -> tuple[list[DocumentPart], list[Note]]:
    """The parts of an explainer, the lead first, and what was decided.

    `asked` are questions, as `folded` gives them, that the file says it answers.
    """
    outline = _Divider(given, asked)
    outline.read()
    parts, notes = settled(outline.parts), outline.notes
    take_ends(parts)
    notes += moved(parts)
    return parts, notes


class _Divider:
    """Reads leaf by leaf; `home` is the part that goes on after a question that has an end."""

    def __init__(self, given: Sequence[Leaf], asked: Collection[str]) -> None:
        self.leaves = list(given)
        self.asked = frozenset(asked)
        headings = [leaf.level for leaf in given if leaf.role is Role.HEADING]
        self.top = min(headings, default=1)
        self.home = self.current = DocumentPart(DocumentPartKind.LEAD, level=self.top - 1)
        self.parts = [self.home]
        self.notes: list[Note] = []
        self.faq: DocumentPart | None = None
        self.questions_at = 0
        self.has_bold = False
        self.open: HtmlElement | None = None

    def read(self) -> None:
        """Fills `parts` and `notes`."""
        take = {Role.HEADING: self._heading, Role.ASKED: self._asked, Role.END: self._end}
        for place, leaf in enumerate(self.leaves):
            take.get(leaf.role, self._block)(place, leaf)

    def _heading(self, place: int, leaf: Leaf) -> None:
        if len(leaf.text) > LONGEST_LINE:
            self._add(as_paragraph(leaf))
        elif self.open is not None:
            self._add(leaf)
        elif shape_of_heading(leaf.text) is Shape.FAQ:
            self._begin_faq(place, leaf)
        elif folded(leaf.text) in self.asked:
            self._question(leaf, leaf.text)
        elif self.faq and self._is_below(leaf):
            self._heading_in_faq(leaf)
        else:
            self._plain_heading(leaf)

    def _plain_heading(self, leaf: Leaf) -> None:
        if self.faq and leaf.level <= self.faq.level:
            self.faq = None
        if (
            leaf.level <= self.top
            or self.home.kind is DocumentPartKind.FAQ
            or self.current is not self.home
        ):
            self.home = DocumentPart(
                DocumentPartKind.SECTION, leaf.text, leaf.level, leaf.line, note_leaves(leaf)
            )
            self._begin(self.home)
        else:
            self._add(leaf)

    def _begin_faq(self, place: int, leaf: Leaf) -> None:
        self.faq = self.home = DocumentPart(
            DocumentPartKind.FAQ, leaf.text, leaf.level, leaf.line, note_leaves(leaf)
        )
        self._begin(self.faq)
        scope = list(self._scope(place))
        levels = [below.level for below in scope if below.role is Role.HEADING]
        asking = [
            below.level
            for below in scope
            if below.role is Role.HEADING and ends_question(below.text)
        ]
        self.questions_at = min(asking or levels, default=0)
        self.has_bold = any(bold_question(below.element) for below in scope)

    def _scope(self, place: int) -> Iterator[Leaf]:
        """What stands below the heading of the FAQ at `place`, or beside it while it asks."""
        level = self.leaves[place].level
        for leaf in self.leaves[place + 1 :]:
            is_over = leaf.role is Role.HEADING and leaf.level <= level
            if is_over and not (leaf.level == level and ends_question(leaf.text)):
                return
            yield leaf

    def _is_below(self, leaf: Leaf) -> bool:
        level = self.faq.level if self.faq else 0
        return leaf.level > level or (leaf.level == level and ends_question(leaf.text))

    def _heading_in_faq(self, leaf: Leaf) -> None:
        if leaf.level == self.questions_at:
            self._question(leaf, leaf.text)
        elif leaf.level > self.questions_at:
            self._add(leaf)
        else:
            groups = (
                f"the heading {quoted(leaf.text)} groups questions, which pages show in one list"
            )
            self.notes.append(Note(leaf.line, f"{groups}, so it was left out"))

    def _asked(self, place: int, leaf: Leaf) -> None:
        is_question = ends_question(leaf.text) or self.faq or folded(leaf.text) in self.asked
        if is_question and self.open is None and 0 < len(leaf.text) <= LONGEST_LINE:
            self._question(leaf, leaf.text)
            self.open = leaf.element
        else:
            self._add(leaf)

    def _end(self, place: int, leaf: Leaf) -> None:
        if self.open is leaf.element:
            self.open = None
            self.current = self.home

    def _block(self, place: int, leaf: Leaf) -> None:
        if self.open is not None or (
            not self._marked(leaf) and not self._question_of_faq(place, leaf)
        ):
            self._add(leaf)

    def _marked(self, leaf: Leaf) -> bool:
        """Takes a paragraph that begins with the mark of a question or an answer."""
        marker = marker_at_start(leaf.text) if tag_of(leaf.element) == "p" else None
        if marker is None:
            return False
        last = self.current
        if marker.is_question:
            return self._marked_question(leaf, marker)
        if last.kind is DocumentPartKind.QUESTION and last.is_marked and not last.leaves:
            self._add(leaf_of(split(leaf.element, leaf.text[: marker.stop])[1]))
            return True
        return False

    def _marked_question(self, leaf: Leaf, marker: Marker) -> bool:
        rest = split(leaf.element, leaf.text[: marker.stop])[1]
        text = words_of(rest)
        answers = (mark for mark in markers_in(text) if not mark.is_question and mark.start)
        mark = next(answers, None)
        question = text[: mark.start].strip() if mark else text
        is_one = marker.has_colon or ends_question(question)
        if not question or not is_one or len(question) > LONGEST_LINE:
            return False
        answer = split(rest, text[: mark.stop])[1] if mark else None
        self._question(leaf_of(rest, leaf.line), question, answer)
        return True

    def _question_of_faq(self, place: int, leaf: Leaf) -> bool:
        """Takes a block of the FAQ that asks, where no headings do."""
        tag = tag_of(leaf.element)
        if self.faq is None or self.questions_at:
            return False
        if tag in ("ul", "ol") and items_ask(leaf.element):
            for listed in leaf.element.iter("li"):
                if listed.getparent() is leaf.element:
                    for inner in leaves(listed):
                        self._block(place, inner)
            return True
        bold = bold_question(leaf.element)
        if bold and len(bold) <= LONGEST_LINE:
            answer = split(leaf.element, bold)[1]
            self._question(leaf, bold, answer if words_of(answer) else None)
        elif tag == "p" and not self.has_bold and asks_alone(leaf.text):
            self._question(leaf, leaf.text)
        else:
            return False
        return True

    def _question(self, leaf: Leaf, text: str, answer: HtmlElement | None = None) -> None:
        level = leaf.level or self.home.level + 1
        part = DocumentPart(DocumentPartKind.QUESTION, text, level, leaf.line, is_marked=True)
        part.leaves += [leaf_of(answer, leaf.line)] if answer is not None else note_leaves(leaf)
        self._begin(part)

    def _begin(self, part: DocumentPart) -> None:
        self.parts.append(part)
        self.current = part

    def _add(self, leaf: Leaf) -> None:
        self.current.leaves.append(leaf)
