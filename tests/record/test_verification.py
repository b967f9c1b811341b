"""An attacker with the database in his hands, guards taken off: everything he does is found."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from articles.models import Article, Page, SearchRow, SectionRow, Slug
from documents.document import Document
from faq.models import FAQ
from record import export, guards
from record.against import NotACopy, compare
from record.chain import digest_of
from record.commitments import commitment
from record.models import SiteIdentity, Text, Version
from record.verification import rendering_findings, verify
from tests.articles.cast import DOCUMENT, a_published, an_author
from tests.record.cast import a_correction, a_publication, a_removal, an_entry, record


@pytest.fixture(autouse=True)
def _three_explainers(db: None) -> None:
    """Three published explainers, and nobody who guards them."""
    for slug in ("one", "two", "three"):
        a_published(replace(DOCUMENT, authors=(an_author(),)), slug=slug)
    guards.remove()


def run(sql: str, parameters: Sequence[Any] = ()) -> None:
    """What the attacker types."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def found() -> list[str]:
    """What verification says, a line each."""
    return [str(finding) for finding in verify(rendering=True)]


def test_nothing_is_found_in_a_whole_record() -> None:
    assert found() == []


def test_one_changed_letter_in_a_text_is_found() -> None:
    text = Text.objects.get(body=DOCUMENT.title, brought_by=2)
    Text.objects.filter(pk=text.pk).update(body="What is a treatY?")
    assert "version 2, document.title: the text is not the one that was sealed" in found()


def test_one_changed_letter_in_a_text_and_its_row_and_page_is_found() -> None:
    """He is thorough: only the commitment can't be had for the new word."""
    article = Article.objects.get(slug="two")
    Text.objects.filter(body=DOCUMENT.title, brought_by=2).update(body="What is a threaty?")
    Article.objects.filter(pk=article.pk).update(title="What is a threaty?")
    page = Page.objects.get(article=article)
    Page.objects.filter(pk=page.pk).update(head=page.head | {"title": "What is a threaty?"})
    lines = found()
    assert "version 2, document.title: the text is not the one that was sealed" in lines


def test_a_new_text_with_a_commitment_of_its_own_is_found() -> None:
    salt = b"s" * 32
    text = Text.objects.get(body=DOCUMENT.title, brought_by=2)
    Text.objects.create(
        commitment=commitment(salt, "X"), salt=salt.hex(), body="X", brought_by=text.brought_by
    )
    Text.objects.filter(pk=text.pk).delete()
    lines = found()
    assert "version 2, document.title: the text is missing" in lines
    assert any(line.startswith("version 2, texts: does not name") for line in lines)


def test_one_changed_letter_in_the_sealed_bytes_is_found() -> None:
    version = Version.objects.get(pk=2)
    sealed = version.sealed.replace('"status":"live"', '"status":"lively"')
    Version.objects.filter(pk=2).update(sealed=sealed)
    lines = found()
    assert any(line.startswith("version 2, digest:") for line in lines)
    assert any(line.startswith("version 2, status:") for line in lines)


def test_sealed_bytes_with_a_digest_of_their_own_break_the_chain() -> None:
    version = Version.objects.get(pk=2)
    sealed = version.sealed.replace('"language":"en"', '"language":"es"')
    Version.objects.filter(pk=2).update(sealed=sealed, digest=digest_of(sealed))
    assert any(line.startswith("version 3, previous:") for line in found())


def test_a_changed_date_is_found() -> None:
    Version.objects.filter(pk=2).update(recorded_at="2020-01-01T00:00:00.000000Z")
    lines = found()
    assert "version 2, recorded_at: is not later than the version before" in lines
    assert "version 2, recorded_at: the column differs from the sealed bytes" in lines


def test_a_changed_date_of_publication_is_found() -> None:
    Article.objects.filter(slug="two").update(published_at="2020-01-01T00:00:00Z")
    assert any("version 2, rows.published_at" in line for line in found())


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda: Article.objects.filter(slug="two").update(title="X"), "rows.title"),
        (lambda: Article.objects.filter(slug="two").update(lead=""), "rows.lead"),
        (lambda: Article.objects.filter(slug="two").update(slug="other"), "rows.slug"),
        (lambda: Article.objects.filter(slug="two").update(status="retracted"), "rows.status"),
        (lambda: Article.objects.filter(slug="two").update(version=3), "rows.version_id"),
        (
            lambda: SectionRow.objects.filter(article__slug="two", key="s1").update(body="X"),
            "rows.s1.body",
        ),
        (
            lambda: SectionRow.objects.filter(article__slug="two", key="s1").update(position=9),
            "rows.section.position",
        ),
        (lambda: SectionRow.objects.filter(article__slug="two", key="s1").delete(), "rows.s1.body"),
        (
            lambda: FAQ.objects.filter(article__slug="two", key="q2").update(answer="X"),
            "rows.q2.answer",
        ),
        (lambda: Slug.objects.filter(slug="two").delete(), "rows.slugs"),
        (lambda: Article.objects.filter(slug="two").update(dated_on="1999-01-01"), "rows.dated_on"),
        (
            lambda: Article.objects.filter(slug="two").update(changed_at="1999-01-01T00:00:00Z"),
            "rows.changed_at",
        ),
        (lambda: Article.objects.filter(slug="two").update(import_key="x"), "rows.imported"),
        (lambda: SearchRow.objects.filter(article__slug="two").update(text="X"), "search"),
        (lambda: Page.objects.filter(article__slug="two").update(html="X"), "page.html"),
        (lambda: Page.objects.filter(article__slug="two").update(head={}), "page.head"),
        (lambda: Page.objects.filter(article__slug="two").delete(), "page.html"),
    ],
)
def test_a_change_of_a_row_or_a_page_is_found(change: Any, place: str) -> None:
    change()
    assert any(line.startswith(f"version 2, {place}:") for line in found())


