"""Evidence that was saved beside the record, brought back after a backup was put back.

`versions.ndjson` holds the chain and nothing else: a line of it has three members, for ever. What
other sites recorded before lies in `evidence.ndjson`, each line with the explainer that it is of.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from articles import evidence
from articles.models import Article, Evidence
from record.chain import locked
from record.parts import Part
from record.taking_in import NotTheRecord
from record.withholding import newest_withholding

_EXPECTED = "expected a line of /record/evidence.ndjson"


@dataclass(frozen=True)
class Saved:
    """Saved lines by explainer, and the newest removal of words that they know, by its serial."""

    lines: Mapping[UUID, list[dict[str, Any]]] = field(default_factory=dict)
    removal: int = 0


@dataclass(frozen=True)
class BroughtBack:
    """How many lines came back, how many were of explainers that the record doesn't hold, and how
    many texts came back without their words.
    """

    lines: int
    strange: int
    left_out: int


def read_saved(path: Path) -> Saved:
    """The lines of a saved `evidence.ndjson`, by explainer.

    Raises `NotTheRecord` with the place where one doesn't hold, OSError.
    """
    saved: dict[UUID, list[dict[str, Any]]] = {}
    known: set[int] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            members = json.loads(line)
            explainer = UUID(members.pop("explainer"))
            known.add(_serial(members.pop("removal")))
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
            raise NotTheRecord(f"{path}, line {number}: {_EXPECTED}") from error
        saved.setdefault(explainer, []).append(members)
    for explainer, lines in saved.items():
        _check(path, explainer, lines)
    return Saved(saved, min(known, default=0))


def _serial(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"found {value!r}; expected a serial number")
    return value


def bring_back(saved: Saved, *, kept_until: int) -> BroughtBack:
    """Keeps what was saved and isn't kept; `kept_until` is the backup's last version.

    Where words were withheld later than what is kept or what was saved, it loses all that the
    record doesn't say. Raises `NotTheRecord`, and writes nothing then.
    """
    count, strange, left_out = 0, 0, 0
    with locked():
        is_fresh = saved.removal >= newest_withholding()
        for explainer, lines in saved.lines.items():
            article = Article.objects.filter(pk=explainer, version__isnull=False).first()
            if article is None:
                strange += len(lines)
                continue
            if not is_fresh:
                left_out += _leave_out(explainer, lines)
            count += evidence.keep(article, lines, bare=True)
            _know_again(article, lines[0])
        if kept_until < newest_withholding():
            left_out += _withhold_kept(saved.lines if is_fresh else ())
    return BroughtBack(count, strange, left_out)


def _leave_out(explainer: UUID, lines: list[dict[str, Any]]) -> int:
    """Takes words out of lines that were saved before a removal; gives the number of texts."""
    changed = 0
    for line in lines:
        texts = evidence.only_recorded(explainer, line["texts"])
        changed += sum(new != old for new, old in zip(texts, line["texts"], strict=True))
        line["texts"] = texts
    return changed


def _withhold_kept(known: Collection[UUID]) -> int:
    """The same for what is kept of other explainers than those that are `known`."""
    changed = 0
    for row in Evidence.objects.exclude(article__in=list(known)).iterator(100):
        held = row.members["texts"]
        texts = {one["commitment"]: one for one in evidence.only_recorded(row.article_id, held)}
        changed += sum(texts[one["commitment"]] != one for one in held)
        evidence.replace_texts(row, lambda one, texts=texts: texts[one["commitment"]])
    return changed


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
