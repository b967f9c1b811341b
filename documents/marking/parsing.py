"""Sanitised HTML with signs, read into lines of inline nodes; the signs are taken out."""

import re
from dataclasses import dataclass, field

# What a node shows: the index of a mark, or one of these.
NOTHING, OTHER, MIXED = -1, -2, -3

_PARTS = re.compile(
    r'<(?P<close>/?)(?P<tag>[a-z][a-z0-9]*)[^">]*(?:"[^"]*"[^">]*)*>'
    r"|\x02(?P<sign>[\d,]*)\x03|(?P<text>[^<\x02]+)"
)
_INLINE = {"a", "code", "em", "s", "strong", "sup"}


@dataclass
class Node:
    """An inline element with what is in it, or a text (which has no tag); offsets into the HTML."""

    tag: str
    start: int
    end: int = 0
    shows: int = NOTHING
    children: list["Node"] = field(default_factory=list)


@dataclass
class Line:
    """What stands between two tags of blocks: inline nodes, or the marks of a block of code."""

    nodes: list[Node] = field(default_factory=list)
    code_at: int = 0
    code_marks: list[int] = field(default_factory=list)


def unsigned(html: str) -> tuple[str, list[Line]]:
    """`html` without its signs, and its lines that show a mark."""
    reader = _Reader()
    for found in _PARTS.finditer(html):
        reader.take(found)
    reader.end_line()
    return "".join(reader.parts), reader.lines


class _Reader:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.lines: list[Line] = []
        self._at = 0
        self._sign = OTHER
        self._code_at: int | None = None
        self._begin_line()

    def take(self, found: re.Match[str]) -> None:
        """The next tag, sign or text."""
        if found["sign"] is not None:
            self._take_sign(found["sign"])
            return
        start, self._at = self._at, self._at + len(found[0])
        self.parts.append(found[0])
        if found["text"]:
            shows = NOTHING if found["text"].isspace() else self._sign
            self._add(Node("", start, self._at, shows))
        elif found["close"]:
            self._close(found["tag"])
        else:
            self._open(found["tag"], start)

    def end_line(self) -> None:
        """Keeps the line, if it shows a mark, and begins another."""
        for node in self._within:
            # HTML that mends itself around a block would break what is put around its nodes.
            node.shows, node.end = MIXED, self._at
        if self._signed:
            self.lines.append(Line(self._nodes))
        self._begin_line()

    def _begin_line(self) -> None:
        self._nodes: list[Node] = []
        self._within: list[Node] = []
        self._signed = False

    def _take_sign(self, indexes: str) -> None:
        if self._code_at is not None:
            if indexes:
                marks = [int(index) for index in indexes.split(",")]
                self.lines.append(Line(code_at=self._code_at, code_marks=marks))
            return
        self._sign = int(indexes) if indexes else OTHER
        self._signed = self._signed or bool(indexes)

    def _open(self, tag: str, start: int) -> None:
        if tag == "img":
            self._add(Node(tag, start, self._at, self._sign))
        elif tag == "br":
            self._add(Node(tag, start, self._at))
        elif tag in _INLINE:
            node = Node(tag, start)
            self._add(node)
            self._within.append(node)
        else:
            self.end_line()
            self._code_at = start if tag == "pre" else None

    def _close(self, tag: str) -> None:
        if tag in _INLINE and self._within and self._within[-1].tag == tag:
            node = self._within.pop()
            node.end, node.shows = self._at, _shown(node.children)
        else:
            self.end_line()
            self._code_at = None

    def _add(self, node: Node) -> None:
        (self._within[-1].children if self._within else self._nodes).append(node)


def _shown(nodes: list[Node]) -> int:
    kinds = {node.shows for node in nodes} - {NOTHING}
    if len(kinds) > 1:
        return MIXED
    return kinds.pop() if kinds else NOTHING
