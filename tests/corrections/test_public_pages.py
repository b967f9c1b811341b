"""What readers see of corrections: marks, notes, lines on top, the log."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Page
from corrections.notes.notes import notes_of
from documents.blame import CorrectedWords, corrected_words
from documents.comparison import WordRun
from documents.document import Document, Question, Section
from documents.passages_changed import ChangedPassage, changed_passages
from tests.articles.cast import DOCUMENT, a_published
from tests.corrections.cast import publish_one, with_section

pytestmark = pytest.mark.django_db

ADDRESS = "/articles/what-is-a-treaty/"
FIRST = DOCUMENT.sections[0]
STATES = "States do, through people with full powers."
WHOLLY_NEW = "Governments and international organisations make them."


def texts(before: str, after: str) -> list[ChangedPassage]:
    """The passages of two leads."""
    return changed_passages(Document("Rain", lead=before), Document("Rain", lead=after))


def test_only_the_sentence_that_changed_is_told() -> None:
    (passage,) = texts("Rain falls. Snow melts at noon. Wind.", "Rain falls. Snow melts. Wind.")
    assert "".join(run.text for run in passage.runs) == "Snow melts at noon."


def test_a_passage_that_mostly_stayed_is_told_word_by_word() -> None:
    (passage,) = texts("It rained in May last year.", "It rained in June last year.")
    assert passage.kind == "edited"
    assert WordRun("del", "May") in passage.runs
    assert WordRun("ins", "June") in passage.runs


def test_a_passage_that_is_mostly_new_is_told_whole() -> None:
    (passage,) = texts("It rained in May.", "Snow fell all through the winter.")
    assert passage.kind == "replaced"
    assert passage.runs == (
        WordRun("del", "It rained in May."),
        WordRun("ins", "Snow fell all through the winter."),
    )


def test_a_sentence_that_only_came_repeats_none_that_stayed_as_if_it_had_been_wrong() -> None:
    (passage,) = texts("Rain.", "Rain. Snow fell all through the winter, and hail in the spring.")
    assert {run.op for run in passage.runs} == {"same", "ins"}


def blamed(*leads: str) -> list[tuple[str, int]]:
    """The marked words of the last of some leads, each with the correction that brought them."""
    versions = [(number or None, Document("x", lead=text)) for number, text in enumerate(leads)]
    return [
        (leads[-1][one.start : one.end], one.number) for one in corrected_words(versions)["lead"]
    ]


def test_a_sentence_that_is_mostly_new_is_one_mark() -> None:
    now = "Mexico has not belonged to a treaty of defence since 2004."
    assert blamed("Rain. Mexico belongs to a treaty.", f"Rain. {now}") == [(now, 1)]


def test_a_new_word_in_a_sentence_that_stayed_is_marked_alone() -> None:
    assert blamed("It rained in May last year.", "It rained in June last year.") == [("June", 1)]


def test_a_full_stop_is_no_mark_of_its_own() -> None:
    first, second = "All of it is new here.", "All of it is new here, which they sold."
    assert blamed("Rain.", first, second) == [
        ("All of it is new here", 1),
        (", which they sold.", 2),
    ]


def test_a_run_holds_where_its_words_stand() -> None:
    versions = [(None, Document("x", lead="It rained in May last year.")), (4, None)]
    changed = Document("x", lead="It rained in June last year.")
    assert corrected_words([versions[0], (4, changed)])["lead"] == [CorrectedWords(13, 17, 4)]  # type: ignore[list-item]


class _Reader(HTMLParser):
    """Collects ids, targets and what is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.headings: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.targets += [(given.get("href") or "")[1:]] if _is_inside(given.get("href")) else []
        self.headings += [tag] if re.fullmatch("h[1-6]", tag) else []
        self.wrong += [name for name in given if name == "style" or name.startswith("on")]


def _is_inside(href: str | None) -> bool:
    return (href or "").startswith("#")


def read(client: Client, path: str) -> str:
    """A page as one line, which has one h1, no id twice, no dead link within it, no style."""
    response = client.get(path)
    assert response.status_code == 200
    assert not response.cookies
    text = response.content.decode()
    reader = _Reader()
    reader.feed(text)
    assert len(reader.ids) == len(set(reader.ids))
    assert set(reader.targets) <= set(reader.ids)
    assert reader.headings.count("h1") == 1
    assert reader.wrong == []
    return " ".join(text.split())


def corrected(**explanation: Any) -> Article:
    """An explainer with one corrected word."""
    article, _version = a_published()
    publish_one(article, **explanation)
    return article


def with_words(old: str, new: str, article: Article, **explanation: Any) -> None:
    """Another correction of the first section."""
    held = replace(DOCUMENT, sections=(replace(FIRST, body=old), *DOCUMENT.sections[1:]))
    publish_one(article, with_section(held, old, new), **explanation)


def test_a_note_tells_in_the_readers_order(client: Client) -> None:
    corrected(severity="major")
    page = read(client, ADDRESS)
    note = page[page.index('id="note-1"') :]
    order = [
        ">Correction ",
        '<time datetime="',
        "States make treaties through representatives.",
        "Changed words",
        "We forgot the representatives.",
        "Vienna Convention",
        "It stood",
        'href="#mark-1-1"',
    ]
    places = [note.index(one) for one in order]
    assert places == sorted(places)


def test_nothing_stands_between_the_text_and_the_notes() -> None:
    corrected()
    html = Page.objects.get().html
    between = html[html.index("1969.") : html.index('<section id="corrections"')]
    assert re.sub("<[^>]+>", "", between).split() == ["1969."]


