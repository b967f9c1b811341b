"""Who wrote a page: people before houses, and nobody whom only something else on it names."""

import json

import pytest

from formats.html.page import parse_html

TEXT = "<p>A quorum is the number of members that must be there before a house may vote.</p>" * 5


def authors(body: str, head: str = "") -> tuple[str, ...]:
    """The authors of a small page."""
    start = f"<html><head><title>What is a quorum?</title>{head}</head><body>"
    return parse_html(
        f"{start}<h1>What is a quorum?</h1>{body}{TEXT}</body></html>".encode()
    ).authors


def linked(*things: object) -> str:
    """A script with these objects of JSON-LD."""
    return f'<script type="application/ld+json">{json.dumps({"@graph": things})}</script>'


class TestTold:
    """What pages tell machines."""

    @pytest.mark.parametrize(
        "author",
        [
            "Ada Mora",
            {"@type": "Person", "name": "Ada Mora"},
            [{"@type": "Person", "name": "Ada Mora"}],
            {"@id": "#ada"},
            [{"@id": "#ada"}],
        ],
    )
    def test_an_author_in_linked_data_is_found_in_every_shape(self, author: object) -> None:
        article = {"@type": "Article", "headline": "What is a quorum?", "author": author}
        person = {"@type": "Person", "@id": "#ada", "name": "Ada Mora"}
        assert authors("", linked(article, person)) == ("Ada Mora",)

    @pytest.mark.parametrize(
        "meta",
        [
            '<meta name="author" content="Ada Mora">',
            '<meta property="dc:creator x:other" content="Ada Mora">',
            '<meta property="article:author" value="Ada Mora">',
            '<meta name="article:author" content="https://example.org/ada">'
            '<meta name="byline" content="Ada Mora &lt;ada@example.org&gt;">',
            '<meta name="twitter:label1" content="Verfasst von">'
            '<meta name="twitter:data1" content="Ada Mora">',
        ],
    )
    def test_an_author_in_the_head_is_found_whatever_names_it(self, meta: str) -> None:
        assert authors("", meta) == ("Ada Mora",)

    def test_a_name_that_is_a_word_of_buttons_too_is_one_where_machines_are_told(self) -> None:
        assert authors("", '<meta name="author" content="Ada Read">') == ("Ada Read",)

    def test_who_writes_goes_before_the_house_that_publishes(self) -> None:
        house = {"@type": "Organization", "name": "The Daily Example"}
        article = {"@type": "Article", "headline": "What is a quorum?", "author": house}
        byline = "<p class='byline'>By Ada Mora</p>"
        assert authors(byline, linked(article)) == ("Ada Mora",)
        assert authors("", linked(article)) == ("The Daily Example",)

    def test_a_byline_goes_before_an_author_whom_only_the_head_names(self) -> None:
        meta = '<meta name="author" content="Theme Makers">'
        assert authors("<p class='byline'>By Ada Mora</p>", meta) == ("Ada Mora",)
        assert authors("", meta) == ("Theme Makers",)


class TestShown:
    """What people see."""

    @pytest.mark.parametrize(
        "line",
        [
            "<p>Von Ada Mora und Ben Oduya</p>",
            "<p>Por Ada Mora y Ben Oduya</p>",
            "<div>By <a href='/a'>Ada Mora</a> and <a href='/b'>Ben Oduya</a> on 3 May 2021</div>",
            "<address>By Ada Mora and Ben Oduya</address>",
            "<p>Autoren: Ada Mora, Ben Oduya</p>",
            "<p class='author'>Ada Mora and Ben Oduya, Political Correspondent</p>",
            "<p class='byLine'>Ada Mora and Ben Oduya | 3 May 2021 | 12:00</p>",
            "<p><span class='author'>Ada Mora</span> <span class='author'>Ben Oduya</span></p>",
            "<div class='post-author'><a href='/authors/1'>Ada Mora</a>"
            "<a href='/authors/2'>Ben Oduya</a> wrote this</div>",
        ],
    )
    def test_bylines_are_read_without_what_leads_and_follows(self, line: str) -> None:
        assert authors(line) == ("Ada Mora", "Ben Oduya")

    @pytest.mark.parametrize(
        "line",
        [
            "<ol class='comments'><li><cite class='author'>Carl Reader</cite></li></ol>",
            "<form><label class='comment-form-author'>Name *</label></form>",
            "<p>By noon the house was full.</p>",
            "<p>By Tuesday the house was full of members.</p>",
            "<p class='byline'>Updated 3 May 2021</p>",
            "<a class='login author' href='/login'>Log in</a>",
            "<a href='https://www.youtube.com/user/example'>Our Channel</a>",
        ],
    )
    def test_what_names_nobody_who_wrote_is_no_author(self, line: str) -> None:
        assert authors(line) == ()

    def test_a_name_with_a_small_particle_stays_whole(self) -> None:
        assert authors("<p class='author'>Ada Le Mora</p>") == ("Ada Le Mora",)


class TestLooks:
    """What only the look of a page keeps apart."""

    @pytest.mark.parametrize(
        "byline",
        [
            "<div class='byline'>By<b>Ada Mora</b><b>Staff Writer</b><b>Dec 3</b></div>",
            "<div class='byline'><span>Ada Mora</span><span>EXAMPLE NEWS</span></div>",
            "<div class='author'>Ada Mora Ada Mora</div>",
            "<a rel='author' href='/a'>Ada Mora<i>Ada Mora</i></a>",
            "<div class='authorbox'><strong>von</strong> <span>Ada Mora</span></div>",
            "<span class='author'>Alles von Ada Mora</span>",
            "<div class='author'>Ada Mora, dpa</div>",
            "<div class='author'>Ada Mora, CNN</div>",
            "<p>11.12.2019 - Ada Mora</p>",
            "<small>04.02.2022 | 13:10 Uhr | Ada Mora</small>",
            "<p>Ein Artikel von <strong>Ada Mora</strong> | 27.01.2022 - 12:45</p>",
            "<div data-testid='prism-byline'><a href='/about/newsteam/ada'>Ada Mora</a></div>",
        ],
    )
    def test_only_the_name_is_the_author(self, byline: str) -> None:
        assert authors(byline) == ("Ada Mora",)

    @pytest.mark.parametrize("degree", ["MD", "SJ", "III"])
    def test_a_degree_behind_a_name_is_no_agency(self, degree: str) -> None:
        assert authors(f"<div class='author'>Ada Mora, {degree}</div>") == (f"Ada Mora, {degree}",)

    @pytest.mark.parametrize("short", ["Ada", "ada.mora", "amora"])
    def test_a_first_name_or_one_to_log_in_with_becomes_the_name_that_is_shown(
        self, short: str
    ) -> None:
        data = linked({"@type": "Article", "headline": "What is a quorum?", "author": short})
        assert authors("<p>By Ada Mora</p>", data) == ("Ada Mora",)

    def test_one_to_log_in_with_stays_where_somebody_else_is_shown(self) -> None:
        data = linked({"@type": "Article", "headline": "What is a quorum?", "author": "boduya"})
        assert authors("<p>Photographed by Ada Mora</p>", data) == ("boduya",)
