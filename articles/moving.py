"""Moving an explainer to a new address: every old one redirects to it for ever."""

from articles.following import Next, entry_after, follow
from articles.models import Article, Slug
from documents.slugs import is_slug
from record import events
from record.models import Signer, Version
from record.refusals import UserFacing
from record.sealing import Signature, Words


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

    It may move back to an address that it had. Raises `NoMove`, and what
    `articles.following.follow` raises; nothing is written then.
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
    events.log("explainer.moved", article=article.pk, version=version.serial, signer=by.pk)
    return version


def _refuse(article: Article, slug: str) -> None:
    refusal = refusal_of(article, slug)
    if refusal:
        raise NoMove(refusal)
