"""The document in the words of the sealed format, and back.

Going in, each text becomes `Words`, Markdown with the plain text that it renders to; coming out,
each commitment is replaced by the text that stands for it now.
"""

from collections.abc import Mapping
from typing import Any

from documents.document import Author, Document, Question, Section
from documents.plain import rendered_plain
from record.format import WITHHELD
from record.sealing import Words


def renderings(document: Document) -> dict[str, str]:
    """The plain text that each Markdown part of `document` renders to, by the part's key."""
    return {part: rendered_plain(part, source) for part, source in document.markdown_parts()}


def sealed_document(document: Document, shown: Mapping[str, str] | None = None) -> dict[str, Any]:
    """`document` as the member of that name, with `Words` where a text stands.

    `shown` are its `renderings`, where they are known already.
    """
    shown = renderings(document) if shown is None else shown

    def markdown(part: str, source: str | None) -> Words | None:
        return None if source is None else Words(source, shown[part])

    return {
        "title": Words(document.title),
        "standfirst": _line(document.standfirst),
        "authors": [{"id": one.id, "name": Words(one.name)} for one in document.authors],
        "first_published": document.first_published,
        "lead": markdown("lead", document.lead),
        "sections": [
            {"key": one.key, "heading": _line(one.heading), "body": markdown(one.key, one.body)}
            for one in document.sections
        ],
        "faqs": [
            {
                "key": one.key,
                "question": Words(one.question),
                "answer": markdown(one.key, one.answer),
            }
            for one in document.faqs
        ],
        "conclusion": markdown("conclusion", document.conclusion),
        "references": markdown("references", document.references),
    }


def document_from(members: Mapping[str, Any], texts: Mapping[str, str | None]) -> Document:
    """The document that a version's `members` name, with `texts` by commitment.

    What was withheld without a replacement stands as the mark `[withheld]` where it can't be
    absent.
    """
    sealed = members["document"]

    def text(leaf: Mapping[str, str] | None) -> str | None:
        return texts.get(leaf["text"], None) if leaf else None

    def needed(leaf: Mapping[str, str] | None) -> str:
        return text(leaf) or WITHHELD

    return Document(
        title=needed(sealed["title"]),
        language=members["language"],
        standfirst=text(sealed["standfirst"]),
        authors=tuple(Author(one["id"], needed(one["name"])) for one in sealed["authors"]),
        first_published=sealed["first_published"],
        lead=text(sealed["lead"]),
        sections=tuple(
            Section(one["key"], text(one["heading"]), text(one["body"]))
            for one in sealed["sections"]
        ),
        faqs=tuple(
            Question(one["key"], needed(one["question"]), needed(one["answer"]))
            for one in sealed["faqs"]
        ),
        conclusion=text(sealed["conclusion"]),
        references=text(sealed["references"]),
    )


def _line(text: str | None) -> Words | None:
    return None if text is None else Words(text)
