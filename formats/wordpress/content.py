"""What WordPress shows of a post's content: paragraphs, shortcodes, the featured picture.

WordPress makes the paragraphs of classic posts when it shows them: blank lines part them, though
nothing in the HTML says so. What is in an element of its own stays as it is.

Nothing here knows what plug-ins turn shortcodes, `[name key="value"]`, into. The words between a
pair of them stay, the shortcodes go, and each kind is reported. What merely stands in brackets,
such as "[sic]" or "[1]", is text and stays.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import escape

from lxml.html import HtmlElement, fragment_fromstring

from formats.parsed import Note
from formats.pictures import Pictures
from formats.wordpress.posts import Featured, Post, plain

_BLOCKS = (
    "address article aside blockquote center dd details dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main map nav ol p pre script section"
    " style summary table tbody td tfoot th thead tr ul iframe video audio object noscript"
).replace(" ", "|")
#: A tag that begins or ends a block, or what stays whole up to its own end.
_TAG = re.compile(rf"<!--|</?(?:{_BLOCKS}|textarea)\b[^<>]*>", re.IGNORECASE)
_ENDS = {
    "": re.compile("-->"),
    **{
        name: re.compile(rf"</{name}\s*>", re.IGNORECASE)
        for name in ("pre", "script", "style", "textarea")
    },
}
_TAG_NAME = re.compile(r"</?([A-Za-z0-9]+)")
#: In these a run of words is the content itself and no paragraph.
_LINES = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "figcaption"])
_MAYBE = frozenset(["li", "td", "th", "dd"])
_BLANK = re.compile(r"\n[ \t\u00a0]*\n\s*")
_CODE = re.compile(
    r"(?P<open>\[?)\[(?P<end>/?)(?P<name>[A-Za-z][\w-]{0,60})"
    r"(?P<rest>(?:\s+[^\[\]]{0,2000})?)(?P<self>/?)\](?P<close>\]?)"
)
_ATTRIBUTE = re.compile(r"[\w-]+\s*=\s*(?:[\"'“”″&]|\w)")
_ENTITY_QUOTE = re.compile("&(?:quot|#8220|#8221|#8243|#039);")
#: Those of plug-ins that put pages together, which stay behind when the plug-in is switched off.
_BUILDS = re.compile(r"(?:vc|wpb|et_pb|fusion|av|mk|nectar|tatsu|cmsmasters)_", re.IGNORECASE)
#: Shortcodes of WordPress itself and of plug-ins, which may come without any attribute.
_KNOWN = frozenset(
    [
        "audio",
        "caption",
        "embed",
        "gallery",
        "playlist",
        "video",
        "wp_caption",
        "contact-form-7",
        "toc",
        "ez-toc",
        "sitemap",
        "woocommerce_cart",
        "products",
        "more",
        "nextpage",
        "youtube",
        "vimeo",
        "dailymotion",
        "googlevideo",
        "soundcloud",
        "slideshare",
        "tweet",
        "gist",
    ]
)
_SIZE = re.compile(r"-(?:\d{2,5}x\d{2,5}|scaled)(?=\.[A-Za-z]{3,4}$)")


def with_paragraphs(html: str) -> str:
    """`html` with the paragraphs that WordPress would show."""
    pieces: list[str] = []
    open_tags: list[str] = []
    place = 0
    for start, end, tag in _pieces(html):
        pieces += (_words(html[place:start], open_tags), html[start:end])
        _turn(tag, open_tags)
        place = end
    pieces.append(_words(html[place:], open_tags))
    return "".join(pieces)


def _pieces(html: str) -> Iterator[tuple[int, int, str]]:
    """Where tags of blocks begin and end, and the tag; "" for what stays whole."""
    place = 0
    never_end: set[str] = set()
    while match := _TAG.search(html, place):
        name, tag, place = _name(match[0]), match[0], match.end()
        if name in _ENDS and name not in never_end and not tag.startswith("</"):
            end = _ENDS[name].search(html, place)
            # What isn't found once isn't looked for again: it can't come later.
            never_end |= set() if end else {name}
            tag, place = ("", end.end()) if end else (tag, place)
        yield match.start(), place, "" if name == "" else tag


def _turn(tag: str, open_tags: list[str]) -> None:
    name = _name(tag)
    if not name:
        return
    if not tag.startswith("</"):
        if name != "hr" and not tag.endswith("/>"):
            open_tags.append(name)
    elif name in open_tags[-50:]:
        while open_tags.pop() != name:
            pass


def _name(tag: str) -> str:
    name = _TAG_NAME.match(tag)
    return name[1].lower() if name else ""


def _words(text: str, open_tags: list[str]) -> str:
    """A run of words: newlines outside stay, so that lines keep their numbers."""
    if not text.strip():
        return text
    inside = open_tags[-1] if open_tags else ""
    paragraphs = _BLANK.split(text.strip())
    if inside in _LINES or (inside in _MAYBE and len(paragraphs) == 1):
        return _broken(text) if inside == "p" else text
    before, _, after = text.partition(text.strip())
    gaps = ["\n" * gap.count("\n") for gap in _BLANK.findall(text.strip())]
    pairs = zip(paragraphs, [*gaps, ""], strict=True)
    return before + "".join(f"<p>{_broken(words)}</p>{gap}" for words, gap in pairs) + after


def _broken(text: str) -> str:
    """Line ends as breaks, but where there is one already."""
    return re.sub(r"(?<!<br>)(?<!<br/>)(?<!<br />)\n(?!\s*(?:<br|$))", "<br>\n", text)


def without_shortcodes(
    text: str, *, is_rendered: bool = False
) -> tuple[str, list[tuple[str, int]]]:
    """`text` without them, and the names of those taken out, each with the line of its first.

    Of a text that is rendered only those go that put pages together: others in it are words.
    """
    ends = Counter(code["name"] for code in _CODE.finditer(text) if code["end"])
    starts = Counter(code["name"] for code in _CODE.finditer(text) if not code["end"])
    seen: dict[str, int] = {}

    def shown(code: re.Match[str]) -> str:
        if code["open"] and code["close"] and not is_rendered:
            return code[0][1:-1]  # Doubled brackets are how WordPress writes a shortcode as text.
        if not (_BUILDS.match(code["name"]) if is_rendered else _is_code(code, ends, starts)):
            return code[0]
        if code["name"] not in seen:
            seen[code["name"]] = text.count("\n", 0, code.start()) + 1
        return code["open"] + code["close"]

    return _CODE.sub(shown, text), list(seen.items())


def _is_code(code: re.Match[str], ends: Counter[str], starts: Counter[str]) -> bool:
    name, rest = code["name"], _ENTITY_QUOTE.sub('"', code["rest"])
    if name.casefold() in _KNOWN or code["self"]:
        return True
    if code["end"]:
        return bool(starts[name])
    return bool(ends[name]) or _ATTRIBUTE.search(rest) is not None


def shown_first(root: HtmlElement, post: Post, pictures: Pictures) -> list[Note]:
    """Puts the featured picture of `post` before its text, if it came along and isn't in it."""
    featured = post.featured
    if featured is None:
        number = post.thumbnail
        missing = f"its featured picture (number {number}) isn’t in the file"
        return [Note(post.line, missing)] if number not in ("", "0", "-1") else []
    if _is_shown(root, featured):
        return []
    description = plain(featured.description)
    _text, reason = pictures.markdown(featured.address, "", post.line)
    if reason is not None:
        why = f"its featured picture {featured.address[:200]} didn’t come along"
        return [Note(post.line, why)]
    caption = f"<p>{escape(featured.caption)}</p>" if featured.caption else ""
    image = f'<p><img src="{escape(featured.address)}" alt="{escape(description)}"></p>'
    for block in reversed(list(fragment_fromstring(image + caption, create_parent="div"))):
        block.tail, root.text = root.text, None
        root.insert(0, block)
    return []


def _is_shown(root: HtmlElement, featured: Featured) -> bool:
    whole = _whole(featured.address)
    return any(_whole(image.get("src") or "") == whole for image in root.iter("img"))


def _whole(address: str) -> str:
    """A picture's path without what differs between its copies: site, size, question."""
    path = address.partition("?")[0].partition("#")[0].rpartition("//")[2]
    return _SIZE.sub("", path.partition("/")[2])
