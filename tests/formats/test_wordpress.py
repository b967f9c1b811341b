"""Exports of WordPress: its posts and pages, each as WordPress would show it."""

import json
import tracemalloc
from collections.abc import Iterator
from io import BytesIO, RawIOBase
from typing import BinaryIO, cast

import pytest

from formats.parsed import ParsedExplainer, Refused
from formats.pictures import Pictures
from formats.wordpress.blog import Member, parse_answer, parse_wxr
from tests.formats.wordpress_files import answer, export, item


def members(data: bytes) -> list[Member]:
    """What an export holds."""
    return list(parse_wxr(BytesIO(data), language="en", pictures=Pictures))


def one(data: bytes) -> ParsedExplainer:
    """The reading of the first post."""
    read = members(data)[0].read
    assert read is not None
    return read()


def lead(content: str) -> str:
    """The lead of a post with that content."""
    return one(export(item(content))).document.lead or ""


def messages(data: bytes) -> str:
    """All notes on the first post."""
    return "\n".join(f"{note.line}: {note.message}" for note in one(data).notes)


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_every_version_of_the_format_is_read(version: str) -> None:
    reading = one(export(item(), version=version))
    assert reading.document.title == "What is a quorum?"
    assert reading.document.lead == "A quorum is the number of members that must be there."


class TestAbout:
    """What a post says about itself."""

    TOPICS = (
        '<category domain="category" nicename="rules"><![CDATA[Rules &amp; votes]]></category>'
        '<category domain="post_tag" nicename="votes"><![CDATA[Votes]]></category>'
        '<category domain="category" nicename="x"><![CDATA[Uncategorized]]></category>'
    )

    def test_the_date_is_the_day_at_its_site(self) -> None:
        assert one(export(item())).document.first_published == "2021-05-03"

    def test_a_draft_has_no_date(self) -> None:
        reading = one(export(item(status="draft", date="0000-00-00 00:00:00")))
        assert reading.document.first_published is None

    def test_the_author_is_named_as_readers_know_her(self) -> None:
        assert one(export(item())).authors == ("Ada Mora",)

    def test_several_authors_of_one_post_are_all_named(self) -> None:
        guests = "".join(
            f'<category domain="author" nicename="cap-x"><![CDATA[{name}]]></category>'
            for name in ("Ben Oduya", "Cai Lin")
        )
        assert one(export(item(extra=guests))).authors == ("Ben Oduya", "Cai Lin")

    def test_categories_and_tags_are_topics(self) -> None:
        assert one(export(item(extra=self.TOPICS))).topics == ("Rules & votes", "Votes")

    def test_a_title_is_plain_text(self) -> None:
        title = "The <em>quorum</em> &#8220;rule&#8221; &amp; 3 < 4"
        assert one(export(item(title=title))).document.title == "The quorum “rule” & 3 < 4"

    def test_it_keeps_its_address_and_is_known_by_its_guid(self) -> None:
        reading = one(export(item(name="an-address")))
        assert (reading.slug, reading.identity) == ("an-address", "https://example.org/?p=5")

    def test_old_addresses_are_told(self) -> None:
        assert one(export(item())).aliases == (
            "https://example.org/2021/05/quorum/",
            "https://example.org/?p=5",
        )

    def test_an_excerpt_that_somebody_wrote_is_the_standfirst(self) -> None:
        reading = one(export(item(excerpt="In short: a number.")))
        assert reading.document.standfirst == "In short: a number."


class TestContent:
    """Blocks, classic paragraphs, shortcodes."""

    def test_blank_lines_part_classic_paragraphs(self) -> None:
        assert lead("One\nline.\n\nTwo.") == "One\\\nline.\n\nTwo."

    def test_classic_paragraphs_stand_beside_elements(self) -> None:
        classic = "Before\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\nbehind.\n\nLast."
        assert lead(classic) == "Before\n\n- one\n- two\n\nbehind.\n\nLast."

    def test_code_keeps_its_blank_lines(self) -> None:
        assert lead("<pre>a\n\nb</pre>") == "```\na\n\nb\n```"

    def test_blocks_are_as_they_say(self) -> None:
        blocks = "<!-- wp:paragraph -->\n<p>One\nline.</p>\n<!-- /wp:paragraph -->"
        assert lead(blocks) == "One line."

    def test_a_block_that_the_site_fills_is_reported(self) -> None:
        data = export(item('<p>x</p>\n<!-- wp:latest-posts {"postsToShow":3} /-->'))
        assert "the block latest-posts is filled by the site" in messages(data)

    def test_a_shortcode_goes_its_words_stay_and_its_line_is_told(self) -> None:
        data = export(item('One.\n\n[box color="red"]Inside.[/box] [gallery]'))
        assert one(data).document.lead == "One.\n\nInside."
        first = data[: data.index(b"[box")].count(b"\n") + 1
        assert f"{first}: the shortcode [box] was left out" in messages(data)
        assert "the shortcode [gallery] was left out" in messages(data)

    @pytest.mark.parametrize("text", ["It [sic] is", "See [1] and [the rule]", "[…] goes on"])
    def test_what_stands_in_brackets_is_text(self, text: str) -> None:
        assert lead(text).replace("\\", "") == text

    def test_a_shortcode_that_is_shown_as_text_stays(self) -> None:
        assert lead("Write [[gallery]] so.").replace("\\", "") == "Write [gallery] so."

    def test_metadata_and_comments_of_readers_are_left_aside(self) -> None:
        reading = one(export(item()))
        assert "plug-in" not in reading.document.to_json()
        assert "comment" not in reading.document.to_json()

    def test_a_picture_that_did_not_come_along_is_reported_with_its_line(self) -> None:
        data = export(item('<p>x</p>\n<img src="https://example.org/a.png" alt="A hall">'))
        line = data[: data.index(b"<img")].count(b"\n") + 1
        assert f"{line}: the picture https://example.org/a.png didn’t come along" in messages(data)


