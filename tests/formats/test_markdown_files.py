"""Markdown files of the kinds that site makers keep, read into documents."""

import re
from collections import Counter
from pathlib import Path

import pytest

from documents.markdown import html_of
from formats.composing.tree import parsed_fragment
from formats.markdown.front_matter import parted
from formats.markdown.source import parse_markdown
from formats.markdown.templates import without_templates
from formats.markdown.tree import rendered
from formats.parsed import ParsedExplainer, Refused
from tests.formats.shown import shown_words, words_in

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "markdown"


def read(text: str, name: str = "") -> ParsedExplainer:
    """The reading of a text."""
    return parse_markdown(text.encode(), name=name)


def of_file(name: str) -> ParsedExplainer:
    """The reading of a fixture."""
    return parse_markdown((FOLDER / name).read_bytes(), name=name)


def body(text: str) -> str:
    """The lead of a text under a title."""
    return read(f"# T\n\n{text}").document.lead or ""


class TestLongTags:
    """Tags of site makers over several lines."""

    @pytest.mark.parametrize(
        "tag",
        [
            '{{< figure\n  src="hall.png"\n  title="The hall"\n>}}',
            '{% include card.html\n   title="The hall"\n%}',
            '{%- call card({\n  src: "/hall.svg",\n  title: "The hall"\n}) %}',
            "{{% notice\ninfo\n%}}",
        ],
    )
    def test_a_tag_over_several_lines_is_left_out_whole_and_reported_once(self, tag: str) -> None:
        reading = read(f"# Quorum\n\nBefore it.\n\n{tag}\n\nBehind it.")
        assert reading.document.lead == "Before it.\n\nBehind it."
        assert [note.line for note in reading.notes if "was left out" in note.message] == [
            5 + tag.count("\n")
        ]

    def test_a_value_over_two_lines_leaves_its_paragraph_and_link_whole(self) -> None:
        text = "See [rule 12]({{ site.rules\n}}/rules/12) on\nmajorities."
        assert body(text) == "See [rule 12](/rules/12) on majorities."

    def test_a_tag_in_a_heading_takes_no_line_of_the_text(self) -> None:
        text = "## Who counts {{< icon\n name >}}\nAll members."
        section = read(f"# Quorum\n\nWords.\n\n{text}").document.sections[0]
        assert (section.heading, section.body) == ("Who counts", "All members.")

    @pytest.mark.parametrize(
        "text",
        [
            "```\n{% include\na %}\n```",
            "A `{%` opens a tag.\n\nAnd `%}` ends it.",
            "A brace {{ that nobody\n\nends stays.",
        ],
    )
    def test_what_is_code_or_no_tag_stays(self, text: str) -> None:
        assert body(text) == text


