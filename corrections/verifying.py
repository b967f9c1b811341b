"""What verification asks: that each kind did what it may, and that rows say what was sealed.

The rules can be seen from commitments, without the words: what is the same has the same
commitment.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

from corrections.kinds import KINDS
from corrections.models import (
    EXPLANATION_CHOICES,
    EXPLANATION_TEXTS,
    SOURCE_DATES,
    SOURCE_FIELDS,
    SOURCE_TEXTS,
    Correction,
)
from documents.quiet import QUIET, broken_rule, hosts_moved
from documents.structure import Structure, structure_of, structure_of_line
from record.format import ROLES, FormatError, texts_in
from record.models import Version
from record.registry import Finding
from record.removal.withholding import bodies

Members = Mapping[str, Any]

_STATUS_MOVES = {
    "retraction": {("live", "retracted")},
    "reinstatement": {("retracted", "live"), ("removed", "live"), ("removed", "retracted")},
    "removal": {("live", "removed"), ("retracted", "removed")},
}
#: Kinds that are nothing but a move of the status.
_MUST_MOVE = ("retraction", "reinstatement")
#: Versions whose words, titles included, are those of the version before.
_WORDLESS = frozenset({name for name, kind in KINDS.items() if not kind.words} - {"removal"}) | {
    "confirmation",
    "move",
}


def obeys_its_kind(
    before: Members | None, now: Members, _texts: Mapping[str, str]
) -> Iterator[Finding]:
    """Findings where a version did what its kind doesn't allow."""
    if before is None:
        return
    for holds, field, message in _RULES:
        if not holds(before, now):
            yield Finding(now["serial"], field, message)


def _moves_status_as_it_may(before: Members, now: Members) -> object:
    move = (before["status"], now["status"])
    if move in _STATUS_MOVES.get(now["kind"], set()):
        return True
    return move[0] == move[1] and now["kind"] not in _MUST_MOVE


def _keeps_words_where_it_must(before: Members, now: Members) -> object:
    # An explainer that comes back after its removal brings its words along.
    if now["kind"] not in _WORDLESS or before["document"] is None:
        return True
    return before["document"] == now["document"] and before["language"] == now["language"]


def _replacements(now: Members) -> dict[str, str | None]:
    """What stands instead of each text that this version withholds."""
    return {
        order["withheld"]: (order["replacement"] or {}).get("text") for order in now["withholds"]
    }


def _changes_its_slug_where_it_may(before: Members, now: Members) -> object:
    if before["document"] is None:
        return True
    replaced = _replacements(now)
    kept = _replaced(before["slug"], replaced) == now["slug"]
    return kept != (now["kind"] == "move")


def _a_rendering_keeps_the_texts(before: Members, now: Members) -> object:
    if now["kind"] != "rendering":
        return True
    return bool(_without_rendered(before["document"]) == _without_rendered(now["document"]))


def _a_removal_changes_what_it_withholds(before: Members, now: Members) -> object:
    if now["kind"] != "removal" or now["document"] is None:
        return True
    replaced = _replacements(now)
    expected = _replaced(_without_rendered(before["document"]), replaced)
    return bool(expected == _without_rendered(now["document"]))


def _changes_something_where_it_must(before: Members, now: Members) -> object:
    kind = KINDS.get(now["kind"])
    return not (kind and kind.words) or before["document"] != now["document"]


def _is_approved_by_another(_before: Members, now: Members) -> object:
    kind = KINDS.get(now["kind"])
    if not kind or now["explanation"] is None or _is_by_two(now):
        return True
    return not kind.second_person and _is_by_one(now)


def _is_by_two(now: Members) -> bool:
    """Whether another approved what she wrote nothing of, or it says why one person did all."""
    if now["explanation"]["alone"]:
        return _is_by_one(now)
    proposers, approvers = _signed(now, "proposer"), _signed(now, "approver")
    wrote = proposers | _signed(now, "contributor")
    return bool(proposers and approvers) and not approvers & wrote


def _is_by_one(now: Members) -> bool:
    return len(_signed(now, *ROLES)) == 1


def _signed(now: Members, *roles: str) -> set[str]:
    return {signer["id"] for signer in now["signers"] if signer["role"] in roles}


def _has_sources_or_says_why_not(_before: Members, now: Members) -> object:
    kind = KINDS.get(now["kind"])
    explanation = now["explanation"]
    if not kind or not kind.sourced or explanation is None:
        return True
    return bool(explanation["sources"]) != bool(explanation["no_source"])


def _rests_on_a_version_before(_before: Members, now: Members) -> object:
    explanation = now["explanation"]
    if explanation is None:
        return True
    earlier = [explanation["base"], explanation["since"] or explanation["base"]]
    return all(number < now["number"] for number in earlier)


def _amends_an_earlier_correction(_before: Members, now: Members) -> object:
    explanation = now["explanation"]
    if explanation is None or explanation["amends"] is None:
        return True
    return bool(explanation["amends"] < explanation["correction"])


def _keeps_parts_where_quiet(before: Members, now: Members) -> object:
    """A quiet kind changes texts, but no name, date, part or order of parts."""
    if now["kind"] not in QUIET or before["document"] is None:
        return True
    same = before["language"] == now["language"]
    return same and _shape(before["document"]) == _shape(now["document"])


def _shape(sealed: Mapping[str, Any]) -> Any:
    """A sealed document with its texts left out, but for names."""
    return {name: part if name == "authors" else _blank(part) for name, part in sealed.items()}


