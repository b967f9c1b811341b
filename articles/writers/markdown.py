"""A document as one Markdown text, for people and for version control."""

import re

from articles.document import Document
from articles.markdown import escaped


def written(document: Document, address: str) -> str:
    """The words of `document` in page order; `address` is where they are published.

    Headings inside a part are moved below the part's own heading.
    """
    blocks = [f"# {escaped(document.title)}"]
    if document.standfirst:
        blocks.append(f"**{escaped(document.standfirst)}**")
    blocks += [f"By {escaped(', '.join(one.name for one in document.authors))}"] * bool(
        document.authors
    )
    if document.first_published:
        blocks.append(f"First published {document.first_published}")
    blocks.append(f"<{address}>")
    blocks += _part(None, document.lead, 1)
    for section in document.sections:
        blocks += _part(section.heading, section.body, 2)
    if document.faqs:
        blocks.append("## Questions and answers")
    for question in document.faqs:
        blocks += _part(question.question, question.answer, 3)
    blocks += _part("Conclusion", document.conclusion, 2) if document.conclusion else []
    blocks += _part("References", document.references, 2) if document.references else []
    return "\n\n".join(blocks) + "\n"


def _part(heading: str | None, source: str | None, level: int) -> list[str]:
    blocks = [f"{'#' * level} {escaped(heading)}"] if heading else []
    return [*blocks, _lowered(source, level)] if source else blocks


def _lowered(source: str, levels: int) -> str:
    """`source` with its ATX headings moved down, those in fenced code left alone."""
    lines, fence = [], ""
    for line in source.strip("\n").split("\n"):
        mark = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        heading = None if fence else re.match(r" {0,3}(#{1,6})(?=\s|$)", line)
        if heading:
            line = "#" * min(len(heading[1]) + levels, 6) + line[heading.end() :]
        lines.append(line)
    return "\n".join(lines)
