"""Letters about corrections: who can review one is told that it waits."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse

from corrections.models import Correction
from record.delivering import mail


def tell_reviewers(correction: Correction) -> None:
    """Writes to every active account that may review `correction`, but to its proposer.

    To be called in the transaction that sends it to review. The text of the proposal is in none of
    the letters: mail is read by others than its receiver.
    """
    users = get_user_model()._default_manager
    reviewers = users.with_perm(
        "corrections.review_correction", backend="django.contrib.auth.backends.ModelBackend"
    )
    others = reviewers.exclude(email="").exclude(signer=correction.proposer).order_by("pk")
    path = reverse("admin:corrections_correction_change", args=[correction.pk])
    title = " ".join(correction.article.title.split())
    mail(
        to=list(dict.fromkeys(others.values_list("email", flat=True))),
        subject=f"To review: {title}"[:200],
        body=(
            f"{correction.proposer.name} proposes a change of “{title}” "
            f"({correction.get_kind_display().lower()}) and asks for a review:\n\n"
            f"{settings.SITE_ORIGIN}{path}\n"
        ),
    )
