"""What is recorded of a removal: by whose order, the words from now on, what texts give way to."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings

from articles import rows
from articles.models import Article
from articles.models.article import Status
from articles.notices import REASONS
from articles.pages import part_of
from articles.reading import document_at
from articles.sealed import sealed_document
from articles.withheld import LONGEST_NOTE, masked_document, slug_instead
from corrections.placing import next_number
from corrections.publishing import SameSigner
from documents.document import LONGEST_LINE, Document
from documents.markdown import RENDERER
from documents.plain import rendered_plain
from record.format import WITHHELD, name_of
from record.models import Signer, Version
from record.refusals import UserFacing
from record.removal.holding import TextWithWords
from record.removal.places import Matcher
from record.removal.words import Sought
from record.sealing import Entry, Signature, Withholding, Words

#: What an address can't be replaced by: it is simply absent afterwards.
_ABSENT = (".url", ".archived", "slug")


@dataclass(frozen=True)
class Order:
    """Who wants a removal, and why: `because` is a class of the record (`articles.notices`).

    Somebody else approves, or `alone` says why nobody does; `notice` is shown to readers. Raises
    `UserFacing` for an unknown class or nobody's approval, `SameSigner` for the proposer's own.
    """

    because: str
    by: Signer
    approver: Signer | None = None
    alone: str = ""
    notice: str = ""
    incident: UUID | None = field(default=None)

    def __post_init__(self) -> None:
        if self.because not in REASONS:
            expected = ", ".join(REASONS)
            raise UserFacing(f"found the class {self.because!r}; expected one of {expected}")
        if (self.approver is None) == (not self.alone.strip()):
            raise UserFacing("expected a second person’s approval, or a reason for acting alone")
        if self.approver == self.by:
            raise SameSigner("who approves a removal must be another than who asks for it")

    def signatures(self, sought: Matcher) -> list[Signature]:
        """Who signs, in which roles; a name that is sought is not written down once more."""
        approver, role = (self.approver, "approver") if self.approver else (self.by, "publisher")
        hidden = sought if isinstance(sought, Sought) else None
        return [
            Signature(by.pk, WITHHELD if hidden and hidden.is_in(by.name) else by.name, as_what)
            for by, as_what in ((self.by, "proposer"), (approver, role))
        ]

    def repeats(self, sought: Matcher) -> bool:
        """Whether the order itself says the words that are to go."""
        return sought.is_in(self.notice) or sought.is_in(self.alone)


@dataclass(frozen=True)
class Removal:
    """A removal of one explainer: the texts to withhold, what is sought in them, by whose order.

    `people` are the ids of those whose whole names go.
    """

    subject: UUID
    texts: list[TextWithWords]
    sought: Matcher
    order: Order
    incident: UUID | None = None
    people: Collection[str] = ()

    def document(self, article: Article, newest: Version) -> Document:
        """The words from now on; of an explainer that is removed, those that its rows keep."""
        removed = newest.members["document"] is None
        document = rows.document_of(article) if removed else document_at(newest)
        return masked_document(document, self.sought, self.people) if self.texts else document

    def next_version(self, newest: Version, status: str, document: Document) -> Entry:
        sealed = sealed_document(document) if status != Status.REMOVED else None
        slug = self._slug(newest, status)
        stands = dict(_words_in({"slug": slug, "document": sealed}))
        places_now = {leaf: path for path, leaf in _named(newest).items()}
        return Entry(
            subject=self.subject,
            kind="removal",
            status=status,
            language=document.language,
            time_zone=settings.TIME_ZONE,
            renderer=RENDERER,
            signers=self.order.signatures(self.sought),
            slug=slug,
            document=sealed,
            banners=newest.members["banners"],
            explanation=self._explanation(newest),
            withholds=list(self._withholds(stands, places_now)),
        )

    def _slug(self, newest: Version, status: str) -> Words | None:
        slug = Article.objects.values_list("slug", flat=True).get(pk=self.subject)
        leaf = newest.members["slug"]
        if leaf is None:
            return None
        if leaf["text"] not in {text.commitment for text in self.texts}:
            return Words(slug)
        # A live explainer needs an address; one that is taken away with its words has none.
        return None if status == Status.REMOVED else Words(slug_instead(self.sought, slug))

    def _withholds(
        self, stands: dict[str, Words], places_now: dict[str, str]
    ) -> Iterator[Withholding]:
        for text in self.texts:
            here = places_now.get(text.commitment)
            instead = (stands.get(here) if here else None) or self._instead(text)
            yield Withholding(text.commitment, instead, self.order.because)

    def _instead(self, text: TextWithWords) -> Words | None:
        """What stands for a text that the explainer no longer holds, or never held."""
        if text.path.endswith(_ABSENT):
            return None
        if text.is_markdown:
            source = self.sought.masked_markdown(text.body)
            return Words(source, rendered_plain(part_of(text.path), source))
        if text.person in self.people:
            return Words(WITHHELD)
        return Words(self.sought.masked(text.body, longest=_longest(text.path)))

    def _explanation(self, newest: Version) -> dict[str, Any]:
        return {
            "correction": next_number(),
            "base": newest.number,
            "right": Words(self.order.notice) if self.order.notice else None,
            "why": Words(REASONS[self.order.because]),
            "alone": Words(self.order.alone.strip()) if self.order.alone.strip() else None,
            "incident": str(self.incident) if self.incident else None,
            "sources": [],
        }


def _longest(path: str) -> int | None:
    """How long a text may be at a place; only in the document is there a limit."""
    if path.startswith("imported.notes."):
        return LONGEST_NOTE
    if not path.startswith("document."):
        return None
    return 2 * LONGEST_LINE if path.endswith("standfirst") else LONGEST_LINE


def _named(version: Version) -> dict[str, str]:
    """The texts of slug and document by their paths."""
    members = {name: version.members[name] for name in ("slug", "document")}
    return dict(_leaves_in(members))


def _leaves_in(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and "text" in value:
        yield path, value["text"]
    else:
        for name, part in _items(value):
            yield from _leaves_in(part, f"{path}.{name}".lstrip("."))


def _words_in(value: Any, path: str = "") -> Iterator[tuple[str, Words]]:
    if isinstance(value, Words):
        yield path, value
    else:
        for name, part in _items(value):
            yield from _words_in(part, f"{path}.{name}".lstrip("."))


def _items(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from ((name_of(item, index), item) for index, item in enumerate(value))
