"""What the reporter is told: on the private page at any time, by e-mail once the case is closed.

An e-mail address is kept only as long as it is needed: it is erased with the answer.
"""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from corrections.models import Correction, ErrorReport, ReportState, State
from record.delivering import mail


@dataclass(frozen=True)
class ReportOutcome:
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


def outcome_of(report: ErrorReport) -> ReportOutcome:
    """What became of `report`, or of the one that it repeats."""
    first = report.duplicate_of or report
    is_duplicate = report.duplicate_of_id is not None
    if first.state == ReportState.DECLINED:
        text = _("We looked at it and leave the text as it is.")
        return ReportOutcome(_("Declined"), text, True, first.reason, None, is_duplicate)
    if first.correction is None:
        text = _("It waits for an editor, who will look at it and answer here.")
        return ReportOutcome(_("Received"), text, False, "", None, is_duplicate)
    return _outcome_of_proposal(first.correction, is_duplicate)


def _outcome_of_proposal(correction: Correction, is_duplicate: bool) -> ReportOutcome:
    if correction.state == State.PUBLISHED:
        text = _("Thank you: the text was corrected.")
        return ReportOutcome(_("Corrected"), text, True, "", correction, is_duplicate)
    if correction.state in (State.REJECTED, State.WITHDRAWN):
        text = _("We looked into it, and no correction was published.")
        return ReportOutcome(_("Looked at, not published"), text, True, "", None, is_duplicate)
    text = _("An editor has taken it up, and a correction is being worked on.")
    return ReportOutcome(_("Accepted"), text, False, "", None, is_duplicate)


def close_cases() -> int:
    """Closes accepted reports whose correction was decided, and writes to reporters who asked.

    To be called in the transaction of each decision: the letters go out through the outbox, and
    the addresses are erased here with it. Gives the number of letters.
    """
    decided = ErrorReport.objects.in_work().exclude(correction__in=Correction.objects.open())
    if decided.exists():
        decided.update(closed_at=timezone.now())
    waiting = ErrorReport.objects.to_be_answered_by_mail()
    if not waiting.exists():
        return 0
    # An address in spam is somebody else's as a rule; nobody wants our answer there.
    waiting.filter(suspected=True).update(email="")
    related = ("article", "correction", "duplicate_of__correction")
    reports = list(waiting.select_related(*related).select_for_update(of=("self",)))
    for report in reports:
        _write_to(report)
    waiting.update(email="")
    return len(reports)


def _write_to(report: ErrorReport) -> None:
    article = report.article
    # Of an explainer that was removed not even the title is told.
    title = article.listed_title if article.is_removed else article.title
    context = {
        "title": title,
        "outcome": outcome_of(report),
        "address": f"{settings.SITE_ORIGIN}{report.get_absolute_url()}",
        "origin": settings.SITE_ORIGIN,
        "site": settings.SITE_NAME,
    }
    subject = _("Your report about “%(title)s”") % {"title": title}
    body = render_to_string("corrections/report_mail.txt", context)
    mail(to=[report.email], subject=subject, body=body)
