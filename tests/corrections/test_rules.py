"""What verification asks of each kind of version: may it do what it did?"""

from typing import Any

import pytest

from record.sealing import Signature, Words
from record.verification import verify
from tests.record.cast import (
    ADA,
    APPROVED,
    GRACE,
    PUBLISHED,
    a_correction,
    a_document,
    a_publication,
    a_removal,
    an_entry,
    an_explanation,
    record,
)

pytestmark = pytest.mark.django_db
BY_ADA_ALONE = (Signature(ADA, "Ada", "proposer"), Signature(ADA, "Ada", "approver"))
LEAD = "They signed the pact in 2001."


def found() -> set[str]:
    """The fields of what verification finds; the toy has no rows, which is no matter here."""
    return {one.field for one in verify() if not one.field.startswith("rows")}


def test_a_correction_a_retraction_and_a_removal_that_are_in_order_are_whole() -> None:
    record(a_publication())
    record(a_correction())
    record(a_removal(2, lead=LEAD))
    record(a_correction(3, base=3, document=a_document(author=Words("[withheld]"))))
    retracted: dict[str, Any] = {"document": a_document(author=Words("[withheld]"))}
    record(
        an_entry(
            "retraction", status="retracted", explanation=an_explanation(4, base=4), **retracted
        )
    )
    record(an_entry("reinstatement", explanation=an_explanation(5, base=5), **retracted))
    record(an_entry("move", signers=PUBLISHED, slug=Words("a-new-address"), **retracted))
    assert found() == set()


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (lambda: a_correction(signers=BY_ADA_ALONE), "signers"),
        (lambda: a_correction(signers=(Signature(ADA, "Ada", "approver"),)), "signers"),
        (lambda: a_correction(document=a_document()), "document"),
        (lambda: a_correction(2), "explanation.correction"),
        (lambda: a_correction(base=2), "explanation.base"),
        (
            lambda: a_correction(explanation=an_explanation(1, sources=[])),
            "explanation.sources",
        ),
        (lambda: a_correction(explanation=an_explanation(1, amends=1)), "explanation.amends"),
        (lambda: a_correction(explanation=None), "explanation"),
        (lambda: a_correction(slug=Words("other")), "slug"),
        (lambda: a_correction(status="retracted"), "status"),
        (lambda: a_correction(banners=[9]), "banners"),
        (lambda: a_correction(confirms=1), "confirms"),
        (lambda: a_correction(imported={"notes": []}), "imported"),
        (lambda: a_correction(signers=()), "signers"),
        (lambda: an_entry("retraction", explanation=an_explanation(1)), "status"),
        (
            lambda: an_entry(
                "retraction",
                status="retracted",
                explanation=an_explanation(1),
                document=a_document(lead=LEAD),
            ),
            "document",
        ),
        (
            lambda: an_entry(
                "editors_note", explanation=an_explanation(1), document=a_document(lead=LEAD)
            ),
            "document",
        ),
        (lambda: an_entry("rendering", document=a_document(lead=LEAD)), "document"),
        (lambda: an_entry("move"), "slug"),
        (lambda: an_entry("confirmation", confirms=1), "confirms"),
        (lambda: an_entry("publication", signers=PUBLISHED), "kind"),
        (lambda: an_entry("removal", explanation=an_explanation(1)), "withholds"),
        (lambda: a_removal(title="Other words, quietly"), "document"),
    ],
)
def test_a_version_that_did_what_its_kind_may_not_is_found(entry: Any, field: str) -> None:
    record(a_publication())
    record(entry())
    assert field in found()


def test_publishing_alone_needs_a_reason_and_a_second_person_can_confirm_it() -> None:
    alone = an_explanation(1, alone=Words("Nobody else was awake."))
    record(a_publication())
    record(a_correction(explanation=alone, signers=BY_ADA_ALONE))
    confirmer = (Signature(GRACE, "Grace", "confirmer"),)
    record(an_entry("confirmation", confirms=1, signers=confirmer, document=a_document(lead=LEAD)))
    assert found() == set()


def test_nobody_confirms_what_she_published_alone() -> None:
    alone = an_explanation(1, alone=Words("Nobody else was awake."))
    record(a_publication())
    record(a_correction(explanation=alone, signers=BY_ADA_ALONE))
    confirmer = (Signature(ADA, "Ada", "confirmer"),)
    record(an_entry("confirmation", confirms=1, signers=confirmer, document=a_document(lead=LEAD)))
    assert "signers" in found()


def test_a_minor_fix_needs_one_person_only() -> None:
    record(a_publication())
    document = a_document(lead="They signed the pact  in 1999.")
    entry = an_entry(
        "minor_fix", explanation=an_explanation(1), signers=APPROVED[:1], document=document
    )
    record(entry)
    assert found() == set()


def test_no_one_person_repairs_a_link_to_another_host() -> None:
    record(a_publication(lead="See [the pact](https://a.example/pact)."))
    document = a_document(lead="See [the pact](https://b.example/pact).")
    record(a_quiet_one("link_repair", document, signers=APPROVED[:1]))
    assert found() == {"document.lead"}


@pytest.mark.parametrize(
    ("kind", "lead"),
    [
        ("minor_fix", "They signed no pact in 1999."),
        ("minor_fix", "They signed the pact in 1998."),
        ("copy_edit", "They signed the pact."),
        ("copy_edit", "They signed the *pact* in 1999."),
        ("link_repair", "They signed a pact in 1999."),
    ],
)
def test_a_quiet_kind_that_did_more_is_found(kind: str, lead: str) -> None:
    record(a_publication())
    record(a_quiet_one(kind, a_document(lead=lead)))
    assert found() == {"document.lead"}


@pytest.mark.parametrize("kind", ["copy_edit", "minor_fix", "link_repair"])
def test_a_quiet_kind_that_renames_an_author_is_found(kind: str) -> None:
    record(a_publication())
    record(a_quiet_one(kind, a_document(author=Words("Another Name"))))
    assert "document" in found()


def a_quiet_one(kind: str, document: dict[str, Any], signers: Any = APPROVED) -> Any:
    """An entry of a quiet kind, explained as far as it needs to be."""
    return an_entry(kind, explanation=an_explanation(1), signers=signers, document=document)
