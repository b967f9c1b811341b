"""`docs/settings.md`, made from `.env.example`, so that each setting is described in one place.

python -m tests.house.settings_page > docs/settings.md
"""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / ".env.example"

_TITLE = re.compile(r"# -- (.+?) -+")
_SETTING = re.compile(r"#?([A-Z][A-Z_]*)=(.*)")
_HEAD = """# Settings

All come from the environment, or from a file `.env` beside `manage.py`; the environment wins. None is needed to try
the site; in production `PRODUCTION`, `SECRET_KEY`, `ALLOWED_HOSTS` and `SITE_URL` are. A wrong or missing value stops the
start with one line that says which and why. Below each description stands an example.

This page is made from `.env.example`: change it there, then run
`.venv/bin/python -m tests.house.settings_page > docs/settings.md`.
"""


def settings_page(example: str) -> str:
    """The page, as Markdown, that says what the text of an `.env.example` says."""
    blocks: list[str] = [_HEAD]
    comment: list[str] = []
    settings: list[tuple[str, str]] = []
    for line in [*example.partition("\n\n")[2].splitlines(), ""]:
        setting, title = _SETTING.fullmatch(line), _TITLE.fullmatch(line)
        if setting:
            settings.append((setting[1], setting[2]))
            continue
        if settings:
            blocks.append("\n".join(_described(settings, comment)))
            comment, settings = [], []
        if title:
            blocks.append(f"## {title[1]}\n")
        elif line:
            comment.append(line.removeprefix("#").removeprefix(" "))
    return "\n".join(blocks)


def _described(settings: list[tuple[str, str]], comment: list[str]) -> Iterator[str]:
    yield "### " + ", ".join(f"`{name}`" for name, _example in settings) + "\n"
    for line in comment:
        # What is indented there is something to type.
        yield f"\n    {line.strip()}\n" if line.startswith("  ") else line
    yield "\n```\n" + "\n".join(f"{name}={given}" for name, given in settings) + "\n```\n"


if __name__ == "__main__":
    print(settings_page(EXAMPLE.read_text(encoding="utf-8")), end="")  # noqa: T201
