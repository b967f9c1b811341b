"""Blocks that only some site makers know, as Markdown of everybody, line for line.

* Boxes and tabs of MkDocs (`!!! note "Title"`, `=== "Tab"`): what they hold moves to the left, and
  their title is bold.
* MDX: `import` and `export` go, and the tags of components; what stands between them stays.
* Styles and scripts in the midst of HTML, which blank lines would make text of: they go.
* Tables in HTML with blank lines and indented cells, which would be read as code.

What is left out is reported.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from formats.markdown.templates import CodeSpans
from formats.parsed import Note, quoted

_FENCE = re.compile(r"[ >]*(`{3,}|~{3,})")
_BOX = re.compile(
    r"([ ]*)(?:!!!|\?\?\?\+?|===\+?!?)[ ]+([\w -]{0,60}?)[ ]*(?:\"([^\"]{0,200})\")?[ ]*"
)
_TEXT = re.compile(r"(?![-+*] |\d{1,9}[.)] |[#>|~<]|```)\S")
_STEP = 4
_IMPORT = re.compile(
    r"import\s[^\n]{1,300}\sfrom\s+['\"][^'\"\n]{1,200}['\"];?|import\s+['\"][^'\"\n]{1,200}['\"];?"
    r"|export\s+(?:const|let|default|function|async)\s.*|import\s*\{\s*"
)
_COMPONENT = re.compile(r"</?[A-Z][\w.]{0,60}(?:\s[^<>]{0,2000})?/?>|</?>|\{/\*.{0,2000}?\*/\}")
_COMPONENT_BEGINS = re.compile(r"<[A-Z][\w.]{0,60}(?:\s[^<>]{0,2000})?")
_PART_OF_TABLE = re.compile(
    r"\s*</?(?:table|thead|tbody|tfoot|tr|td|th|caption|colgroup|col)\b", re.IGNORECASE
)
_TABLE, _END_OF_TABLE = re.compile(r" {0,3}<table\b", re.I), re.compile(r"</table\s*>", re.I)
_ACTS = re.compile(r"\s*(?:<[^<>`]{1,300}>\s*)*<(style|script)\b[^<>]*>", re.IGNORECASE)
_MOST_ACTS = 1_000
#: Longer tags over several lines are none.
_MOST_LINES = 40


def in_plain_markdown(text: str, first_line: int, name: str) -> tuple[str, list[Note]]:
    """`text` of the file `name`, line by line as before; and a note for what was left out."""
    notes: list[Note] = []
    lines = text.split("\n")
    if "<table" in text.lower():
        lines = list(_tables(lines))
    if "<style" in text.lower() or "<script" in text.lower():
        lines = list(_without_acts(lines))
    if "!!!" in text or "???" in text or "===" in text:
        lines = _boxes(lines, first_line, notes)
    if name.lower().endswith(".mdx") or re.search(r"^import\s.{1,300}\sfrom\s", text, re.M):
        lines = list(_components(lines, first_line, notes))
    return "\n".join(lines), notes


def _outside_code(lines: Sequence[str]) -> Iterator[tuple[int, str, bool]]:
    """The lines with their places, and whether each is outside of fenced code."""
    fence = ""
    for place, line in enumerate(lines):
        fenced = _FENCE.match(line)
        yield place, line, not fence and not fenced
        if fence:
            fence = "" if fenced and fenced[1].startswith(fence) else fence
        elif fenced:
            fence = fenced[1]


def _tables(lines: Sequence[str]) -> Iterator[str]:
    """The lines, with comments for blank ones between the parts of a table in HTML."""
    inside = False
    for place, line, is_outside in _outside_code(lines):
        inside = is_outside and (inside or _TABLE.match(line) is not None)
        behind = next((later for later in lines[place + 1 : place + 5] if later.strip()), "")
        is_gap = inside and not line.strip() and _PART_OF_TABLE.match(behind) is not None
        yield "<!---->" if is_gap else line
        inside = inside and not _END_OF_TABLE.search(line)


def _without_acts(lines: Sequence[str]) -> Iterator[str]:
    """The lines, blank where they are the inside of a style or script that ends."""
    end = 0
    for place, line, is_outside in _outside_code(lines):
        if place < end:
            yield ""
            continue
        begun = _ACTS.match(line) if is_outside else None
        end = _end_of_acts(lines, place, begun[1]) if begun else 0
        yield line


def _end_of_acts(lines: Sequence[str], start: int, tag: str) -> int:
    """The place of the line that ends `tag`; 0 where it ends at once, or never."""
    ends = f"</{tag.lower()}"
    for place in range(start, min(start + _MOST_ACTS, len(lines))):
        if _FENCE.match(lines[place]):
            return 0
        if ends in lines[place].lower():
            return place
    return 0


def _boxes(lines: Sequence[str], first_line: int, notes: list[Note]) -> list[str]:
    """The lines, with what boxes hold moved to the left."""
    result: list[str] = []
    indents: list[int] = []
    for place, line, is_outside in _outside_code(lines):
        indent = len(line) - len(line.lstrip(" "))
        while line.strip() and indents and indent < indents[-1]:
            indents.pop()
        moved = line[_STEP * len(indents) :] if line.strip() else line
        box = _BOX.fullmatch(line) if is_outside else None
        if box and _is_indented(lines[place + 1 : place + 4], indent + _STEP):
            indents.append(indent + _STEP)
            notes.append(Note(first_line + place, f"{quoted(line.strip())} was read as a box"))
            behind = lines[place + 1].strip()
            moved = _titled(moved[: len(moved) - len(moved.lstrip(" "))], box[3] or "", behind)
        result.append(moved)
    return result


def _is_indented(behind: Sequence[str], least: int) -> bool:
    first = next((line for line in behind if line.strip()), "")
    return len(first) - len(first.lstrip(" ")) >= least


def _titled(indent: str, title: str, behind: str) -> str:
    """The title of a box in bold type, in a line of its own whatever stands behind it."""
    if not title.strip():
        return ""
    return f"{indent}**{title.strip()}**" + ("\\" if _TEXT.match(behind) else "")


def _components(lines: Sequence[str], first_line: int, notes: list[Note]) -> Iterator[str]:
    """The lines, without what MDX imports and without the tags of components."""
    importing, tag = False, 0
    for place, line, is_outside in _outside_code(lines):
        importing = is_outside and bool(line.strip()) and (importing or _begins(lines, place))
        if importing:
            notes.append(Note(first_line + place, f"{quoted(line.strip())} was left out"))
            yield ""
        elif not is_outside:
            tag = 0
            yield line
        else:
            line, tag = _without_components(line, tag, _noting(first_line + place, notes))
            yield line


def _begins(lines: Sequence[str], place: int) -> bool:
    """Whether code begins here: an `import` in the midst of a paragraph is a word."""
    before = lines[place - 1].strip() if place else ""
    is_free = not before or _IMPORT.match(before) is not None or before.endswith(";")
    return is_free and _IMPORT.match(lines[place]) is not None


def _noting(line: int, notes: list[Note]) -> Callable[[str], None]:
    return lambda tag: notes.append(Note(line, f"{quoted(tag)} was left out"))


def _without_components(line: str, open_lines: int, note: Callable[[str], None]) -> tuple[str, int]:
    """A line without tags, and for how many lines the one that it leaves open is open now."""
    if open_lines:
        before, end, rest = line.partition(">")
        if not end:
            return ("", open_lines + 1) if open_lines < _MOST_LINES else (line, 0)
        note(before.strip() + end)
        line = rest
    code = CodeSpans(line)

    def left_out(tag: re.Match[str]) -> str:
        if code.hold(tag.start()):
            return tag[0]
        note(tag[0])
        return ""

    if ">" in line or "*/}" in line:
        line = _COMPONENT.sub(left_out, line)
    begun = _COMPONENT_BEGINS.fullmatch(line.strip())
    if begun:
        note(begun[0])
        return "", 1
    return line, 0
