"""Rows of explainers and corrections from their versions, after a record was taken in."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from articles import pages
from articles.models import Article, Author, Byline, ImportedNote, Slug
from articles.models.parts import marks_of
from articles.notices import decoration_of
from articles.reading import DocumentGone, dated_on, document_at, head_of, words_of
from articles.rows import parts_of
from articles.sealed import past_notes
from corrections.models import (
    EXPLANATION_CHOICES,
    EXPLANATION_TEXTS,
    SOURCE_TEXTS,
    Correction,
    Source,
    State,
)
from documents.document import FIELDS, Document, DocumentError
from documents.slugs import slug_of
from record.clock import moment
from record.format import WITHHELD, texts_in
from record.models import Signer, Version
from record.removal.withholding import bodies

_BATCH = 100


def begin_rows(subject: UUID, *, slug: str, import_key: str | None) -> Article:
    """Makes the rows of an explainer and its parts, which follow no version yet.

    Where there are some already (the guards must be off then) they are made anew.

    `slug` is its address where the record doesn't show it: of an explainer that was removed.
    """
    first, newest = _ends_of(subject)
    document = _words(newest)
    given = _slugs(subject)
    article = Article.objects.filter(pk=subject).first() or Article(
        id=subject, import_key=import_key
    )
    article.slug, article.version = _slug(newest) or slug, None
    article.published_at = None
    for name in FIELDS:
        setattr(article, name, getattr(document, name) or "")
    article.save()
    for manager in _rows_of(article):
        manager.all().delete()
    _make_authors(article, document)
    for manager, name in ((article.sections, "sections"), (article.faqs, "faqs")):
        _make_parts(manager, _versions(subject), name)
    Slug.objects.bulk_create(Slug(slug=note, article=article) for note in given)
    if article.slug not in given:
        # It still answers that it is gone, and is given to nobody.
        Slug.objects.create(slug=None, mark=marks_of(article.slug)[0], article=article)
    ImportedNote.objects.bulk_create(
        ImportedNote(article=article, position=position, date=note.date or "", note=note.note)
        for position, note in enumerate(past_notes(first), start=1)
    )
    return article


def close_rows(article: Article) -> None:
    """Has all rows of an explainer follow its newest version, its own row last; makes its page."""
    first, newest = _ends_of(article.pk)
    for manager in _rows_of(article):
        manager.update(version=newest)
    article.version = newest
    article.status = newest.members["status"]
    article.published_at = first.moment
    article.dated_on = dated_on(first)
    article.touched_at = newest.moment
    article.changed_at = _changed(first, newest)
    for name, parts in (("last_section", "sections"), ("last_question", "faqs")):
        versions = _versions(article.pk)
        keys = (int(key[1:]) for version in versions for key in _parts(version, parts) or ())
        setattr(article, name, max(keys, default=0))
    article.save()
    if newest.members["document"] is not None:
        pages.write(newest, document_at(newest))


def _rows_of(article: Article) -> tuple[Any, ...]:
    """All rows that follow its version, but for its own and those of corrections."""
    return (*parts_of(article), article.slugs, article.imported_notes)


def _changed(first: Version, newest: Version) -> Any:
    if newest.members["document"] is None:
        return first.moment
    return moment(head_of(newest, document_at(newest), decoration_of(newest)).changed)


def _words(newest: Version) -> Document:
    """The newest words; of an explainer that was removed elsewhere, what the record still shows."""
    try:
        return words_of(newest)
    except (DocumentGone, DocumentError):
        return Document(WITHHELD)


def _slug(newest: Version) -> str | None:
    leaf = newest.members["slug"]
    return bodies([leaf["text"]])[leaf["text"]] if leaf else None


def _ends_of(subject: UUID) -> tuple[Version, Version]:
    """The first and the newest version of a subject that the record holds."""
    versions = Version.objects.of(subject)
    return versions.earliest("serial"), versions.latest("serial")


def _versions(subject: UUID) -> Iterator[Version]:
    """Its versions, oldest first, never all at once."""
    return Version.objects.of(subject).iterator(_BATCH)


def _slugs(subject: UUID) -> list[str]:
    """Every address that it had and that the record shows, in order."""
    leaves = (version.members["slug"] for version in _versions(subject))
    sealed = dict.fromkeys(leaf["text"] for leaf in leaves if leaf is not None)
    slugs = bodies(sealed)
    return list(dict.fromkeys(slug for slug in map(slugs.get, sealed) if slug))


def _parts(version: Version, name: str) -> dict[str, Any] | None:
    """The parts of one version by their keys; None where it has no words."""
    if version.members["document"] is None:
        return None
    try:
        return {part.key: part for part in getattr(document_at(version), name)}
    except DocumentError:
        return None


def _make_parts(manager: Any, versions: Iterable[Version], name: str) -> None:
    """A row for each part that ever stood: those that were taken out say in which version."""
    made: dict[str, dict[str, Any]] = {}
    for version in versions:
        parts = _parts(version, name)
        if parts is None:
            continue  # A version without words takes no part out; a reinstatement has them again.
        for key, row in made.items():
            if key not in parts and row["removed_in"] is None:
                row["removed_in"] = version
        for position, (key, part) in enumerate(parts.items(), start=1):
            texts = {
                name: getattr(part, name) or ""
                for name in ("heading", "body", "question", "answer")
                if hasattr(part, name)
            }
            made[key] = {"position": position, "removed_in": None, **texts}
    manager.bulk_create(
        manager.model(article=manager.instance, key=key, **row) for key, row in made.items()
    )


def _make_authors(article: Article, document: Document) -> None:
    for position, author in enumerate(document.authors, start=1):
        row, _made = Author.objects.get_or_create(
            pk=UUID(author.id), defaults={"name": author.name, "slug": _free_slug(author.name)}
        )
        Byline.objects.create(article=article, author=row, position=position, name=author.name)


def _free_slug(name: str) -> str:
    slug = slug_of(name)
    taken = Author.objects.filter(slug__startswith=slug).count()
    return f"{slug[:70]}-{taken + 1}" if taken else slug


def write_corrections(subjects: Collection[UUID] | None = None) -> int:
    """Makes the rows of every published correction, in the order of their numbers; gives how many.

    `subjects` limits it to some explainers; rows that are there already (the guards must be off
    then) say afterwards what the record says. To be called before the explainers' own rows follow
    their versions.
    """
    versions = Version.objects.exclude(kind="recovery")
    if subjects is not None:
        versions = versions.filter(subject__in=subjects)
    # Numbers rise with serials; what amends another comes after it.
    count = 0
    for version in versions.order_by("serial").iterator(_BATCH):
        if version.members["explanation"]:
            _write(version)
            count += 1
    return count


def _write(version: Version) -> None:
    explanation: dict[str, Any] = version.members["explanation"]
    words = bodies(leaf["text"] for _path, leaf in texts_in(explanation))

    def text(leaf: dict[str, str] | None) -> str:
        return (words.get(leaf["text"]) or "") if leaf else ""

    article = Article.objects.get(pk=version.subject)
    row = Correction.objects.filter(number=explanation["correction"]).first() or Correction()
    row.article, row.kind = article, version.kind
    row.base = Version.objects.get(subject=version.subject, number=explanation["base"])
    row.amends = Correction.objects.filter(number=explanation["amends"] or 0).first()
    row.incident = UUID(explanation["incident"]) if explanation["incident"] else None
    row.proposer = _signer(version, "proposer")
    row.approver = _signer(version, "approver", "publisher")
    row.created_at = row.submitted_at = version.moment
    for name in EXPLANATION_TEXTS:
        setattr(row, name, text(explanation[name]))
    for name in EXPLANATION_CHOICES:
        setattr(row, name, explanation[name] or "")
    row.save()
    row.sources.all().delete()
    Source.objects.bulk_create(
        Source(
            correction=row,
            article=article,
            position=position,
            published=source["published"] or "",
            accessed=source["accessed"] or "",
            **{name: text(source[name]) for name in SOURCE_TEXTS},
        )
        for position, source in enumerate(explanation["sources"], start=1)
    )
    row.sources.update(version=version)
    row.number, row.state = explanation["correction"], State.PUBLISHED
    row.version = row.published_in = version
    row.published_at = version.moment
    row.save()


def _signer(version: Version, *roles: str) -> Signer:
    """The last who signed in one of these roles; her account stays where she was."""
    signers = [given for given in version.members["signers"] if given["role"] in roles]
    given = (signers or version.members["signers"])[-1]
    name = bodies([given["name"]["text"]])[given["name"]["text"]] if given["name"] else None
    signer, _made = Signer.objects.get_or_create(
        pk=UUID(given["id"]), defaults={"name": name or "[withheld]"}
    )
    return signer
