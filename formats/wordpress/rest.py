"""Posts of WordPress as its REST interface gives them, saved to a file: one, or a list of them."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from formats.parsed import Refused
from formats.wordpress.posts import Featured, Post, plain

_LARGEST = 64_000_000
_EXPECTED = "JSON of posts as WordPress’s REST interface gives it"


class Answer:
    """A saved answer: `posts` gives them, what was left aside is counted."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.others: Counter[str] = Counter()

    def posts(self) -> Iterator[Post]:
        """The posts and pages; raises `Refused` for other JSON, or none."""
        for member in _members(self._file.read(_LARGEST + 1)):
            if not _is_post(member):
                raise Refused(None, "something that is no post", _EXPECTED)
            post = _post(member)
            if post.is_text:
                yield post
            else:
                self.others[post.kind[:40]] += 1


def is_answer(start: bytes) -> bool:
    """Whether a file that begins so holds posts of WordPress's REST interface."""
    start = start.lstrip(b"\xef\xbb\xbf \t\r\n[")
    return start.startswith(b"{") and (b'"rendered"' in start or b'"site_ID"' in start)


def _members(data: bytes) -> list[Any]:
    if len(data) > _LARGEST:
        raise Refused(None, f"a file of more than {_LARGEST:,} bytes", "several smaller ones")
    try:
        answer = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused(None, "bytes that are not UTF-8", "JSON in UTF-8") from error
    except json.JSONDecodeError as error:
        raise Refused(error.lineno, f"broken JSON ({error.msg})", _EXPECTED) from error
    except (RecursionError, ValueError) as error:
        raise Refused(None, "JSON nested too deeply", _EXPECTED) from error
    if isinstance(answer, dict) and isinstance(answer.get("posts"), list):
        answer = answer["posts"]
    return answer if isinstance(answer, list) else [answer]


def _is_post(member: Any) -> bool:
    return isinstance(member, dict) and "title" in member and "content" in member


def _post(member: Mapping[str, Any]) -> Post:
    protected = member.get("content")
    is_protected = isinstance(protected, dict) and protected.get("protected") is True
    post = Post(
        kind=_text(member.get("type")) or "post",
        status=_text(member.get("status")) or "publish",
        title=_text(member.get("title")),
        content=_text(member.get("content")),
        excerpt=_text(member.get("excerpt")),
        date=_text(member.get("date")),
        link=_text(member.get("link") or member.get("URL")),
        guid=_text(member.get("guid")),
        identity=_text(member.get("id") or member.get("ID")),
        name=_text(member.get("slug")),
        password=_text(member.get("password")) or ("protected" if is_protected else ""),
        is_rendered=True,
        lacks=tuple(_lacks(member)),
        featured=_featured(member),
    )
    for name in _authors(member):
        post.add_author(name)
    for name in _topics(member):
        post.add_topic(name)
    return post


def _text(value: Any) -> str:
    """A text, a number as text, or what is `rendered` of one."""
    text = value.get("rendered", value.get("raw")) if isinstance(value, dict) else value
    is_text = isinstance(text, str | int) and not isinstance(text, bool)
    return str(text) if is_text else ""


def _authors(member: Mapping[str, Any]) -> Iterator[str]:
    embedded = _dict(member.get("_embedded")).get("author")
    for author in embedded if isinstance(embedded, list) else [member.get("author")]:
        name = _text(_dict(author).get("name"))
        if name:
            yield name


def _topics(member: Mapping[str, Any]) -> Iterator[str]:
    terms = _dict(member.get("_embedded")).get("wp:term")
    for group in terms if isinstance(terms, list) else []:
        for term in group if isinstance(group, list) else []:
            if _dict(term).get("taxonomy") in ("category", "post_tag"):
                yield _text(_dict(term).get("name"))
    for name in ("categories", "tags"):
        # The interface of WordPress.com gives names, that of a site of one's own only numbers.
        yield from (key for key in _dict(member.get(name)) if isinstance(key, str))


def _lacks(member: Mapping[str, Any]) -> Iterator[str]:
    """What the interface gives only by number, unless it is asked to embed it."""
    if _dict(member.get("_embedded")):
        return
    if isinstance(member.get("author"), int):
        yield "authors"
    if any(isinstance(member.get(name), list) and member[name] for name in ("categories", "tags")):
        yield "topics"
    if isinstance(member.get("featured_media"), int) and member["featured_media"] > 0:
        yield "its featured picture"


def _featured(member: Mapping[str, Any]) -> Featured | None:
    """The featured picture, which an interface of WordPress.com gives as an address alone."""
    given = _dict(member.get("_embedded")).get("wp:featuredmedia")
    picture = _dict(given[0]) if isinstance(given, list) and given else {}
    address = _text(picture.get("source_url")) or _text(member.get("featured_image"))
    if not address:
        return None
    return Featured(address, _text(picture.get("alt_text")), plain(_text(picture.get("caption"))))


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
