"""Approval is of what was seen: what goes live is that, there, or she looks once more."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from articles import rows
from articles.models import Article
from corrections.approving import approval_seal
from corrections.models import Correction, State
from corrections.placing import placed
from corrections.proposing.drafting import propose, revise, submit
from corrections.publishing import SameSigner, Void, publish
from corrections.removal import Order
from corrections.removing import remove_words
from corrections.reviewing import approve, confirm
from documents.document import Document, Question, Section
from documents.merging import OverlappingChanges
from record.models import Signer, Version
from record.removal.words import Sought
from record.verification import verify
from tests.articles.cast import a_published, ada, grace
from tests.corrections.cast import SOURCE, TOLD, a_proposal, publish_one

pytestmark = pytest.mark.django_db
MEDICINES = Document(
    "Which medicines are safe?",
    lead="Few are.",
    sections=(
        Section("s1", "Aspirin", "For adults.\n\nSafe: no.\n\nAsk a doctor."),
        Section("s2", "Arsenic", "For nobody.\n\nSafe: no.\n\n- Adults: no.\n- Adults: no."),
        Section("s3", "All", "| Medicine | Safe |\n|---|---|\n| Aspirin | no |\n| Arsenic | no |"),
    ),
    faqs=(Question("q1", "Is aspirin safe?", "No."), Question("q2", "Is arsenic safe?", "No.")),
)
Change = Callable[[Document], Document]


def in_section(key: str, old: str, new: str, *, last: bool = False) -> Change:
    """Replaces words of a section, the first or the last that are equal."""

    def changed(document: Document) -> Document:
        sections = []
        for section in document.sections:
            if section.key == key:
                pieces = (
                    (section.body or "").rsplit(old, 1)
                    if last
                    else (section.body or "").split(old, 1)
                )
                assert len(pieces) == 2
                section = replace(section, body=new.join(pieces))
            sections.append(section)
        return replace(document, sections=tuple(sections))

    return changed


def ordered(*keys: str) -> Change:
    """Puts the sections in that order."""
    return lambda document: replace(
        document,
        sections=tuple(
            next(section for section in document.sections if section.key == key) for key in keys
        ),
    )


def named(**headings: str) -> Change:
    """Gives sections other headings."""
    return lambda document: replace(
        document,
        sections=tuple(
            replace(section, heading=headings.get(section.key, section.heading))
            for section in document.sections
        ),
    )


def now(article: Article) -> Document:
    """What readers have."""
    return rows.document_of(Article.objects.get(pk=article.pk))


def in_review(article: Article, change: Change) -> Correction:
    """A proposal by Ada, in review."""
    return submit(a_proposal(article, change(now(article))), by=ada())


def seal_of(correction: Correction) -> str:
    """What the reviewer's page seals, as she has it before her now."""
    row = Correction.objects.select_related("base", "article").get(pk=correction.pk)
    return approval_seal(row, placed(row).newest)


def published(article: Article, change: Change) -> Version:
    """Another correction, by others."""
    return publish_one(article, change(now(article)))


ASPIRIN = in_section("s1", "Safe: no.", "Safe: yes.")


@pytest.mark.parametrize(
    ("seen", "meanwhile"),
    [
        (ASPIRIN, named(s1="Arsenic", s2="Aspirin")),
        (ASPIRIN, in_section("s1", "Safe: no.", "Safe: no.\n\nSafe: no.")),
        (ASPIRIN, in_section("s1", "For adults.", "Safe: no.")),
        (in_section("s2", "Safe: no.", "Safe: never."), ordered("s2", "s1", "s3")),
        (
            in_section("s3", "| Aspirin | no |", "| Aspirin | yes |"),
            in_section("s3", "| Medicine | Safe |", "| Medicine | Deadly |"),
        ),
        (
            in_section("s3", "| Aspirin | no |", "| Aspirin | yes |"),
            in_section("s3", "| Arsenic | no |", "| Aspirin | no |"),
        ),
        (
            in_section("s2", "- Adults: no.", "- Adults: never.", last=True),
            in_section("s2", "- Adults: no.", "- Adults: no.\n- Adults: no."),
        ),
        (ordered("s2", "s1", "s3"), ordered("s3", "s1", "s2")),
        (
            lambda document: replace(
                document, faqs=(replace(document.faqs[0], answer="Yes."), document.faqs[1])
            ),
            lambda document: replace(
                document,
                faqs=(replace(document.faqs[0], question="Is arsenic safe?"), document.faqs[1]),
            ),
        ),
        (
            lambda document: replace(
                document, sections=(Section("s4", "New", "Now."), *document.sections)
            ),
            ordered("s2", "s1", "s3"),
        ),
        (named(s1="Arsenic"), in_section("s1", "Safe: no.", "Safe: yes.")),
    ],
)
def test_what_now_stands_otherwise_or_elsewhere_is_not_published_on_an_old_look(
    seen: Change, meanwhile: Change
) -> None:
    article, _version = a_published(MEDICINES)
    proposal = in_review(article, seen)
    seal = seal_of(proposal)
    published(article, meanwhile)
    before = now(article)

    with pytest.raises((Void, OverlappingChanges)):
        publish(proposal, by=grace(), seal=seal)

    assert now(article) == before
    assert Correction.objects.get(pk=proposal.pk).state == State.IN_REVIEW


