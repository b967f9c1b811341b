"""One explainer as JSON: what it says now, readable by anybody, and with its history the lines of
the record, which hold every version, correction and source, sealed bytes, salts and digests.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from articles.models import Article, Author, OldAddress
from articles.reading import DocumentGone, document_at
from record import export
from record.models import SiteIdentity, Version

FORMAT = "corrigenda-explainer/1"


def exported(article: Article, *, history: bool) -> Iterator[str]:
    """One explainer as JSON text, in pieces; the same bytes as long as nothing has changed.

    Memory does not grow with the number of its versions.
    """
    head = json_of(_members(article))
    if not history:
        yield head + "\n"
        return
    yield head.removesuffix("\n}")
    yield from array_member("record", map(json.loads, export.lines(subject=article.pk)))
    yield "\n}\n"


def json_of(value: Any) -> str:
    """JSON as exports hold it: readable, indented by one space."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def array_member(name: str, members: Iterable[Any]) -> Iterator[str]:
    """A further member of an object, an array of `items`, in pieces, as `json_of` writes it."""
    yield f',\n "{name}": ['
    between = "\n  "
    for member in members:
        # What is in a string is escaped, so each line end is one of the indented form.
        yield between + json_of(member).replace("\n", "\n  ")
        between = ",\n  "
    yield "\n ]" if between.startswith(",") else "]"


def _members(article: Article) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "site": str(SiteIdentity.objects.get().uuid),
        "id": str(article.pk),
        "slug": article.slug,
        "status": article.status,
        "reviewed_on": article.reviewed_on and article.reviewed_on.isoformat(),
        "import_key": article.import_key,
        "old_addresses": _old_addresses(article),
        "topics": list(article.topics.order_by("slug").values("slug", "name", "description")),
        "authors": _authors(article),
        "document": _document(article),
    }


def _authors(article: Article) -> list[dict[str, str]]:
    """Who wrote it; of a removed one nobody is named, as in its record."""
    if article.is_removed:
        return []
    rows = Author.objects.filter(bylines__article=article).distinct().order_by("slug")
    return [{"id": str(author.pk), "name": author.name, "slug": author.slug} for author in rows]


def _old_addresses(article: Article) -> list[str]:
    """Where it stood elsewhere; of a removed one no word is shown, also none of an address."""
    if article.is_removed:
        return []
    rows = OldAddress.objects.shown().filter(article=article)
    return list(rows.values_list("address", flat=True))


def _document(article: Article) -> dict[str, Any] | None:
    newest = Version.objects.of(article.pk).newest()
    try:
        document = document_at(newest) if newest else None
    except DocumentGone:
        return None
    return json.loads(document.to_json()) if document else None
