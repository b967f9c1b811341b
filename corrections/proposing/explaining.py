"""Whether a correction explains enough for its kind, before anybody is asked to review it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from corrections.kinds import KINDS
from corrections.limits import refusals
from corrections.models import Correction, Source
from documents.differences import Change, differences
from documents.document import WHOLE, Document
from documents.partial_dates import earliest

#: Kinds that say what went wrong, and so ask for its cause.
_WITH_CAUSE = ("correction", "partial_retraction", "retraction")
#: Kinds that need no sentence with the right fact.
_WITHOUT_FACT = ("copy_edit", "minor_fix", "link_repair")


@dataclass(frozen=True)
class Problem:
    """Why a correction can't go on: the field concerned, and a sentence for its editor."""

    field: str
    message: str


def problems_of(correction: Correction, sources: Sequence[Source] | None = None) -> list[Problem]:
    """Everything that keeps `correction` from review, against the version it was written on.

    `sources` are those that it would have, where they aren't saved yet.
    """
    changes = differences(correction.base_document, correction.document)
    if sources is None:
        sources = list(correction.sources.all()) if correction.pk else []
    checks = (
        _change_problems(correction, changes),
        limit_problems(correction.kind, correction.base_document, correction.document),
        _explanation_problems(correction, sources),
        _date_problems(correction),
        _severity_problems(correction, changes),
    )
    return [problem for check in checks for problem in check]


def status_problems(kind: str, status: str) -> Iterator[Problem]:
    """Why no correction of `kind` can follow where an explainer has `status`."""
    if kind == "retraction" and status == "retracted":
        yield Problem("kind", "This explainer is retracted already.")
    if kind == "reinstatement" and status == "live":
        yield Problem("kind", "This explainer is neither retracted nor removed.")
    if kind != "reinstatement" and status == "removed":
        yield Problem("kind", "This explainer was removed. It has to be reinstated first.")


def _change_problems(correction: Correction, changes: list[Change]) -> Iterator[Problem]:
    kind, status = KINDS[correction.kind], correction.article.status
    if kind.words and not changes:
        yield Problem("text", "Nothing is changed. Edit the text, or choose an editor’s note.")
    if not kind.words and changes:
        yield Problem("kind", f"The kind “{kind.label}” leaves the text as it is. Choose another.")
    yield from status_problems(correction.kind, status)
    if correction.kind == "removal":
        yield Problem("kind", "A removal is made by the command withhold.")
    fixed = [change.field for change in changes if change.field in ("language", "first_published")]
    if fixed:
        yield Problem("text", "Language and date of first publication can’t be corrected.")
    if correction.kind == "addition" and any(_rewrites(change) for change in changes):
        yield Problem("kind", "An addition adds sections or questions only. Choose another kind.")


def _rewrites(change: Change) -> bool:
    return change.part == WHOLE or change.before is not None


def limit_problems(kind: str, before: Document, after: Document) -> Iterator[Problem]:
    """Why `kind` can't make `after` of `before`: what a quiet kind may change is little."""
    yield from (Problem("kind", refusal) for refusal in refusals(kind, before, after))


def _explanation_problems(correction: Correction, sources: Sequence[Source]) -> Iterator[Problem]:
    kind = KINDS[correction.kind]
    if not correction.right and correction.kind not in _WITHOUT_FACT:
        yield Problem("right", "Say the right fact in one sentence.")
    if not correction.cause and correction.kind in _WITH_CAUSE:
        yield Problem("cause", "Say where the error came from; “Not known” is an answer.")
    if kind.sourced and not sources and not correction.no_source:
        yield Problem("sources", "Give at least one source, or say why there is none.")
    if sources and correction.no_source:
        yield Problem("no_source", "There is a source, so this must stay empty.")
    if any(not (source.title or source.url) for source in sources):
        yield Problem("sources", "Each source needs a title or an address.")
    addresses = [address for source in sources for address in (source.url, source.archived)]
    if not all(re.match(r"https?://[^\s/]", address, re.I) for address in addresses if address):
        yield Problem("sources", "An address begins with https:// or http://.")
    if correction.amends and correction.amends.article_id != correction.article_id:
        yield Problem("amends", "This correction is of another explainer.")


def _date_problems(correction: Correction) -> Iterator[Problem]:
    today, stood = timezone.localdate(), _stood_since(correction)
    if correction.discovered:
        noticed = earliest(correction.discovered)
        if noticed > today:
            yield Problem("discovered", "This day is yet to come.")
        elif noticed < earliest(_coarse(stood, correction.discovered)):
            yield Problem("discovered", "This is before the explainer was published.")
    if correction.kind != "update":
        return
    if not correction.world_changed:
        yield Problem("world_changed", "Say since when it is otherwise.")
    elif earliest(correction.world_changed) < earliest(_coarse(stood, correction.world_changed)):
        yield Problem(
            "world_changed",
            "This was before our words stood, so they were wrong when we wrote them. "
            "Choose a correction.",
        )


def _stood_since(correction: Correction) -> date:
    article: Any = correction.article
    if article.imported and article.first_published:
        return earliest(article.first_published)
    day: date = timezone.localdate(article.published_at)
    return day


def _coarse(day: date, like: str) -> str:
    """`day` with the precision of `like`, so that a month isn't before its days."""
    return day.isoformat()[: len(like)]


def _severity_problems(correction: Correction, changes: list[Change]) -> Iterator[Problem]:
    shown_in_lists = {(WHOLE, "title"), (WHOLE, "standfirst")}
    on_top = any((change.part, change.field) in shown_in_lists for change in changes)
    if on_top and correction.severity == "minor" and KINDS[correction.kind].significant:
        yield Problem(
            "severity", "A change of title or standfirst is at least significant, for all see it."
        )
