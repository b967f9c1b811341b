"""A tree and what is known about it become a `ParsedExplainer`: the way of all formats."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from documents.document import LONGEST_LINE, WHOLE, Document, DocumentError, Question, Section
from documents.markdown import escaped
from documents.slugs import slug_of
from formats.composing.dividing import divided
from formats.composing.divisions import DocumentPart, DocumentPartKind, folded
from formats.composing.flow import Role, leaves
from formats.composing.inferring import language_noted, past_notes, with_title
from formats.composing.inline import Conversion
from formats.composing.markdown_blocks import apart, with_footnotes, written
from formats.composing.tidying import tidied
from formats.metadata import About, one_line
from formats.parsed import Note, ParsedExplainer, Refused, quoted
from formats.pictures import Pictures
from record.numbers import whole_number

_LONGEST_STANDFIRST = 2 * LONGEST_LINE
_RULE = "***"


def explainer_from_tree(
    root: HtmlElement,
    about: About,
    notes: Iterable[Note],
    language: str,
    pictures: Pictures | None = None,
) -> ParsedExplainer:
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
) -> ParsedExplainer:
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
        words = " ".join(leaf.text for leaf in given)
        language, noted = language_noted(words, language)
        conversion.notes += noted
    document = document_of(about, parts, conversion, language)
    if document == replace(
        document, lead=None, sections=(), faqs=(), conclusion=None, references=None
    ):
        raise Refused(None, "a title and no text", "an explainer")
    conversion.notes += [*decided, *_doubts(about, conversion, past)]
    return ParsedExplainer(
        document,
        slug_of(about.slug or document.title),
        in_order(conversion.notes),
        past=tuple(dict.fromkeys(past)),
        authors=about.authors,
        topics=about.topics,
        aliases=about.aliases,
        identity=about.identity,
        is_draft=about.is_draft,
        pictures=tuple(pictures.taken.values()) if pictures is not None else (),
    )


def in_order(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Notes as they stand in the file, those about all of it last."""
    return tuple(sorted(notes, key=lambda note: (note.line is None, note.line or 0)))


def _taken_notes(root: HtmlElement) -> dict[str, HtmlElement]:
    """The footnotes of a tree by their names, taken out of it."""
    notes: dict[str, HtmlElement] = {}
    for note in list(root.iter("x-note")):
        notes.setdefault(note.get("data-note") or "", note)
        note.drop_tree()
    return notes


def document_of(
    about: About, parts: Sequence[DocumentPart], conversion: Conversion, language: str
) -> Document:
    """The document that the parts of a text make; raises `Refused` where it can't be one."""
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
            conclusion=_text_of(texts, DocumentPartKind.CONCLUSION),
            references=_text_of(texts, DocumentPartKind.REFERENCES),
        )
    except DocumentError as error:
        raise _refused(error, parts) from error


def _standfirst(
    about: About, texts: Sequence[tuple[DocumentPart, str]]
) -> tuple[str | None, str | None]:
    """The standfirst, unless the text begins with it; one that is too long opens the lead."""
    lead = _text_of(texts, DocumentPartKind.LEAD)
    standfirst = about.standfirst and one_line(about.standfirst)
    if not standfirst or standfirst == about.title:
        return None, lead
    opening = folded(" ".join(leaf.text for part, _text in texts for leaf in part.leaves[:6]))
    if folded(standfirst.rstrip("…. ")) in opening:
        return None, lead
    if len(standfirst) > _LONGEST_STANDFIRST:
        return None, "\n\n".join(filter(None, (escaped(standfirst), lead)))
    return standfirst, lead


def _text_of(texts: Iterable[tuple[DocumentPart, str]], kind: DocumentPartKind) -> str | None:
    return "\n\n".join(text for part, text in texts if part.kind is kind and text) or None


def _sections(texts: Iterable[tuple[DocumentPart, str]]) -> tuple[Section, ...]:
    sections = [(part, text) for part, text in texts if part.kind is DocumentPartKind.SECTION]
    return tuple(
        Section(f"s{number}", part.heading or None, text or None)
        for number, (part, text) in enumerate(sections, start=1)
    )


def _faqs(
    texts: Iterable[tuple[DocumentPart, str]], about: About, conversion: Conversion
) -> tuple[Question, ...]:
    """The questions of the text, and those that only its data has."""
    pairs = [(part.heading, text) for part, text in texts if part.kind is DocumentPartKind.QUESTION]
    seen = " ".join(folded(f"{part.heading} {text}") for part, text in texts)
    for question, answer in about.asked:
        if answer and folded(question) not in seen:
            pairs.append((one_line(question), answer))
            only = f"the question {quoted(question)} stands only in the data of the page"
            conversion.notes.append(Note(None, f"{only}; it was added to the questions"))
    return tuple(
        Question(f"q{number}", question, answer)
        for number, (question, answer) in enumerate(pairs, start=1)
    )


def _text(part: DocumentPart, conversion: Conversion) -> str:
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


def _refused(error: DocumentError, parts: Sequence[DocumentPart]) -> Refused:
    """A document's own refusal, with the line on which the part at fault begins."""
    actual, _, expected = error.message.partition("; expected ")
    where = error.field if error.part in (WHOLE, error.field) else f"{error.field} of {error.part}"
    kinds = {"s": DocumentPartKind.SECTION, "q": DocumentPartKind.QUESTION}
    number = whole_number(error.part[1:]) or 0
    alike = [part for part in parts if part.kind is kinds.get(error.part[:1])]
    line = alike[number - 1].line if 0 < number <= len(alike) else _first_line(error.field, parts)
    return Refused(line, f"in the {where}: {actual}", expected or "what an explainer can hold")


def _first_line(name: str, parts: Sequence[DocumentPart]) -> int | None:
    """Where the lead, the conclusion or the references begin."""
    alike = (part for part in parts if part.kind.name.lower() == name)
    return next((leaf.line for part in alike for leaf in part.leaves), None)
