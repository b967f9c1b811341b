"""Corrections files: YAML or JSON, read strictly and taken in one after the other.

{"article": slug, "corrections": [{"kind", "severity", "right_fact", "why", "cause", …,
"changes": [{"in", "replace", "with"}], "sources": [{"title", "url", …}]}]}
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from articles.models import Slug
from articles.reading import words_of
from corrections.kinds import KINDS
from corrections.models import SOURCE_FIELDS, Correction, State
from corrections.proposing.deciding import nobody_asked
from corrections.proposing.drafting import Incomplete, propose, submit
from corrections.publishing import SameSigner, Void, publish
from documents.document import Document, DocumentError
from documents.locating import WordsNotFound, with_replacement
from documents.merging import OverlappingChanges
from documents.text import TextRefused, normalised
from imports.importing.results import counted
from record.events import log_event
from record.format import CAUSES, SEVERITIES
from record.models import Signer, Version
from record.refusals import UserFacing

_TEXTS = {
    **{"right_fact": "right", "right": "right", "why": "why", "no_source": "no_source"},
    **{"credit": "credit", "discovered": "discovered", "world_changed": "world_changed"},
}
_KNOWN = {*_TEXTS, "id", "article", "kind", "severity", "cause", "changes", "sources"}


class NotACorrectionsFile(UserFacing):
    """A file that can't be read as corrections; says where, what was found and expected."""


@dataclass(frozen=True)
class CorrectionResult:
    """What became of one correction of the file: proposed, published, unchanged or refused."""

    name: str
    result: str
    number: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Signers:
    """Who proposes and, where the corrections are to be published, who approves."""

    proposer: Signer
    approver: Signer | None = None


def corrections_in(text: str) -> list[dict[str, Any]]:
    """The corrections of a file, each with its `article`; raises `NotACorrectionsFile`."""
    try:
        read = yaml.safe_load(normalised(text))
    except TextRefused as refusal:
        raise NotACorrectionsFile(str(refusal)) from refusal
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        place = getattr(error, "problem_mark", None)
        line = f"line {place.line + 1}: " if place else ""
        raise NotACorrectionsFile(f"{line}not YAML and not JSON") from error
    if not isinstance(read, dict) or not isinstance(read.get("corrections"), list):
        raise NotACorrectionsFile("expected an object with “corrections”, a list")
    return [
        _checked(read, given, index) for index, given in enumerate(read["corrections"], start=1)
    ]


def taken_in(
    corrections: Sequence[Mapping[str, Any]], signers: Signers, *, dry: bool = False
) -> Iterator[CorrectionResult]:
    """Proposes each correction in the order of the file, and publishes it where that is asked.

    A later one may change further what an earlier one puts in. A refused one doesn't stop the
    others, but those that need its words are refused as well.
    """
    pending: dict[str, tuple[Document, Correction | None]] = {}
    counts: Counter[str] = Counter()
    for given in corrections:
        try:
            outcome = _taken_in(given, signers, pending, dry)
        except (
            WordsNotFound,
            DocumentError,
            OverlappingChanges,
            Void,
            SameSigner,
            Incomplete,
        ) as error:
            outcome = CorrectionResult(given["id"], "refused", reason=str(error))
        counts[outcome.result] += 1
        yield outcome
    event = "imports.corrections_tried" if dry else "imports.corrections_taken_in"
    proposer, approver = signers.proposer.pk, signers.approver.pk if signers.approver else None
    log_event(event, proposer=proposer, approver=approver, **counted(counts))


def _taken_in(
    given: Mapping[str, Any],
    signers: Signers,
    pending: dict[str, tuple[Document, Correction | None]],
    dry: bool,
) -> CorrectionResult:
    slug = Slug.objects.select_related("article").filter(slug=given["article"]).first()
    newest = Version.objects.of(slug.article_id).newest() if slug else None
    if slug is None or newest is None:
        raise WordsNotFound(f"no explainer was published as “{given['article']}”")
    article = slug.article
    document, before = pending.get(given["article"]) or (words_of(newest), None)
    proposed = document
    for change in given["changes"]:
        proposed = with_replacement(proposed, change)
    if dry:
        pending[given["article"]] = (proposed, None)
        return CorrectionResult(given["id"], "published" if signers.approver else "proposed")
    correction = propose(
        article,
        proposed,
        by=signers.proposer,
        follows=before,
        sources=given["sources"],
        **given["explanation"],
    )
    try:
        correction = submit(correction, by=signers.proposer, tell=signers.approver is None)
        if signers.approver is not None:
            nobody_asked(correction)
            publish(correction, by=signers.approver)
    except Exception:
        correction.state = State.WITHDRAWN
        correction.save(update_fields=["state"])
        raise
    if signers.approver is None:
        pending[given["article"]] = (proposed, correction)
        return CorrectionResult(given["id"], "proposed")
    correction.refresh_from_db()
    return CorrectionResult(given["id"], "published", correction.number)


def _checked(file: Mapping[str, Any], given: Any, index: int) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise NotACorrectionsFile(f"correction {index}: expected an object")
    name = str(given.get("id") or index)
    where = f"correction {name}"
    unknown = set(given) - _KNOWN
    if unknown:
        raise NotACorrectionsFile(
            f"{where}: {', '.join(sorted(map(str, unknown)))} is unknown; expected"
            f" {', '.join(sorted(_KNOWN))}"
        )
    _one_of(where, "kind", given.get("kind"), KINDS)
    _one_of(where, "severity", given.get("severity", "significant"), SEVERITIES)
    if given.get("cause"):
        _one_of(where, "cause", given["cause"], CAUSES)
    explanation = {
        field: _line(where, key, given[key]) for key, field in _TEXTS.items() if given.get(key)
    }
    explanation |= {
        "kind": given["kind"],
        "severity": given.get("severity", "significant"),
        "cause": given.get("cause") or "",
    }
    return {
        "id": name,
        "article": _line(where, "article", given.get("article") or file.get("article")),
        "changes": [_change(where, change) for change in _list(where, "changes", given)],
        "sources": [_source(where, source) for source in _list(where, "sources", given)],
        "explanation": explanation,
    }


def _one_of(where: str, field: str, value: Any, expected: Any) -> None:
    if value not in expected:
        known = ", ".join(expected)
        raise NotACorrectionsFile(f"{where}: {field}: found {value!r}; expected one of {known}")


def _list(where: str, field: str, given: Mapping[str, Any]) -> list[Any]:
    listed = given.get(field) or []
    if not isinstance(listed, list) or not all(isinstance(element, dict) for element in listed):
        raise NotACorrectionsFile(f"{where}: {field}: expected a list of objects")
    return listed


def _line(where: str, field: str, value: Any) -> str:
    # YAML makes numbers and dates of what looks like them.
    if not isinstance(value, (str, int)) and not hasattr(value, "isoformat"):
        raise NotACorrectionsFile(f"{where}: {field}: found {value!r}; expected text")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _change(where: str, given: Mapping[str, Any]) -> dict[str, str]:
    if set(given) != {"in", "replace", "with"}:
        raise NotACorrectionsFile(f"{where}: changes: expected in, replace and with")
    return {name: _line(where, name, given[name]) for name in ("in", "replace", "with")}


def _source(where: str, given: Mapping[str, Any]) -> dict[str, str]:
    unknown = set(given) - set(SOURCE_FIELDS)
    if unknown:
        expected = ", ".join(sorted(SOURCE_FIELDS))
        raise NotACorrectionsFile(
            f"{where}: sources: {', '.join(sorted(unknown))} is unknown; expected {expected}"
        )
    return {name: _line(where, name, value) for name, value in given.items() if value}
