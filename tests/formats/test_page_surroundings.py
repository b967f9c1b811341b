"""What stands around and between the text of a page: left out, whatever the page calls it."""

import time

import pytest

from formats.html.page import parse_html
from formats.parsed import ParsedExplainer

TEXT = "A quorum is the number of members that must be there before a house may vote. "
OTHER = "Another story tells of something else that has nothing to do with any of this. "


def page(body: str, head: str = "<title>What is a quorum?</title>") -> ParsedExplainer:
    """The reading of a small page."""
    return parse_html(f"<html><head>{head}</head><body>{body}</body></html>".encode())


def said(reading: ParsedExplainer) -> str:
    """All that the document says, as one text."""
    return reading.document.to_json()


def paragraphs(text: str, count: int) -> str:
    """So many paragraphs of a text."""
    return f"<p>{text * 3}</p>" * count


class TestAround:
    """Comments, sidebars and teasers go; the text stays."""

    @pytest.mark.parametrize(
        "around",
        [
            f"<div id='comments'><div class='comment-body'>{paragraphs(OTHER, 9)}</div></div>",
            f"<div class='right-sidebar'>{paragraphs(OTHER, 2)}</div>",
            f"<div class='PopularPosts'>{paragraphs(OTHER, 2)}</div>",
            f"<section class='widget widget_text'>{paragraphs(OTHER, 2)}</section>",
            f"<div class='row'><div class='copy'><a href='/x'>{OTHER * 9}</a></div></div>",
        ],
    )
    def test_what_is_around_an_unmarked_text_is_left_out_however_long_it_is(
        self, around: str
    ) -> None:
        reading = page(f"<div><div class='col'>{paragraphs(TEXT, 5)}</div>{around}</div>")
        assert "Another story" not in said(reading)
        assert reading.document.lead == "\n\n".join([(TEXT * 3).strip()] * 5)

    def test_a_name_is_not_believed_of_what_holds_the_text(self) -> None:
        body = f"<div class='with-sidebar comments-open'><h1>T</h1>{paragraphs(TEXT, 5)}</div>"
        assert said(page(body)).count("A quorum") == 15

    def test_a_form_around_the_whole_text_is_no_form(self) -> None:
        search = "<form><p>Search for another story</p></form>"
        body = f"<article><form>{paragraphs(TEXT, 5)}</form>{search}</article>"
        assert said(page(body)).count("A quorum") == 15
        assert "another story" not in said(page(body))

    def test_small_texts_that_are_marked_are_not_taken_for_the_large_one(self) -> None:
        other = f"<div class='post-content'><p>{OTHER}</p></div>"
        reading = page(f"<div role='main'>{paragraphs(TEXT, 5)}</div><div>{other * 2}</div>")
        assert said(reading).count("A quorum") == 15
        assert "Another story" not in said(reading)

    def test_an_article_in_the_article_is_a_teaser(self) -> None:
        teaser = f"<article><h3>Other</h3><p>{OTHER}</p></article>"
        reading = page(f"<article>{paragraphs(TEXT, 5)}{teaser}{teaser}</article>")
        assert "Another story" not in said(reading)
        assert "2 teasers of other texts left out" in [note.message for note in reading.notes]

    def test_long_articles_in_the_article_are_its_chapters(self) -> None:
        chapter = f"<article><h2>A chapter</h2>{paragraphs(TEXT, 3)}</article>"
        reading = page(f"<article>{paragraphs(TEXT, 5)}{chapter * 4}</article>")
        assert said(reading).count("A quorum") == 15 + 4 * 9

    def test_long_articles_under_a_linked_heading_are_teasers(self) -> None:
        other = f"<article><h2><a href='/b'>Other</a></h2>{paragraphs(OTHER, 2)}</article>"
        reading = page(f"<article>{paragraphs(TEXT, 5)}{other * 4}</article>")
        assert "Another story" not in said(reading)

    def test_the_anchor_of_a_heading_names_no_furniture(self) -> None:
        body = f"<h2 id='nav_related'>Where it counts</h2>{paragraphs(TEXT, 3)}"
        assert "Where it counts" in said(page(f"<article>{paragraphs(TEXT, 3)}{body}</article>"))

    @pytest.mark.parametrize("name", ["non-paywall", "has-sidebar", "without-ads"])
    def test_what_is_named_as_none_is_none(self, name: str) -> None:
        body = f"<div class='{name}'><p>{OTHER}</p></div>"
        assert "Another story" in said(page(f"<article>{paragraphs(TEXT, 5)}{body}</article>"))

    def test_a_table_of_contents_is_links_and_what_only_bears_its_anchor_is_text(self) -> None:
        links = "<div id='toc'><ul><li><a href='#a'>Another story of a house</a></li></ul></div>"
        text = "<div id='TOC_1'><p>The first rule is old.</p></div>"
        reading = page(f"<article>{links}{paragraphs(TEXT, 5)}{text}</article>")
        assert "The first rule is old." in said(reading)
        assert "Another story" not in said(reading)

    def test_the_list_of_a_consent_box_is_no_text_however_long_it_is(self) -> None:
        box = f"<div class='sp-dsgvo-category'>{paragraphs(OTHER, 40)}</div>"
        reading = page(f"<div><div class='col'>{paragraphs(TEXT, 5)}</div>{box}</div>")
        assert "Another story" not in said(reading)

    def test_a_widget_of_an_article_that_links_to_nothing_is_text(self) -> None:
        quote = (
            "<div class='widget quote'><h6>Nobody knew the number.</h6><p>Ada Mora said.</p></div>"
        )
        reading = page(f"<article>{paragraphs(TEXT, 5)}{quote}</article>")
        assert "Ada Mora said." in said(reading)

    @pytest.mark.parametrize(
        "teaser",
        [
            "<p>Read more: <a href='/b'>Another story of a long name that goes on and on</a></p>",
            "<p><strong>Vea también: <a href='/b'>Another story</a></strong></p>",
            "<div class='teaser'><a href='/b'>Another story</a><p>Of something else.</p></div>",
        ],
    )
    def test_a_line_that_leads_to_another_text_is_a_teaser(self, teaser: str) -> None:
        reading = page(f"<article>{paragraphs(TEXT, 5)}{teaser}</article>")
        assert "Another story" not in said(reading)

    def test_a_sentence_with_a_link_in_it_is_none(self) -> None:
        line = "<p>Read more: <a href='/b'>Another story</a> tells how the rule came about.</p>"
        assert "Another story" in said(page(f"<article>{paragraphs(TEXT, 5)}{line}</article>"))

    def test_an_article_that_is_the_text_is_none(self) -> None:
        body = f"<div itemprop='articleBody'><p>{TEXT * 4}</p>"
        body += f"<article>{paragraphs(TEXT, 5)}</article></div>"
        assert said(page(body)).count("A quorum") == 19

    @pytest.mark.parametrize(
        "announced",
        [
            "<h3>Related articles</h3><ul><li><a href='/a'>A story of bees</a></li></ul>",
            "<div><h4>Mehr zum Thema</h4></div><ul><li><a href='/a'>A story of bees</a></li></ul>",
            "<p><strong>Lea también</strong></p><p><a href='/a'>A story of bees</a></p>",
            "<h3>Related <a name='x'></a></h3><ul><li><a href='/a'>A story of bees</a></li></ul>",
        ],
    )
    def test_a_list_of_links_goes_with_the_words_that_announce_it(self, announced: str) -> None:
        reading = page(f"<article>{paragraphs(TEXT, 3)}{announced}<p>{TEXT}</p></article>")
        assert "bees" not in said(reading)
        assert said(reading).count("A quorum") == 10

    def test_a_section_with_such_a_heading_and_a_text_stays(self) -> None:
        more = f"<h3>More about bees</h3><p>{TEXT}</p><ul><li><a href='/a'>Bees</a></li></ul>"
        reading = page(f"<article>{paragraphs(TEXT, 3)}{more}</article>")
        assert [one.heading for one in reading.document.sections] == ["More about bees"]
        assert "[Bees](/a)" in said(reading)

    def test_a_sentence_that_begins_like_an_announcement_is_text(self) -> None:
        sentence = "<p>More on this is on the <a href='https://example.org/'>site</a>.</p>"
        reading = page(f"<article>{paragraphs(TEXT, 3)}{sentence}</article>")
        assert "More on this is on the [site](https://example.org/)." in said(reading)

    def test_a_line_that_announces_one_link_goes(self) -> None:
        line = "<p>Read more: <a href='/a'>A story of bees</a></p>"
        assert "bees" not in said(page(f"<article>{paragraphs(TEXT, 3)}{line}<p>x</p></article>"))

    def test_linked_headings_in_a_row_are_teasers(self) -> None:
        row = "<li><h3><a href='/a'>A story of bees</a></h3></li>"
        assert "bees" not in said(
            page(f"<article>{paragraphs(TEXT, 3)}<ul>{row * 3}</ul></article>")
        )

    def test_what_is_quoted_from_a_social_network_is_text(self) -> None:
        quoted = f"<div class='social-embed'><blockquote><p>{OTHER}</p></blockquote></div>"
        assert "Another story" in said(page(f"<article>{paragraphs(TEXT, 5)}{quoted}</article>"))

    def test_a_line_with_the_date_is_no_text_and_a_sentence_is(self) -> None:
        lines = "<div class='post-date'>3 May 2021</div><p class='date'>It was in May.</p>"
        reading = page(f"<article>{lines}{paragraphs(TEXT, 3)}</article>")
        assert (reading.document.lead or "").startswith("It was in May.")
        assert "3 May" not in (reading.document.lead or "")


