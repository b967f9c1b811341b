"""Word files: the words that a reader of the document sees, once, and what they are."""

from typing import Any

import pytest

from documents.document import Document
from documents.markdown import html_of
from documents.plain import plain_text
from formats.parsed import ParsedExplainer, Refused
from formats.word.document import parse_word
from tests.formats.word_files import item, p, r, word_file

HEAD = p("What is a quorum?", "Title")
LINK = '<w:hyperlink r:id="h">' + r("the rule") + "</w:hyperlink>"
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
FOOTNOTES = (
    '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    '<w:footnote w:id="2">' + p(" Rule 12.") + "</w:footnote>"
)


def read(body: str, **parts: Any) -> ParsedExplainer:
    """What is made of a document with that body."""
    return parse_word(word_file(body, **parts))


def lead(body: str, **parts: Any) -> str:
    """The lead below a title."""
    return read(HEAD + body, **parts).document.lead or ""


def notes(body: str) -> str:
    """All notes."""
    return "\n".join(note.message for note in read(HEAD + body).notes)


class TestStructure:
    """Headings, lists, tables, quotations."""

    def test_styles_make_title_sections_and_questions(self) -> None:
        document = read(
            HEAD
            + p("A quorum is a number.")
            + p("Why it exists", "berschrift1")
            + p("So that a few cannot decide.")
            + p("A detail", "berschrift2")
            + p("It is small.")
            + p("FAQ", "berschrift1")
            + p("Is it half?", "berschrift2")
            + p("No.")
        ).document
        assert document.title == "What is a quorum?"
        assert document.lead == "A quorum is a number."
        assert [(one.heading, one.body) for one in document.sections] == [
            ("Why it exists", "So that a few cannot decide.\n\n# A detail\n\nIt is small.")
        ]
        assert [(one.question, one.answer) for one in document.faqs] == [("Is it half?", "No.")]

    def test_a_first_heading_is_the_title_where_no_style_says_so(self) -> None:
        document = read(p("What is it?", "berschrift1") + p("Words.")).document
        assert (document.title, document.lead) == ("What is it?", "Words.")

    def test_a_first_line_is_the_title_where_nothing_else_is(self) -> None:
        document = read(p("What is it") + p("Words of it.")).document
        assert (document.title, document.lead) == ("What is it", "Words of it.")

    def test_a_document_without_any_title_is_refused(self) -> None:
        with pytest.raises(Refused, match="no title"):
            read(p("A sentence, and one more.") + p("Another one."))

    def test_the_name_of_the_file_is_the_last_resort_and_said(self) -> None:
        data = word_file(p("A sentence, and one more.") + p("Another one."))
        reading = parse_word(data, name="texts/what-is_a-quorum.docx")
        assert reading.document.title == "What is a quorum"
        assert any("the file’s name is the title" in note.message for note in reading.notes)

    def test_date_and_byline_under_the_title_are_what_they_say(self) -> None:
        body = HEAD + p("By Ada Mora and Ben Oduya") + p("Published 3 May 2021") + p("Words.")
        reading = read(body)
        assert reading.authors == ("Ada Mora", "Ben Oduya")
        assert reading.document.first_published == "2021-05-03"
        assert reading.document.lead == "Words."

    def test_a_sentence_that_begins_so_is_text(self) -> None:
        body = p("By law, a quorum is half of them in 2021") + p("Words.")
        assert read(HEAD + body).authors == ()
        assert lead(body).startswith("By law, a quorum")

    def test_a_subtitle_is_the_standfirst(self) -> None:
        document = read(HEAD + p("In short: a number.", "Subtitle") + p("Words.")).document
        assert (document.standfirst, document.lead) == ("In short: a number.", "Words.")

    def test_lists_nest_and_begin_with_their_number(self) -> None:
        body = (
            item("one") + item("inner", depth=1) + item("two") + item("three", 2) + item("four", 2)
        )
        assert lead(body) == "- one\n  1. inner\n- two\n\n3. three\n4. four"

    def test_a_list_goes_on_behind_a_paragraph_with_its_next_number(self) -> None:
        assert lead(item("three", 2) + p("Between.") + item("four", 2)) == (
            "3. three\n\nBetween.\n\n4. four"
        )

    def test_a_table_is_one(self) -> None:
        row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
        table = row.format(p("Body"), p("Number")) + row.format(p("Council"), p("half | more"))
        assert lead(f"<w:tbl>{table}</w:tbl>") == (
            "| Body | Number |\n| --- | --- |\n| Council | half \\| more |"
        )

    def test_merged_cells_keep_their_words_in_their_columns(self) -> None:
        wide = f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("Wide")}</w:tc></w:tr>'
        row = f"<w:tr><w:tc>{p('a')}</w:tc><w:tc>{p('b')}</w:tc></w:tr>"
        assert lead(f"<w:tbl>{row}{wide}</w:tbl>").endswith("| a | b |\n| --- | --- |\n| Wide |  |")

    def test_a_table_of_one_cell_is_only_a_frame(self) -> None:
        assert lead(f"<w:tbl><w:tr><w:tc>{p('In a box.')}</w:tc></w:tr></w:tbl>") == "In a box."

    def test_a_quotation_is_one(self) -> None:
        assert lead(p("He said so.", "Quote")) == "> He said so."


