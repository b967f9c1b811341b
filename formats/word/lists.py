"""Lists of a Word document, which knows only paragraphs that have a number of some numbering."""

from collections.abc import Iterator
from dataclasses import dataclass

from formats.word.styles import Numberings


@dataclass(slots=True)
class _List:
    """A list that is open: its tag, whose numbering it has, whether an item is open in it."""

    kind: str
    identity: str
    has_item: bool = False

    def goes_on(self, kind: str, identity: str) -> bool:
        """Whether an item of that numbering belongs to it; bullets look alike everywhere."""
        return self.kind == kind and (kind == "ul" or self.identity == identity)


class Lists:
    """The lists that are open at a place of the document, and how far each numbering has come."""

    def __init__(self, numberings: Numberings) -> None:
        self._numberings = numberings
        self._open: list[_List] = []
        self._counters: dict[tuple[str, int], int] = {}

    def item(self, html: str, line: int, identity: str, depth: int) -> Iterator[str]:
        """An item with that text, at that depth of a numbering, and the tags before it."""
        kind = "ul" if self._numberings.format(identity, depth) == "bullet" else "ol"
        yield from self.closed(depth + 1)
        if self._numberings.is_going_on(identity, depth) and len(self._open) > depth:
            yield f'<p data-line="{line}">{html}</p>'
            return
        if len(self._open) > depth and not self._open[depth].goes_on(kind, identity):
            yield from self.closed(depth)
        while len(self._open) <= depth:
            at = len(self._open)
            yield self._opened(kind if at == depth else "ul", identity, at)
        held = self._open[-1]
        if held.has_item:
            yield "</li>"
        held.has_item = True
        held.identity = identity
        self._count(identity, depth)
        yield f'<li data-line="{line}"><p>{html}</p>'

    def closed(self, depth: int = 0) -> Iterator[str]:
        """Ends lists that are deeper than `depth`."""
        while len(self._open) > depth:
            held = self._open.pop()
            yield f"</li></{held.kind}>" if held.has_item else f"</{held.kind}>"

    def _count(self, identity: str, depth: int) -> None:
        self._counters[identity, depth] = self._counters.get((identity, depth), 0) + 1
        for deeper in [key for key in self._counters if key[0] == identity and key[1] > depth]:
            del self._counters[deeper]

    def _opened(self, kind: str, identity: str, depth: int) -> str:
        first = self._numberings.start(identity, depth) + self._counters.get((identity, depth), 0)
        # A list can only stand in an item; where a level was left out, in an empty one.
        item = ""
        if self._open and not self._open[-1].has_item:
            self._open[-1].has_item, item = True, "<li>"
        self._open.append(_List(kind, identity))
        return f'{item}<ol start="{first}">' if kind == "ol" and first != 1 else f"{item}<{kind}>"
