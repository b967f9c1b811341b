"""Classic posts of WordPress: blank lines part paragraphs, though nothing in the HTML says so.

WordPress makes the paragraphs when it shows a post. What is in an element of its own stays as it
is; words between such elements become paragraphs at blank lines, and other line ends are kept.
"""

import re
from collections.abc import Iterator

_BLOCKS = (
    "address article aside blockquote center dd details dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main map nav ol p pre script section"
    " style summary table tbody td tfoot th thead tr ul iframe video audio object noscript"
).replace(" ", "|")
#: A tag that begins or ends a block, or what stays whole up to its own end.
_TAG = re.compile(rf"<!--|</?(?:{_BLOCKS}|textarea)\b[^<>]*>", re.IGNORECASE)
_ENDS = {
    "": re.compile("-->"),
    **{
        name: re.compile(rf"</{name}\s*>", re.IGNORECASE)
        for name in ("pre", "script", "style", "textarea")
    },
}
_TAG_NAME = re.compile(r"</?([A-Za-z0-9]+)")
#: In these a run of words is the content itself and no paragraph.
_LINES = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "figcaption"])
_MAYBE = frozenset(["li", "td", "th", "dd"])
_BLANK = re.compile(r"\n[ \t\u00a0]*\n\s*")


def with_paragraphs(html: str) -> str:
    """`html` with the paragraphs that WordPress would show."""
    pieces: list[str] = []
    open_tags: list[str] = []
    place = 0
    for start, end, tag in _pieces(html):
        pieces += (_words(html[place:start], open_tags), html[start:end])
        _turn(tag, open_tags)
        place = end
    pieces.append(_words(html[place:], open_tags))
    return "".join(pieces)


def _pieces(html: str) -> Iterator[tuple[int, int, str]]:
    """Where tags of blocks begin and end, and the tag; "" for what stays whole."""
    place = 0
    never_end: set[str] = set()
    while found := _TAG.search(html, place):
        name, tag, place = _name(found[0]), found[0], found.end()
        if name in _ENDS and name not in never_end and not tag.startswith("</"):
            end = _ENDS[name].search(html, place)
            # What isn't found once isn't looked for again: it can't come later.
            never_end |= set() if end else {name}
            tag, place = ("", end.end()) if end else (tag, place)
        yield found.start(), place, "" if name == "" else tag


def _turn(tag: str, open_tags: list[str]) -> None:
    name = _name(tag)
    if not name:
        return
    if not tag.startswith("</"):
        if name != "hr" and not tag.endswith("/>"):
            open_tags.append(name)
    elif name in open_tags[-50:]:
        while open_tags.pop() != name:
            pass


def _name(tag: str) -> str:
    found = _TAG_NAME.match(tag)
    return found[1].lower() if found else ""


def _words(text: str, open_tags: list[str]) -> str:
    """A run of words: newlines outside stay, so that lines keep their numbers."""
    if not text.strip():
        return text
    inside = open_tags[-1] if open_tags else ""
    paragraphs = _BLANK.split(text.strip())
    if inside in _LINES or (inside in _MAYBE and len(paragraphs) == 1):
        return _broken(text) if inside == "p" else text
    before, _, after = text.partition(text.strip())
    gaps = ["\n" * found.count("\n") for found in _BLANK.findall(text.strip())]
    made = [f"<p>{_broken(one)}</p>" for one in paragraphs]
    return before + "".join(one + gap for one, gap in zip(made, [*gaps, ""], strict=True)) + after


def _broken(text: str) -> str:
    """Line ends as breaks, but where there is one already."""
    return re.sub(r"(?<!<br>)(?<!<br/>)(?<!<br />)\n(?!\s*(?:<br|$))", "<br>\n", text)
