"""Exports of another site, taken into one that has a record: each as a first publication.

What was corrected there is told as imported history. The other record stays in its file, as it
has no place in this site's chain; version 1 seals which it was, and the report says so. A later
export of the same explainer is known again; its changed words become a proposal, like any file's.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from articles.notices import KIND_LABELS
from articles.sealed import ANOTHER_RECORD, ELSEWHERE, document_from
from articles.withheld import LONGEST_NOTE
from documents.document import DocumentError
from documents.slugs import is_slug
from documents.text import TextRefused
from exports.pictures import pictures_beside
from exports.portable.shelf import NO_HISTORY, NotAnExport, is_private_part
from exports.portable.shown import left_out
from exports.portable.streamed import NotJSON, members
from formats.parsed import Note, ParsedExplainer
from imports.importing import ImportResult, Noting, Options, bring_in_all
from imports.importing.results import SeenKeys
from imports.sources.intake import Watch
from record.format import WITHHELD, texts_in
from record.models import SiteIdentity
from record.taking_in import NotTheRecord, SubjectLines

Line = Mapping[str, Any]
#: (partial date or None, note), as a reading has them.
PastNote = tuple[str | None, str]

_PRIVATE = "the private part of a site comes into an empty site only; nothing of it was taken"
_OURS = "this is of the record of this site; expected an export of another site"
_WRONG = (
    *(NotJSON, NotAnExport, NotTheRecord, DocumentError, TextRefused),
    *(AttributeError, KeyError, TypeError),
)
#: What an export says beside the record that a first publication takes over.
_ABOUT = {"slug", "topics", "old_addresses"}


def site_of(file: Path) -> str:
    """The id of the site that an export comes from, "" where it names none. Raises OSError."""
    try:
        for name, content in members(file, "record", "rows"):
            if name == "site":
                return str(content)
    except NotJSON:
        pass
    return ""


def taken_in(
    files: Iterable[Path],
    options: Options,
    watch: Watch | None = None,
    note: Noting | None = None,
) -> Iterator[ImportResult]:
    """What became of each export. A bad one doesn't stop the others; `watch` looks at each.

    `note` is called in the transaction that makes its draft.
    """
    seen = SeenKeys()
    for file in files:
        if is_private_part(file):
            yield ImportResult(str(file), "left out", reason=_PRIVATE)
            continue
        try:
            reading, outcome = _taken_in(file, options, seen, note)
        except _WRONG as error:
            yield ImportResult(str(file), "refused", reason=_reason(error))
            continue
        outcome = replace(outcome, name=str(file))
        if watch:
            pictures = pictures_beside(file, reading.document)
            watch(replace(reading, pictures=pictures), outcome)
        yield outcome


def _taken_in(
    file: Path, options: Options, seen: SeenKeys, note: Noting | None
) -> tuple[ParsedExplainer, ImportResult]:
    about: dict[str, Any] = {}
    counts: Counter[str] = Counter()
    for name, content in members(file, "record", "evidence"):
        counts[name] += 1
        if name in _ABOUT:
            about[name] = content
    if not counts["record"]:
        raise NotAnExport(NO_HISTORY)

    def lines() -> Iterator[Mapping[str, Any]]:
        return (line for name, line in members(file, "record") if name == "record")

    reading, key = read_foreign(lines, about)
    if key.startswith(f"corrigenda:{SiteIdentity.objects.get().uuid}/"):
        raise NotAnExport(_OURS)
    reading = replace(reading, notes=(*reading.notes, *left_out(counts["evidence"])))
    return reading, bring_in_all([(reading, key)], options, seen=seen, note=note)[0]


def _reason(error: Exception) -> str:
    if isinstance(error, DocumentError):
        return f"its newest version: {error}"
    return f"lacks {error}" if isinstance(error, KeyError) else str(error)


@dataclass(frozen=True)
class ForeignRecord:
    """What one read of a record brought: its newest version, its digests and its corrections."""

    newest: dict[str, Any]
    began: str
    digests: tuple[str, ...]
    past: tuple[PastNote, ...]

    @property
    def key(self) -> str:
        """The import key: that site's explainer is known again by it."""
        return f"corrigenda:{self.newest['site']}/{self.newest['subject']}"

    @property
    def origin(self) -> PastNote:
        """The imported note that says which record this is, so that a kept file can be checked."""
        hashed = sha256(
            "".join(f"{digest}\n" for digest in self.digests).encode("ascii")
        ).hexdigest()
        note = (
            f"{ANOTHER_RECORD}{self.newest['site']}), up to version {len(self.digests)} there; "
            f"that record is not kept here. SHA-256 of its digests, one a line: {hashed}."
        )
        return self.newest["recorded_at"][:10], note


