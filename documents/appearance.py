"""What a text looks like to readers: words without the signs that make them bold or a link.

`worded` is for telling people what changed. The address of a link is told where the addresses
differ, since then it is what changed; what they can't see any other way is told as it was written.
`appearance_of` is for comparing: what of a text's writing makes no difference to readers is gone.
"""

import re
import unicodedata
from collections.abc import Iterator, Set
from html import escape

from markdown_it.token import Token

from documents.markdown import dialect, every, html_of

_QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " "})
_TOKENS = re.compile(r"<[^<>]*>|\s+|[^<\s]+|<")
_INLINE = frozenset(("a", "b", "code", "del", "em", "i", "s", "strong", "sub", "sup"))
# Chinese, Japanese, and what makes a picture of a sign: white space divides no words there.
_UNDIVIDED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\ufe00-\ufe0f]")


def appearance_of(text: str, markdown: bool) -> str:
    """What readers would see of a text, without what makes no difference to them."""
    return "".join(
        _tight(with_plain_typography(html_of(text, "x") if markdown else escape(text, quote=False)))
    )


def _tight(html: str) -> Iterator[str]:
    """`html` without white space but in code and between words, wherever tags stand there."""
    before, is_apart, is_code = "", False, False
    for piece in _TOKENS.findall(html):
        if piece.startswith("<"):
            before = before if piece.strip("</>").split(" ")[0] in _INLINE else ""
            is_code = piece.startswith("<code") or (is_code and piece != "</code>")
            yield piece
        elif piece.isspace():
            is_apart = True
        else:
            if is_apart and (is_code or (_is_wordy(before) and _is_wordy(piece[0]))):
                yield " "
            yield piece
            before, is_apart = piece[-1], False


def _is_wordy(sign: str) -> bool:
    """Whether `sign` is part of a word that white space divides from others."""
    is_letter = sign.isalnum() or (sign and unicodedata.category(sign)[0] == "M")
    return bool(is_letter) and not _UNDIVIDED.match(sign)


def with_plain_typography(text: str) -> str:
    """`text` with quotes and white space of one kind."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).split())


_PARSER = dialect()


def worded(before: str | None, after: str | None) -> tuple[str, str]:
    """Two Markdown texts as readers see them; as they are written where they look the same."""
    old, new = before or "", after or ""
    addresses = _addresses(old) ^ _addresses(new) if old and new else frozenset()
    shown = _words(old, addresses), _words(new, addresses)
    return (old, new) if shown[0] == shown[1] and old != new else shown


def _words(source: str, addresses: Set[str]) -> str:
    return "\n\n".join(filter(None, (text.strip() for text in _blocks(source, addresses))))


def _blocks(source: str, addresses: Set[str]) -> Iterator[str]:
    for token in _PARSER.parse(source, {}):
        if token.type == "inline":
            yield "".join(_pieces(token.children or [], addresses))
        elif token.type in ("fence", "code_block"):
            yield token.content


def _pieces(tokens: list[Token], addresses: Set[str]) -> Iterator[str]:
    """The words of inline tokens; behind a link or picture its address if it is in `addresses`."""
    opened: list[str] = []
    for token in tokens:
        if token.type in ("text", "text_special", "code_inline"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " " if token.type == "softbreak" else "\n"
        elif token.type == "footnote_ref":
            yield f"[{token.meta['id'] + 1}]"
        elif token.type == "image":
            yield "".join(_pieces(token.children or [], frozenset()))
            yield _address(_address_of(token), addresses)
        elif token.type == "link_open":
            opened.append(_address_of(token))
        elif token.type == "link_close":
            yield _address(opened.pop(), addresses)


def _address(address: str, addresses: Set[str]) -> str:
    return f" ({address})" if address in addresses else ""


def _addresses(source: str) -> frozenset[str]:
    tokens = every(_PARSER.parse(source, {}))
    return frozenset(_address_of(token) for token in tokens if token.type in ("link_open", "image"))


def _address_of(token: Token) -> str:
    return str(token.attrs.get("href") or token.attrs.get("src") or "")
