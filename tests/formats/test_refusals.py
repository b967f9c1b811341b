"""Files that are no explainer are refused with the line, what was found and what was expected."""

import re

import pytest

from formats.parsed import Refused
from formats.text.plain_text import parse_plain_text

HEAD = "date 2023-11-23 A Title\n\n"
LEAD = f"{HEAD}Some text.\n\n"
FAQ = "FAQ:\n\nQ: Why?\n\nA: So.\n\n"

CASES = {
    "empty": ("", 1, "an empty file"),
    "white space": ("\ufeff \n\u00a0\n\t\u200b\n", 1, "nothing but white space"),
    "a day that does not exist": ("date 2023-02-30 A Title\n\nText.", 1, "“2023-02-30”"),
    "a month that does not exist": ("date 2023-13 A Title\n\nText.", 1, "“2023-13”"),
    "a date in another notation": ("date 23.11.2023 A Title\n\nText.", 1, "“23.11.2023”"),
    "a word for a date": ("date yesterday A Title\n\nText.", 1, "“yesterday”"),
    "no date": ("date\n\nText.", 1, "no date"),
    "no title": ("date 2023-11-23\n\nText.", 1, "without a title"),
    "a title of signs": ("date 2023-11-23 ***\n\nText.", 1, "without a title"),
    "a title alone": ("\ndate 2023-11-23 A Title\n", 2, "and no text"),
    "a bare title alone": ("A Title", 1, "and no text"),
    "a title of two lines": ("date 2023 A Title\nOf Two\n\nText.", 2, "right below the title"),
    "a bare title of two lines": ("A Title\nOf Two Lines\n\nText.", 2, "right below the title"),
    "an enormous first line": ("word " * 2_000, 1, "a first line of 9,999 characters"),
    "a long bare title": ("A Title " * 30 + "\n\nText.", 1, "239 characters without a date"),
    "a paragraph for a title": ("This is a sentence.\n\nText.", 1, "“This is a sentence.”"),
    "a heading for a title": ("Background:\n\nText.", 1, "“Background:”"),
    "an FAQ for a title": ("FAQ\n\nQ: Why?\n\nA: So.", 1, "“FAQ”"),
    "a question for a title": ("Q: Why?\n\nA: So.", 1, "“Q: Why?”"),
    "a conclusion for a title": ("In conclusion, no\n\nText.", 1, "“In conclusion, no”"),
    "a head that was cut": ("te 2023-11-23 A Title\n\nText.", 1, "“te 2023-11-23 A Title”"),
    "a head that was cut more": ("3-11-23 A Title\n\nText.", 1, "“3-11-23 A Title”"),
    "JSON": ('{"title": "A Title"}\n\nText.', 1, "{"),
    "two explainers": (f"{LEAD}\n\n date 2022 Another One\n\nText.", 7, "a second date line"),
    "two explainers glued": (f"{HEAD}The end. date 2022-01-01 Another\n\nText.", 3, "second date"),
    "a question without an answer": (f"{LEAD}FAQ:\n\nQ: Why?\n\nQ: How?\n\nA: So.", 9, "Why?"),
    "a last question without answer": (f"{LEAD}FAQ:\n\nQ: Why?\n\nA: So.\n\nQ: How?", 11, "How?"),
    "a question and its end": (f"{LEAD}Q: Why?\n\nIn conclusion, no.", 7, "after the question"),
    "a question and a heading": (f"{LEAD}Q: Why?\n\nConclusion:\n\nNo.", 7, "a heading"),
    "an answer without its mark": (f"{LEAD}Q: Why?\n\nA: So.\n\nQ: How?\n\nNo.", 11, "“No.”"),
    "an answer without a question": (f"{LEAD}A: Because.", 5, "an answer without a question"),
    "a second answer": (f"{LEAD}Q: Why?\n\nA: So.\n\nA: Or so.", 9, "an answer without a question"),
    "two answers in a block": (f"{LEAD}Q: Why?\nA: So.\nA: Or so.", 7, "question (“Or so.”)"),
    "two questions in a block": (f"{LEAD}Q: Why?\nQ: How?\nA: So.", 6, "another question"),
    "an empty question": (f"{LEAD}Q:\n\nA: Because.", 5, "a question without words"),
    "an empty answer": (f"{LEAD}Q: Why?\n\nA:\n\nMore.", 7, "an answer without words"),
    "an FAQ without questions": (f"{LEAD}FAQ:\n\nIt is a page.", 7, "“It is a page.”"),
    "an FAQ at the end": (f"{LEAD}FAQ:", 5, "nothing under the heading of the FAQ"),
    "a second FAQ": (f"{LEAD}{FAQ}{FAQ}", 11, "a second FAQ"),
    "an empty section": (f"{LEAD}One:\n\nTwo:\n\nText.", 7, "“Two:” right under the heading “One”"),
    "an empty last section": (f"{LEAD}One:", 5, "the heading “One” without text"),
    "a heading of a colon": (f"{LEAD}:\n\nText.", 5, "a heading without words"),
    "a section after the FAQ": (f"{LEAD}FAQ\n\nWhy?\n\nSo.\n\nMore:\n\nText.", 11, "“More”"),
    "a title in the FAQ": (f"{LEAD}FAQ\n\nWhy?\n\nSo.\n\nAbout Us\n\nText.", 11, "“About Us”"),
    "a conclusion too early": (f"{LEAD}{FAQ}Conclusion:\n\nNo.\n\nQ: A? A: B.", 11, "“Conclusion”"),
    "HTML": ("<!DOCTYPE html>\n<html><body><p>Text.</p></body></html>", 1, "HTML"),
    "a part of HTML": ("<p>A Title</p>\n\n<p>Text.</p>", 1, "HTML"),
    "HTML below a head": (f"{HEAD}{'<p>Text <b>and</b> text.</p> ' * 5}", 3, "HTML"),
    "front matter": ("---\ntitle: A Title\n---\n\nText.", 1, "front matter"),
    "Markdown": (f"{LEAD}## A Heading\n\nText.", 5, "a Markdown heading"),
    "a title of Markdown": ("# A Title\n\nText.", 1, "a Markdown heading"),
    "headings of Markdown": (f"{LEAD}# One\n\nText.\n\n# Two\n\nText.", 5, "(“# One”)"),
    "a control character": (f"{LEAD}A b\x07ell.", 5, "U+0007"),
    "a bidirectional override": (f"{LEAD}user\u202egnp.exe", 5, "U+202E"),
    "an open isolate": (f"{LEAD}a \u2067 b", 5, "isolate"),
    "an isolate over an answer": (f"{LEAD}Q: a\u2067 b? A: c\u2069 d", 5, "isolate"),
    "a long question": (f"{LEAD}Q: {'why ' * 200}?\n\nA: So.", 5, "question of q1"),
    "a long section": (f"{LEAD}One:\n\n{'text ' * 250_000}", 5, "body of s1"),
    "a long lead": (f"{HEAD}{'text ' * 250_000}", 3, "lead: has 1,249,999 characters"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused(case: str) -> None:
    text, line, found = CASES[case]
    with pytest.raises(Refused, match=re.escape(found)) as refusal:
        parse_plain_text(text.encode())
    assert refusal.value.line == line
    assert str(refusal.value).startswith(f"line {line}: found ")
    assert refusal.value.expected


def test_too_many_questions_are_refused() -> None:
    with pytest.raises(Refused, match="2001 members"):
        parse_plain_text(f"{LEAD}{'Q: Why? A: So. ' * 2_001}".encode())


def test_a_language_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match="language"):
        parse_plain_text(LEAD.encode(), language="no language")
