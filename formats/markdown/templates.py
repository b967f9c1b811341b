"""What site makers put into Markdown that is none: Liquid, Hugo's shortcodes, kramdown's marks.

One rule for all: outside of code, the tag is left out and reported, and what stands between two
tags stays. What `{% highlight %}` tags enclose is code, a `{% comment %}` goes with what it holds.
"""

import re
from collections.abc import Iterator

from formats.markdown.code_spans import CodeSpans
from formats.markdown.long_tags import with_whole_tags
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


def without_templates(text: str, first_line: int) -> tuple[str, list[Note]]:
    """`text` without tags, line by line as before; and a note for each, up to a number."""
    text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
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
        found = _FENCE.match(line)
        if fence:
            is_end = found and found[1].startswith(fence) and not line[found.end() :].strip("`~ \t")
            fence = "" if is_end or _END_HIGHLIGHT.fullmatch(line.strip()) else fence
            yield "```" if _END_HIGHLIGHT.fullmatch(line.strip()) else line
        elif found:
            fence = found[1]
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

    def left_out(found: re.Match[str]) -> str:
        if code.hold(found.start()):
            return found[0]
        if found[0].strip():
            notes.append(Note(number, f"{quoted(found[0].strip())} was left out"))
        return ""

    return _CONTAINER.sub(left_out, _TAG.sub(left_out, line))


def _is_heading(marks: str, text: str, before: str) -> bool:
    """Whether `#Heading` is one, and neither a tag of a social network nor a number."""
    if len(marks) > 1:
        return text[0] not in "!"
    is_title = text[0].isupper() and "#" not in text and " " in text.strip()
    return is_title and not before.strip()
