"""The posts of an export of WordPress, made of the events of its XML one by one."""

from collections import Counter, deque
from xml.parsers import expat

from formats.parsed import Refused
from formats.safe_xml import not_well_formed, parser
from formats.wordpress.posts import Post

LONGEST_POST = 5_000_000
ATTACHMENT = "attachment"
_LONGEST_TOKEN = 16 << 20
_DEEPEST = 60
_MOST_NAMES = 1_000
_MOST_AUTHORS = 100_000
_FIELDS = {
    "title": "title",
    "link": "link",
    "guid": "guid",
    "content:encoded": "content",
    "excerpt:encoded": "excerpt",
    "wp:post_id": "identity",
    "wp:post_date": "date",
    "wp:post_name": "name",
    "wp:status": "status",
    "wp:post_type": "kind",
    "wp:post_password": "password",
    "wp:attachment_url": "address",
}
#: What is wanted of the many things that plug-ins note about a post.
_META = {"_thumbnail_id": "thumbnail", "_wp_attachment_image_alt": "description"}
_LONGEST_META = 5_000
_NAMES = frozenset(("dc:creator", "category"))
_OF_AUTHOR = frozenset(("wp:author_login", "wp:author_display_name"))


class PostStream:
    """Expat's events made into posts; `lines` come before what it is fed.

    `done` holds the posts that are whole, for whoever feeds it to take; `others` counts things
    that are no texts, by their kinds.
    """

    def __init__(self, lines: int = 0, *, attachments: bool = False) -> None:
        self._lines = lines
        self._with_attachments = attachments
        self._meta = ""
        self.done: deque[Post] = deque()
        self.others: Counter[str] = Counter()
        self._parser = parser(namespaces=False)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._open: list[str] = []
        self._text: list[str] | None = None
        self._length = self._fed = 0
        self._post: Post | None = None
        self._attributes: dict[str, str] = {}
        self._author: dict[str, str] = {}
        self._authors: dict[str, str] = {}
        self._too_long = 0

    def feed(self, text: str, *, is_last: bool) -> Refused | None:
        """Takes in more; gives the refusal, if this breaks what was read so far."""
        self._fed += len(text.encode("utf-8"))
        try:
            self._parser.Parse(text, is_last)
        except expat.ExpatError as error:
            return not_well_formed(error, "the export", self._lines)
        if self._fed - self._parser.CurrentByteIndex > _LONGEST_TOKEN:
            piece = f"one piece of XML of more than {_LONGEST_TOKEN:,} bytes"
            raise Refused(self._line, piece, "an export of WordPress")
        return None

    def place_in(self, text: str) -> int:
        """How far into `text`, which was fed last, the error is."""
        encoded = text.encode("utf-8")
        place = max(0, self._parser.ErrorByteIndex - (self._fed - len(encoded)))
        # One further at least, or the same item would be found and fail again.
        return max(1, len(encoded[:place].decode("utf-8", "ignore")))

    def renewed(self, lines: int) -> "PostStream":
        """A stream for what comes behind an error, which knows what this one knew."""
        new = PostStream(lines, attachments=self._with_attachments)
        new.others, new._authors = self.others, self._authors
        new._parser.Parse("<rss><channel>", False)
        return new

    @property
    def _line(self) -> int:
        line: int = self._parser.CurrentLineNumber
        return self._lines + line

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name)
        if len(self._open) > _DEEPEST:
            raise Refused(self._line, f"elements nested more than {_DEEPEST} deep", "an export")
        if name == "item" and self._post is None:
            self._post = Post(line=self._line, status="", kind="")
            self._too_long = 0
        elif name == "wp:author" and self._post is None:
            self._author = {}
        if self._is_wanted(name):
            self._text, self._length = [], 0
            self._attributes = attributes
            if name == "content:encoded" and self._post is not None:
                self._post.content_line = self._line

    def _is_wanted(self, name: str) -> bool:
        parent = self._open[-2] if len(self._open) > 1 else ""
        if parent == "item" and self._post is not None:
            is_unwanted = self._with_attachments and name == "content:encoded"
            return not is_unwanted and (name in _FIELDS or name in _NAMES)
        if parent == "wp:postmeta" and self._post is not None:
            return name == "wp:meta_key" or (name == "wp:meta_value" and self._meta in _META)
        return parent == "wp:author" and self._post is None and name in _OF_AUTHOR

    def _characters(self, text: str) -> None:
        if self._text is None:
            return
        self._length += len(text)
        if self._open[-1] in ("wp:meta_key", "wp:meta_value"):
            self._text += [text] if self._length <= _LONGEST_META else []
        elif self._length <= LONGEST_POST:
            self._text.append(text)
        else:
            self._too_long = self._length

    def _end(self, name: str) -> None:
        self._open.pop()
        if self._text is not None and self._is_closing(name):
            self._take(name, "".join(self._text))
            self._text = None
        if name == "item" and self._post is not None and "item" not in self._open:
            self._finish(self._post)
            self._post = None
        elif name == "wp:author" and len(self._authors) < _MOST_AUTHORS:
            login = self._author.get("wp:author_login", "").strip()
            self._authors[login] = self._author.get("wp:author_display_name", "").strip() or login

    def _is_closing(self, name: str) -> bool:
        return bool(self._open) and self._open[-1] in ("item", "wp:author", "wp:postmeta")

    def _take(self, name: str, text: str) -> None:
        post = self._post
        if post is None:
            self._author[name] = text
        elif name == "wp:meta_key":
            self._meta = text.strip()
        elif name == "wp:meta_value":
            setattr(post, _META[self._meta], text.strip())
        elif name in _FIELDS:
            setattr(post, _FIELDS[name], text if name == "content:encoded" else text.strip())
        elif name == "dc:creator":
            post.authors.append(text.strip())
        elif len(post.topics) < _MOST_NAMES:
            self._take_category(post, text)

    def _take_category(self, post: Post, text: str) -> None:
        domain = self._attributes.get("domain", "category")
        if domain in ("category", "post_tag", "tag"):
            post.add_topic(text)
        elif domain in ("author", "ppma_author"):
            # Several authors of one post are a taxonomy, with the login of one of them beside it.
            post.guests.append(text)

    def _finish(self, post: Post) -> None:
        if self._too_long:
            post.content = ""
            post.too_long = self._too_long
        post.kind = post.kind or "post"
        post.status = post.status or "publish"
        is_wanted = post.is_text or (self._with_attachments and post.kind == ATTACHMENT)
        if not is_wanted:
            self.others[post.kind[:40] if len(self.others) < _MOST_NAMES else "other"] += 1
            return
        names = post.guests or [self._authors.get(login, login) for login in post.authors]
        post.authors = []
        for name in names:
            post.add_author(name)
        self.done.append(post)
