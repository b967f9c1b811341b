"""Confirming: the second person looks at what one published alone, by a version of its own."""

from articles.following import Next, entry_after, follow
from articles.models import Article
from corrections.models import Correction, Deed, write_event
from corrections.publishing.publishing import SameSigner
from record.models import Signer, Version
from record.refusals import UserFacing
from record.sealing import Signature


class NotPending(UserFacing):
    """A correction that waits for no second person."""


def confirm(correction: Correction, *, by: Signer) -> Version:
    """Confirms what was published alone, signed `by` its confirmer; gives the version of that.

    No word changes; readers no longer see “second review pending”. Raises `NotPending`,
    `SameSigner` when she had a hand in it, and what `articles.following.follow` raises. Nothing is
    written then.
    """
    held = Correction.objects.select_related("article").get(pk=correction.pk)
    _check(held, by)

    def check(_article: Article, _step: Next) -> None:
        _check(held, by)

    return follow(
        held.article,
        lambda newest, document: entry_after(
            newest,
            document,
            kind="confirmation",
            confirms=held.number,
            signers=[Signature(by.pk, by.name, "confirmer")],
        ),
        check=check,
        write=lambda _article, _version: write_event(held, Deed.CONFIRMED, by=by),
        removed_too=True,
    )


def _check(correction: Correction, by: Signer) -> None:
    if not Correction.objects.unconfirmed().filter(pk=correction.pk).exists():
        raise NotPending("No second person has to confirm this correction, or one has already.")
    if by.pk in (correction.proposer_id, correction.approver_id):
        raise SameSigner("You published this, so somebody else must confirm it.")
