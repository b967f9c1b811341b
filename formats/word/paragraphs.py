"""What becomes of one paragraph of a Word document, by the role of its style."""

import re

_TAG = re.compile(r"<[^<>]*>")


def head_of(html: str, line: int, role: str) -> str:
    """The paragraph as the title or, with the role `subtitle`, as the standfirst."""
    if role == "title":
        return f'<h1 data-line="{line}">{html}</h1>'
    return f'<p data-line="{line}" data-role="standfirst">{html}</p>'


def block_of(html: str, line: int, role: str, level: int | None) -> str:
    """The paragraph as a heading of that level, as code, as a quotation, or as what it is."""
    at = f' data-line="{line}"'
    if level and plain(html):
        # Below the title, which is the only one of the first level.
        return f"<h{min(level + 1, 6)}{at}>{html}</h{min(level + 1, 6)}>"
    if role == "code":
        return f"<pre{at}>{html}</pre>"
    if role == "quote":
        return f"<blockquote><p{at}>{html}</p></blockquote>"
    return f"<p{at}>{html}</p>"


def plain(html: str) -> str:
    """The words of a paragraph on one line, without tags."""
    text = _TAG.sub("", html.replace("<br>", " "))
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return " ".join(text.split())
