"""What is done with readers' reports: taken in, accepted, declined, found to repeat another."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from articles.models import Article
from articles.reading import document_at
from corrections.answering import close_cases
from corrections.models import Correction, ErrorReport, QuoteState, ReportState
from corrections.proposing.drafting import propose
from documents.quotations import quotation_in
from record.models import Signer, Version
from record.refusals import UserFacing


class AlreadyAnswered(UserFacing):
    """A report that somebody else has decided meanwhile."""


class NoDuplicate(UserFacing):
    """A report that can't be closed as the repetition of another; says why."""


def report(article: Article, *, version: int, part: str, words: str, **fields: Any) -> ErrorReport:
    """Takes in what a reader says of `words` in `part` of a version of `article`.

    `fields` are the other fields that the reader fills in. The words are looked up at once; whether
    they are found changes what the reader is told and nothing else.
    """
    place = looked_up(article, version, part, words)
    return ErrorReport.objects.create(
        article=article,
        version_number=version,
        part=place.part,
        words=words,
        place=place.place,
        corrected_by=place.number,
        **fields,
    )


def accept(report: ErrorReport, *, by: Signer) -> Correction:
    """Makes a proposal of the report, with all that is known filled in; its words are unchanged.

    Raises `AlreadyAnswered`, or `UserFacing` where nothing can be corrected any more.
    """
    with transaction.atomic():
        locked = _locked(report)
        newest = Version.objects.of(locked.article_id).newest()
        if newest is None or newest.members["document"] is None:
            raise UserFacing("this explainer was removed, so it can’t be corrected")
        locked.correction = propose(
            locked.article,
            document_at(newest),
            by=by,
            base=newest,
            sources=_sources(locked.source),
            credit=locked.name if locked.may_be_named else "",
            discovered=timezone.localdate(locked.received_at).isoformat(),
        )
        locked.suspected = False
        _answer(locked, ReportState.ACCEPTED, by)
    return locked.correction


def decline(report: ErrorReport, *, by: Signer, reason: str) -> ErrorReport:
    """Closes the case with a reason, which the reporter reads.

    Raises `UserFacing` without one, and `AlreadyAnswered`.
    """
    if not reason.strip():
        raise UserFacing("Say why; whoever reported it will read this.")
    with transaction.atomic():
        locked = _locked(report)
        locked.reason, locked.closed_at = reason.strip(), timezone.now()
        _answer(locked, ReportState.DECLINED, by)
    return locked


def mark_duplicate(report: ErrorReport, *, by: Signer, of: ErrorReport) -> ErrorReport:
    """Closes the case: another report says the same. Its reporter is told what becomes of that one.

    Raises `NoDuplicate` for a report of another explainer or for itself, and `AlreadyAnswered`.
    """
    with transaction.atomic():
        # Both in one order, so that two who mark each as the other's repetition don't wait for
        # each other; and read again, since the other may have become one meanwhile.
        both = ErrorReport.objects.select_for_update(of=("self",)).filter(pk__in=(report.pk, of.pk))
        locked_reports = {row.pk: row for row in both.select_related("duplicate_of").order_by("pk")}
        locked, other = _open(locked_reports[report.pk]), locked_reports[of.pk]
        first = other.duplicate_of or other
        if first.pk == locked.pk:
            raise NoDuplicate("That is this report itself, or one that repeats it.")
        if first.article_id != locked.article_id:
            raise NoDuplicate("That report is about another explainer.")
        # Those that repeat this one repeat the other as well: nobody follows two links.
        locked.duplicates.update(duplicate_of=first)
        locked.duplicate_of, locked.closed_at = first, timezone.now()
        locked.suspected = False
        _answer(locked, ReportState.DUPLICATE, by)
    return locked


def _locked(report: ErrorReport) -> ErrorReport:
    return _open(ErrorReport.objects.select_for_update(of=("self",)).get(pk=report.pk))


def _open(locked: ErrorReport) -> ErrorReport:
    if locked.state != ReportState.RECEIVED:
        raise AlreadyAnswered(f"this report was answered already: {locked.get_state_display()}")
    return locked


def _answer(locked: ErrorReport, state: ReportState, by: Signer) -> None:
    locked.state, locked.handled_by, locked.answered_at = state, by, timezone.now()
    locked.save()
    close_cases()


def _sources(text: str) -> list[dict[str, str]]:
    """What the reader gave as a source: an address, or a title in words."""
    if not text:
        return []
    is_address = urlsplit(text).scheme in ("http", "https") and " " not in text
    return [{"url" if is_address else "title": text[:500] if not is_address else text}]


@dataclass(frozen=True)
class QuotedWords:
    """Where quoted words are: `place` is empty where none were quoted; `part` is where they stood.

    `number` is that of the correction that took them out, if one did.
    """

    place: str
    part: str
    number: int | None = None


def looked_up(article: Article, number: int, part: str, words: str) -> QuotedWords:
    """Where `words` are that a reader quotes from `part` of version `number`.

    They may stand in the newest version, or have been corrected since, or be nowhere.
    """
    if not words.strip():
        return QuotedWords("", part)
    recorded = Version.objects.of(article.pk)
    versions = [version for version in recorded if version.members["document"]]
    read = next((version for version in versions if version.number == number), versions[-1])
    stood = quotation_in(document_at(read), words, part)
    part = stood.part if stood else part
    gone: int | None = None
    for version in reversed(versions):
        passage = quotation_in(document_at(version), words, part)
        # Where the part is known the same words elsewhere are others: a year, a name.
        if passage and (stood is None or passage.part == part):
            place = QuoteState.STANDS if version == versions[-1] else QuoteState.CORRECTED
            return QuotedWords(place, passage.part, gone)
        explanation = version.members["explanation"]
        gone = explanation["correction"] if explanation else None
    return QuotedWords(QuoteState.NOT_FOUND, part)
