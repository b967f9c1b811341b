"""Several editors at work: the steps of the state machine, each with what must come of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from articles import moving, pages, plain, publishing, rendering, scheduling, sealed
from articles.document import Document
from articles.following import Removed
from articles.importing import Options, bring_in
from articles.keys import next_key
from articles.models import Article
from articles.readers.reading import Reading
from articles.reading import NoWords, document_at
from articles.rows import document_of, write_draft
from corrections import proposing, removing, review
from corrections.approving import approve
from corrections.binding import approval_seal
from corrections.confirming import NotPending, confirm
from corrections.deciding import Undecided, asked, leave
from corrections.kinds import KINDS
from corrections.merging import Overlap
from corrections.models import Correction, State
from corrections.proposing import Incomplete, NotOpen, Overtaken
from corrections.publishing import SameSigner, Void, placed
from record.models import Signer, Version
from record.words import Sought
from tests.articles.cast import a_draft, ada, grace
from tests.corrections.model import (
    ENDINGS,
    Next,
    Proposal,
    Words,
    merged,
    new_word,
    read,
    shown,
    written,
)
from tests.corrections.watching import Watched

MOST_EXPLAINERS = 2
_SOURCES = [{"title": "A source"}]
_KINDS = {
    "change": ("correction", "clarification", "partial_retraction", "copy_edit", "update"),
    "add": ("addition", "update"),
    "drop": ("correction",),
    "mend": ("minor_fix",),
    "none": ("editors_note", "retraction", "reinstatement"),
}
who = st.integers(0, 2)
picks = st.integers(0, 999)
edits = st.sampled_from([edit for edit in _KINDS for _often in range(3 if edit == "change" else 1)])


class Editors(Watched):
    """Ada, Grace and Ben write, propose, approve and remove, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.people = [ada(), grace(), Signer.objects.create(name="Ben Reads")]
        self.drafts: list[UUID] = []
        self.imported: list[tuple[str, UUID]] = []
        self.words_given = self.names_given = 0
        self.seals: list[tuple[Proposal, str, Any]] = []
        self.pending: dict[int, tuple[UUID, set[UUID]]] = {}
        self.louder = 0
        self.quiet = plain.plain_text
        setattr(sealed, "plain_text", self._loud)  # noqa: B010 - it exports no such name

    def teardown(self) -> None:
        """Gives the renderer back."""
        try:
            super().teardown()
        finally:
            setattr(sealed, "plain_text", self.quiet)  # noqa: B010

    # ---- Before publication ----

    @initialize()
    def two_explainers_are_published(self) -> None:
        """So that no run is without any."""
        article = self._drafted()
        self._publish_draft(article, 0, lambda: publishing.publish(article, by=self.people[0]))

    @rule(by=who, step=st.sampled_from(["edit", "publish", "schedule"]))
    def work_on_a_draft(self, by: int, step: str) -> None:
        """Somebody writes a draft, writes it anew, or publishes it now or at a moment to come."""
        if not self.drafts:
            if len(self.subjects) < MOST_EXPLAINERS:
                self.drafts.append(self._drafted().pk)
            return
        article, signer = Article.objects.get(pk=self.drafts[0]), self.people[by]

        def at_its_moment() -> Any:
            scheduling.schedule(article, at=timezone.now() + timedelta(hours=1), by=signer)
            assert scheduling.publish_due() == []
            return scheduling.publish_due(timezone.now() + timedelta(hours=2))

        if step == "edit":
            write_draft(article, self._new_document())
            return
        self.drafts.clear()
        now = lambda: publishing.publish(article, by=signer)  # noqa: E731
        self._publish_draft(article, by, at_its_moment if step == "schedule" else now)

    @rule(pick=picks, by=who)
    def bring_in_a_file(self, pick: int, by: int) -> None:
        """A file is imported and published; one that has changed since overwrites nothing."""
        known = [one for one in self.imported if self.stands(one[1])]
        document, options = self._new_document(), Options(publisher=self.people[by])
        if known:
            reading = Reading(document, "again", ())
            assert bring_in(reading, _one(known, pick)[0], options).result == "changed"
        elif len(self.subjects) + len(self.drafts) < MOST_EXPLAINERS:
            key = f"file-{len(self.imported)}"
            reading = Reading(document, f"{key}-{self._name()}", ())
            assert bring_in(reading, key, options).result == "published"
            subject = Article.objects.get(import_key=key).pk
            self.imported.append((key, subject))
            self.expected = [self._publication(subject, document, by)]

    def _drafted(self) -> Article:
        return a_draft(self._new_document(), slug=f"about-{self._name()}")

    def _publish_draft(self, article: Article, by: int, act: Callable[[], Any]) -> None:
        self._try(act, self._publication(article.pk, document_of(article), by))

    def _publication(self, subject: UUID, document: Document, by: int) -> Next:
        signers = {(self.people[by].pk, "publisher")}
        return Next(subject, "publication", "live", read(document)[0], signers)

    # ---- Proposals ----

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

    def _propose(self, pick: int, by: int, edit: str, at: int, further: bool) -> Proposal:
        subject = _one(self.subjects, pick)
        article, signer = Article.objects.get(pk=subject), self.people[by]
        there = [one for one in self.proposals if one.subject == subject and one.is_open]
        follows = _one(there, at) if further and there and edit != "none" else None
        readable = [s for s in self.seen if s.subject == subject and s.status != "removed"]
        seen = readable[-1 - at % min(3, len(readable))] if edit != "none" else readable[-1]
        base = Version.objects.get(subject=subject, number=seen.number)
        held = Correction.objects.get(pk=follows.pk).document if follows else document_at(base)
        document, told = self._edited(held, article, edit, at)
        kind = _one(_KINDS[edit], at)
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
        self._revise(_one(self.proposals, pick), by, edit, at, stale=stale)

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
            one.mine, one.by, one.told = read(document)[0], signer.pk, told
            one.state, one.edition = State.DRAFT, one.edition + 1

    @precondition(lambda self: self.proposals)
    @rule(pick=picks)
    def hand_in(self, pick: int) -> None:
        """A proposal goes to review, if there is anything to it."""
        self._submit(_one(self.proposals, pick))

    @precondition(lambda self: self.proposals)
    @rule(pick=picks, end=st.sampled_from(["send_back", "reject", "withdraw"]))
    def decide_against(self, pick: int, end: str) -> None:
        """A proposal goes back, is rejected or withdrawn."""
        one = _one(self.proposals, pick)
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
                self.seals.append((one, self._seal(one), self._bound(one)))

    # ---- Approvals ----

    @precondition(lambda self: any(one.state == State.IN_REVIEW for one in self.proposals))
    @rule(pick=picks, by=who, alone=st.booleans())
    def approve(self, pick: int, by: int, alone: bool) -> None:
        """Somebody approves what she sees now, or publishes her own with a reason or without."""
        waiting = [one for one in self.proposals if one.state == State.IN_REVIEW]
        self._approve_now(_one(waiting, pick), by, alone)

    def _approve_now(self, one: Proposal, by: int, alone: bool) -> None:
        seal = self._seal(one) if self._merged(one) is not None else ""
        self._approve(one, by, alone, seal, self._refusals(one, by, alone))

    @precondition(lambda self: self.seals)
    @rule(pick=picks, by=who, at=picks, edited=st.booleans())
    def replay(self, pick: int, by: int, at: int, edited: bool) -> None:
        """Somebody sends an approval that is old, again or after the proposal was edited."""
        waiting = [kept for kept in self.seals if kept[0].state == State.IN_REVIEW]
        one, seal, bound = _one(waiting or self.seals, pick)
        if edited and one.is_open:
            self._revise(one, (by + 1) % 3, "change", at, stale=False)
            self._submit(one)
        refused = self._refusals(one, by, alone=False)
        if one.is_open and self._merged(one) is not None and bound != self._bound(one):
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
        perhaps = (Void, Undecided) if refused else (Void,) if one.adds else ()
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
        if one.by == self.people[by].pk and KINDS[one.kind].second_person and not alone:
            refused.append(SameSigner)
        then = self._merged(one)
        if then is None:
            refused.append(Overlap)
        if KINDS[one.kind].words and then == self.words(one.subject):
            refused.append(Incomplete)
        if not one.is_ready(self.newest(one.subject).status, self.gone):
            refused.append(Incomplete)
        return refused

    def _merged(self, one: Proposal) -> Words | None:
        base, mine = (shown(words, self.gone) for words in (one.base, one.mine))
        return merged(base, self.words(one.subject), mine)

    def _seal(self, one: Proposal) -> str:
        row = Correction.objects.select_related("base", "article").get(pk=one.pk)
        where = placed(row)
        return approval_seal(row, where.now, where.then)

    def _bound(self, one: Proposal) -> Any:
        """What an approval binds: the explanation, and each changed part before and after."""
        now, then = self.words(one.subject), self._merged(one) or {}
        told = "" if one.told in self.gone else one.told
        changed = {
            p: (now.get(p), then.get(p)) for p in {**now, **then} if now.get(p) != then.get(p)
        }
        return told, changed

    def _meant(self, one: Proposal, by: Signer) -> Next:
        seen = self.newest(one.subject)
        status = {"retraction": "retracted", "reinstatement": "live"}.get(one.kind, seen.status)
        if one.kind == "reinstatement" and seen.status == "removed":
            standing = [s.status for s in self.seen if s.subject == one.subject]
            status = next(status for status in reversed(standing) if status != "removed")
        role = "publisher" if one.by == by.pk else "approver"
        signers = {(one.by, "proposer"), (by.pk, role)}
        words = self._merged(one) or {}
        return Next(one.subject, one.kind, status, words, signers, one.told, one)

    # ---- Versions without a proposal ----

    @precondition(lambda self: self.pending)
    @rule(pick=picks, by=who)
    def confirm(self, pick: int, by: int) -> None:
        """Somebody confirms a correction, which may wait for her or not."""
        waiting = [*self.pending, 1 + pick % self.number]
        number, signer = _one(waiting, pick), self.people[by]
        row = Correction.objects.get(number=number)
        if not self.stands(row.article_id):
            return
        subject, alone = self.pending.get(number, (row.article_id, set[UUID]()))
        refused: list[type[Exception]] = [] if alone else [NotPending]
        refused += [SameSigner] if signer.pk in alone else []
        refused += [NoWords] if self.newest(subject).status == "removed" else []
        meant = self._following(subject, "confirmation", signer, "confirmer")
        if self._try(lambda: confirm(row, by=signer), meant, refused=refused):
            del self.pending[number]

    @precondition(lambda self: self.subjects)
    @rule(pick=picks, by=who, slug=st.sampled_from(["here", "there", "elsewhere"]))
    def move(self, pick: int, by: int, slug: str) -> None:
        """Somebody gives an explainer another address, unless another has or had it."""
        subject, signer = _one(self.subjects, pick), self.people[by]
        article = Article.objects.get(pk=subject)
        theirs = self.slugs.get(slug, subject) != subject or article.slug == slug
        refused: list[type[Exception]] = [moving.NoMove] if theirs else []
        refused += [Removed] if self.newest(subject).status == "removed" else []
        meant = self._following(subject, "move", signer, "publisher")
        self._try(lambda: moving.move(article, slug, by=signer), meant, refused=refused)

    @rule()
    def upgrade(self) -> None:
        """The site gets another renderer, which shows all words otherwise."""
        self.louder, self.signed_for = self.louder + 1, False
        list(pages.rebuild())

    @precondition(lambda self: self.subjects and not self.signed_for)
    @rule(by=who)
    def render(self, by: int) -> None:
        """Somebody signs for what is shown otherwise."""
        for subject in self.subjects:
            article, signer = Article.objects.get(pk=subject), self.people[by]
            refused = [Removed] if self.newest(subject).status == "removed" else []
            meant = self._following(subject, "rendering", signer, "publisher")
            act = lambda one=article: rendering.sign(one, by=signer)  # noqa: B023, E731
            self._try(act, meant, refused=refused, perhaps=(rendering.NothingToSign,))
            self.nothing_is_lost_and_nothing_comes_that_was_not_meant()
        self.signed_for = True

    def _following(self, subject: UUID, kind: str, by: Signer, role: str) -> Next:
        words = self.words(subject)
        return Next(subject, kind, self.newest(subject).status, words, {(by.pk, role)})

    # ---- Removals ----

    @precondition(lambda self: self.subjects)
    @rule(pick=picks, by=who, with_=who, alone=st.booleans())
    def withhold(self, pick: int, by: int, with_: int, alone: bool) -> None:
        """A word goes, from every version that readers had and from every proposal."""
        word = new_word(pick % (self.words_given + 2))
        holders = [
            subject
            for subject in self.subjects
            if any(_holds(s.words, word, s.told) for s in self.seen if s.subject == subject)
        ]
        if by == with_ and not alone:
            with pytest.raises(SameSigner):
                self._order(by, with_, alone)
            return
        order, kept = self._order(by, with_, alone), self.gone
        self.gone = self.gone | {word}
        meant = [self._removal(one, order, self.newest(one).status) for one in holders]
        act = lambda: removing.remove_words(Sought(word), order)  # noqa: E731
        # Drafts, proposals and decisions may hold it too; then no version is needed.
        done = self._try(act, *meant, perhaps=() if holders else (removing.NotFound,))
        if done is None:
            self.gone = kept
        for number, subject in enumerate(s.subject for s in done or () if order.alone):
            self.pending[self.number + 1 + number] = (subject, {order.by.pk})

    @precondition(lambda self: len(self.subjects) > 1)
    @rule(pick=picks, by=who, destroy=st.sampled_from([False, False, False, True]))
    def take_away(self, pick: int, by: int, destroy: bool) -> None:
        """An explainer goes whole, its words kept for a reinstatement or destroyed."""
        subject, order = _one(self.subjects, pick), self._order(by, (by + 1) % 3, False)
        article = Article.objects.get(pk=subject)
        again = self.newest(subject).status == "removed" and not destroy
        refused = [removing.RemovedAlready] if again else []
        meant = self._removal(subject, order, "removed")
        act = lambda: removing.remove_article(article, order, destroy=destroy)  # noqa: E731
        if self._try(act, meant, refused=refused) and destroy:
            self.destroyed.add(subject)
            self.proposals = [one for one in self.proposals if one.subject != subject]
            self.seals = [one for one in self.seals if one[0].subject != subject]
            self.pending = {n: one for n, one in self.pending.items() if one[0] != subject}

    def _order(self, by: int, with_: int, alone: bool) -> removing.Order:
        if alone:
            return removing.Order("safety", self.people[by], alone="It is night.")
        return removing.Order("privacy", self.people[by], self.people[with_])

    def _removal(self, subject: UUID, order: removing.Order, status: str) -> Next:
        second = (order.approver.pk, "approver") if order.approver else (order.by.pk, "publisher")
        signers = {(order.by.pk, "proposer"), second}
        return Next(subject, "removal", status, self.newest(subject).words, signers)

    # ---- Words ----

    def _word(self) -> str:
        self.words_given += 1
        return new_word(self.words_given)

    def _name(self) -> str:
        """A word for headings and addresses, which nobody changes and nobody withholds."""
        self.names_given += 1
        return new_word(100_000 + self.names_given)

    def _new_words(self) -> tuple[str, ...]:
        return (self._word(), self._word(), self._word(), ENDINGS[0])

    def _new_document(self) -> Document:
        places = ["title", "lead", *(f"{one}:Of {self._name()}" for one in "ssq")]
        words = {place: self._new_words() for place in places}
        return written(words, dict(zip(places[2:], ("s1", "s2", "q1"), strict=True)))

    def _edited(
        self, document: Document, article: Article, edit: str, at: int
    ) -> tuple[Document, str]:
        """The document with one change, and the new word in it."""
        words, keys = read(document)
        place, word = _one(list(words), at), ""
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
            told["amends"] = _one(earlier, at)
        return told

    def _loud(self, html: str) -> str:
        """The renderer: each new one shows one word otherwise than the one before."""
        return self.quiet(html).replace(" then", " then" + "!" * self.louder)


def _one(things: Any, pick: int) -> Any:
    return things[pick % len(things)]


def _holds(words: Words, word: str, told: str) -> bool:
    return told == word or any(word in held for held in words.values())
