"""The JSON Schemas in the docs say what exports hold."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from articles.models import Article
from tests.exports.test_export_explainers import site as site_with_removals  # noqa: F401
from tests.exports.test_export_private import leave
from tests.exports.test_export_private import site as private_site  # noqa: F401
from tests.site.json_schema import faults

pytestmark = pytest.mark.django_db(transaction=True)
DOCS = Path(__file__).parents[2] / "docs"
Alter = Callable[[dict[str, Any]], object]


def schema(name: str) -> dict[str, Any]:
    """A schema of the docs."""
    return dict(json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8")))


def exports(folder: Path) -> list[dict[str, Any]]:
    """The files of an export."""
    return [json.loads(one.read_text(encoding="utf-8")) for one in sorted(folder.glob("*.json"))]


@pytest.fixture
def private_part(private_site: Article, tmp_path: Path) -> dict[str, Any]:  # noqa: F811
    """The private part of a site that has every kind of row."""
    leave(tmp_path, with_private=True)
    found = json.loads((tmp_path / "private.json").read_text(encoding="utf-8"))
    assert {one["kind"] for one in found["rows"]} == {
        *("signer", "draft", "proposal", "decision", "event", "report")
    }
    return dict(found)


@pytest.mark.parametrize("history", [False, True])
def test_explainers_are_as_their_schema_says(
    site_with_removals: Article,  # noqa: F811
    tmp_path: Path,
    history: bool,
) -> None:
    leave(tmp_path, with_history=history)
    found = exports(tmp_path)
    assert len(found) == 2
    assert [faults(one, schema("export")) for one in found] == [[], []]


def test_the_private_part_is_as_its_schema_says(private_part: dict[str, Any]) -> None:
    assert faults(private_part, schema("private")) == []


@pytest.mark.parametrize(
    "alter",
    [
        lambda part: part.update(format="corrigenda-private/3"),
        lambda part: part.update(more=1),
        lambda part: part["rows"][0].update(kind="singer"),
        lambda part: part["rows"][0]["account"].update(password="x"),
        lambda part: part["rows"][0].update(id="ada"),
        lambda part: part["rows"][-1].pop("token"),
        lambda part: part["rows"][-1].update(received_at="yesterday"),
        lambda part: part["rows"][-1].update(correction={"number": 1, "proposal": 1}),
    ],
)
def test_another_private_part_is_not(private_part: dict[str, Any], alter: Alter) -> None:
    alter(private_part)
    assert faults(private_part, schema("private")) != []
