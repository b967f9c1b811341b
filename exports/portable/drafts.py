"""Drafts as files: for whoever may see them, and asks for them. They are in no other export."""

import json
from typing import Any

from articles import rows
from articles.models import Article, Asset, OldAddress
from articles.models.catalogue import references_in
from exports.pictures import with_files
from exports.portable.files import Format, fronted
from exports.portable.writing import json_of
from record.models import SiteIdentity

#: Another format than that of a published explainer, so that no record is looked for in it.
DRAFT = "corrigenda-draft/1"
#: No address begins so. One may be “drafts”, and the history of that explainer lies in a folder.
FOLDER = "_drafts"


def draft_as_file(draft: Article, format_name: Format) -> tuple[str, str]:
    """The name of a draft's file and its text.

    Raises `documents.document.DocumentError` where its rows hold no whole text yet.
    """
    document = rows.document_of(draft)
    if format_name == "json":
        return f"{FOLDER}/{draft.slug}.json", json_of(_members(draft, document)) + "\n"
    about = {
        "title": document.title,
        "slug": draft.slug,
        "id": str(draft.pk),
        "language": document.language,
        "draft": True,
        "first_published": document.first_published,
        "authors": [one.name for one in document.authors],
        "topics": list(draft.topics.order_by("slug").values_list("name", flat=True)),
    }
    return f"{FOLDER}/{draft.slug}.md", with_files(fronted(about, document, draft), depth=1)


def pictures_of_draft(draft: Article) -> Any:
    """The pictures that a draft shows now."""
    parts = rows.document_of(draft).markdown_parts()
    named = {one for _part, source in parts for one in references_in(source)}
    return Asset.objects.filter(pk__in=named).order_by("pk")


def _members(draft: Article, document: Any) -> dict[str, Any]:
    addresses = OldAddress.objects.shown().filter(article=draft)
    return {
        "format": DRAFT,
        "site": str(SiteIdentity.objects.get().uuid),
        "id": str(draft.pk),
        "slug": draft.slug,
        "import_key": draft.import_key,
        "old_addresses": list(addresses.values_list("address", flat=True)),
        "topics": list(draft.topics.order_by("slug").values("slug", "name", "description")),
        "document": json.loads(document.to_json()),
    }
