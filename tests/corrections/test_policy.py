"""How this site corrects: the built-in rules, and an explainer in their place."""

from dataclasses import replace

import pytest
from django.test import Client

from articles.models import Article
from articles.readiness import problems_of
from corrections.kinds import KINDS, draft_of_policy, rules
from documents.document import Document
from tests.admin.cast import ADD, desk_of
from tests.articles.cast import a_draft, a_published
from tests.corrections.cast import publish_one
from tests.corrections.test_public_pages import read

pytestmark = pytest.mark.django_db

ADDRESS = "/corrections/policy/"


def test_a_site_without_a_policy_shows_the_rules_of_every_kind(client: Client) -> None:
    page = read(client, ADDRESS)
    for kind in KINDS.values():
        assert f"<dt>{kind.label}</dt>" in page
        assert kind.when in page


def test_the_rules_are_those_that_are_enforced() -> None:
    told = {rule.label: " ".join(rule.facts) for rule in rules()}
    assert "One person may publish it." in told["Minor fix"]
    assert "Another person approves it" in told["Copy edit"]
    assert "It names a source" in told["Correction"]
    assert "The text stays as it is." in told["Retraction"]


def test_the_policy_is_an_explainer_with_versions(client: Client) -> None:
    article, _version = a_published(draft_of_policy(), slug="corrections-policy")
    response = client.get(ADDRESS)
    assert response.status_code == 302
    assert response["Location"] == "/articles/corrections-policy/"
    changed = replace(draft_of_policy(), lead="We publish explainers, and we correct them.")
    publish_one(article, changed)
    assert "Version 2" in read(client, f"{response['Location']}history/")


def test_a_draft_of_a_policy_is_no_policy_yet(client: Client) -> None:
    a_draft(draft_of_policy(), slug="corrections-policy")
    assert client.get(ADDRESS).status_code == 200


def test_editors_are_offered_a_first_draft_that_can_be_published(client: Client) -> None:
    assert f'href="{ADD}?draft=policy"' in read(client, ADDRESS)
    desk = desk_of("ada")
    page = desk.get(f"{ADD}?draft=policy")
    sheet = page.context["sheet"]
    typed = {
        name: value
        for form in (sheet.form, *(one for kind in sheet.lists.values() for one in _forms(kind)))
        for name, value in _fields(form)
    }
    response = desk.post(ADD, typed)
    assert response.status_code == 302
    article = Article.objects.get()
    assert article.slug == "corrections-policy"
    assert [one.heading for one in article.sections.all()][:2] == [
        "What we call it",
        "Who decides",
    ]
    assert problems_of(article) == []


def _forms(formset: object) -> list[object]:
    return [formset.management_form, *formset.forms]  # type: ignore[attr-defined]


def _fields(form: object) -> list[tuple[str, object]]:
    """What a browser would send of a form as it stands."""
    return [
        (bound.html_name, bound.value())
        for bound in form  # type: ignore[attr-defined]
        if bound.value() not in (None, "", [])
    ]


def test_the_first_draft_says_what_each_kind_is() -> None:
    draft = draft_of_policy()
    assert isinstance(draft, Document)
    assert all(kind.label in (draft.sections[0].body or "") for kind in KINDS.values())