def test_a_mark_leads_to_its_note_and_the_note_leads_back(client: Client) -> None:
    corrected()
    page = read(client, ADDRESS)
    assert 'id="mark-1-1"' in page
    assert 'class="mark-link" href="#note-1"' in page
    assert '<a href="#mark-1-1">' in page


def test_a_note_whose_words_stand_no_more_has_no_way_back(client: Client) -> None:
    article = corrected()
    with_words(STATES.replace("powers", "power"), WHOLLY_NEW, article)
    page = read(client, ADDRESS)
    assert 'id="note-1"' in page
    assert "#mark-1-1" not in page
    assert "#mark-2-1" in page


def test_marks_of_one_correction_in_two_parts_have_ids_of_their_own(client: Client) -> None:
    article, _version = a_published()
    proposed = with_section(DOCUMENT, "full powers", "full power")
    publish_one(article, with_section(proposed, "last article", "last page", 1))
    page = read(client, ADDRESS)
    assert 'id="mark-1-1"' in page
    assert 'id="mark-1-2"' in page


def test_a_major_correction_stands_on_top_and_a_minor_one_does_not(client: Client) -> None:
    article = corrected(severity="major")
    with_words(STATES.replace("powers", "power"), STATES, article, severity="minor")
    page = read(client, ADDRESS)
    top = page[: page.index('class="document"')]
    assert top.count("correction-line") == 1
    assert 'href="#note-1">What changed' in top
    assert "2 corrections</a>" in top


def test_an_added_question_says_when_and_is_no_mark(client: Client) -> None:
    article, _version = a_published()
    added = Question("q3", "Who keeps it?", "A depositary does.")
    publish_one(article, replace(DOCUMENT, faqs=(*DOCUMENT.faqs, added)), kind="addition")
    page = read(client, ADDRESS)
    assert 'class="added" data-apparatus>Added on <time' in page
    assert 'class="mark"' not in page
    assert 'href="#q3">To the added part' in page


def test_a_whole_section_that_is_added_is_not_repeated_in_its_note(client: Client) -> None:
    article, _version = a_published()
    added = Section("s3", "How it ends", "By denunciation, most of the time.")
    publish_one(article, replace(DOCUMENT, sections=(*DOCUMENT.sections, added)), kind="addition")
    assert read(client, ADDRESS).count("By denunciation, most of the time.") == 1


def test_an_editors_note_stands_above_the_title_and_moves_no_date(client: Client) -> None:
    article, first = a_published()
    publish_one(article, DOCUMENT, kind="editors_note", right="This text is under review.")
    page = read(client, ADDRESS)
    assert page.index("This text is under review.") < page.index("<h1")
    assert Page.objects.get().head["changed"] == first.recorded_at
    assert notes_of(article.pk)[0].passages == []


def test_a_retraction_is_the_first_banner_and_is_in_the_title(client: Client) -> None:
    article, _version = a_published()
    publish_one(article, DOCUMENT, kind="editors_note", right="This text is under review.")
    publish_one(article, DOCUMENT, kind="retraction", right="It can’t be relied on.")
    page = read(client, ADDRESS)
    assert "<title>Retracted: What is a treaty?" in page
    banner = page.index("banner-retraction")
    assert banner < page.index("banner-editors_note") < page.index("<h1")


def test_an_update_says_since_when(client: Client) -> None:
    article, _version = a_published()
    changed = with_section(DOCUMENT, "full powers", "full power")
    publish_one(article, changed, kind="update", world_changed="2099-01", sources=())
    assert "It has been so since" in read(client, ADDRESS)


def test_history_names_and_links_the_correction_of_a_version(client: Client) -> None:
    corrected()
    page = read(client, f"{ADDRESS}history/")
    assert '<a href="/corrections/1/">Correction 1</a>: States make treaties' in page


def test_an_old_version_says_which_later_corrections_touch_it(client: Client) -> None:
    article = corrected()
    with_words(STATES.replace("powers", "power"), WHOLLY_NEW, article, right="They do too.")
    old = read(client, f"{ADDRESS}versions/1/")
    assert "Corrections since then" in old
    assert 'href="/corrections/1/"' in old
    assert "They do too." not in old
    second = read(client, f"{ADDRESS}versions/2/")
    assert 'href="/corrections/1/"' not in second
    assert "They do too." in second
    assert "Corrections since then" not in read(client, f"{ADDRESS}versions/3/")


def test_all_changes_are_shown_within_the_whole_text(client: Client) -> None:
    corrected()
    page = read(client, f"{ADDRESS}?changes=1")
    assert "taken out:" in page
    assert ">powers<" in page
    assert "A treaty is kept because both sides would rather have it than not." in page
    assert f'href="{ADDRESS}"' in page


def test_machines_are_told_the_same_corrections(client: Client) -> None:
    article = corrected(right="</script><b>States</b> & others do.")
    page = client.get(ADDRESS).content.decode()
    found = re.findall('<script type="application/ld[+]json">(.*?)</script>', page)
    data = json.loads(found[0])
    assert data["@type"] == "NewsArticle"
    assert data["version"] == 2
    (comment,) = data["correction"]
    (note,) = notes_of(article.pk)
    assert comment["@type"] == "CorrectionComment"
    assert comment["text"] == note.right == "</script><b>States</b> & others do."
    assert data["dateModified"] == comment["datePublished"]


def test_home_and_navigation_lead_to_corrections(client: Client) -> None:
    corrected()
    page = read(client, "/")
    assert 'href="/corrections/1/"' in page
    assert 'href="/corrections/"' in page
    assert f'href="{ADDRESS}corrections.atom"' in read(client, ADDRESS)


def test_many_corrections_cost_no_more_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    corrected()
    client.get("/healthz")
    with django_assert_max_num_queries(2):
        client.get(ADDRESS)