def read_foreign(
    lines: Callable[[], Iterable[Line]], about: Mapping[str, Any]
) -> tuple[ParsedExplainer, str]:
    """The reading of another site's record of an explainer, and its import key.

    `lines` gives the lines, oldest first, each time that it is asked; `about` is what the export
    says beside them. Raises `NotTheRecord` with the line and the reason, and `DocumentError`.
    """
    foreign = _verified(lines())
    newest = foreign.newest
    if newest["document"] is None:
        raise NotTheRecord("the explainer was removed there; expected one that has words")
    texts = _texts_of(lines(), {leaf["text"] for _path, leaf in texts_in(newest)})
    missing = {leaf["text"] for _path, leaf in texts_in(newest["document"])} - set(texts)
    if missing:
        raise NotTheRecord(f"line {newest['number']}: text {min(missing)} is withheld, and stands")
    document = document_from(newest, texts)
    slug = newest["slug"] and texts.get(newest["slug"]["text"])
    if not is_slug(address := slug or str(about["slug"])):
        raise NotTheRecord(f"found the address {address[:80]!r}, which can be none here")
    reading = ParsedExplainer(
        document=replace(
            document,
            authors=(),
            first_published=document.first_published or foreign.began[:10],
        ),
        slug=address,
        notes=tuple(_notes(newest)),
        past=(*foreign.past, foreign.origin),
        authors=tuple(author.name for author in document.authors if author.name != WITHHELD),
        topics=tuple(str(author["name"]) for author in about["topics"]),
        aliases=tuple(map(str, about.get("old_addresses", ()))),
        identity=foreign.key,
        is_draft=newest["status"] != "live",
    )
    return reading, foreign.key


def _verified(lines: Iterable[Line]) -> ForeignRecord:
    verified = SubjectLines()
    digests: list[str] = []
    past: list[PastNote] = []
    newest, began = {}, ""
    for line in lines:
        newest = verified.add(line)
        began = began or newest["recorded_at"]
        digests.append(line["digest"])
        past += _past(newest, {text["commitment"]: text.get("body") for text in line["texts"]})
    verified.finish()
    return ForeignRecord(newest, began, tuple(digests), tuple(past))


def _texts_of(lines: Iterable[Line], wanted: set[str]) -> dict[str, str]:
    return {
        text["commitment"]: text["body"]
        for line in lines
        for text in line["texts"]
        if text["commitment"] in wanted and "body" in text
    }


def _past(members: Mapping[str, Any], texts: Mapping[str, str | None]) -> Iterator[PastNote]:
    """What a version tells of corrections: its own, and what it had imported itself."""
    for note in (members["imported"] or {"notes": []})["notes"]:
        yield note["date"], _line(texts.get(note["note"]["text"]) or WITHHELD)
    explanation = members["explanation"]
    if explanation:
        leaves = [leaf for leaf in (explanation["right"], explanation["why"]) if leaf]
        words = [texts.get(leaf["text"]) or WITHHELD for leaf in leaves]
        label = f"{KIND_LABELS[members['kind']]}{ELSEWHERE}"
        yield members["recorded_at"][:10], _line(" ".join([label, *words]))


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NOTE else f"{line[: LONGEST_NOTE - 1]}…"


def _notes(newest: Mapping[str, Any]) -> Iterator[Note]:
    count = "1 version" if newest["number"] == 1 else f"{newest['number']} versions"
    where = f"its history ({count} of site {newest['site']})"
    yield Note(None, f"{where} stays in the file and was left out")
    if newest["status"] != "live":
        yield Note(None, "it is retracted on its site, so it stays a draft here")
