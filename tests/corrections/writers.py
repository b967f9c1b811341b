"""The machine’s people, their words and their drafts, published or imported."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from articles import publishing, scheduling
from articles.models import Article
from articles.rows import document_of, write_draft
from documents import plain
from documents.document import Document
from formats.parsed import ParsedExplainer
from imports.importing import Options, bring_in
from record.models import Signer
from tests.articles.cast import a_draft, ada, grace
from tests.corrections.model import ENDINGS, Next, Proposal, Words, new_word, read, written
from tests.corrections.watching import Watched

MOST_EXPLAINERS = 2
who = st.integers(0, 2)
picks = st.integers(0, 999)


class Writers(Watched):
    """Ada, Grace and Ben write drafts and publish them."""

    def __init__(self) -> None:
        super().__init__()
        self.people = [ada(), grace(), Signer.objects.create(name="Ben Reads")]
        self.drafts: list[UUID] = []
        self.imported: list[tuple[str, UUID]] = []
        self.words_given = self.names_given = 0
        self.seals: list[tuple[Proposal, str, Any, Words]] = []
        self.pending: dict[int, tuple[UUID, set[UUID]]] = {}
        self.louder = 0
        self.quiet = plain.plain_text
        plain.plain_text = self._loud

    def teardown(self) -> None:
        """Gives the renderer back."""
        try:
            super().teardown()
        finally:
            plain.plain_text = self.quiet

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
            reading = ParsedExplainer(document, "again", ())
            assert bring_in(reading, one_of(known, pick)[0], options).result == "changed"
        elif len(self.subjects) + len(self.drafts) < MOST_EXPLAINERS:
            key = f"file-{len(self.imported)}"
            reading = ParsedExplainer(document, f"{key}-{self._name()}", ())
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

    def _loud(self, html: str) -> str:
        """The renderer: each new one shows one word otherwise than the one before."""
        return self.quiet(html).replace(" then", " then" + "!" * self.louder)


def one_of(things: Any, pick: int) -> Any:
    """The one of `things` that was picked."""
    return things[pick % len(things)]
