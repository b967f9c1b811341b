"""Slugs: made of titles, in any script."""

import pytest

from documents.slugs import is_slug, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Are Russia and Mexico Allies?", "are-russia-and-mexico-allies"),
        ("Mexico’s constitution", "mexicos-constitution"),
        ("¿Qué es la OTAN?", "que-es-la-otan"),
        ("Straße & Fluß", "strasse-fluss"),
        ("Что такое НАТО?", "что-такое-нато"),
        ("什么是北约？", "什么是北约"),
        ("हिन्दी में", "हिन्दी-में"),
        ("???", "explainer"),
        ("a" * 100, "a" * 80),
        ("word " * 30, "-".join(["word"] * 16)),
    ],
)
def test_a_title_gives_a_slug(title: str, slug: str) -> None:
    assert slug_of(title) == slug
    assert is_slug(slug)


@pytest.mark.parametrize("text", ["", "-", "a-", "-a", "a--b", "A", "a b", "a/b", "é" * 81, "a_b"])
def test_what_is_no_slug_is_known(text: str) -> None:
    assert not is_slug(text)
