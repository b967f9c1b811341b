"""The explainer's page with its corrections: marks in the text, lines on top, notes below."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from articles.notices import Decoration
from articles.reading import document_at
from articles.sealed import PastNote, past_notes, past_notes_of
from corrections.kinds import KINDS
from corrections.notes.history import removed_parts
from corrections.notes.notes import CorrectionNote, is_shown_on_page, notes_of
from documents.blame import CorrectedWords, corrected_words
from documents.document import Document
from documents.marking import Mark
from record.clock import stamp
from record.models import Version
from record.removal.withholding import bodies

#: Versions with their documents, oldest first.
History = list[tuple[Version, Document]]

Notes = list[CorrectionNote]
#: Kinds whose words are marked where they stand.
MARKED = ("correction", "clarification", "update", "addition", "partial_retraction")
_PAST = {"update": "Updated", "addition": "Added", "clarification": "Clarified"}
#: Documents, oldest first, each with the number of the correction whose words are marked in it.
Numbered = list[tuple[int | None, Document]]
#: On top of a page stand at most so many lines.
MOST_ON_TOP = 2


def decoration(version: Version) -> Decoration:
    """What stands beside the words of `version`, which must be the newest of its explainer."""
    is_first = version.number == 1
    past = past_notes(version) if is_first else past_notes_of(version.subject)
    if is_first and not past:
        return Decoration(report=_report(version))
    notes = notes_of(version.subject)
    history = _history(version)
    document = history[-1][1] if version.members["document"] else None
    beside = decorated(notes, _numbered(history), document, version.members["banners"], past)
    return replace(beside, removed=_removed(history), report=_report(version))


def decorated(
    notes: list[CorrectionNote],
    history: Numbered,
    document: Document | None,
    banners: Sequence[int],
    past: Sequence[PastNote] = (),
) -> Decoration:
    """What stands beside the words of `document`, the last one of `history`.

    `notes` are all of its corrections, newest first; `banners` the numbers of those above the
    title; `past` is what an import knew of earlier corrections.
    """
    small = [note for note in notes if not is_shown_on_page(note)]
    notes = [note for note in notes if is_shown_on_page(note)]
    labels = _labels(notes, document)
    marks = _marks(history, {note.number: note for note in notes}, labels)
    shown = [{"note": note, "back": _back(note, marks, labels)} for note in notes]
    above, lines = _loud(banners, notes)
    return Decoration(
        marks=marks,
        banners=_rendered("corrections/_banners.html", above),
        top=_rendered("corrections/_top.html", lines),
        notes=SafeString(_notes(shown, past) + _rendered("corrections/_small_edits.html", small)),
        labels={part: _day(note) for part, note in labels.items()},
        corrections=[note.number for note in notes],
        comments=[_comment(note) for note in notes],
        changed=_changed(notes),
    )


def history_until(version: Version) -> Numbered:
    """The documents up to that of `version`, each with the number of what is marked in it."""
    return _numbered(_history(version))


def _numbered(history: History) -> Numbered:
    numbered = []
    for version, document in history:
        explanation = version.members["explanation"]
        is_marked = explanation and version.kind in MARKED
        numbered.append((explanation["correction"] if is_marked else None, document))
    return numbered


def _rendered(template: str, notes: list[CorrectionNote]) -> SafeString:
    return render_to_string(template, {"notes": notes}) if notes else SafeString("")


def _report(version: Version) -> str:
    """Where errors of this version are reported; nowhere once its address was withheld."""
    leaf = version.members["slug"]
    slug = bodies([leaf["text"]])[leaf["text"]] if leaf else None
    return f"site:articles/{quote(slug)}/report/?version={version.number}" if slug else ""


def _history(version: Version) -> History:
    """The versions with words up to this one, oldest first."""
    versions = Version.objects.of(version.subject).filter(number__lte=version.number)
    worded = [each for each in versions if each.members["document"] is not None]
    return [(each, document_at(each)) for each in worded]


def _removed(history: History) -> SafeString:
    parts = removed_parts(history)
    if not parts:
        return SafeString("")
    return render_to_string("corrections/_removed.html", {"parts": parts})


def _notes(shown: Sequence[object], past: Sequence[PastNote]) -> SafeString:
    if not shown and not past:
        return SafeString("")
    return render_to_string("corrections/_notes.html", {"notes": shown, "past": past})


def _marks(
    history: Numbered, shown: dict[int, CorrectionNote], added: dict[str, CorrectionNote]
) -> dict[str, list[Mark]]:
    """By part the marks of its words; what came with an added part has the label of that part."""
    by_part = {
        part: [
            _mark(run, shown[run.number])
            for run in runs
            if part not in added or run.number != added[part].number
        ]
        for part, runs in corrected_words(history).items()
    }
    return {part: marks for part, marks in by_part.items() if marks}


def _mark(run: CorrectedWords, note: CorrectionNote) -> Mark:
    return Mark(
        start=run.start,
        end=run.end,
        number=note.number,
        label=_PAST.get(note.kind, "Corrected"),
        link_label=gettext("Correction %(number)d: what changed") % {"number": note.number},
        date=_day(note),
        kind=note.kind,
    )


def _day(note: CorrectionNote) -> str:
    return timezone.localdate(note.published_at).isoformat()


def _back(
    note: CorrectionNote, marks: dict[str, list[Mark]], added: dict[str, CorrectionNote]
) -> str | None:
    """Where the words of a note stand: its first mark, or the part that it added."""
    if any(mark.number == note.number for part in marks.values() for mark in part):
        return f"mark-{note.number}-1"
    return next((part for part, addition in added.items() if addition == note), None)


def _loud(
    above: Sequence[int], notes: list[CorrectionNote]
) -> tuple[list[CorrectionNote], list[CorrectionNote]]:
    """What stands above the title, a retraction first, and what below it."""
    standing = [note for note in notes if note.number in above]
    banners = sorted(standing, key=lambda note: note.kind != "retraction")
    loud = [
        note
        for note in notes
        if note not in banners and (note.severity == "major" or note.title_changed)
    ]
    return banners, loud[:MOST_ON_TOP]


def _labels(notes: list[CorrectionNote], document: Document | None) -> dict[str, CorrectionNote]:
    """The parts that an addition brought and that still stand, each with its note."""
    standing: set[str] = set()
    if document:
        standing = {section.key for section in document.sections}
        standing |= {question.key for question in document.faqs}
    return {
        part: note
        for note in notes
        if note.kind == "addition"
        for part in note.added
        if part in standing
    }


def _comment(note: CorrectionNote) -> dict[str, str]:
    """What machines are told: schema.org's CorrectionComment."""
    comment = {
        "identifier": str(note.number),
        "name": f"{note.label} {note.number}",
        "text": note.right or note.why or note.label,
        "datePublished": stamp(note.published_at),
    }
    return comment | ({"citation": note.sources[0].url or ""} if note.sources else {})


def _changed(notes: list[CorrectionNote]) -> str | None:
    """When the explainer last changed significantly: a note about process changes nothing."""
    moving = (note for note in notes if KINDS[note.kind].moves_date)
    return next((stamp(note.published_at) for note in moving), None)
