"""The cast: Ada edits, Grace approves, Ben reads; and an explainer to work on."""

from typing import Any

from django.contrib.auth import get_user_model

from articles import rows
from articles.models import Article, Author
from articles.publishing import publish
from documents.document import Document, DocumentAuthor, Question, Section
from documents.slugs import slug_of
from record.models import Signer, Version

DOCUMENT = Document(
    title="What is a treaty?",
    standfirst="A promise between states that lawyers can read.",
    lead="A treaty is an agreement between states, written down and *binding*.",
    sections=(
        Section("s1", "Who makes one", "States do, through people with full powers."),
        Section("s2", "When it binds", "When it enters into force, as its last article says."),
    ),
    faqs=(
        Question("q1", "Can a state leave?", "Yes, if the treaty says how."),
        Question("q2", "Does it need a parliament?", "Often, but that is each state’s own law."),
    ),
    conclusion="A treaty is kept because both sides would rather have it than not.",
    references="[Vienna Convention on the Law of Treaties](https://legal.un.org/), 1969.",
)


def ada() -> Signer:
    """Ada, who edits and publishes."""
    return _signer("ada", "Ada Edits")


def grace() -> Signer:
    """Grace, who approves."""
    return _signer("grace", "Grace Approves")


def a_draft(document: Document = DOCUMENT, **columns: Any) -> Article:
    """A draft that holds `document`."""
    article = Article(**{"slug": slug_of(document.title), **columns})
    rows.write_draft(article, document)
    return Article.objects.get(pk=article.pk)


def a_published(document: Document = DOCUMENT, **columns: Any) -> tuple[Article, Version]:
    """A published explainer and its first version."""
    draft = a_draft(document, **columns)
    version = publish(draft, by=ada())
    return Article.objects.get(pk=draft.pk), version


def an_author(name: str = "Ada Edits", slug: str = "ada-edits") -> DocumentAuthor:
    """An author with a row, as a document names her."""
    row, _made = Author.objects.get_or_create(slug=slug, defaults={"name": name})
    return DocumentAuthor(str(row.pk), name)


def _signer(username: str, name: str) -> Signer:
    first, last = name.split()
    user, _made = get_user_model().objects.get_or_create(
        username=username, defaults={"first_name": first, "last_name": last}
    )
    return Signer.of(user)
