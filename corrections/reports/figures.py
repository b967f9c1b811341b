"""Readers' reports in figures, for all to see: how many, what became of them, how soon."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q
from django.utils.translation import gettext as _

from corrections.models import ErrorReport, Report
from corrections.notes.statistics import Plot, plot

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class ReportFigures:
    """How many reports came, drawn by what became of them; and the median time to an answer.

    `median` is in words, and None before the first answer. What looks like spam isn't counted.
    """

    received: int
    answered: int
    plot: Plot
    median: str | None


def report_figures() -> ReportFigures:
    """The figures as they are now, in two queries."""
    believed = ErrorReport.objects.believed()
    counted = believed.aggregate(
        all=Count("pk"), **{f"{one}": Count("pk", filter=Q(state=one)) for one in Report.values}
    )
    answered = counted["all"] - counted[Report.RECEIVED]
    bars = [
        (_("Accepted"), counted[Report.ACCEPTED]),
        (_("Declined"), counted[Report.DECLINED]),
        (_("Duplicates"), counted[Report.DUPLICATE]),
        (_("Waiting"), counted[Report.RECEIVED]),
    ]
    return ReportFigures(counted["all"], answered, plot(bars), _median(answered))


def _median(answered: int) -> str | None:
    """The time that half of the answers took at most; of two in the middle their mean."""
    took = ExpressionWrapper(F("answered_at") - F("received_at"), output_field=DurationField())
    times = ErrorReport.objects.answered().annotate(took=took).order_by("took")
    middle = list(
        times.values_list("took", flat=True)[max(answered - 1, 0) // 2 : answered // 2 + 1]
    )
    return in_words(sum(middle, timedelta()) / len(middle)) if middle else None


def in_words(took: timedelta) -> str:
    """A time in the largest unit of which it has two, rounded down."""
    if took < 2 * _MINUTE:
        return _("less than two minutes")
    if took < 2 * _HOUR:
        return _("%d minutes") % (took // _MINUTE)
    if took < 2 * _DAY:
        return _("%d hours") % (took // _HOUR)
    return _("%d days") % (took // _DAY)
