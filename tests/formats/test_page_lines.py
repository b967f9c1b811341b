"""Single lines of a page: its standfirst, its controls, and text that it hides from browsers."""

import pytest

from formats.html.page import parse_html
from tests.formats.test_page_surroundings import OTHER, TEXT, page, paragraphs, said

LINE = "Why some houses may not vote when too few of their members are in the room."
DESCRIBED = f"<title>What is a quorum?</title><meta name='description' content='{LINE}'>"


class TestDescribed:
    """The line that the description of the page repeats."""

    @pytest.mark.parametrize(
        "above",
        [
            f"<header class='has-sharing share'><div class='abstract'>{LINE}</div></header>",
            f"<div class='hero'><h2 class='teaser'>{LINE}</h2></div>",
            f"<div class='sidebar'><span>{LINE}</span></div>",
        ],
    )
    def test_above_the_text_it_is_the_standfirst_wherever_it_stands(self, above: str) -> None:
        reading = page(f"{above}<article>{paragraphs(TEXT, 5)}</article>", DESCRIBED)
        assert reading.document.standfirst == LINE

    def test_a_description_that_was_cut_off_is_known_by_its_beginning(self) -> None:
        head = DESCRIBED.replace("are in the room.", "…")
        above = f"<div class='sidebar'><p>{LINE}</p></div>"
        reading = page(f"{above}<article>{paragraphs(TEXT, 5)}</article>", head)
        assert reading.document.standfirst == LINE

    def test_in_the_text_it_stays_where_it_is(self) -> None:
        body = f"<article>{paragraphs(TEXT, 2)}<p>{LINE}</p>{paragraphs(TEXT, 2)}</article>"
        reading = page(body, DESCRIBED)
        assert reading.document.standfirst is None
        assert said(reading).index(LINE) > said(reading).index("A quorum")

    @pytest.mark.parametrize("holder", ["footer", "nav", "div class='site-description'"])
    def test_a_line_about_the_site_is_no_standfirst(self, holder: str) -> None:
        line = f"<{holder}>{LINE}</{holder.split()[0]}>"
        reading = page(f"{line}<article>{paragraphs(TEXT, 5)}</article>", DESCRIBED)
        assert LINE not in said(reading)

    def test_with_another_standfirst_it_opens_the_text(self) -> None:
        above = f"<p class='standfirst'>In short.</p><div class='hero'><h2>{LINE}</h2></div>"
        reading = page(f"{above}<article>{paragraphs(TEXT, 5)}</article>", DESCRIBED)
        assert reading.document.standfirst == "In short."
        assert (reading.document.lead or "").startswith(LINE)


class TestControls:
    """Lines of the page as a machine."""

    @pytest.mark.parametrize(
        "line",
        [
            "Advertisement",
            "Share this on Example",
            "Image 2 of 5",
            "Bild vergrößern",
            "Print",
            "1of4",
        ],
    )
    def test_a_line_that_only_names_a_control_goes_with_a_note(self, line: str) -> None:
        reading = page(f"<article>{paragraphs(TEXT, 3)}<p>{line}</p></article>")
        assert line not in said(reading)
        note = "1 line of controls left out (share, close and their like)"
        assert note in [note.message for note in reading.notes]

    @pytest.mark.parametrize(
        "line",
        [
            "<p>Share this with nobody, she said, and closed the door of the house behind her.</p>",
            "<h2>Share</h2><p>A part of a whole.</p>",
            "<ul><li>Close</li><li>Open</li></ul>",
            "<table><tr><td>Print</td><td>3</td></tr></table>",
        ],
    )
    def test_words_of_the_text_are_no_controls(self, line: str) -> None:
        before = page(f"<article>{paragraphs(TEXT, 3)}</article>")
        after = page(f"<article>{paragraphs(TEXT, 3)}{line}</article>")
        assert len(after.document.to_json()) > len(before.document.to_json())


class TestHidden:
    """Text that a page holds and that no browser shows as it stands there."""

    def test_text_for_readers_without_scripts_is_the_text(self) -> None:
        reading = page(f"<div class='post'><noscript>{paragraphs(TEXT, 5)}</noscript></div>")
        assert said(reading).count("A quorum") == 15

    def test_what_stands_there_for_scripts_too_is_taken_once(self) -> None:
        text = paragraphs(TEXT, 5)
        assert said(page(f"<main>{text}<noscript>{text}</noscript></main>")).count("A quorum") == 15

    def test_text_that_only_the_data_of_a_page_hold_is_read_from_there(self) -> None:
        body = "\\n\\n".join([TEXT.strip() * 3] * 5)
        data = f'{{"@type": "Article", "headline": "Quorum", "articleBody": "{body}"}}'
        head = f"<title>Quorum</title><script type='application/ld+json'>{data}</script>"
        reading = page(f"<main><h1>Quorum</h1><p>{OTHER}</p></main>", head)
        assert said(reading).count("A quorum") == 15
        told = "the page shows less than half of the text that its data hold; it was read from them"
        assert told in [note.message for note in reading.notes]

    def test_paragraphs_before_a_box_with_most_of_the_text_belong_to_it(self) -> None:
        first = "<p>Two thirds of all houses have such a rule, which is rather old by now.</p>" * 2
        box = f"<div class='toggle'>{paragraphs(TEXT, 8)}</div>"
        html = f"<title>Q</title><div><div>{first}{box}</div></div>"
        assert "Two thirds" in said(parse_html(html.encode()))