class TestFrontMatter:
    """What a file says about itself."""

    def test_entities_and_emphasis_in_what_is_said_are_what_their_site_shows(self) -> None:
        front = "title: Votes&#58; who <em>counts</em>?\ntags: [Rules &amp; votes, C#]"
        reading = read(f"---\n{front}\nsummary: Half&nbsp;of&#8230; all\n---\nWords.")
        assert reading.document.title == "Votes: who counts?"
        assert reading.document.standfirst == "Half of… all"
        assert reading.topics == ("Rules & votes", "C#")

    def test_angle_brackets_that_are_no_emphasis_stay_in_a_title(self) -> None:
        assert read("---\ntitle: What is Vec<T>?\n---\nWords.").document.title == "What is Vec<T>?"

    def test_a_title_that_is_too_long_is_cut_and_its_rest_opens_the_text(self) -> None:
        title = " ".join(["Quorum"] * 90)
        reading = read(f"---\ntitle: {title}\n---\nWords.")
        assert reading.document.title == " ".join(["Quorum"] * 71) + "…"
        assert reading.document.lead == "…" + " ".join(["Quorum"] * 19) + "\n\nWords."
        assert any("it was cut" in note.message for note in reading.notes)

    @pytest.mark.parametrize("name", ["permalink", "url"])
    def test_an_address_that_is_switched_off_is_none(self, name: str) -> None:
        reading = read(f"---\ntitle: A quorum\n{name}: false\n---\n\nWords.")
        assert (reading.slug, reading.aliases) == ("a-quorum", ())

    def test_toml_gives_title_date_authors_topics_and_old_addresses(self) -> None:
        reading = of_file("hugo.md")
        assert reading.document.title == "What is a quorum?"
        assert reading.document.standfirst == "How many members must be there."
        assert reading.document.first_published == "2021-05-03"
        assert reading.authors == ("Ada Mora", "Ben Oduya")
        assert reading.topics == ("Votes", "Rules")
        assert reading.aliases == ("/old/quorum/",)

    def test_yaml_that_is_broken_is_read_by_lines_and_said(self) -> None:
        reading = of_file("2020-02-29-who-counts-the-votes.md")
        assert reading.document.title == "Who counts: the votes"
        assert reading.authors == ("Ada Mora", "Ben Oduya")
        assert reading.topics == ("votes", "Counting")
        assert any("front matter is broken (line 3" in note.message for note in reading.notes)

    def test_the_name_of_a_file_gives_the_date_and_the_address(self) -> None:
        reading = of_file("2020-02-29-who-counts-the-votes.md")
        assert reading.document.first_published == "2020-02-29"
        assert reading.slug == "who-counts-the-votes"

    @pytest.mark.parametrize(
        "text",
        [
            "---\ntitle: Yes\ndate: 2021-05\nlang: de\n---\nText.\n",
            '+++\ntitle = "Yes"\ndate = "2021-05"\nlang = "de"\n+++\nText.\n',
            '{"title": "Yes", "date": "2021-05", "lang": "de"}\nText.\n',
            "Title: Yes\nDate: 2021-05\nLang: de\n\nText.\n",
            "\ufeff---\r\nlang: de\r\ndate: 2021-05\r\ntitle: Yes\r\n---\r\n\r\nText.\r\n",
        ],
    )
    def test_every_kind_says_the_same(self, text: str) -> None:
        document = read(text).document
        held = (document.title, document.first_published, document.language, document.lead)
        assert held == ("Yes", "2021-05", "de", "Text.")

    def test_two_rules_around_text_are_no_front_matter(self) -> None:
        assert body("---\n\nWords.\n\n---\n\nMore.") == "Words.\n\n***\n\nMore."

    def test_an_alias_that_repeats_itself_is_not_followed(self) -> None:
        bomb = "---\ntitle: T\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\nText.\n"
        assert any("repeats itself" in note.message for note in read(bomb).notes)

    def test_members_without_use_are_reported(self) -> None:
        notes = read("---\ntitle: T\nimage: a.png\n---\nText.\n").notes
        assert any(note.message == "not used of the front matter: image" for note in notes)

    def test_a_draft_is_known_as_one(self) -> None:
        assert read("---\ntitle: T\ndraft: true\n---\nText.\n").is_draft
        assert read("---\ntitle: T\npublished: false\n---\nText.\n").is_draft
        assert not read("---\ntitle: T\npublished: true\n---\nText.\n").is_draft


class TestHeadings:
    """Title, sections, and what is no heading."""

    def test_the_first_heading_is_the_title_and_the_next_level_makes_sections(self) -> None:
        document = read("# T *x*\n\nLead.\n\n### A\n\na\n\n#### B\n\nb\n\n### C\n").document
        assert (document.title, document.lead) == ("T x", "Lead.")
        assert [(one.heading, one.body) for one in document.sections] == [
            ("A", "a\n\n# B\n\nb"),
            ("C", None),
        ]

    def test_sections_may_be_of_the_first_level_and_underlined(self) -> None:
        document = read("---\ntitle: T\n---\nA\n===\n\na\n\nB\n===\n\nb\n").document
        assert [one.heading for one in document.sections] == ["A", "B"]

    def test_a_heading_that_repeats_the_title_goes(self) -> None:
        document = read("---\ntitle: What is it?\n---\n# What is it?\n\nThis.\n").document
        assert (document.title, document.lead, document.sections) == ("What is it?", "This.", ())

    def test_a_heading_without_a_space_is_one_and_a_tag_is_none(self) -> None:
        document = read("# T\n\n##Why it is\n\n#quorum and words.\n").document
        assert [(one.heading, one.body) for one in document.sections] == [
            ("Why it is", "\\#quorum and words.")
        ]

    def test_a_heading_in_code_is_none(self) -> None:
        assert body("```\n# no\n```\n\n    # no\n") == "```\n# no\n```\n\n```\n# no\n```"

    def test_without_a_title_the_name_of_the_file_is_one(self) -> None:
        reading = read("Words only.\n", "posts/why-we-vote.md")
        assert reading.document.title == "Why we vote"
        assert any("the name of the file became it" in note.message for note in reading.notes)

    def test_without_a_title_and_a_name_a_file_is_refused(self) -> None:
        with pytest.raises(Refused, match="no title"):
            read("Words only.\n")


