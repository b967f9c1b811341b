"""The files in which an explainer leaves: one, or in Markdown with its history one a version.

Drafts have files of their own, for whoever may see them and asks for them; they are in no other
export.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import yaml

from articles import rows
from articles.models import Article, Asset, OldAddress
from articles.models.catalogue import references_in
from articles.reading import DocumentGone, document_at
from articles.views.finding import absolute
from documents.document import Document
from exports.pictures import with_files
from exports.portable.explainer_json import exported, json_of
from formats.markdown_writer import written
from record.models import SiteIdentity, Version

Format = Literal["json", "markdown"]


def files_of(
    article: Article, format_name: Format, *, history: bool
) -> Iterator[tuple[str, Iterable[str]]]:
    """The files of one explainer: the name of each, and its text in pieces.

    A draft has none in Markdown, and in JSON no words. Markdown shows pictures by their files in
    the export; JSON names them as the record does.
    """
    if format_name == "json":
        yield f"{article.slug}.json", exported(article, history=history)
        return
    if article.is_removed:
        return  # As JSON it shows no word either; the chain needs its versions there.
    versions = Version.objects.of(article.pk)
    for version in versions.iterator(100) if history else versions.reverse()[:1]:
        name = f"{article.slug}/{version.number}.md" if history else f"{article.slug}.md"
        try:
            yield name, [with_files(_markdown(article, version), depth=name.count("/"))]
        except DocumentGone:
            continue


def _markdown(article: Article, version: Version) -> str:
    document = document_at(version)
    about = {
        "title": document.title,
        "slug": article.slug,
        "id": str(article.pk),
        "language": document.language,
        "status": article.status,
        "first_published": document.first_published,
        "authors": [author.name for author in document.authors],
        "topics": list(article.topics.order_by("slug").values_list("name", flat=True)),
        "version": version.number,
        "serial": version.serial,
        "recorded_at": version.recorded_at,
        "digest": version.digest,
    }
    return fronted(about, document, article)


def fronted(about: Mapping[str, Any], document: Document, article: Article) -> str:
    """A document as Markdown, below front matter that says what is known `about` it."""
    kept = {name: value for name, value in about.items() if value not in (None, [])}
    front = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{front}---\n\n{written(document, absolute(article.get_absolute_url()))}"


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
        "authors": [author.name for author in document.authors],
        "topics": list(draft.topics.order_by("slug").values_list("name", flat=True)),
    }
    return f"{FOLDER}/{draft.slug}.md", with_files(fronted(about, document, draft), depth=1)


def pictures_of_draft(draft: Article) -> Any:
    """The pictures that a draft shows now."""
    parts = rows.document_of(draft).markdown_parts()
    named = {sha256 for _part, source in parts for sha256 in references_in(source)}
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