def test_a_block_that_went_and_came_back_elsewhere_is_not_the_one_she_saw() -> None:
    article, _version = a_published(MEDICINES)
    proposal = in_review(article, ASPIRIN)
    seal = seal_of(proposal)
    published(article, in_section("s1", "Safe: no.\n\n", ""))
    published(article, in_section("s1", "Ask a doctor.", "Ask a doctor.\n\nSafe: no."))

    with pytest.raises((Void, OverlappingChanges)):
        publish(proposal, by=grace(), seal=seal)


def test_what_she_saw_goes_live_there_though_all_around_it_changes() -> None:
    article, _version = a_published(MEDICINES)
    proposal = in_review(article, in_section("s1", "Safe: no.", "Safe: for adults."))
    seal = seal_of(proposal)
    published(article, in_section("s1", "For adults.", "For adults only."))
    published(article, in_section("s1", "Ask a doctor.", "Ask two doctors."))
    published(article, in_section("s3", "| Arsenic | no |", "| Arsenic | never |"))
    published(article, lambda document: replace(document, title="Which are safe?"))

    version = publish(proposal, by=grace(), seal=seal)

    assert (
        now(article).sections[0].body == "For adults only.\n\nSafe: for adults.\n\nAsk two doctors."
    )
    explanation = version.members["explanation"]
    assert (version.number, explanation["base"]) == (6, 1)
    assert list(verify(rendering=True)) == []


def test_a_version_that_changes_no_word_leaves_every_approval_standing() -> None:
    article, _version = a_published(MEDICINES)
    alone = in_review(article, in_section("s3", "| Arsenic | no |", "| Arsenic | never |"))
    publish(alone, by=ada(), alone="It is night.")
    proposal = in_review(article, ASPIRIN)
    seal = seal_of(proposal)
    confirm(alone, by=grace())

    assert publish(proposal, by=grace(), seal=seal).members["explanation"]["base"] == 2


def test_the_writer_moves_it_to_other_words_on_the_same_base() -> None:
    article, _version = a_published(MEDICINES)
    proposal = in_review(article, ASPIRIN)
    seal = seal_of(proposal)
    arsenic = in_section("s2", "Safe: no.", "Safe: yes.")(MEDICINES)
    moved = revise(proposal, arsenic, by=ada(), edition=0, sources=[SOURCE], **TOLD)
    submit(moved, by=ada())

    with pytest.raises(Void, match="not what you saw"):
        approve(proposal, by=grace(), seal=seal)


def test_saving_it_without_another_word_is_another_edition() -> None:
    article, _version = a_published(MEDICINES)
    proposal = in_review(article, ASPIRIN)
    seal = seal_of(proposal)
    same = revise(proposal, proposal.document, by=ada(), edition=0, sources=[SOURCE], **TOLD)
    submit(same, by=ada())

    with pytest.raises(Void):
        approve(proposal, by=grace(), seal=seal)


def test_another_source_is_another_explanation() -> None:
    article, _version = a_published(MEDICINES)
    proposal = in_review(article, ASPIRIN)
    seal = seal_of(proposal)
    proposal.sources.update(url="https://example.org/other")

    with pytest.raises(Void):
        approve(proposal, by=grace(), seal=seal)


