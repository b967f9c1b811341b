"""What the reporter is told: on the private page at any time, by e-mail once the case is closed.

An e-mail address is kept only as long as it is needed: it is erased with the answer.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from corrections.models import Correction, State
from corrections.reports import ErrorReport, Report

logger = logging.getLogger(__name__)

#: An address that no mail server took for so long is erased all the same.
PATIENCE = timedelta(days=3)


@dataclass(frozen=True)
class Outcome:
    """What became of a report: a name for it, what it means, and what there is to add.

    `correction` is the published one; `reason` is what an editor wrote; `is_final` says that
    nothing more will happen.
    """

    label: str
    text: str
    is_final: bool
    reason: str = ""
    correction: Correction | None = None
    is_duplicate: bool = False


def outcome_of(report: ErrorReport) -> Outcome:
    """What became of `report`, or of the one that it repeats."""
    first = report.duplicate_of or report
    is_duplicate = report.duplicate_of_id is not None
    if first.state == Report.DECLINED:
        text = _("We looked at it and leave the text as it is.")
        return Outcome(_("Declined"), text, True, first.reason, None, is_duplicate)
    if first.correction is None:
        text = _("It waits for an editor, who will look at it and answer here.")
        return Outcome(_("Received"), text, False, "", None, is_duplicate)
    return _outcome_of_proposal(first.correction, is_duplicate)


def _outcome_of_proposal(correction: Correction, is_duplicate: bool) -> Outcome:
    if correction.state == State.PUBLISHED:
        text = _("Thank you: the text was corrected.")
        return Outcome(_("Corrected"), text, True, "", correction, is_duplicate)
    if correction.state in (State.REJECTED, State.WITHDRAWN):
        text = _("We looked into it, and no correction was published.")
        return Outcome(_("Looked at, not published"), text, True, "", None, is_duplicate)
    text = _("An editor has taken it up, and a correction is being worked on.")
    return Outcome(_("Accepted"), text, False, "", None, is_duplicate)


def close_cases() -> int:
    """Closes accepted reports whose correction was decided, and tells all reporters who asked.

    Gives the number of e-mails sent. Safe to call at any time and by several at once; a mail
    server that fails is logged, and asked again at the next call.
    """
    decided = ErrorReport.objects.in_work().exclude(correction__in=Correction.objects.open())
    if decided.exists():
        decided.update(closed_at=timezone.now())
    waiting = ErrorReport.objects.to_be_told()
    if not waiting.exists():
        return 0
    waiting.filter(closed_at__lt=timezone.now() - PATIENCE).update(email="")
    # An address in spam is somebody else's as a rule; nobody wants our answer there.
    waiting.filter(suspected=True).update(email="")
    server = get_connection()
    # Tried first, so that a server that is down costs one wait and not one for each letter.
    if not _attempted(server.open, "the mail server can’t be reached"):
        return 0
    related = ("article", "correction", "duplicate_of__correction")
    told = sum(_told(one, server) for one in waiting.select_related(*related))
    _attempted(server.close, "the mail server did not say goodbye")
    return told


def _told(report: ErrorReport, server: Any) -> bool:
    """Whether the reporter was written to; of several callers one does it."""
    held = ErrorReport.objects.filter(pk=report.pk)
    # Erased first: of two who come here at once only one finds the address.
    if not held.filter(email=report.email).update(email=""):
        return False
    failure = f"the answer to report {report.pk} could not be mailed"
    if _attempted(lambda: server.send_messages([_mail(report)]), failure):
        return True
    held.update(email=report.email)
    return False


def _attempted(attempt: Callable[[], Any], failure: str) -> bool:
    try:
        attempt()
    except Exception:
        # Whatever a mail server does, what the editor did stands. No address is logged here.
        logger.exception(failure)
        return False
    return True


def _mail(report: ErrorReport) -> EmailMessage:
    context = {
        "article": report.article,
        "outcome": outcome_of(report),
        "address": f"{settings.SITE_ORIGIN}{report.get_absolute_url()}",
        "origin": settings.SITE_ORIGIN,
        "site": settings.SITE_NAME,
    }
    subject = _("Your report about “%(title)s”") % {"title": report.article.title}
    body = render_to_string("corrections/report_mail.txt", context)
    return EmailMessage(subject, body, to=[report.email])
