#!/usr/bin/env python3
"""Verifies the record of a Corrigenda site from outside, without any of the site's software.

    python3 verify_record.py https://example.org             the record of a site
    python3 verify_record.py https://example.org --state F   and that it continues what F saw last
    python3 verify_record.py https://example.org --pages     and that its pages say what it says
    python3 verify_record.py https://example.org --changes   and print each small edit of words
    python3 verify_record.py versions.ndjson                 a saved copy; "-" is standard input

Needs Python 3.9 and nothing else. docs/record-format.md says what is checked here, and why.
Exit status: 0 the record is whole; 1 something is wrong; 2 it can't be read; 3 it was rolled
back since F was written, and says so itself.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from html.parser import HTMLParser
from http.client import HTTPException
from typing import Any, BinaryIO
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

LONGEST_LINE = 64 * 1024 * 1024
MOST_FINDINGS = 50
SECONDS = 30
NOT_JUDGED = (
    "Whether each kept to the rules for words was not judged: that needs the site's dialect of "
    "Markdown (`manage.py verify_record` judges it)."
)
LIMITS = """\
Checked: bytes, members, chain, times, numbers, texts, what each kind may do, signers, sources.
Not shown by this: whether pages say what the record says (--pages); which words were withheld;
whether what is said is true; what was rewritten before you first kept a copy or a state (--state).
"""

# ---- What a version looks like: "member:form", in this order; "?" may be null, "*" is a list ----

SHAPES = {
    "version": "schema:schema site:id serial:number previous:hex recorded_at:time subject:id"
    " number:number kind:kind status:status language:word time_zone:word renderer:word slug:line?"
    " document:document? banners:number* explanation:explanation? confirms:number?"
    " signers:signer* imported:imported? withholds:withholding* recovery:recovery?",
    "line": "text:hex",
    "markdown": "text:hex rendered:hex",
    "document": "title:line standfirst:line? authors:author* first_published:day? lead:markdown?"
    " sections:section* faqs:question* conclusion:markdown? references:markdown?",
    "author": "id:id name:line?",
    "section": "key:section_key heading:line? body:markdown?",
    "question": "key:question_key question:line answer:markdown",
    "explanation": "correction:number severity:severity? cause:cause? discovered:day?"
    " world_changed:day? since:number? base:number right:line? why:line? no_source:line?"
    " alone:line? credit:line? amends:number? incident:id? sources:source*",
    "source": "title:line? publisher:line? url:line? archived:line? quoted:line? supports:line?"
    " published:day? accessed:day?",
    "signer": "id:id name:line? role:role at:time",
    "imported": "origin:line? notes:note*",
    "note": "date:day? note:line",
    "withholding": "withheld:hex replacement:replacement? class:class",
    "recovery": "first:number last:number? head:hex? next_correction:number?",
    # What stands around the sealed bytes; the chain's head, as it is served and as --state has it.
    "record line": "digest:hex sealed:string texts:text*",
    "open text": "commitment:hex salt:hex body:string",
    "withheld text": "commitment:hex withheld_by:number",
    "head": "site:id serial:count digest:hex recorded_at:time?",
}
# Forms that are one of two shapes: the first where that member is there.
EITHER = {
    "replacement": ("rendered", "markdown", "line"),
    "text": ("salt", "open text", "withheld text"),
}
INTEGERS = {"schema": (1, 1), "number": (1, 2**53 - 1), "count": (0, 2**53 - 1)}
STRINGS = {
    "string": r"[^\ud800-\udfff]*",
    "word": r"[A-Za-z0-9_+/.-]+",
    "section_key": r"s[1-9][0-9]{0,5}",
    "question_key": r"q[1-9][0-9]{0,5}",
    "hex": r"[0-9a-f]{64}",
    "id": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "day": r"[0-9]{4}(-[0-9]{2}){0,2}",
    "time": r"[0-9]{4}(-[0-9]{2}){2}T([01][0-9]|2[0-3])(:[0-5][0-9]){2}\.[0-9]{6}Z",
    "kind": "publication|correction|clarification|update|addition|editors_note|partial_retraction"
    "|retraction|reinstatement|copy_edit|minor_fix|link_repair|removal|confirmation|move"
    "|rendering|recovery",
    "status": "live|retracted|removed",
    "severity": "minor|significant|major",
    "cause": "source_error|misreading|calculation|transcription|editing|outdated_source|production"
    "|generated_text|other|not_known",
    "role": "proposer|contributor|approver|publisher|confirmer",
    "class": "privacy|safety|law|copyright|other",
}
# What kinds need and may do.
ROLES = ["proposer", "contributor", "approver", "publisher", "confirmer"]
UNEXPLAINED = ["publication", "confirmation", "move", "rendering", "recovery"]
ONE_PERSON = ["minor_fix", "link_repair"]
SOURCED = ["correction", "clarification", "partial_retraction", "retraction"]
KEEP_WORDS = ["editors_note", "retraction", "reinstatement", "confirmation", "move"]
CHANGE_WORDS = [*SOURCED[:3], "update", "addition", "copy_edit", *ONE_PERSON]
MUST_MOVE = ["retraction", "reinstatement"]
QUIET = ["copy_edit", *ONE_PERSON]
# Where the text of the version before may be named again; where the text of a replacement may be.
REUSED = ("slug", "document.")
REPLACING = (*REUSED, "withholds.")
SHORT = ("slug", "document.title")  # places of texts that are compared as they are
STATUS_MOVES = {
    "retraction": ["live to retracted"],
    "reinstatement": ["retracted to live", "removed to live", "removed to retracted"],
    "removal": ["live to removed", "retracted to removed"],
}

WITHHELD = "[withheld]"

Members = dict[str, Any]
Fault = tuple[str, str]  # a place in a version, as document.sections.s1.body, and what is wrong
Where = tuple[int, str, str]  # of a text: the version that brought it, its place, the explainer


class Unreadable(Exception):
    """There is no record to verify, or not to its end."""


def parsed(text: str) -> Any:
    """JSON without doubled members and without fractions; raises ValueError for other text."""

    def once(pairs: list[tuple[str, Any]]) -> Members:
        members: Members = {}
        for name, value in pairs:
            if name in members:
                raise ValueError(f"the member {shown(name)} is given twice")
            members[name] = value
        return members

    def refused(number: str) -> None:
        raise ValueError(f"found {shown(number)}; expected whole numbers only")

    try:
        return json.loads(text, object_pairs_hook=once, parse_float=refused, parse_constant=refused)
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def shown(value: Any) -> str:
    """A value of unknown origin for a message: short, and harmless on a terminal."""
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    return ascii(value[:70] if isinstance(value, str) else value)


def misfits(value: Any, form: str, place: str = "") -> Iterator[Fault]:
    """Where `value` is not of the form of that name."""
    if form in EITHER:
        member, first, second = EITHER[form]
        form = first if isinstance(value, dict) and member in value else second
    if form.endswith("?"):
        if value is not None:
            yield from misfits(value, form[:-1], place)
    elif form.endswith("*"):
        for index, item in enumerate(value if isinstance(value, list) else ()):
            yield from misfits(item, form[:-1], f"{place}.{index}")
        if not isinstance(value, list):
            yield place, f"found {shown(value)}; expected a list"
    elif form in SHAPES:
        forms = dict(member.split(":") for member in SHAPES[form].split())
        names = list(value) if isinstance(value, dict) else []
        wrong = [f"{shown(name)} is unknown" for name in names if name not in forms]
        wrong += [f"{name} is missing" for name in forms if name not in names]
        if names != list(forms):
            yield place or "members", "; ".join(wrong[:5]) or "the members are out of order"
            return
        for name, inner in forms.items():
            yield from misfits(value[name], inner, f"{place}.{name}".lstrip("."))
    elif not is_a(form, value):
        yield place, f"found {shown(value)}; expected {STRINGS.get(form, 'a ' + form)}"


def is_a(form: str, value: Any) -> bool:
    """Whether `value` is a number, or a string, of that form; dates must be in the calendar."""
    if form in INTEGERS:
        return type(value) is int and INTEGERS[form][0] <= value <= INTEGERS[form][1]
    if not isinstance(value, str) or not re.fullmatch(STRINGS[form], value):
        return False
    try:
        if form in ("day", "time"):
            date.fromisoformat(value[:10] + "0000-01-01"[len(value) :])
    except ValueError:
        return False
    return True


def differing(old: str, new: str) -> str:
    """Where two texts differ, with some words around, harmless on a terminal."""
    left = common(old, new)
    right = common(old[left:][::-1], new[left:][::-1])
    start = max(0, left - 30)
    sides = (text[start : min(len(text), len(text) - right + 30)] for text in (old, new))
    return " -> ".join("".join(c if c.isprintable() else ascii(c)[1:-1] for c in s) for s in sides)


def common(one: str, other: str) -> int:
    """How many characters two texts begin alike with."""
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length


def texts_in(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text that members name, in order: its place and its commitment.

    Parts stand by key and people by id, so that a place stays the same when they change order.
    """
    if isinstance(value, dict) and "text" in value:
        yield place, value["text"]
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from texts_in(item, f"{place}.{name}".lstrip("."))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            name = (item.get("key") or item.get("id")) if isinstance(item, dict) else None
            yield from texts_in(item, f"{place}.{name or index}")


