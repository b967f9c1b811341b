"""Where else the site says the same: found in other words too, decided about, recorded."""

from dataclasses import replace
from typing import Any

import pytest

from articles import rows
from articles.models import Article
from articles.publishing import publish as publish_first
from corrections.approving import approval_seal
from corrections.models import Correction, Decision, Elsewhere
from corrections.placing import placed
from corrections.proposing.deciding import Undecided, asked, check_decided, correct_too, leave
from corrections.proposing.drafting import NotOpen, propose, submit, withdraw
from corrections.proposing.elsewhere import places, still_repeated
from corrections.reviewing import approve
from documents.document import Document, Question, Section
from imports.correction_files import Signers, corrections_in, taken_in
from record.models import Version
from record.verification import verify
from tests.articles.cast import a_draft, a_published, ada, grace
from tests.corrections.cast import SOURCE, TOLD, publish_one

pytestmark = pytest.mark.django_db
WRONG = "Mexico has been a member of NATO since 1949."
RIGHT = "Mexico has never been a member of NATO."


def an_explainer(title: str, **fields: Any) -> Article:
    article = a_draft(Document(title, **{"lead": "Something else entirely.", **fields}))
    publish_first(article, by=ada())
    return Article.objects.get(pk=article.pk)


def a_wrong_one() -> Article:
    return an_explainer("Mexico and its allies", lead=f"It is near. {WRONG} It is large.")


def corrected(article: Article, right: str = RIGHT, **told: Any) -> Correction:
    held = rows.document_of(article)
    document = replace(held, lead=(held.lead or "").replace(WRONG, right))
    proposal = propose(article, document, by=ada(), sources=[SOURCE], **(TOLD | told))
    return submit(proposal, by=ada())


def found(correction: Correction) -> set[tuple[str, str]]:
    where = placed(correction)
    return {(one.article.title, one.key) for one in places(correction, where.now, where.then)}


def sealed(correction: Correction) -> str:
    held = Correction.objects.get(pk=correction.pk)
    where = placed(held)
    return approval_seal(held, where.newest)


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"lead": WRONG}, "lead"),
        ({"lead": "MEXICO HAS BEEN A MEMBER of NATO  since 1949."}, "lead"),
        ({"lead": "Since 1949 Mexico has been a member of NATO."}, "lead"),
        ({"lead": "Mexico has been a *member* of NATO since 1949, they say."}, "lead"),
        ({"standfirst": "Why México has been a member of NATO since 1949"}, "head"),
        ({"sections": (Section("s1", "Mexico, a member of NATO since 1949", "Yes."),)}, "s1"),
        ({"faqs": (Question("q1", "Is Mexico a member of NATO since 1949?", "Yes."),)}, "q1"),
        ({"faqs": (Question("q1", "And Mexico?", WRONG),)}, "q1"),
        ({"conclusion": f"So {WRONG}"}, "conclusion"),
    ],
)
def test_the_same_claim_is_found_in_any_part_and_in_near_words(
    fields: dict[str, Any], key: str
) -> None:
    an_explainer("Who is in NATO?", **fields)
    an_explainer("What is rain?", lead="Water that falls. It has been known since 1949.")

    assert found(corrected(a_wrong_one())) == {("Who is in NATO?", key)}


def test_what_says_it_rightly_already_is_left_alone() -> None:
    an_explainer("Who is in NATO?", lead=RIGHT)

    assert found(corrected(a_wrong_one())) == set()


def test_a_word_that_was_only_put_in_is_looked_for_by_its_sentence() -> None:
    an_explainer("Who is in NATO?", lead="It is said that Mexico has been a member of NATO.")
    article = an_explainer("Mexico", lead="Mexico has been a member of NATO.")
    document = replace(rows.document_of(article), lead="Mexico has not been a member of NATO.")
    proposal = propose(article, document, by=ada(), sources=[SOURCE], **TOLD)

    assert found(submit(proposal, by=ada())) == {("Who is in NATO?", "lead")}


def test_what_the_explainer_itself_still_says_is_shown_and_what_is_corrected_is_not() -> None:
    article = an_explainer("Mexico", lead=f"It is near. {WRONG}", conclusion=f"So {WRONG}")
    where = placed(corrected(article))

    assert still_repeated(where.newest, where.now, where.then) == [("conclusion", f"So {WRONG}")]
    both = replace(where.then, conclusion=f"So {RIGHT}")
    assert still_repeated(where.newest, where.now, both) == []


def test_drafts_and_retracted_explainers_are_not_live() -> None:
    a_draft(Document("A draft", lead=WRONG))
    retracted = an_explainer("Retracted", lead=WRONG)
    publish_one(retracted, rows.document_of(retracted), kind="retraction")

    assert found(corrected(a_wrong_one())) == set()


