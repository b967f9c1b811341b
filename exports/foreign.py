"""An explainer from another site's record: its newest words, and what that site said of it.

It comes in as a first publication: what was corrected there is told as imported history. The other
record stays in its file, as it has no place in this site's chain; version 1 seals which it was.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from articles.notices import KIND_LABELS
from articles.sealed import ANOTHER_RECORD, ELSEWHERE, document_from
from articles.withheld import LONGEST_NOTE
from documents.slugs import is_slug
from formats.parsed import Note, ParsedExplainer
from record.format import WITHHELD, texts_in
from record.taking_in import NotTheRecord, SubjectLines

Line = Mapping[str, Any]
#: (partial date or None, note), as a reading has them.
Past = tuple[str | None, str]


@dataclass(frozen=True)
class Foreign:
    """What one read of a record brought: its newest version, its digests and its corrections."""

    newest: dict[str, Any]
    began: str
    digests: tuple[str, ...]
    past: tuple[Past, ...]

    @property
    def key(self) -> str:
        """The import key: that site's explainer is known again by it."""
        return f"corrigenda:{self.newest['site']}/{self.newest['subject']}"

    @property
    def origin(self) -> Past:
        """The imported note that says which record this is, so that a kept file can be checked."""
        hashed = sha256("".join(f"{one}\n" for one in self.digests).encode("ascii")).hexdigest()
        note = (
            f"{ANOTHER_RECORD}{self.newest['site']}), up to version {len(self.digests)} there; "
            f"that record is not kept here. SHA-256 of its digests, one a line: {hashed}."
        )
        return self.newest["recorded_at"][:10], note


def read(
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
        authors=tuple(one.name for one in document.authors if one.name != WITHHELD),
        topics=tuple(str(one["name"]) for one in about["topics"]),
        aliases=tuple(map(str, about.get("old_addresses", ()))),
        identity=foreign.key,
        is_draft=newest["status"] != "live",
    )
    return reading, foreign.key


def _verified(lines: Iterable[Line]) -> Foreign:
    verified = SubjectLines()
    digests: list[str] = []
    past: list[Past] = []
    newest, began = {}, ""
    for line in lines:
        newest = verified.add(line)
        began = began or newest["recorded_at"]
        digests.append(line["digest"])
        past += _past(newest, {one["commitment"]: one.get("body") for one in line["texts"]})
    verified.finish()
    return Foreign(newest, began, tuple(digests), tuple(past))


def _texts_of(lines: Iterable[Line], wanted: set[str]) -> dict[str, str]:
    return {
        one["commitment"]: one["body"]
        for line in lines
        for one in line["texts"]
        if one["commitment"] in wanted and "body" in one
    }


def _past(members: Mapping[str, Any], texts: Mapping[str, str | None]) -> Iterator[Past]:
    """What a version tells of corrections: its own, and what it had imported itself."""
    for one in (members["imported"] or {"notes": []})["notes"]:
        yield one["date"], _line(texts.get(one["note"]["text"]) or WITHHELD)
    told = members["explanation"]
    if told:
        leaves = [leaf for leaf in (told["right"], told["why"]) if leaf]
        said = [texts.get(leaf["text"]) or WITHHELD for leaf in leaves]
        label = f"{KIND_LABELS[members['kind']]}{ELSEWHERE}"
        yield members["recorded_at"][:10], _line(" ".join([label, *said]))


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NOTE else f"{line[: LONGEST_NOTE - 1]}…"


def _notes(newest: Mapping[str, Any]) -> Iterator[Note]:
    count = "1 version" if newest["number"] == 1 else f"{newest['number']} versions"
    where = f"its history ({count} of site {newest['site']})"
    yield Note(None, f"{where} stays in the file and was left out")
    if newest["status"] != "live":
        yield Note(None, "it is retracted on its site, so it stays a draft here")
