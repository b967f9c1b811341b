"""Markdown to a `Document`: with front matter in YAML, TOML or JSON, or without.

The file is rendered to a tree, with the HTML that it holds, and written anew in the dialect of the
record; so how it was wrapped, which bullets it has and in which order its front matter stands say
nothing. Tables, footnotes, lists of terms, code, nested lists and links by reference are known.

The title is that of the front matter, or else the first heading above all text. `composing` and
`dividing` say what becomes of the rest, `templates` what is left out.
"""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common import normalize_url
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from articles.readers.about import (
    About,
    authors_in,
    first_date,
    identity_of,
    language_of,
    one_line,
    texts_in,
    topics_in,
)
from articles.readers.cleaning import cleaned
from articles.readers.composing import reading_of
from articles.readers.front_matter import FrontMatter, parted
from articles.readers.naming import named_by
from articles.readers.pictures import Pictures
from articles.readers.reading import Note, Reading, Refused
from articles.readers.site_markup import in_plain_markdown
from articles.readers.templates import without_templates
from articles.readers.tree import parsed_fragment

_EMPTY = frozenset(("", "null", "~", "none"))
#: Members by what they are; the first that says something counts, topics add up.
_TITLES = ("title", "headline", "name")
_STANDFIRSTS = ("standfirst", "subtitle", "dek", "deck", "description", "summary", "excerpt")
_DATES = (
    "first_published",
    "date",
    "published",
    "publishdate",
    "pubdate",
    "date_published",
    "created",
)
_AUTHORS = ("authors", "author", "byline")
_TOPICS = ("topics", "topic", "tags", "tag", "categories", "category", "keywords")
_LANGUAGES = ("lang", "language", "locale")
_SLUGS = ("slug", "permalink", "url")
_ALIASES = ("aliases", "alias", "redirect_from", "redirects", "permalink", "url")
_IDENTITIES = ("canonical", "canonical_url", "canonicalurl", "guid", "id", "uuid")
_IGNORED = frozenset(("layout", "draft", "published", "weight", "menu", "type", "toc", "comments"))
_TAXONOMIES = ("taxonomies", "params", "extra")
# Tags whose content is raw: one that isn't closed would take all that follows with it.
_RAW = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript")
_RAW_TAG = re.compile(rf"<(/?)({'|'.join(_RAW)}|plaintext)\b", re.IGNORECASE)
_PLAIN_ADDRESS = re.compile(r"(?:https?://[a-z0-9.-]+)?(?:/[A-Za-z0-9._/-]*)?(?:#[A-Za-z0-9_-]*)?")
_MARKS = re.compile(r"[\[*_~`<!$]")
_MOST_NOTES = 20
_MOST_WORK = 3_000_000_000
# A picture inside its own address; nothing of it is text.
_DATA = re.compile(r"(?<=data:)[\w.+-]{1,40}/[\w.+-]{1,40};base64,[A-Za-z0-9+/=]{40,}")


def read_markdown(
    data: bytes, *, language: str = "en", name: str = "", pictures: Pictures | None = None
) -> Reading:
    """The explainer in the file `data`; raises `Refused` for everything that isn't one.

    `name` is the file's path, in which some sites keep the date and the address.
    """
    text, notes = cleaned(data)
    front = parted(text)
    about = named_by(name, _about(front.members))
    notes += [*front.notes, *_unused(front)]
    body, changed = in_plain_markdown(_DATA.sub("…", front.text), front.lines + 1, name)
    body, left_out = without_templates(body, front.lines + 1)
    if not body.strip():
        raise Refused(1, "a file without text" if text.strip() else "an empty file", "an explainer")
    _refuse_tangled(body, front.lines)
    html = rendered(body, front.lines)
    return reading_of(
        parsed_fragment(html), about, [*notes, *_few(changed), *left_out], language, pictures
    )


def _few(notes: Sequence[Note]) -> list[Note]:
    """The first of many notes of one kind, and how many more there are."""
    if len(notes) <= _MOST_NOTES:
        return list(notes)
    more = f"{len(notes) - _MOST_NOTES} more like these"
    return [*notes[:_MOST_NOTES], Note(notes[_MOST_NOTES].line, more)]


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


def _about(members: dict[str, Any]) -> About:
    members = _flat(members)
    return About(
        title=_first(members, _TITLES),
        standfirst=_first(members, _STANDFIRSTS),
        date=first_date(_all(members, _DATES)),
        language=language_of(_all(members, _LANGUAGES)),
        slug=_slug(members),
        identity=identity_of(_all(members, _IDENTITIES)),
        authors=authors_in(_first_of(members, _AUTHORS)),
        topics=topics_in(_topics(members)),
        # A permalink with a colon or an asterisk is a pattern and no address.
        aliases=tuple(one for one in dict.fromkeys(_all(members, _ALIASES)) if "/:" not in one),
        is_draft=_says(members, "draft", "true") or _says(members, "published", "false"),
    )


def _flat(members: dict[str, Any]) -> dict[str, Any]:
    """The members with those of `taxonomies` and their like, which some sites use."""
    nested = [members[name] for name in _TAXONOMIES if isinstance(members.get(name), dict)]
    inner = {str(key).casefold(): value for one in nested for key, value in one.items()}
    return {**inner, **members}


def _says(members: dict[str, Any], name: str, value: str) -> bool:
    return str(members.get(name, "")).strip().casefold() == value


def _texts(value: Any) -> list[str]:
    if hasattr(value, "isoformat"):
        value = value.isoformat()
    texts = texts_in(value, names=("name", "title", "display_name"))
    return [text for text in texts if text.casefold() not in _EMPTY]


def _first_of(members: dict[str, Any], names: Sequence[str]) -> list[str]:
    return next((texts for name in names if (texts := _texts(members.get(name)))), [])


def _first(members: dict[str, Any], names: Sequence[str]) -> str | None:
    return next(iter(_first_of(members, names)), None)


def _all(members: dict[str, Any], names: Sequence[str]) -> list[str]:
    return [text for name in names for text in _texts(members.get(name))]


def _topics(members: dict[str, Any]) -> list[str]:
    """Topics as lists of them or one text with commas."""
    texts: list[str] = []
    for name in _TOPICS:
        value = members.get(name)
        held = _texts(value)
        texts += held[0].split(",") if isinstance(value, str) and held else held
    return texts


def _slug(members: dict[str, Any]) -> str | None:
    """The last part of the address that the file asks for, unless it is a pattern."""
    asked = (_first(members, [name]) or "" for name in _SLUGS)
    parts = (
        PurePosixPath(one.partition("?")[0].rstrip("/")).stem for one in asked if ":" not in one
    )
    return next((part for part in parts if part and part != "index"), None)


def _unused(front: FrontMatter) -> list[Note]:
    known = {
        *(*_TITLES, *_STANDFIRSTS, *_DATES, *_AUTHORS, *_TOPICS, *_LANGUAGES, *_SLUGS),
        *(*_ALIASES, *_IDENTITIES, *_IGNORED, *_TAXONOMIES),
    }
    unused = [one_line(name)[:40] for name in front.members if name not in known]
    if not unused:
        return []
    return [Note(1, f"not used of the front matter: {', '.join(sorted(unused)[:20])}")]


def _refuse_tangled(body: str, lines_before: int) -> None:
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
