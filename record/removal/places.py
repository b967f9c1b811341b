"""Where words stand outside the record: drafts, proposals, names, logs.

Each app names its places in `AppConfig.ready`; a removal looks into all of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.db import models

from record.format import WITHHELD
from record.models import Delivery, Signer


class Matcher(Protocol):
    """What is looked for: `record.removal.words.Sought` or `record.removal.words.Everything`."""

    def is_in(self, text: str | None) -> bool:
        """Whether `text` holds it."""

    def masked(self, text: str, *, longest: int | None = None, markdown: bool = False) -> str:
        """`text` with the mark in its place."""

    def masked_markdown(self, text: str) -> str:
        """The same for Markdown."""


#: (what is looked for, a value of a column) -> what stands there instead.
Mask = Callable[[Matcher, str], Any]


def line(sought: Matcher, value: str) -> str:
    """For plain text."""
    return sought.masked(value)


def markdown(sought: Matcher, value: str) -> str:
    """For Markdown."""
    return sought.masked_markdown(value)


def blank(_sought: Matcher, _text: str) -> str:
    """For what makes no sense with a part masked: an address."""
    return ""


@dataclass(frozen=True)
class WordPlace:
    """Rows that hold words, none of them guarded; `masks` say what becomes of each column.

    `of` gives those that go with an explainer when it is destroyed; they are deleted. `joined`
    are columns that are read as one: a first name and a last one.
    """

    label: str
    rows: Callable[[], models.QuerySet[Any]]
    masks: Mapping[str, Mask]
    of: Callable[[UUID], models.QuerySet[Any]] | None = None
    joined: Sequence[str] = ()

    @property
    def table(self) -> str:
        """The database table."""
        return str(self.rows().model._meta.db_table)

    def lines_with(self, sought: Matcher) -> Iterator[str]:
        """Where the words stand, a line each: what it is, which row, which column."""
        for row in self.rows().iterator(500):
            for name in self.masks:
                if sought.is_in(_text(getattr(row, name))):
                    yield f"{self.label} {row.pk}, {name}"
            if self._is_in_joined(row, sought):
                yield f"{self.label} {row.pk}, {' and '.join(self.joined)}"

    def withhold(self, sought: Matcher) -> int:
        """Masks the words in every row; gives the number of rows that held them."""
        changed = 0
        for row in self.rows().iterator(500):
            values = {
                name: _fitting(row, name, mask(sought, _text(getattr(row, name))))
                for name, mask in self.masks.items()
                if sought.is_in(_text(getattr(row, name)))
            }
            if self._is_in_joined(row, sought):
                values |= dict.fromkeys(self.joined, "") | {self.joined[0]: WITHHELD}
            if values:
                type(row)._base_manager.filter(pk=row.pk).update(**values)
                changed += 1
        return changed

    def destroy(self, subject: UUID) -> None:
        """Takes away what goes with an explainer that is destroyed."""
        if self.of:
            self.of(subject).delete()

    def _is_in_joined(self, row: models.Model, sought: Matcher) -> bool:
        return sought.is_in(" ".join(_text(getattr(row, name)) for name in self.joined))


_places: dict[str, WordPlace] = {}


def register_place(place: WordPlace) -> None:
    """Has every removal look into `place`."""
    _places[place.label] = place


def places() -> Iterator[WordPlace]:
    """Every registered place."""
    return iter(list(_places.values()))


def _text(value: Any) -> str:
    if isinstance(value, dict):
        # Each text as it is: written as JSON or for Python its line ends would be letters.
        return "\n".join(_text(part) for part in value.values())
    if isinstance(value, list):
        return "\n".join(_text(part) for part in value)
    return value if isinstance(value, str) else str(value or "")


def _fitting(row: models.Model, name: str, value: Any) -> Any:
    longest = getattr(row._meta.get_field(name), "max_length", None)
    return value[:longest] if isinstance(value, str) and longest else value


def register_own() -> None:
    """The record's own: names that will be signed with, and what waits in the outbox."""
    register_place(WordPlace("the name of signer", Signer.objects.all, {"name": line}))
    # A mail server's answer repeats the address that it refused.
    delivery: dict[str, Mask] = {"content": _emptied, "error": line}
    register_place(WordPlace("the outbox’s delivery", Delivery.objects.all, delivery))


def _emptied(_sought: Matcher, _text: str) -> dict[str, str]:
    # A delivery that holds such words can't be told any more; it fails, and says so.
    return {}
