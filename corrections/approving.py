"""What an approval binds: the proposal, its explanation, and the version that the reviewer saw.

The seal goes out with the page that she has before her, and comes back with her approval. It is a
keyed hash, private and never recorded. Where newer versions were published since, her approval
stands while what she saw would still be put just there (`documents.carrying`); else it is void,
and she looks once more.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from articles.reading import DocumentGone, words_of
from corrections.models import EXPLANATION_FIELDS, Correction
from corrections.placing import Placed, placed
from documents.carrying import PlaceChanged, changed_since, is_carried
from documents.comparison import labels_of
from documents.differences import differences
from documents.document import TEXTS, WHOLE, Document
from documents.merging import OverlappingChanges
from record.format import texts_in
from record.models import Text, Version
from record.refusals import UserFacing

_ANOTHER = "this is not what you saw: look at it again, then approve it"
_NOT_CERTAIN = "Other words were published since you looked; see where this proposal goes now."


@dataclass(frozen=True)
class ChangedSinceSeen:
    """A place of a proposal that `version` has changed since its reviewer looked."""

    label: str
    place: PlaceChanged
    version: Version

    @property
    def sentence(self) -> str:
        """Who changed what, for the reviewer."""
        explanation, noun = self.version.members["explanation"], self.place.noun
        name = f"Version {self.version.number}"
        if explanation:
            name = f"Correction {explanation['correction']}"
        if self.place.field in (*_FIELDS_OF_BLOCKS, *TEXTS):
            noun = f"what stands around this {noun}" if self.place.around else f"this {noun}"
        else:
            noun = f"the {noun}"
        return f"{self.label}: {name.lower()} changed {noun}; this proposal is on top of it now."


_FIELDS_OF_BLOCKS = ("heading", "body", "question", "answer")


class Void(UserFacing):
    """What the reviewer saw isn't what would be published now; she must look again.

    `changes` say what was published since in the places of the proposal, if that is why, and
    `seen` is the version that she had before her.
    """

    def __init__(
        self,
        message: str = _ANOTHER,
        changes: Sequence[ChangedSinceSeen] = (),
        seen: Version | None = None,
    ) -> None:
        super().__init__(message)
        self.changes, self.seen = list(changes), seen

    @property
    def sentences(self) -> list[str]:
        """Each change by itself."""
        return [change.sentence for change in self.changes] or super().sentences


def approval_seal(correction: Correction, seen: Version) -> str:
    """The seal of approving `correction` as it is, by whoever has `seen` that version."""
    return f"{seen.serial}.{_bound(correction, seen.serial)}"


def version_seen(correction: Correction, where: Placed, seal: str) -> Version:
    """The version that was seen by whoever sends `seal`; raises `Void` if it doesn't stand."""
    serial = seal.partition(".")[0]
    if not constant_time_compare(seal, f"{serial}.{_bound(correction, serial)}"):
        raise Void
    seen = Version.objects.get(subject=correction.article_id, serial=int(serial))
    if seen.pk != where.newest.pk:
        _check_carried(correction, seen, where)
    return seen


def _bound(correction: Correction, serial: object) -> str:
    names = [name for name in EXPLANATION_FIELDS if name != "amends"]
    explanation = {name: str(getattr(correction, name) or "") for name in names}
    explanation["amends"] = str(correction.amends_id or "")
    base, proposed = correction.base_document, correction.document
    changes = [
        [change.part, change.field, repr(change.before), repr(change.after)]
        for change in differences(base, proposed)
    ]
    bound = {
        "serial": str(serial),
        "proposal": [correction.pk, correction.edition],
        "explanation": explanation,
        "sources": [source.fields() for source in correction.sources.all()],
        "changes": changes,
        "orders": [_order(base), _order(proposed)],
    }
    text = json.dumps(bound, ensure_ascii=True, sort_keys=True)
    return salted_hmac("corrigenda.approval", text, algorithm="sha256").hexdigest()


def _order(document: Document) -> list[str]:
    return [*(part.key for part in document.sections), *(part.key for part in document.faqs)]


def _check_carried(correction: Correction, seen: Version, where: Placed) -> None:
    """Raises `Void` unless what was seen on `seen` is what would be published now."""
    try:
        before = placed(correction, on=seen)
    except (OverlappingChanges, DocumentGone) as error:
        raise Void(_NOT_CERTAIN, seen=seen) from error
    kept = not _named(seen).filter(withheld_by__gt=seen.serial).exists()
    if kept and is_carried(before.now, before.then, where.now, where.then):
        return
    changes = _changes(before, where)
    message = " ".join(change.sentence for change in changes) or _NOT_CERTAIN
    raise Void(message, changes, seen)


def _named(version: Version) -> "QuerySet[Text]":
    """The texts of the words of `version`."""
    named = [leaf["text"] for _path, leaf in texts_in(version.members["document"])]
    return Text.objects.filter(commitment__in=named)


def _changes(before: Placed, where: Placed) -> list[ChangedSinceSeen]:
    """Each place that isn't as it was seen, with the first version in which it wasn't."""
    labels = labels_of(before.then) | labels_of(before.now)
    places = changed_since(before.now, before.then, where.now)
    since: dict[tuple[str, str], Version] = {}  # by part and field
    later = Version.objects.of(where.newest.subject).filter(serial__gt=before.newest.serial)
    for version in later.filter(serial__lte=where.newest.serial).order_by("serial"):
        for place in changed_since(before.now, before.then, words_of(version)):
            since.setdefault((place.part, place.field), version)
    return [
        ChangedSinceSeen(_label(place, labels), place, since[place.part, place.field])
        for place in dict.fromkeys(places)
    ]


def _label(place: PlaceChanged, labels: dict[str, str]) -> str:
    if place.part != WHOLE:
        return labels.get(place.part, place.part)
    return labels.get(place.field, "Explainer")
