"""A correction becomes the next version: the change that was approved, and nothing else."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from articles import rows
from articles.models import Article, Page
from articles.reading import document_at
from corrections.approving import approval_seal
from corrections.models import Correction, Source, State
from corrections.placing import placed
from corrections.proposing.drafting import (
    Incomplete,
    NotOpen,
    Overtaken,
    propose,
    revise,
    submit,
    withdraw,
)
from corrections.publishing import SameSigner, Void, publish
from corrections.reviewing import reject, send_back
from documents.document import Document, Question, Section
from documents.merging import OverlappingChanges
from imports.correction_files import Signers, corrections_in, taken_in
from imports.importing import Options
from imports.sources.intake import imported
from imports.sources.paths import files_at
from record.models import Version
from record.refusals import UserFacing
from record.verification import verify
from tests.articles.cast import DOCUMENT, a_published, ada, grace
from tests.corrections.cast import SOURCE, TOLD, a_proposal, publish_one, with_section

pytestmark = pytest.mark.django_db
BODY = "Rain falls. Snow melts. Wind blows."
WEATHER = Document("Weather", lead="What falls.", sections=(Section("s1", "Rain", BODY),))


def now(article: Article) -> Document:
    """What stands now, by the rows."""
    return rows.document_of(Article.objects.get(pk=article.pk))


def test_the_next_version_is_the_one_before_with_the_change_and_nothing_else() -> None:
    article, first = a_published()
    proposed = with_section(DOCUMENT, "full powers", "a representative")
    version = publish_one(article, proposed)
    assert document_at(version) == proposed == now(article)
    assert document_at(first) == DOCUMENT
    assert list(verify(rendering=True)) == []


def test_a_correction_is_numbered_when_it_is_published_and_its_row_is_frozen() -> None:
    article, _version = a_published()
    version = publish_one(article)
    correction = Correction.objects.get()
    assert (correction.number, correction.state) == (1, State.PUBLISHED)
    assert correction.version == correction.published_in == version
    assert correction.proposed == ""
    assert Source.objects.get().version == version
    assert version.members["explanation"]["correction"] == 1


def test_who_proposes_does_not_approve() -> None:
    article, _version = a_published()
    proposal = submit(a_proposal(article), by=ada())
    with pytest.raises(SameSigner):
        publish(proposal, by=ada())
    assert Version.objects.count() == 1


def test_who_wrote_a_proposal_does_not_approve_it_after_another_has_saved_it() -> None:
    article, _version = a_published()
    proposal = a_proposal(article)
    saved = revise(proposal, proposal.document, by=grace(), edition=0, sources=[SOURCE], **TOLD)
    assert saved.proposer == ada()
    for signer in (ada(), grace()):
        with pytest.raises(SameSigner):
            publish(submit(saved, by=grace()), by=signer)
    assert Version.objects.count() == 1


def test_who_revises_a_proposal_does_not_approve_it() -> None:
    article, _version = a_published()
    proposal = a_proposal(article)
    revised = revise(proposal, proposal.document, by=grace(), edition=0, sources=[SOURCE], **TOLD)
    with pytest.raises(SameSigner):
        publish(submit(revised, by=grace()), by=grace())


def test_publishing_alone_needs_a_reason_that_readers_see() -> None:
    article, _version = a_published()
    proposal = submit(a_proposal(article), by=ada())
    version = publish(proposal, by=ada(), alone="Nobody else is awake.")
    assert version.members["explanation"]["alone"] is not None
    assert "second review pending" in Page.objects.get(article=article).html
    assert list(verify()) == []


def test_a_draft_of_a_correction_is_not_published() -> None:
    article, _version = a_published()
    with pytest.raises(NotOpen):
        publish(a_proposal(article), by=grace())


@pytest.mark.parametrize("end", [reject, send_back, withdraw])
def test_what_was_decided_is_not_published(end: object) -> None:
    article, _version = a_published()
    proposal = submit(a_proposal(article), by=ada())
    if end is reject:
        reject(proposal, by=grace(), reason="It isn’t so.")
    elif end is send_back:
        send_back(proposal, by=grace(), comment="Which convention?")
    else:
        withdraw(proposal, by=ada())
    with pytest.raises(NotOpen):
        publish(proposal, by=grace())
    assert Version.objects.count() == 1


def test_a_decision_says_why() -> None:
    article, _version = a_published()
    proposal = submit(a_proposal(article), by=ada())
    with pytest.raises(UserFacing, match="Say why"):
        reject(proposal, by=grace(), reason=" ")
    with pytest.raises(UserFacing, match="Say what"):
        send_back(proposal, by=grace(), comment="")


def test_a_published_correction_is_not_published_again() -> None:
    article, _version = a_published()
    publish_one(article)
    with pytest.raises(NotOpen):
        publish(Correction.objects.get(), by=grace())
    assert Version.objects.count() == 2


def test_three_proposals_on_one_version_are_published_one_after_another() -> None:
    article, _version = a_published(WEATHER)
    proposals = [
        a_proposal(article, with_section(WEATHER, old, new))
        for old, new in (("falls.", "drips."), ("melts", "thaws"), ("Wind blows", "Gales blow"))
    ]
    for proposal in proposals:
        submit(proposal, by=ada())
    for proposal in proposals:
        publish(proposal, by=grace())
    assert now(article).sections[0].body == "Rain drips. Snow thaws. Gales blow."
    assert [one.number for one in Correction.objects.published()] == [3, 2, 1]
    assert list(verify()) == []


def test_an_overlap_stops_with_all_three_texts() -> None:
    article, _version = a_published(WEATHER)
    one = a_proposal(article, with_section(WEATHER, "Snow melts", "Snow thaws"))
    two = a_proposal(article, with_section(WEATHER, "Snow melts", "Snow vanishes"))
    publish(submit(one, by=ada()), by=grace())
    with pytest.raises(OverlappingChanges) as overlap:
        publish(submit(two, by=ada()), by=grace())
    (conflict,) = overlap.value.conflicts
    assert "vanishes" in conflict.mine
    assert "thaws" in conflict.theirs
    assert "melts" in conflict.base
    assert Correction.objects.get(pk=two.pk).state == State.IN_REVIEW


def test_a_change_that_another_correction_has_made_is_not_made_twice() -> None:
    article, _version = a_published(WEATHER)
    same = with_section(WEATHER, "Snow melts", "Snow thaws")
    one, two = a_proposal(article, same), a_proposal(article, same)
    publish(submit(one, by=ada()), by=grace())
    with pytest.raises(Incomplete, match="already"):
        publish(submit(two, by=ada()), by=grace())


def test_an_approval_stands_while_the_paragraph_beside_it_changes() -> None:
    weather = replace(WEATHER, sections=(Section("s1", "Rain", BODY.replace(". ", ".\n\n")),))
    article, _version = a_published(weather)
    seen = submit(a_proposal(article, with_section(weather, "Rain falls", "Rain drips")), by=ada())
    seal = approval_seal(seen, placed(seen).newest)
    publish_one(article, with_section(weather, "Snow melts", "Snow thaws"))
    version = publish(seen, by=grace(), seal=seal)
    assert version.number == 3
    assert version.members["explanation"]["base"] == 1


def test_an_approval_is_void_when_the_sentence_beside_it_changes() -> None:
    article, _version = a_published(WEATHER)
    seen = submit(a_proposal(article, with_section(WEATHER, "Rain falls", "Rain drips")), by=ada())
    seal = approval_seal(seen, placed(seen).newest)
    publish_one(article, with_section(WEATHER, "Snow melts", "Snow thaws"))
    with pytest.raises(Void, match="correction 1 changed this paragraph") as void:
        publish(seen, by=grace(), seal=seal)
    assert [change.version.number for change in void.value.changes] == [2]
    version = publish(seen, by=grace(), seal=approval_seal(seen, placed(seen).newest))
    assert version.members["explanation"]["base"] == 2


def test_an_approval_is_void_when_the_explanation_changes() -> None:
    article, _version = a_published()
    proposal = submit(a_proposal(article), by=ada())
    where = placed(proposal)
    seal = approval_seal(proposal, where.newest)
    told = TOLD | {"right": "Something else."}
    again = revise(proposal, proposal.document, by=ada(), edition=0, sources=[SOURCE], **told)
    with pytest.raises(Void):
        publish(submit(again, by=ada()), by=grace(), seal=seal)


def test_an_approval_is_void_when_the_passage_changes() -> None:
    article, _version = a_published()
    proposal = submit(a_proposal(article), by=ada())
    where = placed(proposal)
    seal = approval_seal(proposal, where.newest)
    other = with_section(DOCUMENT, "full powers", "no powers")
    again = revise(proposal, other, by=ada(), edition=0, sources=[SOURCE], **TOLD)
    with pytest.raises(Void):
        publish(submit(again, by=ada()), by=grace(), seal=seal)


def test_two_editors_of_one_proposal_do_not_overwrite_each_other() -> None:
    article, _version = a_published()
    proposal = a_proposal(article)
    revise(proposal, proposal.document, by=ada(), edition=0, sources=[SOURCE], **TOLD)
    with pytest.raises(Overtaken):
        revise(proposal, proposal.document, by=grace(), edition=0, sources=[SOURCE], **TOLD)


def test_a_section_is_added_moved_and_removed() -> None:
    article, _version = a_published(WEATHER)
    added = replace(WEATHER, sections=(Section("s2", "Hail", "It hurts."), *WEATHER.sections))
    publish_one(article, added, kind="addition", cause="")
    assert [one.key for one in now(article).sections] == ["s2", "s1"]
    publish_one(article, replace(added, sections=added.sections[::-1]))
    assert [one.key for one in now(article).sections] == ["s1", "s2"]
    publish_one(article, replace(added, sections=added.sections[:1]))
    assert [one.key for one in now(article).sections] == ["s2"]
    assert Article.objects.get(pk=article.pk).sections.get(key="s1").removed_in is not None
    assert list(verify()) == []


def test_the_key_of_a_removed_question_is_not_given_again() -> None:
    article, _version = a_published()
    publish_one(article, replace(DOCUMENT, faqs=DOCUMENT.faqs[:1]))
    fresh = Article.objects.get(pk=article.pk)
    assert fresh.keys_given == ("s2", "q2")
    added = replace(DOCUMENT, faqs=(*DOCUMENT.faqs[:1], Question("q3", "New?", "Yes.")))
    publish_one(fresh, added, kind="addition", cause="")
    assert list(verify()) == []


def test_the_key_of_a_part_that_came_and_went_meanwhile_is_not_given_again() -> None:
    article, _version = a_published()
    first, second = (
        submit(
            a_proposal(
                article,
                replace(DOCUMENT, faqs=(*DOCUMENT.faqs, Question("q3", question, "So."))),
                kind="addition",
            ),
            by=ada(),
        )
        for question in ("First?", "Second?")
    )
    publish(first, by=grace())
    publish_one(article, DOCUMENT)
    version = publish(second, by=grace())
    assert [(one.key, one.question) for one in document_at(version).faqs][2:] == [("q4", "Second?")]
    assert list(verify()) == []


def test_a_retraction_leaves_the_words_and_a_reinstatement_takes_it_back() -> None:
    article, _version = a_published()
    publish_one(article, DOCUMENT, kind="retraction")
    fresh = Article.objects.get(pk=article.pk)
    assert (fresh.status, now(article)) == ("retracted", DOCUMENT)
    version = publish_one(fresh, DOCUMENT, kind="reinstatement", cause="")
    assert Article.objects.get(pk=article.pk).status == "live"
    assert version.members["banners"] == [2]
    assert list(verify()) == []


def test_spelling_moves_no_date() -> None:
    article, _version = a_published(with_section(DOCUMENT, "people", "poeple"))
    before = article.changed_at
    publish_one(
        article,
        DOCUMENT,
        kind="copy_edit",
        cause="",
        right="",
    )
    assert Article.objects.get(pk=article.pk).changed_at == before
    assert list(verify()) == []


def test_a_correction_moves_the_date_of_the_last_significant_change() -> None:
    article, _version = a_published()
    version = publish_one(article)
    assert Article.objects.get(pk=article.pk).changed_at == version.moment


def test_a_correction_of_a_correction_amends_it() -> None:
    article, _version = a_published()
    publish_one(article)
    first = Correction.objects.get()
    other = with_section(now(article), "full power", "some power")
    version = publish_one(article, other, amends=first)
    assert version.members["explanation"]["amends"] == 1
    assert list(verify()) == []


def test_the_version_in_which_the_error_came_in_is_computed() -> None:
    article, _version = a_published(WEATHER)
    publish_one(article, with_section(WEATHER, "Snow melts", "Snow thaws"))
    version = publish_one(article, with_section(now(article), "Snow thaws", "Snow drips"))
    assert version.members["explanation"]["since"] == 2
    other = publish_one(article, with_section(now(article), "Rain falls", "Rain pours"))
    assert other.members["explanation"]["since"] == 1


def test_a_proposal_that_changes_another_further_waits_for_it() -> None:
    article, _version = a_published(WEATHER)
    one = a_proposal(article, with_section(WEATHER, "Snow melts", "Snow thaws"))
    further = with_section(one.document, "Snow thaws", "Snow thaws in spring")
    two = propose(article, further, by=ada(), follows=one, sources=[SOURCE], **TOLD)
    submit(one, by=ada())
    submit(two, by=ada())
    with pytest.raises(NotOpen, match="first"):
        publish(two, by=grace())
    publish(one, by=grace())
    publish(two, by=grace())
    assert "thaws in spring" in (now(article).sections[0].body or "")


def test_the_seed_s_corrections_are_published_one_after_another(seed: Path) -> None:
    file = str(seed / "are-russia-and-mexico-allies.txt")
    list(imported(files_at([file]), Options(publisher=ada())))
    text = (seed / "corrections.json").read_text(encoding="utf-8")
    corrections = corrections_in(text)
    outcomes = list(taken_in(corrections, Signers(ada())))
    assert [one.result for one in outcomes] == ["proposed"] * 8
    for proposal in Correction.objects.waiting().order_by("pk"):
        publish(proposal, by=grace())
    article = Article.objects.get()
    assert article.version is not None
    assert article.version.number == 9
    expected = document_at(Version.objects.get(pk=1)).to_json()
    for change in (change for one in corrections for change in one["changes"]):
        old, new = (json.dumps(change[name])[1:-1] for name in ("replace", "with"))
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    assert now(article).to_json() == expected
    assert list(verify(rendering=True)) == []
