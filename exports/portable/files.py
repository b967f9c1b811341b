"""The files in which an explainer leaves: one, or in Markdown with its history one a version."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import yaml

from articles.models import Article
from articles.reading import DocumentGone, document_at
from articles.views.finding import absolute
from documents.document import Document
from exports.pictures import with_files
from exports.portable.writing import exported
from formats.markdown.writing import written
from record.models import Version

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
        "authors": [one.name for one in document.authors],
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
