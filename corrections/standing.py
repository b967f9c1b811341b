"""What past versions say of the one that comes: how long an error stood, which banners stay."""

from articles.differences import differences
from articles.document import Document
from articles.models import Article
from articles.reading import document_at
from corrections import replacing
from corrections.models import Correction
from record.models import Version

#: Kinds whose note stands above the text from then on.
_BANNERS = ("editors_note", "partial_retraction", "retraction", "reinstatement")


def error_since(newest: Version, now: Document, then: Document) -> int | None:
    """The number of the version in which the first of the replaced passages came in.

    None where nothing was replaced: what was missing came in nowhere.
    """
    replaced = list(replacing.replaced(differences(now, then)))
    if not replaced:
        return None
    since = newest.number
    for version in Version.objects.of(newest.subject).filter(number__lt=newest.number).reverse():
        if version.members["document"] is None:
            break
        texts = replacing.texts_of(document_at(version))
        replaced = [(place, text) for place, text in replaced if text in texts.get(place, "")]
        if not replaced:
            break
        since = version.number
    return since


def standing_banners(article: Article, correction: Correction, number: int) -> list[int]:
    """The numbers of the corrections whose note stands above the text once this one is published.

    A retraction's goes when it is withdrawn, and any goes when a later correction amends it.
    """
    earlier = article.corrections.filter(version__isnull=False, kind__in=_BANNERS)
    if correction.kind == "reinstatement":
        earlier = earlier.exclude(kind="retraction")
    if correction.amends_id:
        earlier = earlier.exclude(pk=correction.amends_id)
    amended = article.corrections.filter(version__isnull=False, amends__isnull=False)
    earlier = earlier.exclude(pk__in=amended.values("amends"))
    withdrawn = article.corrections.filter(kind="reinstatement", version__isnull=False)
    last = withdrawn.order_by("-number").values_list("number", flat=True).first() or 0
    standing = [
        one.number
        for one in earlier.order_by("number")
        if one.kind != "retraction" or (one.number or 0) > last
    ]
    return [*filter(None, standing), *([number] if correction.kind in _BANNERS else [])]
