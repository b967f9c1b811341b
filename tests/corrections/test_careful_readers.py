"""For those who look twice: words as they were read, old versions, removed parts, the past."""

import re
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from articles.models import Article, ImportedNote, Page
from articles.publishing import publish
from articles.sealed import PastNote, kept_notes, past_notes_of, write_notes
from documents.comparison import WordRun, throughout
from documents.document import Document
from documents.passages_changed import changed_passages
from formats.parsed import ParsedExplainer
from imports.importing import Options, bring_in
from record.verification import verify
from tests.articles.cast import DOCUMENT, a_draft, a_published, ada
from tests.corrections.cast import publish_one, with_section
from tests.corrections.test_public_pages import read

pytestmark = pytest.mark.django_db

ADDRESS = "/articles/what-is-a-treaty/"
PAST = (PastNote("2024-05", "An earlier edition named the wrong year."), PastNote(None, "A typo."))


def told(before: str, after: str) -> list[tuple[WordRun, ...]]:
    """What a note would show of two leads."""
    return [
        one.runs for one in changed_passages(Document("x", lead=before), Document("x", lead=after))
    ]


def words_of(runs: tuple[WordRun, ...]) -> str:
    return "".join(run.text for run in runs)


# -- Words as they were read -------------------------------------------------------------------


def test_a_note_shows_the_words_of_a_link_and_not_its_address() -> None:
    (runs,) = told(
        "See *the* [treaty](https://a.example/) now.", "See [it](https://a.example/) now."
    )
    assert "https" not in words_of(runs)
    assert "*" not in words_of(runs)
    assert WordRun("ins", "it") in runs


def test_a_note_shows_both_addresses_where_the_address_changed() -> None:
    (runs,) = told("The [treaty](https://a.example/).", "The [treaty](https://b.example/).")
    assert words_of(tuple(run for run in runs if run.op != "ins")) == (
        "The treaty (https://a.example/)."
    )
    assert "b.example" in words_of(tuple(run for run in runs if run.op != "del"))


def test_a_number_at_the_begin_of_a_sentence_is_no_list() -> None:
    runs = [run for passage in told("It was 2003.", "It was 2004.") for run in passage]
    assert WordRun("ins", "2004") in runs


def test_where_only_the_emphasis_changed_its_signs_are_shown() -> None:
    (runs,) = told("It is *not* so.", "It is not so.")
    assert "*" in words_of(runs)


def test_a_heading_may_hold_signs_of_markdown_which_are_shown() -> None:
    before, after = Document("Is 2*2*2 8?", lead="x"), Document("Is 2*2*2 nine?", lead="x")
    (one,) = changed_passages(before, after)
    assert "2*2*2" in words_of(one.runs)


def test_all_changes_are_shown_in_the_words_that_readers_see() -> None:
    before = Document("x", lead="A [b](https://c.example/) d.")
    (title, lead) = throughout(before, replace(before, lead="A [b](https://c.example/) e."))
    assert words_of(title.runs) == "x"
    assert words_of(tuple(run for run in lead.runs if run.op != "del")) == "A b e."


# -- Old versions ------------------------------------------------------------------------------


def test_a_passage_that_came_back_is_touched_by_its_later_correction(client: Client) -> None:
    """Version 1 has the words, version 2 not, version 3 has them again, 4 corrects them."""
    article, _version = a_published()
    changed = with_section(DOCUMENT, "full powers", "full power")
    publish_one(article, changed)
    publish_one(article, DOCUMENT)
    publish_one(article, changed, right="It is one power.")
    assert "It is one power." in read(client, f"{ADDRESS}versions/1/")
    assert "It is one power." not in read(client, f"{ADDRESS}versions/2/")
    assert "It is one power." in read(client, f"{ADDRESS}versions/3/")


def test_an_old_version_names_no_correction_of_words_that_came_later(client: Client) -> None:
    article, _version = a_published()
    changed = with_section(DOCUMENT, "full powers", "full power")
    publish_one(article, changed)
    publish_one(article, with_section(changed, "full power", "all power"), right="All of it.")
    assert "All of it." not in read(client, f"{ADDRESS}versions/1/")
    assert "All of it." in read(client, f"{ADDRESS}versions/2/")


def test_a_retraction_touches_every_version_before_it(client: Client) -> None:
    article, _version = a_published()
    publish_one(article, DOCUMENT, kind="retraction", right="Don’t rely on it.")
    assert "Don’t rely on it." in read(client, f"{ADDRESS}versions/1/")


# -- History by the day ------------------------------------------------------------------------


@pytest.fixture
def dated() -> Article:
    """An explainer of 10 January, corrected on the 20th."""
    with time_machine.travel("2026-01-10 12:00:00Z", tick=False):
        article, _version = a_published()
    with time_machine.travel("2026-01-20 12:00:00Z", tick=False):
        publish_one(article)
    return article


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-01-19", "it has changed once:"),
        ("2026-01-20", "it has changed once:"),
        ("2026-01-21", "nothing has changed."),
        ("2026-01-05", "Our record of this explainer begins on"),
        ("2999-01-01", "This day is yet to come."),
        ("soon", "Write the day as YYYY-MM-DD"),
        ("", "Write the day as YYYY-MM-DD"),
        ("0001-01-01", "Our record of this explainer begins on"),
    ],
)
@pytest.mark.usefixtures("dated")
def test_history_says_what_changed_since_a_day(client: Client, day: str, expected: str) -> None:
    assert expected in read(client, f"{ADDRESS}history/?since={day}")


