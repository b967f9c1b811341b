"""The one form of an explainer: what it holds, what it refuses, how it is written down."""

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given

from documents.document import Document, DocumentAuthor, DocumentError, Question, Section
from tests.documents.strategies import documents

AUTHOR = "0b5c3c6e-9d0a-4d1c-8f43-0d6f1d3f1b11"


@given(documents)
def test_what_is_written_is_read_again(document: Document) -> None:
    assert Document.from_json(document.to_json()) == document


@given(documents)
def test_the_json_is_ascii_without_white_space_between_members(document: Document) -> None:
    text = document.to_json()
    assert text.isascii()
    assert json.dumps(json.loads(text), separators=(",", ":")) == text
    assert text.startswith('{"schema":1,"title":')


def test_the_bytes_are_the_same_in_another_process() -> None:
    code = (
        "from documents.document import *;"
        "print(Document('Ünïcode “x”', lead='a\\nb', sections=(Section('s2', 'H', None),"
        " Section('s1', None, '*b*')), faqs=(Question('q1', 'Q?', 'A'),)).to_json())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-X", f"int_max_str_digits={4300 + run}", "-c", code],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": str(run), "PYTHONPATH": "."},
        ).stdout
        for run in range(3)
    }
    expected = (
        '{"schema":1,"title":"\\u00dcn\\u00efcode \\u201cx\\u201d","language":"en",'
        '"standfirst":null,"authors":[],"first_published":null,"lead":"a\\nb",'
        '"sections":[{"key":"s2","heading":"H","body":null},'
        '{"key":"s1","heading":null,"body":"*b*"}],'
        '"faqs":[{"key":"q1","question":"Q?","answer":"A"}],"conclusion":null,"references":null}\n'
    )
    assert outputs == {expected.encode()}


@pytest.mark.parametrize(
    ("build", "part", "field"),
    [
        (lambda: Document(title=""), "explainer", "title"),
        (lambda: Document(title="a\nb"), "explainer", "title"),
        (lambda: Document(title="x" * 501), "explainer", "title"),
        (lambda: Document(title="x", standfirst=""), "explainer", "standfirst"),
        (lambda: Document(title="x", language="english!"), "explainer", "language"),
        (lambda: Document(title="x", first_published="2023-13"), "explainer", "first_published"),
        (lambda: Document(title="x", first_published="23-1-1"), "explainer", "first_published"),
        (lambda: Document(title="x", lead=" \n"), "explainer", "lead"),
        (lambda: Document(title="x", lead="a\0"), "explainer", "lead"),
        (lambda: Section("one", "H"), "one", "key"),
        (lambda: Section("s0", "H"), "s0", "key"),
        (lambda: Section("s1"), "s1", "body"),
        (lambda: Section("s1", "a\nb"), "s1", "heading"),
        (lambda: Question("s1", "Q?", "A"), "s1", "key"),
        (lambda: Question("q1", "", "A"), "q1", "question"),
        (lambda: Question("q1", "Q?", ""), "q1", "answer"),
        (lambda: DocumentAuthor("me", "Me"), "authors", "id"),
        (lambda: DocumentAuthor(AUTHOR.upper(), "Me"), "authors", "id"),
        (lambda: DocumentAuthor(AUTHOR, ""), "authors", "name"),
        (lambda: Document("x", sections=(Section("s1", "a"), Section("s1", "b"))), "s1", "key"),
    ],
)
def test_content_that_no_explainer_has_names_part_and_field(
    build: Any, part: str, field: str
) -> None:
    with pytest.raises(DocumentError) as refused:
        build()
    assert (refused.value.part, refused.value.field) == (part, field)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "json"),
        ("[" * 100_000, "json"),
        ("[]", "json"),
        ('{"schema":1}', "title"),
        (Document("x").to_json().replace('"schema":1', '"schema":2'), "schema"),
        (Document("x").to_json().replace('"schema":1', '"schema":true'), "schema"),
        (Document("x").to_json().replace('"lead":null', '"lead":""'), "lead"),
        (Document("x").to_json().replace('"lead":null', '"lead":NaN'), "json"),
        (Document("x").to_json().replace('"lead":null', '"lead":1'), "lead"),
        (Document("x").to_json().replace('"lead":null', '"lead":null,"lead":null'), "json"),
        (Document("x").to_json().replace('"lead":null', '"lede":null'), "lead"),
        (Document("x").to_json().replace('"lead":null', '"lead":null,"more":1'), "more"),
        (Document("x").to_json().replace('"sections":[]', '"sections":{}'), "sections"),
        (Document("x").to_json().replace('"sections":[]', '"sections":[1]'), "json"),
    ],
)
def test_json_that_is_no_document_names_the_member(text: str, field: str) -> None:
    with pytest.raises(DocumentError) as refused:
        Document.from_json(text)
    assert refused.value.field == field


def test_markdown_parts_come_in_reading_order() -> None:
    document = Document(
        "x",
        lead="l",
        sections=(Section("s2", "H"), Section("s1", None, "b")),
        faqs=(Question("q1", "Q?", "a"),),
        conclusion="c",
        references="r",
    )
    keys = [key for key, _source in document.markdown_parts()]
    assert keys == ["lead", "s1", "q1", "conclusion", "references"]
