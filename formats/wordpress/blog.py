"""Exports of WordPress to readings: what its posts hold becomes what WordPress would show."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import BinaryIO

from lxml.html import HtmlElement

from formats.composing.composing import explainer_from_tree
from formats.composing.inline import words_of
from formats.composing.tidying import footnotes_marked
from formats.composing.tree import parsed_fragment, with_class
from formats.decoding import cleaned_text
from formats.metadata import About
from formats.parsed import Note, ParsedExplainer, Refused, quoted
from formats.pictures import Pictures
from formats.wordpress.content import shown_first, with_paragraphs, without_shortcodes
from formats.wordpress.posts import Post, plain
from formats.wordpress.rest import Answer
from formats.wordpress.wxr import Export, featured_in
from formats.wordpress.wxr_posts import LONGEST_POST

_BLOCK = re.compile(r"<!--\s*wp:", re.IGNORECASE)
#: A block that a plug-in or the site fills when it is shown: the export holds no words of it.
_FILLED = re.compile(r"<!--\s*wp:([a-z][\w/-]{0,80})\s[^<>]{0,5000}?/-->|<!--\s*wp:([\w/-]+) /-->")
#: What plug-ins call the questions of their FAQ blocks.
_QUESTIONS = ("schema-faq-question", "rank-math-question", "saswp-faq-question-title")
#: Shortcodes around words or an address that stay, so nothing is missing without them.
_WRAPPERS = ("caption", "wp_caption", "embed")
_LONGEST_TITLE = 80
_SILENT = ("spacer", "separator", "more", "nextpage")


@dataclass(frozen=True, slots=True)
class Member:
    """One explainer of a file that holds several; `read` makes its reading or raises `Refused`.

    `key` is what its source knows it by, "" for nothing; `left_out` says why it isn't taken in.
    """

    name: str
    key: str = ""
    read: Callable[[], ParsedExplainer] | None = None
    left_out: str = ""
    notes: tuple[Note, ...] = ()


def parse_wxr(
    file: BinaryIO, *, language: str, pictures: Callable[[], Pictures]
) -> Iterator[Member]:
    """The texts of an export, one by one; raises `Refused` for what isn't safe."""
    featured = featured_in(file)
    export = Export(file)
    for post in export.posts():
        if isinstance(post, Refused):
            yield Member("", read=_raising(post))
        else:
            post.featured = featured.get(post.thumbnail)
            yield _member(post, language, pictures)
    yield from _rest(export.others, tuple(export.notes))


def parse_answer(
    file: BinaryIO, *, language: str, pictures: Callable[[], Pictures]
) -> Iterator[Member]:
    """The posts and pages of a saved answer of the REST interface."""
    answer = Answer(file)
    for post in answer.posts():
        yield _member(post, language, pictures)
    yield from _rest(answer.others, ())


def _rest(others: dict[str, int], notes: tuple[Note, ...]) -> Iterator[Member]:
    """What else there was, in one line."""
    counted = ", ".join(f"{count} {kind}" for kind, count in sorted(others.items())[:20])
    if counted:
        yield Member("", left_out=f"no texts of the site: {counted}", notes=notes)
    elif notes:
        yield Member("", left_out="something that is no text", notes=notes)


def _raising(refusal: Refused) -> Callable[[], ParsedExplainer]:
    def read() -> ParsedExplainer:
        raise refusal

    return read


def _member(post: Post, language: str, pictures: Callable[[], Pictures]) -> Member:
    if post.left_out:
        return Member(post.label, left_out=post.left_out)
    source = post.source  # Before it is read: that may fill in what its export lacks.
    return Member(
        post.label,
        post.key,
        lambda: replace(_reading(post, language, pictures()), source=source),
    )


