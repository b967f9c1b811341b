"""Plain text to a `Document`.

The rules, which keep every word, once, in its order:

* **File.** UTF-8 with or without a byte order mark, or UTF-16 with one; any line ends. NBSP, tabs
  and runs of spaces count as one space and are kept as one. Blocks are parted by blank lines; how
  a block is wrapped into lines means nothing, before a bullet apart. What the file shows is escaped
  into Markdown.
* **Lists.** A bullet (`•`, `-`, `–`, `*` …) or number (`1.`, `1)`) begins an item where a line
  begins with it: the first item on a block's first line, below a colon or behind an `A:`, the next
  with the same bullet or the next number. Other lines go on with the item. Two items are a list.
* **Byline.** `By Hanna Okoro` right below the title is the first paragraph of the lead.
* **Head.** `date YYYY-MM-DD Title` (also `YYYY-MM` and `YYYY`), or a title alone in a line that
  neither ends like a sentence nor looks like something else. A blank line and text come after it.
* **Headings.** A block of at most 100 characters and 15 words that ends in a colon, unless it
  introduces what follows ("She gave three reasons:", "The minister said:", see `phrasing`); and a
  block of at most 80 characters and 12 words that begins with no small letter, ends in none of
  `. ! ; ,`, comes right before a paragraph and neither right under a heading nor right after
  another such block (several of them are a list: text). No such block is a heading inside an
  answer where questions have their `Q:`. Bold type and the colon of a heading are dropped.
* **Run-in headings** (`Stock Prices: One of the …`) are text: the words stay where they are.
* **FAQ.** It begins at its heading (`FAQ`, `FAQs about …`, `Frequently asked questions`, `Q&A`, …)
  or at the first `Q:`, and a question follows the heading at once; what the heading is in other
  languages (`Häufige Fragen`) is one where a question follows. Questions begin with `Q:`,
  `Q.`, `Q1:`, `Question:`, bold or not; where a file has none of these, a block that ends in a
  question mark is one. Either all answers have their `A:` or none has. The first text after a
  question is its answer, further blocks are further paragraphs of it.
* **Conclusion.** What comes last: under a heading `Conclusion`, in any language known; or, after
  the questions, from the first paragraph behind an answer's first that surely begins one ("In
  conclusion", "To sum up" …) or, without such, may ("Overall,", "In short," …); or, where there is
  no FAQ, the last paragraph, if it begins so.
* **References.** What comes last of all under the heading `References` or `Sources`, likewise.
* **Order.** Pages show lead, sections, questions, conclusion, references. A section after the
  questions is refused; a conclusion or references anywhere else than at the end are sections.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from documents.slugs import slug_of
from formats.composing.composing import document_of, in_order
from formats.composing.dividing import divided
from formats.composing.divisions import DocumentPart, DocumentPartKind
from formats.composing.flow import Leaf
from formats.composing.inferring import language_noted
from formats.composing.inline import Conversion
from formats.decoding import decoded
from formats.metadata import About
from formats.parsed import Note, ParsedExplainer, Refused, quoted
from formats.shapes import Shape, begins_closing, shape_of_heading
from formats.text.blocks import Block, blocks_of
from formats.text.head import Head, head_of, refuse_markup, refuse_second_head
from formats.text.outline import outline_of
from formats.text.pieces import pieces_of

# "Overall" and a comma, a colon or a dash.
_OVERALL = re.compile(r"(?:\*\*)?overall(?: ?[,:：]| [–—-] )", re.IGNORECASE)
_JOINED = (
    "lines that begin like the items of a list were joined into one paragraph: a list begins"
    " its block or comes after a colon, and all its items have one bullet"
)
_ENDS = (DocumentPartKind.CONCLUSION, DocumentPartKind.REFERENCES)


def parse_plain_text(data: bytes, *, language: str = "en") -> ParsedExplainer:
    """The explainer in the file `data`; raises `Refused` for everything that isn't one."""
    blocks = blocks_of(decoded(data))
    if not blocks:
        raise Refused(1, "an empty file" if not data else "nothing but white space", "an explainer")
    refuse_markup(blocks)
    head = head_of(blocks)
    refuse_second_head(blocks[1:])
    leaves, doubts = outline_of(pieces_of(blocks[1:]), blocks[0].line)
    parts, decided = divided(leaves)
    decided += close(parts)
    language, noted = language_noted(" ".join(block.text for block in blocks), language)
    about = About(title=head.title, date=head.first_published)
    document = document_of(about, parts, Conversion(), language)
    notes = in_order([*_notes_on(head, blocks), *doubts, *decided, *noted])
    return ParsedExplainer(document, slug_of(head.title), notes)


