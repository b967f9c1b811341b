"""Several editors at work: the state machine, each step with what must come of it.

It is put together from `writers`, `proposers` and `approvers`; here are the versions that need no
proposal, and removals.
"""

from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from articles import following, pages
from articles.following import Removed
from articles.models import Article
from corrections import removing
from corrections.models import Correction
from corrections.publishing import SameSigner
from corrections.removal import Order
from corrections.reviewing import NotPending, confirm
from record.models import Signer
from record.removal.words import Sought
from tests.corrections.approvers import Approvers
from tests.corrections.model import Next, Words, new_word
from tests.corrections.writers import one_of, picks, who


class Editors(Approvers):
    """Ada, Grace and Ben write, propose, approve and remove, in any order."""

    # ---- Versions without a proposal ----

    @precondition(lambda self: self.pending)
    @rule(pick=picks, by=who)
    def confirm(self, pick: int, by: int) -> None:
        """Somebody confirms a correction, which may wait for her or not."""
        waiting = [*self.pending, 1 + pick % self.number]
        number, signer = one_of(waiting, pick), self.people[by]
        row = Correction.objects.get(number=number)
        if not self.stands(row.article_id):
            return
        subject, alone = self.pending.get(number, (row.article_id, set[UUID]()))
        refused: list[type[Exception]] = [] if alone else [NotPending]
        refused += [SameSigner] if signer.pk in alone else []
        meant = self._following(subject, "confirmation", signer, "confirmer")
        if self._try(lambda: confirm(row, by=signer), meant, refused=refused):
            del self.pending[number]

    @precondition(lambda self: self.subjects)
    @rule(pick=picks, by=who, slug=st.sampled_from(["here", "there", "elsewhere"]))
    def move(self, pick: int, by: int, slug: str) -> None:
        """Somebody gives an explainer another address, unless another has or had it."""
        subject, signer = one_of(self.subjects, pick), self.people[by]
        article = Article.objects.get(pk=subject)
        theirs = self.slugs.get(slug, subject) != subject or article.slug == slug
        refused: list[type[Exception]] = [following.NoMove] if theirs else []
        refused += [Removed] if self.newest(subject).status == "removed" else []
        meant = self._following(subject, "move", signer, "publisher")
        self._try(lambda: following.move(article, slug, by=signer), meant, refused=refused)

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
            act = lambda one=article: following.sign(one, by=signer)  # noqa: B023, E731
            self._try(act, meant, refused=refused, perhaps=(following.NothingToSign,))
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
        done = self._try(act, *meant, perhaps=() if holders else (removing.NothingToWithhold,))
        if done is None:
            self.gone = kept
        for number, subject in enumerate(s.subject for s in done or () if order.alone):
            self.pending[self.number + 1 + number] = (subject, {order.by.pk})

    @precondition(lambda self: len(self.subjects) > 1)
    @rule(pick=picks, by=who, destroy=st.sampled_from([False, False, False, True]))
    def take_away(self, pick: int, by: int, destroy: bool) -> None:
        """An explainer goes whole, its words kept for a reinstatement or destroyed."""
        subject, order = one_of(self.subjects, pick), self._order(by, (by + 1) % 3, False)
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

    def _order(self, by: int, with_: int, alone: bool) -> Order:
        if alone:
            return Order("safety", self.people[by], alone="It is night.")
        return Order("privacy", self.people[by], self.people[with_])

    def _removal(self, subject: UUID, order: Order, status: str) -> Next:
        second = (order.approver.pk, "approver") if order.approver else (order.by.pk, "publisher")
        signers = {(order.by.pk, "proposer"), second}
        return Next(subject, "removal", status, self.newest(subject).words, signers)


def _holds(words: Words, word: str, told: str) -> bool:
    return told == word or any(word in held for held in words.values())
