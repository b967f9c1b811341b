"""Bytes to text: which format they have, and their text in one form and with LF line ends.

Text is UTF-8, or UTF-16 with its byte order mark. Plain text (`decoded`) is typed by people, and
what may not enter is refused there. Pages and their sources (`cleaned`) hold stray control
characters and marks of direction by the thousand; these are no words, so they are dropped with a
note. An override, which would make a text read otherwise than it is stored, is refused everywhere.
"""

import re
import unicodedata
from collections.abc import Iterator

from documents.text import TextRefused, normalised
from formats.parsed import Note, Refused

LONGEST_FILE = 5_000_000

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UTF_32 = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_SAMPLE = 8_192
_LEAST_CONTROLS = 4
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r")) + b"\x7f"

# Line and paragraph separator (Unicode Standard, 5.8) are line ends that `normalised` leaves be.
_SEPARATORS = str.maketrans({"\u2028": "\n", "\u2029": "\n\n"})
# Vertical tab, form feed, NEL and the information separators end lines; the rest ends nothing.
_LINE_ENDS = re.compile("[\x0b\x0c\x1c-\x1e\x85]")
_UNSEEN = re.compile("[\ud800-\udfff\x01-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
# Embeddings and their end, which only say the direction; U+202D and U+202E override it.
_EMBEDDINGS = re.compile("[\u202a-\u202c]")
_ISOLATES = re.compile("[\u2066-\u2069]")
_SUFFIXES = {
    "": "txt",
    ".txt": "txt",
    ".text": "txt",
    **dict.fromkeys((".md", ".markdown", ".mkd", ".mdown", ".mdx"), "md"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    ".json": "json",
    ".jsonld": "json",
}
_FIRST_BYTES = 4_096
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S
)
_JSON = re.compile(r"\s*[\[{]\s*(?:\"|\{|\[)")
_FRONT_MATTER = re.compile(r"\s*(?:---[ \t]*\n(?:#.*\n|\s*\n)*[A-Za-z_][\w -]*:|\+\+\+[ \t]*\n)")
_HEADING = re.compile(r"^(?:#{1,6} \D.*|.{1,200}\n(?:={3,}|-{3,}))$", re.M)
_PLAIN = "plain text in UTF-8"
_FORMATS = {
    b"{\\rtf": "a rich text file (RTF)",
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a ZIP archive, which Word and OpenDocument files are too",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x1f\x8b": "a compressed file (gzip)",
    b"\x89PNG": "an image (PNG)",
    b"\xff\xd8\xff": "an image (JPEG)",
    b"GIF8": "an image (GIF)",
}


def decoded(data: bytes) -> str:
    """The text in `data`, normalised; raises `Refused` for what isn't a text file."""
    text = text_of(data)
    try:
        return normalised(text)
    except TextRefused as refusal:
        raise Refused(refusal.line, refusal.actual, refusal.expected) from refusal


def text_of(data: bytes) -> str:
    """The text in `data` as it is, but for line separators; raises `Refused` as `decoded` does."""
    refuse_unreadable(data)
    return _text_of(data).translate(_SEPARATORS)


def refuse_unreadable(data: bytes) -> None:
    """Raises `Refused` for a file that is too large, or of a format that is no text."""
    if len(data) > LONGEST_FILE:
        raise Refused(None, f"a file of {len(data):,} bytes", f"at most {LONGEST_FILE:,} bytes")
    refuse_other_formats(data)


def _text_of(data: bytes) -> str:
    if data.startswith(_UTF_32):
        raise Refused(1, "text in UTF-32", "text in UTF-8")
    if data.startswith(_UTF_16):
        return _by(data, "utf-16", "UTF-16")
    _refuse_binary(data)
    return _by(data, "utf-8-sig", "UTF-8")


def _by(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        # Python's codec for UTF-8 with a byte order mark counts from behind the mark.
        start = error.start + (len(data) - len(error.object))
        line = _lines(data[:start].decode(codec, "ignore"))
        actual = f"bytes that are not {name} (0x{data[start]:02X} at byte {start})"
        raise Refused(line, actual, f"text in {name}") from error


def _refuse_binary(data: bytes) -> None:
    zero = data.find(0)
    if zero >= 0:
        line = _lines(data[:zero].decode("utf-8", "ignore"))
        raise Refused(line, f"binary data (a zero byte at byte {zero})", "text in UTF-8")
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls >= _LEAST_CONTROLS and controls * 20 > len(sample):
        raise Refused(1, f"binary data ({controls} control characters)", "text in UTF-8")


def _lines(before: str) -> int:
    """The number of the line that comes after the text `before`."""
    return before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


def cleaned(data: bytes) -> tuple[str, list[Note]]:
    """The text in `data`, fit to be kept, and what was dropped; raises `Refused`."""
    return cleaned_text(text_of(data))


def cleaned_text(text: str) -> tuple[str, list[Note]]:
    """`text` in NFC, with LF line ends and without what can't enter; raises `Refused`."""
    text = _LINE_ENDS.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    notes = list(_dropped(text))
    text = _EMBEDDINGS.sub("", _UNSEEN.sub("", text))
    lines = [_balanced(line) for line in text.split("\n")]
    try:
        return normalised("\n".join(lines)), notes
    except TextRefused as refusal:
        raise Refused(refusal.line, refusal.actual, refusal.expected) from refusal


def clean_words(text: str | None) -> str | None:
    """Words that stood in a text as references to characters, as `cleaned_text` would have them."""
    is_plain = not text or (text.isascii() and not _UNSEEN.search(text) and "\r" not in text)
    if not text or is_plain:
        return text
    text = _LINE_ENDS.sub("\n", text.replace("\r", "\n"))
    return unicodedata.normalize("NFC", _EMBEDDINGS.sub("", _UNSEEN.sub("", text)))


def _dropped(text: str) -> Iterator[Note]:
    for signs, name in ((_UNSEEN, "control character{}"), (_EMBEDDINGS, "mark{} of direction")):
        dropped = signs.findall(text)
        if dropped:
            first = signs.search(text)
            line = text.count("\n", 0, first.start() if first else 0) + 1
            many = "" if len(dropped) == 1 else "s"
            yield Note(line, f"{len(dropped)} {name.format(many)} that nobody sees left out")


def _balanced(line: str) -> str:
    """`line`, without isolates if they aren't closed in it."""
    depth, lowest = 0, 0
    for sign in _ISOLATES.findall(line):
        depth += -1 if sign == "\u2069" else 1
        lowest = min(lowest, depth)
    return line if depth == lowest == 0 else _ISOLATES.sub("", line)


def format_of(suffix: str, data: bytes) -> str | None:
    """The name of the format of a file with that suffix; None for one that is not parsed."""
    by_suffix = _SUFFIXES.get(suffix.lower())
    start = _start(data)
    if by_suffix in ("txt", "md") and _HTML.match(start):
        return "html"
    if by_suffix == "txt":
        return _of_text(start)
    return by_suffix


def _start(data: bytes) -> str:
    sample = data[:_FIRST_BYTES]
    codec = "utf-16" if sample.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return sample.decode(codec, "ignore").replace("\r\n", "\n").replace("\r", "\n")


def _of_text(start: str) -> str:
    if _JSON.match(start):
        return "json"
    return "md" if _FRONT_MATTER.match(start) or len(_HEADING.findall(start)) > 1 else "txt"


def refuse_other_formats(data: bytes) -> None:
    """Raises `Refused` when `data` begins as another format's files do."""
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, name in _FORMATS.items():
        if start.startswith(magic):
            raise Refused(1, name, _PLAIN)
