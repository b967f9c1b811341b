"""What WordPress knows of one post or page, however it was exported, and what becomes of it."""

import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field
from hashlib import sha256
from html import unescape
from urllib.parse import unquote

from documents.partial_dates import is_partial_date
from documents.slugs import is_slug

#: The kinds of posts that every WordPress has for its texts.
_OWN = frozenset(("post", "page"))
#: The kinds that are the machinery of a site, or what its visitors sent: never text of it.
_MACHINERY = frozenset(
    [
        "attachment",
        "revision",
        "nav_menu_item",
        "custom_css",
        "customize_changeset",
        "oembed_cache",
        "user_request",
        "feedback",
        "nf_sub",
        "flamingo_inbound",
        "flamingo_contact",
        "wpforms",
        "wpcf7_contact_form",
        "mc4wp-form",
        "popup",
        "popup_theme",
        "product_variation",
        "tablepress_table",
        "scheduled-action",
        "safecss",
        "guest-author",
        "vc_grid_item",
        "ml-slider",
        "ml-slide",
    ]
)
_MACHINERY_OF = (
    "wp_",
    "acf-",
    "jp_",
    "jetpack",
    "elementor",
    "et_",
    "fl-",
    "shop_",
    "fusion_",
    "amn_",
    "ct_",
    "wpsl_",
    "_",
)
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


@dataclass(frozen=True, slots=True)
class Featured:
    """The picture that a site shows above a post: its address, description and caption."""

    address: str
    description: str = ""
    caption: str = ""


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
    thumbnail: str = ""
    featured: Featured | None = None
    address: str = ""
    description: str = ""
    too_long: int = 0
    is_rendered: bool = False
    lacks: tuple[str, ...] = ()

    @property
    def is_text(self) -> bool:
        """Whether it is a text of its site: a post, a page, or of a kind that the site made up.

        Of the latter, what has a title and a text, and isn't of the kinds that are machinery.
        """
        if self.kind in _OWN or self.kind in _MACHINERY:
            return self.kind in _OWN
        is_machinery = self.kind.startswith(_MACHINERY_OF)
        has_text = bool(self.content.strip() or self.too_long)
        return not is_machinery and bool(self.plain_title) and has_text

    @property
    def is_of_own_kind(self) -> bool:
        """Whether every WordPress has its kind."""
        return self.kind in _OWN

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
    def source(self) -> str:
        """A hash of what its export says that goes into a text."""
        words = (self.title, self.content, self.excerpt, self.date, self.status, self.password)
        people = (*self.authors, "", *self.guests)
        shown = (self.thumbnail, *(astuple(self.featured) if self.featured else ()))
        return sha256(repr((words, people, shown, self.description)).encode()).hexdigest()

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
        """One more topic, each once whatever its capitals: a tag may repeat a category."""
        name = plain(name)
        if name and name.casefold() not in {*_NO_TOPIC, *map(str.casefold, self.topics)}:
            self.topics.append(name)

    def add_author(self, name: str) -> None:
        """One more author, each once."""
        name = plain(name)
        if name and name not in self.authors:
            self.authors.append(name)


def plain(text: str) -> str:
    """A title or name of WordPress, which may hold tags and entities, as plain text in a line."""
    return " ".join(unescape(_TAG.sub("", text)).split())
