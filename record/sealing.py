"""From words to sealed bytes: what is to be recorded becomes members with commitments.

`prepare` does all that may be done before the lock is taken: salts, commitments, the reuse of
texts that didn't change. `seal` fills in what only the lock can tell: serial, number, time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from record import format as sealed_format
from record.clock import stamp
from record.commitments import RENDERED, commitment, new_salt
from record.format import Members, Node, TextLeaf


@dataclass(frozen=True)
class Words:
    """A text to be named by its commitment; Markdown brings the plain text it renders to."""

    text: str
    rendered: str | None = None


@dataclass(frozen=True)
class Signature:
    """Who signs, in which role; `at` None is the moment of recording."""

    id: UUID
    name: str
    role: str
    at: datetime | None = None


@dataclass(frozen=True)
class Withholding:
    """A text to be withheld, by its commitment, what stands instead (if anything), and why."""

    withheld: str
    replacement: Words | None
    because: str


@dataclass(frozen=True)
class Entry:
    """One version to be recorded, as its author has it.

    `document`, `explanation` and `imported` are objects of the format with `Words` where a text
    stands; members that are absent may be left out, `prepare` makes them null.
    """

    subject: UUID
    kind: str
    language: str
    time_zone: str
    renderer: str
    signers: Sequence[Signature]
    status: str = "live"
    slug: Words | None = None
    document: Mapping[str, Any] | None = None
    banners: Sequence[int] = ()
    explanation: Mapping[str, Any] | None = None
    confirms: int | None = None
    imported: Mapping[str, Any] | None = None
    withholds: Sequence[Withholding] = ()
    recovery: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class OpenText:
    """A text with its salt, as the record holds it."""

    commitment: str
    salt: bytes
    body: str


@dataclass
class Prepared:
    """An entry with its commitments; `texts` are those it brings, in order of appearance."""

    members: dict[str, Any]
    texts: list[OpenText] = field(default_factory=list)


@dataclass(frozen=True)
class Before:
    """The version of the same subject that an entry follows: its members and open texts."""

    members: Mapping[str, Any]
    texts: Mapping[str, OpenText]


#: Where a text of the version before may be named again: nowhere else, so that one commitment
#: never joins two places.
REUSED = ("slug", "document.")


def prepare(version: Entry, before: Before | None = None) -> Prepared:
    """`entry` with commitments for its texts; raises `FormatError` where it isn't of the format.

    A text that stands unchanged at the same part and field of `before` keeps its commitment, and
    the one to what it renders to as well: only the kind `rendering` says that it shows otherwise.
    """
    prepared = Prepared({})
    values = {each.name: getattr(version, each.name) for each in fields(version)}
    values |= {
        "schema": sealed_format.SCHEMA,
        "subject": str(version.subject),
        "signers": [_signer(signature) for signature in version.signers],
        "withholds": [
            {
                "withheld": withholding.withheld,
                "replacement": withholding.replacement,
                "class": withholding.because,
            }
            for withholding in version.withholds
        ],
    }
    commit = _Committing(prepared, before, version)
    prepared.members = commit.members(values, sealed_format.VERSION, "")
    return prepared


def seal(
    prepared: Prepared, *, site: UUID, serial: int, previous: str, number: int, at: datetime
) -> str:
    """The sealed bytes, as text; raises `FormatError` if they wouldn't be of the format."""
    moment = stamp(at)
    signers = [{**signer, "at": signer["at"] or moment} for signer in prepared.members["signers"]]
    filled = {
        "site": str(site),
        "serial": serial,
        "previous": previous,
        "recorded_at": moment,
        "number": number,
        "signers": signers,
    }
    sealed = sealed_format.written(prepared.members | filled)
    sealed_format.read(sealed)
    return sealed


def _signer(signature: Signature) -> dict[str, Any]:
    return {
        "id": str(signature.id),
        "name": Words(signature.name),
        "role": signature.role,
        "at": stamp(signature.at) if signature.at else None,
    }


class _Committing:
    """Walks an entry along the grammar and puts commitments where its `Words` are."""

    def __init__(self, prepared: Prepared, before: Before | None, version: Entry) -> None:
        self.prepared = prepared
        self.renders_anew = version.kind == "rendering"
        self.made: dict[int, dict[str, str]] = {}
        self.reusable: dict[str, tuple[OpenText, Mapping[str, str]]] = {}
        withheld = {withholding.withheld for withholding in version.withholds}
        if before:
            self.reusable = {
                path: (before.texts[leaf["text"]], leaf)
                for path, leaf in sealed_format.texts_in(before.members)
                if path.startswith(REUSED)
                and leaf["text"] in before.texts
                # A text that is withheld now can't stand on, not even as its own replacement.
                and leaf["text"] not in withheld
            }

    def members(self, values: Mapping[str, Any], node: Members, path: str) -> dict[str, Any]:
        unknown = set(values) - set(node.members)
        if unknown:
            raise sealed_format.FormatError(path, f"has no member {', '.join(sorted(unknown))}")
        return {
            name: self.committed(values.get(name), inner, f"{path}.{name}".lstrip("."))
            for name, inner in node.members.items()
        }

    def committed(self, value: Any, node: Node, path: str) -> Any:
        if value is None:
            return None
        match node:
            case sealed_format.Optional(inner):
                return self.committed(value, inner, path)
            case TextLeaf():
                return self.leaf(value, path)
            case sealed_format.Either():
                return self.leaf(value, path)
            case sealed_format.Items(inner):
                return [
                    self.committed(member, inner, f"{path}.{sealed_format.name_of(member, index)}")
                    for index, member in enumerate(value)
                ]
            case Members():
                return self.members(value, node, path)
        return value

    def leaf(self, words: Words, path: str) -> dict[str, str]:
        if not words.text:
            raise sealed_format.FormatError(path, "a text is never empty; expected null")
        # What replaces a withheld text is the very text that the document now holds there.
        if path.startswith("withholds") and id(words) in self.made:
            return self.made[id(words)]
        self.made[id(words)] = leaf = self.kept(words, path) or self.new(words)
        return leaf

    def kept(self, words: Words, path: str) -> dict[str, str] | None:
        text, leaf = self.reusable.get(path, (None, {}))
        if text is None or text.body != words.text:
            return None
        return _leaf(text, words) if self.renders_anew else dict(leaf)

    def new(self, words: Words) -> dict[str, str]:
        salt = new_salt()
        text = OpenText(commitment(salt, words.text), salt, words.text)
        self.prepared.texts.append(text)
        return _leaf(text, words)


def _leaf(text: OpenText, words: Words) -> dict[str, str]:
    leaf = {"text": text.commitment}
    if words.rendered is not None:
        leaf["rendered"] = commitment(text.salt, words.rendered, RENDERED)
    return leaf
