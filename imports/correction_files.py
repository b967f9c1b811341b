"""Corrections files: YAML or JSON, read strictly and taken in one after the other.

{"article": slug, "corrections": [{"kind", "severity", "right_fact", "why", "cause", …,
"changes": [{"in", "replace", "with"}], "sources": [{"title", "url", …}]}]}
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from articles.models import Article, Slug
from articles.reading import words_of
from corrections.kinds import KINDS
from corrections.models import SOURCE_FIELDS, Correction, State
from corrections.proposing.deciding import nobody_asked
from corrections.proposing.drafting import propose, submit
from corrections.publishing import publish
from documents.document import Document, DocumentError
from documents.locating import WordsNotFound
from documents.text import TextRefused, normalised
from imports.importing.results import counted
from imports.known_corrections import KnownCorrection, changed_by, known
from record.chain import ClockBehind, together
from record.events import log_event
from record.format import CAUSES, SEVERITIES
from record.models import Signer, Version
from record.refusals import UserFacing

_TEXTS = {
    **{"right_fact": "right", "right": "right", "why": "why", "no_source": "no_source"},
    **{"credit": "credit", "discovered": "discovered", "world_changed": "world_changed"},
}
_KNOWN = {*_TEXTS, "id", "article", "kind", "severity", "cause", "changes", "sources"}


#: So long an `id` may be.
LONGEST_ID = 200


class NotACorrectionsFile(UserFacing):
    """A file that can't be read as corrections; says where, what was found and expected."""


@dataclass(frozen=True)
class CorrectionResult:
    """What became of one correction of the file: proposed, published, unchanged or refused.

    It is unchanged where it was taken in before; `reason` says what became of it then.
    """

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

    A later one may change further what an earlier one puts in. A refused one leaves nothing and
    doesn't stop the others, but those that need its words are refused as well. Where it is a `dry`
    run, whoever calls takes all of it back (`record.chain.together`).
    """
    pending: dict[str, Correction] = {}
    counts: Counter[str] = Counter()
    for given in corrections:
        try:
            with together():
                outcome = _taken_in(given, signers, pending)
        except ClockBehind:
            raise
        except (UserFacing, DocumentError) as error:
            outcome = CorrectionResult(given["id"], "refused", reason=str(error))
        counts[outcome.result] += 1
        yield outcome
    event = "imports.corrections_tried" if dry else "imports.corrections_taken_in"
    proposer, approver = signers.proposer.pk, signers.approver.pk if signers.approver else None
    log_event(event, proposer=proposer, approver=approver, **counted(counts))


def _taken_in(
    given: Mapping[str, Any], signers: Signers, pending: dict[str, Correction]
) -> CorrectionResult:
    """Inside a transaction that a refusal takes back."""
    slug = Slug.objects.select_related("article").filter(slug=given["article"]).first()
    newest = Version.objects.of(slug.article_id).newest() if slug else None
    if slug is None or newest is None:
        raise WordsNotFound(f"no explainer was published as “{given['article']}”")
    before = known(slug.article, given)
    if before is None:
        follows = pending.get(given["article"])
        document = follows.document if follows else words_of(newest)
        proposal = _proposed(slug.article, changed_by(document, given), given, signers, follows)
    elif before.correction.state != State.IN_REVIEW or signers.approver is None:
        return _unchanged(given, before, signers, pending)
    elif not before.is_as_brought:
        raise UserFacing("editors wrote at it since it was brought; approve it on the desk")
    else:
        proposal = before.correction
    if signers.approver is None:
        pending[given["article"]] = proposal
        return CorrectionResult(given["id"], "proposed")
    nobody_asked(proposal)
    publish(proposal, by=signers.approver)
    proposal.refresh_from_db()
    return CorrectionResult(given["id"], "published", proposal.number)


def _proposed(
    article: Article,
    document: Document,
    given: Mapping[str, Any],
    signers: Signers,
    follows: Correction | None,
) -> Correction:
    correction = propose(
        article,
        document,
        by=signers.proposer,
        follows=follows,
        file_id=given["given_id"],
        sources=given["sources"],
        **given["explanation"],
    )
    return submit(correction, by=signers.proposer, tell=signers.approver is None)


def _unchanged(
    given: Mapping[str, Any],
    before: KnownCorrection,
    signers: Signers,
    pending: dict[str, Correction],
) -> CorrectionResult:
    """What was brought before and stays as it is; refused where that isn't what is asked for."""
    correction = before.correction
    if correction.state == State.REJECTED or (correction.is_open and signers.approver):
        raise UserFacing(f"it was brought before: {before.standing}")
    if correction.is_open:
        pending[given["article"]] = correction
    return CorrectionResult(given["id"], "unchanged", correction.number, before.standing)


def _checked(file: Mapping[str, Any], given: Any, index: int) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise NotACorrectionsFile(f"correction {index}: expected an object")
    given_id = _given_id(index, given.get("id"))
    name = given_id or str(index)
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
        "given_id": given_id,
        "article": _line(where, "article", given.get("article") or file.get("article")),
        "changes": [_change(where, change) for change in _list(where, "changes", given)],
        "sources": [_source(where, source) for source in _list(where, "sources", given)],
        "explanation": explanation,
    }


def _given_id(index: int, given: Any) -> str:
    """The id that the file gives it, "" where it gives none."""
    if given is None:
        return ""
    given_id = _line(f"correction {index}", "id", given).strip()
    if not 0 < len(given_id) <= LONGEST_ID:
        length = f"found {len(given_id)} characters; expected 1 to {LONGEST_ID}"
        raise NotACorrectionsFile(f"correction {index}: id: {length}")
    return given_id


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
