"""The smallest pieces of a Markdown text that say something: sentences, list items, table cells.

Words that were changed are told to people, and approved by them, with the piece they stand in.
Headings, blocks of code and definitions of links are pieces as well.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from operator import itemgetter
from typing import Any

from markdown_it.token import Token

from documents.placing import Span, lines_of, parsed, places, placing_parser, stripped

# The marks that end a sentence, with what closes behind them; CJK needs no space after it.
_END = re.compile(r"[.!?…]+[)\]\"'”’»*_~`]*(?=\s+(\S))|[。！？]+[」』）”’*_~]*(?=(.))", re.DOTALL)
# A full stop that ends no sentence: initials and what is commonly shortened before a name.
_SHORTENED = re.compile(
    r"(?:^|[\s(\[“‘\"'])(?:[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]|Mr|Mrs|Ms|Dr|Dra|Prof|Sr|Sra|St|Ste|Jr"
    r"|No|Nos|Núm|Art|Gen|Col|Lt|Sgt|Gov|Sen|Rep|Rev|Hon|Fig|vs|cf|ca|approx|p|pp|ed|vol)\.$"
)


def around(source: str, start: int, end: int) -> Span:
    """`start` to `end` with the pieces that they touch, or with the nearest one."""
    return touching(source, start, end) or _nearest(source, start, end)


def touching(source: str, start: int, end: int) -> Span | None:
    """`start` to `end` with the pieces that they touch; None where they touch none.

    The signs before and behind words in their line belong to them: the marker of an item, the
    bars of a table, the signs of a heading.
    """
    pieces = units(source)
    index = max(_index(pieces, start), 0)
    touched = [piece for piece in _until(pieces[index:], end) if _touches(piece, start, end)]
    if not touched:
        touched = [
            piece for piece in pieces[index : index + 2] if _in_line(source, piece, start, end)
        ]
    return (min(start, touched[0][0]), max(end, touched[-1][1])) if touched else None


@lru_cache(maxsize=16)
def units(source: str) -> tuple[Span, ...]:
    """Where the pieces of `source` begin and end, in their order; no two overlap."""
    tokens, env = parsed(_PARSER, source)
    spans = [*_units(tokens, source), *_definitions(env, source)]
    return tuple(sorted(span for span in spans if span[0] < span[1]))


def _nearest(source: str, start: int, end: int) -> Span:
    pieces = units(source)
    if not pieces:
        return start, end
    begin, finish = pieces[max(_index(pieces, start), 0)]
    return min(start, begin), max(end, finish)


def _index(pieces: Sequence[Span], place: int) -> int:
    """The last piece that begins at `place` or before; -1 where there is none."""
    return bisect_right(pieces, place, key=itemgetter(0)) - 1


def _until(pieces: Sequence[Span], end: int) -> Iterator[Span]:
    return takewhile(lambda piece: piece[0] <= end, pieces)


def _touches(piece: Span, start: int, end: int) -> bool:
    if start == end:
        return piece[0] <= start <= piece[1]
    return piece[0] < end and start < piece[1]


def _in_line(source: str, piece: Span, start: int, end: int) -> bool:
    between = source[end : piece[0]] if end <= piece[0] else source[piece[1] : start]
    return "\n" not in between


def _units(tokens: list[Token], source: str) -> Iterator[Span]:
    lines = lines_of(source)
    depth = 0
    for before, token in zip([None, *tokens], tokens, strict=False):
        depth += (token.type == "list_item_open") - (token.type == "list_item_close")
        if token.type == "inline":
            whole = depth or "column" in token.meta or (before and before.type == "heading_open")
            yield from _of_words(token, source, bool(whole))
        elif token.type in ("fence", "code_block") and token.map:
            yield stripped(source, lines[token.map[0]], lines[token.map[1]])


def _of_words(token: Token, source: str, whole: bool) -> Iterator[Span]:
    at = places(token, source)
    for begin, end in [(0, len(at))] if whole else _sentences(token):
        if begin < end:
            yield at[begin], at[end - 1] + 1


def _sentences(token: Token) -> Iterator[Span]:
    text = token.content
    closed = [child.meta["span"] for child in token.children or () if "whole" in child.meta]
    begin = 0
    for mark in _END.finditer(text):
        end = mark.end()
        following = mark[1] or mark[2]
        if following.islower() or _SHORTENED.search(text, max(0, end - 12), end):
            continue
        if any(start < end < finish for start, finish in closed):
            continue
        yield begin, end
        begin = end + len(text[end:]) - len(text[end:].lstrip())
    yield begin, len(text)


def _definitions(env: dict[str, Any], source: str) -> Iterator[Span]:
    lines = lines_of(source)
    for definition in [*env.get("references", {}).values(), *env.get("duplicate_refs", ())]:
        yield stripped(source, lines[definition["map"][0]], lines[definition["map"][1]])


_PARSER = placing_parser()
# Else a footnote that nothing refers to would be in no piece.
_PARSER.disable("footnote_tail")
