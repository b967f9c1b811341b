"""What the formats make of some hundreds of varied files, one JSON line a file.

The files are the same each time: fixtures, the demonstration, stories in all formats, oddities,
texts in 15 languages, and most of these damaged, or made to look different, by seeded chance.
Left out is only the hash of a file's bytes, which says how it was compressed.
"""

import json
import random
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import time_machine

from tests.golden.house import harmed, readings_of, unharmed
from tests.golden.languages import TEXTS, written
from tests.golden.oddities import oddities
from tests.golden.renderings import WRITERS
from tests.golden.stories import story

_ROOT = Path(__file__).resolve().parents[2]
_MOMENT = datetime(2031, 6, 1, 12, tzinfo=UTC)
_STORIES = 24
_HARMED_TEXT, _UNHARMED, _HARMED_OTHER = 5, 2, 1


def write_formats(file: Path) -> int:
    """Reads each file as an import does and writes what came of it; gives the number of files."""
    number = 0
    with (
        time_machine.travel(_MOMENT, tick=False),
        tempfile.TemporaryDirectory(prefix="golden-") as folder,
        file.open("w", encoding="utf-8") as lines,
    ):
        for name, content in varied_files():
            line = {"name": name, "readings": _readings(Path(folder) / "texts" / name, content)}
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")
            number += 1
    return number


def varied_files() -> Iterator[tuple[str, bytes]]:
    """Each file by its name, which is given once."""
    yield from sorted(oddities().items())
    for language, text in TEXTS.items():
        for ending, content in written(*text).items():
            yield f"language-{language}.{ending}", content
    samples = [*(_ROOT / "tests" / "fixtures").rglob("*.*"), *(_ROOT / "content").rglob("*.txt")]
    for path in sorted(samples):
        yield from _and_variants(path.name, path.read_bytes())
    for number in range(_STORIES):
        for ending, write in WRITERS.items():
            yield from _and_variants(f"story-{number}.{ending}", write(story(number)))


def _and_variants(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, damaged ones, and, of fixtures of plain text, ones that look different."""
    yield name, content
    is_sample = name.endswith(".txt") and not name.startswith("story-")
    for number in range(_HARMED_TEXT if is_sample else _HARMED_OTHER):
        yield f"harmed-{number}-{name}", harmed(content, random.Random(f"{name} {number}"))
    for number in range(_UNHARMED if is_sample else 0):
        text = content.decode("utf-8-sig")
        yield f"unharmed-{number}-{name}", unharmed(text, random.Random(f"{name} {number}"))


def _readings(path: Path, content: bytes) -> list[dict[str, Any]]:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    readings = list(readings_of(path))
    path.unlink()
    for reading in readings:
        if "document" in reading:
            reading["document"] = json.loads(reading["document"])
    return readings


def compare_formats(a: Path, b: Path) -> list[str]:
    """A short text for each file of which two runs made something else."""
    first, second = _lines(a), _lines(b)
    lines = []
    for name in sorted({*first, *second}):
        one, two = first.get(name), second.get(name)
        if one is None or two is None:
            lines.append(f"{name}: only in {b if one is None else a}")
        elif one != two:
            lines += [f"{name}", *_difference("", one, two)]
    return lines


def _lines(file: Path) -> dict[str, Any]:
    with file.open(encoding="utf-8") as lines:
        return {one["name"]: one["readings"] for one in map(json.loads, lines)}


def _difference(place: str, one: Any, two: Any) -> Iterator[str]:
    """What differs in two values of JSON, by the place where it stands."""
    if isinstance(one, dict) and isinstance(two, dict):
        for name in [*one, *(name for name in two if name not in one)]:
            yield from _difference(f"{place}.{name}", one.get(name), two.get(name))
    elif isinstance(one, list) and isinstance(two, list) and len(one) == len(two):
        for number, (before, after) in enumerate(zip(one, two, strict=True)):
            yield from _difference(f"{place}[{number}]", before, after)
    elif one != two:
        yield f"    {place}: {_short(one)} → {_short(two)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 300 else f"{text[:300]}…"