# ---- What a version must be; a rule is (is it broken?, the place, the message) ----


def form_rules(now: Members) -> Iterator[tuple[Any, str, str]]:
    """What a version of its kind must and must not have."""
    kind, told, signers = now["kind"], now["explanation"], now["signers"]
    wordless, unfit = now["status"] == "removed" or kind == "recovery", "does not fit the kind"
    document = now["document"] or {"sections": [], "faqs": [], "authors": []}
    keys = [part["key"] for part in document["sections"] + document["faqs"]]
    keys += [author["id"] for author in document["authors"]]
    yield (told is None) != (kind in UNEXPLAINED), "explanation", unfit
    yield (now["confirms"] is None) == (kind == "confirmation"), "confirms", unfit
    yield (now["recovery"] is None) == (kind == "recovery"), "recovery", unfit
    yield (now["subject"] == now["site"]) != (kind == "recovery"), "subject", unfit
    yield now["imported"] and kind != "publication", "imported", unfit
    yield now["withholds"] and kind != "removal", "withholds", unfit
    yield (now["document"] is None) != wordless, "document", "does not fit the status"
    yield len(set(keys)) < len(keys), "document", "a part or an author stands there twice"
    yield kind == "publication" and now["status"] != "live", "status", unfit
    yield not signers and kind != "recovery", "signers", "nobody signed"
    yield any(one["at"] > now["recorded_at"] for one in signers), "signers", "signed too late"
    helpers, others = signed(now, "contributor"), signed(now, *ROLES[2:], "proposer")
    message = "a contributor has another role, or contributed to nothing"
    yield helpers & others or (helpers and not told), "signers", message
    if told:
        proposers, approvers = signed(now, "proposer"), signed(now, "approver")
        by_two = proposers and approvers and not approvers & (proposers | helpers)
        by_two, by_one = by_two and not told["alone"], told["alone"] or kind in ONE_PERSON
        by_one = by_one and len(signed(now, *ROLES)) == 1
        sourced, since = bool(told["sources"]) != bool(told["no_source"]), told["since"] or 1
        late, amends = max(told["base"], since) >= now["number"], told["amends"] or 0
        message = "who approves must be another than who wrote at it"
        yield not by_two and not by_one, "signers", message
        yield kind in SOURCED and not sourced, "explanation.sources", "some, or why there is none"
        yield late, "explanation.base", "names no earlier version"
        yield amends >= told["correction"], "explanation.amends", "names no earlier correction"


