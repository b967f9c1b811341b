"""What readers are told beside an explainer's words: marks and notes, labels, why one was removed.

This app knows no corrections. Whoever does registers `Decorators` here when the apps are ready; the
page is made with what they give: marks in the text, lines on top, notes below.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from documents.marking import Mark
from record.format import WITHHELD
from record.models import Version
from record.removal.withholding import bodies

_NOTHING = SafeString("")


@dataclass(frozen=True)
class Decoration:
    """What stands beside an explainer's words: nothing of it is words of the explainer.

    `marks` by part key; `banners` stand above the title, `top` below it, `removed` (parts that
    stand no more, with their anchors) and `notes` below the text, as HTML in which an address of
    the site begins with `site:`; `labels` give the day on which a part was added (ISO);
    `corrections` are the numbers that have a note here, `comments` what machines are told of them
    (members of schema.org's CorrectionComment); `changed` is the stamp of the last significant
    change, if any; `report` is the address of the form for errors, to which each part adds its key.
    """

    marks: Mapping[str, Sequence[Mark]] = field(default_factory=dict)
    banners: SafeString = _NOTHING
    top: SafeString = _NOTHING
    removed: SafeString = _NOTHING
    notes: SafeString = _NOTHING
    labels: Mapping[str, str] = field(default_factory=dict)
    corrections: Sequence[int] = ()
    comments: Sequence[Mapping[str, str]] = ()
    changed: str | None = None
    report: str = ""


@dataclass(frozen=True)
class Explained:
    """What explains a version in the history: a name, the address of a page, a sentence."""

    label: str
    url: str
    text: str


@dataclass(frozen=True)
class Decorators:
    """What an app gives: beside the newest words, by version number in the history of a subject,
    and above an older version (HTML, of what touches its words since).
    """

    page: Callable[[Version], Decoration]
    history: Callable[[UUID], Mapping[int, Explained]]
    since: Callable[[Version], SafeString]


_decorators: list[Decorators] = []


def register(decorators: Decorators) -> None:
    """Has every page made with what `decorators` give."""
    if decorators not in _decorators:
        _decorators.append(decorators)


def decoration_of(version: Version) -> Decoration:
    """What stands beside the words of `version`, the newest of its explainer."""
    for decorators in _decorators:
        return decorators.page(version)
    return Decoration()


def history_of(subject: UUID) -> Mapping[int, Explained]:
    """What explains the versions of an explainer, by their number."""
    for decorators in _decorators:
        return decorators.history(subject)
    return {}


def since(version: Version) -> SafeString:
    """What touches the words of an older version since; addresses begin with `site:`."""
    for decorators in _decorators:
        return decorators.since(version)
    return _NOTHING


KIND_LABELS = {
    "publication": _("First publication"),
    "correction": _("Correction"),
    "clarification": _("Clarification"),
    "update": _("Update"),
    "addition": _("Addition"),
    "editors_note": _("Editor’s note"),
    "partial_retraction": _("Partial retraction"),
    "retraction": _("Retraction"),
    "reinstatement": _("Reinstatement"),
    "copy_edit": _("Copy edit"),
    "minor_fix": _("Minor fix"),
    "link_repair": _("Link repair"),
    "removal": _("Removal"),
    "confirmation": _("Second review"),
    "move": _("New address"),
    "rendering": _("New rendering"),
    "recovery": _("Recovery of the record"),
}
ROLE_LABELS = {
    "proposer": _("Proposed by"),
    "contributor": _("Also written by"),
    "approver": _("Approved by"),
    "publisher": _("Published by"),
    "confirmer": _("Confirmed by"),
}


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
    return next(
        (notice for notice in notices if notice.why != WITHHELD), notices[-1] if notices else None
    )


def _removals(article: Article) -> list[Version]:
    """The removals since the explainer was last served, oldest first."""
    versions = list(Version.objects.of(article.pk))
    served = [
        place for place, version in enumerate(versions) if version.members["status"] != "removed"
    ]
    since = versions[served[-1] + 1 :] if served else versions
    return [
        version for version in since if version.kind == "removal" and version.members["explanation"]
    ]


def _notice(version: Version) -> Notice:
    explanation = version.members["explanation"]
    words = bodies(leaf["text"] for leaf in (explanation["why"], explanation["right"]) if leaf)
    return Notice(
        removed_at=version.moment,
        why=words.get(explanation["why"]["text"]) if explanation["why"] else None,
        text=words.get(explanation["right"]["text"]) if explanation["right"] else None,
        number=explanation["correction"],
        pending=bool(explanation["alone"]) and not _is_confirmed(version),
    )


def _is_confirmed(version: Version) -> bool:
    later = Version.objects.of(version.subject).filter(kind="confirmation")
    number = version.members["explanation"]["correction"]
    return any(version.members["confirms"] == number for version in later)
