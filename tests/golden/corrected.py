"""Corrections of every kind, and what goes with them: moves, a second person, other places."""

import json
from collections.abc import Callable
from dataclasses import replace

from tests.golden.cases import CASES, SOURCE, in_section, retitled
from tests.golden.house import (
    Correction,
    Document,
    approval_seal,
    approve,
    asked,
    confirm,
    correct_too,
    leave,
    move,
    placed,
    submit,
)
from tests.golden.site import Building, signer


def each_kind(number: int) -> Callable[[Building], None]:
    kind, change, told = CASES[number]

    def step(building: Building) -> None:
        building.correct(building.fetch("speaker"), change, kind=kind, **told)

    return step


def moved(building: Building) -> None:
    move(building.fetch("speaker"), "choosing-a-speaker", by=signer("grace"))


def moved_back(building: Building) -> None:
    move(building.fetch("choosing-a-speaker"), "speaker", by=signer("grace"))
    move(building.fetch("what-is-a-lighthouse"), "lighthouses", by=signer("ada"))


def alone(building: Building) -> None:
    told = {"by": signer("ada"), "alone_because": "It is night, and the number is dangerous."}
    building.correct(building.fetch("what-is-a-quorum"), retitled("A quorum, what is it?"), **told)
    building.correct(
        building.fetch("what-is-a-tally-sheet"), retitled("What’s a tally sheet?"), **told
    )


def confirmed(building: Building) -> None:
    first = Correction.objects.unconfirmed().order_by("number").first()
    if first is not None:
        confirm(first, by=signer("grace"))


def amended(building: Building) -> None:
    first = Correction.objects.filter(article__slug="speaker", number__isnull=False)
    building.correct(
        building.fetch("speaker"),
        in_section("s1", "By paper", "By paper alone"),
        kind="clarification",
        amends=first.order_by("number")[0],
    )


def elsewhere(building: Building) -> None:
    """The same sentence in three explainers: one corrected, one to be corrected, one left."""
    wrong, right = "The bell rings three times on Mondays.", "The bell rings twice on Mondays."
    articles = [
        building.published(
            Document(f"The bell of {name}", lead=f"It is loud. {wrong}"), f"bell-{name}"
        )
        for name in ("Aden", "Brno", "Cork")
    ]
    correction = building.proposal(
        articles[0], lambda one: replace(one, lead=(one.lead or "").replace(wrong, right))
    )
    submit(correction, by=signer("ada"))
    for number, place in enumerate(one.place for one in asked(correction)):
        if number == 0:
            correct_too(correction, place, by=signer("grace"))
        else:
            leave(correction, place, by=signer("grace"), reason="There it is true.")
    correction = Correction.objects.get(pk=correction.pk)
    where = placed(correction)
    seal = approval_seal(correction, where.newest)
    approve(correction, by=signer("grace"), seal=seal)


def file_changed(building: Building) -> None:
    """A file of a published explainer comes again with other words."""
    file = building.folder / "bell-Cork.md"
    file.write_text(file.read_text(encoding="utf-8").replace("loud", "very loud"), encoding="utf-8")
    building.command("import_explainers", str(file))
    file.write_text(
        file.read_text(encoding="utf-8").replace("Mondays", "Fridays"), encoding="utf-8"
    )
    building.command("import_explainers", str(file))


def corrections_file(building: Building) -> None:
    told = {
        "why": "A slip.",
        "cause": "editing",
        "sources": [{"title": "A letter", "url": SOURCE["url"]}],
    }
    file = building.folder / "corrections.json"
    changes = {"in": "conclusion", "replace": "worth", "with": "only worth"}
    corrections = [
        {"id": "one", "kind": "correction", "severity": "minor", "right_fact": "Only that.",
         "changes": [changes], **told},
        {"id": "two", "kind": "correction", "severity": "minor", "right_fact": "Nothing.",
         "changes": [{**changes, "replace": "no such words"}], **told},
    ]  # fmt: skip
    text = json.dumps({"article": "what-is-a-towpath", "corrections": corrections})
    file.write_text(text, encoding="utf-8")
    building.command("import_corrections", str(file), "--proposed-by", "ben")
    publish_too = ("--publish", "--approved-by", "grace")
    building.command("import_corrections", str(file), "--proposed-by", "ben", *publish_too)
