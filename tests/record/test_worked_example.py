"""docs/record-format.md says what is true: its example is computed anew, its lists are the code's.

Commitments, digests and the chain are computed here from the page and the file alone.
"""

import hashlib
import hmac
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from documents import plain
from documents.plain import rendered_plain
from record import format as sealed_format

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "record.ndjson"
SERIALS = (1, 2, 3)

PAGE = (ROOT / "docs" / "record-format.md").read_text(encoding="utf-8")
LINES = [json.loads(line) for line in EXAMPLE.read_text(encoding="ascii").splitlines()]
VERSIONS = [json.loads(line["sealed"]) for line in LINES]
#: What stands in the page's fenced blocks, by the words after the fence: "texts 1", "digest 2".
BLOCKS = dict(re.findall(r"^```\w+ ?(.*)\n((?:.|\n)*?)\n```$", PAGE, flags=re.MULTILINE))


def texts_of(serial: int) -> list[dict[str, str]]:
    """The texts that the page says a version brings."""
    return [json.loads(row) for row in BLOCKS[f"texts {serial}"].splitlines()]


def named(value: Any, place: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every text of sealed members by its place, in order of appearance."""
    if isinstance(value, dict) and "text" in value:
        yield place, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from named(item, f"{place}.{name}".lstrip("."))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            own = (item.get("key") or item.get("id") or index) if isinstance(item, dict) else index
            yield from named(item, f"{place}.{own}")


def hmac_of(salt: str, label: str, text: str) -> str:
    """A commitment as section 4 of the page defines it."""
    message = label.encode() + b"\0" + text.encode()
    return hmac.new(bytes.fromhex(salt), message, hashlib.sha256).hexdigest()


@pytest.mark.parametrize("serial", SERIALS)
def test_every_commitment_of_the_page_is_that_of_its_salt_and_text(serial: int) -> None:
    for row in texts_of(serial):
        assert row["commitment"] == hmac_of(row["salt"], "corrigenda/1/text", row["text"])
        if "rendered" in row:
            computed = hmac_of(row["salt"], "corrigenda/1/rendered", row["renders_to"])
            assert row["rendered"] == computed


@pytest.mark.parametrize("serial", SERIALS)
def test_every_text_of_the_page_is_named_where_it_says(serial: int) -> None:
    places = dict(named(VERSIONS[serial - 1]))
    for row in texts_of(serial):
        leaf = {"text": row["commitment"]}
        assert places[row["place"]] == leaf | (
            {"rendered": row["rendered"]} if "rendered" in row else {}
        )


@pytest.mark.parametrize("serial", SERIALS)
def test_all_other_texts_stand_where_they_stood_before(serial: int) -> None:
    new = {row["commitment"] for row in texts_of(serial)}
    before = dict(named(VERSIONS[serial - 2])) if serial > 1 else {}
    for place, leaf in named(VERSIONS[serial - 1]):
        assert leaf["text"] in new or before[place] == leaf


def test_the_first_message_is_the_label_a_zero_byte_and_the_slug() -> None:
    message = bytes.fromhex(BLOCKS["message 1"])
    assert message == b"corrigenda/1/text\0is-the-moon-moving-away"
    computed = hmac.new(b"\1" * 32, message, hashlib.sha256).hexdigest()
    assert f"HMAC-SHA-256 gives `{computed}`" in PAGE


@pytest.mark.parametrize("serial", SERIALS)
def test_each_digest_is_that_of_the_sealed_bytes(serial: int) -> None:
    sealed = BLOCKS[f"sealed {serial}"]
    digest = hashlib.sha256(sealed.encode("ascii")).hexdigest()
    assert BLOCKS[f"digest {serial}"] == digest
    assert LINES[serial - 1] | {"texts": []} == {"digest": digest, "sealed": sealed, "texts": []}


def test_the_page_counts_the_sealed_bytes_of_version_1() -> None:
    assert f"SHA-256 of these {len(BLOCKS['sealed 1']):,} bytes" in PAGE


def test_each_version_names_the_digest_before_it() -> None:
    digests = ["0" * 64, BLOCKS["digest 1"], BLOCKS["digest 2"]]
    assert [version["previous"] for version in VERSIONS] == digests


@pytest.mark.parametrize("serial", SERIALS)
def test_the_lines_bring_the_texts_of_the_page_in_order(serial: int) -> None:
    brought = LINES[serial - 1]["texts"]
    withheld = json.loads(BLOCKS["withheld"])
    assert [text["commitment"] for text in brought] == [
        row["commitment"] for row in texts_of(serial)
    ]
    for text, row in zip(brought, texts_of(serial), strict=True):
        whole = {"commitment": row["commitment"], "salt": row["salt"], "body": row["text"]}
        assert text in (whole, withheld)


def test_only_the_authors_name_is_withheld_and_the_mark_stands_for_it() -> None:
    name = next(row for row in texts_of(1) if row["text"] == "Mara Lind")
    mark = next(row for row in texts_of(3) if row["text"] == "[withheld]")
    assert json.loads(BLOCKS["withheld"]) == {"commitment": name["commitment"], "withheld_by": 3}
    assert VERSIONS[2]["withholds"] == [
        {
            "withheld": name["commitment"],
            "replacement": {"text": mark["commitment"]},
            "class": "safety",
        }
    ]
    assert b"Mara" not in EXAMPLE.read_bytes()


@pytest.mark.parametrize("serial", SERIALS)
def test_markdown_renders_as_the_page_says(serial: int) -> None:
    for row in texts_of(serial):
        if "renders_to" in row:
            part = row["place"].split(".")[-2].replace("document", "lead")
            assert rendered_plain(part, row["text"]) == row["renders_to"]


@pytest.mark.parametrize("serial", SERIALS)
def test_the_format_accepts_each_version(serial: int) -> None:
    assert sealed_format.read(LINES[serial - 1]["sealed"]) == VERSIONS[serial - 1]


def test_the_script_finds_the_example_whole_and_prints_what_the_page_shows() -> None:
    command, *shown = BLOCKS[""].splitlines()
    arguments = command.removeprefix("$ python3 ").split()
    run = subprocess.run(
        [sys.executable, "-I", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0
    assert run.stdout.splitlines()[: len(shown)] == shown


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("KIND", sealed_format.KINDS),
        ("STATUS", sealed_format.STATUSES),
        ("SEVERITY", sealed_format.SEVERITIES),
        ("CAUSE", sealed_format.CAUSES),
        ("ROLE", sealed_format.ROLES),
        ("CLASS", sealed_format.CLASSES),
    ],
)
def test_the_pages_enums_are_those_of_the_format(name: str, values: tuple[str, ...]) -> None:
    assert f"\n| {name} | {', '.join(values)} |\n" in PAGE


@pytest.mark.parametrize(
    ("name", "node"),
    [
        ("version", sealed_format.VERSION),
        ("document", sealed_format.DOCUMENT),
        ("explanation", sealed_format.EXPLANATION),
        ("source", sealed_format.SOURCE),
        ("signer", sealed_format.SIGNER),
        ("imported", sealed_format.IMPORTED),
        ("withholding", sealed_format.WITHHOLDING),
        ("recovery", sealed_format.RECOVERY),
    ],
)
def test_the_pages_members_are_those_of_the_format_in_order(
    name: str, node: sealed_format.Members
) -> None:
    written = re.search(rf"^{name} +(\{{(?:.|\n)*?\}})$", PAGE, flags=re.MULTILINE)
    assert written is not None
    members = re.findall(r'"(\w+)":', re.sub(r"\[\{.*?\}\]", "", written[1]))
    assert members == list(node.members)


def test_the_page_lists_the_block_elements() -> None:
    listed = re.search(r"each of these elements: (.*)\.", PAGE)
    assert listed is not None
    assert listed[1].split() == sorted(plain._BLOCKS)
