"""Featured pictures and kinds of posts that a site of WordPress made up."""

import json
from collections.abc import Callable
from io import BytesIO, RawIOBase
from typing import Any, BinaryIO, cast

import pytest

from formats.parsed import ParsedExplainer
from formats.pictures import Pictures
from formats.wordpress.blog import Member, parse_answer, parse_wxr
from formats.wordpress.wxr import Export
from tests.formats.word_files import png
from tests.formats.wordpress_files import answer, export, item

HALL = "https://example.org/wp-content/uploads/2021/05/hall.png"
META = "<wp:postmeta><wp:meta_key>{}</wp:meta_key><wp:meta_value>{}</wp:meta_value></wp:postmeta>"
FEATURES = META.format("_thumbnail_id", "7")
TEXT = "A quorum is the number of members that must be there."


class Shelf:
    """A folder with one picture in it."""

    def find(self, path: str) -> Callable[[], bytes] | None:
        """How to read what lies there."""
        return png if path == "2021/05/hall.png" else None


def with_media() -> Pictures:
    """Where the picture is found."""
    return Pictures(media=(Shelf(),))


def attachment(number: int = 7, caption: str = "The hall &amp; its seats") -> str:
    """The item of the picture."""
    extra = f"<wp:attachment_url>{HALL}</wp:attachment_url>"
    extra += META.format("_wp_attachment_image_alt", "An empty hall")
    return item(
        "", kind="attachment", status="inherit", number=number, excerpt=caption, extra=extra
    )


def members(data: bytes, pictures: Callable[[], Pictures] = with_media) -> list[Member]:
    """What an export holds."""
    return list(parse_wxr(BytesIO(data), language="en", pictures=pictures))


def one(data: bytes, pictures: Callable[[], Pictures] = with_media) -> ParsedExplainer:
    """The reading of the first text in an export."""
    read = next(member.read for member in members(data, pictures) if member.read)
    return read()


class TestFeatured:
    """The picture above a post."""

    @pytest.mark.parametrize(
        "data",
        [
            export(item(extra=FEATURES), attachment()),
            export(attachment(), item(extra=FEATURES)),
        ],
        ids=["behind the post", "before the post"],
    )
    def test_it_opens_the_lead_with_description_and_caption(self, data: bytes) -> None:
        reading = one(data)
        sha256 = reading.pictures[0].sha256
        assert reading.document.lead == (
            f"![An empty hall](asset:{sha256})\n\nThe hall & its seats\n\n{TEXT}"
        )

    def test_a_text_that_shows_it_shows_it_once(self) -> None:
        shown = f'<p>{TEXT}</p><img src="{HALL.replace(".png", "-300x200.png")}" alt="">'
        lead = one(export(item(shown, extra=FEATURES), attachment())).document.lead or ""
        assert lead.count("asset:") == 1
        assert lead.startswith(TEXT)

    def test_one_that_did_not_come_along_is_reported_and_adds_no_words(self) -> None:
        reading = one(export(item(extra=FEATURES), attachment()), Pictures)
        assert reading.document.lead == TEXT
        assert any(f"featured picture {HALL} didn’t come" in one.message for one in reading.notes)

    def test_one_that_the_export_lacks_is_reported_by_its_number(self) -> None:
        notes = one(export(item(extra=FEATURES))).notes
        assert any("(number 7) isn’t in the file" in note.message for note in notes)

    def test_a_post_without_one_says_nothing(self) -> None:
        reading = one(export(item(), attachment()))
        assert (reading.document.lead, reading.pictures) == (TEXT, ())
        assert not any("featured" in note.message for note in reading.notes)

    def test_a_file_that_cannot_go_back_is_read_all_the_same(self) -> None:
        class Once(RawIOBase):
            def __init__(self, data: bytes) -> None:
                self._file = BytesIO(data)

            def read(self, size: int = -1) -> bytes:
                return self._file.read(size)

        file = cast(BinaryIO, Once(export(item(extra=FEATURES), attachment())))
        found = [one.read for one in parse_wxr(file, language="en", pictures=with_media)]
        assert found[0] is not None
        assert found[0]().document.lead == TEXT

    def test_an_export_gives_what_was_put_up_where_it_is_asked_to(self) -> None:
        data = export(*(attachment(number) for number in range(5)), item(extra=FEATURES))
        read = [post.kind for post in Export(BytesIO(data), attachments=True).posts()]  # type: ignore[union-attr]
        assert read == ["attachment"] * 5 + ["post"]


class TestKinds:
    """What a site made up for itself."""

    def test_a_kind_with_title_and_text_is_read_and_noted(self) -> None:
        reading = one(export(item(kind="explainer")))
        assert reading.document.lead == TEXT
        assert any("“explainer”, which its site made up" in note.message for note in reading.notes)

    @pytest.mark.parametrize(
        "given",
        [
            {"kind": "wp_template"},
            {"kind": "acf-field"},
            {"kind": "feedback"},
            {"kind": "shop_order"},
            {"kind": "explainer", "content": ""},
            {"kind": "explainer", "title": ""},
        ],
    )
    def test_machinery_and_what_has_no_text_is_counted(self, given: dict[str, Any]) -> None:
        (left,) = members(export(item(**given)))
        assert left.left_out == f"no texts of the site: 1 {given['kind']}"


class TestAnswers:
    """The same from the REST interface."""

    @staticmethod
    def read(**given: object) -> ParsedExplainer:
        """The reading of a post that is answered."""
        file = BytesIO(json.dumps(answer(**given)).encode())
        found = [one.read for one in parse_answer(file, language="en", pictures=with_media)]
        assert found[0] is not None
        return found[0]()

    def test_an_embedded_picture_opens_the_lead(self) -> None:
        media = {"source_url": HALL, "alt_text": "A hall", "caption": {"rendered": "<p>C</p>"}}
        reading = self.read(featured_media=7, _embedded={"wp:featuredmedia": [media]})
        assert (reading.document.lead or "").startswith("![A hall](asset:")
        assert "\n\nC\n\n" in (reading.document.lead or "")

    def test_numbers_alone_are_said_to_be_numbers(self) -> None:
        reading = self.read(_embedded={}, author=3, categories=[4], featured_media=7)
        assert (reading.authors, reading.topics) == ((), ())
        said = "only numbers for authors and topics and its featured picture; ask for it again"
        assert any(said in note.message for note in reading.notes)

    def test_an_answer_with_names_says_nothing(self) -> None:
        notes = self.read(author=3, categories=[4]).notes
        assert not any("only numbers" in note.message for note in notes)
