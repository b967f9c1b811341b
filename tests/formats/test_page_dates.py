"""The date that a page shows near its heading, and none that is of something else."""

import pytest

from formats.html.page import parse_html

TEXT = "<p>A quorum is the number of members that must be there before a house may vote.</p>" * 5


def date(before: str, after: str = "", head: str = "") -> str | None:
    """The date of a small page with these things around its heading."""
    start = f"<html><head><title>What is a quorum?</title>{head}</head><body>{before}"
    page = f"{start}<h1>What is a quorum?</h1>{after}{TEXT}</body></html>"
    return parse_html(page.encode()).document.first_published


class TestShown:
    """Lines near the heading, whatever they are called."""

    @pytest.mark.parametrize(
        "line",
        [
            "<p>03.05.2021</p>",
            "<span>03.05.21</span>",
            "<h3>3. Mai 2021</h3>",
            "<small>Bonn, 3. Mai 2021</small>",
            "<p>Pressemitteilung vom 3. Mai 2021 | Bonn</p>",
            "<div>Example House • 3 May 2021</div>",
            "<div>By Ada Mora on Monday 3 May 2021</div>",
            "<p>Erschienen am: 03.05.2021</p>",
            "<span class='post-date updated'>3 May 2021</span>",
            "<div class='page-teaser'><p>3 May 2021 | Bonn</p></div>",
            "<aside class='meta'><time>3 May 2021</time></aside>",
            "<p>03.05.2021 – A quorum is the number of members who must be there.</p>",
        ],
    )
    def test_a_day_is_read_behind_and_before_the_heading(self, line: str) -> None:
        assert date("", line) == "2021-05-03"
        assert date(line) == "2021-05-03"

    @pytest.mark.parametrize(
        "line",
        [
            "<p>The house met on 3 May 2021.</p>",
            "<p>Last updated: 3 May 2021</p>",
            "<p>Updated: <time datetime='2021-05-03'>3 May 2021</time></p>",
            "<p>2021</p>",
            "<div class='comment'><time datetime='2021-05-03'>3 May 2021</time></div>",
            "<div class='related'><span class='date'>3 May 2021</span></div>",
            "<nav><span>3 May 2021</span></nav>",
        ],
    )
    def test_a_day_of_something_else_is_no_date_of_the_text(self, line: str) -> None:
        assert date("", line) is None

    def test_the_date_near_the_heading_goes_before_those_of_other_texts(self) -> None:
        other = "<p><time itemprop='datePublished' datetime='2020-01-01'>1 January</time></p>"
        own = "<p><time itemprop='datePublished' datetime='2021-05-03'>3 May</time></p>"
        assert date(other + "<i></i>" * 50, own) == "2021-05-03"


def test_a_date_may_stand_in_the_head_as_a_program_wrote_it() -> None:
    head = '<meta name="article:published_time" value="Mon May 03 12:45:00 EDT 2021">'
    assert date("", "", head) == "2021-05-03"
