"""Figures for the log, of corrections and of reports: counted by the database, drawn as plots."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, DateField, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import Cast, Length, TruncDate, TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from corrections.models import CorrectionQuerySet, ErrorReport, ReportState

#: The plot of months goes back so far.
MOST_MONTHS = 12
#: The height of a row of a plot, and the widest bar in per cent of the plot.
ROW, WIDEST = 28, 62


@dataclass(frozen=True)
class Bar:
    """A figure and how it is drawn: `width` in per cent of the plot, `y` from its top."""

    label: str
    count: int
    width: int
    y: int


@dataclass(frozen=True)
class Plot:
    """Bars under one another, `height` in all."""

    bars: Sequence[Bar]
    height: int


@dataclass(frozen=True)
class Delays:
    """Days from discovery to correction; `known` is of how many corrections they are known."""

    plot: Plot
    known: int


def months_of(corrections: CorrectionQuerySet) -> list[tuple[date, int]]:
    """Each month with corrections, by its first day, and how many; the newest first."""
    counted = (
        corrections.order_by()
        .annotate(month=TruncMonth("published_at"))
        .values("month")
        .annotate(count=Count("pk"))
        .order_by("-month")
    )
    return [(row["month"].date(), row["count"]) for row in counted]


def by_month(months: Sequence[tuple[date, int]]) -> Plot:
    """The plot of the newest months, those between them without a correction included."""
    counts = dict(months)
    first, last = (min(counts), max(counts)) if counts else (date.max, date.min)
    figures: list[tuple[str, int]] = []
    while first <= last and len(figures) < MOST_MONTHS:
        figures.append((date_format(last, "M Y"), counts.get(last, 0)))
        last = (last - timedelta(days=1)).replace(day=1)
    return plot(figures)


def delays(corrections: CorrectionQuerySet) -> Delays:
    """How long corrections took, where the day of discovery is known."""
    took = ExpressionWrapper(
        TruncDate("published_at") - Cast("discovered", DateField()), output_field=DurationField()
    )
    known = (
        corrections.order_by().annotate(known=Length("discovered")).filter(known=len("YYYY-MM-DD"))
    )
    counted = known.annotate(took=took).aggregate(
        known=Count("pk"),
        same_day=Count("pk", filter=Q(took__lt=timedelta(days=1))),
        week=Count("pk", filter=Q(took__lt=timedelta(days=8))),
        month=Count("pk", filter=Q(took__lt=timedelta(days=31))),
        quarter=Count("pk", filter=Q(took__lt=timedelta(days=91))),
    )
    figures = [
        (_("Same day"), counted["same_day"]),
        (_("1–7 days"), counted["week"] - counted["same_day"]),
        (_("8–30 days"), counted["month"] - counted["week"]),
        (_("31–90 days"), counted["quarter"] - counted["month"]),
        (_("Longer"), counted["known"] - counted["quarter"]),
    ]
    return Delays(plot(figures), counted["known"])


def plot(figures: Sequence[tuple[str, int]]) -> Plot:
    """Bars as long as their figures, the longest `WIDEST`; what isn't nothing can be seen."""
    most = max((count for _label, count in figures), default=0) or 1
    bars = [
        Bar(label, count, max(round(WIDEST * count / most), 1) if count else 0, place * ROW)
        for place, (label, count) in enumerate(figures)
    ]
    return Plot(bars, len(bars) * ROW)


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
        all=Count("pk"),
        **{f"{state}": Count("pk", filter=Q(state=state)) for state in ReportState.values},
    )
    answered = counted["all"] - counted[ReportState.RECEIVED]
    bars = [
        (_("Accepted"), counted[ReportState.ACCEPTED]),
        (_("Declined"), counted[ReportState.DECLINED]),
        (_("Duplicates"), counted[ReportState.DUPLICATE]),
        (_("Waiting"), counted[ReportState.RECEIVED]),
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
