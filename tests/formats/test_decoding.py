"""From bytes to text: encodings, and files that hold none."""

import codecs

import pytest

from formats.parsed import Refused
from formats.text.plain_text import parse_plain_text

TEXT = "date 2023 Déjà vu\n\nA “text”.\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_utf_8_and_utf_16_with_its_mark_are_read(codec: str) -> None:
    assert parse_plain_text(TEXT.encode(codec)).document.lead == "A “text”."


def test_big_endian_utf_16_is_read() -> None:
    data = codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")
    assert parse_plain_text(data).document.title == "Déjà vu"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\r\r\n"])
def test_all_line_ends_part_lines(end: str) -> None:
    document = parse_plain_text(f"date 2023 A Title{end}{end}One.{end}{end}Two.".encode()).document
    assert document.lead == "One.\n\nTwo."


def test_letters_are_brought_to_nfc() -> None:
    assert parse_plain_text(b"Cafe\xcc\x81s\n\nText.").document.title == "Caf\u00e9s"


REFUSED = {
    "Windows-1252": (TEXT.encode("cp1252"), 1, "not UTF-8 (0xE9 at byte 11)"),
    "Windows-1252 below a BOM": (b"\xef\xbb\xbfA\r\n\xe9", 2, "not UTF-8 (0xE9 at byte 6)"),
    "UTF-8 that was cut": ("Title\n\nDéjà".encode()[:-1], 3, "not UTF-8 (0xC3 at byte 11)"),
    "UTF-16 without a mark": (TEXT.encode("utf-16-le"), 1, "a zero byte at byte 1"),
    "UTF-16 that was cut": (TEXT.encode("utf-16")[:-1], 3, "not UTF-16"),
    "UTF-32": (TEXT.encode("utf-32"), 1, "UTF-32"),
    "a zero byte": (b"Title\n\nA\0B", 3, "a zero byte at byte 8"),
    "many control characters": (bytes(range(1, 32)) * 5, 1, "140 control characters"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", 1, "PDF"),
    "rich text": (b"{\\rtf1\\ansi A Title}", 1, "RTF"),
    "a Word document": (b"PK\x03\x04\x14\x00\x06\x00", 1, "ZIP"),
    "an old Word document": (b"\xd0\xcf\x11\xe0\xa1\xb1", 1, "Office"),
    "a compressed file": (b"\x1f\x8b\x08\x00", 1, "gzip"),
    "a picture": (b"\x89PNG\r\n\x1a\n", 1, "PNG"),
    "a file of more than 5 MB": (b"a" * 5_000_001, None, "5,000,001 bytes"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_without_text_is_refused(case: str) -> None:
    data, line, found = REFUSED[case]
    with pytest.raises(Refused) as refusal:
        parse_plain_text(data)
    assert refusal.value.line == line
    assert found in refusal.value.actual