def _reading(post: Post, language: str, pictures: Pictures) -> ParsedExplainer:
    if post.too_long:
        length = f"a post of more than {LONGEST_POST:,} characters"
        raise Refused(post.line, length, "a shorter one")
    html, notes = _shown(post)
    html, cleaned = cleaned_text(html)
    if not html.strip():
        raise Refused(post.line, "a post without text", "an explainer")
    root = parsed_fragment(html)
    if not words_of(root) and next(root.iter("img"), None) is None:
        raise Refused(post.line, "a post without text", "an explainer")
    _number(root, post)
    footnotes_marked(root)
    notes += [*shown_first(root, post, pictures), *_doubts(post)]
    title = cleaned_text(post.plain_title)[0].strip()
    if not title:
        title = _first_words(words_of(root))
        if not title:
            raise Refused(post.line, "a post without a title or words", "an explainer")
        message = f"the post has no title, so its first words became it: {quoted(title)}"
        notes.append(Note(post.line, message))
    about = About(
        title=title,
        standfirst=_standfirst(post),
        date=post.day,
        slug=post.slug,
        identity=post.key or None,
        base=post.link,
        authors=tuple(post.authors),
        topics=tuple(post.topics),
        aliases=tuple(post.aliases),
        asked=tuple((question, "") for question in _asked(root)),
        is_draft=bool(post.kept_back),
    )
    if post.kept_back:
        notes.append(Note(post.line, f"{post.kept_back}, so it stays a draft here"))
    return explainer_from_tree(root, about, [*notes, *cleaned], language, pictures)


def _first_words(text: str) -> str:
    """The first sentence of `text`, or as much of it as a title is long."""
    sentence = re.split(r"(?<=[.!?…])\s|(?<=[。！？])", text, maxsplit=1)[0]
    if len(sentence) <= _LONGEST_TITLE:
        return sentence
    return f"{sentence[:_LONGEST_TITLE].rpartition(' ')[0] or sentence[:_LONGEST_TITLE]}…"


def _doubts(post: Post) -> Iterator[Note]:
    if not post.is_of_own_kind:
        message = f"its kind is “{post.kind[:40]}”, which its site made up; it was taken as a text"
        yield Note(post.line, message)
    if post.lacks:
        message = " and ".join(post.lacks)
        yield Note(None, f"the file has only numbers for {message}; ask for it again with ?_embed")


def _asked(root: HtmlElement) -> Iterator[str]:
    """The questions of FAQ blocks, which plug-ins mark by their class; they become headings."""
    for element in with_class(root, *_QUESTIONS):
        question = words_of(element)
        if question:
            element.tag = "h6"
            yield question


def _standfirst(post: Post) -> str | None:
    """The excerpt, where somebody wrote one: an interface gives one that it cut off the text."""
    if post.is_rendered or not post.excerpt.strip():
        return None
    return cleaned_text(plain(post.excerpt))[0] or None


def _shown(post: Post) -> tuple[str, list[Note]]:
    """The content as HTML with paragraphs, and what couldn't be shown."""
    notes = [] if post.is_rendered else list(_filled(post.content, post))
    html, codes = without_shortcodes(post.content, is_rendered=post.is_rendered)
    for name, line in codes:
        if name in _WRAPPERS:
            continue
        message = f"the shortcode [{name}] was left out; what it would show isn’t in the export"
        notes.append(Note(_line(post, line), message))
    is_html = post.is_rendered or _BLOCK.search(html)
    return (html if is_html else with_paragraphs(html)), notes


def _filled(html: str, post: Post) -> Iterator[Note]:
    named = set()
    for block in _FILLED.finditer(html):
        name = block[1] or block[2]
        if name not in named and name not in _SILENT:
            named.add(name)
            line = _line(post, html.count("\n", 0, block.start()) + 1)
            message = f"the block {name} is filled by the site when it is shown, so it is not here"
            yield Note(line, message)


def _line(post: Post, line: int) -> int | None:
    """A line of the content as one of the file."""
    return None if post.line is None else post.content_line + line - 1


def _number(root: HtmlElement, post: Post) -> None:
    """Gives the elements their lines in the file."""
    if post.line is None:
        return
    for element in root.iterdescendants():
        with suppress(TypeError, ValueError):
            if isinstance(element.tag, str) and element.sourceline:
                element.set("data-line", str(post.content_line + element.sourceline - 1))