def test_it_costs_a_query_a_passage_however_many_explainers_there_are(
    django_assert_num_queries: Any,
) -> None:
    correction = corrected(a_wrong_one())
    for number in range(5):
        an_explainer(f"Copy {number}", lead=WRONG)
    where = placed(correction)

    with django_assert_num_queries(1):
        assert len(places(correction, where.now, where.then)) == 5


def test_it_is_not_approved_before_each_place_has_a_decision() -> None:
    an_explainer("Who is in NATO?", lead=WRONG)
    correction = corrected(a_wrong_one())

    with pytest.raises(Undecided, match="Other places say the same: 1"):
        approve(correction, by=grace(), seal=sealed(correction))
    leave(correction, asked(correction)[0].place, by=ada(), reason="A quotation.")
    approve(correction, by=grace(), seal=sealed(correction))

    decided = Elsewhere.objects.get()
    assert (decided.decision, decided.reason) == (Decision.NO, "A quotation.")
    assert decided.decided_by == ada()
    assert list(verify()) == []


def test_a_place_that_came_after_the_decisions_asks_again() -> None:
    correction = corrected(a_wrong_one())
    check_decided(correction)
    an_explainer("Who is in NATO?", lead=WRONG)

    with pytest.raises(Undecided):
        approve(correction, by=grace(), seal=sealed(correction))


def test_yes_makes_a_proposal_there_with_the_words_replaced_and_the_same_sources() -> None:
    other = an_explainer("Who is in NATO?", lead=f"Many. {WRONG}")
    correction = corrected(a_wrong_one())

    made = correct_too(correction, asked(correction)[0].place, by=ada())

    correction.refresh_from_db()
    assert made.article == other
    assert made.document.lead == f"Many. {RIGHT}"
    assert made.right == correction.right
    assert made.sources.get().url == correction.sources.get().url
    assert made.incident == correction.incident is not None
    assert Elsewhere.objects.get().proposal == made
    check_decided(correction)
    check_decided(submit(made, by=ada()))


def test_words_that_can_not_be_replaced_one_for_one_are_left_for_the_editor() -> None:
    other = an_explainer("Who is in NATO?", lead="Since 1949 Mexico has been a member of NATO.")
    correction = corrected(a_wrong_one())

    made = correct_too(correction, asked(correction)[0].place, by=ada())

    assert made.document == rows.document_of(other)


def test_joining_an_incident_voids_an_approval_that_did_not_know_of_it() -> None:
    an_explainer("Who is in NATO?", lead=WRONG)
    correction = corrected(a_wrong_one())
    before = sealed(correction)

    correct_too(correction, asked(correction)[0].place, by=ada())

    assert sealed(correction) != before


def test_two_places_of_one_explainer_make_one_proposal() -> None:
    an_explainer("Who is in NATO?", lead=WRONG, conclusion=f"So: {WRONG}")
    correction = corrected(a_wrong_one())
    first, second = asked(correction)

    one = correct_too(correction, first.place, by=ada())
    other = correct_too(correction, second.place, by=ada())

    assert one == other
    assert other.document.lead == RIGHT
    assert other.document.conclusion == f"So: {RIGHT}"


def test_nothing_is_decided_about_a_correction_that_was_decided_itself() -> None:
    an_explainer("Who is in NATO?", lead=WRONG)
    correction = corrected(a_wrong_one())
    place = asked(correction)[0].place
    withdraw(correction, by=ada())

    with pytest.raises(NotOpen):
        correct_too(correction, place, by=ada())
    assert Correction.objects.count() == 1


def test_an_import_that_publishes_records_that_nobody_was_asked() -> None:
    an_explainer("Who is in NATO?", lead=WRONG)
    article = a_wrong_one()
    text = f"""
article: {article.slug}
corrections:
  - kind: correction
    right_fact: Mexico is no member.
    cause: not_known
    changes: [{{in: lead, replace: "{WRONG}", with: "{RIGHT}"}}]
    sources: [{{url: "https://example.org/nato"}}]
"""

    outcomes = list(taken_in(corrections_in(text), Signers(ada(), grace())))

    assert [one.result for one in outcomes] == ["published"]
    decided = Elsewhere.objects.get()
    assert (decided.decision, decided.decided_by) == (Decision.NOT_ASKED, None)
    assert Version.objects.of(article.pk).count() == 2


def test_a_quiet_change_finds_nothing_where_nobody_says_it() -> None:
    article, _version = a_published()
    document = replace(rows.document_of(article), lead="A treaty binds.")
    proposal = propose(article, document, by=ada(), sources=[SOURCE], **TOLD)

    assert asked(submit(proposal, by=ada())) == []


def test_nobody_is_asked_about_spelling_and_white_space() -> None:
    an_explainer("Another", lead=WRONG)
    correction = corrected(a_wrong_one(), WRONG.replace("been a", "been  a"), kind="minor_fix")
    assert asked(correction) == []
    check_decided(correction)