class TestInline:
    """Emphasis, links, notes, signs."""

    def test_emphasis_and_links(self) -> None:
        runs = r("bold", "<w:b/>") + r(" and ") + r("leaning", "<w:i/>") + r(", see ") + LINK
        assert lead(p("A ", runs=runs)) == (
            "A **bold** and *leaning*, see [the rule](https://example.org/rule)"
        )

    def test_a_link_in_a_field_is_one(self) -> None:
        field = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            '<w:r><w:instrText> HYPERLINK "https://example.org/" </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + r("there")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        assert lead(p("Look ", runs=field + r("."))) == "Look [there](https://example.org/)."

    def test_a_script_is_no_link(self) -> None:
        relation = (
            '<Relationship Id="x" Type="/hyperlink" Target="javascript:alert(1)"'
            ' TargetMode="External"/>'
        )
        body = p("Press ", runs='<w:hyperlink r:id="x">' + r("here") + "</w:hyperlink>")
        assert lead(body, relations=relation) == "Press here"

    def test_footnotes_stand_with_their_part(self) -> None:
        assert lead(p("A number", runs=NOTE + r(".")), footnotes=FOOTNOTES) == (
            "A number[^1].\n\n[^1]: Rule 12."
        )

    def test_what_looks_like_markup_is_text(self) -> None:
        document = read(HEAD + p("1 * 2 * 3 [x] &lt;b&gt; # {{ y }} _z_")).document
        assert plain_text(html_of(document.lead or "", "lead")).strip() == (
            "1 * 2 * 3 [x] <b> # {{ y }} _z_"
        )


class TestFormulas:
    """Formulas in a line of text: no sign is lost, and each is reported."""

    @pytest.mark.parametrize(
        ("formula", "shown"),
        [
            ("{E=m}<m:sSup><m:e>{c}</m:e><m:sup>{2}</m:sup></m:sSup>", "E=mc^2"),
            ("<m:f><m:num>{a+b}</m:num><m:den>{2}</m:den></m:f>", "(a+b)/2"),
            ("<m:rad><m:deg/><m:e>{2x}</m:e></m:rad>", "√(2x)"),
            ("<m:sSub><m:e>{x}</m:e><m:sub>{i+1}</m:sub></m:sSub>", "x_(i+1)"),
            (
                '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{i=1}</m:sub>'
                "<m:sup>{n}</m:sup><m:e>{i}</m:e></m:nary>",
                "∑_(i=1)^n i",
            ),
            ("<m:d><m:e>{a}</m:e><m:e>{b}</m:e></m:d>", "(a|b)"),
            ("<m:func><m:fName>{sin}</m:fName><m:e>{x}</m:e></m:func>", "sin x"),
            ("<m:m><m:mr><m:e>{a}</m:e><m:e>{b}</m:e></m:mr></m:m>", "[a, b]"),
            ("<m:box><m:e>{kept}</m:e></m:box>", "kept"),
            ("<w:del>{gone}</w:del>{kept}", "kept"),
        ],
    )
    def test_a_formula_keeps_its_signs(self, formula: str, shown: str) -> None:
        xml = formula.replace("{", "<m:r><m:t>").replace("}", "</m:t></m:r>")
        body = p("So ", runs=f"<m:oMath>{xml}</m:oMath>")
        document = read(HEAD + body).document
        assert plain_text(html_of(document.lead or "", "lead")) == f"So {shown}"
        assert "1 formulas became plain text" in notes(body)

    def test_a_formula_between_paragraphs_is_one(self) -> None:
        body = p("So:") + "<m:oMathPara><m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath></m:oMathPara>"
        assert lead(body) == "So:\n\na=b"

    def test_a_formula_nested_beyond_sense_keeps_its_signs(self) -> None:
        deep = "<m:box>" * 60 + "<m:r><m:t>x</m:t></m:r>" + "</m:box>" * 60
        assert lead(p("So ", runs=f"<m:oMath>{deep}</m:oMath>")) == "So x"


class TestRuby:
    """Readings beside signs."""

    def test_a_reading_stands_in_parentheses(self) -> None:
        ruby = f"<w:rt>{r('とう')}</w:rt><w:rubyBase>{r('東')}</w:rubyBase>"
        assert lead(p("", runs=f"<w:r><w:ruby>{ruby}</w:ruby></w:r>")) == "東(とう)"


class TestTrackedChanges:
    """Taken as accepted, and reported."""

    BODY = p(
        "It is ",
        runs=f'<w:ins w:id="1">{r("more than ")}</w:ins>'
        '<w:del w:id="2"><w:r><w:delText>exactly </w:delText></w:r></w:del>' + r("half."),
    )

    def test_insertions_are_in_and_deletions_out(self) -> None:
        assert lead(self.BODY) == "It is more than half."

    def test_they_are_reported(self) -> None:
        assert "1 tracked insertions were taken as accepted" in notes(self.BODY)
        assert "1 tracked deletions were taken as accepted" in notes(self.BODY)

    def test_a_deleted_paragraph_end_joins_two_paragraphs(self) -> None:
        deleted = "<w:rPr><w:del/></w:rPr>"
        assert lead(p("One ", properties=deleted) + p("and two.")) == "One and two."


