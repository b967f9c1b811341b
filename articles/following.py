"""The next version of an explainer whose words stay: a new address, rendering, or second review.

`move` gives it a new address, and every old one redirects for ever. `sign` seals what a newer
renderer, template or library shows otherwise; verification with `--rendering` finds that.

What is slow is made before the site's lock. Inside it the explainer is read again; where another
version was published meanwhile, all is made anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from articles import pages, rows
from articles.models import Article, Slug
from articles.reading import document_at
from articles.sealed import sealed_document
from documents.document import Document
from documents.markdown import RENDERER
from documents.slugs import is_slug
from record.chain import appending, before
from record.events import log_event
from record.models import Signer, Version
from record.refusals import UserFacing
from record.sealing import Entry, Prepared, Signature, Words, prepare

_ATTEMPTS = 100


class Removed(UserFacing):
    """The explainer was removed, so nothing follows but its reinstatement."""


class BeingChanged(UserFacing):
    """Others publish versions of this explainer faster than this one could be made."""


@dataclass(frozen=True)
class Next:
    """What the next version follows, and what was made of it before the lock."""

    newest: Version
    document: Document
    prepared: Prepared


def newest_of(article: Article, *, removed_too: bool = False) -> tuple[Version, Document]:
    """The newest version of a published explainer, and its words; raises `Removed`.

    Of a removed one, where that is asked for, the words are those that its rows keep.
    """
    newest = Version.objects.of(article.pk).newest()
    if newest is None:
        raise ValueError(f"“{article}” isn’t published")
    if newest.members["document"] is not None:
        return newest, document_at(newest)
    if not removed_too:
        raise Removed("this explainer was removed; it has to be reinstated first")
    return newest, rows.document_of(article)


def entry_after(
    newest: Version, document: Document, *, kind: str, signers: Sequence[Signature], **others: Any
) -> Entry:
    """What follows `newest` with the same words; `others` are members that differ, by name."""
    members = newest.members
    same: dict[str, Any] = {
        "status": members["status"],
        "language": document.language,
        "time_zone": settings.TIME_ZONE,
        "renderer": members["renderer"],
        "slug": _slug(newest),
        "document": sealed_document(document) if members["document"] else None,
        "banners": members["banners"],
    }
    return Entry(subject=newest.subject, kind=kind, signers=signers, **same | others)


def _slug(newest: Version) -> Words | None:
    """The address that stands: none where it was withheld with the words of the explainer."""
    if newest.members["slug"] is None:
        return None
    return Words(Article.objects.values_list("slug", flat=True).get(pk=newest.subject))


def follow(
    article: Article,
    make_entry: Callable[[Version, Document], Entry],
    *,
    check: Callable[[Article, Next], None] | None = None,
    write: Callable[[Article, Version], None] | None = None,
    columns: Callable[[Version], dict[str, Any]] | None = None,
    removed_too: bool = False,
) -> Version:
    """Appends what `entry` makes of the newest version and its words, rows and page with it.

    `check` may refuse inside the lock, before anything is written; `write` adds rows of its own,
    and `columns` gives columns of the explainer's row that change with the version. A removed
    explainer raises `Removed`, unless it may be followed too.
    """
    for _attempt in range(_ATTEMPTS):
        newest, document = newest_of(article, removed_too=removed_too)
        step = Next(newest, document, prepare(make_entry(newest, document), before(newest)))
        with appending() as chain:
            locked = rows.locked(article.pk)
            if locked.version_id != newest.pk:
                continue
            if check:
                check(locked, step)
            version = chain.append(step.prepared)
            if write:
                write(locked, version)
            others = {"touched_at": version.moment} | (columns(version) if columns else {})
            rows.write_version(locked, document, version, **others)
            if version.members["document"] is not None:
                pages.write(version, document)
            return version
    raise BeingChanged("this explainer is being changed at this moment; try again")


class NoMove(UserFacing):
    """An address that the explainer can't get; says why, and what was expected."""


def refusal_of(article: Article, slug: str) -> str | None:
    """Why `article` can't move to `slug`, in a sentence; None where it can."""
    if not is_slug(slug):
        return (
            f"“{slug[:80]}” can’t be an address. Use lower-case letters, digits and single "
            "hyphens, at most 80 characters."
        )
    if slug == article.slug:
        return "It has this address already."
    if Slug.objects.taken(slug, but_for=article):
        return f"The address “{slug}” belongs, or belonged, to another explainer."
    if Article.objects.filter(slug=slug).exclude(pk=article.pk).exists():
        return f"A draft has the address “{slug}”. Change it there first."
    return None


def move(article: Article, slug: str, *, by: Signer) -> Version:
    """Gives the published `article` the address `slug`, signed `by`; gives its new version.

    It may move back to an address that it had. Raises `NoMove`, and what `follow`
    raises; nothing is written then.
    """
    _refuse(article, slug)

    def check(locked: Article, _step: Next) -> None:
        _refuse(locked, slug)

    def write(locked: Article, _version: Version) -> None:
        if not locked.slugs.filter(slug=slug).exists():
            Slug.objects.create(slug=slug, article=locked)

    version = follow(
        article,
        lambda newest, document: entry_after(
            newest,
            document,
            kind="move",
            slug=Words(slug),
            signers=[Signature(by.pk, by.name, "publisher")],
        ),
        check=check,
        write=write,
        columns=lambda _version: {"slug": slug},
    )
    log_event("explainer.moved", article=article.pk, version=version.serial, signer=by.pk)
    return version


def _refuse(article: Article, slug: str) -> None:
    refusal = refusal_of(article, slug)
    if refusal:
        raise NoMove(refusal)


class NothingToSign(UserFacing):
    """The explainer is shown just as it was sealed to be shown."""


def sign(article: Article, *, by: Signer) -> Version:
    """Seals how the words of the published `article` are shown now, signed `by`.

    Gives the new version. Raises `NothingToSign` where nothing is shown otherwise, and what
    `follow` raises; nothing is written then.
    """

    def check(_article: Article, step: Next) -> None:
        if step.newest.members["document"] == step.prepared.members["document"]:
            raise NothingToSign("it is shown just as it was sealed")

    return follow(
        article,
        lambda newest, document: entry_after(
            newest,
            document,
            kind="rendering",
            renderer=RENDERER,
            signers=[Signature(by.pk, by.name, "publisher")],
        ),
        check=check,
    )
