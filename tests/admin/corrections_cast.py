"""The cast of the corrections' desk: Wilma writes, Ada and Grace edit, Petra publishes."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from articles import rows
from articles.models import Article
from corrections.models import Correction
from documents.document import Document
from record.models import Signer, Version
from site_config.accounts import EDITORS, PUBLISHERS, WRITERS
from tests.admin.cast import PASSWORD, a_sheet

_GROUPS = {"wilma": WRITERS, "ada": EDITORS, "grace": EDITORS, "petra": PUBLISHERS}
TOLD: dict[str, Any] = {
    "kind": "correction",
    "severity": "significant",
    "cause": "misreading",
    "right": "The sun is a star of middle age.",
    "why": "",
}
SOURCE = {"url": "https://example.org/sun"}


def person(name: str) -> User:
    """The account of one of the cast, with the rights of her group and no other."""
    user = User.objects.filter(username=name).first() or User.objects.create_user(
        name,
        password=PASSWORD,
        first_name=name.capitalize(),
        is_staff=True,
    )
    user.email = f"{name}@example.org"
    user.save(update_fields=["email"])
    user.groups.add(Group.objects.get(name=_GROUPS[name]))
    return user


def desk_of(name: str) -> Client:
    """A browser in which one of the cast is logged in."""
    client = Client()
    client.force_login(person(name))
    return client


def signer(name: str) -> Signer:
    """One of the cast as the record knows her."""
    return Signer.of(person(name))


def address_of(correction: Correction, step: str = "change") -> str:
    """The address of a correction's page in the admin."""
    return reverse(f"admin:corrections_correction_{step}", args=[correction.pk])


def correcting(article: Article) -> str:
    """The address at which a correction of `article` begins."""
    return reverse("admin:corrections_correction_correct", args=[article.pk])


def typed(article: Article, document: Document | None = None, **fields: Any) -> dict[str, Any]:
    """What a browser sends for a correction of `article` that makes it say `document`."""
    held = document or rows.document_of(Article.objects.get(pk=article.pk))
    newest = Version.objects.of(article.pk).newest()
    assert newest is not None
    sheet: dict[str, Any] = {
        "title": held.title,
        "standfirst": held.standfirst or "",
        "lead": held.lead or "",
        "conclusion": held.conclusion or "",
        "references": held.references or "",
        "base_number": newest.number,
        "sections": [
            {"key": one.key, "heading": one.heading or "", "body": one.body or "", "ORDER": place}
            for place, one in enumerate(held.sections, start=1)
        ],
        "questions": [
            {"key": one.key, "question": one.question, "answer": one.answer, "ORDER": place}
            for place, one in enumerate(held.faqs, start=1)
        ],
        "bylines": [{"author": one.id, "name": one.name} for one in held.authors],
    }
    sources = fields.pop("sources", [SOURCE])
    sent = a_sheet(**sheet | TOLD | fields)
    sent.pop("_save")
    sent.pop("language")
    # Bylines are there already; sources are new ones.
    sent["bylines-INITIAL_FORMS"] = len(held.authors)
    sent |= {"sources-TOTAL_FORMS": len(sources), "sources-INITIAL_FORMS": 0}
    for index, source in enumerate(sources):
        sent |= {f"sources-{index}-{name}": value for name, value in source.items()}
    return sent


def sent_to_review(article: Article, by: str = "wilma", **fields: Any) -> Correction:
    """A correction that was typed and sent to review through the desk."""
    response = desk_of(by).post(correcting(article), typed(article, **fields) | {"_submit": ""})
    assert response.status_code == 302, response.context["sheet"].messages()
    return Correction.objects.latest("pk")


def approval(correction: Correction, by: str = "grace") -> dict[str, str]:
    """What the reviewer's button sends, from the page that she has before her."""
    page = desk_of(by).get(address_of(correction))
    return {"seal": page.context["seal"]}
