"""What readers are told of an explainer that was removed: when, why in a word, and no more."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from articles.models import Article
from record.format import WITHHELD
from record.models import Version
from record.removal.withholding import bodies

#: Why words or explainers are taken away, by the record's classes: the sentence that is sealed.
REASONS = {
    "privacy": "It was taken away to protect somebody’s privacy.",
    "safety": "It was taken away for somebody’s safety.",
    "law": "It was taken away because of a legal demand.",
    "copyright": "It was taken away because of a claim of copyright.",
    "other": "It was taken away for a reason that is on file with the editors.",
}
REASON_LABELS = {
    "privacy": _("privacy"),
    "safety": _("safety"),
    "law": _("a legal demand"),
    "copyright": _("copyright"),
    "other": _("another reason"),
}


@dataclass(frozen=True)
class Notice:
    """What stands where an explainer stood: `why` and `text` as sealed, `number` of the removal."""

    removed_at: datetime
    why: str | None
    text: str | None
    number: int
    pending: bool

    @property
    def is_legal(self) -> bool:
        """Whether a legal demand took it away (HTTP 451, RFC 7725)."""
        return self.why == REASONS["law"]


def notice_of(article: Article) -> Notice | None:
    """The notice for a removed explainer; None where none was given.

    It is that of the removal which took it away: words that are withheld from it later have a
    removal of their own. Where that one's own words were destroyed, the next one speaks.
    """
    notices = [_notice(version) for version in _removals(article)]
    return next((one for one in notices if one.why != WITHHELD), notices[-1] if notices else None)


def _removals(article: Article) -> list[Version]:
    """The removals since the explainer was last served, oldest first."""
    versions = list(Version.objects.of(article.pk))
    served = [place for place, one in enumerate(versions) if one.members["status"] != "removed"]
    since = versions[served[-1] + 1 :] if served else versions
    return [one for one in since if one.kind == "removal" and one.members["explanation"]]


def _notice(version: Version) -> Notice:
    told = version.members["explanation"]
    words = bodies(leaf["text"] for leaf in (told["why"], told["right"]) if leaf)
    return Notice(
        removed_at=version.moment,
        why=words.get(told["why"]["text"]) if told["why"] else None,
        text=words.get(told["right"]["text"]) if told["right"] else None,
        number=told["correction"],
        pending=bool(told["alone"]) and not _is_confirmed(version),
    )


def _is_confirmed(version: Version) -> bool:
    later = Version.objects.of(version.subject).filter(kind="confirmation")
    number = version.members["explanation"]["correction"]
    return any(one.members["confirms"] == number for one in later)