def step_rules(old: Members, now: Members) -> Iterator[tuple[Any, str, str]]:
    """What a version of its kind may and must change, beside the one before of its explainer."""
    kind, move = now["kind"], f"{old['status']} to {now['status']}"
    by = {one["withheld"]: (one["replacement"] or {}).get("text") for one in now["withholds"]}
    moved, differs = old["status"] != now["status"], old["document"] != now["document"]
    rewritten = replaced(old["document"], by) != replaced(now["document"], {})
    readdressed = replaced(old["slug"], by) != now["slug"]
    empty = not by and not (moved and now["status"] == "removed")
    differs_at_all = differs or old["language"] != now["language"]
    returns = kind == "reinstatement" and not old["document"]
    keeps = kind in KEEP_WORDS and not returns
    yield kind == "publication", "kind", "an explainer is published once"
    legal = move in STATUS_MOVES.get(kind, ()) or not (moved or kind in MUST_MOVE)
    yield not legal, "status", f"a {kind} from {move}"
    yield keeps and differs_at_all, "document", f"a {kind} changes no words"
    yield kind in CHANGE_WORDS and not differs, "document", f"a {kind} that changes nothing"
    reshaped = (
        shape(old["document"]) != shape(now["document"]) or old["language"] != now["language"]
    )
    message = "a quiet kind changes no name, date, part or order"
    yield kind in QUIET and old["document"] and reshaped, "document", message
    yield kind == "rendering" and rewritten, "document", "a rendering changes no words"
    yield kind == "removal" and rewritten and now["document"], "document", "other words changed"
    yield kind == "removal" and empty, "withholds", "a removal that removes nothing"
    yield readdressed != (kind == "move") and not returns, "slug", "only a move changes it"


