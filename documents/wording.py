"""Markdown as its readers see it: words without the signs that make them bold, a list or a link.

For telling people what changed. The address of a link is told where the addresses differ, since
then it is what changed; what they can't see any other way is told as it was written.
"""

from collections.abc import Iterator, Set

from markdown_it.token import Token

from documents.markdown import dialect, every

_PARSER = dialect()


def worded(before: str | None, after: str | None) -> tuple[str, str]:
    """Two Markdown texts as readers see them; as they are written where they look the same."""
    old, new = before or "", after or ""
    told = _addresses(old) ^ _addresses(new) if old and new else frozenset()
    shown = _words(old, told), _words(new, told)
    return (old, new) if shown[0] == shown[1] and old != new else shown


def _words(source: str, told: Set[str]) -> str:
    return "\n\n".join(filter(None, (text.strip() for text in _blocks(source, told))))


def _blocks(source: str, told: Set[str]) -> Iterator[str]:
    for token in _PARSER.parse(source, {}):
        if token.type == "inline":
            yield "".join(_pieces(token.children or [], told))
        elif token.type in ("fence", "code_block"):
            yield token.content


def _pieces(tokens: list[Token], told: Set[str]) -> Iterator[str]:
    """The words of inline tokens, with the addresses of links and pictures that are `told`."""
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
            yield _address(_address_of(token), told)
        elif token.type == "link_open":
            opened.append(_address_of(token))
        elif token.type == "link_close":
            yield _address(opened.pop(), told)


def _address(address: str, told: Set[str]) -> str:
    return f" ({address})" if address in told else ""


def _addresses(source: str) -> frozenset[str]:
    found = every(_PARSER.parse(source, {}))
    return frozenset(_address_of(one) for one in found if one.type in ("link_open", "image"))


def _address_of(token: Token) -> str:
    return str(token.attrs.get("href") or token.attrs.get("src") or "")
