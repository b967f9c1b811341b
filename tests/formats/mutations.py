"""Mutations of files: harmful ones, of which anything may come, and harmless ones."""

import random
import re
from collections.abc import Callable

_MARKS = [
    *("Q: ", "A: ", "Q. ", "A. ", "\nQ: ", "\nA: ", "\n\nQ: ", "\n\nA: ", "**Q. ", "A:", "Q1:"),
    *("\n\nFAQ:\n\n", "FAQ", "\n\nConclusion:\n\n", "\n\nSources\n\n", "\n\nIn conclusion, "),
    *("?", ".", ":", "：", "?\n\n", ".\n\n", ":\n\n", "\n\n", "\n", "\u2028", "\u2029", "\u00a0"),
    *("\t", "\u200b", "\ufeff", "\u2067", "\u2069", "\u0301", "# ", "---\n\n", "<b>", "\\", "|"),
    *("**", "* ", "1. ", "[^1]: ", "\n\n- one\n- two\n\n", "\n\nA Short Block\n\n"),
    "\n\ndate 2023 A Title\n\n",
]
_CONTROLS = ["\0", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\u202e", "\u202a", "\ud800"]
_SPACES = [" ", "  ", "\t", " \u00a0", "\u00a0", "   \t "]
_BLANK = ["", "", "", " ", "\t", "\u00a0", "  \u00a0 "]
_LINE_ENDS = ["\n", "\r\n", "\r"]
_BULLET = r"(?:[-–•·●▪◦‣*]|[1-9]\d?[.)])[ \t\u00a0]"
_HAS_BULLETS = re.compile(rf"(?:^|[:：]\**\s+){_BULLET}")

Harm = Callable[[random.Random, bytes], bytes]


def harmed(data: bytes, chance: random.Random) -> bytes:
    """`data` after one to four harmful mutations."""
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(_HARMS)(chance, data)
    return data


def unharmed(text: str, chance: random.Random) -> bytes:
    """`text`, which has LF line ends, with other white space, line ends and encoding."""
    head, *blocks = re.split(r"\n(?:[ \t\u00a0]*\n)+", text.removeprefix("\ufeff").strip())
    wrapped = [head, *(_wrapped(block, chance) for block in blocks)]
    lines = [_spaced(line, chance) for block in wrapped for line in _between(block, chance)]
    text = chance.choice(_LINE_ENDS).join(lines)
    return text.encode(chance.choice(["utf-8", "utf-8-sig", "utf-16"]))


def _range(chance: random.Random, length: int) -> tuple[int, int]:
    start = chance.randint(0, length)
    return start, min(length, start + chance.choice([1, 3, 20, 200, 2_000]))


def _cut(chance: random.Random, data: bytes) -> bytes:
    place = chance.randint(0, len(data))
    return data[place:] if chance.random() < 0.3 else data[:place]


def _delete(chance: random.Random, data: bytes) -> bytes:
    start, stop = _range(chance, len(data))
    return data[:start] + data[stop:]


def _double(chance: random.Random, data: bytes) -> bytes:
    start, stop = _range(chance, len(data))
    return data[:stop] + data[start:]


def _random_bytes(chance: random.Random, data: bytes) -> bytes:
    start, stop = _range(chance, len(data))
    return data[:start] + chance.randbytes(min(stop - start, 20)) + data[stop:]


def _insert(chance: random.Random, data: bytes) -> bytes:
    mark = chance.choice(_MARKS if chance.random() < 0.9 else _CONTROLS)
    place = chance.randint(0, len(data))
    if chance.random() < 0.5:
        place = max(data.rfind(b"\n", 0, place), data.rfind(b" ", 0, place)) + 1
    return data[:place] + mark.encode("utf-8", "surrogatepass") + data[place:]


def _shuffle(chance: random.Random, data: bytes) -> bytes:
    by = chance.choice([b"\n", b"\n\n", b" "])
    lines = data.split(by)
    start, stop = _range(chance, len(lines))
    some = lines[start:stop]
    chance.shuffle(some)
    return by.join([*lines[:start], *some, *lines[stop:]])


def _drop_lines(chance: random.Random, data: bytes) -> bytes:
    return b"\n".join(line for line in data.split(b"\n") if chance.random() < 0.9)


def _double_lines(chance: random.Random, data: bytes) -> bytes:
    lines = (line for line in data.split(b"\n") for _ in range(1 + (chance.random() < 0.1)))
    return b"\n".join(lines)


_HARMS: list[Harm] = [
    _cut, _delete, _double, _random_bytes, _insert, _insert, _insert, _shuffle, _drop_lines,
    _double_lines,
]  # fmt: skip


def unwrapped(block: str) -> str:
    """`block` in one line; but in one with bullets, lines that begin with one stay lines."""
    kept = rf"(?!{_BULLET})" if _HAS_BULLETS.search(block.lstrip()) else ""
    return re.sub(rf"[ \t]*\n[ \t]*{kept}", " ", block.strip())


def _wrapped(block: str, chance: random.Random) -> str:
    """`block` with other line ends: any, but in one with bullets none before a bullet."""
    often = chance.choice([0, 0, 0.1, 0.5])
    space = r"(?<=\S) (?=\S)"
    if _HAS_BULLETS.search(block):
        space += rf"(?!{_BULLET})"
    return re.sub(space, lambda found: "\n" if chance.random() < often else found[0], block)


def _spaced(line: str, chance: random.Random) -> str:
    often = chance.choice([0, 0, 0.2, 1])
    wider = (chance.choice(_SPACES) if sign == " " and chance.random() < often else sign
             for sign in line)  # fmt: skip
    return chance.choice(_BLANK) + "".join(wider) + chance.choice(_BLANK)


def _between(block: str, chance: random.Random) -> list[str]:
    """The lines of a block, with blank lines before and behind it."""
    before, behind = (chance.choice([1, 1, 1, 2, 4]) for _ in range(2))
    return [*[""] * before, *block.split("\n"), *[""] * behind]
