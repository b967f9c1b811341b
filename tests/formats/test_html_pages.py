"""Pages in HTML, read into documents."""

from collections import Counter
from pathlib import Path

import pytest

from formats.composing.tree import parsed
from formats.html.page import parse_html
from formats.parsed import ParsedExplainer, Refused
from tests.formats.shown import shown_words, words_in

NEWS = (Path(__file__).resolve().parents[1] / "fixtures" / "html" / "news.html").read_bytes()


def page(body: str, head: str = "<title>T of it all</title>") -> ParsedExplainer:
    """The reading of a small page."""
    return parse_html(f"<html><head>{head}</head><body>{body}</body></html>".encode())


class TestAbout:
    """What a page says about itself."""

    def test_title_date_authors_topics_language_and_identity(self) -> None:
        reading = parse_html(NEWS)
        document = reading.document
        assert (document.title, document.language) == ("What is a quorum?", "en-GB")
        assert document.first_published == "2021-05-03"
        assert document.standfirst == "How many members must be there."
        assert reading.authors == ("Ada Mora", "Ben Oduya")
        assert reading.topics == ("Politics", "Votes")
        assert reading.identity == "https://example.org/news/2021/quorum"

    def test_a_correction_in_the_data_is_an_imported_note(self) -> None:
        assert parse_html(NEWS).past == (("2021-05-05", "An earlier version said a third."),)

    @pytest.mark.parametrize(
        ("head", "body", "title"),
        [
            (
                "<title>Votes and rules | Site</title>",
                "<h1>Votes and rules</h1>",
                "Votes and rules",
            ),
            ("<title>Votes and rules</title>", "<h1>The Site</h1>", "Votes and rules"),
            ('<meta property="og:title" content="Votes &amp; rules">', "", "Votes & rules"),
            ("", "<h1>Only a heading</h1>", "Only a heading"),
            (
                '<meta property="og:title" content="You won’t believe this rule">',
                "<h1>How many make a quorum: the rule in short</h1>",
                "How many make a quorum: the rule in short",
            ),
            (
                "<title>Votes and rules - Daily Example</title>"
                '<link rel="canonical" href="https://www.dailyexample.org/a">',
                "",
                "Votes and rules",
            ),
            (
                "<title>A quorum - Example of the day</title>",
                "<h1><a href='/'>Example of the day</a></h1>",
                "A quorum - Example of the day",
            ),
            (
                "<title>What a quorum is</title>",
                "<h1>The other site of the day</h1>",
                "What a quorum is",
            ),
            (
                "<title>How many make a quorum | Example</title>",
                "<h1><span>Rules of the house</span> <span>How many make a quorum</span></h1>",
                "How many make a quorum",
            ),
            (
                "<title>Rules: How many make a quorum | Example</title>",
                "<h1><span>Rules:</span> <span>How many make a quorum</span></h1>",
                "Rules: How many make a quorum",
            ),
            (
                "<title>The House » Archive » How many make a quorum</title>",
                "<h1>The House</h1><h2>How many make a quorum</h2>",
                "How many make a quorum",
            ),
            (
                '<title>The Example - A quorum</title><meta property="og:site_name"'
                ' content="The Example">',
                "",
                "A quorum",
            ),
            (
                "<title>How many make a quorum</title>",
                "<h1><style>.a{color:red}</style>How many make a quorum</h1>",
                "How many make a quorum",
            ),
        ],
    )
    def test_the_title_is_what_heading_and_data_agree_on(
        self, head: str, body: str, title: str
    ) -> None:
        assert page(f"<main>{body}<p>Words.</p></main>", head).document.title == title

    @pytest.mark.parametrize(
        ("mark", "date"),
        [
            ('<meta name="dc.date" content="2021-05">', "2021-05"),
            ('<meta itemprop="datePublished" content="2021">', "2021"),
            ("<article><time datetime='2021-05-03T00:10:00Z'>x</time></article>", "2021-05-03"),
            ("<article><time>3 May 2021</time></article>", "2021-05-03"),
            ("<article><time>03/05/2021</time></article>", None),
        ],
    )
    def test_a_date_has_the_precision_of_its_source(self, mark: str, date: str | None) -> None:
        assert page(f"{mark}<p>Words.</p>").document.first_published == date

    @pytest.mark.parametrize(
        "mark",
        [
            '<meta name="author" content="Ada Mora, Ben Oduya">',
            '<a rel="author">Ada Mora</a><a rel="author">Ben Oduya</a>',
            '<span itemprop="author"><b itemprop="name">Ada Mora</b></span>'
            '<span itemprop="author">Ben Oduya</span>',
            '<p class="byline">By Ada Mora and Ben Oduya</p>',
        ],
    )
    def test_authors_are_found_where_pages_name_them(self, mark: str) -> None:
        assert page(f"{mark}<p>Words.</p>").authors == ("Ada Mora", "Ben Oduya")

    @pytest.mark.parametrize(
        ("shown", "date"),
        [
            ("<p class='published-date'>Published on May 3, 2021 7:00 AM</p>", "2021-05-03"),
            ("<div class='pub-date'>3 mei 2021</div>", "2021-05-03"),
            ("<span class='date'>2021年5月3日</span>", "2021-05-03"),
            ("<time class='x' datetime='2021-05-03T10:00'>May</time>", "2021-05-03"),
            ("<p class='updated-date'>Updated May 3, 2021</p>", None),
            ("<p class='date'>Updated May 3, 2021</p>", None),
            ("<p>It was on 3 May 2021.</p>", None),
            (f"{'<i></i>' * 200}<p class='date'>May 3, 2021</p>", None),
        ],
    )
    def test_a_date_is_read_where_a_page_shows_it_below_its_heading(
        self, shown: str, date: str | None
    ) -> None:
        assert page(f"<main><h1>T</h1>{shown}<p>x</p></main>").document.first_published == date

    def test_a_date_in_the_address_is_the_last_resort(self) -> None:
        head = '<title>T</title><link rel="canonical" href="https://example.org/2021/05/03/t/">'
        assert page("<main><p>x</p></main>", head).document.first_published == "2021-05-03"
        shown = "<main><h1>T</h1><p class='date'>1 May 2021</p><p>x</p></main>"
        assert page(shown, head).document.first_published == "2021-05-01"

    @pytest.mark.parametrize("shown", ["See full bio", "Dec 1st 2016", "more from this channel"])
    def test_what_is_no_name_is_no_author(self, shown: str) -> None:
        assert page(f"<main><p class='author'>{shown}</p><p>x</p></main>").authors == ()

    def test_an_address_of_the_whole_site_is_no_identity(self) -> None:
        head = '<title>T</title><link rel="canonical" href="https://example.org/">'
        assert page("<p>Words.</p>", head).identity is None