@pytest.mark.usefixtures("dated")
def test_what_changed_since_leads_to_the_comparison_and_the_correction(client: Client) -> None:
    page = read(client, f"{ADDRESS}history/?since=2026-01-20")
    assert f'href="{ADDRESS}compare/1/2/">Compare version 1 with version 2' in page
    assert 'href="/corrections/1/">Correction 1</a>: States make treaties' in page


@pytest.mark.usefixtures("dated")
def test_a_page_says_when_it_was_published_changed_and_reviewed(client: Client) -> None:
    Article.objects.update(reviewed_on="2026-02-03")
    page = re.sub("<[^>]+>", "", read(client, ADDRESS))
    assert "Published 10 January 2026" in page
    assert "Last significant change 20 January 2026" in page
    assert "Last reviewed 3 February 2026" in page


# -- Removed parts -----------------------------------------------------------------------------


def test_the_anchor_of_a_removed_section_answers_what_happened(client: Client) -> None:
    article, _version = a_published()
    publish_one(article, replace(DOCUMENT, sections=DOCUMENT.sections[:1]))
    page = read(client, ADDRESS)
    found = re.search('<li id="s2">(.*?)</li>', page)
    assert found is not None
    assert "When it binds" in found[1]
    assert '<a href="/corrections/1/">correction 1</a>' in found[1]


def test_the_anchor_of_a_removed_question_answers_after_later_corrections(client: Client) -> None:
    article, _version = a_published()
    shorter = replace(DOCUMENT, faqs=DOCUMENT.faqs[1:])
    publish_one(article, shorter)
    publish_one(article, with_section(shorter, "full powers", "full power"))
    page = read(client, ADDRESS)
    assert '<li id="q1">The question' in page
    assert '<a href="/corrections/1/">correction 1</a>' in page


def test_a_part_that_came_back_is_not_told_as_removed(client: Client) -> None:
    article, _version = a_published()
    publish_one(article, replace(DOCUMENT, sections=DOCUMENT.sections[:1]))
    publish_one(article, DOCUMENT, kind="addition")
    assert "Removed parts" not in read(client, ADDRESS)


def test_removed_parts_are_no_words_of_the_explainer() -> None:
    article, _version = a_published()
    publish_one(article, replace(DOCUMENT, sections=DOCUMENT.sections[:1]))
    html = Page.objects.get().html
    assert '<section class="removed-parts" data-apparatus=""' in html
    assert list(verify(rendering=True)) == []


# -- What an import knows of earlier corrections -----------------------------------------------


@pytest.fixture
def imported() -> Article:
    """An explainer whose file told of two corrections before our record begins."""
    article = a_draft(import_key="treaty.json")
    write_notes(article, PAST)
    publish(article, by=ada())
    return Article.objects.get()


def test_what_was_corrected_before_is_told_without_inventing_words(
    client: Client, imported: Article
) -> None:
    for path in (ADDRESS, f"{ADDRESS}history/"):
        page = read(client, path)
        assert "An earlier edition named the wrong year." in page
        assert page.count("Former wording not recorded.") == 2
        assert 'datetime="2024-05"' in page
        assert "Date not known" in page
    assert past_notes_of(imported.pk) == list(PAST)


@pytest.mark.usefixtures("imported")
def test_imported_notes_have_no_number_and_stand_in_no_log(client: Client) -> None:
    assert "wrong year" not in read(client, "/corrections/")
    assert Page.objects.get().head["corrections"] == []


def test_imported_notes_stay_when_the_explainer_is_corrected(
    client: Client, imported: Article
) -> None:
    publish_one(imported)
    page = read(client, ADDRESS)
    assert page.index('id="note-1"') < page.index("An earlier edition")
    assert list(verify()) == []


@pytest.mark.usefixtures("imported")
@pytest.mark.parametrize(
    "change",
    [
        lambda: ImportedNote.objects.update(note="It was right."),
        lambda: ImportedNote.objects.all()[0].delete(),
    ],
    ids=["update", "delete"],
)
def test_the_database_keeps_imported_notes_as_they_were_published(change: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


@pytest.mark.usefixtures("imported")
def test_verification_finds_an_imported_note_that_was_slipped_in() -> None:
    article = Article.objects.get()
    ImportedNote.objects.create(article=article, position=3, note="It was always right.")
    fields = [finding.field for finding in verify()]
    assert "rows.imported_notes" in fields


def test_an_import_brings_notes_along_and_knows_the_file_again() -> None:
    past = tuple((one.date, one.note) for one in PAST)
    reading = ParsedExplainer(DOCUMENT, "what-is-a-treaty", (), past)
    assert bring_in(reading, "treaty.json", Options()).result == "made"
    assert kept_notes(Article.objects.get()) == list(PAST)
    assert bring_in(reading, "treaty.json", Options()).result == "unchanged"
    fewer = replace(reading, past=past[:1])
    assert bring_in(fewer, "treaty.json", Options()).result == "updated"
    assert kept_notes(Article.objects.get()) == list(PAST[:1])