def test_one_changed_letter_in_a_page_is_found() -> None:
    page = Page.objects.get(article__slug="two")
    page.html = page.html.replace("binding", "bindinG")
    page.save()
    assert any("version 2, page.html" in line for line in found())


def test_an_extra_row_is_found() -> None:
    article = Article.objects.get(slug="two")
    SectionRow.objects.create(
        article=article, version_id=2, key="s9", position=9, heading="Never approved"
    )
    assert any("version 2, rows.s9.heading" in line for line in found())


def test_an_explainer_that_was_never_recorded_is_found() -> None:
    article = Article.objects.get(slug="two")
    article.pk, article.slug = None, "forged"
    Article.objects.create(
        slug="forged", title="X", version_id=2, published_at=article.published_at
    )
    assert any("is published but not in the record" in line for line in found())


def test_a_dropped_explainer_is_found() -> None:
    article = Article.objects.get(slug="two")
    for model in (Page, SearchRow):
        model.objects.filter(article=article).delete()
    run("DELETE FROM articles_article_topics")
    for table in ("articles_sectionrow", "faq_faq", "articles_byline", "articles_slug"):
        run(f"DELETE FROM {table} WHERE version_id = 2")
    Article.objects.filter(pk=article.pk).delete()
    assert "version 2, rows: the explainer's rows are gone" in found()


def test_a_dropped_version_in_the_middle_is_found() -> None:
    run("DELETE FROM record_text WHERE brought_by_id = 2")
    run("UPDATE articles_article SET version_id = 3")
    for table in ("articles_sectionrow", "faq_faq", "articles_byline", "articles_slug"):
        run(f"UPDATE {table} SET version_id = 3")
    run("UPDATE articles_page SET version_id = 3")
    run("UPDATE articles_searchrow SET version_id = 3")
    run("DELETE FROM record_version WHERE serial = 2")
    assert any(line.startswith("version 3, serial: found 3; expected 2") for line in found())


def test_two_swapped_versions_are_found() -> None:
    two, three = (Version.objects.get(pk=pk).sealed for pk in (2, 3))
    Version.objects.filter(pk=2).update(sealed=three)
    Version.objects.filter(pk=3).update(sealed=two)
    lines = found()
    for serial in (2, 3):
        assert any(line.startswith(f"version {serial}, digest:") for line in lines)
        assert f"version {serial}, serial: the column differs from the sealed bytes" in lines


def test_a_record_of_another_site_is_found() -> None:
    run("UPDATE record_siteidentity SET uuid = %s", ["f" * 8 + "-0000-4000-8000-" + "f" * 12])
    assert any(line.startswith("version 1, site:") for line in found())


def export_lines() -> list[str]:
    """The record as it is published."""
    return list(export.lines())


def drop_newest_version() -> None:
    """He takes the newest version away, with all that followed it, so that the rest is whole."""
    run("DELETE FROM record_text WHERE brought_by_id = 3")
    for table in (
        *("articles_page", "articles_searchrow", "articles_sectionrow", "faq_faq"),
        *("articles_byline", "articles_slug"),
    ):
        run(f"DELETE FROM {table} WHERE version_id = 3")
    run("DELETE FROM articles_article WHERE version_id = 3")
    run("DELETE FROM record_version WHERE serial = 3")


def test_a_dropped_newest_version_is_found_by_a_saved_head() -> None:
    saved = json.dumps(export.head())
    drop_newest_version()
    assert found() == []
    assert [str(one) for one in compare([saved])] == [
        "version 3, serial: was the head once and is gone"
    ]


def test_a_dropped_newest_version_is_found_by_a_saved_record() -> None:
    saved = export_lines()
    drop_newest_version()
    assert [str(one) for one in compare(saved)] == [
        "version 3, serial: was recorded once and is gone"
    ]


def test_yesterday_s_database_put_back_and_written_on_is_found_by_a_saved_head() -> None:
    saved = json.dumps(export.head())
    drop_newest_version()
    a_published(Document("Another explainer", lead="Of today."), slug="another")
    assert found() == []
    assert [one.field for one in compare([saved])] == ["digest"]


