"""A draft becomes version 1: all of it in one transaction, or nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles import pages, rows
from articles.models import Article, Page, SearchRow, SectionRow, Slug
from articles.publishing import AlreadyPublished, NotReady, publish
from articles.readiness import problems_of
from articles.reading import document_at
from documents.document import Document, Section
from record import guards
from record.chain import AnotherSite, ClockBehind
from record.models import Signer, SiteIdentity, Text, Version
from record.verification import verify
from tests.articles.cast import DOCUMENT, a_draft, a_published, ada, an_author, grace

pytestmark = pytest.mark.django_db


def test_the_version_holds_what_the_draft_held() -> None:
    document = replace(DOCUMENT, authors=(an_author(),), first_published="2022-03")
    _article, version = a_published(document)
    assert document_at(version) == document


def test_the_rows_say_what_the_version_says() -> None:
    article, version = a_published()
    assert rows.document_of(article) == document_at(version)
    assert list(verify(rendering=True)) == []


def test_version_1_seals_who_published_it() -> None:
    _article, version = a_published()
    (signer,) = version.members["signers"]
    assert signer["id"] == str(ada().pk)
    assert signer["role"] == "publisher"
    assert Text.objects.get(pk=signer["name"]["text"]).body == "Ada Edits"


def test_no_word_stands_in_the_sealed_bytes() -> None:
    _article, version = a_published(replace(DOCUMENT, authors=(an_author(),)))
    words = {"treaty", "Ada", "binding", "parliament", "Vienna", "what-is"}
    assert not [word for word in words if word in version.sealed]


def test_an_author_keeps_the_name_that_was_published() -> None:
    author = an_author()
    article, _version = a_published(replace(DOCUMENT, authors=(author,)))
    line = article.bylines.get()
    line.author.name = "Ada Otherwise"
    line.author.save()
    assert rows.document_of(article).authors == (author,)
    assert list(verify()) == []


def test_a_second_publication_is_refused() -> None:
    article, _version = a_published()
    with pytest.raises(AlreadyPublished):
        publish(article, by=grace())
    assert Version.objects.count() == 1


def test_a_draft_without_text_is_not_ready() -> None:
    draft = a_draft(Document("Only a title"))
    with pytest.raises(NotReady) as refused:
        publish(draft, by=ada())
    assert "no text yet" in str(refused.value)


def test_a_draft_that_names_a_picture_nobody_has_is_not_ready() -> None:
    draft = a_draft(replace(DOCUMENT, lead=f"![x](asset:{'a' * 64})"))
    assert problems_of(draft) == [f"The image asset:{'a' * 64} is not kept here."]


def test_an_address_that_another_explainer_had_is_not_given_again() -> None:
    article, _version = a_published()
    Slug.objects.create(slug="an-old-address", article=article)
    draft = a_draft(slug="an-old-address")
    with pytest.raises(NotReady) as refused:
        publish(draft, by=ada())
    assert "belonged to another explainer" in str(refused.value)


def test_nothing_is_written_when_a_draft_is_not_ready() -> None:
    draft = a_draft(Document("Only a title"))
    with pytest.raises(NotReady):
        publish(draft, by=ada())
    draft.refresh_from_db()
    assert not draft.is_published
    assert not Version.objects.exists()
    assert not Text.objects.exists()


def test_a_failure_at_the_end_leaves_nothing_behind() -> None:
    draft = a_draft()
    with connection.cursor() as cursor:
        # Search rows are the last to be written, and this is in their way.
        cursor.execute("CREATE UNIQUE INDEX in_the_way ON articles_searchrow (article_id)")
    with pytest.raises(IntegrityError):
        publish(draft, by=ada())
    assert not Version.objects.exists()
    assert not Text.objects.exists()
    assert not Slug.objects.exists()
    assert Article.objects.get(pk=draft.pk).version is None


def test_the_time_is_this_site_s_clock() -> None:
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC), tick=False):
        article, version = a_published()
    assert version.recorded_at == "2026-11-24T12:00:00.000000Z"
    assert article.published_at == datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_two_versions_of_one_moment_are_a_microsecond_apart() -> None:
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC), tick=False):
        a_published()
        _article, version = a_published(slug="another")
    assert version.recorded_at == "2026-11-24T12:00:00.000001Z"


def test_publishing_stops_when_the_clock_lies_behind_the_record() -> None:
    a_published()
    draft = a_draft(slug="another")
    with (
        time_machine.travel(timezone.now() - timedelta(minutes=6)),
        pytest.raises(ClockBehind) as stopped,
    ):
        publish(draft, by=ada())
    assert "set the clock right" in str(stopped.value)
    assert Version.objects.count() == 1


def test_a_clock_a_little_behind_waits_on_the_record() -> None:
    _article, first = a_published()
    with time_machine.travel(timezone.now() - timedelta(minutes=4)):
        _other, second = a_published(slug="another")
    assert second.recorded_at > first.recorded_at


def test_lists_are_ordered_by_the_date_that_readers_are_shown() -> None:
    old, _version = a_published(replace(DOCUMENT, first_published="2022-03"), slug="old")
    new, _version = a_published(slug="new")
    middle, _version = a_published(replace(DOCUMENT, first_published="2024"), slug="middle")
    assert list(Article.objects.published()) == [new, middle, old]


def test_the_database_refuses_to_change_what_was_published() -> None:
    article, _version = a_published()
    article.title = "Other words"
    with pytest.raises(IntegrityError), transaction.atomic():
        article.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.update(title="Other words")
    with pytest.raises(IntegrityError), transaction.atomic():
        SectionRow.objects.bulk_update(
            [
                SectionRow(
                    pk=article.sections.earliest("pk").pk,
                    heading="x",
                    body="",
                    position=1,
                    key="s1",
                    article=article,
                )
            ],
            ["heading"],
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.write_draft(article, replace(DOCUMENT, title="Other words"))
    with pytest.raises(IntegrityError), transaction.atomic():
        article.delete()
    article.refresh_from_db()
    assert rows.document_of(article) == DOCUMENT


def test_a_draft_may_be_changed_and_deleted() -> None:
    draft = a_draft()
    other = Document("Other words", sections=(Section("s2", "New"), Section("s1", "Old", "x")))
    rows.write_draft(draft, other)
    assert rows.document_of(Article.objects.get(pk=draft.pk)) == other
    draft.delete()
    assert not Article.objects.exists()
    assert not SectionRow.objects.exists()


def test_pages_rebuilt_from_the_record_are_the_same() -> None:
    article, _version = a_published()
    before = Page.objects.values().get(), list(SearchRow.objects.values("key", "text", "folded"))
    Page.objects.update(html="", head={})
    SearchRow.objects.all().delete()
    assert list(pages.rebuild()) == [article.pk]
    after = Page.objects.values().get(), list(SearchRow.objects.values("key", "text", "folded"))
    assert after == before


@pytest.mark.parametrize(
    ("lead", "problem"),
    [
        ("&#x202E;abc", "it would show a bidirectional override"),
        ("[^1]: only a note", "nothing of this text would be seen"),
        ("[r]: https://example.org", "nothing of this text would be seen"),
    ],
)
def test_what_would_show_nothing_or_act_unseen_is_not_ready(lead: str, problem: str) -> None:
    draft = a_draft(replace(DOCUMENT, lead=lead))
    assert any(problem in one for one in problems_of(draft))


def test_a_page_is_rebuilt_from_what_stands_when_it_is_written() -> None:
    article, _version = a_published()
    rebuilding = pages.rebuild()
    assert next(rebuilding) == article.pk
    assert list(rebuilding) == []
    assert list(verify()) == []


def test_nothing_is_recorded_under_another_site_s_identity() -> None:
    a_published()
    guards.remove()
    SiteIdentity.objects.update(uuid=uuid4())
    guards.install()
    with pytest.raises(AnotherSite):
        a_published(slug="another")
    assert Version.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [("A\nB", "A B"), ("\u202eevil", "evil"), ("cafe\u0301", "caf\u00e9"), ("\x07", "ada")],
)
def test_a_signer_s_name_is_text_of_one_line(name: str, shown: str) -> None:
    user = get_user_model().objects.create(username="ada", first_name=name)
    assert Signer.of(user).name == shown