def shape(value: Any) -> Any:
    """A document without its texts, but for the names of its authors."""
    if isinstance(value, dict):
        kept = {name: one if name == "authors" else shape(one) for name, one in value.items()}
        return "text" if "text" in value else kept
    return [shape(one) for one in value] if isinstance(value, list) else value


def signed(now: Members, *roles: str) -> set[str]:
    """Who signed in one of these roles."""
    return {signer["id"] for signer in now["signers"] if signer["role"] in roles}


def replaced(value: Any, by: dict[str, Any]) -> Any:
    """Members without rendered commitments, and with what stands for withheld texts."""
    if isinstance(value, dict) and "text" in value:
        text = by.get(value["text"], value["text"])
        return text and {"text": text}
    if isinstance(value, dict):
        return {name: replaced(item, by) for name, item in value.items()}
    return [replaced(item, by) for item in value] if isinstance(value, list) else value


class Verifier:
    """Takes a record line by line; its memory grows with explainers, not with versions."""

    def __init__(self, heads: list[Members], *, changes: bool = False) -> None:
        self.heads = heads  # seen before, or just now beside the record
        self.changes, self.quiet = changes, 0  # whether small ones are printed, and how many were
        self.site, self.digest, self.began, self.recorded_at = "", "0" * 64, "", ""
        self.serial = self.lines = self.findings = self.texts_withheld = self.pages = 0
        self.next_correction = 1
        self.alone: dict[int, set[str]] = {}  # who signed corrections that await a second person
        self.newest: dict[str, Members] = {}  # version of each explainer
        self.withheld: dict[int, dict[str, Where]] = {}  # by the removal that must name them
        self.hidden: dict[str, list[Where]] = {}  # by explainer, while it is removed whole
        self.open: dict[str, dict[str, tuple[str, str]]] = {}  # salts of newest versions' texts
        self.notes: dict[str, set[str]] = {}  # numbers of the corrections on each page
        self.recoveries: list[Members] = []
        self.rolled_back: list[str] = []

    def add(self, text: str) -> None:
        """Verifies the next line; raises `Unreadable` when it is no JSON."""
        self.lines += 1
        try:
            line = parsed(text)
        except ValueError as error:
            raise Unreadable(f"line {self.lines}: {error}") from None
        faults, now, digest = list(misfits(line, "record line")), Members(), ""
        if not faults:
            digest = hashlib.sha256(line["sealed"].encode()).hexdigest()
            now, faults = sealed_members(line["sealed"])
            if digest != line["digest"]:
                faults.append(("digest", f"found {line['digest']}; the bytes have {digest}"))
        faults += self.version_faults(now, line["texts"]) if now else ()
        self.serial, self.digest = now.get("serial", self.serial + 1), digest
        for place, message in faults:
            self.find(self.serial, place, message)
        for head in self.heads:
            here = (head["site"], head["serial"]) == (self.site, self.serial)
            if here and head["digest"] != digest:
                self.lose(head, f"found {digest}; {head['where']} has {head['digest']}")

    def version_faults(self, now: Members, texts: list[Members]) -> Iterator[Fault]:
        """Everything that is wrong with one version of the right form."""
        old = self.newest.get(now["subject"])
        yield from self.chain_faults(old, now)
        yield from self.correction_faults(now)
        for broken, place, message in (*form_rules(now), *(step_rules(old, now) if old else ())):
            if broken:
                yield place, message
        yield from self.text_faults(old, now, texts)
        yield from self.withholding_faults(now)
        if self.changes and old and now["kind"] in QUIET:
            self.tell_changes(old, now, texts)
        self.newest[now["subject"]] = now
        self.remember(now, texts)

    def tell_changes(self, old: Members, now: Members, texts: list[Members]) -> None:
        """Prints what a quiet kind changed; whether it may needs the dialect of Markdown."""
        before = dict(texts_in(old["document"]))
        bodies = {text: body for text, (_salt, body) in self.open[now["subject"]].items()}
        bodies |= {one["commitment"]: one.get("body", "") for one in texts}
        for place, text in texts_in(now["document"]):
            was = before.get(place, text)
            if was != text:
                self.quiet += 1
                sides = differing(bodies.get(was) or WITHHELD, bodies.get(text) or WITHHELD)
                print(f"version {now['serial']}, {now['kind']}, {place}: {sides}")

    def remember(self, now: Members, texts: list[Members]) -> None:
        """Keeps what comparing the explainer's page will need: salts, slug and title, numbers."""
        named = {text: place for place, text in texts_in(now)}
        held = self.open.get(now["subject"], {})
        for one in texts:
            keeps = self.changes or named.get(one["commitment"]) in SHORT
            body = one.get("body", "") if keeps else ""
            held[one["commitment"]] = (one.get("salt", ""), body)
        self.open[now["subject"]] = {text: held[text] for text in named if text in held}
        if now["explanation"] and now["kind"] not in QUIET:
            number = str(now["explanation"]["correction"])
            self.notes.setdefault(now["subject"], set()).add(number)

    def chain_faults(self, old: Members | None, now: Members) -> Iterator[Fault]:
        """Where a version doesn't follow the one before, of the site and of its explainer."""
        self.site, self.began = self.site or now["site"], self.began or now["recorded_at"]
        expected = {"site": self.site, "serial": self.serial + 1, "previous": self.digest}
        expected["number"] = old["number"] + 1 if old else 1
        for name, value in expected.items():
            if now[name] != value:
                yield name, f"found {now[name]}; expected {value}"
        if now["recorded_at"] <= self.recorded_at:
            yield "recorded_at", f"{now['recorded_at']} is not later than the version before"
        if not old and now["kind"] not in ("publication", "recovery"):
            yield "kind", "an explainer begins with its publication"
        self.recorded_at = now["recorded_at"]

    def correction_faults(self, now: Members) -> Iterator[Fault]:
        """Whether corrections are counted without a gap, and confirmed by somebody else."""
        recovery, told = now["recovery"], now["explanation"]
        if recovery:
            self.recoveries.append(recovery)
            following = recovery["next_correction"] or self.next_correction
            if not recovery["first"] == now["serial"] <= (recovery["last"] or now["serial"]):
                yield "recovery.first", "this version does not take the place of the first lost"
            if following < self.next_correction:
                yield "recovery.next_correction", f"{following} was given before"
            self.next_correction = following
        if told:
            if told["correction"] != self.next_correction:
                message = f"found {told['correction']}; expected {self.next_correction}"
                yield "explanation.correction", message
            self.next_correction = told["correction"] + 1
            if told["alone"]:
                self.alone[told["correction"]] = signed(now, *ROLES)
        if any(number >= self.next_correction for number in now["banners"]):
            yield "banners", "name a correction that is not there yet"
        if now["confirms"]:
            alone = self.alone.pop(now["confirms"], None)
            if alone is None:
                yield "confirms", "names no correction that awaits a second person"
            elif not signed(now, "confirmer") - alone:
                yield "signers", "who confirms must be another than who published or wrote at it"

    def text_faults(self, old: Any, now: Members, texts: list[Members]) -> Iterator[Fault]:
        """Whether a line brings just the texts that its version is the first to name."""
        # Backwards, so that of a replacement and the same text in the document the latter counts.
        before = {text: place for place, text in reversed(list(texts_in(old)))}
        places: dict[str, str] = {}
        new: dict[str, str] = {}
        for place, text in texts_in(now):
            first = places.setdefault(text, place)
            if first != place:
                # Only what replaces a withheld text may be what the document now holds; it is new.
                replaces = place.startswith("withholds.") and first.startswith(REPLACING)
                if not replaces or text in before:
                    yield place, f"names the text that is {first}"
            elif text not in before:
                new[text] = place
            elif before[text] != place or not place.startswith(REUSED):
                yield place, f"names the text that was {before[text]} in the version before"
        brought = [text["commitment"] for text in texts]
        for text in new.keys() - set(brought):
            yield new[text], "the text is missing"
        for text in set(brought) - new.keys():
            yield "texts", f"has {text}, which this version is not the first to name"
        if brought != list(new) and set(brought) == set(new):
            yield "texts", "are not in order of appearance, each once"
        for one in texts:
            place = places.get(one["commitment"], "texts")
            yield from self.one_text_faults((now["serial"], place, now["subject"]), one)

    def one_text_faults(self, here: Where, text: Members) -> Iterator[Fault]:
        """Whether an open text is the one that was sealed; a withheld one is kept for later."""
        if "salt" in text:
            message = b"corrigenda/1/text\0" + text["body"].encode()
            computed = hmac.new(bytes.fromhex(text["salt"]), message, hashlib.sha256).hexdigest()
            if computed != text["commitment"]:
                yield here[1], "the text, or its salt, is not the one that was sealed"
            return
        self.texts_withheld += 1
        self.withheld.setdefault(text["withheld_by"], {})[text["commitment"]] = here
        if text["withheld_by"] <= here[0]:
            yield here[1], f"withheld by version {text['withheld_by']}, which is not later"

    def withholding_faults(self, now: Members) -> Iterator[Fault]:
        """Whether a removal names just the texts that are said to be withheld by it.

        One that removes a whole explainer hides texts without naming them, until it is reinstated.
        """
        serial, subject = now["serial"], now["subject"]
        due = self.withheld.pop(serial, {})
        for index, one in enumerate(now["withholds"]):
            if due.pop(one["withheld"], (0, "", ""))[2] != subject:
                yield f"withholds.{index}", "names no text of this explainer withheld by it"
        hides = now["kind"] == "removal" and now["status"] == "removed"
        for text in due.values():
            if hides and text[2] == subject:
                self.hidden.setdefault(subject, []).append(text)
            else:
                self.find(*text[:2], f"withheld by version {serial}, which does not say so")
        if now["status"] != "removed":
            for text in self.hidden.pop(subject, ()):
                self.find(*text[:2], f"hidden, though version {serial} reinstated the explainer")

    def lose(self, head: Members, message: str) -> None:
        """A head that was seen isn't there: a finding, unless a recovery says just that."""
        for one in self.recoveries:
            named = one["first"] <= head["serial"] <= (one["last"] or head["serial"])
            if named and (head["serial"] != one["last"] or one["head"] in (None, head["digest"])):
                self.rolled_back.append(f"version {head['serial']}, digest: {message}")
                return
        self.find(head["serial"], "digest", message)

    def finish(self) -> None:
        """Says what only the end of the record shows."""
        for removal, texts in self.withheld.items():
            for text in texts.values():
                self.find(*text[:2], f"withheld by version {removal}, which is not there")
        for head in self.heads:
            if head["site"] != self.site:
                self.find(1, "site", f"found {self.site}; {head['where']} has {head['site']}")
            elif head["serial"] > self.serial:
                self.lose(head, f"is gone; {head['where']} has {head['digest']}")

    def find(self, serial: int, place: str, message: str) -> None:
        """Prints a finding, unless there were many already."""
        self.findings += 1
        if self.findings <= MOST_FINDINGS:
            print(f"version {serial}, {place}: {message}")


