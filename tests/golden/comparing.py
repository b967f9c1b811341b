"""What differs between two folders of outputs."""

import difflib
import re
from base64 import urlsafe_b64decode
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

_MOST_LINES = 40
#: What a site that is built anew has otherwise: named by kind, and numbered as it comes in a file.
_NAMELESS = re.compile(
    r"(?P<uuid>\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b)"
    r"|(?P<digest>\b[0-9a-f]{64}\b)"
    r"|(?P<short>\b(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{12,16}\b)"
    r"|(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))"
    r"|(?P<token>(?<=/reports/)[\w-]{32}|(?<=\"token\": \")[\w-]{32}|(?<=_of\": \")[\w-]{32})"
    # What takes the place of an address that was withheld.
    r"|(?P<address>(?<=\bwithheld-)[0-9a-f]{12}\b|(?<=\bwho-was-)[0-9a-f]{6}\b)"
)
_IN_NAMES = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?<=pages/reports/)[\w-]{32}(?=/)"
    r"|(?<=withheld-)[0-9a-f]{12}|(?<=who-was-)[0-9a-f]{6}"
)
_LENGTH = re.compile(r"^Content-Length: \d+$", re.MULTILINE)


def differences(
    a: Path, b: Path, numbered: bool = False, but: list[str] | None = None
) -> list[str]:
    """A short text for each file that is in one of two folders alone, or differs.

    With `numbered`, ids, digests, salts, times and tokens count by their order alone. Files whose
    name fits one of the patterns in `but` are left out.
    """
    first, second = _files(a, numbered, but or []), _files(b, numbered, but or [])
    lines = []
    for name in sorted({*first, *second}):
        one, two = first.get(name), second.get(name)
        if one is None or two is None:
            lines.append(f"{name}: only in {b if one is None else a}")
            continue
        before, after = one.read_bytes(), two.read_bytes()
        if numbered:
            before, after = number(before), number(after)
        if before != after:
            lines.append(f"{name}\n{_difference(before, after)}")
    return lines


def number(content: bytes) -> bytes:
    """The content with what is nameless in it named by kind and order: `<uuid 1>`."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return content
    names: dict[str, str] = {}
    kinds: dict[str, int] = {}

    def name(found: re.Match[str]) -> str:
        kind = found.lastgroup or ""
        if found[0] not in names:
            kinds[kind] = kinds.get(kind, 0) + 1
            names[found[0]] = f"<{kind} {kinds[kind]}>"
        return names[found[0]]

    return _LENGTH.sub("Content-Length: <length>", _NAMELESS.sub(name, text)).encode()


def _files(folder: Path, numbered: bool, but: list[str]) -> dict[str, Path]:
    """The files of a folder by name, or by a name whose ids and tokens are numbered."""
    names = {
        file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()
    }
    kept = {
        name: file
        for name, file in names.items()
        if not any(fnmatch(name, pattern) for pattern in but)
    }
    if not numbered:
        return kept
    order = _in_order(kept)
    return {_named(name, order): file for name, file in kept.items()}


def _in_order(names: Iterable[str]) -> list[str]:
    """What is nameless in file names, as it was made: what the harness draws counts up."""
    drawn = {found[0] for name in names for found in _IN_NAMES.finditer(name)}
    return sorted(drawn, key=_drawn)


def _drawn(text: str) -> tuple[int, bytes]:
    """What sorts names of one kind, which have one length, by the number that they begin with."""
    drawn = urlsafe_b64decode(text) if len(text) == 32 else bytes.fromhex(text.replace("-", ""))
    return len(text), drawn


def _named(name: str, order: list[str]) -> str:
    return _IN_NAMES.sub(lambda found: f"<{order.index(found[0]) + 1}>", name)


def _difference(before: bytes, after: bytes) -> str:
    old, new = (one.decode("utf-8", "replace").splitlines() for one in (before, after))
    lines = list(difflib.unified_diff(old, new, lineterm="", n=1))[2:]
    shown = [f"    {line[:400]}" for line in lines[:_MOST_LINES]]
    return "\n".join([*shown, *["    …"] * (len(lines) > _MOST_LINES)])
