"""Letters about corrections: who can review one is told that it waits."""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from corrections.models import Correction

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Message:
    """A letter to one person."""

    to: str
    subject: str
    body: str


def tell_reviewers(correction: Correction) -> list[Message]:
    """The letters to every active account that may review `correction`, but to its proposer.

    The text of the proposal is in none of them: mail is read by others than its receiver.
    """
    users = get_user_model()._default_manager
    reviewers = users.with_perm(
        "corrections.review_correction", backend="django.contrib.auth.backends.ModelBackend"
    )
    others = reviewers.exclude(email="").exclude(signer=correction.proposer).order_by("pk")
    may = list(others.values_list("email", flat=True))
    path = reverse("admin:corrections_correction_change", args=[correction.pk])
    title = " ".join(correction.article.title.split())
    body = (
        f"{correction.proposer.name} proposes a change of “{title}” "
        f"({correction.get_kind_display().lower()}) and asks for a review:\n\n"
        f"{settings.SITE_ORIGIN}{path}\n"
    )
    subject = f"To review: {title}"[:200]
    return [Message(address, subject, body) for address in dict.fromkeys(may)]


def send_after_commit(messages: list[Message]) -> None:
    """Sends `messages` once the transaction is through; what can't be sent is logged, no more."""
    transaction.on_commit(lambda: _send(messages))


def _send(messages: list[Message]) -> None:
    for one in messages:
        try:
            send_mail(one.subject, one.body, None, [one.to])
        except Exception:
            # Mail servers fail in many ways; none of them may undo what was done.
            logger.exception("a reviewer could not be told by mail")
