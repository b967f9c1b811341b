"""What past versions say of the one that comes: how long an error stood, which banners stay."""

from articles.models import Article
from articles.reading import document_at
from corrections.models import Correction
from documents.differences import differences
from documents.document import Document
from documents.passages_changed import replaced_passages, texts_of
from record.models import Version

#: Kinds whose note stands above the text from then on.
_BANNERS = ("editors_note", "partial_retraction", "retraction", "reinstatement")


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
    standing = [one for one in newest.members["banners"] if one not in gone]
    return [*standing, *([number] if correction.kind in _BANNERS else [])]


def _numbers(article: Article, kind: str) -> set[int]:
    found = article.corrections.filter(kind=kind, number__isnull=False)
    return {number for number in found.values_list("number", flat=True) if number}


def _before_removal(newest: Version) -> Version:
    """The version that stood before the explainer was removed."""
    earlier = Version.objects.of(newest.subject).filter(number__lt=newest.number).reverse()
    return next(one for one in earlier if one.members["document"] is not None)
