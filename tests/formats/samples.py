"""The files that the tests of plain text share."""

from dataclasses import dataclass
from pathlib import Path

from documents.document import Document
from formats.text.plain_text import parse_plain_text

ROOT = Path(__file__).resolve().parents[2]
VARIANTS = sorted((ROOT / "tests" / "fixtures" / "plain_text").glob("*.txt"))
DEMO = sorted((ROOT / "content" / "explainers").glob("*.txt"))
ALL = [*VARIANTS, *DEMO]


@dataclass(frozen=True)
class Expected:
    """A document in outline; `answers` counts their paragraphs where one has several."""

    title: str
    date: str | None
    headings: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    answers: tuple[int, ...] = ()
    conclusion: str | None = None
    dropped: str = ""
    has_lead: bool = True


def name(path: Path) -> str:
    """What a test with `path` is called."""
    return path.stem


def document(text: str) -> Document:
    """The document in `text`, below a head of its own."""
    return parse_plain_text(f"date 2023 A Title\n\n{text}".encode()).document