def sealed_members(sealed: str) -> tuple[Members, list[Fault]]:
    """The members of sealed bytes and what is wrong with them; none when anything is."""
    if not re.fullmatch(r"[!-\[\]-~]+", sealed):
        return {}, [("sealed", "holds white space, a backslash or what is not ASCII")]
    try:
        members = parsed(sealed)
    except ValueError as error:
        return {}, [("sealed", str(error))]
    faults = list(misfits(members, "version"))
    return ({} if faults else members), faults


# ---- What the pages show ----

BLOCKS = (
    "address|article|aside|blockquote|dd|details|div|dl|dt|figcaption|figure|footer|form|h[1-6]"
    "|header|hr|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul"
)
VOID = "area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr"


class ShownPage(HTMLParser):
    """What a page shows: the text of each part by key, its title (h1), and its JSON-LD."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: dict[str, list[str]] = {}
        self.within: list[tuple[str, str, bool]] = [("", "", False)]  # tag, part, apparatus
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enters an element; what stands for text by itself is taken."""
        attributes, (_, part, hidden) = dict(attrs), self.within[-1]
        named = "title" if tag == "h1" else attributes.get("type") if tag == "script" else ""
        part = attributes.get("data-part") or part or named or ""
        self.within.append((tag, part, hidden or "data-apparatus" in attributes))
        text = attributes.get("alt") if tag == "img" else " " if tag == "br" else ""
        self.handle_data("\0" if re.fullmatch(BLOCKS, tag) else text or "")
        if re.fullmatch(VOID, tag):
            self.within.pop()

    def handle_endtag(self, tag: str) -> None:
        """Leaves an element, and those within it that were never ended."""
        if re.fullmatch(BLOCKS, tag):
            self.handle_data("\0")
        if any(tag == one[0] for one in self.within):
            while self.within.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Takes text, unless it is apparatus."""
        _, part, hidden = self.within[-1]
        if not hidden:
            self.pieces.setdefault(part, []).append(data)

    def text(self, part: str) -> str:
        """The plain text of a part; "" where it is not on the page."""
        blocks = "".join(self.pieces.get(part, ())).split("\0")
        texts = (re.sub("[ \t\n\f\r]+", " ", block).strip(" ") for block in blocks)
        return "\n".join(text for text in texts if text)

    def numbers(self) -> set[str]:
        """The corrections that its JSON-LD names."""
        try:
            data = json.loads("".join(self.pieces["application/ld+json"]))
            return {str(one["identifier"]) for one in data["correction"]}
        except (KeyError, TypeError, ValueError, RecursionError):
            return set()


def compare_pages(verifier: Verifier, site: str, slugs: list[str]) -> None:
    """Compares the pages of explainers, of all if none is named, with their newest versions."""
    known = set()
    for subject, now in verifier.newest.items():
        texts = verifier.open[subject]
        slug = texts.get((now["slug"] or {}).get("text", ""), ("", ""))[1]
        if not slug or (slugs and slug not in slugs):
            continue
        known.add(slug)
        status, html = served(f"{site.rstrip('/')}/articles/{quote(slug)}/")
        faults = page_faults(now, texts, verifier.notes.get(subject, set()), html)
        if now["status"] == "removed":
            faults = iter([] if status in (410, 451) else [("", "answers as if it were there")])
        elif status != 200:
            faults = iter([("", f"answers {status}")])
        for part, message in faults:
            verifier.find(now["serial"], f"page of {slug}{part and ', ' + part}", message)
        verifier.pages += 1
    if set(slugs) - known:
        raise Unreadable(f"no explainer has the address {shown(min(set(slugs) - known))}")


def page_faults(
    now: Members, texts: dict[str, tuple[str, str]], notes: set[str], html: str
) -> Iterator[Fault]:
    """Where a page shows something else than the version does."""
    page, document = ShownPage(html), now["document"] or {}
    parts = {name: document.get(name) for name in ("lead", "conclusion", "references")}
    parts |= {one["key"]: one["body"] for one in document.get("sections", ())}
    parts |= {one["key"]: one["answer"] for one in document.get("faqs", ())}
    for part, leaf in parts.items():
        found = page.text(part)
        if not leaf and not found:
            continue
        message = b"corrigenda/1/rendered\0" + found.encode()
        salt = bytes.fromhex(texts.get(leaf["text"], ("", ""))[0]) if leaf else b""
        computed = hmac.new(salt, message, hashlib.sha256).hexdigest()
        if not leaf or computed != leaf["rendered"]:
            yield part, "the page shows other words than the version"
    for part in page.pieces.keys() - parts.keys():
        if re.fullmatch("[sq][0-9]+", part):
            yield part, "is on the page and not in the version"
    title = texts.get((document.get("title") or {}).get("text", ""), ("", ""))[1]
    if page.text("title") != re.sub("[ \t]+", " ", title).strip(" "):
        yield "title", "the page shows another than the version"
    if page.numbers() != notes:
        found, expected = (",".join(sorted(one, key=int)) for one in (page.numbers(), notes))
        yield "corrections", f"found {shown(found or 'none')}; expected {expected or 'none'}"


def served(address: str) -> tuple[int, str]:
    """The status and the text at an address; raises `Unreadable` where nothing answers."""
    try:
        with closing(opened(address)) as stream:
            return 200, stream.read(LONGEST_LINE).decode("utf-8", "replace")
    except HTTPError as error:
        return error.code, ""
    except (OSError, HTTPException, ValueError) as error:
        raise Unreadable(f"{address}: {shown(str(error))}") from None


# ---- Reading, remembering, answering ----


def lines_of(name: str) -> Iterator[str]:
    """The lines at an address, in a file or, for "-", on standard input; raises `Unreadable`."""
    number = 0
    try:
        with closing(opened(name)) as stream:
            while raw := stream.readline(LONGEST_LINE + 1):
                number += 1
                if len(raw) > LONGEST_LINE:
                    raise Unreadable(f"line {number}: is longer than {LONGEST_LINE:,} bytes")
                yield raw.decode()
    except UnicodeDecodeError:
        raise Unreadable(f"line {number}: is not UTF-8") from None
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unreadable(f"{name}: {shown(reason)}") from None


def opened(name: str) -> BinaryIO:
    """The bytes at an address, in a file or on standard input."""
    if is_address(name):
        request = Request(name, headers={"User-Agent": "verify_record"})  # noqa: S310
        answer: BinaryIO = urlopen(request, timeout=SECONDS)  # noqa: S310 - http and https only
        return answer
    return sys.stdin.buffer if name == "-" else open(name, "rb")


def is_address(name: str) -> bool:
    """Whether that is the address of a site, not a file."""
    return name.startswith(("http://", "https://"))


def head_at(name: str, where: str) -> Members:
    """The head at an address or in a file; its serial is 0 before anything was recorded."""
    try:
        head: Members = parsed("".join(lines_of(name)))
    except ValueError as error:
        raise Unreadable(f"{where}: {error}") from None
    for place, message in misfits(head, "head"):
        raise Unreadable(f"{where}, {place}: {message}")
    return {**head, "where": where}


def verified(source: str, state: str | None, *, changes: bool = False) -> Verifier:
    """A verifier that has seen the whole record; raises `Unreadable`."""
    heads = [head_at(state, "your state")] if state and os.path.exists(state) else []
    if is_address(source):
        # The head first: what is recorded in between comes after it.
        heads.append(head_at(source.rstrip("/") + "/record/head.json", "head.json"))
        source = source.rstrip("/") + "/record/versions.ndjson"
    verifier = Verifier([head for head in heads if head["serial"]], changes=changes)
    for line in lines_of(source):
        verifier.add(line)
    if not verifier.lines and not heads:
        raise Unreadable(f"{source}: is empty")
    verifier.finish()
    return verifier


def keep_state(path: str, verifier: Verifier) -> None:
    """Writes the head that was seen, all of it or nothing; raises `Unreadable`."""
    state = {name: getattr(verifier, name) for name in ("site", "serial", "digest", "recorded_at")}
    try:
        with open(path + ".new", "w", encoding="ascii") as file:
            json.dump(state, file)
        os.replace(path + ".new", path)
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror}") from None


def counted(number: int, noun: str) -> str:
    """The number with its noun, in the singular or the plural."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def answer_of(verifier: Verifier) -> int:
    """Prints what was seen, the verdict, and what it can't show; gives the exit status."""
    explainers = counted(len(verifier.newest.keys() - {verifier.site}), "explainer")
    span = f"from {verifier.began or 'never'} to {verifier.recorded_at or 'never'}"
    head = f"head {verifier.serial} {verifier.digest}"
    print(f"{counted(verifier.lines, 'version')} of {explainers}, {span}; {head}")
    print(f"{counted(verifier.texts_withheld, 'text')} withheld.")
    for loss in verifier.recoveries:
        print(f"Lost, as version {loss['first']} says: versions {loss['first']} to {loss['last']}.")
    if verifier.changes:
        listed = counted(verifier.quiet, "text")
        print(f"{listed} changed by small edits, listed above. {NOT_JUDGED}")
    if verifier.pages:
        print(f"{counted(verifier.pages, 'page')} compared with the record.")
    for message in verifier.rolled_back:
        print(f"Rolled back, and the record says so: {message}")
    status, verdict = verdict_on(verifier)
    print(f"\n{verdict}\n\n{LIMITS}", end="")
    return status


