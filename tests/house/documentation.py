"""The project's documentation, taken apart: its links, what it says to type, what it names."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]

_FENCE = re.compile(r"^( *)```.*?^\1```$", re.M | re.S)
_SPAN = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.M)
#: What ends a command on a line of a shell.
_END = re.compile(r" (?:#|&&|\|\|?|;|>) ?")


def text_of(page: Path) -> str:
    """The page as it is written."""
    return page.read_text(encoding="utf-8")


def prose_of(page: Path) -> str:
    """The page without its blocks of code."""
    return _FENCE.sub("", text_of(page))


def links_of(page: Path) -> list[str]:
    """Where its links lead, those to other sites left out."""
    targets = _LINK.findall(_SPAN.sub("", prose_of(page)))
    return [target for target in targets if "://" not in target]


def anchors_of(page: Path) -> set[str]:
    """The anchors that its headings have where Markdown is shown."""
    return {_anchor(heading) for heading in _HEADING.findall(prose_of(page))}


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def spans_of(page: Path) -> list[str]:
    """What stands between backticks in its prose."""
    return _SPAN.findall(prose_of(page))


def commands_of(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Each `manage.py COMMAND` that it says to type, with the options beside it."""
    blocks = "\n".join(block[0] for block in _FENCE.finditer(text_of(page)))
    for line in [*blocks.replace("\\\n", " ").splitlines(), *spans_of(page)]:
        for typed in line.split("manage.py ")[1:]:
            name, *words = _END.split(typed)[0].split()
            yield name.strip("`"), [word for word in words if word.startswith("--")]


def section_of(page: Path, heading: str) -> str:
    """What stands below the heading, up to the next one of its level; "" where it has none."""
    _before, _mark, after = f"\n{text_of(page)}".partition(f"\n## {heading}\n")
    return after.partition("\n## ")[0]
