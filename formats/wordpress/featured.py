"""Featured pictures: what WordPress shows above a post, and an export names by a number only.

The picture itself is another item of the export, before the post or behind it; so an export is
looked through for them before its posts are read.
"""

import re
from html import escape
from typing import BinaryIO

from lxml.html import HtmlElement, fragment_fromstring

from formats.parsed import Note, Refused
from formats.pictures import Pictures
from formats.wordpress.posts import Featured, Post, plain
from formats.wordpress.wxr import Export
from formats.wordpress.wxr_posts import ATTACHMENT

_MOST_SIGNS = 30_000_000
_LONGEST = 2_000
_SIZE = re.compile(r"-(?:\d{2,5}x\d{2,5}|scaled)(?=\.[A-Za-z]{3,4}$)")


def featured_in(file: BinaryIO) -> dict[str, Featured]:
    """The pictures that posts of the export `file` feature, by their numbers there.

    `file` is where it was, afterwards; one that can't go back gives none.
    """
    if not file.seekable():
        return {}
    place = file.tell()
    try:
        return _looked_for(file)
    except Refused:
        return {}  # Whoever reads the posts meets the same refusal and says it.
    finally:
        file.seek(place)


def _looked_for(file: BinaryIO) -> dict[str, Featured]:
    held: dict[str, Featured] = {}
    wanted: set[str] = set()
    signs = 0
    for post in Export(file, attachments=True).posts():
        if isinstance(post, Refused):
            continue
        if post.thumbnail:
            wanted.add(post.thumbnail)
        if post.kind == ATTACHMENT and post.address and signs < _MOST_SIGNS:
            one = Featured(
                post.address[:_LONGEST], post.description, plain(post.excerpt)[:_LONGEST]
            )
            held[post.identity] = one
            signs += len(one.address) + len(one.description) + len(one.caption)
    return {number: one for number, one in held.items() if number in wanted}


def shown_first(root: HtmlElement, post: Post, pictures: Pictures) -> list[Note]:
    """Puts the featured picture of `post` before its text, if it came along and isn't in it."""
    featured = post.featured
    if featured is None:
        number = post.thumbnail
        said = f"its featured picture (number {number}) isn’t in the file"
        return [Note(post.line, said)] if number not in ("", "0", "-1") else []
    if _is_shown(root, featured):
        return []
    description = plain(featured.description)
    _text, missing = pictures.markdown(featured.address, "", post.line)
    if missing is not None:
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
    return any(_whole(one.get("src") or "") == whole for one in root.iter("img"))


def _whole(address: str) -> str:
    """A picture's path without what differs between its copies: site, size, question."""
    path = address.partition("?")[0].partition("#")[0].rpartition("//")[2]
    return _SIZE.sub("", path.partition("/")[2])
