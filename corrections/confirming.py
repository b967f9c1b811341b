"""Confirming: the second person looks at what one published alone, by a version of its own."""

from django.conf import settings

from articles import pages, rows
from articles.document import Document
from articles.markdown import RENDERER
from articles.reading import document_at
from articles.sealed import sealed_document
from corrections.models import Correction
from corrections.publishing import SameSigner
from record.chain import appending, before
from record.models import Signer, Version
from record.sealing import Entry, Prepared, Signature, Words, prepare

#: How often all is made anew because others published meanwhile.
_ATTEMPTS = 100


class NotPending(RuntimeError):
    """A correction that waits for no second person."""


def confirm(correction: Correction, *, by: Signer) -> Version:
    """Confirms what was published alone, signed `by` its confirmer; gives the version of that.

    No word changes; readers no longer see “second review pending”. Raises `NotPending`,
    `SameSigner` when she had a hand in it, `articles.reading.NoWords` for a removed explainer,
    `record.chain.ClockBehind`. Nothing is written then.
    """
    for _attempt in range(_ATTEMPTS):
        held = Correction.objects.select_related("article").get(pk=correction.pk)
        _check(held, by)
        newest = Version.objects.of(held.article_id).newest()
        assert newest is not None  # noqa: S101 - the correction was published
        document = document_at(newest)
        prepared = _prepared(held, newest, document, by)
        with appending() as chain:
            article = rows.locked(held.article_id)
            if article.version_id == newest.pk:
                version = chain.append(prepared)
                rows.write_version(article, document, version, touched_at=version.moment)
                pages.write(version, document)
                return version
    raise NotPending("this explainer is being corrected at this moment; try again")


def _check(correction: Correction, by: Signer) -> None:
    if not Correction.objects.unconfirmed().filter(pk=correction.pk).exists():
        raise NotPending("No second person has to confirm this correction, or one has already.")
    if by.pk in (correction.proposer_id, correction.approver_id):
        raise SameSigner("You published this, so somebody else must confirm it.")


def _prepared(correction: Correction, newest: Version, document: Document, by: Signer) -> Prepared:
    members = newest.members
    entry = Entry(
        subject=correction.article_id,
        kind="confirmation",
        status=members["status"],
        language=document.language,
        time_zone=settings.TIME_ZONE,
        renderer=RENDERER,
        signers=[Signature(by.pk, by.name, "confirmer")],
        slug=Words(correction.article.slug),
        document=sealed_document(document),
        banners=members["banners"],
        confirms=correction.number,
    )
    return prepare(entry, before(newest))