class TestText:
    """The text, whole and once, and nothing around it."""

    def test_the_words_are_those_of_the_text_and_of_nothing_else(self) -> None:
        said = shown_words(parse_html(NEWS).document)
        root = parsed(NEWS.decode())
        for name in ("nav", "footer", "form", "aside", "button", "figure", "head"):
            for element in list(root.iter(name)):
                element.drop_tree()
        source = words_in(root)
        around = "The Daily Example By Ada Mora and Ben Oduya 3 May 2021 Share this Notes members1"
        assert source - said <= Counter(around.split())
        added = "Is it always half The hall hall in 2019 Is it old It is members 1"
        assert said - source <= Counter(added.split())

    def test_lists_tables_quotes_code_and_links_survive(self) -> None:
        body = parse_html(NEWS).document.sections[0].body or ""
        assert "- One\n  - Two\n\n- Three\n\n  More of three" in body
        assert "| Chamber \\| house | half at least |" in body
        assert '```python\nif a < b:\n    print("*")\n```' in body
        assert "> A house divided \\* is none." in body
        assert "[the rules](https://example.org/rules?a=1&b=2)" in body

    def test_footnotes_become_notes_of_their_part(self) -> None:
        lead = parse_html(NEWS).document.lead or ""
        assert "members[^1] that" in lead
        assert lead.endswith("[^1]: A Latin word.")

    def test_what_acts_is_dropped_and_reported_with_its_line(self) -> None:
        notes = {note.message.split(":")[0]: note.line for note in parse_html(NEWS).notes}
        assert notes["embedded content (iframe) left out"] == 38
        text = parse_html(NEWS).document.to_json()
        assert not any(
            word in text for word in ("alert", "track()", "Subscribe", "color", "Share this")
        )

    def test_questions_are_those_that_the_page_lists(self) -> None:
        asked = [(one.question, one.answer) for one in parse_html(NEWS).document.faqs]
        assert asked == [
            ("Is it always half?", "No. Some ask for **less**."),
            ("Is it old?", "It is."),
        ]

    def test_a_text_in_several_pieces_is_taken_whole(self) -> None:
        piece = "<div class='story-body'><p>{} words of it that go on for a while.</p></div>"
        reading = page(f"<main>{piece.format('First')}<div>Ad</div>{piece.format('Second')}</main>")
        assert "First words" in reading.document.to_json()
        assert "Second words" in reading.document.to_json()

    def test_without_any_mark_the_element_with_the_paragraphs_is_taken(self) -> None:
        body = (
            "<div id='a'><a href='/x'>Menu</a></div><div><p>Words of a text.</p><p>More.</p></div>"
        )
        assert page(body).document.lead == "Words of a text.\n\nMore."

    def test_tables_that_place_things_give_up_their_cells(self) -> None:
        body = "<table><tr><td><h2>A</h2><p>a</p></td></tr></table>"
        assert page(f"<main>{body}</main>").document.lead == "**A**\n\na"

    def test_what_a_page_hides_for_good_is_no_text_and_what_unfolds_is(self) -> None:
        body = (
            "<p>Seen words.</p><p hidden>Unseen.</p><p style='display: none'>Unseen.</p>"
            "<button aria-controls='x' aria-expanded='false'>Who?</button>"
            "<div id='x' hidden><p>She.</p></div>"
        )
        document = page(f"<main>{body}</main>").document
        assert document.lead == "Seen words."
        assert [(one.question, one.answer) for one in document.faqs] == [("Who?", "She.")]