def verdict_on(verifier: Verifier) -> tuple[int, str]:
    """The exit status, and what was found in words that need no knowledge of the format."""
    if verifier.findings:
        count = counted(verifier.findings, "finding")
        return 1, f"VERDICT: NOT WHOLE. {count}, see above ({MOST_FINDINGS} are shown at most)."
    if verifier.rolled_back:
        return 3, "VERDICT: SET BACK. The site lost versions that it had shown, and says so itself."
    pages = " Each page that was compared says what the record says." if verifier.pages else ""
    return 0, f"VERDICT: WHOLE. No version was changed, left out or put in between.{pages}"


def main() -> int:
    """Parses the command line, verifies, remembers."""
    parser = argparse.ArgumentParser(description="Verifies the record of a Corrigenda site.")
    parser.add_argument("source", metavar="URL|FILE", help='of a site; a saved record, or "-"')
    parser.add_argument("--state", metavar="FILE", help="what was seen last, kept if all is well")
    parser.add_argument("--changes", action="store_true", help="print each small edit: was -> now")
    parser.add_argument("--pages", nargs="*", metavar="SLUG", help="compare pages, all if no SLUG")
    arguments = parser.parse_args()
    if arguments.pages is not None and not is_address(arguments.source):
        parser.error("--pages needs the address of a site")
    try:
        verifier = verified(arguments.source, arguments.state, changes=arguments.changes)
        if arguments.pages is not None:
            compare_pages(verifier, arguments.source, arguments.pages)
        status = answer_of(verifier)
        if status == 0 and arguments.state and verifier.serial:
            keep_state(arguments.state, verifier)
    except Unreadable as error:
        print(f"verify_record: {error}", file=sys.stderr)
        return 2
    return status


if __name__ == "__main__":
    sys.exit(main())