def test_a_saved_record_still_holds_when_the_site_has_gone_on() -> None:
    saved = export_lines()
    a_published(Document("Another explainer", lead="Of today."), slug="another")
    assert list(compare(saved)) == []


def test_a_text_that_differs_from_the_saved_record_is_found() -> None:
    saved = export_lines()
    Text.objects.filter(body=DOCUMENT.title, brought_by=2).update(body="X")
    assert next(str(one) for one in compare(saved)).startswith("version 2, texts:")


@pytest.mark.parametrize("line", ["", "{}", "[]", "nonsense", '{"sealed": 1}', '{"sealed": "x"}'])
def test_a_file_that_is_no_copy_of_a_record_is_refused(line: str) -> None:
    with pytest.raises(NotACopy):
        list(compare([line]))


def test_a_withheld_text_is_no_difference_to_a_saved_record() -> None:
    record(a_publication())
    record(a_correction())
    saved = export_lines()
    record(a_removal(2, lead="They signed the pact in 2001."))
    assert list(compare(saved)) == []


def test_an_emptied_text_without_its_removal_is_found() -> None:
    text = Text.objects.get(body=DOCUMENT.title, brought_by=2)
    Text.objects.filter(pk=text.pk).update(body=None, salt=None, withheld_by=3)
    assert any("version 3, withholds: does not name" in line for line in found())


def test_a_renderer_that_shows_other_words_is_found() -> None:
    """The sealed commitment is to other rendered words than today's renderer gives."""
    version = Version.objects.get(pk=2)
    leaf = version.members["document"]["lead"]["rendered"]
    sealed = version.sealed.replace(leaf, "0" * 64)
    Version.objects.filter(pk=2).update(sealed=sealed)
    assert "version 2, document.lead: now renders to other words than were sealed" in found()


def test_an_older_version_that_renders_otherwise_is_shown_and_does_not_fail() -> None:
    record(a_publication())
    record(a_correction())
    # The toy's words stand for what another renderer would have sealed.
    first = Version.objects.get(kind="publication", number=1, serial=4)
    leaf = first.members["document"]["lead"]["rendered"]
    Version.objects.filter(pk=first.pk).update(sealed=first.sealed.replace(leaf, "0" * 64))
    told = [one for one in rendering_findings() if one.serial == first.pk]
    assert [(one.field, one.fails) for one in told] == [("document.lead", False)]


def test_a_rollback_that_a_recovery_names_is_told_as_one() -> None:
    saved = json.dumps(export.head())
    drop_newest_version()
    site = SiteIdentity.objects.get().uuid
    head = json.loads(saved)["digest"]
    record(
        an_entry(
            "recovery",
            site,
            signers=(),
            slug=None,
            document=None,
            recovery={"first": 3, "last": 3, "head": head},
        )
    )
    (finding,) = compare([saved])
    assert finding.message.startswith("was rolled back, and version 3 says so")


def without_checks() -> None:
    """He takes the CHECK off as well, and whatever else is in his way."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE record_text DROP CONSTRAINT text_is_whole_or_withheld")
        else:
            cursor.execute("PRAGMA ignore_check_constraints = ON")


@pytest.mark.parametrize(
    "assignment", ["body = 'EVIL', salt = NULL", "body = NULL, salt = NULL", "salt = upper(salt)"]
)
def test_words_without_their_salt_are_found(assignment: str) -> None:
    text = Text.objects.get(body=DOCUMENT.title, brought_by=2)
    try:
        without_checks()
        run(f"UPDATE record_text SET {assignment} WHERE commitment = %s", [text.pk])
        assert "version 2, document.title: the text is not the one that was sealed" in found()
    finally:
        if connection.vendor == "sqlite":
            run("PRAGMA ignore_check_constraints = OFF")


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE record_version SET sealed = x'00ff' WHERE serial = 2",
        "UPDATE record_version SET number = 'zz' WHERE serial = 2",
        "UPDATE record_version SET recorded_at = x'00ff' WHERE serial = 2",
        "UPDATE record_version SET subject = 'zz' WHERE serial = 2",
        "UPDATE record_text SET salt = x'00ff', body = x'00ff' WHERE brought_by_id = 2",
        "UPDATE articles_article SET dated_on = x'00ff' WHERE version_id = 2",
        "UPDATE articles_page SET head = 'no json' WHERE version_id = 2",
        "DELETE FROM record_siteidentity",
    ],
)
def test_garbage_in_a_column_is_a_finding_and_no_traceback(sql: str) -> None:
    run("PRAGMA ignore_check_constraints = ON")
    try:
        run(sql)
        assert found() != []
    finally:
        run("PRAGMA ignore_check_constraints = OFF")


def test_tampered_bytes_are_published_as_they_are() -> None:
    version = Version.objects.get(pk=2)
    Version.objects.filter(pk=2).update(sealed=version.sealed.replace('"live"', '"lime"'))
    lines = [json.loads(line) for line in export.lines()]
    assert [len(line["texts"]) > 0 for line in lines] == [True, True, True]
    assert '"lime"' in lines[1]["sealed"]
