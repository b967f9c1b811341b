"""The machine’s approvals: of what is seen now, sent again, by the wrong person, alone."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from corrections.kinds import KINDS
from corrections.models import Correction, State
from corrections.proposing.deciding import Undecided, asked, leave
from corrections.proposing.drafting import Incomplete, NotOpen
from corrections.publishing import SameSigner, Void
from corrections.reviewing import approve
from documents.merging import OverlappingChanges
from record.models import Signer
from tests.corrections.model import Next, Proposal, shown
from tests.corrections.proposers import Proposers, edits
from tests.corrections.writers import one_of, picks, who


class Approvers(Proposers):
    """They approve what others propose, and try to approve what they may not."""

    @precondition(lambda self: self.subjects)
    @rule(pick=picks, by=who, edit=edits, at=picks, further=st.booleans(), hand_in=st.booleans())
    def propose(self, pick: int, by: int, edit: str, at: int, further: bool, hand_in: bool) -> None:
        """Somebody proposes a change, of what readers had or of what another proposes."""
        one = self._propose(pick, by, edit, at, further)
        if hand_in:
            self._submit(one)

    @precondition(lambda self: self.subjects)
    @rule(pick=picks, by=who, edit=edits, at=picks, with_=who, alone=st.booleans())
    def correct(self, pick: int, by: int, edit: str, at: int, with_: int, alone: bool) -> None:
        """Somebody proposes a change and hands it in, and somebody approves it, or she alone."""
        one = self._propose(pick, by, edit, at, further=False)
        self._approved(one, by if alone else with_, alone)

    @precondition(lambda self: self.subjects)
    @rule(pick=picks, by=who, at=picks, with_=who)
    def note(self, pick: int, by: int, at: int, with_: int) -> None:
        """A note, a retraction or a reinstatement, approved at once."""
        self._approved(self._propose(pick, by, "none", at, further=False), with_, alone=False)

    def _approved(self, one: Proposal, with_: int, alone: bool) -> None:
        self._submit(one)
        if one.state == State.IN_REVIEW:
            self._approve_now(one, with_, alone)

    @precondition(lambda self: any(one.state == State.IN_REVIEW for one in self.proposals))
    @rule(pick=picks, by=who, alone=st.booleans())
    def approve(self, pick: int, by: int, alone: bool) -> None:
        """Somebody approves what she sees now, or publishes her own with a reason or without."""
        waiting = [one for one in self.proposals if one.state == State.IN_REVIEW]
        self._approve_now(one_of(waiting, pick), by, alone)

    def _approve_now(self, one: Proposal, by: int, alone: bool) -> None:
        seal = self._seal(one) if self._merged(one) is not None else ""
        self._approve(one, by, alone, seal, self._refusals(one, by, alone))

    @precondition(lambda self: self.seals)
    @rule(pick=picks, by=who, at=picks, edited=st.booleans())
    def replay(self, pick: int, by: int, at: int, edited: bool) -> None:
        """Somebody sends an approval that is old, again or after the proposal was edited."""
        waiting = [kept for kept in self.seals if kept[0].state == State.IN_REVIEW]
        one, seal, bound, seen = one_of(waiting or self.seals, pick)
        if edited and one.is_open:
            self._revise(one, (by + 1) % 3, "change", at, stale=False)
            self._submit(one)
        refused = self._refusals(one, by, alone=False)
        is_gone = shown(seen, self.gone) != seen
        if one.is_open and self._merged(one) is not None and (is_gone or bound != self._bound(one)):
            refused.append(Void)
        self._approve(one, by, False, seal, refused)

    def _approve(
        self, one: Proposal, by: int, alone: bool, seal: str, refused: list[type[Exception]]
    ) -> None:
        row, signer = Correction.objects.get(pk=one.pk), self.people[by]
        reason = "Nobody else is awake." if alone and one.by == signer.pk else ""
        if not refused:
            for place in asked(row):
                if place.decided is None:
                    leave(row, place.place, by=signer)
        meant = None if refused else self._meant(one, signer)
        act = lambda: approve(row, by=signer, seal=seal, alone=reason)  # noqa: E731
        # Texts of which words are gone may have become equal.
        perhaps = (Void, Undecided) if refused else (Void,) if one.adds or self.gone else ()
        if self._try(act, *([meant] if meant else []), refused=refused, perhaps=perhaps):
            one.state = State.PUBLISHED
            if reason:
                self.pending[self.number + 1] = (one.subject, {signer.pk})

    def _refusals(self, one: Proposal, by: int, alone: bool) -> list[type[Exception]]:
        refused: list[type[Exception]] = []
        if one.state != State.IN_REVIEW:
            return [NotOpen]
        if one.follows and one.follows.state != State.PUBLISHED:
            refused.append(NotOpen)
        signer = self.people[by].pk
        is_all_hers = one.hands == {signer}
        by_one = is_all_hers and (alone or not KINDS[one.kind].second_person)
        if signer in one.hands and not by_one:
            refused.append(SameSigner)
        then = self._merged(one)
        if then is None:
            refused.append(OverlappingChanges)
        if KINDS[one.kind].words and then == self.words(one.subject):
            refused.append(Incomplete)
        if not one.is_ready(self.newest(one.subject).status, self.gone):
            refused.append(Incomplete)
        return refused

    def _meant(self, one: Proposal, by: Signer) -> Next:
        seen = self.newest(one.subject)
        status = {"retraction": "retracted", "reinstatement": "live"}.get(one.kind, seen.status)
        if one.kind == "reinstatement" and seen.status == "removed":
            standing = [s.status for s in self.seen if s.subject == one.subject]
            status = next(status for status in reversed(standing) if status != "removed")
        signers, words = one.signed(by.pk), self._merged(one) or {}
        return Next(one.subject, one.kind, status, words, signers, one.told, one)
