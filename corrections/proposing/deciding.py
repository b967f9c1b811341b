"""Deciding what becomes of each other place that says what a correction takes out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.crypto import salted_hmac

from articles.reading import document_at
from corrections.models import EXPLANATION_FIELDS, Correction, Decision, Elsewhere, State
from corrections.placing import Placed, placed
from corrections.proposing.drafting import NotOpen, propose, revise
from corrections.proposing.elsewhere import Repetition, places
from documents.document import HEAD_LINES, Document, DocumentError
from documents.locating import WordsNotFound, with_replacement
from record.models import Signer, Version
from record.refusals import UserFacing

_NO_CLAIM = ("copy_edit", "minor_fix")
#: The search row of title and standfirst.
_HEAD = "head"


class Undecided(UserFacing):
    """Other places say the same, and nobody has decided about them; `places` are those."""

    def __init__(self, places: Sequence[Repetition]) -> None:
        super().__init__(
            f"Other places say the same: {len(places)}. Decide about each of them first."
        )
        self.places = list(places)


@dataclass(frozen=True)
class RepetitionAsked:
    """A place with what was decided about it, None so far."""

    place: Repetition
    decided: Elsewhere | None

    @property
    def name(self) -> str:
        """A short name for forms; another sentence has another one."""
        words = f"{self.place.article.pk} {self.place.key} {self.place.sentence}"
        return salted_hmac("corrigenda.elsewhere", words, algorithm="sha256").hexdigest()[:16]


def asked(correction: Correction, where: Placed | None = None) -> list[RepetitionAsked]:
    """Each place that says the same now, with its decision; raises `merging.OverlappingChanges`.

    Spelling and white space are no claim that other places could repeat, so nobody is asked.
    """
    if correction.kind in _NO_CLAIM:
        return []
    where = where or placed(correction)
    decisions = {
        (decision.article_id, decision.key, decision.sentence): decision
        for decision in _decisions(correction)
    }
    return [
        RepetitionAsked(place, decisions.get((place.article.pk, place.key, place.sentence)))
        for place in places(correction, where.now, where.then)
    ]


def check_decided(correction: Correction, where: Placed | None = None) -> None:
    """Raises `Undecided` where a place still waits."""
    waiting = [question.place for question in asked(correction, where) if question.decided is None]
    if waiting:
        raise Undecided(waiting)


def leave(correction: Correction, place: Repetition, *, by: Signer, reason: str = "") -> Elsewhere:
    """Records that `place` stays as it is."""
    return _record(correction, place, Decision.NO, by, reason=reason)


def correct_too(correction: Correction, place: Repetition, *, by: Signer) -> Correction:
    """Proposes the same there: its explanation, its sources, one incident with `correction`.

    The words are replaced where they can be, one for one; else they are left for the editor. An
    open proposal of this incident for that explainer is gone on with. Raises `NotOpen`.
    """
    with transaction.atomic():
        joined = _joined(correction)
        there = _open_there(joined, place)
        proposal = _gone_on_with(there, place, by) if there else _proposed_there(joined, place, by)
        _record(joined, place, Decision.YES, by, proposal=proposal)
    return proposal


def nobody_asked(correction: Correction) -> None:
    """Records every place of a correction that is published without anybody being asked."""
    for question in asked(correction):
        if question.decided is None:
            _record(correction, question.place, Decision.NOT_ASKED, None)


def _decisions(correction: Correction) -> Iterable[Elsewhere]:
    return correction.elsewhere.select_related("decided_by", "proposal")


def _record(
    correction: Correction,
    place: Repetition,
    decision: Decision,
    by: Signer | None,
    *,
    reason: str = "",
    proposal: Correction | None = None,
) -> Elsewhere:
    which = {"article": place.article, "key": place.key, "sentence": place.sentence}
    correction.elsewhere.filter(**which).delete()
    return Elsewhere.objects.create(
        correction=correction,
        **which,
        decision=decision,
        decided_by=by,
        reason=reason,
        proposal=proposal,
    )


def _joined(correction: Correction) -> Correction:
    """`correction`, locked and in an incident of its own."""
    joined = Correction.objects.select_for_update().get(pk=correction.pk)
    if joined.state not in (State.DRAFT, State.IN_REVIEW):
        raise NotOpen(f"this correction is {joined.get_state_display().lower()}")
    if joined.incident is None:
        joined.incident = uuid4()
        joined.save(update_fields=["incident"])
    return joined


def _open_there(correction: Correction, place: Repetition) -> Correction | None:
    there = Correction.objects.open().filter(incident=correction.incident, article=place.article)
    return there.first()


def _gone_on_with(there: Correction, place: Repetition, by: Signer) -> Correction:
    """The proposal that is there, with the words of one more place; what is in review stays."""
    document = with_the_same_change(there.document, place)
    if there.state != State.DRAFT or document == there.document:
        return there
    return revise(there, document, by=by, edition=there.edition, sources=None)


def _proposed_there(correction: Correction, place: Repetition, by: Signer) -> Correction:
    newest = Version.objects.of(place.article.pk).latest("serial")
    names = [name for name in EXPLANATION_FIELDS if name not in ("amends", "alone")]
    explanation = {name: getattr(correction, name) for name in names}
    sources = [source.fields() for source in correction.sources.all()]
    document = with_the_same_change(document_at(newest), place)
    return propose(place.article, document, by=by, base=newest, sources=sources, **explanation)


def with_the_same_change(document: Document, place: Repetition) -> Document:
    """`document` with the words of `place` replaced, or as it is where that can't be done."""
    whole = (place.claim.before, place.claim.after)
    for old, new in (whole, *place.claim.phrases):
        for name in _names(document, place):
            try:
                return with_replacement(document, {"in": name, "replace": old, "with": new})
            except (WordsNotFound, DocumentError):
                continue
    return document


def _names(document: Document, place: Repetition) -> list[str]:
    """The texts that the search row of `place` holds, as `documents.locating` names them."""
    if place.key == _HEAD:
        return [*HEAD_LINES]
    names = [place.key]
    names += [
        f"faq:{number}:question"
        for number, question in enumerate(document.faqs, start=1)
        if question.key == place.key
    ]
    sections = [section for section in document.sections if section.key == place.key]
    names += [f"section:{section.heading}:heading" for section in sections]
    return names


def incident_of(incident: UUID) -> list[Correction]:
    """The corrections that are joined as `incident`, oldest first."""
    joined = Correction.objects.filter(incident=incident).select_related("article", "proposer")
    return list(joined.order_by("pk"))
