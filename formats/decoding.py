"""Bytes to text: UTF-8, or UTF-16 with its byte order mark, in one form and with LF line ends."""

from documents.text import TextRefused, normalised
from formats.other_formats import refuse_other_formats
from formats.parsed import Refused

LONGEST_FILE = 5_000_000

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UTF_32 = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_SAMPLE = 8_192
_LEAST_CONTROLS = 4
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r")) + b"\x7f"

# Line and paragraph separator (Unicode Standard, 5.8) are line ends that `normalised` leaves be.
_SEPARATORS = str.maketrans({"\u2028": "\n", "\u2029": "\n\n"})


def decoded(data: bytes) -> str:
    """The text in `data`, normalised; raises `Refused` for what isn't a text file."""
    text = text_of(data)
    try:
        return normalised(text)
    except TextRefused as refusal:
        raise Refused(refusal.line, refusal.present, refusal.expected) from refusal


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
        found = f"bytes that are not {name} (0x{data[start]:02X} at byte {start})"
        raise Refused(line, found, f"text in {name}") from error


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
