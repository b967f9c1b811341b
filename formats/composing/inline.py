"""Words, emphasis, links, code and notes inside a block of HTML, as Markdown of the dialect.

While a line is put together, its marks are control characters, which no text can hold; in the end
they become Markdown. The line is then rendered, and if it doesn't show the words that it should
(emphasis in the middle of a word, say), the marks of emphasis are left out: words before looks.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from documents.markdown import escaped_inline, escaped_start, html_of
from documents.plain import plain_text
from formats.composing.tree import line_of, tag_of
from formats.parsed import Note, quoted

BREAK = "\x00"
_MARKS = {"strong": "\x01\x02", "em": "\x03\x04", "s": "\x05\x06"}
_TAGS = {"b": "strong", "i": "em", "dfn": "em", "cite": "em", "del": "s", "strike": "s"}
_WRITTEN = str.maketrans(
    {"\x01": "**", "\x02": "**", "\x03": "*", "\x04": "*", "\x05": "~~", "\x06": "~~"}
)
_EMPHASIS = re.compile("[\x01-\x06]")
# Emphasis that is surely read as such (CommonMark 0.31.2, 6.2): none in another, of whole words.
_CLEAR = re.compile(
    "(?:[^\x01-\x06]*(?:(?<![^ (\x00])[\x01\x03\x05](?=[^\\W_])[^\x01-\x06]*(?<=[^\\W_])"
    "[\x02\x04\x06](?![^ .,;:!?)\x00])))*[^\x01-\x06]*"
)
_SAME_AGAIN = re.compile("\x02([ ]*)\x01|\x04([ ]*)\x03|\x06([ ]*)\x05")
_PICTURE = "\x10"
#: Stands around the description that a picture leaves behind, which is no part of a word.
_APART = "\x11"
_FUSED = re.compile(rf"(\w[\x01-\x06]*|\)){_APART}(?=[\x01-\x06]*[\w\[])")
_NOTE_START, _NOTE_END = "\x0e", "\x0f"
NOTE = re.compile("\x0e([^\x0f]*)\x0f")
_SPACE = re.compile(r"[ \t\n\f\r]+")
_AROUND_BREAK = re.compile(rf"[ ]*{BREAK}[ ]*")
_CODE = frozenset(("code", "kbd", "samp"))
_SCHEMES = ("http", "https", "mailto")
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def alternative(source: str, alt: str, line: int | None) -> tuple[str, Note]:
    """What stands for a picture that is kept elsewhere: Markdown, and the note about it."""
    text = " ".join(alt.split())
    instead = f"its description {quoted(text)} stands in its place" if text else "it has none"
    shown = "data:…" if source.startswith("data:") else source[:200]
    note = f"the picture {shown} isn’t kept here; {instead}"
    return escaped_inline(text), Note(line, note)


@dataclass
class Conversion:
    """What is known while one file becomes Markdown: its address, its footnotes, the doubts.

    `picture` makes of address, description and line what stands for a picture.
    """

    base: str = ""
    footnotes: dict[str, HtmlElement] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    picture: Callable[[str, str, int | None], tuple[str, Note | None]] = alternative
    anchors: int = 0


def words_of(element: HtmlElement) -> str:
    """The words of `element` in one line, as readers see them, without the marks of notes."""
    return " ".join("".join(_words(element)).split())


def paragraph(element: HtmlElement, conversion: Conversion) -> list[str]:
    """The paragraphs of Markdown that the inline content of `element` makes."""
    text = _tidy(_inline(element, conversion, frozenset()))
    pieces = (
        piece.strip(" \u00a0\u200b\ufeff" + BREAK) for piece in re.split(f"{BREAK}{{2,}}", text)
    )
    return [_finished(piece) for piece in pieces if _shows(piece)]


def in_one_line(element: HtmlElement, conversion: Conversion) -> str:
    """The inline content of `element` as one line of Markdown, for headings and cells."""
    text = _tidy(_inline(element, conversion, frozenset())).replace(BREAK, " ").strip(" \u00a0")
    return _finished(text) if text else ""


def note_keys(element: HtmlElement) -> list[str]:
    """The footnotes that `element` refers to."""
    return [reference.get("data-note") or "" for reference in element.iter("x-ref")]


def _words(element: HtmlElement) -> Iterable[str]:
    tag = tag_of(element)
    if tag == "br":
        yield " "
    elif tag == "img":
        yield element.get("alt") or ""
    elif tag not in ("x-ref", "script", "style", "template"):
        yield element.text or ""
        for child in element:
            yield from _words(child) if tag_of(child) else ()
            yield child.tail or ""


def _inline(element: HtmlElement, conversion: Conversion, within: frozenset[str]) -> str:
    pieces = [_text(element.text)]
    for child in element:
        pieces += (_child(child, conversion, within), _text(child.tail))
    return "".join(pieces)


def _text(text: str | None) -> str:
    return escaped_inline(_SPACE.sub(" ", text)) if text else ""


def _child(child: HtmlElement, conversion: Conversion, within: frozenset[str]) -> str:
    tag = tag_of(child)
    tag = _TAGS.get(tag, tag)
    if tag == "br":
        return BREAK
    if tag == "img":
        return _picture(child, conversion)
    if tag == "x-ref":
        return f"{_NOTE_START}{child.get('data-note')}{_NOTE_END}"
    if tag in _CODE:
        return _code("".join(_words(child)))
    if tag in ("sup", "sub"):
        return _shifted(child, conversion, within)
    inner = _inline(child, conversion, within | {tag}) if tag else ""
    if tag in _MARKS and tag not in within:
        return _marked(inner, _MARKS[tag])
    if tag == "q":
        return f"“{inner}”"
    return _link(child, inner, conversion) if tag == "a" and "a" not in within else inner


def _marked(inner: str, marks: str) -> str:
    """`inner` between marks, the white space at its ends outside of them."""
    core = inner.strip(" \u00a0" + BREAK)
    if not core:
        return inner
    before, _, behind = inner.partition(core)
    return f"{before}{marks[0]}{core}{marks[1]}{behind}"


def _code(text: str) -> str:
    text = _SPACE.sub(" ", text).strip(" ")
    if not text:
        return ""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence, pad = "`" * (longest + 1), " " if "`" in (text[0], text[-1]) else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _shifted(child: HtmlElement, conversion: Conversion, within: frozenset[str]) -> str:
    """Raised and lowered digits as the signs for them; other words stand on the line."""
    table = _RAISED if tag_of(child) == "sup" else _LOWERED
    text = words_of(child)
    if not len(child) and text and all(ord(sign) in table for sign in text):
        return text.translate(table)
    return _inline(child, conversion, within)


def _picture(child: HtmlElement, conversion: Conversion) -> str:
    source = child.get("src") or child.get("data-src") or "without an address"
    text, note = conversion.picture(source, child.get("alt") or "", line_of(child))
    if note is not None:
        if child.get("data-said"):
            # What describes it is said beside it, or says nothing.
            text, note = conversion.picture(source, "", line_of(child))
        conversion.notes += [note] if note else []
        return f"{_APART}{text}{_APART}" if text else ""
    return f"{_PICTURE}{text[1:]}"


def _link(child: HtmlElement, inner: str, conversion: Conversion) -> str:
    address = (child.get("href") or "").strip()
    if not _shows(inner) or not address:
        return inner
    target = _target(address, conversion)
    if target is None:
        return inner
    core = inner.strip(" \u00a0" + BREAK + _APART)
    before, _, behind = inner.partition(core)
    return f"{before}[{core}]({target}){behind}"


def _target(address: str, conversion: Conversion) -> str | None:
    """The address as Markdown writes it; None for one that this site can't or won't link to."""
    if address.startswith("#"):
        conversion.anchors += 1
        return None
    try:
        address = urljoin(conversion.base, address) if conversion.base else address
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        scheme = "?"
    if scheme and scheme not in _SCHEMES:
        message = f"the link to {quoted(address)} isn’t one for readers; its words stay"
        conversion.notes.append(Note(None, message))
        return None
    address = re.sub(r"&(?=#?\w{1,32};)", "&amp;", re.sub(r"[\x00-\x20]+", "%20", address))
    for sign in '<>\\"`*_[]|~':
        address = address.replace(sign, f"%{ord(sign):02X}") if sign not in "_~*" else address
    return f"<{address}>" if re.search(r"[()*_~]", address) else address


def _tidy(text: str) -> str:
    """White space in one form, and emphasis that only pauses gone on with."""
    text = _FUSED.sub(r"\1 ", text).replace(_APART, "")
    text = _AROUND_BREAK.sub(BREAK, _SPACE.sub(" ", text))
    return _SAME_AGAIN.sub(
        lambda pause: next((spaces for spaces in pause.groups() if spaces), ""), text
    )


def _shows(text: str) -> bool:
    return bool(_EMPHASIS.sub("", text).strip(" \u00a0\u200b\ufeff" + BREAK))


def _finished(text: str) -> str:
    """A line of marks as Markdown that shows its words, with emphasis where that can be."""
    written = _written(text)
    if not _EMPHASIS.search(text) or _CLEAR.fullmatch(text):
        return written
    plain = _written(_EMPHASIS.sub("", text))
    return written if _shown(written) == _shown(plain) else plain


def _written(text: str) -> str:
    text = re.sub(r"!(?=\[)", r"\\!", text.translate(_WRITTEN))
    text = re.sub(f"{_NOTE_END}(?=[:(])", f"{_NOTE_END}\\\\", text)
    text = text.replace(_PICTURE, "!")
    return "\\\n".join(escaped_start(line) for line in text.split(BREAK))


def _shown(markdown: str) -> str:
    return plain_text(html_of(NOTE.sub("", markdown), "p"))
