"""Articles in the words of schema.org, as JSON."""

import json
from typing import Any

import pytest

from formats.json_article import parse_json
from formats.parsed import ParsedExplainer, Refused

ARTICLE: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": ["NewsArticle"],
    "headline": "What is a quorum &amp; why?",
    "description": "How many must be there.",
    "datePublished": "2021-05-03T10:00:00Z",
    "inLanguage": "en_GB",
    "url": "https://example.org/quorum",
    "author": [{"@type": "Person", "name": "Ada Mora"}, "Ben Oduya"],
    "articleSection": "Politics",
    "keywords": "Votes, politics",
    "correction": [{"@type": "CorrectionComment", "text": "It said ten.", "datePublished": "2022"}],
}
FAQ: dict[str, Any] = {
    "@type": "FAQPage",
    "mainEntity": [
        {
            "@type": "Question",
            "name": "Who?",
            "acceptedAnswer": {"text": "<p>She <b>does</b>.</p>"},
        },
        {"@type": "Question", "name": "When?", "acceptedAnswer": {"text": "Now * then."}},
    ],
}


def read(value: Any) -> ParsedExplainer:
    """The reading of a value as JSON."""
    return parse_json(json.dumps(value).encode())


def test_an_article_of_plain_text_keeps_its_paragraphs() -> None:
    reading = read(ARTICLE | {"articleBody": "One <3 two.\n\n# Three *four*."})
    assert reading.document.lead == "One \\<3 two.\n\n\\# Three \\*four\\*."
    assert reading.document.title == "What is a quorum & why?"


def test_an_article_of_html_keeps_its_headings() -> None:
    reading = read(ARTICLE | {"articleBody": "<p>Lead.</p><h2>Why</h2><p>So.</p>"})
    assert [(one.heading, one.body) for one in reading.document.sections] == [("Why", "So.")]


def test_what_it_says_about_itself_is_kept() -> None:
    reading = read({"@graph": [{"@type": "Organization"}, ARTICLE | {"articleBody": "Text."}]})
    assert reading.document.first_published == "2021-05-03"
    assert reading.document.language == "en-GB"
    assert reading.authors == ("Ada Mora", "Ben Oduya")
    assert reading.topics == ("Politics", "Votes")
    assert reading.identity == "https://example.org/quorum"
    assert reading.past == (("2022", "It said ten."),)


def test_a_page_of_questions_is_an_explainer() -> None:
    document = read(FAQ | {"name": "Votes"}).document
    assert document.title == "Votes"
    asked = [(one.question, one.answer) for one in document.faqs]
    assert asked == [("Who?", "She **does**."), ("When?", "Now \\* then.")]


def test_an_article_with_questions_has_both() -> None:
    document = read([ARTICLE | {"articleBody": "Text."}, FAQ]).document
    assert (document.lead, len(document.faqs)) == ("Text.", 2)


def test_the_order_of_members_makes_no_difference() -> None:
    value = ARTICLE | {"articleBody": "Text."}
    assert read(value) == read(dict(reversed(value.items())))


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": ' + b"1" * 10_000 + b"}", "a number without end"),
        (b'{"a": 1}', "JSON of another kind"),
        (b'{"@type": "Recipe", "name": "x"}', "other things (Recipe)"),
        (b'{"@type": "Article", "headline": "x"}', "without articleBody"),
    ],
)
def test_anything_else_is_refused_with_the_reason(data: bytes, found: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_json(data)
    assert found in str(refusal.value)
