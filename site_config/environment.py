"""Reads settings from environment variables; a bad one ends the start with one plain line.

The secret key of a site that was given none is made once and kept in a file only its owner reads.
"""

import os
import secrets
import tempfile
from collections.abc import Callable, Container
from contextlib import suppress
from pathlib import Path
from typing import NoReturn, TypeVar

import environ
from django.core.exceptions import ImproperlyConfigured

from record.numbers import whole_number

T = TypeVar("T")

TRUE = frozenset({"true", "yes", "on", "1"})
FALSE = frozenset({"false", "no", "off", "0", ""})


def refuse(name: str, why: str, expected: str) -> NoReturn:
    """End the process with status 1 and one line on stderr.

    SystemExit, because Django and WSGI servers turn any other exception into a traceback.
    """
    why, expected = (" ".join(text.split()) for text in (why, expected))
    raise SystemExit(f"settings: {name} {why}; expected {expected}")


class Environment:
    """The environment, with the file `.env` behind it; remembers the names that were asked for."""

    def __init__(self, dotenv: Path) -> None:
        self.names: set[str] = set()
        if dotenv.is_file():
            environ.Env.read_env(os.fspath(dotenv))

    def text(self, name: str, default: str = "") -> str:
        """The value without white space around it; the default when it is absent or empty."""
        self.names.add(name)
        # Not Env.str, which takes a secret that begins with "$" for the name of another variable.
        return os.environ.get(name, "").strip() or default

    def parsed(
        self,
        name: str,
        default: str,
        parse: Callable[[str], T],
        expected: str,
        secret: bool = False,
    ) -> T:
        """What `parse` makes of the value; a ValueError of it ends the start.

        A `secret` value (one that may hold a password) isn't repeated in the message.
        """
        text = self.text(name, default)
        try:
            return parse(text)
        except (ValueError, ImproperlyConfigured) as error:
            shown = "is not valid" if secret else f"is {text!r}"
            refuse(name, f"{shown} ({error})" if str(error) else shown, expected)

    def flag(self, name: str, default: bool = False) -> bool:
        """A switch; a value that is neither on nor off ends the start."""
        return self.parsed(name, str(default), _flag, "true or false")

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number between the two bounds, both included."""

        def parse(value: str) -> int:
            number = whole_number(value, most=most)
            if number is None or number < least:
                raise ValueError
            return number

        return self.parsed(name, str(default), parse, f"a whole number from {least} to {most}")

    def items(
        self, name: str, default: str, parse: Callable[[str], str], expected: str
    ) -> list[str]:
        """What `parse` makes of each part of a value that commas divide, empty ones left out.

        A ValueError of it ends the start, and so does a value of commas alone.
        """

        def parsed(value: str) -> list[str]:
            items = [parse(item.strip()) for item in value.split(",") if item.strip()]
            if value and not items:
                raise ValueError("nothing stands between the commas")
            return items

        return self.parsed(name, default, parsed, expected)

    def one_of(self, name: str, default: str, choices: Container[str], expected: str) -> str:
        """A value out of the choices."""
        text = self.text(name, default)
        if text not in choices:
            refuse(name, f"is {text!r}", expected)
        return text

    def demand(self, name: str, expected: str) -> None:
        """End the start of a site in production if the value is absent or empty."""
        if not self.text(name):
            refuse(name, "is missing while PRODUCTION is on", expected)


def _flag(value: str) -> bool:
    if value.lower() not in TRUE | FALSE:
        raise ValueError
    return value.lower() in TRUE


def kept_secret_key(path: Path) -> str:
    """The key in the file; made first when there is no file.

    Processes that start at the same moment all get the one key that came first: the file appears
    under its name whole or not at all.

    Raises OSError if the folder can't be written, ValueError if the file is there but empty.
    """
    if not path.exists():
        _keep(path, secrets.token_urlsafe(50))
    key = path.read_text(encoding="ascii").strip()
    if not key:
        raise ValueError(f"{path} is empty")
    return key


def _keep(path: Path, key: str) -> None:
    # mkstemp gives mode 0600; a link, unlike a rename, never replaces a key that came first
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret_key-")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        os.unlink(draft)