class TestQuestions:
    """Questions and answers in the shapes that people use."""

    def test_headings_and_what_unfolds_under_an_faq_ask(self) -> None:
        document = of_file("hugo.md").document
        assert [(one.question, one.answer) for one in document.faqs] == [
            ("Is it always half?", "No. Some bodies ask for less.\n\nOthers ask for more."),
            ("Who counts?", "Tellers do.[^1]\n\n[^1]: Two of each side."),
            ("What if nobody comes?", "Then **nothing** is decided."),
        ]

    def test_marked_questions_ask_wherever_their_answers_begin(self) -> None:
        document = of_file("2020-02-29-who-counts-the-votes.md").document
        assert [(one.question, one.answer) for one in document.faqs] == [
            ("Are they paid?", "They are not."),
            ("May they vote?", "They may.\n\nYes, even then."),
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "## FAQ\n\n## Who?\n\nShe.\n\n## When?\n\nNow.",
            "## Häufige Fragen\n\n### Who?\n\nShe.\n\n### When?\n\nNow.",
            "## Preguntas frecuentes\n\n**Who?** She.\n\n**When?** Now.",
            "## Frequently Asked Questions (FAQ)\n\n**Who?**\n\nShe.\n\n**When?**\n\nNow.",
            "## FAQ\n\nWho?\n\nShe.\n\nWhen?\n\nNow.",
            "## FAQ\n\n- **Who?** She.\n- **When?** Now.",
            "Who?\n: She.\n\nWhen?\n: Now.",
            "Q: Who? A: She.\n\nQ: When? A: Now.",
            "**Q1: Who?**\n\n**A1:** She.\n\n**Q2: When?**\n\n**A2:** Now.",
            "<details><summary>Who?</summary>She.</details>"
            "<details><summary>When?</summary>Now.</details>",
        ],
    )
    def test_every_shape_gives_the_same(self, text: str) -> None:
        document = read(f"# T\n\nLead.\n\n{text}\n").document
        asked = [(one.question, one.answer) for one in document.faqs]
        assert asked == [("Who?", "She."), ("When?", "Now.")]
        assert (document.lead, document.sections) == ("Lead.", ())

    def test_what_stands_behind_questions_is_said_to_move(self) -> None:
        reading = read("# T\n\n## FAQ\n\n### Who?\n\nShe.\n\n## More\n\nText.\n")
        assert [one.heading for one in reading.document.sections] == ["More"]
        assert any("“More” stands behind questions" in note.message for note in reading.notes)

    def test_a_question_without_an_answer_stays_as_a_heading(self) -> None:
        document = read("# T\n\n## FAQ\n\n### Who?\n\n### When?\n\nNow.\n").document
        assert [one.heading for one in document.sections] == ["Who?"]
        assert [one.question for one in document.faqs] == ["When?"]

    def test_the_end_is_conclusion_and_references(self) -> None:
        document = of_file("hugo.md").document
        assert document.conclusion is not None
        assert document.conclusion.startswith("It is a rule against absence.")
        assert document.references is not None
        assert document.references.startswith("1. Rules of procedure, 2019.")


