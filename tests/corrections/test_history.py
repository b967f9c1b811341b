"""The history of a proposal: every deed, in its transaction, guarded, no withheld word in it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from articles.models import Article
from articles.reading import document_at
from corrections.models import (
    LONGEST_COMMENT,
    Correction,
    Deed,
    ProposalEvent,
    history_of,
)
from corrections.proposing.drafting import Incomplete, NotOpen, propose, revise, submit, withdraw
from corrections.publishing import SameSigner, publish
from corrections.removal import Order
from corrections.removing import remove_article, remove_words
from corrections.reviewing import confirm, reject, send_back
from record.models import Signer
from record.refusals import UserFacing
from record.removal.words import Sought
from tests.articles.cast import a_published, ada, grace
from tests.corrections.cast import a_proposal, publish_one

pytestmark = pytest.mark.django_db
EVENTS = "corrigenda.events"
COMMENT = "Ask Jane Roe [again], 100% _sure_? *She* knows."


def deeds_of(correction: Correction) -> list[tuple[str, Signer, str]]:
    """What the history tells, without its moments."""
    return [(event.deed, event.by, event.comment) for event in correction.events.all()]


def sent_back() -> Correction:
    """A proposal by Ada that Grace gave back with a comment."""
    article, _version = a_published()
    return send_back(submit(a_proposal(article), by=ada()), by=grace(), comment=f" {COMMENT} ")


def order(**fields: Any) -> Order:
    return Order(**{"because": "privacy", "by": ada(), "approver": grace(), **fields})


def test_what_is_done_until_it_is_published_is_kept_with_who_did_it() -> None:
    draft = sent_back()
    revised = revise(draft, draft.document, by=ada(), edition=draft.edition, sources=None)
    publish(submit(revised, by=ada()), by=grace())

    assert deeds_of(draft) == [
        (Deed.PROPOSED, ada(), ""),
        (Deed.SUBMITTED, ada(), ""),
        (Deed.SENT_BACK, grace(), COMMENT),
        (Deed.REVISED, ada(), ""),
        (Deed.SUBMITTED, ada(), ""),
        (Deed.APPROVED, grace(), ""),
    ]


def test_a_rejection_is_kept_with_its_reason() -> None:
    article, _version = a_published()
    rejected = reject(submit(a_proposal(article), by=ada()), by=grace(), reason="No source.")
    assert deeds_of(rejected)[-1] == (Deed.REJECTED, grace(), "No source.")


def test_a_withdrawal_is_kept() -> None:
    article, _version = a_published()
    assert deeds_of(withdraw(a_proposal(article), by=ada()))[-1] == (Deed.WITHDRAWN, ada(), "")


def test_publishing_alone_and_confirming_are_kept() -> None:
    article, _version = a_published()
    alone = submit(a_proposal(article), by=ada())
    publish(alone, by=ada(), alone="Nobody else is awake.")
    confirm(alone, by=grace())
    assert deeds_of(alone)[-2:] == [(Deed.PUBLISHED, ada(), ""), (Deed.CONFIRMED, grace(), "")]


def test_a_removal_has_a_history_too() -> None:
    article, _version = a_published()
    remove_article(article, order())
    removal = Correction.objects.get(kind="removal")
    assert deeds_of(removal) == [(Deed.PROPOSED, ada(), ""), (Deed.APPROVED, grace(), "")]


def test_what_was_refused_leaves_nothing() -> None:
    article, _version = a_published()
    proposal = submit(a_proposal(article), by=ada())
    with pytest.raises(SameSigner):
        publish(proposal, by=ada())
    publish(proposal, by=grace())
    with pytest.raises(NotOpen):
        withdraw(proposal, by=ada())
    assert [deed for deed, _by, _comment in deeds_of(proposal)] == [
        *(Deed.PROPOSED, Deed.SUBMITTED, Deed.APPROVED)
    ]


def test_a_comment_has_a_length_that_the_guards_can_compare() -> None:
    article, _version = a_published()
    proposal = submit(a_proposal(article), by=ada())
    with pytest.raises(UserFacing, match="at most 10,000 characters"):
        reject(proposal, by=grace(), reason="x" * (LONGEST_COMMENT + 1))


def test_saving_again_and_again_is_one_line() -> None:
    draft = sent_back()
    for signer in (ada(), ada(), grace()):
        draft = revise(draft, draft.document, by=signer, edition=draft.edition, sources=None)
    steps = [(step.event.deed, step.event.by, step.times) for step in history_of(draft)[3:]]
    assert steps == [(Deed.REVISED, ada(), 2), (Deed.REVISED, grace(), 1)]


def test_who_wrote_at_a_proposal_approves_it_never_more() -> None:
    draft = sent_back()
    revised = revise(draft, draft.document, by=grace(), edition=draft.edition, sources=None)
    assert revised.contributors == [str(ada().pk), str(grace().pk)]
    submitted = submit(revised, by=grace())
    with pytest.raises(SameSigner, match="You proposed this"):
        publish(submitted, by=ada())


def test_a_minor_fix_of_a_number_does_not_go_to_review() -> None:
    article, first = a_published()
    apart = replace(document_at(first), lead="Some 1 000 of them.")
    publish_one(article, apart)
    fixed = replace(apart, lead="Some 1000 of them.")
    proposal = a_proposal(article, fixed, kind="minor_fix", sources=())
    with pytest.raises(Incomplete, match="changes a number"):
        submit(proposal, by=ada())


# -- Guards --------------------------------------------------------------------------------------


def is_refused(statement: str, *parameters: Any) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM {}",
        "UPDATE {} SET deed = 'approved'",
        "UPDATE {} SET at = '2020-01-01 00:00:00+00:00'",
        "UPDATE {} SET by_id = (SELECT id FROM record_signer WHERE id <> by_id LIMIT 1)",
        "UPDATE {} SET comment = ''",
        "UPDATE {} SET comment = 'Fine.' WHERE comment <> ''",
        "UPDATE {} SET comment = 'Well done [withheld]' WHERE comment <> ''",
        "UPDATE {} SET id = id + 100",
    ],
)
def test_a_history_does_not_change(change: str) -> None:
    history = deeds_of(sent_back())
    assert is_refused(change.replace("{}", "corrections_proposalevent"))
    assert deeds_of(Correction.objects.get()) == history


@pytest.mark.parametrize(
    ("comment", "passes"),
    [
        ("[withheld]", True),
        ("Ask [withheld] [again], 100% _sure_? *She* knows.", True),
        ("[withheld][again], 100% _sure_? *She* [withheld].", True),
        ("Ask [withheld] [again], 100% _sure_? *She* knows", False),
        ("Ask [withheld] [again], 100% _sure_! *She* knows.", False),
        ("Ask [withheld] [again], 100% _sure_? *He* knows.", False),
        ("Ask [withheld] [again], 1000 _sure_? *She* knows.", False),
        ("ask [withheld] [again], 100% _sure_? *She* knows.", False),
    ],
)
def test_words_of_a_comment_give_way_to_the_mark_alone(comment: str, passes: bool) -> None:
    sent_back()
    change = "UPDATE corrections_proposalevent SET comment = %s WHERE comment <> ''"
    assert is_refused(change, comment) is not passes


# -- Removal -------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["Jane Roe", "again", "sure", "She knows"])
def test_words_that_are_withheld_go_from_comments_too(word: str) -> None:
    proposal = sent_back()
    remove_words(Sought(word), order())
    comment = ProposalEvent.objects.get(correction=proposal, deed=Deed.SENT_BACK).comment
    assert "[withheld]" in comment
    assert not Sought(word).is_in(comment)


def test_a_long_comment_of_signs_can_be_withheld() -> None:
    article, _version = a_published()
    comment = "*[?" * 3330 + " Jane Roe"
    send_back(submit(a_proposal(article), by=ada()), by=grace(), comment=comment)
    remove_words(Sought("Jane Roe"), order())
    assert ProposalEvent.objects.get(deed=Deed.SENT_BACK).comment.endswith("[withheld]")


def test_histories_go_with_an_explainer_that_is_destroyed_but_for_that_of_its_removal() -> None:
    proposal = sent_back()
    other, _version = a_published(slug="another")
    kept = a_proposal(other)
    remove_article(proposal.article, order(), destroy=True)
    assert {event.correction.kind for event in ProposalEvent.objects.all()} == {
        *("removal", kept.kind)
    }
    assert not ProposalEvent.objects.filter(correction=proposal.pk).exists()


def test_a_removal_of_another_explainer_opens_no_history() -> None:
    proposal = sent_back()
    other, _version = a_published(slug="another")
    remove_article(other, order())
    history = "DELETE FROM corrections_proposalevent WHERE correction_id = %s"
    assert is_refused(history, proposal.pk)


# -- The log -------------------------------------------------------------------------------------


def an_alone(article: Article) -> None:
    alone = submit(a_proposal(article), by=ada())
    publish(alone, by=ada(), alone="Nobody else is awake.")
    confirm(alone, by=grace())


@pytest.mark.parametrize(
    ("act", "events"),
    [
        (a_proposal, ["proposed"]),
        (publish_one, ["proposed", "submitted", "approved"]),
        (an_alone, ["proposed", "submitted", "published", "confirmed"]),
    ],
)
def test_each_deed_is_one_line_of_the_log_with_ids_only(
    act: Callable[[Article], object],
    events: list[str],
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    article, _version = a_published()
    caplog.clear()
    with (
        caplog.at_level("INFO", "corrigenda.events"),
        django_capture_on_commit_callbacks(execute=True),
    ):
        act(article)
    correction = Correction.objects.get()
    by = {"approved": grace(), "confirmed": grace()}
    assert [line.getMessage() for line in caplog.records if line.name == EVENTS] == [
        f"correction.{event} correction={correction.pk} article={article.pk}"
        f" signer={by.get(event, ada()).pk}"
        for event in events
    ]


def test_a_removal_is_one_line_of_the_log(
    caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    article, first = a_published()
    document = replace(document_at(first), lead="Jane Roe.")
    propose(article, document, by=ada())
    caplog.clear()
    with (
        caplog.at_level("INFO", "corrigenda.events"),
        django_capture_on_commit_callbacks(execute=True),
    ):
        remove_words(Sought("Jane Roe"), order())
    assert [line.getMessage() for line in caplog.records if line.name == EVENTS] == [
        f"words.withheld explainers=0 rows=1 signer={ada().pk}"
    ]


def test_what_is_undone_leaves_no_line(
    caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    article, _version = a_published()
    caplog.clear()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        a_proposal(article)
        transaction.set_rollback(True)
    assert not [line for line in caplog.records if line.name == EVENTS]