def _blank(value: Any) -> Any:
    if isinstance(value, dict):
        return "text" if "text" in value else {key: _blank(part) for key, part in value.items()}
    return [_blank(part) for part in value] if isinstance(value, list) else value


def stays_quiet(
    before: Members | None, now: Members, texts: Mapping[str, str]
) -> Iterator[Finding]:
    """Findings where a quiet kind did more to a text than the sealed rules allow.

    Where a text was withheld since, nothing can be said of the change.
    """
    if before is None or now["kind"] not in QUIET or before["document"] is None:
        return
    old = dict(texts_in(before["document"]))
    for path, leaf in texts_in(now["document"]):
        sides = [texts.get(side["text"]) for side in (old.get(path, {"text": ""}), leaf)]
        if None in sides or sides[0] == sides[1]:
            continue
        read = structure_of if "rendered" in leaf else structure_of_line
        yield from _quiet_findings(now, f"document.{path}", *(read(side or "") for side in sides))


def _quiet_findings(
    now: Members, path: str, before: Structure, after: Structure
) -> Iterator[Finding]:
    broken = broken_rule(now["kind"], before, after)
    if broken:
        yield Finding(now["serial"], path, broken)
    elif hosts_moved(before, after) and not _is_by_two(now):
        yield Finding(now["serial"], path, "a link to another host needs a second person")


def _without_rendered(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_rendered(part) for name, part in value.items() if name != "rendered"}
    if isinstance(value, list):
        return [_without_rendered(part) for part in value]
    return value


def _replaced(value: Any, replaced: Mapping[str, str | None]) -> Any:
    if isinstance(value, dict) and value.get("text") in replaced:
        text = replaced[value["text"]]
        return None if text is None else {"text": text}
    if isinstance(value, dict):
        return {name: _replaced(part, replaced) for name, part in value.items()}
    if isinstance(value, list):
        return [_replaced(part, replaced) for part in value]
    return value


_RULES: tuple[tuple[Callable[[Members, Members], object], str, str], ...] = (
    (_moves_status_as_it_may, "status", "this kind does not move it so"),
    (_keeps_words_where_it_must, "document", "this kind does not change words"),
    (_changes_its_slug_where_it_may, "slug", "only a move changes it, and it must"),
    (_a_rendering_keeps_the_texts, "document", "a rendering changes no source"),
    (
        _a_removal_changes_what_it_withholds,
        "document",
        "a removal changes only what it withholds",
    ),
    (_changes_something_where_it_must, "document", "changes no word"),
    (_keeps_parts_where_quiet, "document", "a quiet kind changes no name, date, part or order"),
    (_is_approved_by_another, "signers", "who approves must be another than who wrote at it"),
    (_has_sources_or_says_why_not, "explanation.sources", "needs sources, or a reason for none"),
    (_rests_on_a_version_before, "explanation.base", "does not name an earlier version"),
    (_amends_an_earlier_correction, "explanation.amends", "does not name an earlier correction"),
)


def compare_rows(subjects: set[UUID] | None) -> Iterator[Finding]:
    """Where corrections' rows differ from the versions that published them, extra ones included."""
    rows = Correction.objects.filter(version__isnull=False).select_related("published_in", "amends")
    versions = Version.objects.exclude(kind__in=_UNEXPLAINED)
    if subjects is not None:
        rows, versions = rows.filter(article__in=subjects), versions.filter(subject__in=subjects)
    row_of = {row.published_in_id: row for row in rows.prefetch_related("sources")}
    for version in versions.order_by("serial").iterator(200):
        row = row_of.pop(version.serial, None)
        try:
            explanation = version.members["explanation"]
        except FormatError:
            continue  # Verification of the sealed bytes has said so.
        if row is None:
            yield Finding(version.serial, "rows.correction", "the correction's row is gone")
        elif explanation is not None:
            yield from _findings(row, version, explanation)
    for serial in row_of:
        yield Finding(serial, "rows.correction", "no version published this correction")


_UNEXPLAINED = ("publication", "confirmation", "move", "rendering", "recovery")


def _findings(row: Correction, version: Version, explanation: dict[str, Any]) -> Iterator[Finding]:
    words = bodies(leaf["text"] for _path, leaf in texts_in(explanation))
    expected: dict[str, Any] = {
        "number": explanation["correction"],
        "kind": version.kind,
        "article_id": version.subject,
        "published_at": version.moment,
        **{name: explanation[name] or "" for name in EXPLANATION_CHOICES},
        **{name: _text(explanation[name], words) for name in EXPLANATION_TEXTS},
    }
    for name, content in expected.items():
        if getattr(row, name) != content:
            yield Finding(version.serial, f"rows.correction.{name}", "differs from what was sealed")
    if (row.amends.number if row.amends else None) != explanation["amends"]:
        yield Finding(version.serial, "rows.correction.amends", "differs from what was sealed")
    sealed = [
        (
            *(_text(source_sealed[name], words) for name in SOURCE_TEXTS),
            *(source_sealed[name] or "" for name in SOURCE_DATES),
        )
        for source_sealed in explanation["sources"]
    ]
    names = SOURCE_FIELDS
    kept = [tuple(getattr(source, name) for name in names) for source in row.sources.all()]
    if kept != sealed:
        yield Finding(version.serial, "rows.correction.sources", "differ from what was sealed")


def _text(leaf: dict[str, str] | None, words: dict[str, str | None]) -> str:
    return (words.get(leaf["text"]) or "") if leaf else ""