class TestWhatIsNotPublic:
    """Nothing is published that wasn't."""

    @pytest.mark.parametrize("status", ["draft", "pending", "private", "future"])
    def test_it_stays_a_draft(self, status: str) -> None:
        assert one(export(item(status=status))).is_draft

    def test_what_has_a_password_stays_a_draft(self) -> None:
        assert one(export(item(password="letmein"))).is_draft

    def test_what_is_public_may_be_published(self) -> None:
        assert not one(export(item())).is_draft

    @pytest.mark.parametrize("status", ["trash", "auto-draft", "inherit"])
    def test_what_was_thrown_away_is_left_out_with_the_reason(self, status: str) -> None:
        member = members(export(item(status=status)))[0]
        assert (member.read, bool(member.left_out)) == (None, True)

    def test_other_kinds_are_counted(self) -> None:
        menu = item(kind="nav_menu_item")
        assert members(export(menu, menu, item(kind="attachment")))[0].left_out == (
            "no texts of the site: 1 attachment, 2 nav_menu_item"
        )


class TestBrokenExports:
    """Whatever is whole is read; the rest has its line."""

    def test_a_post_without_text_stops_no_other(self) -> None:
        first, second = members(export(item("", number=1), item(number=2)))
        assert first.read is not None
        assert second.read is not None
        with pytest.raises(Refused, match="without text"):
            first.read()
        assert second.read().document.title == "What is a quorum?"

    def test_an_export_that_breaks_off_gives_what_is_whole_and_the_line(self) -> None:
        data = export(item(number=1), item(number=2), item(number=3))
        found = members(data[:-900])
        assert [member.key for member in found[:2]] == [
            "https://example.org/?p=1",
            "https://example.org/?p=2",
        ]
        broken = found[2].read
        assert len(found) == 3
        assert broken is not None
        with pytest.raises(Refused, match=r"line \d+: found broken XML in the export"):
            broken()

    def test_a_broken_item_is_refused_at_its_line_and_the_next_is_read(self) -> None:
        filling = [item(f"<p>{'word ' * 3_000}</p>", number=number) for number in range(1, 12)]
        broken = item(number=50).replace("<pubDate>", "<pubDate>Q & A")
        data = export(*filling[:6], broken, *filling[6:])
        found = members(data)
        assert [member.key for member in found if member.key] == [
            f"https://example.org/?p={number}" for number in range(1, 12)
        ]
        line = data[: data.index(b"Q & A")].count(b"\n") + 1
        refused = [member.read for member in found if not member.key]
        assert len(refused) == 1
        assert refused[0] is not None
        with pytest.raises(Refused, match=f"line {line}: found broken XML"):
            refused[0]()
        assert found[-1].read is not None
        assert found[-1].read().authors == ("Ada Mora",)

    def test_control_characters_are_left_out_and_counted(self) -> None:
        first, rest = members(export(item("<p>One\x08 word.</p>")))
        assert first.read is not None
        assert first.read().document.lead == "One word."
        assert rest.notes[0].message.startswith("1 control characters")

    def test_another_encoding_is_read_if_it_is_declared(self) -> None:
        data = export(item("<p>Café</p>"), encoding="ISO-8859-1")
        assert one(data).document.lead == "Café"

    def test_an_encoding_that_is_none_of_text_is_refused(self) -> None:
        data = b'<?xml version="1.0" encoding="zlib_codec"?>' + export(item())
        with pytest.raises(Refused, match="the encoding zlib_codec"):
            members(data)

    @pytest.mark.parametrize(
        "doctype",
        [
            '<!DOCTYPE rss [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]>',
            '<!DOCTYPE rss SYSTEM "file:///etc/passwd">',
            '<!DOCTYPE rss [<!ENTITY x SYSTEM "http://example.org/">]>',
        ],
    )
    def test_a_document_type_is_refused_where_it_begins(self, doctype: str) -> None:
        data = export(item("&c;")).replace(b"<rss", doctype.encode() + b"<rss", 1)
        with pytest.raises(Refused, match="line 3: found a document type declaration"):
            members(data)

    def test_deep_nesting_is_refused(self) -> None:
        with pytest.raises(Refused, match="nested more than 60 deep"):
            members(export("<a>" * 100_000))

    def test_a_post_of_enormous_length_is_refused_and_the_next_is_read(self) -> None:
        first, second = members(export(item("x" * 6_000_000, number=1), item(number=2)))
        assert first.read is not None
        assert second.read is not None
        with pytest.raises(Refused, match="more than 5,000,000 characters"):
            first.read()
        assert second.read().document.lead

    @pytest.mark.slow
    def test_one_endless_tag_is_refused(self) -> None:
        with pytest.raises(Refused, match="one piece of XML of more than"):
            members(export('<a b="' + "x" * 40_000_000))


