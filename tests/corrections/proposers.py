"""The machine’s proposals: written on any version, revised, handed in, decided against."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from articles.models import Article
from articles.reading import document_at
from corrections import reviewing as review
from corrections.approving import approval_seal
from corrections.models import Correction, State
from corrections.placing import placed
from corrections.proposing import drafting as proposing
from corrections.proposing.drafting import Incomplete, NotOpen, Overtaken
from documents.document import Document
from documents.keys import next_key
from record.models import Version
from tests.corrections.model import ENDINGS, Proposal, Words, merged, read, shown, written
from tests.corrections.writers import Writers, one_of, picks, who


def _comes_or_goes(kind: str, now: Words, then: Words) -> bool:
    return any(place.startswith(kind) for place in now.keys() ^ then.keys())


_SOURCES = [{"title": "A source"}]
KINDS_OF = {
    "change": ("correction", "clarification", "partial_retraction", "update", "copy_edit"),
    "add": ("addition", "update"),
    "drop": ("correction",),
    "mend": ("minor_fix", "copy_edit"),
    "none": ("editors_note", "retraction", "reinstatement"),
}
edits = st.sampled_from([one for one in KINDS_OF for _often in range(3 if one == "change" else 1)])


class Proposers(Writers):
    """They propose changes, of what readers had or of what others propose."""

    def _propose(self, pick: int, by: int, edit: str, at: int, further: bool) -> Proposal:
        subject = one_of(self.subjects, pick)
        article, signer = Article.objects.get(pk=subject), self.people[by]
        there = [one for one in self.proposals if one.subject == subject and one.is_open]
        follows = one_of(there, at) if further and there and edit != "none" else None
        readable = [s for s in self.seen if s.subject == subject and s.status != "removed"]
        seen = readable[-1 - at % min(3, len(readable))] if edit != "none" else readable[-1]
        base = Version.objects.get(subject=subject, number=seen.number)
        held = Correction.objects.get(pk=follows.pk).document if follows else document_at(base)
        document, told = self._edited(held, article, edit, at)
        kind = one_of(KINDS_OF[edit], at)
        explanation = self._told(kind, told, article, at)
        row = proposing.propose(
            article,
            document,
            by=signer,
            base=base,
            follows=Correction.objects.get(pk=follows.pk) if follows else None,
            **explanation,
        )
        words = read(held)[0], read(document)[0]
        proposal = Proposal(row.pk, subject, *words, kind, signer.pk, told, follows=follows)
        self.proposals.append(proposal)
        return proposal

    @precondition(lambda self: self.proposals)
    @rule(pick=picks, by=who, edit=edits, at=picks, stale=st.booleans())
    def revise(self, pick: int, by: int, edit: str, at: int, stale: bool) -> None:
        """Somebody edits a proposal, in review too; on an edition that is gone she is refused."""
        self._revise(one_of(self.proposals, pick), by, edit, at, stale=stale)

    def _revise(self, one: Proposal, by: int, edit: str, at: int, *, stale: bool) -> None:
        row = Correction.objects.select_related("article").get(pk=one.pk)
        if not row.proposed:
            return
        document, told = self._edited(row.document, row.article, edit, at)
        refused: list[type[Exception]] = [] if one.is_open else [NotOpen]
        refused += [Overtaken] if stale else []
        edition, signer = one.edition - stale, self.people[by]
        told = told or one.told
        act = lambda: proposing.revise(  # noqa: E731
            row, document, by=signer, edition=edition, sources=None, right=f"It is {told}."
        )
        if self._try(act, refused=refused):
            one.mine, one.told = read(document)[0], told
            one.hands.add(signer.pk)
            one.state, one.edition = State.DRAFT, one.edition + 1

    @precondition(lambda self: self.proposals)
    @rule(pick=picks)
    def hand_in(self, pick: int) -> None:
        """A proposal goes to review, if there is anything to it."""
        self._submit(one_of(self.proposals, pick))

    @precondition(lambda self: self.proposals)
    @rule(pick=picks, end=st.sampled_from(["send_back", "reject", "withdraw"]))
    def decide_against(self, pick: int, end: str) -> None:
        """A proposal goes back, is rejected or withdrawn."""
        one = one_of(self.proposals, pick)
        row, grace = Correction.objects.get(pk=one.pk), self.people[1]
        acts: dict[str, tuple[Callable[[], Any], str]] = {
            "send_back": (lambda: review.send_back(row, by=grace, comment="No."), State.DRAFT),
            "reject": (lambda: review.reject(row, by=grace, reason="No."), State.REJECTED),
            "withdraw": (lambda: proposing.withdraw(row, by=grace), State.WITHDRAWN),
        }
        act, state = acts[end]
        can = one.is_open if end == "withdraw" else one.state == State.IN_REVIEW
        if self._try(act, refused=[] if can else [NotOpen]):
            one.state = state

    def _submit(self, one: Proposal) -> None:
        row = Correction.objects.get(pk=one.pk)
        if not row.proposed:
            return
        refused: list[type[Exception]] = [] if one.is_open else [NotOpen, Incomplete]
        if not one.is_ready(self.newest(one.subject).status, self.gone):
            refused = [NotOpen, Incomplete]
        if self._try(lambda: proposing.submit(row, by=self.people[0]), refused=refused):
            one.state = State.IN_REVIEW
            if self._merged(one) is not None:
                self.seals.append((one, self._seal(one), self._bound(one), self.words(one.subject)))

    def _edited(
        self, document: Document, article: Article, edit: str, at: int
    ) -> tuple[Document, str]:
        """The document with one change, and the new word in it."""
        words, keys = read(document)
        place, word = one_of(list(words), at), ""
        if edit == "change":
            word, slots = self._word(), list(words[place])
            slots[at // 7 % (len(slots) - 1)] = word
            words[place] = tuple(slots)
        elif edit == "mend":
            slots = list(words[place])
            words[place] = (*slots[:-1], ENDINGS[slots[-1] == ENDINGS[0]])
        elif edit == "drop" and place in keys:
            del words[place], keys[place]
        elif edit == "add":
            prefix = "sq"[at % 2]
            place, word = f"{prefix}:Of {self._name()}", self._word()
            words[place] = (word, *self._new_words())
            keys[place] = next_key({*keys.values(), *article.keys_given}, prefix)
        return written(words, keys), word

    def _told(self, kind: str, word: str, article: Article, at: int) -> dict[str, Any]:
        told: dict[str, Any] = {"kind": kind, "right": f"It is {word or 'so'}.", "cause": "other"}
        told["sources"] = _SOURCES
        if kind == "update":
            told["world_changed"] = "2099-01"
        earlier = list(article.corrections.filter(number__isnull=False))
        if earlier and at % 3 == 0:
            told["amends"] = one_of(earlier, at)
        return told

    def _merged(self, one: Proposal) -> Words | None:
        base, mine = (shown(words, self.gone) for words in (one.base, one.mine))
        return merged(base, self.words(one.subject), mine)

    def _seal(self, one: Proposal) -> str:
        row = Correction.objects.select_related("base", "article").get(pk=one.pk)
        return approval_seal(row, placed(row).newest)

    def _bound(self, one: Proposal) -> Any:
        """What an approval binds: the edition, the words of the proposal, and those that stood."""
        told = "" if one.told in self.gone else one.told
        own = shown(one.base, self.gone), shown(one.mine, self.gone)
        changed = {p: tuple(side.get(p) for side in own) for p in own[0] | own[1]}
        changed = {place: sides for place, sides in changed.items() if sides[0] != sides[1]}
        now, then = self.words(one.subject), self._merged(one) or {}
        stood = {place: now.get(place) for place in now | then if now.get(place) != then.get(place)}
        parts = [
            [p for p in now if p.startswith(kind)]
            for kind in "sq"
            if _comes_or_goes(kind, now, then)
        ]
        return one.edition, told, changed, stood, parts