class TestDialect:
    """What is written comes out in the dialect of the record, and shows the same words."""

    @pytest.mark.parametrize("path", sorted(FOLDER.glob("*.md")), ids=lambda path: path.stem)
    def test_no_word_is_lost_and_none_is_doubled(self, path: Path) -> None:
        from_file = of_file(path.name)
        front = parted(path.read_text())
        text, _notes = without_templates(front.text, 1)
        source, said = words_in(parsed_fragment(rendered(text))), shown_words(from_file.document)
        lost, new = source - said, said - source
        assert lost <= Counter(
            ["FAQ", "Questions", "Conclusion", "References", "Q", "A", "Q2", "A"]
        )
        document = from_file.document
        assert new <= Counter(
            re.findall(r"\w+", f"{document.title} {document.standfirst} A gavel on a table")
        )

    def test_tables_lists_code_and_links_survive(self) -> None:
        section = of_file("hugo.md").document.sections[0].body or ""
        assert "- A chamber\n  1. counts its seats\n  2. halves them\n- A club does not" in section
        assert "| Body | Share |\n| --- | --- |\n| Chamber | 1/2 |" in section
        assert "```liquid\n# no heading {{ here }}\n```" in section
        lead = of_file("hugo.md").document.lead or ""
        assert "[there](<https://example.org/rules_(old)>)" in lead

    def test_a_pipe_in_a_cell_of_code_stays_in_its_cell(self) -> None:
        section = of_file("hugo.md").document.sections[0].body or ""
        assert "<td><code>none | some</code></td>" in html_of(section, "s1")

    def test_notes_are_numbered_in_their_own_part_and_none_gets_lost(self) -> None:
        document = of_file("hugo.md").document
        assert "[^1]: A Latin word.\n\n    It means “of whom”." in (document.lead or "")
        assert "Nothing refers to this note." in (document.references or "")

    def test_html_in_markdown_keeps_its_words_and_loses_what_acts(self) -> None:
        lead = of_file("plain.md").document.lead or ""
        assert "Raw **words** stay." in lead
        assert "alert" not in lead
        assert "steal" not in lead

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("a\n  b", "a b"),
            ("2\\. no list", "2\\. no list"),
            ("a_b_c", "a\\_b\\_c"),
            ("x**y**z", "x**y**z"),
            ("**a** **b**", "**a b**"),
            ("H<sub>2</sub>O", "H₂O"),
            ("<b>“a”</b>b", "“a”b"),
            ("line  \nbreak", "line\\\nbreak"),
            ("[js](javascript:x) [m](mailto:a@b.c)", "js [m](mailto:a@b.c)"),
            ("wow! [x](https://a.b)", "wow! [x](https://a.b)"),
            ("* a\n* b\n\n- c", "- a\n- b\n\n+ c"),
            ("a | b", "a \\| b"),
        ],
    )
    def test_lines_are_written_in_one_way(self, written: str, expected: str) -> None:
        assert body(written) == expected

    def test_tags_of_site_makers_go_and_what_is_between_them_stays(self) -> None:
        text = "{% raw %}a{% endraw %} {{ x }} b {{< tip >}}c{{< /tip >}} d\n{: .cls}\n\n`{% x %}`"
        reading = read(f"# T\n\n{text}")
        assert (reading.document.lead or "").split("\n") == ["a b c d", "", "`{% x %}`"]
        assert [note.line for note in reading.notes if "was left out" in note.message] == [
            3
        ] * 5 + [4]

    def test_a_picture_becomes_its_description_and_is_reported_with_its_line(self) -> None:
        reading = of_file("plain.md")
        assert "A gavel on a table" in (reading.document.lead or "")
        assert any(
            note.line == 19 and "gavel.png isn’t kept here" in note.message
            for note in reading.notes
        )

    def test_how_a_text_is_wrapped_and_marked_makes_no_difference(self) -> None:
        one = "# T\n\nA *b* c\nd.\n\n* x\n* y\n\n## S\n\n> q\n"
        two = "T\n=\n\nA _b_\nc d.\n\n+ x\n+ y\n\nS\n-\n\n>q\n"
        assert read(one).document == read(two).document