class TestAnswers:
    """What the REST interface gives."""

    @staticmethod
    def read(value: object) -> list[ParsedExplainer]:
        """The readings in a saved answer."""
        file = BytesIO(json.dumps(value).encode())
        found = parse_answer(file, language="en", pictures=Pictures)
        return [member.read() for member in found if member.read]

    def test_a_list_of_posts_is_read(self) -> None:
        reading = self.read([answer()])[0]
        assert reading.document.title == "What is a “quorum”?"
        assert reading.document.first_published == "2021-05-03"
        assert reading.document.standfirst is None
        assert reading.authors == ("Ada Mora",)
        assert reading.topics == ("Rules & votes", "Votes")

    def test_it_is_the_same_explainer_as_in_an_export(self) -> None:
        first, second = self.read([answer()])[0], one(export(item()))
        assert (first.identity, first.slug) == (second.identity, second.slug)

    def test_one_post_alone_is_read(self) -> None:
        assert len(self.read(answer())) == 1

    def test_what_is_protected_stays_a_draft(self) -> None:
        content = {"rendered": "<p>x</p>", "protected": True}
        assert self.read(answer(content=content))[0].is_draft

    @pytest.mark.parametrize(
        "data", [b"[", b"[" * 100_000, b"\xff{}", b"[1]", b'[{"a": 1}]', b"null"]
    )
    def test_other_json_is_refused(self, data: bytes) -> None:
        with pytest.raises(Refused):
            list(parse_answer(BytesIO(data), language="en", pictures=Pictures))


class _Endless(RawIOBase):
    """An export of many posts that is made while it is read."""

    def __init__(self, posts: int) -> None:
        self._pieces = self._made(posts)

    @staticmethod
    def _made(posts: int) -> Iterator[bytes]:
        head, _, tail = export("@@").partition(b"@@")
        yield head
        for number in range(posts):
            yield item(f"<p>{'word ' * 4_000}</p>", number=number).encode()
        yield tail

    def read(self, _size: int = -1) -> bytes:
        """The next piece, of whatever size."""
        return next(self._pieces, b"")


def test_memory_does_not_grow_with_the_export() -> None:
    tracemalloc.start()
    count = 0
    for _member in parse_wxr(cast(BinaryIO, _Endless(2_000)), language="en", pictures=Pictures):
        count += 1
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 2_000
    assert peak < 8_000_000  # The export has 40 MB.


def test_a_film_that_a_shortcode_shows_is_reported_and_its_number_is_no_text() -> None:
    data = export(item("Half of all members.\n\n[youtube q-y-Kd8]"))
    assert one(data).document.lead == "Half of all members."
    assert "the shortcode [youtube] was left out" in messages(data)


def test_a_topic_comes_once_whatever_its_capitals() -> None:
    extra = "".join(
        f'<category domain="{domain}" nicename="votes"><![CDATA[{name}]]></category>'
        for domain, name in (("category", "Votes"), ("post_tag", "votes"))
    )
    assert one(export(item(extra=extra))).topics == ("Votes",)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("<p>Half of all members. No less.</p>", "Half of all members."),
        ("<p>" + "Half of all " * 20 + "</p>", "Half of all " * 6 + "Half of…"),
    ],
)
def test_a_post_without_a_title_is_called_by_its_first_words(text: str, title: str) -> None:
    reading = one(export(item(text, title="")))
    assert reading.document.title == title
    assert any("has no title" in note.message for note in reading.notes)


def test_a_post_without_title_and_words_is_refused() -> None:
    with pytest.raises(Refused, match="without a title or words"):
        one(export(item('<img src="a.png" alt="">', title="")))


def test_what_a_page_builder_left_in_a_rendered_post_is_left_out() -> None:
    content = {"rendered": '<p>[vc_row][vc_column width="1/2"]Half [sic].[/vc_column][/vc_row]</p>'}
    read_it = next(
        iter(
            parse_answer(
                BytesIO(json.dumps([answer(content=content)]).encode()),
                language="en",
                pictures=Pictures,
            )
        )
    ).read
    assert read_it is not None
    reading = read_it()
    assert reading.document.lead == "Half \\[sic\\]."
    assert any("[vc_row]" in note.message for note in reading.notes)
