"""The title of a page: what its readers see above the text, without a line that names a topic."""

import pytest

from formats.html.page import parse_html

TEXT = "<p>A quorum is the number of members that must be there before a house may vote.</p>" * 5
TITLE = "How many members a house needs before it votes"


def title(heading: str, told: str) -> str:
    """The title of a small page."""
    head = f"<html><head><title>{told}</title></head>"
    html = f"{head}<body><main><h1>{heading}</h1>{TEXT}</main></body></html>"
    return parse_html(html.encode()).document.title


@pytest.mark.parametrize(
    "heading",
    [
        f"<span class='dachzeile'>Votes</span> <span class='headline'>{TITLE}</span>",
        f"<span class='overline'>Votes</span>{TITLE}",
        f"<small>Votes</small><br>{TITLE}",
        f"<div class='topic-label'>Votes</div>{TITLE}",
        f"{TITLE}<span class='element-invisible'> | Example House</span>",
    ],
)
def test_a_line_of_its_own_in_the_heading_is_no_part_of_the_title(heading: str) -> None:
    assert title(heading, f"Votes: {TITLE} | Example House") == TITLE


def test_a_heading_without_the_topic_that_stands_before_it_elsewhere_is_the_title() -> None:
    assert title(TITLE, f"Votes: {TITLE}") == TITLE


def test_a_short_heading_keeps_the_line_that_makes_it_a_title() -> None:
    assert title("<span class='label'>Explained:</span> quorum", "Explained: quorum") == (
        "Explained: quorum"
    )
