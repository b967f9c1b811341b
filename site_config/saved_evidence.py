"""Evidence that was saved beside the record, brought back after a backup was put back.

`versions.ndjson` holds the chain and nothing else: a line of it has three members, for ever. What
other sites recorded before lies in `evidence.ndjson`, each line with the explainer that it is of.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from articles import evidence
from articles.models import Article
from record.chain import locked
from record.parts import Part
from record.taking_in import NotTheRecord

Saved = dict[UUID, list[dict[str, Any]]]
_EXPECTED = "expected a line of /record/evidence.ndjson"


@dataclass(frozen=True)
class BroughtBack:
    """How many lines came back, and how many were of explainers that the record doesn't hold."""

    lines: int
    strange: int


def read_saved(path: Path) -> Saved:
    """The lines of a saved `evidence.ndjson`, by explainer.

    Raises `NotTheRecord` with the place where one doesn't hold, OSError.
    """
    saved: Saved = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            members = json.loads(line)
            explainer = UUID(members.pop("explainer"))
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
            raise NotTheRecord(f"{path}, line {number}: {_EXPECTED}") from error
        saved.setdefault(explainer, []).append(members)
    for explainer, lines in saved.items():
        _check(path, explainer, lines)
    return saved


def bring_back(saved: Saved) -> BroughtBack:
    """Keeps what was saved and isn't kept; raises `NotTheRecord`, and writes nothing then."""
    count, strange = 0, 0
    with locked():
        for explainer, lines in saved.items():
            article = Article.objects.filter(pk=explainer, version__isnull=False).first()
            if article is None:
                strange += len(lines)
                continue
            count += evidence.keep(article, lines, bare=True)
            _know_again(article, lines[0])
    return BroughtBack(count, strange)


def _check(path: Path, explainer: UUID, lines: list[dict[str, Any]]) -> None:
    part = Part(bare=True)
    try:
        for line in lines:
            part.add(line)
        part.finish()
    except NotTheRecord as error:
        raise NotTheRecord(f"{path}, explainer {explainer}: {error}") from error


def _know_again(article: Article, line: Mapping[str, Any]) -> None:
    """Has a later export of that site be known as of this explainer: the record has no keys."""
    sealed = json.loads(line["sealed"])
    key = f"corrigenda:{sealed['site']}/{sealed['subject']}"
    is_free = not Article.objects.filter(import_key=key).exists()
    if article.import_key is None and is_free:
        Article.objects.filter(pk=article.pk).update(import_key=key)
