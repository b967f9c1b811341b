"""Rows as JSON and back, column by column, without losing a microsecond."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DataError, IntegrityError, models

from documents.text import refusal_of
from record.refusals import UserFacing

#: What making rows of JSON can raise, where somebody altered it or the rows have no place here.
WRONG = (
    *(ArithmeticError, AttributeError, LookupError, TypeError, ValueError),
    *(ValidationError, ObjectDoesNotExist, IntegrityError, DataError, UserFacing),
)


def said(error: Exception) -> str:
    """What one of `WRONG` says, for whoever has to mend the file."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return f"lacks {error}" if isinstance(error, KeyError) else str(error).split("\n")[0]


def columns_of(row: models.Model, names: Collection[str]) -> dict[str, Any]:
    """The named columns of a row as JSON holds them; times are text."""
    return {name: _plain(row, row._meta.get_field(name)) for name in names}


def cleaned(model: type[models.Model], given: Mapping[str, Any], names: Collection[str]) -> Any:
    """The named columns as the model takes them, texts cleaned as a form would clean them.

    Raises KeyError for one that is missing, `ValidationError` for what the field refuses.
    """
    return {name: _cleaned(model._meta.get_field(name), given[name]) for name in names}


def _plain(row: models.Model, field: Any) -> Any:
    value = field.value_from_object(row)
    is_json = value is None or isinstance(value, str | bool | int | list)
    return value if is_json else field.value_to_string(row)


def _cleaned(field: Any, value: Any) -> Any:
    if value in (None, "") and (field.null or field.blank or field.empty_strings_allowed):
        return value
    if isinstance(field, models.JSONField):
        return value
    refused = refusal_of(value) if isinstance(value, str) else None
    if refused:
        raise ValidationError(f"{field.name}: found {refused.present}")
    # Of a column that no form shows the field itself checks no choice.
    if field.choices and value not in dict(field.flatchoices):
        raise ValidationError(
            f"{field.name}: found {str(value)[:40]!r}, which is none of its values"
        )
    return field.clean(value, None)