@pytest.mark.parametrize("serial", ["", "2", "99999999999999999999999", "x", "1.1", "é"])
def test_a_seal_for_another_version_than_she_saw_is_none(serial: str) -> None:
    article, _version = a_published(MEDICINES)
    proposal = in_review(article, ASPIRIN)
    seal = f"{serial}.{seal_of(proposal).partition('.')[2]}"
    published(article, in_section("s1", "For adults.", "For adults only."))

    with pytest.raises(Void):
        approve(proposal, by=grace(), seal=seal)


def test_a_proposal_that_follows_another_is_approved_as_it_stands_on_that() -> None:
    article, _version = a_published(MEDICINES)
    first = in_review(article, ASPIRIN)
    further = in_section("s1", "Safe: yes.", "Safe: yes, mostly.")(first.document)
    second = submit(
        propose(article, further, by=ada(), follows=first, sources=[SOURCE], **TOLD), by=ada()
    )
    early = seal_of(second)
    publish(first, by=grace(), seal=seal_of(first))

    # What she saw were words that nobody had published: now they are, and she sees them once more.
    with pytest.raises(Void, match="changed this paragraph"):
        publish(second, by=grace(), seal=early)
    publish(second, by=grace(), seal=seal_of(second))

    assert "Safe: yes, mostly." in (now(article).sections[0].body or "")


def test_words_that_were_withheld_since_are_looked_at_again() -> None:
    article, _version = a_published(MEDICINES)
    proposal = in_review(article, ASPIRIN)
    seal = seal_of(proposal)
    remove_words(Sought("doctor"), Order("safety", ada(), grace()))

    with pytest.raises(Void):
        publish(proposal, by=grace(), seal=seal)
    publish(proposal, by=grace(), seal=seal_of(proposal))

    assert list(verify(rendering=True)) == []


# ---- Four eyes ----


def ben() -> Signer:
    """A third person."""
    return Signer.objects.get_or_create(name="Ben Reads")[0]


def written_by_two(article: Article, change: Change = ASPIRIN, **explanation: str) -> Correction:
    """A proposal by Ada that Grace has revised, in review."""
    told = TOLD | explanation
    proposal = a_proposal(article, change(MEDICINES), **told)
    words = proposal.document
    return submit(
        revise(proposal, words, by=grace(), edition=0, sources=[SOURCE], **told), by=grace()
    )


def test_who_wrote_at_a_proposal_neither_approves_nor_publishes_it_alone() -> None:
    article, _version = a_published(MEDICINES)
    proposal = written_by_two(article)
    for signer in (ada(), grace()):
        for alone in ("", "Nobody else is awake."):
            with pytest.raises(SameSigner):
                publish(proposal, by=signer, alone=alone)
    assert Version.objects.count() == 1


def test_contributors_are_sealed_by_their_ids_whatever_they_are_called_by_then() -> None:
    article, _version = a_published(MEDICINES)
    proposal = written_by_two(article)
    Signer.objects.filter(pk=grace().pk).update(name="Somebody Else")

    version = publish(proposal, by=ben())

    signers = [(one["id"], one["role"]) for one in version.members["signers"]]
    people = [(ada(), "proposer"), (grace(), "contributor"), (ben(), "approver")]
    assert signers == [(str(signer.pk), role) for signer, role in people]
    assert all(one["at"] <= version.recorded_at for one in version.members["signers"])
    assert list(verify(rendering=True)) == []


@pytest.mark.parametrize("kind", ["minor_fix", "copy_edit"])
def test_a_quiet_kind_that_two_wrote_is_approved_by_a_third(kind: str) -> None:
    article, _version = a_published(replace(MEDICINES, lead="Few  are."))
    spaced = replace(MEDICINES, lead="Few are.")
    proposal = written_by_two(article, lambda _document: spaced, kind=kind, right="", cause="")
    for signer in (ada(), grace()):
        with pytest.raises(SameSigner):
            publish(proposal, by=signer)

    version = publish(proposal, by=ben())

    assert [one["role"] for one in version.members["signers"]] == [
        "proposer", "contributor", "approver",
    ]  # fmt: skip
    assert list(verify()) == []


def test_a_minor_fix_is_published_by_who_wrote_all_of_it() -> None:
    article, _version = a_published(replace(MEDICINES, lead="Few  are."))
    proposal = a_proposal(
        article, replace(MEDICINES, lead="Few are."), kind="minor_fix", right="", cause=""
    )
    version = publish(submit(proposal, by=ada()), by=ada())
    assert [one["role"] for one in version.members["signers"]] == ["proposer", "publisher"]
    assert list(verify()) == []
