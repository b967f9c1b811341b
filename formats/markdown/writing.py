"""A document as one Markdown text, for people and for version control."""

from documents.document import Document
from documents.markdown import escaped
from formats.markdown_parts import closed, joinable


def written(document: Document, address: str) -> str:
    """The words of `document` in page order; `address` is where they are published.

    Each part says in it what it says alone: its headings are moved below its own, its notes and
    link labels bear its key.
    """
    blocks = [_heading(document.title, 1)]
    if document.standfirst:
        blocks.append(f"**{escaped(document.standfirst)}**")
    blocks += [f"By {escaped(', '.join(one.name for one in document.authors))}"] * bool(
        document.authors
    )
    if document.first_published:
        blocks.append(f"First published {document.first_published}")
    blocks.append(f"<{address}>")
    blocks += _part(None, "lead", document.lead, 1)
    for section in document.sections:
        blocks += _part(section.heading, section.key, section.body, 2)
    if document.faqs:
        blocks.append("## Questions and answers")
    for question in document.faqs:
        blocks += _part(question.question, question.key, question.answer, 3)
    for key, source in (("conclusion", document.conclusion), ("references", document.references)):
        blocks += _part(key.capitalize(), key, source, 2) if source else []
    return "\n\n".join(blocks) + "\n"


def _part(heading: str | None, key: str, source: str | None, level: int) -> list[str]:
    blocks = [_heading(heading, level)] if heading else []
    return [*blocks, joinable(source, key, level)] if source else blocks


def _heading(text: str, level: int) -> str:
    return f"{'#' * level} {closed(escaped(text))}"
