"""Shortcodes of WordPress: `[name key="value"]`, which plug-ins turn into something else.

Nothing here knows what a plug-in would show. The words between a pair of shortcodes stay, the
shortcodes go, and each kind is reported. What merely stands in brackets, such as "[sic]" or "[1]",
is text and stays.
"""

import re
from collections import Counter

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


def without_shortcodes(
    text: str, *, is_rendered: bool = False
) -> tuple[str, list[tuple[str, int]]]:
    """`text` without them, and the names of those taken out, each with the line of its first.

    Of a text that is rendered only those go that put pages together: others in it are words.
    """
    ends = Counter(found["name"] for found in _CODE.finditer(text) if found["end"])
    starts = Counter(found["name"] for found in _CODE.finditer(text) if not found["end"])
    seen: dict[str, int] = {}

    def shown(found: re.Match[str]) -> str:
        if found["open"] and found["close"] and not is_rendered:
            return found[0][1:-1]  # Doubled brackets are how WordPress writes a shortcode as text.
        if not (_BUILDS.match(found["name"]) if is_rendered else _is_code(found, ends, starts)):
            return found[0]
        if found["name"] not in seen:
            seen[found["name"]] = text.count("\n", 0, found.start()) + 1
        return found["open"] + found["close"]

    return _CODE.sub(shown, text), list(seen.items())


def _is_code(found: re.Match[str], ends: Counter[str], starts: Counter[str]) -> bool:
    name, rest = found["name"], _ENTITY_QUOTE.sub('"', found["rest"])
    if name.casefold() in _KNOWN or found["self"]:
        return True
    if found["end"]:
        return bool(starts[name])
    return bool(ends[name]) or _ATTRIBUTE.search(rest) is not None
