"""What site makers put into Markdown that is none: Liquid, Hugo's shortcodes, kramdown's marks.

One rule for all: outside of code, the tag is left out and reported, and what stands between two
tags stays. What `{% highlight %}` tags enclose is code, a `{% comment %}` goes with what it holds.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from formats.parsed import Note, quoted

_FENCE = re.compile(r" {0,3}(?:>[ ]?)*(`{3,}|~{3,})")
_TAG = re.compile(
    r"\{\{[<%][^\n]{0,1000}?[%>]\}\}"  # Hugo's shortcodes
    r"|\{%[^\n]{0,1000}?%\}|\{\{[^{}\n]{1,300}\}\}"  # Liquid's tags and values
    r"|(?<!\\)\{::?[^{}\n]{0,200}\}|[ \t]*\{[#.][\w-][^{}\n]{0,200}\}(?=[ \t]*$)"  # kramdown's
    r"|^[ \t]*\[\[?_?TOC_?\]?\][ \t]*$",
    re.IGNORECASE,
)
_CONTAINER = re.compile(r"^ {0,3}:{3,}[ \t]*(?:\{[^{}\n]{0,200}\}|[\w-]{0,30})")
_HIGHLIGHT = re.compile(r"\{%-?\s*highlight\s+([\w+#-]{0,20})[^\n]{0,200}%\}\s*")
_END_HIGHLIGHT = re.compile(r"\{%-?\s*endhighlight\s*-?%\}\s*")
_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}(.{0,20000}?)\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
_CLOSE_HEADING = re.compile(r"( {0,3}#{1,6})([^\s#].*)")
_MOST_NOTES = 20
_FENCE_OR_RAW = re.compile(r" {0,3}(?:>[ ]?)*(`{3,}|~{3,})|\{%-?\s*(?:end)?(?:highlight|raw)\b")
_BEGINS = re.compile(r"\{\{[<%]|\{%|\{\{(?!\{)")
_ONE_LINE = re.compile(r" {0,3}[#|]")
_ENDS = {"{{<": ">}}", "{{%": "%}}", "{%": "%}", "{{": "}}"}
_MOST_LINES = 40
_MOST_SIGNS = 900
#: A line of a paragraph that shows nothing and doesn't end it.
_NOTHING = "     <!---->"
_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")


def without_templates(text: str, first_line: int) -> tuple[str, list[Note]]:
    """`text` without tags, line by line as before; and a note for each, up to a number."""
    text = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    text = with_whole_tags(text)
    notes: list[Note] = []
    lines = list(_lines(text, first_line, notes))
    if len(notes) > _MOST_NOTES:
        more = f"{len(notes) - _MOST_NOTES} more tags like these were left out"
        notes = [*notes[:_MOST_NOTES], Note(notes[_MOST_NOTES].line, more)]
    return "\n".join(lines), notes


def _lines(text: str, first_line: int, notes: list[Note]) -> Iterator[str]:
    fence = ""
    before = ""
    for number, line in enumerate(text.split("\n"), start=first_line):
        fenced = _FENCE.match(line)
        if fence:
            is_end = (
                fenced and fenced[1].startswith(fence) and not line[fenced.end() :].strip("`~ \t")
            )
            fence = "" if is_end or _END_HIGHLIGHT.fullmatch(line.strip()) else fence
            yield "```" if _END_HIGHLIGHT.fullmatch(line.strip()) else line
        elif fenced:
            fence = fenced[1]
            yield line
        elif highlight := _HIGHLIGHT.fullmatch(line.strip()):
            fence = "```"
            yield f"```{highlight[1]}"
        else:
            yield _line(line, before, number, notes)
        before = line


def _line(line: str, before: str, number: int, notes: list[Note]) -> str:
    """A line that is no code: without tags, and a heading with the space that it lacks."""
    if "{" in line or ":::" in line or "[" in line:
        line = _without_tags(line, number, notes)
    heading = _CLOSE_HEADING.fullmatch(line) if "#" in line[:7] else None
    if heading and _is_heading(heading[1].strip(), heading[2], before):
        notes.append(Note(number, f"{quoted(line.strip())} was read as a heading"))
        return f"{heading[1]} {heading[2]}"
    return line


def _without_tags(line: str, number: int, notes: list[Note]) -> str:
    code = CodeSpans(line)

    def left_out(tag: re.Match[str]) -> str:
        if code.hold(tag.start()):
            return tag[0]
        if tag[0].strip():
            notes.append(Note(number, f"{quoted(tag[0].strip())} was left out"))
        return ""

    return _CONTAINER.sub(left_out, _TAG.sub(left_out, line))


def _is_heading(marks: str, text: str, before: str) -> bool:
    """Whether `#Heading` is one, and neither a tag of a social network nor a number."""
    if len(marks) > 1:
        return text[0] not in "!"
    is_title = text[0].isupper() and "#" not in text and " " in text.strip()
    return is_title and not before.strip()


def with_whole_tags(text: str) -> str:
    """`text` with every tag in one line, in as many lines as before."""
    if "{{" not in text and "{%" not in text:
        return text
    lines = text.split("\n")
    place = 0
    while place < len(lines):
        if _FENCE_OR_RAW.match(lines[place]):
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
    begun = _FENCE_OR_RAW.match(lines[start])
    fence = begun[1] if begun else None
    for place in range(start + 1, len(lines)):
        end = _FENCE_OR_RAW.match(lines[place])
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
        if signs > _MOST_SIGNS or _FENCE_OR_RAW.match(inside) or (begun == "{{" and "{" in inside):
            return None
        if end:
            return place
    return None


def _left_open(line: str) -> str | None:
    """How the tag begins that `line` doesn't end; None where there is none."""
    place = 0
    code = CodeSpans(line)
    while tag := _BEGINS.search(line, place):
        is_code = code.hold(tag.start())
        end = line.find(_ENDS[tag[0]], tag.end())
        if end < 0 and not is_code:
            return tag[0]
        place = tag.end() if is_code or end < 0 else end
    return None


def _joined(lines: Sequence[str], behind: str) -> list[str]:
    """Lines with their tag in one: the last, or the first where words stand before the tag."""
    whole = " ".join((lines[0], *(line.strip() for line in lines[1:])))
    tag = _BEGINS.search(lines[0])
    is_alone = tag is not None and not lines[0][: tag.start()].strip()
    goes_on = behind.strip() and not _ONE_LINE.match(lines[0])
    rest = [_NOTHING if goes_on and not is_alone else ""] * (len(lines) - 1)
    return [*rest, whole] if is_alone else [whole, *rest]


class CodeSpans:
    """The code in a line; a line may hold thousands, and thousands of places to look for."""

    def __init__(self, line: str) -> None:
        spans = [code.span() for code in _CODE.finditer(line)] if "`" in line else []
        self._starts = [start for start, _stop in spans]
        self._stops = [stop for _start, stop in spans]

    def hold(self, place: int) -> bool:
        """Whether that place in the line is in code."""
        number = bisect_right(self._starts, place)
        return bool(number) and place < self._stops[number - 1]
