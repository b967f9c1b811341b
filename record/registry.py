"""What the apps tell the record about themselves, in their `AppConfig.ready`.

The record knows nothing of explainers. Whoever keeps rows that follow it names them here: their
tables get guards, and verification compares them with what was sealed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

#: What begins the keyed hash that stands for a text whose words were withheld.
HIDDEN = "withheld:"


@dataclass(frozen=True)
class Finding:
    """A difference that verification found.

    `serial` is the version concerned (None for a row without one), `field` the place in it,
    `message` what was found and what was expected. What doesn't fail is only shown.
    """

    serial: int | None
    field: str
    message: str
    fails: bool = True

    def __str__(self) -> str:
        where = "rows" if self.serial is None else f"version {self.serial}"
        return f"{where}, {self.field}: {self.message}"


@dataclass(frozen=True)
class Projection:
    """A model whose rows follow a version, named in a nullable `version` foreign key.

    `subject` is the column that holds the subject's UUID; `free` are the columns that may change
    after publication. `parent` is the model whose primary key that column names: its row comes to
    follow a version last, and after that no other row can join.
    """

    model: type[models.Model]
    subject: str
    free: frozenset[str] = frozenset()
    parent: type[models.Model] | None = None


@dataclass(frozen=True)
class Lasting:
    """A model whose rows only come, and stay once their subject has a version.

    `subject` is the column that holds the subject's UUID. So that words can be withheld, the
    columns `hiding` may once become `HIDDEN` with the 64 digits of a keyed hash, and in those
    `masking` any words may give way to `WITHHELD`; nothing else changes. With `destroyed` the rows
    go while the newest version is the one that removes their subject.
    """

    model: type[models.Model]
    subject: str
    hiding: tuple[str, ...] = ()
    masking: tuple[str, ...] = ()
    destroyed: bool = False


#: (members of the version before of the same subject or None, members of this version, the open
#: texts of both by commitment) -> what is wrong.
Rule = Callable[[Mapping[str, Any] | None, Mapping[str, Any], Mapping[str, str]], Iterable[Finding]]
#: (subjects or None for all) -> where rows differ from the record.
Comparison = Callable[[set[UUID] | None], Iterable[Finding]]
#: (path of a text in the document, its Markdown) -> the plain text that it renders to.
Rendering = Callable[[str, str], str]

_projections: dict[type[models.Model], Projection] = {}
_lasting: dict[type[models.Model], Lasting] = {}
_rules: list[Rule] = []
_comparisons: list[Comparison] = []
_renderings: list[Rendering] = []


def register_projection(projection: Projection) -> None:
    """Has the database guard the rows of `projection.model` once they name a version."""
    _projections[projection.model] = projection


def register_lasting(lasting: Lasting) -> None:
    """Has the database guard the rows of `lasting.model`."""
    _lasting[lasting.model] = lasting


def register_rule(rule: Rule) -> None:
    """Has verification ask `rule` about every version."""
    if rule not in _rules:
        _rules.append(rule)


def register_comparison(comparison: Comparison) -> None:
    """Has verification ask `comparison` whether rows say what the record says."""
    if comparison not in _comparisons:
        _comparisons.append(comparison)


def register_rendering(rendering: Rendering) -> None:
    """Tells the record how Markdown renders, for `verify_record --rendering`."""
    if rendering not in _renderings:
        _renderings.append(rendering)


def projections() -> Iterator[Projection]:
    """Every registered projection."""
    return iter(_projections.values())


def lasting() -> Iterator[Lasting]:
    """Every registered model whose rows stay."""
    return iter(_lasting.values())


def rules() -> Iterator[Rule]:
    """Every registered rule."""
    return iter(_rules)


def comparisons() -> Iterator[Comparison]:
    """Every registered comparison."""
    return iter(_comparisons)


def rendering() -> Rendering | None:
    """How Markdown renders, or None where nobody said."""
    return _renderings[-1] if _renderings else None
