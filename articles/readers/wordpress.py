"""What WordPress knows of one post or page, however it was exported, and what becomes of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

from articles.partial_dates import is_partial_date
from articles.slugs import is_slug

#: Kinds of posts that are explainers; the rest of an export is the machinery of its site.
KINDS = frozenset(("post", "page"))
_ABSENT_DATE = "0000-00-00"
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
#: What WordPress calls the category of posts that have none.
_NO_TOPIC = frozenset(("uncategorized", "uncategorised"))
_LEFT_OUT = {
    "trash": "it is in the trash there",
    "auto-draft": "it is an empty draft that was never saved there",
    "inherit": "it is an older state of another post",
    "spam": "it is marked as spam there",
}


@dataclass(slots=True)
class Post:
    """A post or page as its export tells of it; `line` is where it begins there."""

    line: int | None = None
    content_line: int = 1
    kind: str = "post"
    status: str = "publish"
    title: str = ""
    content: str = ""
    excerpt: str = ""
    date: str = ""
    link: str = ""
    guid: str = ""
    identity: str = ""
    name: str = ""
    password: str = ""
    authors: list[str] = field(default_factory=list)
    guests: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    too_long: int = 0
    is_rendered: bool = False

    @property
    def label(self) -> str:
        """What names it in a report: its kind, number and title."""
        number = f" {self.identity}" if self.identity else ""
        return f"{self.kind}{number} {self.plain_title}".strip()[:200]

    @property
    def plain_title(self) -> str:
        """The title without tags and entities."""
        return plain(self.title)

    @property
    def key(self) -> str:
        """By what it is known again: the GUID, which stays the same when its address changes."""
        return self.guid.strip() or self.link.strip()

    @property
    def day(self) -> str | None:
        """The day on which it was published, in the time zone of its site; None for a draft."""
        day = self.date.strip()[:10]
        is_known = is_partial_date(day) and not day.startswith(_ABSENT_DATE[:4])
        return day if is_known and self.status in ("publish", "private") else None

    @property
    def slug(self) -> str | None:
        """The last part of its address, where this site could have it too."""
        name = unquote(self.name.strip())
        return name if is_slug(name) else None

    @property
    def left_out(self) -> str:
        """Why it isn't taken in at all; "" where it is."""
        return _LEFT_OUT.get(self.status, "")

    @property
    def kept_back(self) -> str:
        """Why it must not be published by an import; "" where it may."""
        if self.password:
            return "it is protected by a password there"
        if self.status == "publish":
            return ""
        if self.status == "future":
            return "it is scheduled there and was not published yet"
        return f"it is not published there (status {self.status[:30]})"

    @property
    def aliases(self) -> Iterator[str]:
        """Its old addresses, each once: the permalink, and `?p=` with its number."""
        seen = {""}
        for address in (self.link.strip(), self.guid.strip()):
            if address not in seen and "://" in address:
                seen.add(address)
                yield address

    def add_topic(self, name: str) -> None:
        """One more topic, each once."""
        name = plain(name)
        if name and name.casefold() not in _NO_TOPIC and name not in self.topics:
            self.topics.append(name)

    def add_author(self, name: str) -> None:
        """One more author, each once."""
        name = plain(name)
        if name and name not in self.authors:
            self.authors.append(name)


def plain(text: str) -> str:
    """A title or name of WordPress, which may hold tags and entities, as plain text in a line."""
    return " ".join(unescape(_TAG.sub("", text)).split())
