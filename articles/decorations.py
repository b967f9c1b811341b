"""What other apps have to say about an explainer on its own page, in their `AppConfig.ready`.

This app knows no corrections. Whoever does names a decorator here; the page is made with what it
gives: marks in the text, lines on top, notes below.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.safestring import SafeString

from documents.marking import Mark
from record.models import Version

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
    for one in _decorators:
        return one.page(version)
    return Decoration()


def history_of(subject: UUID) -> Mapping[int, Explained]:
    """What explains the versions of an explainer, by their number."""
    for one in _decorators:
        return one.history(subject)
    return {}


def since(version: Version) -> SafeString:
    """What touches the words of an older version since; addresses begin with `site:`."""
    for one in _decorators:
        return one.since(version)
    return _NOTHING
