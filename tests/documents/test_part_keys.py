"""Part keys are given once in an explainer, and a part that is read anew keeps its own."""

import pytest

from articles import rows
from articles.models import Article
from documents.document import Document, Question, Section
from documents.keys import aligned
from tests.articles.cast import a_draft


def test_a_part_with_the_same_heading_keeps_its_key() -> None:
    held = Document("x", sections=(Section("s1", "One", "a"), Section("s3", "Two", "b")))
    read = Document("x", sections=(Section("s1", "Two", "new"), Section("s2", "One", "a")))
    assert [part.key for part in aligned(read, held).sections] == ["s3", "s1"]


def test_a_part_with_the_same_text_keeps_its_key() -> None:
    held = Document("x", faqs=(Question("q2", "Why?", "So."),))
    read = Document("x", faqs=(Question("q1", "Why indeed?", "So."),))
    assert [part.key for part in aligned(read, held).faqs] == ["q2"]


def test_a_new_part_gets_a_key_that_nobody_had() -> None:
    held = Document("x", sections=(Section("s1", "One"),))
    read = Document("x", sections=(Section("s1", "New"), Section("s2", "One")))
    assert [part.key for part in aligned(read, held, ["s7"]).sections] == ["s8", "s1"]


@pytest.mark.django_db
def test_the_largest_key_is_remembered_when_its_part_is_gone() -> None:
    draft = a_draft(Document("x", sections=(Section("s1", "One"), Section("s2", "Two"))))
    rows.write_draft(draft, Document("x", sections=(Section("s1", "One"),)))
    assert Article.objects.get(pk=draft.pk).keys_given == ("s2", "q0")
