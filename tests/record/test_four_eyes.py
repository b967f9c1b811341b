"""Who may sign a correction, told a second time: both verifiers say just that, of all who sign."""

import copy
import runpy
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

from corrections.verifying import obeys_its_kind
from record.format import ROLES
from record.registry import Finding
from record.rules import follows_the_form_of_its_kind
from record.sealing import Signature, Words
from record.verification import verify
from tests.record.cast import (
    ADA,
    BEN,
    GRACE,
    a_correction,
    a_document,
    a_publication,
    an_entry,
    an_explanation,
    newest_of,
    record,
)
from tests.record.test_outsider_script import CORRECTED, SCRIPT, Outsider, as_exported

pytestmark = pytest.mark.django_db
PEOPLE = ("ada", "grace", "ben")
NEEDS_NOBODY_ELSE = ("minor_fix", "link_repair")


def may_sign(kind: str, alone: bool, signed: tuple[tuple[str, str], ...]) -> bool:
    """The rule, as the format's page has it."""
    people = {role: {who for who, given in signed if given == role} for role in ROLES}
    others = set().union(*(people[role] for role in ROLES if role != "contributor"))
    if people["contributor"] & others:
        return False
    if alone or (kind in NEEDS_NOBODY_ELSE and len({who for who, _role in signed}) == 1):
        return len({who for who, _role in signed}) == 1
    wrote = people["proposer"] | people["contributor"]
    return bool(people["proposer"] and people["approver"]) and not people["approver"] & wrote


def judged(before: Any, now: Any) -> list[Finding]:
    """What verification finds in the form of a version and in what its kind may do."""
    return [*follows_the_form_of_its_kind(before, now, {}), *obeys_its_kind(before, now, {})]


def test_both_verifiers_judge_all_who_may_sign_alike() -> None:
    before, now = (version.members for version in (record(a_publication()), record(a_correction())))
    script = runpy.run_path(str(SCRIPT))
    pairs = list(product(PEOPLE, ROLES))
    every = [signed for count in (1, 2, 3) for signed in combinations(pairs, count)]
    for kind, alone, signed in product(("correction", "minor_fix", "editors_note"), (0, 1), every):
        members: dict[str, Any] = copy.deepcopy(now) | {"kind": kind}
        at = members["signers"][0]["at"]
        members["signers"] = [
            {"id": who, "name": None, "role": role, "at": at} for who, role in signed
        ]
        members["explanation"]["alone"] = {"text": "0" * 64} if alone else None
        findings = judged(before, members)
        inside = {finding.message for finding in findings if finding.field == "signers"}
        outside = {
            message
            for is_broken, place, message in script["form_rules"](members)
            if is_broken and place == "signers"
        }
        expected = may_sign(kind, bool(alone), signed)
        assert (not inside, not outside) == (expected, expected), (kind, alone, signed)


@pytest.mark.parametrize("kind", ["publication", "confirmation"])
def test_nobody_contributes_to_what_no_correction_explains(kind: str) -> None:
    record(a_publication())
    before = newest_of().members
    script = runpy.run_path(str(SCRIPT))
    signer = dict(before["signers"][0], role="contributor")
    members = before | {"kind": kind, "signers": [*before["signers"], dict(signer, id="ben")]}
    first = None if kind == "publication" else before
    assert "signers" in {finding.field for finding in judged(first, members)}
    assert "signers" in {place for broken, place, _why in script["form_rules"](members) if broken}


@pytest.mark.parametrize(("confirmer", "is_whole"), [(ADA, False), (GRACE, True), (BEN, True)])
def test_nobody_confirms_what_she_signed_in_any_role(
    confirmer: Any, is_whole: bool, tmp_path: Path
) -> None:
    record(a_publication())
    explanation = an_explanation(1, alone=Words("It is night."))
    alone = [Signature(ADA, "Ada", "proposer"), Signature(ADA, "Ada", "publisher")]
    record(a_correction(explanation=explanation, signers=alone))
    signers = [Signature(confirmer, "Somebody", "confirmer")]
    words = a_document(lead=CORRECTED)
    record(an_entry("confirmation", document=words, confirms=1, signers=signers))
    outsider = Outsider(tmp_path, as_exported())
    found = [one.field for one in verify() if not one.field.startswith("rows")]
    assert (found == [], outsider.look().returncode == 0) == (is_whole, is_whole)


def test_a_forged_contributor_who_confirms_is_found(tmp_path: Path) -> None:
    record(a_publication())
    explanation = an_explanation(1, alone=Words("It is night."))
    record(a_correction(explanation=explanation, signers=[Signature(ADA, "Ada", "proposer")]))
    words = a_document(lead=CORRECTED)
    confirmer = Signature(GRACE, "Grace", "confirmer")
    record(an_entry("confirmation", document=words, confirms=1, signers=[confirmer]))
    outsider = Outsider(tmp_path, as_exported())

    def contribute(members: dict[str, Any]) -> None:
        signer = members["signers"][0]
        members["signers"].append(signer | {"id": str(GRACE), "name": None, "role": "contributor"})

    outsider.forge(2, contribute)
    assert "version 3, signers: who confirms must be another" in outsider.findings()