class TestOpening:
    """What stands between heading and text belongs to it."""

    def test_one_line_is_the_standfirst(self) -> None:
        line = "How many members must be there, and why it matters."
        text = f"<div class='entry-content'>{paragraphs(TEXT, 3)}</div>"
        reading = page(
            f"<h1>What is a quorum?</h1><div class='teaser-text'><p>{line}</p></div>{text}"
        )
        assert reading.document.standfirst == line
        assert "How many" not in (reading.document.lead or "")

    def test_several_lines_begin_the_text(self) -> None:
        lines = "<p>How many <em>members</em> must be there, and why it matters to a vote.</p>" * 2
        text = f"<div class='entry-content'>{paragraphs(TEXT, 3)}</div>"
        reading = page(f"<h1>What is a quorum?</h1><div>{lines}</div>{text}")
        assert (reading.document.lead or "").startswith("How many *members* must be there")
        assert (reading.document.lead or "").count("How many") == 2

    def test_captions_and_bylines_are_none(self) -> None:
        between = (
            "<figcaption>A hall with all its seats and nobody at all sitting in them.</figcaption>"
            "<div class='byline'>By Ada Mora, who writes about parliaments of all kinds.</div>"
        )
        text = f"<div class='entry-content'>{paragraphs(TEXT, 3)}</div>"
        reading = page(f"<h1>What is a quorum?</h1>{between}{text}")
        assert reading.document.standfirst is None
        assert (reading.document.lead or "").startswith("A quorum")