class TestOptionalTags:
    """Pages may leave out the tags of head and body."""

    @pytest.mark.parametrize("tag", ["article", "main", "section", "p", "header"])
    def test_the_body_begins_with_what_is_no_part_of_a_head(self, tag: str) -> None:
        html = (
            f"<html lang=en><title>T</title><meta name=a><{tag}>A quorum.</{tag}><p>A number.</p>"
        )
        assert parse_html(html.encode()).document.lead == "A quorum.\n\nA number."

    def test_words_between_the_elements_keep_their_places(self) -> None:
        html = "<title>T</title><main>One.</main> two. <section>Three.</section> four. <p>Five.</p>"
        assert parse_html(html.encode()).document.lead == (
            "One.\n\ntwo.\n\nThree.\n\nfour.\n\nFive."
        )


class TestEncodings:
    """Bytes of other encodings than UTF-8 are read, and that is said."""

    @pytest.mark.parametrize(
        ("codec", "declared"),
        [
            ("cp1252", ""),
            ("cp1252", "iso-8859-1"),
            ("cp1251", "windows-1251"),
            ("koi8-r", "koi8-r"),
        ],
    )
    def test_the_declared_encoding_is_taken(self, codec: str, declared: str) -> None:
        word = "café" if codec == "cp1252" else "кворум"
        meta = f'<meta charset="{declared}">' if declared else ""
        reading = parse_html(f"<title>T</title>{meta}<p>{word}</p>".encode(codec))
        assert reading.document.lead == word
        assert any("is not in UTF-8" in note.message for note in reading.notes)

    def test_a_zero_byte_that_strayed_into_a_page_is_left_out(self) -> None:
        reading = parse_html(
            b"<title>T</title><p>A quo\0rum is a number of members.</p>" + b" " * 99
        )
        assert reading.document.lead == "A quorum is a number of members."
        assert "1 zero byte left out, as browsers do" in [note.message for note in reading.notes]

    def test_a_file_of_many_zero_bytes_is_no_page(self) -> None:
        with pytest.raises(Refused, match="zero byte"):
            parse_html(b"<p>A quorum</p>" + b"\0\1" * 20)

    def test_a_page_without_text_is_refused(self) -> None:
        with pytest.raises(Refused):
            parse_html(b"<html><body></body></html>")
