"""What scripts/verify_record.py finds, run as a stranger runs it: on a file, with nothing else."""

import hashlib
import hmac
import json
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from record import export
from record import format as sealed_format
from record.format import WITHHELD
from record.sealing import Signature, Words
from tests.record.cast import (
    ADA,
    ANOTHER,
    GRACE,
    a_correction,
    a_document,
    a_publication,
    a_removal,
    an_entry,
    an_explanation,
    record,
)

pytestmark = pytest.mark.django_db

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "verify_record.py"
CORRECTED = "They signed the pact in 2001."


@dataclass
class Outsider:
    """Somebody with the script, a saved record and, perhaps, a state from the time before."""

    folder: Path
    lines: list[dict[str, Any]]

    def save(self) -> Path:
        """Saves the lines as they now stand."""
        path = self.folder / "versions.ndjson"
        path.write_text("".join(json.dumps(line) + "\n" for line in self.lines), encoding="utf-8")
        return path

    def look(self, *, state: bool = False) -> subprocess.CompletedProcess[str]:
        """Runs the script on the lines as they now stand."""
        arguments = ["--state", str(self.folder / "state")] if state else []
        return run(self.save(), *arguments)

    def findings(self, *, state: bool = False) -> str:
        """What the script prints about lines that are not whole."""
        run = self.look(state=state)
        assert run.returncode == 1, run.stdout + run.stderr
        return run.stdout

    def sealed(self, serial: int) -> dict[str, Any]:
        """The members of a version."""
        members: dict[str, Any] = json.loads(self.lines[serial - 1]["sealed"])
        return members

    def forge(self, serial: int, change: Callable[[dict[str, Any]], None]) -> None:
        """Changes members of a version and makes every digest right again, as an insider could."""
        members = self.sealed(serial)
        change(members)
        self.write(serial, json.dumps(members, separators=(",", ":")))
        for later in range(serial + 1, len(self.lines) + 1):
            members = self.sealed(later)
            members["previous"] = self.lines[later - 2]["digest"]
            self.write(later, json.dumps(members, separators=(",", ":")))

    def write(self, serial: int, sealed: str) -> None:
        """Puts other sealed bytes into a line, with their digest."""
        digest = hashlib.sha256(sealed.encode()).hexdigest()
        self.lines[serial - 1] |= {"sealed": sealed, "digest": digest}


