"""Markdown, in the one dialect of the record, to HTML that is safe to serve.

CommonMark without raw HTML, tables, strikethrough, and footnotes that belong to their own part;
images are `asset:<sha256>` only. The dialect is named by `RENDERER` in every version and frozen
with the format: another one gets another name.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

RENDERER = "corrigenda-markdown/1"

_ASSET = re.compile(r"asset:[0-9a-f]{64}")
_ATTRIBUTES = {
    "a": {"href", "title", "id", "class", "data-apparatus", "aria-label"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "li": {"id", "class"},
    "sup": {"class"},
    "section": {"class"},
    "hr": {"class"},
    "th": {"class", "scope"},
    "td": {"class"},
    "code": {"class"},
}
_TAGS = {
    *("p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li"),
    *("a", "img", "table", "thead", "tbody", "tr", "th", "td", "sup", "section"),
    *("h2", "h3", "h4", "h5", "h6"),
}


def html_of(source: str, part: str, *, headings_from: int = 3) -> SafeString:
    """`source` as safe HTML; `part` makes footnote anchors unique on the page.

    Headings inside begin at `headings_from`, below the page's own.
    """
    return mark_safe(_html_of(source, part, headings_from))  # noqa: S308 - nh3 has sanitised it


@lru_cache(maxsize=256)
def _html_of(source: str, part: str, headings_from: int) -> str:
    return rendered(_PARSER, _PARSER.parse(source, {}), part, headings_from)


def rendered(parser: MarkdownIt, tokens: Sequence[Token], part: str, headings_from: int) -> str:
    """Tokens of a parser of this dialect as HTML that is safe to serve; changes the tokens."""
    for token in every(tokens):
        _prepare(token, headings_from)
    html: str = parser.renderer.render(tokens, parser.options, {"docId": part})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "asset"},
        link_rel=None,
        attribute_filter=_kept,
        strip_comments=True,
    )


def _kept(tag: str, name: str, value: str) -> str | None:
    """The value of an attribute; None takes it off. A picture's address is no link's."""
    is_asset = tag == "a" and name == "href" and value.lower().startswith("asset:")
    return None if is_asset else value


def with_addresses(html: str, asset: Callable[[str], str], home: str = "/") -> SafeString:
    """Stored HTML of the site's making, with the addresses that it has now.

    `asset` gives that of a picture by its hash; what begins with `site:` is below `home`.
    """

    def placed(picture: re.Match[str]) -> str:
        return f'<img src="{escape(asset(picture[1]))}"'

    # "<" stands in tags only, so no words of a text can look like this. A page has many links and
    # few pictures: the first are put in place without looking at each tag.
    html = html.replace('<a href="site:', f'<a href="{escape(home)}')
    return mark_safe(re.sub(r'<img src="asset:([0-9a-f]{64})"', placed, html))  # noqa: S308


def spliced(html: str, pieces: Iterable[tuple[int, SafeString]]) -> SafeString:
    """HTML of this module's making with `pieces` put in at their offsets.

    The offsets lie outside of tags (or inside one where an attribute may begin); pieces of one
    offset keep their order.
    """
    parts: list[str] = []
    done = 0
    for offset, piece in sorted(pieces, key=lambda pair: pair[0]):
        parts += (html[done:offset], piece)
        done = offset
    return mark_safe("".join((*parts, html[done:])))  # noqa: S308 - all of it is safe already


def foreign_images(source: str) -> list[str]:
    """The addresses of images in `source` that aren't assets of this site."""
    if "![" not in source:
        return []
    images = [token for token in every(tokens_of(source)) if token.type == "image"]
    return [str(image.attrs.get("src", "")) for image in images if not is_asset(image)]


def tokens_of(source: str) -> list[Token]:
    """The tokens of a Markdown text of the record's dialect, block by block."""
    return _PARSER.parse(source, {})


def is_asset(image: Token) -> bool:
    """Whether a token of an image names a picture of this site; else its words are shown."""
    return _ASSET.fullmatch(str(image.attrs.get("src", ""))) is not None


def escaped(text: str) -> str:
    """Plain text as Markdown that renders to just that text, line by line.

    Paragraphs stay paragraphs and line ends stay line ends; nothing becomes a list, a heading,
    emphasis, a link, code or an entity.
    """
    return "\n".join(_escaped_line(line) for line in text.split("\n"))


def escaped_inline(text: str) -> str:
    """A piece of a line as Markdown, with its spaces, where it doesn't begin the line."""
    return _INLINE.sub(r"\\\g<0>", text)


def escaped_start(line: str) -> str:
    """A line of Markdown with a backslash before what would act at its start."""
    if _AT_START.match(line):
        return "\\" + line
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line


def dialect() -> MarkdownIt:
    """A new parser of the record's dialect, for a module that wants more of it than HTML."""
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    parser.enable(["table", "strikethrough"])
    footnote_plugin(parser, inline=False)
    parser.add_render_rule("footnote_anchor", _footnote_anchor)
    return parser


def _footnote_anchor(
    renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    """The way back from a note: apparatus, not words of the explainer."""
    identity = renderer.rules["footnote_anchor_name"](tokens, index, options, env)
    sub = tokens[index].meta["subId"]
    suffix = f":{sub}" if sub else ""
    return (
        f' <a href="#fnref{identity}{suffix}" class="footnote-backref" data-apparatus=""'
        ' aria-label="Back to the text">↩</a>'
    )


def every(tokens: Sequence[Token]) -> Iterator[Token]:
    """`tokens` and all that stand inside them."""
    for token in tokens:
        yield token
        yield from every(token.children or ())


def _prepare(token: Token, headings_from: int) -> None:
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(int(token.tag[1]) + headings_from - 1, 6)}"
    elif token.type in ("th_open", "td_open"):
        style = str(token.attrs.pop("style", ""))
        if style:
            # An inline style would need `unsafe-inline` in the content security policy.
            token.attrs["class"] = style.replace("text-align:", "align-")
        if token.type == "th_open":
            token.attrs["scope"] = "col"
    elif token.type == "image" and not is_asset(token):
        token.type, token.tag = "text", ""
        token.content = "".join(child.content for child in token.children or ())
        token.children = None


# What acts anywhere in a line, and what acts at its start (CommonMark 0.31, sections 4 to 6).
_INLINE = re.compile(r"[\\`*_\[\]<~|]|&(?=[#A-Za-z])")
_AT_START = re.compile(r"[-+=#>:]")
_NUMBERED = re.compile(r"(\d{1,9})([.)])")


def _escaped_line(line: str) -> str:
    # Markdown gives meaning to white space at both ends: code before, a line break after.
    line = line.strip(" \t")
    return escaped_start(escaped_inline(line))


_PARSER = dialect()