def _notes_on(head: Head, blocks: Sequence[Block]) -> Iterable[Note]:
    if head.first_published is None:
        yield Note(blocks[0].line, "no date stands before the title, so none is known")
    for block in blocks:
        if block.items:
            yield Note(block.line, f"{quoted(block.text)} became a list of {block.items} items")
        elif block.is_like_list:
            yield Note(block.line, _JOINED)
        if block.text.startswith("# "):
            yield Note(block.line, f"{quoted(block.text)} was kept as text with its “#”")


def close(parts: list[DocumentPart]) -> list[Note]:
    """Takes a conclusion without a heading off the last of `parts`; gives what was decided.

    Raises `Refused` when sections and questions alternate. Nothing is moved: what stands elsewhere
    than at the end stays the section that it was.
    """
    _refuse_section_after_questions(parts)
    notes = [*_headed_ends(parts), *_early_conclusions(parts)]
    if not any(part.kind is DocumentPartKind.CONCLUSION for part in parts):
        notes += _closing(parts)
    return notes


def _headed_ends(parts: Sequence[DocumentPart]) -> Iterator[Note]:
    for part in parts:
        name = part.kind.name.lower()
        if part.kind in _ENDS and part.heading and part.heading.casefold() != name:
            yield Note(part.line, f"the part headed {quoted(part.heading)} became the {name}")


def _early_conclusions(parts: Sequence[DocumentPart]) -> Iterator[Note]:
    for part in parts:
        is_section = part.kind is DocumentPartKind.SECTION
        if is_section and shape_of_heading(part.heading) is Shape.CONCLUSION:
            stays = f"{quoted(part.heading)} doesn’t come last, so it stays a section in its place"
            yield Note(part.line, stays)


def _closing(parts: list[DocumentPart]) -> Iterator[Note]:
    """Takes the conclusion, which begins like one, off the last part before the references."""
    number = max(at for at, part in enumerate(parts) if part.kind not in _ENDS)
    last = parts[number]
    place = _closing_place(last)
    if place is None:
        if last.kind is DocumentPartKind.QUESTION and len(last.leaves) > 1:
            yield Note(last.line, _kept(last))
        return
    closing = last.leaves[place:]
    del last.leaves[place:]
    parts.insert(number + 1, DocumentPart(DocumentPartKind.CONCLUSION, leaves=closing))
    if last.kind is not DocumentPartKind.QUESTION:
        decided = f"the last paragraph, {quoted(closing[0].text)}, became the conclusion"
        yield Note(closing[0].line, decided)
    elif not _stands_out(closing, parts):
        yield Note(closing[0].line, _guessed(closing, last))


def _closing_place(last: DocumentPart) -> int | None:
    """After questions the first paragraph that begins like a conclusion; else only the last."""
    start = 1 if last.kind is DocumentPartKind.QUESTION else max(1, len(last.leaves) - 1)
    places = range(start, len(last.leaves))
    return next((place for place in places if begins_closing(last.leaves[place].text)), None)


def _stands_out(closing: Sequence[Leaf], parts: Sequence[DocumentPart]) -> bool:
    """Whether "Overall," begins the one paragraph that stands over from answers of one each."""
    answers = [len(part.leaves) for part in parts if part.kind is DocumentPartKind.QUESTION]
    is_over = len(closing) == 1 and len(answers) > 1 and set(answers) == {1}
    return is_over and begins_overall(closing[0].text)


def _guessed(closing: Sequence[Leaf], last: DocumentPart) -> str:
    count = len(closing)
    it = "it" if count == 1 else f"it and what follows ({count} paragraphs)"
    return (
        f"{quoted(closing[0].text)} begins like a conclusion, so {it} became the conclusion"
        f" and no part of the answer to {quoted(last.heading)}"
    )


def _kept(last: DocumentPart) -> str:
    count = len(last.leaves)
    return (
        f"all {count} paragraphs under the question {quoted(last.heading)} became its answer,"
        " because none begins like a conclusion (“In conclusion”, “Overall,” …)"
    )


def _refuse_section_after_questions(parts: Sequence[DocumentPart]) -> None:
    questions_began = False
    for part in parts:
        questions_began = questions_began or part.kind is DocumentPartKind.QUESTION
        if questions_began and part.kind is DocumentPartKind.SECTION:
            late = f"what looks like a heading ({quoted(part.heading)}) after a question"
            expected = "all sections before the FAQ, since pages show them in this order"
            raise Refused(part.line, late, expected)


def begins_overall(text: str) -> bool:
    """Whether `text` begins with "Overall" and a comma, a colon or a dash."""
    return _OVERALL.match(text) is not None
