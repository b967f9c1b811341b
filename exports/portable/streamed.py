"""Reading a JSON object piece by piece, so that a long array in it is never held whole."""

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, TextIO

from record.refusals import UserFacing

_CHUNK = 1 << 16
#: The most characters that one value may have; a version's own line is far shorter.
MOST = 50_000_000
_SPACE = re.compile(r"[ \t\r\n]*")


class NotJSON(UserFacing):
    """A file that is no JSON object, or holds a value that is too long; says which."""


def members(path: Path, *arrays: str) -> Iterator[tuple[str, Any]]:
    """The members of the object in `path`, each name with its value, in order.

    Of the members `arrays` each item comes by itself; an empty array comes as nothing at all.
    Raises `NotJSON`, OSError.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            yield from _JSONReader(file).members(arrays)
    except (UnicodeDecodeError, RecursionError) as error:
        raise NotJSON(f"{path}: not JSON: {error}") from error
    except NotJSON as error:
        raise NotJSON(f"{path}: not JSON: {error}") from error


class _JSONReader:
    """What was read of a file and not yet taken."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._text, self._at, self._before = file, "", 0, 0
        self._decoder = json.JSONDecoder()
        self._ended = False

    def members(self, arrays: Collection[str]) -> Iterator[tuple[str, Any]]:
        self._expect("{")
        for _first in self._until("}"):
            name = self._parsed()
            if not isinstance(name, str):
                raise self._error("a member's name")
            self._expect(":")
            if name in arrays and self._peek() == "[":
                self._expect("[")
                for _member in self._until("]"):
                    yield name, self._parsed()
            else:
                yield name, self._parsed()
        if self._peek():
            raise self._error("the end")

    def _until(self, end: str) -> Iterator[None]:
        """Once for each item before `end`, which commas part."""
        if self._peek() == end:
            self._expect(end)
            return
        while True:
            yield
            if self._peek() == end:
                self._expect(end)
                return
            self._expect(",")

    def _peek(self) -> str:
        while True:
            self._at = _end_of_space(self._text, self._at)
            if self._at < len(self._text) or not self._more(_CHUNK):
                return self._text[self._at : self._at + 1]

    def _expect(self, character: str) -> None:
        if self._peek() != character:
            raise self._error(f"“{character}”")
        self._at += 1

    def _parsed(self) -> Any:
        self._peek()
        while True:
            try:
                parsed, end = self._decoder.raw_decode(self._text, self._at)
                # A number that goes on in what is not yet read is another number.
                if end < len(self._text) or self._ended:
                    self._at = end
                    return parsed
            except ValueError:
                if self._ended:
                    raise self._error("a value") from None
            # Twice as much each time: a long value is not begun anew at every piece of it.
            if not self._more(max(_CHUNK, len(self._text) - self._at)):
                continue
            if len(self._text) - self._at > MOST:
                raise NotJSON(f"found a value of more than {MOST:,} characters")

    def _more(self, size: int) -> bool:
        """Reads on, and forgets what was taken; False at the end of the file."""
        read = self._file.read(size)
        self._before += self._at
        self._text, self._at = self._text[self._at :] + read, 0
        self._ended = self._ended or not read
        return bool(read)

    def _error(self, expected: str) -> NotJSON:
        actual = self._text[self._at : self._at + 20]
        place = f"character {self._before + self._at + 1}"
        return NotJSON(f"{place}: found {actual!r}; expected {expected}")


def _end_of_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at
