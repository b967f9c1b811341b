"""Hypothesis strategies for documents: any valid one, odd Unicode included."""

import unicodedata
from typing import Any

from hypothesis import strategies as st

from documents.document import Document, DocumentAuthor, Question, Section
from documents.text import refusal_of

_characters = st.characters(exclude_categories=["Cs", "Cc", "Cn"])


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _fit(text: str) -> bool:
    return bool(text.strip()) and refusal_of(text) is None


lines = st.text(_characters, min_size=1, max_size=30).map(_nfc).filter(_fit)
markdown = (
    st.lists(
        lines
        | st.sampled_from(["# h", "* a\n* b", "**b**", "> q", "```\nx\n```", "|a|\n|-|\n|b|"]),
        min_size=1,
        max_size=4,
    )
    .map("\n\n".join)
    .filter(_fit)
)
authors = st.builds(DocumentAuthor, st.uuids().map(str), lines)


def _keyed(prefix: str, build: Any) -> st.SearchStrategy[Any]:
    numbers = st.lists(st.integers(1, 12), unique=True, max_size=6)
    return numbers.flatmap(
        lambda given: st.tuples(*(build(f"{prefix}{number}") for number in given))
    )


def _section(key: str) -> st.SearchStrategy[Section]:
    both = st.tuples(st.none() | lines, st.none() | markdown).filter(any)
    return both.map(lambda pair: Section(key, *pair))


def _question(key: str) -> st.SearchStrategy[Question]:
    return st.builds(Question, st.just(key), lines, markdown)


documents = st.builds(
    Document,
    title=lines,
    language=st.sampled_from(["en", "es", "es-MX", "ar"]),
    standfirst=st.none() | lines,
    authors=st.lists(authors, max_size=3, unique_by=lambda author: author.id).map(tuple),
    first_published=st.sampled_from([None, "2022", "2022-03", "2024-02-29"]),
    lead=st.none() | markdown,
    sections=_keyed("s", _section),
    faqs=_keyed("q", _question),
    conclusion=st.none() | markdown,
    references=st.none() | markdown,
)
