"""Validates JSON against a schema, with the keywords of JSON Schema 2020-12 that ours use.

One that it doesn't know is an error: what isn't checked must not look as if it were.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

_TYPES: dict[str, tuple[type, ...]] = {
    "array": (list,),
    "boolean": (bool,),
    "integer": (int,),
    "null": (type(None),),
    "object": (dict,),
    "string": (str,),
}
_FORMATS: dict[str, Callable[[str], object]] = {
    "date": date.fromisoformat,
    "date-time": datetime.fromisoformat,
    "uuid": UUID,
}
_KNOWN = frozenset(
    (
        *("$defs", "$schema", "$ref", "additionalProperties", "anyOf", "const", "enum", "format"),
        *("items", "maxLength", "minLength", "minimum", "oneOf", "pattern", "properties"),
        *("required", "title", "type"),
    )
)


def faults(value: Any, schema: Mapping[str, Any]) -> list[str]:
    """Where `value` is not as `schema` says, a line each."""
    return list(_faults(value, schema, schema, "$"))


def _faults(value: Any, rule: Mapping[str, Any], root: Mapping[str, Any], at: str) -> Iterator[str]:
    assert set(rule) <= _KNOWN, f"unknown keywords: {set(rule) - _KNOWN}"
    if "$ref" in rule:
        yield from _faults(value, root["$defs"][rule["$ref"].rpartition("/")[2]], root, at)
    for name, fewest, most in (("anyOf", 1, None), ("oneOf", 1, 1)):
        if name in rule:
            fitting = sum(not list(_faults(value, one, root, at)) for one in rule[name])
            if fitting < fewest or (most and fitting > most):
                yield f"{at}: fits {fitting} of {name}"
    yield from (f"{at}: {said}" for said in _plain_faults(value, rule))
    if isinstance(value, list) and "items" in rule:
        for number, one in enumerate(value):
            yield from _faults(one, rule["items"], root, f"{at}[{number}]")
    if isinstance(value, dict):
        yield from _object_faults(value, rule, root, at)


def _plain_faults(value: Any, rule: Mapping[str, Any]) -> Iterator[str]:
    kinds = rule.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(type(value) in _TYPES[kind] for kind in kinds):
        yield f"found {type(value).__name__}; expected {kinds}"
    if value != rule.get("const", value) or value not in rule.get("enum", [value]):
        yield f"found {value!r}, which is none of its values"
    if isinstance(value, int) and value < rule.get("minimum", value):
        yield f"found {value}, which is too small"
    if isinstance(value, str):
        yield from _text_faults(value, rule)


def _text_faults(value: str, rule: Mapping[str, Any]) -> Iterator[str]:
    if not rule.get("minLength", 0) <= len(value) <= rule.get("maxLength", len(value)):
        yield f"found {len(value)} characters"
    if "pattern" in rule and not re.search(rule["pattern"], value):
        yield f"found {value!r}; expected {rule['pattern']}"
    if "format" in rule:
        try:
            _FORMATS[rule["format"]](value)
        except ValueError:
            yield f"found {value!r}; expected a {rule['format']}"


def _object_faults(
    value: Mapping[str, Any], rule: Mapping[str, Any], root: Mapping[str, Any], at: str
) -> Iterator[str]:
    known = rule.get("properties", {})
    yield from (f"{at}: lacks {name}" for name in rule.get("required", ()) if name not in value)
    for name, one in value.items():
        if name in known:
            yield from _faults(one, known[name], root, f"{at}.{name}")
        elif rule.get("additionalProperties") is False:
            yield f"{at}: found {name}, which it doesn't know"
