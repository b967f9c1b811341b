"""Markdown as HTML with its lines: everything that people write and call so, raw HTML included."""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common import normalize_url
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from formats.parsed import Refused

# Tags whose content is raw: one that isn't closed would take all that follows with it.
_RAW = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript")
_RAW_TAG = re.compile(rf"<(/?)({'|'.join(_RAW)}|plaintext)\b", re.IGNORECASE)
_PLAIN_ADDRESS = re.compile(r"(?:https?://[a-z0-9.-]+)?(?:/[A-Za-z0-9._/-]*)?(?:#[A-Za-z0-9_-]*)?")
_MARKS = re.compile(r"[\[*_~`<!$]")
_MOST_WORK = 3_000_000_000


def rendered(text: str, lines_before: int = 0) -> str:
    """Markdown as HTML, with the line of every block, and footnotes as elements of their own."""
    env: dict[str, Any] = {}
    tokens = _PARSER.parse(text, env)
    unused = [name[1:] for name, number in _labels(env) if number < 0]
    if unused:
        # A note that nothing refers to would get lost: it is referred to at the end.
        text += "\n\n" + " ".join(f"[^{name}]" for name in unused)
        env = {}
        tokens = _PARSER.parse(text, env)
    _prepare(tokens, lines_before)
    html: str = _PARSER.renderer.render(tokens, _PARSER.options, env)
    return html


def _labels(env: dict[str, Any]) -> list[tuple[str, int]]:
    return list(env.get("footnotes", {}).get("refs", {}).items())


def refuse_tangled(body: str, lines_before: int) -> None:
    """Refuses a text that makes work for the parser which grows with the square of its marks."""
    place = work = 0
    for block in body.split("\n\n"):
        work += len(_MARKS.findall(block)) ** 2
        if work > _MOST_WORK:
            line = body.count("\n", 0, place) + lines_before + 1
            raise Refused(line, "more marks of Markdown than a text has", "paragraphs of text")
        place += len(block) + 2


def _prepare(tokens: Sequence[Token], lines_before: int) -> None:
    for token in tokens:
        if token.map and token.nesting >= 0 and token.type != "inline":
            token.attrSet("data-line", str(token.map[0] + lines_before + 1))
        if token.type == "html_block":
            token.content = _closed(token.content)
        if token.type == "inline":
            _close_inline(token.children or [])


def _closed(html: str) -> str:
    """A piece of HTML in which all raw tags are closed."""
    opened: list[str] = []
    for end, tag in _RAW_TAG.findall(html):
        if end and opened and opened[-1] == tag.lower():
            opened.pop()
        elif not end and not opened:
            opened.append(tag.lower())
    return html + "".join(f"</{tag}>" for tag in opened)


def _close_inline(children: Sequence[Token]) -> None:
    """Takes out raw tags that the paragraph doesn't close."""
    tags = [token for token in children if token.type == "html_inline"]
    ends = {token.content.lower().strip("</ >") for token in tags if token.content[1:2] == "/"}
    for token in tags:
        raw = _RAW_TAG.match(token.content)
        if raw and (raw[2].lower() not in ends or raw[2].lower() == "plaintext"):
            token.content = ""


def _reference(_renderer: Any, tokens: Sequence[Token], index: int, *_rest: Any) -> str:
    return f'<x-ref data-note="n{tokens[index].meta["id"]}"></x-ref>'


def _note(_renderer: Any, tokens: Sequence[Token], index: int, *_rest: Any) -> str:
    return f'<x-note data-note="n{tokens[index].meta["id"]}">'


def _any_address(url: str) -> bool:
    return True


def _normal_address(url: str) -> str:
    """An address in the form that CommonMark's reference writes; most are in it already."""
    return url if _PLAIN_ADDRESS.fullmatch(url) else normalize_url.normalizeLink(url)


def _parser() -> MarkdownIt:
    """Everything that people write and call Markdown, raw HTML included."""
    parser = MarkdownIt("commonmark", {"html": True, "linkify": False, "typographer": False})
    parser.enable(["table", "strikethrough"])
    footnote_plugin(parser)
    deflist_plugin(parser)
    parser.add_render_rule("footnote_ref", _reference)
    parser.add_render_rule("footnote_open", _note)
    parser.add_render_rule("footnote_close", lambda *_: "</x-note>")
    # What may be linked to is decided where Markdown is written; here no word may change for it.
    parser.validateLink = _any_address  # type: ignore[method-assign]
    parser.normalizeLink = _normal_address  # type: ignore[method-assign]
    for name in ("footnote_block_open", "footnote_block_close", "footnote_anchor"):
        parser.add_render_rule(name, lambda *_: "")
    return parser


_PARSER = _parser()
