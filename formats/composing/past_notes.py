"""Notes of correction that a text brings along: recognised, dated if they say when, left in it."""

import re
from collections.abc import Iterable, Iterator

from formats.moments import partial_date

_HEADED = re.compile(
    r"\W{0,3}(?:corrections?|clarifications?|updated?|erratum|errata|corrigendum|amendment"
    r"|correction notice|korrektur|berichtigung|rectificatif|correctif|correcci[oó]n"
    r"|fe de errata|rectificaci[oó]n|rettifica|correzione|corre[cç][aã]o)"
    r"(?P<when>[^:：]{0,50})[:：]\s*\S",
    re.IGNORECASE,
)
_EDITORS = re.compile(
    r"\W{0,3}(?:editor(?:[’']s|s[’'])?|a) note(?P<when>[^:：]{0,50})[:：]\s*\S", re.IGNORECASE
)
_SENTENCE = re.compile(
    r"\W{0,3}(?:this|an earlier|a previous) (?:version of )?(?:(?:this|the) )?"
    r"(?:article|story|piece|explainer|post|page|report|text|version)\b[^.]{0,80}"
    r"\b(?:updated|corrected|amended|revised|misstated|incorrectly|clarify|wrongly|in error)\b",
    re.IGNORECASE,
)
_ABOUT_CORRECTING = re.compile(
    r"correct|error|updat|amend|misstat|(?:earlier|previous) version", re.IGNORECASE
)
_PLACES_OF_DATES = re.compile(r"(?:^|[\s(\[,;–—-])(?=[^\W_])")
_LONGEST = 2_000


def past_notes(texts: Iterable[str]) -> Iterator[tuple[str | None, str]]:
    """The notes among paragraphs of plain text: `(date or None, the whole paragraph)`."""
    for text in texts:
        found = _found(text)
        if found is not None:
            yield _date_in(found), text


def _found(text: str) -> str | None:
    """Where a note says when: what stands before its colon, or its first sentences; else None."""
    if len(text) > _LONGEST:
        return None
    headed = _HEADED.match(text)
    if headed:
        return headed["when"] if _is_when(headed["when"]) else None
    editors = _EDITORS.match(text)
    if editors and _ABOUT_CORRECTING.search(text):
        return editors["when"]
    return text[:200] if _SENTENCE.match(text) else None


def _is_when(text: str) -> bool:
    """Whether nothing but a date stands there: "Updates to the law: …" is no note."""
    return not re.search(r"[^\W\d_]", text) or _date_in(text) is not None


def _date_in(text: str) -> str | None:
    dates = (partial_date(text[found.end() :]) for found in _PLACES_OF_DATES.finditer(text))
    return next((date for date in dates if date), None)