def run(path: Path | str, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Runs the script without the project on its path."""
    command = [sys.executable, "-I", str(SCRIPT), str(path), *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, timeout=60)


def as_exported() -> list[dict[str, Any]]:
    """The record as it is published now."""
    return [json.loads(line) for line in export.lines()]


@pytest.fixture
def outsider(tmp_path: Path) -> Outsider:
    """Two publications, a correction of the first, and the removal of its author's name."""
    record(a_publication())
    record(a_publication(ANOTHER))
    record(a_correction())
    record(a_removal(2, lead=CORRECTED))
    return Outsider(tmp_path, as_exported())


def a_text(place: str, outsider: Outsider, serial: int) -> dict[str, Any]:
    """The text of a line that its version names at a place in the document, such as `lead`."""
    commitment = outsider.sealed(serial)["document"][place]["text"]
    texts: list[dict[str, Any]] = outsider.lines[serial - 1]["texts"]
    return next(text for text in texts if text["commitment"] == commitment)


def test_a_whole_record_is_told_with_its_head(outsider: Outsider) -> None:
    run = outsider.look()
    assert run.returncode == 0
    assert "4 versions of 2 explainers, from 20" in run.stdout
    assert f"head 4 {outsider.lines[-1]['digest']}" in run.stdout
    assert "1 text withheld." in run.stdout


def test_the_verdict_stands_on_a_line_of_its_own_before_the_limits(outsider: Outsider) -> None:
    lines = outsider.look().stdout.splitlines()
    verdict = lines.index("VERDICT: WHOLE. No version was changed, left out or put in between.")
    assert lines[verdict - 1] == lines[verdict + 1] == ""
    assert verdict < next(at for at, line in enumerate(lines) if line.startswith("Not shown"))


def test_small_edits_are_listed_and_said_not_to_be_judged(tmp_path: Path) -> None:
    record(a_publication(lead="They signd the pact in 1999."))
    document = a_document(lead="They signed the pact in 1999.")
    record(an_entry("copy_edit", explanation=an_explanation(1), document=document))
    told = run(Outsider(tmp_path, as_exported()).save(), "--changes")
    assert told.returncode == 0
    assert "version 2, copy_edit, lead: They signd the pact in 1999. -> They signed" in told.stdout
    assert "was not judged" in told.stdout


def test_a_small_edit_that_renames_an_author_is_found(tmp_path: Path) -> None:
    record(a_publication())
    document = a_document(author=Words("Another Name"))
    record(an_entry("minor_fix", explanation=an_explanation(1), document=document))
    told = Outsider(tmp_path, as_exported()).findings()
    assert "a quiet kind changes no name, date, part or order" in told


def test_a_record_may_come_on_standard_input(outsider: Outsider) -> None:
    assert run("-", given=outsider.save().read_text()).returncode == 0


def test_a_correction_after_a_removal_may_keep_the_mark(outsider: Outsider) -> None:
    document = a_document(author=Words(WITHHELD), lead="They signed it in May 2001.")
    record(a_correction(3, base=3, document=document))
    outsider.lines = as_exported()
    assert outsider.look().returncode == 0


def test_one_changed_letter_of_a_text_is_found(outsider: Outsider) -> None:
    a_text("lead", outsider, 3)["body"] = CORRECTED.replace("2001", "2011")
    assert "version 3, document.lead: the text, or its salt" in outsider.findings()


def test_a_forged_salt_is_found(outsider: Outsider) -> None:
    a_text("title", outsider, 2)["salt"] = "0" * 64
    assert "version 2, document.title: the text, or its salt" in outsider.findings()


def test_one_changed_letter_of_the_sealed_bytes_is_found(outsider: Outsider) -> None:
    outsider.lines[1]["sealed"] = outsider.lines[1]["sealed"].replace('"en"', '"es"')
    assert "version 2, digest: found" in outsider.findings()


def test_a_changed_date_is_found(outsider: Outsider) -> None:
    at = outsider.sealed(3)["recorded_at"]
    outsider.lines[2]["sealed"] = outsider.lines[2]["sealed"].replace(at, "2020" + at[4:])
    assert "version 3, digest: found" in outsider.findings()


def test_a_date_that_was_sealed_anew_must_still_be_later(outsider: Outsider) -> None:
    outsider.forge(3, lambda members: members.update(recorded_at="2020-01-01T00:00:00.000000Z"))
    assert "version 3, recorded_at: 2020" in outsider.findings()


def test_a_dropped_newest_version_is_found_by_who_saw_it(outsider: Outsider) -> None:
    assert outsider.look(state=True).returncode == 0
    del outsider.lines[3]
    assert "version 4, digest: is gone" in outsider.findings(state=True)


def test_a_dropped_explainer_is_found(outsider: Outsider) -> None:
    del outsider.lines[1]
    assert "version 3, serial: found 3; expected 2" in outsider.findings()


def test_two_swapped_versions_are_found(outsider: Outsider) -> None:
    outsider.lines[1:3] = reversed(outsider.lines[1:3])
    findings = outsider.findings()
    assert "version 3, serial: found 3; expected 2" in findings
    assert "version 2, previous: found" in findings


def test_a_rewritten_past_is_found_by_who_saw_it(outsider: Outsider) -> None:
    assert outsider.look(state=True).returncode == 0
    outsider.forge(2, lambda members: members.update(time_zone="UTC"))
    assert outsider.look().returncode == 0
    assert "version 4, digest: found" in outsider.findings(state=True)


def test_yesterdays_record_is_found_by_who_saw_todays(tmp_path: Path) -> None:
    record(a_publication())
    yesterday = as_exported()
    record(a_correction())
    outsider = Outsider(tmp_path, as_exported())
    assert outsider.look(state=True).returncode == 0
    outsider.lines = yesterday
    assert outsider.look().returncode == 0
    assert "version 2, digest: is gone" in outsider.findings(state=True)


def test_a_record_that_has_grown_is_whole_for_who_saw_it_before(tmp_path: Path) -> None:
    record(a_publication())
    outsider = Outsider(tmp_path, as_exported())
    assert outsider.look(state=True).returncode == 0
    record(a_correction())
    outsider.lines = as_exported()
    assert outsider.look(state=True).returncode == 0
    assert json.loads((tmp_path / "state").read_text())["serial"] == 2


def test_a_state_is_kept_when_something_is_wrong(outsider: Outsider) -> None:
    outsider.look(state=True)
    before = (outsider.folder / "state").read_bytes()
    del outsider.lines[3]
    outsider.findings(state=True)
    assert (outsider.folder / "state").read_bytes() == before


def test_the_record_of_another_site_is_found(outsider: Outsider) -> None:
    outsider.look(state=True)
    other = "c0ffee00-0000-4000-8000-000000000000"
    for serial in range(1, 5):
        outsider.forge(serial, lambda members: members.update(site=other))
    assert f"version 1, site: found {other}" in outsider.findings(state=True)


def test_a_doubled_member_is_refused(outsider: Outsider) -> None:
    outsider.write(2, outsider.lines[1]["sealed"].replace("{", '{"schema":1,', 1))
    assert "version 2, sealed: the member 'schema' is given twice" in outsider.findings()


def test_an_unknown_member_is_refused(outsider: Outsider) -> None:
    outsider.forge(3, lambda members: members["document"].update(note=None))
    assert "version 3, document: 'note' is unknown" in outsider.findings()


def test_white_space_in_sealed_bytes_is_refused(outsider: Outsider) -> None:
    outsider.write(2, outsider.lines[1]["sealed"].replace(",", ", ", 1))
    assert "version 2, sealed: holds white space" in outsider.findings()


def test_a_number_twice_is_found(outsider: Outsider) -> None:
    outsider.forge(3, lambda members: members.update(number=1))
    assert "version 3, number: found 1; expected 2" in outsider.findings()


def test_a_correction_number_twice_is_found(outsider: Outsider) -> None:
    outsider.forge(4, lambda members: members["explanation"].update(correction=1))
    assert "version 4, explanation.correction: found 1; expected 2" in outsider.findings()


def test_an_approver_who_proposed_is_found(outsider: Outsider) -> None:
    outsider.forge(3, lambda members: members["signers"][1].update(id=str(ADA)))
    assert "version 3, signers: who approves must be another" in outsider.findings()


def test_a_correction_without_sources_is_found(outsider: Outsider) -> None:
    outsider.forge(3, lambda members: members["explanation"].update(sources=[]))
    assert "version 3, explanation.sources: some, or why" in outsider.findings()


def test_a_status_that_its_kind_does_not_move_is_found(outsider: Outsider) -> None:
    outsider.forge(3, lambda members: members.update(status="retracted"))
    assert "version 3, status: a correction from live to retracted" in outsider.findings()


def test_a_text_in_another_place_than_before_is_found(outsider: Outsider) -> None:
    title = outsider.sealed(1)["document"]["title"]
    outsider.forge(3, lambda members: members["document"]["faqs"][0].update(question=title))
    assert (
        "version 3, document.faqs.q1.question: names the text that is document.title"
        in outsider.findings()
    )


def test_a_text_of_another_explainer_is_found(outsider: Outsider) -> None:
    foreign = outsider.sealed(2)["document"]["title"]
    outsider.forge(3, lambda members: members["document"].update(title=foreign))
    assert "version 3, document.title: the text is missing" in outsider.findings()


def test_a_text_that_no_version_names_is_found(outsider: Outsider) -> None:
    salt, body = "ab" * 32, "smuggled"
    message = b"corrigenda/1/text\0" + body.encode()
    commitment = hmac.new(bytes.fromhex(salt), message, "sha256").hexdigest()
    smuggled = {"commitment": commitment, "salt": salt, "body": body}
    outsider.lines[1]["texts"].append(smuggled)
    assert f"version 2, texts: has {commitment}" in outsider.findings()


def test_a_withheld_text_without_a_removal_is_found(outsider: Outsider) -> None:
    text = a_text("lead", outsider, 1)
    withheld = {"commitment": text["commitment"], "withheld_by": 3}
    outsider.lines[0]["texts"] = [
        withheld if one is text else one for one in outsider.lines[0]["texts"]
    ]
    message = "version 1, document.lead: withheld by version 3, which does not say so"
    assert message in outsider.findings()


def test_words_that_a_removal_left_open_are_found(outsider: Outsider) -> None:
    texts = outsider.lines[0]["texts"]
    gone = next(index for index, text in enumerate(texts) if "withheld_by" in text)
    texts[gone] = {"commitment": texts[gone]["commitment"], "salt": "0" * 64, "body": "Ben"}
    assert "version 4, withholds.0: names no text" in outsider.findings()


def test_an_explainer_removed_whole_hides_its_texts_without_naming_them(
    outsider: Outsider,
) -> None:
    told = {"status": "removed", "document": None, "explanation": an_explanation(3)}
    record(an_entry("removal", ANOTHER, **told))
    outsider.lines = as_exported()
    texts = outsider.lines[1]["texts"]
    hidden = [{"commitment": text["commitment"], "withheld_by": 5} for text in texts]
    outsider.lines[1]["texts"] = [texts[0], *hidden[1:]]
    assert outsider.look().returncode == 0


def rolled_back(folder: Path, **named: int | None) -> Outsider:
    """An outsider who saw four versions, the last two of which are lost, as a recovery says."""
    record(a_publication())
    record(a_publication(ANOTHER))
    record(a_correction())
    record(a_correction(2, base=2, lead="They signed it in 2002."))
    outsider = Outsider(folder, as_exported())
    assert outsider.look(state=True).returncode == 0
    recovery = {"first": 3, "last": 4, "head": outsider.lines[3]["digest"], "next_correction": 3}
    told: dict[str, Any] = {"kind": "recovery", "subject": outsider.sealed(1)["site"], "number": 1}
    told |= {"slug": None, "document": None, "explanation": None, "signers": []}
    outsider.lines[3:] = []
    outsider.lines[2]["texts"] = []
    outsider.forge(3, lambda members: members.update(told | {"recovery": recovery | named}))
    return outsider


def test_a_record_that_says_it_was_rolled_back_has_a_status_of_its_own(tmp_path: Path) -> None:
    run = rolled_back(tmp_path).look(state=True)
    assert run.returncode == 3
    assert "Rolled back, and the record says so: version 4" in run.stdout


def test_a_recovery_is_whole_for_who_saw_nothing_before(tmp_path: Path) -> None:
    run = rolled_back(tmp_path).look()
    assert run.returncode == 0
    assert "Lost, as version 3 says: versions 3 to 4." in run.stdout


def test_a_recovery_that_leaves_out_what_was_seen_is_found(tmp_path: Path) -> None:
    outsider = rolled_back(tmp_path, last=3, head=None)
    assert "version 4, digest: is gone" in outsider.findings(state=True)


def test_a_recovery_that_gives_a_correction_number_again_is_found(tmp_path: Path) -> None:
    outsider = rolled_back(tmp_path, next_correction=1)
    assert outsider.look(state=True).returncode == 3


def confirmed_by(signer: Signature, folder: Path) -> Outsider:
    """A correction that Ada published alone, confirmed by `signer`."""
    alone = an_explanation(1, alone=Words("Nobody else is awake."))
    record(a_publication())
    record(a_correction(explanation=alone, signers=[Signature(ADA, "Ada", "proposer")]))
    words = a_document(lead=CORRECTED)
    record(an_entry("confirmation", document=words, confirms=1, signers=[signer]))
    return Outsider(folder, as_exported())


def test_a_correction_published_alone_may_be_confirmed_by_another(tmp_path: Path) -> None:
    outsider = confirmed_by(Signature(GRACE, "Grace", "confirmer"), tmp_path)
    assert outsider.look().returncode == 0


def test_a_correction_confirmed_by_who_published_it_is_found(tmp_path: Path) -> None:
    outsider = confirmed_by(Signature(ADA, "Ada", "confirmer"), tmp_path)
    assert "version 3, signers: who confirms must be another" in outsider.findings()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (b"<!doctype html>\n", "line 1: Expecting value"),
        (b"[" * 200_000, "line 1: is nested too deeply"),
        (b"\xff\xfe\n", "line 1: is not UTF-8"),
        (b"7" * 10_000, "line 1: "),
        (b" " * (64 * 1024 * 1024 + 1), "line 1: is longer than"),
        (b"", "is empty"),
    ],
    ids=["html", "deep", "bytes", "digits", "long", "empty"],
)
def test_what_is_no_record_gets_one_clear_line(given: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "given"
    path.write_bytes(given)
    answer = run(path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert message in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_a_line_of_other_members_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "given"
    path.write_text('{"digest":"0","sealed":null,"texts":{}}\n{"a":1}\n[]\n')
    answer = run(path)
    assert answer.returncode == 1
    assert "version 1, texts: found an object; expected a list" in answer.stdout
    assert "version 2, members: 'a' is unknown" in answer.stdout


def test_of_very_many_findings_the_first_fifty_are_printed(tmp_path: Path) -> None:
    path = tmp_path / "given"
    path.write_text("{}\n" * 80)
    assert run(path).stdout.count("members: digest is missing") == 50
    assert "VERDICT: NOT WHOLE. 80 findings" in run(path).stdout


def test_what_is_printed_cannot_steer_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "given"
    path.write_text('{"\\u001b[31m":1}\n')
    assert "\x1b" not in run(path).stdout


def test_the_script_and_the_format_refuse_the_same(outsider: Outsider) -> None:
    """Each member in turn is given values of other types."""
    script = runpy.run_path(str(SCRIPT))
    text = {"text": "0" * 64}
    members = outsider.sealed(4) | {
        "imported": {"origin": text, "notes": [{"date": "2024-02", "note": text}]},
        "recovery": {"first": 1, "last": 2, "head": "0" * 64, "next_correction": 3},
        "banners": [1],
    }
    values = [None, True, 0, 1, -1, 2**53, "", "x", "s1", "live", "2024-02-30", "2024-02", "0" * 64]
    for holder, name in list(places_in(members)):
        kept = holder[name]
        for value in [*values, [], {}, [1], {"text": "0" * 64}, {"text": 1, "rendered": "x"}]:
            holder[name] = value
            sealed = json.dumps(members, separators=(",", ":"))
            assert bool(script["sealed_members"](sealed)[0]) == is_of_the_format(sealed), sealed
        holder[name] = kept


def places_in(value: Any) -> Iterator[tuple[Any, Any]]:
    """Everything that can be assigned in members: `(holder, name or index)`."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for name, item in list(pairs):
        yield value, name
        if isinstance(item, dict | list):
            yield from places_in(item)


def is_of_the_format(sealed: str) -> bool:
    """Whether the record itself would take these bytes."""
    try:
        sealed_format.read(sealed)
    except sealed_format.FormatError:
        return False
    return True


def test_a_site_that_does_not_answer_gets_one_clear_line() -> None:
    answer = run("http://127.0.0.1:9")
    assert answer.returncode == 2
    assert answer.stderr.startswith("verify_record: http://127.0.0.1:9/record/head.json: ")
    assert answer.stderr.count("\n") == 1