class TestLeftOut:
    """What isn't the text, each reported."""

    def test_a_table_of_contents(self) -> None:
        assert lead(p("Why .... 2", "TOC1") + p("Words.")) == "Words."
        assert "table of contents" in notes(p("Why .... 2", "TOC1") + p("Words."))

    def test_headers_and_footers(self) -> None:
        relation = '<Relationship Id="h" Type="/header" Target="header1.xml"/>'
        header = (
            '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"{p('Draft of May')}</w:hdr>"
        )
        reading = read(
            HEAD + p("Words."), relations=relation, others={"word/header1.xml": header.encode()}
        )
        assert reading.document.lead == "Words."
        assert any("1 headers or footers were left out" in one.message for one in reading.notes)

    def test_hidden_text(self) -> None:
        assert lead(p("Seen.", runs=r(" Hidden.", "<w:vanish/>"))) == "Seen."
        assert "hidden text" in notes(p("Seen.", runs=r(" Hidden.", "<w:vanish/>")))

    def test_a_text_box_is_in_once(self) -> None:
        box = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
        drawing = (
            "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
            f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
            f"{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
        assert lead(p("Beside.", runs=drawing)) == "Beside.\n\nIn the box."


class TestProperties:
    """What the file says about itself."""

    CORE = (
        "<dc:title>Document1</dc:title><dc:creator>Ada Mora; Ben Oduya</dc:creator>"
        "<cp:keywords>Rules, Votes</cp:keywords><dc:language>de-DE</dc:language>"
        "<dcterms:created>2021-05-03T10:00:00Z</dcterms:created>"
    )

    def test_authors_topics_and_language(self) -> None:
        reading = read(HEAD + p("Words."), core=self.CORE)
        assert reading.authors == ("Ada Mora", "Ben Oduya")
        assert reading.topics == ("Rules", "Votes")
        assert reading.document.language == "de-DE"

    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("Words of 2021.", "en-GB"),
            ("النصاب هو عدد (quorum)", "ar-SA"),
            ("定足数とは何か。", "ja-JP"),
        ],
    )
    def test_of_the_languages_of_a_style_the_one_of_the_script_is_taken(
        self, text: str, language: str
    ) -> None:
        styles = (
            '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            "<w:docDefaults><w:rPrDefault><w:rPr>"
            '<w:lang w:val="en-GB" w:eastAsia="ja-JP" w:bidi="ar-SA"/>'
            "</w:rPr></w:rPrDefault></w:docDefaults></w:styles>"
        )
        others = {"word/styles.xml": styles.encode()}
        core = "<dc:title>A title</dc:title>"
        document = read(p(text), core=core, others=others).document
        assert document.language == language

    def test_when_a_file_was_made_is_no_date_of_publication(self) -> None:
        reading = read(HEAD + p("Words."), core=self.CORE)
        assert reading.document.first_published is None
        assert any("2021-05-03" in note.message for note in reading.notes)

    def test_a_program_is_no_author(self) -> None:
        assert read(HEAD + p("Words."), core="<dc:creator>python-docx</dc:creator>").authors == ()


class TestPictures:
    """Kept by the hash of their bytes, or reported."""

    DRAWING = (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" descr="A hall"/>'
        '<a:blip r:embed="i"/></wp:inline></w:drawing></w:r>'
    )

    def test_a_picture_comes_along(self) -> None:
        reading = read(HEAD + p("See ", runs=self.DRAWING))
        assert [one.sha256 for one in reading.pictures] == [
            (reading.document.lead or "").partition("asset:")[2].rstrip(")")
        ]
        assert (reading.document.lead or "").startswith("See ![A hall](asset:")

    def test_what_is_no_picture_is_reported_with_its_description(self) -> None:
        data = word_file(
            HEAD + p("See ", runs=self.DRAWING), others={"word/media/image1.png": b"x"}
        )
        reading = parse_word(data)
        assert reading.document.lead == "See A hall"
        assert any("image1.png can’t be kept" in note.message for note in reading.notes)


def test_a_document_is_equal_to_itself_read_again() -> None:
    first: Document = read(HEAD + p("Words.")).document
    assert read(HEAD + p("Words.")).document == first


def test_an_empty_paragraph_of_the_style_title_is_no_title() -> None:
    reading = read(p("", "Title") + HEAD + p("Half of all members."))
    assert reading.document.title == "What is a quorum?"
    assert reading.document.lead == "Half of all members."


def test_a_file_whose_first_heading_is_none_of_the_highest_has_its_name_as_title() -> None:
    body = p("Half of all members.") + p("Who counts", "Heading2") + p("All.")
    assert parse_word(word_file(body), name="a/the-quorum.docx").document.title == "The quorum"
