"""An editor takes some of the changes that a file brought, and leaves the others."""

from dataclasses import replace

import pytest

from articles.models import Article
from articles.reading import document_at
from corrections.models import Correction, State
from corrections.proposing.drafting import propose
from record.models import Signer
from tests.admin.cast import desk_of, published, text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def proposal() -> Correction:
    """A proposal by a file, of two changes."""
    article = Article.objects.get(pk=published().pk)
    held = document_at(article.version)  # type: ignore[arg-type]
    first = replace(held.sections[0], body="It is *dust*.")
    changed = replace(held, lead="Yes.", sections=(first, *held.sections[1:]))
    return propose(article, changed, by=Signer.of_import(), file_key="moon.txt")


def address(proposal: Correction) -> str:
    """Its page of choices."""
    return f"/admin/corrections/correction/{proposal.pk}/choose/"


def test_the_proposal_leads_to_the_choice_of_each_change(proposal: Correction) -> None:
    desk = desk_of("grace")
    page = desk.get(f"/admin/corrections/correction/{proposal.pk}/change/").content.decode()
    assert address(proposal) in page
    choices = desk.get(address(proposal))
    assert choices.content.decode().count('name="take"') == 2
    assert "moon.txt" in text_of(choices)


def test_what_is_left_unticked_leaves_the_proposal(proposal: Correction) -> None:
    data = {"take": ["explainer:lead:0"], "edition": proposal.edition}
    answer = desk_of("grace").post(address(proposal), data, follow=True)
    assert "The ticked changes are taken" in text_of(answer)
    held = Correction.objects.get()
    assert held.document.lead == "Yes."
    assert held.document.sections == held.base_document.sections


def test_taking_nothing_is_refused_with_what_to_do_instead(proposal: Correction) -> None:
    answer = desk_of("grace").post(address(proposal), {"edition": proposal.edition})
    assert "withdraw the proposal" in text_of(answer)
    assert Correction.objects.get().document == proposal.document


def test_another_editor_is_not_overwritten(proposal: Correction) -> None:
    data = {"take": ["explainer:lead:0"], "edition": proposal.edition + 1}
    answer = desk_of("grace").post(address(proposal), data)
    assert "somebody else has changed" in text_of(answer).lower()
    assert Correction.objects.get().document == proposal.document


def test_only_a_proposal_that_is_being_written_can_be_parted(proposal: Correction) -> None:
    Correction.objects.update(state=State.REJECTED)
    data = {"take": ["explainer:lead:0"], "edition": proposal.edition}
    desk_of("grace").post(address(proposal), data)
    assert Correction.objects.get().document == proposal.document


def test_who_may_not_change_proposals_is_refused(proposal: Correction) -> None:
    assert desk_of("ben").post(address(proposal), {"take": ["x"]}).status_code == 403


def test_an_edition_that_is_nonsense_is_that_of_nobody(proposal: Correction) -> None:
    data = {"take": ["explainer:lead:0"], "edition": "9" * 5000}
    answer = desk_of("grace").post(address(proposal), data)
    assert "somebody else has changed" in text_of(answer).lower()
    assert Correction.objects.get().document == proposal.document


def test_a_choice_that_would_leave_an_empty_section_is_refused(proposal: Correction) -> None:
    held = proposal.base_document
    first = replace(held.sections[0], heading=None, body="It is *dust*.")
    before = replace(held.sections[0], body=None)
    Correction.objects.update(
        written_on=replace(held, sections=(before, *held.sections[1:])).to_json(),
        proposed=replace(held, sections=(first, *held.sections[1:])).to_json(),
    )
    data = {"take": ["s1:heading"], "edition": proposal.edition}
    answer = desk_of("grace").post(address(proposal), data)
    assert answer.status_code == 200
    assert "Nothing was changed" in text_of(answer)
