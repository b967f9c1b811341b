"""All that the harness uses of the project: whoever moves a module changes its name here alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from articles import rows
from articles.following import move
from articles.models import Article
from articles.reading import words_of
from articles.scheduling import schedule
from corrections.approving import approval_seal
from corrections.kinds import KINDS
from corrections.models import Correction, ErrorReport
from corrections.placing import placed
from corrections.proposing.deciding import asked, correct_too, leave
from corrections.proposing.drafting import propose, submit, withdraw
from corrections.publishing import publish
from corrections.reports.reporting import accept, decline, mark_duplicate
from corrections.reviewing import approve, confirm, reject, send_back
from documents.document import Document, Question, Section
from imports.importing.results import Options, SeenKeys
from imports.sources import paths as sources
from imports.sources.gathering import gathered
from imports.sources.reads import ReadExplainer
from record import guards
from record.models import Signer, Version
from tests.formats.mutations import harmed, unharmed
from tests.formats.word_files import item as list_item
from tests.formats.word_files import p, png, r, word_file, zipped
from tests.formats.wordpress_files import answer, export, item

__all__ = [
    "KINDS",
    "Article",
    "Correction",
    "Document",
    "ErrorReport",
    "Question",
    "Section",
    "Signer",
    "Version",
    "accept",
    "answer",
    "approval_seal",
    "approve",
    "asked",
    "confirm",
    "correct_too",
    "decline",
    "document_of",
    "export",
    "guards",
    "harmed",
    "item",
    "leave",
    "list_item",
    "mark_duplicate",
    "move",
    "p",
    "placed",
    "png",
    "propose",
    "publish",
    "r",
    "readings_of",
    "reject",
    "schedule",
    "send_back",
    "submit",
    "unharmed",
    "withdraw",
    "word_file",
    "words_of",
    "write_draft",
    "zipped",
]

document_of = rows.document_of
write_draft = rows.write_draft


def readings_of(path: Path) -> Iterator[dict[str, Any]]:
    """What an import reads in a file, or an archive: each explainer, or why there is none."""
    for read in gathered(sources.files_at([str(path)]), Options(), SeenKeys()):
        if isinstance(read, ReadExplainer):
            yield {"name": read.name, "key": read.key} | _plain(read)


def _plain(read: ReadExplainer) -> dict[str, Any]:
    reading, refused = read.reading, read.refused
    if reading is None:
        assert refused is not None
        return {
            "result": refused.result,
            "reason": refused.reason,
            "line": refused.line,
            "notes": [[one.line, one.message] for one in refused.notes],
        }
    return {
        "document": reading.document.to_json(),
        "slug": reading.slug,
        "notes": [[one.line, one.message] for one in reading.notes],
        "past": list(reading.past),
        "authors": list(reading.authors),
        "topics": list(reading.topics),
        "aliases": list(reading.aliases),
        "identity": reading.identity,
        "is_draft": reading.is_draft,
        "pictures": [one.sha256 for one in reading.pictures],
    }