class TestRepeats:
    """What a page shows twice is read once."""

    def test_a_caption_that_is_cut_short_elsewhere(self) -> None:
        whole = "The hall of the lower house in May 2021, with all seats but three of them empty"
        figures = f"<figure><figcaption>{whole}</figcaption></figure>"
        figures += f"<div class='caption-short'><div>{whole[:60]}</div></div>"
        reading = page(f"<article>{paragraphs(TEXT, 3)}{figures}</article>")
        assert said(reading).count("The hall of the lower house") == 1

    def test_a_paragraph_may_come_again(self) -> None:
        assert said(page(f"<article>{paragraphs(TEXT, 3)}</article>")).count("A quorum") == 9

    @pytest.mark.parametrize(
        ("alt", "is_shown"),
        [
            ("IMG_2041.jpg", False),
            ("quorum-hall-empty-seats", False),
            ("The hall", False),
            ("Three members in a hall", True),
        ],
    )
    def test_a_description_stands_for_a_picture_only_if_it_says_something(
        self, alt: str, is_shown: bool
    ) -> None:
        figure = f"<figure><img src='x.jpg' alt='{alt}'><figcaption>The hall</figcaption></figure>"
        lead = page(f"<article>{figure}{paragraphs(TEXT, 3)}</article>").document.lead or ""
        assert (alt in lead.replace("\\", "").split("\n\n")[0]) == (is_shown or alt == "The hall")
        assert lead.count("The hall") == 1


class TestLists:
    """Lists as old pages write them."""

    def test_words_between_items_are_items(self) -> None:
        assert page("<main><ul>one<li>two</li>three</ul></main>").document.lead == (
            "- one\n- two\n- three"
        )

    def test_a_list_without_items_only_moves_its_words(self) -> None:
        lead = page("<main><ul>One <b>and</b> two.<p>Three.</p></ul></main>").document.lead
        assert lead == "One **and** two.\n\nThree."


class TestLimits:
    """Large pages take time as they are large, not as the square of it."""

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "block",
        [
            "<div class='caption-text'>A caption number {} that is long enough to count.</div>",
            "<p>Related {}</p><p><a href='/x'>Story {}</a></p>",
            "<img src='{}.jpg' alt='A picture of the number {}'>",
            "<div class='sidebar'><p>Words of number {} for all to read.</p></div>",
            "<div class='teaser'><p>Words of <a href='/{}'>number {}</a>.</p></div>",
            "<div><span>Advertisement</span></div><article><h3>Number {}</h3></article>",
        ],
    )
    def test_ten_thousand_blocks_of_furniture(self, block: str) -> None:
        body = "".join(block.replace("{}", str(number)) for number in range(10_000))
        begun = time.process_time()
        page(f"<article>{paragraphs(TEXT, 50)}{body}</article>")
        assert time.process_time() - begun < 20
