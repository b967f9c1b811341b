"""The cast of the admin's tests: Ada edits, Grace edits too, Ben may log in but has no rights."""

import re
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from articles.models import Article, Author
from articles.publishing import publish
from articles.rows import write_draft
from documents.document import Document, DocumentAuthor, Question, Section
from record.models import Signer
from site_config.accounts import EDITORS

PASSWORD = "a long way to the moon"
NAMES = {"ada": ("Ada", "Lovelace"), "grace": ("Grace", "Hopper"), "ben": ("Ben", "Bitdiddle")}
ADD = "/admin/articles/article/add/"
LIST = "/admin/articles/article/"


def account(name: str) -> User:
    """The account of one of the cast; editors are in the group and have no other right."""
    first, last = NAMES[name]
    user = User.objects.filter(username=name).first() or User.objects.create_user(
        name, password=PASSWORD, first_name=first, last_name=last, is_staff=True
    )
    if name != "ben":
        user.groups.add(Group.objects.get(name=EDITORS))
    return user


def desk_of(name: str) -> Client:
    """A browser in which one of the cast is logged in."""
    client = Client()
    client.force_login(account(name))
    return client


def a_draft(title: str = "Is the moon made of cheese?", slug: str = "moon-cheese") -> Article:
    """A draft with two sections and a question, by the Standards desk."""
    author, _made = Author.objects.get_or_create(name="Standards desk", slug="standards-desk")
    article = Article(slug=slug)
    document = Document(
        title=title,
        lead="No.",
        authors=(DocumentAuthor(str(author.pk), author.name),),
        sections=(
            Section("s1", "Samples", "It is *rock*."),
            Section("s2", "The saying", "From 1546."),
        ),
        faqs=(Question("q1", "Who said so?", "Nobody knows."),),
    )
    write_draft(article, document)
    return article


def published(title: str = "Is the sun a star?", slug: str = "sun-star") -> Article:
    """An explainer that Grace published."""
    article = a_draft(title, slug)
    publish(article, by=Signer.of(account("grace")))
    article.refresh_from_db()
    return article


def page_of(article: Article, step: str = "change") -> str:
    """The address of an explainer's page in the admin."""
    return reverse(f"admin:articles_article_{step}", args=[article.pk])


def a_sheet(**fields: Any) -> dict[str, Any]:
    """What a browser sends for a new explainer; parts by `sections=[{…}]` and so on."""
    parts = {name: fields.pop(name, []) for name in ("sections", "questions", "bylines")}
    sheet: dict[str, Any] = {"title": "Is water wet?", "language": "en", "_save": "", **fields}
    for name, rows in parts.items():
        held = sum(1 for row in rows if row.get("key"))
        sheet |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": held}
        for index, row in enumerate(rows):
            sheet |= {f"{name}-{index}-{field}": value for field, value in row.items()}
    return sheet


def sheet_of(article: Article, **fields: Any) -> dict[str, Any]:
    """What a browser sends for a draft that was opened now, with `fields` typed over."""
    held: dict[str, Any] = {
        "title": article.title,
        "slug": article.slug,
        "lead": article.lead,
        "edition": Article.objects.get(pk=article.pk).edition,
        "sections": _numbered(article.sections.values("key", "heading", "body")),
        "questions": _numbered(article.faqs.values("key", "question", "answer")),
        "bylines": [
            {"author": str(one.author_id), "name": one.name} for one in article.bylines.all()
        ],
    }
    return a_sheet(**held | fields)


def text_of(response: Any) -> str:
    """The words of a page, white space collapsed and tags left out."""
    bare = re.sub(r"<[^>]*>", "", response.content.decode())
    return " ".join(bare.split())


def _numbered(rows: Any) -> list[dict[str, Any]]:
    return [{**row, "ORDER": number} for number, row in enumerate(rows, start=1)]
