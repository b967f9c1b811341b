"""Who wrote a page: people before houses, and nobody whom only something else on it names."""

import json

import pytest

from articles.readers.html_page import read_html

TEXT = "<p>A quorum is the number of members that must be there before a house may vote.</p>" * 5


def authors(body: str, head: str = "") -> tuple[str, ...]:
    """The authors of a small page."""
    start = f"<html><head><title>What is a quorum?</title>{head}</head><body>"
    return read_html(
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
