"""Confirming what one person published alone, by a version of its own."""

from dataclasses import replace
from typing import Any

import pytest

from articles.models import Page
from articles.reading import document_at
from corrections.models import Correction
from corrections.proposing.drafting import submit
from corrections.publishing import SameSigner, publish
from corrections.reviewing import NotPending, confirm
from record.models import Version
from record.verification import verify
from tests.articles.cast import a_published, ada, grace
from tests.corrections.cast import a_proposal, publish_one

pytestmark = pytest.mark.django_db


def published_alone(**told: Any) -> Correction:
    article, _version = a_published()
    proposal = submit(a_proposal(article, **told), by=ada())
    publish(proposal, by=ada(), alone="Nobody else is awake.")
    return Correction.objects.get(pk=proposal.pk)


def test_a_second_person_confirms_it_by_a_version_that_changes_no_word() -> None:
    correction = published_alone()
    assert correction.published_in is not None
    before = correction.published_in

    version = confirm(correction, by=grace())

    members = version.members
    assert (version.kind, version.number, members["confirms"]) == ("confirmation", 3, 1)
    assert document_at(version) == document_at(before)
    assert members["banners"] == before.members["banners"]
    assert [one["role"] for one in members["signers"]] == ["confirmer"]
    assert "second review pending" not in Page.objects.get().html
    assert list(verify(rendering=True)) == []


def test_banners_and_status_of_a_retracted_explainer_stay() -> None:
    article, first = a_published()
    held = a_proposal(article, document=document_at(first), kind="retraction")
    publish(submit(held, by=ada()), by=ada(), alone="Nobody else is awake.")

    version = confirm(held, by=grace())

    assert version.members["status"] == "retracted"
    assert version.members["banners"] == [1]
    assert list(verify()) == []


def test_who_published_it_does_not_confirm_it() -> None:
    correction = published_alone()
    with pytest.raises(SameSigner, match="somebody else must confirm"):
        confirm(correction, by=ada())
    assert Version.objects.count() == 2


def test_nobody_publishes_alone_what_another_proposed() -> None:
    article, _version = a_published()
    proposal = submit(a_proposal(article), by=ada())
    with pytest.raises(SameSigner, match="what you alone wrote"):
        publish(proposal, by=grace(), alone="Nobody else is awake.")
    assert Version.objects.count() == 1


def test_it_is_confirmed_once() -> None:
    correction = published_alone()
    confirm(correction, by=grace())
    with pytest.raises(NotPending):
        confirm(correction, by=grace())
    assert Version.objects.count() == 3


def test_what_two_people_signed_waits_for_nobody() -> None:
    article, _version = a_published()
    publish_one(article)
    with pytest.raises(NotPending):
        confirm(Correction.objects.get(), by=grace())


def test_a_correction_that_was_published_meanwhile_is_confirmed_on_the_newest_version() -> None:
    correction = published_alone()
    newest = Version.objects.of(correction.article_id).latest("number")
    publish_one(correction.article, replace(document_at(newest), lead="Written down."))

    version = confirm(correction, by=grace())

    assert document_at(version).lead == "Written down."
    assert list(Correction.objects.unconfirmed()) == []
    assert list(verify()) == []
