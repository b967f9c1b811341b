"""Markdown of the record's dialect as tokens that know where in their source they stand.

markdown-it tells the lines of a block and nothing about what is inside a line. Here the parsers
of blocks and of inline text note it while they work: each inline token gets `meta["span"]`, its
place in the content of its block, and each block of words what it takes to find that content in
the source (`places`). The HTML of these tokens is that of the dialect's own parser.

A text is taken as `documents.text.normalised` leaves it: LF line ends, no control characters.
"""

from collections.abc import Callable, Sequence
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, heading, lheading, paragraph, table
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from documents.markdown import dialect, every

#: Where something begins and ends in a source.
Span = tuple[int, int]
_BlockRule = Callable[[StateBlock, int, int, bool], bool]


def placing_parser() -> MarkdownIt:
    """A new parser whose tokens know their places; for `parsed`."""
    parser = dialect()
    parser.options["store_labels"] = True
    # Joined, two pieces of text would need two places.
    parser.disable(["fragments_join", "text_join"])
    parser.inline = _PlacingInline(parser.inline)
    rules = parser.block.ruler
    ends = ["paragraph", "reference"]  # what a table or a heading may end
    rules.at("table", _noting(table, _note_cells), {"alt": ends})
    rules.at("heading", _noting(heading, _note_heading), {"alt": [*ends, "blockquote"]})
    rules.at("lheading", _noting(lheading, _note_lines))
    rules.at("paragraph", _noting(paragraph, _note_lines))
    return parser


def parsed(parser: MarkdownIt, source: str) -> tuple[list[Token], dict[str, Any]]:
    """The tokens of `source` by a `placing_parser`, and what they refer to."""
    env: dict[str, Any] = {}
    tokens = parser.parse(source, env)
    for token in every(tokens):
        if token.type == "text_special":
            token.type = "text"
            if token.content == token.markup:
                del token.meta["whole"]  # a backslash that escapes nothing
    return tokens, env


class _PlacingState(StateInline):
    """Notes the place of pending text, which its parser collects from several rules."""

    begun = 0

    def pushPending(self) -> Token:
        token = super().pushPending()
        token.meta["span"] = (self.begun, self.begun + len(token.content))
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["pushed_at"] = self.pos
        return token


class _PlacingInline(ParserInline):
    """The inline parser with the rules of another, which notes what each rule has read."""

    def __init__(self, other: ParserInline) -> None:
        super().__init__()
        self.ruler, self.ruler2 = other.ruler, other.ruler2

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        state = _PlacingState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens

    def tokenize(self, state: StateInline) -> None:
        assert isinstance(state, _PlacingState)  # noqa: S101 - `parse` made it
        rules, end = self.ruler.getRules(""), state.posMax
        deepest = state.md.options["maxNesting"]
        while state.pos < end:
            begin, count = state.pos, len(state.tokens)
            if not state.pending:
                state.begun = begin
            for rule in rules if state.level < deepest else ():
                if rule(state, False):
                    if len(state.tokens) > count:
                        _note_spans(state.tokens[count:], begin, state.pos)
                    break
            else:
                state.append_pending(state.src[begin])
                state.pos = begin + 1
        if state.pending:
            state.pushPending()


def _note_spans(tokens: Sequence[Token], begin: int, end: int) -> None:
    """What one rule made of the text from `begin` to `end`: delimiters, or one whole thing."""
    new = [token for token in tokens if "span" not in token.meta]
    delimiters = all(token.type == "text" for token in new)
    for token in new:
        if delimiters:
            token.meta["span"] = (begin, begin + len(token.content))
            begin += len(token.content)
        else:
            token.meta |= {"span": (begin, end), "whole": True}


def _noting(rule: _BlockRule, note: Callable[[StateBlock, list[Token]], None]) -> _BlockRule:
    """`rule`, which while the parser stands inside the blocks around has `note` see its tokens."""

    def noted(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        count = len(state.tokens)
        done = rule(state, start, end, silent)
        if done and not silent:
            note(state, state.tokens[count:])
        return done

    return noted


def _note_lines(state: StateBlock, tokens: list[Token]) -> None:
    for token in tokens:
        if token.type == "inline" and token.map:
            lines = range(*token.map)
            token.meta["starts"] = [state.bMarks[line] + state.tShift[line] for line in lines]


def _note_heading(state: StateBlock, tokens: list[Token]) -> None:
    _note_lines(state, tokens)
    sign, words = tokens[0].markup, tokens[1]
    words.meta["starts"] = [words.meta["starts"][0] + len(sign)]


def _note_cells(state: StateBlock, tokens: list[Token]) -> None:
    _note_lines(state, tokens)
    column = 0
    for token in tokens:
        if token.type == "tr_open":
            column = 0
        elif token.type == "inline":
            token.meta["column"] = column
            column += 1


def places(block: Token, source: str) -> list[int]:
    """Where each character of an inline token's content stands in `source`."""
    if "column" in block.meta:
        cells = _cells(source, block.meta["starts"][0])
        return cells[block.meta["column"]] if block.content else []
    written = [(start, _line(source, start)) for start in block.meta["starts"]]
    while written and not mdTrim(written[0][1]):
        del written[0]
    at: list[int] = []
    for content, (start, line) in zip(block.content.split("\n"), written, strict=False):
        # Only white space before the words may differ: a TAB stands for several spaces.
        begin = start + _lead(line) - _lead(content)
        at += range(begin, begin + len(content) + 1)
    return at[: len(block.content)]


def lines_of(source: str) -> list[int]:
    """Where each line of `source` begins, and as the last one where it ends."""
    starts = [0]
    for line in source.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return [*starts[:-1], len(source)]


def stripped(source: str, start: int, end: int) -> Span:
    """The span from `start` to `end` without the white space at its ends."""
    text = source[start:end]
    start += len(text) - len(text.lstrip())
    return start, start + len(text.strip())


def _cells(source: str, start: int) -> list[list[int]]:
    """The places of the characters of each cell in the row that begins at `start`."""
    line = _line(source, start)
    cells: list[list[int]] = [[]]
    before = ""
    for place, character in enumerate(mdTrim(line), start + _lead(line)):
        if character == "|" and before != "\\":
            cells.append([])
        else:
            if character == "|":
                cells[-1].pop()  # the backslash is no part of the cell
            cells[-1].append(place)
        before = character
    return [_trimmed(cell, source) for cell in cells[0 if cells[0] else 1 :]]


def _trimmed(cell: list[int], source: str) -> list[int]:
    text = "".join(source[place] for place in cell)
    lead = _lead(text)
    return cell[lead : lead + len(mdTrim(text))]


def _line(source: str, start: int) -> str:
    end = source.find("\n", start)
    return source[start:] if end < 0 else source[start:end]


def _lead(text: str) -> int:
    """How many characters of white space stand before the first word."""
    words = mdTrim(text)
    return text.index(words) if words else len(text)
