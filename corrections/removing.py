"""Removal: words are withheld everywhere, or a whole explainer is taken away.

It is the one thing that destroys words. Each explainer concerned gets a removal version of its own
with a public number; removals of the same words are joined by an incident. All of it is one
transaction, made whole under the site's lock: nothing may slip in beside it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from articles import pages, rows
from articles.document import LONGEST_LINE, Document
from articles.markdown import RENDERER
from articles.models import Article, Author, Byline, Page, SearchRow
from articles.models.article import Status
from articles.projections import part_of
from articles.reading import document_at
from articles.removed import REASONS
from articles.sealed import rendered, sealed_document
from articles.withheld import LONGEST_NOTE, mask_rows, masked_document, slug_instead
from corrections.models import Correction, State
from corrections.numbering import next_number
from corrections.publishing import SameSigner
from corrections.withheld import forget_proposals, mask_published
from record.chain import Chain, appending, before
from record.format import WITHHELD, name_of
from record.held import Held, held, held_of, people_in
from record.models import Signer, Version
from record.places import Matcher, places
from record.sealing import Entry, Prepared, Signature, Withholding, Words, prepare
from record.withholding import withhold
from record.words import Everything, Sought

#: What an address can't be replaced by: it is simply absent afterwards.
_ABSENT = (".url", ".archived", "slug")


class NotFound(LookupError):
    """Nothing that readers have seen holds the words."""


class RemovedAlready(ValueError):
    """The explainer is removed, and its words were not asked to be destroyed."""


@dataclass(frozen=True)
class Order:
    """Who wants a removal, and why: `because` is a class of the record (`articles.removed`).

    Somebody else approves, or `alone` says why nobody does; `notice` is shown to readers. Raises
    ValueError for an unknown class or nobody's approval, `SameSigner` for the proposer's own.
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
            raise ValueError(f"found the class {self.because!r}; expected one of {expected}")
        if (self.approver is None) == (not self.alone.strip()):
            raise ValueError("expected a second person’s approval, or a reason for acting alone")
        if self.approver == self.by:
            raise SameSigner("who approves a removal must be another than who asks for it")

    def signatures(self, sought: Matcher) -> list[Signature]:
        """Who signs, in which roles; a name that is sought is not written down once more."""
        approver, role = (self.approver, "approver") if self.approver else (self.by, "publisher")
        hidden = sought if isinstance(sought, Sought) else None
        return [
            Signature(one.pk, WITHHELD if hidden and hidden.is_in(one.name) else one.name, as_what)
            for one, as_what in ((self.by, "proposer"), (approver, role))
        ]

    def repeats(self, sought: Matcher) -> bool:
        """Whether the order itself says the words that are to go."""
        return sought.is_in(self.notice) or sought.is_in(self.alone)


def remove_words(sought: Sought, order: Order) -> list[Version]:
    """Withholds the words in every explainer and in every other place; gives the removals.

    This can't be undone. Raises `NotFound` when no place at all holds the words, and
    `record.chain.ClockBehind`; nothing is written then.
    """
    if order.repeats(sought):
        raise ValueError("the notice, or the reason for acting alone, repeats the words")
    versions = []
    with appending() as chain:
        found = held(sought)
        people = people_in(found, sought)
        incident = order.incident or (uuid4() if len(found) > 1 else None)
        named = _explainers_by(sought)
        # First, since pages show the addresses of authors.
        elsewhere = sum(place.withhold(sought) for place in places())
        if not found and not elsewhere:
            raise NotFound(f"no place holds “{sought.words}”")
        for subject in sorted(found, key=lambda one: found[one][0].number):
            removal = _Removal(chain, subject, found[subject], sought, order, incident, people)
            versions.append(removal.write())
        for version in pages.newest_versions(named - set(found)):
            pages.write(version, document_at(version))
    return versions


def remove_article(article: Article, order: Order, *, destroy: bool = False) -> Version:
    """Takes a whole explainer away: it is served nowhere, and its number stays in the log.

    Its words are kept for a reinstatement, unless they are to be destroyed. Raises
    `RemovedAlready`, ValueError for a draft, `record.chain.ClockBehind`; nothing is written then.
    """
    with appending() as chain:
        held_row = rows.locked(article.pk)
        if held_row.version_id is None:
            raise ValueError(f"“{held_row}” is a draft; no reader has seen it, so just delete it")
        if held_row.status == Status.REMOVED and not destroy:
            raise RemovedAlready(f"“{held_row}” is removed already")
        sought = Everything()
        texts = [one for one in held_of(article.pk, sought) if not one.path.startswith("signers.")]
        removal = _Removal(
            chain, article.pk, texts if destroy else [], sought, order, order.incident, ()
        )
        version = removal.write(status=Status.REMOVED, destroy=destroy)
        if destroy:
            for place in places():
                place.destroy(article.pk)
    return version


