"""Where a proposal goes: on the newest version, with what past ones say of the one that comes."""

from dataclasses import dataclass

from django.db.models import Max

from articles import rows
from articles.models import Article
from articles.reading import document_at, words_of
from corrections.models import Correction
from documents.differences import differences
from documents.document import WHOLE, Document
from documents.merging import merged
from documents.passages_changed import replaced_passages, texts_of
from record.models import Version

#: Kinds whose note stands above the text from then on.
_BANNERS = ("editors_note", "partial_retraction", "retraction", "reinstatement")


@dataclass(frozen=True)
class Placed:
    """A proposal on a version, the newest as a rule: what stands there, and what would then."""

    newest: Version
    now: Document
    then: Document

    @property
    def changes_title(self) -> bool:
        """Whether readers of lists would see the change."""
        changes = {(change.part, change.field) for change in differences(self.now, self.then)}
        return not changes.isdisjoint({(WHOLE, "title"), (WHOLE, "standfirst")})


def placed(correction: Correction, on: Version | None = None) -> Placed:
    """Where `correction` would go now, or would have gone `on` an older version.

    Raises `documents.merging.OverlappingChanges`.
    """
    newest = on or Version.objects.of(correction.article_id).latest("serial")
    now = words_of(newest)
    # Read after the newest version: if another has come since, publishing makes all of it anew.
    gone = rows.gone_parts(correction.article)
    return Placed(newest, now, merged(correction.base_document, now, correction.document, gone))


def error_since(newest: Version, now: Document, then: Document) -> int | None:
    """The number of the version in which the first of the replaced passages came in.

    None where nothing was replaced: what was missing came in nowhere.
    """
    replaced = list(replaced_passages(differences(now, then)))
    if not replaced:
        return None
    since = newest.number
    for version in Version.objects.of(newest.subject).filter(number__lt=newest.number).reverse():
        if version.members["document"] is None:
            break
        texts = texts_of(document_at(version))
        replaced = [(place, text) for place, text in replaced if text in texts.get(place, "")]
        if not replaced:
            break
        since = version.number
    return since


def status_after(kind: str, newest: Version) -> str:
    """What an explainer is once a correction of `kind` follows `newest`."""
    status: str = newest.members["status"]
    if kind == "retraction":
        return "retracted"
    if kind != "reinstatement":
        return status
    # What was removed comes back as it was; only what was retracted becomes live.
    return _before_removal(newest).members["status"] if status == "removed" else "live"


def standing_banners(newest: Version, correction: Correction, number: int) -> list[int]:
    """The numbers of the corrections whose note stands above the text once this one follows.

    A retraction's goes when it is withdrawn, that of a reinstatement at the next retraction, and
    any goes when a later correction amends it.
    """
    gone = set[int]()
    if correction.amends and correction.amends.number:
        gone.add(correction.amends.number)
    if correction.kind == "reinstatement" and newest.members["status"] == "retracted":
        gone |= _numbers(correction.article, "retraction")
    if correction.kind == "retraction":
        gone |= _numbers(correction.article, "reinstatement")
    standing = [banner for banner in newest.members["banners"] if banner not in gone]
    return [*standing, *([number] if correction.kind in _BANNERS else [])]


def _numbers(article: Article, kind: str) -> set[int]:
    corrections = article.corrections.filter(kind=kind, number__isnull=False)
    return {number for number in corrections.values_list("number", flat=True) if number}


def _before_removal(newest: Version) -> Version:
    """The version that stood before the explainer was removed."""
    earlier = Version.objects.of(newest.subject).filter(number__lt=newest.number).reverse()
    return next(version for version in earlier if version.members["document"] is not None)


def next_number() -> int:
    """The number that the next correction takes, to be asked for inside the site's lock.

    After a recovery that is at least the one that it names: lost numbers aren't given again.
    """
    largest = Correction.objects.aggregate(largest=Max("number"))["largest"] or 0
    recoveries = Version.objects.filter(kind="recovery")
    named = [recovery.members["recovery"]["next_correction"] or 0 for recovery in recoveries]
    return max([largest + 1, *named])
