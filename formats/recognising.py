"""Which format a file has: what its suffix says, unless its first lines plainly say another."""

import re

_SUFFIXES = {
    "": "txt",
    ".txt": "txt",
    ".text": "txt",
    **dict.fromkeys((".md", ".markdown", ".mkd", ".mdown", ".mdx"), "md"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    ".json": "json",
    ".jsonld": "json",
}
_SAMPLE = 4_096
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S
)
_JSON = re.compile(r"\s*[\[{]\s*(?:\"|\{|\[)")
_FRONT_MATTER = re.compile(r"\s*(?:---[ \t]*\n(?:#.*\n|\s*\n)*[A-Za-z_][\w -]*:|\+\+\+[ \t]*\n)")
_HEADING = re.compile(r"^(?:#{1,6} \D.*|.{1,200}\n(?:={3,}|-{3,}))$", re.M)


def format_of(suffix: str, data: bytes) -> str | None:
    """The name of the format of a file with that suffix; None for one that no reader takes."""
    by_suffix = _SUFFIXES.get(suffix.lower())
    start = _start(data)
    if by_suffix in ("txt", "md") and _HTML.match(start):
        return "html"
    if by_suffix == "txt":
        return _of_text(start)
    return by_suffix


def _start(data: bytes) -> str:
    sample = data[:_SAMPLE]
    codec = "utf-16" if sample.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return sample.decode(codec, "ignore").replace("\r\n", "\n").replace("\r", "\n")


def _of_text(start: str) -> str:
    if _JSON.match(start):
        return "json"
    return "md" if _FRONT_MATTER.match(start) or len(_HEADING.findall(start)) > 1 else "txt"