@dataclass
class _Removal:
    """One removal version of one explainer, and the rows that follow it."""

    chain: Chain
    subject: UUID
    texts: list[Held]
    sought: Matcher
    order: Order
    incident: UUID | None
    people: Collection[str]

    def write(self, *, status: str | None = None, destroy: bool = False) -> Version:
        """Appends the version and makes every row follow it."""
        article = rows.locked(self.subject)
        newest = Version.objects.of(self.subject).newest()
        assert newest is not None  # noqa: S101 - the record holds texts of it
        status = status or newest.members["status"]
        document = self._document(article, newest, masks=bool(self.texts))
        entry = self._entry(newest, status, document)
        proposal = self._proposal(article, newest)
        version = self._append(prepare(entry, before(newest)))
        self._number(proposal, version)
        columns = self._mask(article, version, entry) if self.texts else {}
        columns |= {"status": status, "touched_at": version.moment}
        rows.write_version(article, document, version, **columns)
        self._derive(version, document, status)
        if destroy:
            forget_proposals(self.subject)
        return version

    def _document(self, article: Article, newest: Version, *, masks: bool) -> Document:
        """The words from now on; of an explainer that is removed, those that its rows keep."""
        removed = newest.members["document"] is None
        document = rows.document_of(article) if removed else document_at(newest)
        return masked_document(document, self.sought, self.people) if masks else document

    def _entry(self, newest: Version, status: str, document: Document) -> Entry:
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
        if leaf["text"] not in {one.commitment for one in self.texts}:
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

    def _instead(self, text: Held) -> Words | None:
        """What stands for a text that the explainer no longer holds, or never held."""
        if text.path.endswith(_ABSENT):
            return None
        if text.is_markdown:
            source = self.sought.masked_markdown(text.body)
            return Words(source, rendered(part_of(text.path), source))
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

    def _append(self, prepared: Prepared) -> Version:
        return withhold(self.chain, prepared) if self.texts else self.chain.append(prepared)

    def _proposal(self, article: Article, newest: Version) -> Correction:
        return Correction.objects.create(
            article=article,
            kind="removal",
            severity="",
            base=newest,
            proposer=self.order.by,
            approver=self.order.approver or self.order.by,
            right=self.order.notice,
            why=REASONS[self.order.because],
            alone=self.order.alone.strip(),
            incident=self.incident,
        )

    def _number(self, correction: Correction, version: Version) -> None:
        correction.number = version.members["explanation"]["correction"]
        correction.state = State.PUBLISHED
        correction.version = correction.published_in = version
        correction.published_at = correction.submitted_at = version.moment
        correction.save()

    def _mask(self, article: Article, version: Version, entry: Entry) -> dict[str, Any]:
        mask_published(self.subject, self.sought, version)
        mask_rows(article, self.sought, version, self.people)
        columns: dict[str, Any] = {}
        if entry.slug and entry.slug.text != article.slug:
            article.slugs.create(slug=entry.slug.text)
            columns["slug"] = entry.slug.text
        elif entry.slug is None:
            columns["slug"] = f"withheld-{uuid4().hex[:12]}"
        return columns

    def _derive(self, version: Version, document: Document, status: str) -> None:
        if status != Status.REMOVED:
            pages.write(version, document)
            return
        Page.objects.filter(article=self.subject).delete()
        SearchRow.objects.filter(article=self.subject).delete()


def _explainers_by(sought: Matcher) -> set[UUID]:
    """The published explainers that link to an author whose address holds the words."""
    authors = [one.pk for one in Author.objects.all() if sought.is_in(one.slug)]
    bylines = Byline.objects.filter(author__in=authors, version__isnull=False)
    return set(bylines.values_list("article_id", flat=True))


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
        for name, item in _items(value):
            yield from _leaves_in(item, f"{path}.{name}".lstrip("."))


def _words_in(value: Any, path: str = "") -> Iterator[tuple[str, Words]]:
    if isinstance(value, Words):
        yield path, value
    else:
        for name, item in _items(value):
            yield from _words_in(item, f"{path}.{name}".lstrip("."))


def _items(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from ((name_of(item, index), item) for index, item in enumerate(value))
