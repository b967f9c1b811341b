"""Tags of site makers that go over several lines, brought into one.

`{{< figure`, `src="a.png" >}}`: the rest of the reader looks at Markdown line by line.
"""

import re
from collections.abc import Sequence

from formats.markdown.code_spans import CodeSpans

_FENCE = re.compile(r" {0,3}(?:>[ ]?)*(`{3,}|~{3,})|\{%-?\s*(?:end)?(?:highlight|raw)\b")
_BEGINS = re.compile(r"\{\{[<%]|\{%|\{\{(?!\{)")
_ONE_LINE = re.compile(r" {0,3}[#|]")
_ENDS = {"{{<": ">}}", "{{%": "%}}", "{%": "%}", "{{": "}}"}
_MOST_LINES = 40
_MOST_SIGNS = 900
#: A line of a paragraph that shows nothing and doesn't end it.
_NOTHING = "     <!---->"


def with_whole_tags(text: str) -> str:
    """`text` with every tag in one line, in as many lines as before."""
    if "{{" not in text and "{%" not in text:
        return text
    lines = text.split("\n")
    place = 0
    while place < len(lines):
        if _FENCE.match(lines[place]):
            place = _behind_code(lines, place)
            continue
        end = _end(lines, place)
        if end:
            behind = lines[end + 1] if end + 1 < len(lines) else ""
            lines[place : end + 1] = _joined(lines[place : end + 1], behind)
        else:
            place += 1
    return "\n".join(lines)


def _behind_code(lines: Sequence[str], start: int) -> int:
    """The place behind the code that begins at `start`; the next one where it has no end."""
    found = _FENCE.match(lines[start])
    fence = found[1] if found else None
    for place in range(start + 1, len(lines)):
        end = _FENCE.match(lines[place])
        if end and (end[1] or "").startswith(fence or "") and bool(end[1]) == bool(fence):
            return place + 1
    return start + 1 if fence is None else len(lines)


def _end(lines: Sequence[str], start: int) -> int | None:
    """The place of the line on which the tag ends that the line at `start` leaves open."""
    begun = _left_open(lines[start])
    if begun is None:
        return None
    signs = 0
    for place in range(start + 1, min(start + 1 + _MOST_LINES, len(lines))):
        inside, end, _rest = lines[place].partition(_ENDS[begun])
        signs += len(inside)
        if signs > _MOST_SIGNS or _FENCE.match(inside) or (begun == "{{" and "{" in inside):
            return None
        if end:
            return place
    return None


def _left_open(line: str) -> str | None:
    """How the tag begins that `line` doesn't end; None where there is none."""
    place = 0
    code = CodeSpans(line)
    while found := _BEGINS.search(line, place):
        is_code = code.hold(found.start())
        end = line.find(_ENDS[found[0]], found.end())
        if end < 0 and not is_code:
            return found[0]
        place = found.end() if is_code or end < 0 else end
    return None


def _joined(lines: Sequence[str], behind: str) -> list[str]:
    """Lines with their tag in one: the last, or the first where words stand before the tag."""
    whole = " ".join((lines[0], *(line.strip() for line in lines[1:])))
    found = _BEGINS.search(lines[0])
    is_alone = found is not None and not lines[0][: found.start()].strip()
    goes_on = behind.strip() and not _ONE_LINE.match(lines[0])
    rest = [_NOTHING if goes_on and not is_alone else ""] * (len(lines) - 1)
    return [*rest, whole] if is_alone else [whole, *rest]
