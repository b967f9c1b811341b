"""Watching a site step by step: what readers have seen stays, and what comes is what was meant."""

import runpy
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine, invariant

from articles import rows
from articles.models import Article, Page, Slug
from articles.reading import document_at
from corrections.models import Correction
from record import export
from record.models import Text, Version
from record.verification import verify
from tests.corrections.model import Next, Proposal, Seen, Words, read, shown, written

_SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "verify_record.py"
_OUTSIDER = runpy.run_path(str(_SCRIPT))


class Watched(RuleBasedStateMachine):
    """A site in a transaction of its own, and what readers and editors have seen of it.

    A step says in `_try` what must come of it; after the step everything is compared: versions,
    texts, rows, keys, addresses, numbers, and the words of every open proposal.
    """

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Seen] = []
        self.texts: dict[str, str | None] = {}
        self.keys: dict[tuple[UUID, str], str] = {}
        self.slugs: dict[str, UUID] = {}
        self.proposals: list[Proposal] = []
        self.gone: set[str] = set()
        self.destroyed: set[UUID] = set()
        self.number = 0
        self.expected: list[Next] = []
        self.whole = self.signed_for = True
        self.block = transaction.atomic()
        # Taken back whole at the end of the run, as Django's own TestCase does with a test.
        self.block._from_testcase = True  # type: ignore[attr-defined]
        self.block.__enter__()

    def teardown(self) -> None:
        """Verifies all of it once more, from inside and from outside, and takes it back."""
        try:
            if self.whole:
                self._verify()
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def _verify(self) -> None:
        assert [str(one) for one in verify(rendering=self.signed_for) if one.fails] == []
        outsider = _OUTSIDER["Verifier"]([])
        for line in export.lines():
            outsider.add(line)
        outsider.finish()
        assert outsider.findings == 0

    def _try(
        self,
        act: Callable[[], Any],
        *expected: Next,
        refused: Iterable[type[Exception]] = (),
        perhaps: tuple[type[Exception], ...] = (),
    ) -> Any:
        """What `act` gives; it brings what is `expected`, or else is refused and changes nothing.

        Where the model refuses it, it must be refused; `perhaps` may be raised besides.
        """
        refusals = tuple(refused)
        try:
            result = act()
        except (*refusals, *perhaps):
            return None
        assert not refusals, f"was done; expected {refusals}"
        self.expected = list(expected)
        return result

    def newest(self, subject: UUID) -> Seen:
        """The version of `subject` that stands."""
        return next(one for one in reversed(self.seen) if one.subject == subject)

    def words(self, subject: UUID) -> Words:
        """The words of `subject` as they stand now."""
        return shown(self.newest(subject).words, self.gone)

    @property
    def subjects(self) -> list[UUID]:
        """What is published, in order, but for what was destroyed."""
        return [one for one in dict.fromkeys(s.subject for s in self.seen) if self.stands(one)]

    def stands(self, subject: UUID) -> bool:
        """Whether there are words that could come back."""
        return subject not in self.destroyed

    @invariant()
    def nothing_is_lost_and_nothing_comes_that_was_not_meant(self) -> None:
        """The comparison after each step."""
        self.whole = False
        new = self._new_versions()
        self._old_texts_stay(new)
        self._each_is_what_was_meant(new)
        self._numbers_and_addresses_stay()
        self._proposals_are_kept()
        self.expected = []
        self.whole = True

    def _new_versions(self) -> list[Version]:
        versions = list(Version.objects.order_by("serial"))
        old, new = versions[: len(self.seen)], versions[len(self.seen) :]
        assert [one.sealed for one in old] == [one.sealed for one in self.seen]
        return new

    def _old_texts_stay(self, new: list[Version]) -> None:
        named = {one["withheld"] for version in new for one in version.members["withholds"]}
        now = dict(Text.objects.values_list("commitment", "body"))
        for commitment, body in self.texts.items():
            assert now[commitment] == (None if commitment in named else body)
        self.texts = now

    def _each_is_what_was_meant(self, new: list[Version]) -> None:
        meant = {one.subject: one for one in self.expected}
        assert [one.subject for one in new] == [one for one in meant if len(new) == len(meant)]
        if any(one.kind == "removal" for one in new):
            self._old_versions_are_masked()
        for version in new:
            self._is_as_meant(version, meant[version.subject])

    def _is_as_meant(self, version: Version, meant: Next) -> None:
        members, before = version.members, [s for s in self.seen if s.subject == version.subject]
        assert (version.kind, version.number) == (meant.kind, len(before) + 1)
        assert members["status"] == meant.status
        assert {(UUID(one["id"]), one["role"]) for one in members["signers"]} == meant.signers
        words = shown(meant.words, self.gone)
        if meant.status != "removed":
            words = self._says(version, words)
        if members["explanation"]:
            self.number += 1
            assert members["explanation"]["correction"] == self.number
        if meant.proposal:
            assert Correction.objects.get(pk=meant.proposal.pk).number == self.number
        kept = (meant.kind, meant.status, words, meant.told)
        self.seen.append(Seen(version.subject, version.number, version.sealed, *kept))

    def _says(self, version: Version, words: Words) -> Words:
        """The words in their order; version, rows and page say them, each part under its own key.

        Parts that stood before stand in the order that they had.
        """
        document = document_at(version)
        places, keys = read(document)
        before = next((s for s in reversed(self.seen) if s.subject == version.subject), None)
        stood = before.words if before else {}
        assert [one for one in places if one in stood] == [one for one in stood if one in places]
        assert places.keys() == words.keys()
        words = {place: words[place] for place in places}
        assert document == written(words, keys)
        for place, key in keys.items():
            assert self.keys.setdefault((version.subject, key), place) == place
        article = Article.objects.get(pk=version.subject)
        assert rows.document_of(article) == document
        assert article.version_id == Page.objects.get(article=article).version_id == version.pk
        return words

    def _old_versions_are_masked(self) -> None:
        for one in self.seen:
            one.words = shown(one.words, self.gone)
        rows_by_place = {(one.subject, one.number): one for one in self.seen}
        for version in Version.objects.filter(serial__lte=len(self.seen)):
            seen = rows_by_place[version.subject, version.number]
            if seen.status != "removed" and self.stands(version.subject):
                assert read(document_at(version))[0] == seen.words

    def _numbers_and_addresses_stay(self) -> None:
        numbers = Correction.objects.filter(number__isnull=False).order_by("number")
        assert list(numbers.values_list("number", flat=True)) == [*range(1, self.number + 1)]
        now = dict(Slug.objects.values_list("slug", "article_id"))
        for slug, subject in self.slugs.items():
            withheld = not self.stands(subject) and Slug.objects.taken(slug)
            assert now.get(slug) == subject or withheld
        self.slugs |= {slug: subject for slug, subject in now.items() if slug}

    def _proposals_are_kept(self) -> None:
        held = Correction.objects.in_bulk([one.pk for one in self.proposals])
        for one in self.proposals:
            row = held[one.pk]
            assert (row.state, row.edition) == (one.state, one.edition)
            if one.is_open:
                assert read(row.document)[0] == shown(one.mine, self.gone)
                assert row.proposer_id == one.by
