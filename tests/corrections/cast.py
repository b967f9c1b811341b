"""Corrections by the cast: Ada proposes, Grace approves."""

from dataclasses import replace
from typing import Any

from articles import rows
from articles.models import Article
from corrections.models import Correction
from corrections.proposing.drafting import propose, submit
from corrections.publishing import publish
from documents.document import Document
from record.models import Version
from tests.articles.cast import ada, grace

SOURCE = {"title": "Vienna Convention", "url": "https://example.org/vienna"}
TOLD: dict[str, Any] = {
    "right": "States make treaties through representatives.",
    "why": "We forgot the representatives.",
    "cause": "misreading",
}


def with_section(document: Document, old: str, new: str, index: int = 0) -> Document:
    """The document with words of a section replaced."""
    sections = list(document.sections)
    body = sections[index].body or ""
    assert body.count(old) == 1
    sections[index] = replace(sections[index], body=body.replace(old, new))
    return replace(document, sections=tuple(sections))


def a_proposal(
    article: Article,
    document: Document | None = None,
    *,
    sources: Any = (SOURCE,),
    **explanation: Any,
) -> Correction:
    """A proposal by Ada: one word of the first section, unless a document is given."""
    held = rows.document_of(Article.objects.get(pk=article.pk))
    proposed = document or with_section(held, "full powers", "full power")
    return propose(article, proposed, by=ada(), sources=sources, **(TOLD | explanation))


def publish_one(article: Article, document: Document | None = None, **explanation: Any) -> Version:
    """A correction that Ada proposed and Grace approved, published."""
    proposal = a_proposal(article, document, **explanation)
    return publish(submit(proposal, by=ada()), by=grace())
