"""A tree and what is known about it become a `Reading`: where all formats but plain text meet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from documents.document import LONGEST_LINE, WHOLE, Document, DocumentError, Question, Section
from documents.markdown import escaped
from documents.slugs import slug_of
from formats.composing.dividing import divided
from formats.composing.divisions import Kind, Part, folded
from formats.composing.flow import Role, leaves
from formats.composing.footnoting import with_footnotes
from formats.composing.inline import Conversion
from formats.composing.languages import language_noted
from formats.composing.markdown_blocks import apart, written
from formats.composing.past_notes import past_notes
from formats.composing.tidying import tidied
from formats.composing.titling import with_title
from formats.metadata import About, one_line
from formats.parsed import Note, Reading, Refused, quoted
from formats.pictures import Pictures
from record.numbers import whole_number

_LONGEST_STANDFIRST = 2 * LONGEST_LINE
_RULE = "***"


def reading_of(
    root: HtmlElement,
    about: About,
    notes: Iterable[Note],
    language: str,
    pictures: Pictures | None = None,
) -> Reading:
    """The explainer whose text is all of `root`; raises `Refused` for what can't be one.

    Without a title in `about`, the first heading is the title if it stands before all text.
    """
    try:
        return _reading(root, about, notes, language, pictures)
    except RecursionError as error:
        raise Refused(None, "elements nested too deeply", "a page of text") from error


def _reading(
    root: HtmlElement,
    about: About,
    notes: Iterable[Note],
    language: str,
    pictures: Pictures | None,
) -> Reading:
    conversion = Conversion(about.base)
    if pictures is not None:
        conversion.picture = pictures.markdown
    conversion.notes += [*notes, *tidied(root)]
    conversion.footnotes |= _taken_notes(root)
    given = list(leaves(root))
    about, given = with_title(about, given, conversion.notes)
    parts, decided = divided(given, [folded(question) for question, _answer in about.asked])
    past = [*about.past, *past_notes(leaf.text for leaf in given if leaf.role is Role.BLOCK)]
    if about.language is None:
        said = " ".join(leaf.text for leaf in given)
        language, noted = language_noted(said, language)
        conversion.notes += noted
    document = _document(about, parts, conversion, language)
    if document == replace(
        document, lead=None, sections=(), faqs=(), conclusion=None, references=None
    ):
        raise Refused(None, "a title and no text", "an explainer")
    conversion.notes += [*decided, *_doubts(about, conversion, past)]
    return Reading(
        document,
        slug_of(about.slug or document.title),
        tuple(sorted(conversion.notes, key=lambda note: (note.line is None, note.line or 0))),
        past=tuple(dict.fromkeys(past)),
        authors=about.authors,
        topics=about.topics,
        aliases=about.aliases,
        identity=about.identity,
        is_draft=about.is_draft,
        pictures=tuple(pictures.taken.values()) if pictures is not None else (),
    )


def _taken_notes(root: HtmlElement) -> dict[str, HtmlElement]:
    """The footnotes of a tree by their names, taken out of it."""
    notes: dict[str, HtmlElement] = {}
    for one in list(root.iter("x-note")):
        notes.setdefault(one.get("data-note") or "", one)
        one.drop_tree()
    return notes


def _document(
    about: About, parts: Sequence[Part], conversion: Conversion, language: str
) -> Document:
    texts = [(part, _text(part, conversion)) for part in parts]
    standfirst, lead = _standfirst(about, texts)
    try:
        return Document(
            title=about.title or "",
            language=about.language or language,
            standfirst=standfirst,
            first_published=about.date,
            lead=lead,
            sections=_sections(texts),
            faqs=_faqs(texts, about, conversion),
            conclusion=_one(texts, Kind.CONCLUSION),
            references=_one(texts, Kind.REFERENCES),
        )
    except DocumentError as error:
        raise _refused(error, parts) from error


def _standfirst(about: About, texts: Sequence[tuple[Part, str]]) -> tuple[str | None, str | None]:
    """The standfirst, unless the text begins with it; one that is too long opens the lead."""
    lead = _one(texts, Kind.LEAD)
    said = about.standfirst and one_line(about.standfirst)
    if not said or said == about.title:
        return None, lead
    opening = folded(" ".join(leaf.text for part, _text in texts for leaf in part.leaves[:6]))
    if folded(said.rstrip("…. ")) in opening:
        return None, lead
    if len(said) > _LONGEST_STANDFIRST:
        return None, "\n\n".join(filter(None, (escaped(said), lead)))
    return said, lead


def _one(texts: Iterable[tuple[Part, str]], kind: Kind) -> str | None:
    return "\n\n".join(text for part, text in texts if part.kind is kind and text) or None


def _sections(texts: Iterable[tuple[Part, str]]) -> tuple[Section, ...]:
    held = [(part, text) for part, text in texts if part.kind is Kind.SECTION]
    return tuple(
        Section(f"s{number}", part.heading or None, text or None)
        for number, (part, text) in enumerate(held, start=1)
    )


def _faqs(
    texts: Iterable[tuple[Part, str]], about: About, conversion: Conversion
) -> tuple[Question, ...]:
    """The questions of the text, and those that only its data has."""
    held = [(part.heading, text) for part, text in texts if part.kind is Kind.QUESTION]
    seen = " ".join(folded(f"{part.heading} {text}") for part, text in texts)
    for question, answer in about.asked:
        if answer and folded(question) not in seen:
            held.append((one_line(question), answer))
            only = f"the question {quoted(question)} stands only in the data of the page"
            conversion.notes.append(Note(None, f"{only}; it was added to the questions"))
    return tuple(
        Question(f"q{number}", question, answer)
        for number, (question, answer) in enumerate(held, start=1)
    )


def _text(part: Part, conversion: Conversion) -> str:
    """The Markdown of a part, with the footnotes that it refers to."""
    blocks = [block for leaf in part.leaves for block in written(leaf, conversion, part.level)]
    blocks = apart(blocks)
    while blocks and blocks[-1] == _RULE:
        blocks.pop()
    while blocks and blocks[0] == _RULE:
        blocks.pop(0)
    return with_footnotes("\n\n".join(blocks), conversion)


def _doubts(
    about: About, conversion: Conversion, past: Sequence[tuple[str | None, str]]
) -> Iterator[Note]:
    if about.is_draft:
        yield Note(None, "its source calls it a draft, so it is imported but not published")
    if about.date is None:
        yield Note(None, "no date of first publication was found, so none is known")
    if conversion.anchors:
        links = "1 link" if conversion.anchors == 1 else f"{conversion.anchors} links"
        yield Note(None, f"{links} within the page became words, since its anchors are gone")
    for _date, text in past:
        note = f"{quoted(text)} is a note of an earlier correction; the text stays as it is, and"
        yield Note(None, f"{note} the note is offered beside it, its former wording not recorded")


def _refused(error: DocumentError, parts: Sequence[Part]) -> Refused:
    """A document's own refusal, with the line on which the part at fault begins."""
    found, _, expected = error.message.partition("; expected ")
    where = error.field if error.part in (WHOLE, error.field) else f"{error.field} of {error.part}"
    kinds = {"s": Kind.SECTION, "q": Kind.QUESTION}
    number = whole_number(error.part[1:]) or 0
    held = [part for part in parts if part.kind is kinds.get(error.part[:1])]
    line = held[number - 1].line if 0 < number <= len(held) else None
    return Refused(line, f"in the {where}: {found}", expected or "what an explainer can hold")
