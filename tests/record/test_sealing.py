"""From words to sealed bytes: commitments, reuse, the grammar, withholding."""

import json
from dataclasses import replace
from typing import Any

import pytest

from record import export
from record.chain import before
from record.commitments import RENDERED, commitment, new_salt
from record.format import WITHHELD, FormatError, read, texts_in, written
from record.models import Text, Version
from record.removal.withholding import TextNotOpen, bodies
from record.sealing import Words, prepare
from record.verification import verify
from tests.record.cast import (
    AUTHOR,
    a_correction,
    a_document,
    a_publication,
    a_removal,
    an_entry,
    record,
    text_at,
)


def chain_findings() -> list[str]:
    """What verification says of the chain; the toy has no rows, which it says as well."""
    return [str(one) for one in verify() if not one.field.startswith("rows")]


def test_a_commitment_needs_a_salt_of_32_bytes() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        commitment(b"x" * 31, "text")


def test_text_and_rendered_text_have_different_commitments() -> None:
    salt = new_salt()
    assert commitment(salt, "same") != commitment(salt, "same", RENDERED)


def test_equal_texts_have_different_commitments() -> None:
    version = record(a_publication(title="No.", answer="No."))
    leaves = [leaf["text"] for _path, leaf in texts_in(version.members)]
    assert len(leaves) == len(set(leaves))


def test_what_did_not_change_keeps_its_commitment() -> None:
    first = record(a_publication())
    second = record(a_correction())
    same = ["slug", "document.title", AUTHOR, "document.sections.s1.body"]
    assert [text_at(first, path) for path in same] == [text_at(second, path) for path in same]
    assert text_at(first, "document.lead") != text_at(second, "document.lead")
    assert chain_findings() == []


def test_only_what_changed_is_a_new_text() -> None:
    record(a_publication())
    second = record(a_correction())
    brought = set(second.brought.values_list("body", flat=True))
    assert "They signed the pact in 2001." in brought
    assert "They trade more than they did." not in brought


def test_a_text_that_moves_to_another_field_gets_another_commitment() -> None:
    first = record(a_publication(lead="Same.", answer="Other."))
    second = record(a_correction(lead="Other.", document=a_document(lead="Other.", answer="Same.")))
    assert text_at(second, "document.lead") != text_at(first, "document.faqs.q1.answer")
    assert chain_findings() == []


def test_a_new_rendering_keeps_the_text() -> None:
    first = record(a_publication())
    document = a_document()
    document["lead"] = Words(document["lead"].text, rendered="Shown otherwise.")
    second = record(an_entry("rendering", document=document))
    leaves = [one.members["document"]["lead"] for one in (first, second)]
    assert leaves[0]["text"] == leaves[1]["text"]
    assert leaves[0]["rendered"] != leaves[1]["rendered"]
    assert chain_findings() == []


def test_a_withheld_name_is_gone_and_the_chain_still_holds() -> None:
    first = record(a_publication())
    named = text_at(first, AUTHOR)
    removal = record(a_removal())
    text = Text.objects.get(pk=named)
    assert (text.body, text.salt, text.withheld_by) == (None, None, removal)
    assert "Ben" not in "".join(export.lines())
    assert chain_findings() == []


def test_what_stands_for_a_withheld_text_is_its_replacement() -> None:
    first = record(a_publication())
    named = text_at(first, AUTHOR)
    record(a_removal())
    assert bodies([named]) == {named: WITHHELD}


def test_replacements_of_replacements_resolve_to_the_last() -> None:
    first = record(a_publication())
    named = text_at(first, AUTHOR)
    second = record(a_removal())
    record(a_removal(2, author=Words("[gone]")))
    assert Text.objects.get(pk=text_at(second, AUTHOR)).body is None
    assert bodies([named, text_at(second, AUTHOR)]) == dict.fromkeys(
        [named, text_at(second, AUTHOR)], WITHHELD
    )


def test_a_text_is_not_withheld_twice() -> None:
    record(a_publication())
    entry = a_removal()
    record(entry)
    with pytest.raises(TextNotOpen):
        record(replace(entry, document=a_document(author=Words(WITHHELD))))
    assert Version.objects.count() == 2


def test_sealed_bytes_are_read_back_as_they_were_written() -> None:
    record(a_publication())
    for version in (record(a_correction()), record(a_removal(2, lead="x"))):
        assert written(read(version.sealed)) == version.sealed


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda m: m.pop("kind"), "sealed"),
        (lambda m: m | {"more": 1}, "sealed"),
        (lambda m: {"kind": m["kind"], **m}, "sealed"),
        (lambda m: m | {"serial": "1"}, "serial"),
        (lambda m: m | {"serial": 0}, "serial"),
        (lambda m: m | {"serial": True}, "serial"),
        (lambda m: m | {"serial": 1.0}, "sealed"),
        (lambda m: m | {"schema": 2}, "schema"),
        (lambda m: m | {"schema": True}, "schema"),
        (lambda m: m | {"kind": "edit"}, "kind"),
        (lambda m: m | {"recorded_at": "2026-11-24T12:00:00Z"}, "recorded_at"),
        (lambda m: m | {"recorded_at": "2026-13-24T12:00:00.000000Z"}, "recorded_at"),
        (lambda m: m | {"subject": m["subject"].upper()}, "subject"),
        (lambda m: m | {"previous": "0" * 63}, "previous"),
        (lambda m: m | {"previous": "A" * 64}, "previous"),
        (lambda m: m | {"language": ""}, "language"),
        (lambda m: m | {"slug": {"text": "x"}}, "slug.text"),
        (lambda m: m | {"slug": {"text": "0" * 64, "rendered": "0" * 64}}, "slug"),
        (lambda m: m | {"banners": [0]}, "banners[0]"),
        (lambda m: m | {"signers": {}}, "signers"),
        (lambda m: m | {"document": {}}, "document"),
    ],
)
def test_members_that_are_not_of_the_format_are_refused(change: Any, where: str) -> None:
    members = record(a_publication()).members
    changed = change(dict(members))
    text = json.dumps(changed if isinstance(changed, dict) else members, separators=(",", ":"))
    if not isinstance(changed, dict):
        text = text.replace('"kind":"publication",', "")
    with pytest.raises(FormatError) as refused:
        read(text)
    assert (refused.value.path or "sealed") == where


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '{"schema":1,"schema":1}', "[" * 99_999])
def test_bytes_that_are_no_version_are_refused(text: str) -> None:
    with pytest.raises(FormatError):
        read(text)


def test_an_entry_with_a_member_that_the_format_has_not_is_refused() -> None:
    entry = replace(a_publication(), document=a_document() | {"subtitle": Words("x")})
    with pytest.raises(FormatError, match="subtitle"):
        prepare(entry)


def test_the_texts_before_are_those_of_the_version_before() -> None:
    version = record(a_publication())
    assert set(before(version).texts) == {leaf["text"] for _p, leaf in texts_in(version.members)}


def test_a_signature_counts_from_the_moment_of_recording_unless_it_says_when() -> None:
    version = record(a_publication())
    assert [one["at"] for one in version.members["signers"]] == [version.recorded_at]
