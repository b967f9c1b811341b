"""What the site holds of the explainers that a batch names, and how a file is known again.

A file is known by its path below the folder given, wherever that folder lies: so a newer state is
found in a copy. Only where another folder's file of the same path holds another explainer
(`about.md` of two sites) is the name of the folder added. Its text is known by a mark, a keyed
hash.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.crypto import salted_hmac

from articles import drafts
from articles.drafts import Draft
from articles.models import Article
from articles.withheld import hidden_key
from documents.document import Document, Question, Section
from documents.keys import aligned
from formats.parsed import ParsedExplainer
from imports.importing.import_addresses import Addresses
from imports.importing.results import Options, SeenKeys

_LONGEST = 500


def own_name(key: str, origin: str) -> str | None:
    """The import key of a file that has to be told apart by its folder; None if there is none."""
    name = f"{key} in {origin}"
    return name if origin and len(name) <= _LONGEST else None


def shared_name(name: str, origin: str) -> str:
    """The path that the import key `name` tells, with or without the folder."""
    return name.removesuffix(f" in {origin}") if origin else name


_NOTHING = Document("x")


def mark_of(
    document: Document,
    past: Sequence[tuple[str | None, str]] = (),
    authors: Iterable[str] = (),
) -> str:
    """The mark of a text with the notes that it brought along and the names of its authors.

    Part keys and the ids of authors are given here, so they don't count.
    """
    text = _without_keys(document).to_json()
    text += "".join(f"\n{date or ''} {note}" for date, note in past)
    text += "".join(f"\n{name}" for name in dict.fromkeys(authors))
    return salted_hmac("corrigenda.import", text, algorithm="sha256").hexdigest()


def _without_keys(document: Document) -> Document:
    """The document without authors, its parts numbered as they stand."""
    parts: tuple[tuple[str, Sequence[Section | Question]], ...] = (
        ("s", document.sections),
        ("q", document.faqs),
    )
    is_numbered = all(
        part.key == f"{prefix}{place}"
        for prefix, some in parts
        for place, part in enumerate(some, start=1)
    )
    if is_numbered and not document.authors:
        return document  # As readers give it: nothing is made anew.
    return aligned(replace(document, authors=()), _NOTHING)


def mark_of_source(source: str, author: str | None) -> str:
    """The mark of what was read, whatever was made of it; "" where nobody knows what it was."""
    if not source:
        return ""
    text = f"{source}\n{author or ''}"
    return salted_hmac("corrigenda.import_source", text, algorithm="sha256").hexdigest()


def mark_of_rows(draft: Draft) -> str:
    """The mark of what the rows of a draft hold now; empty where they hold no document."""
    if draft.error:
        return ""
    past = [(past.date, past.note) for past in draft.notes]
    return mark_of(draft.document, past, [author.name for author in draft.document.authors])


@dataclass(frozen=True)
class IncomingExplainer:
    """What was read of one file, and the import key by which the site knows it.

    `origin` is where it came from among others, "" if it came by itself.
    """

    reading: ParsedExplainer
    key: str
    options: Options
    origin: str = ""

    @property
    def own_name(self) -> str | None:
        """The import key with the folder that the file came from, if it came from one."""
        return own_name(self.key, self.origin)

    def is_of_another_folder(self, article: Article) -> bool:
        """Whether the file came from another folder than that of `article`, and can be told."""
        folders = {self.origin, article.import_origin}
        return len(folders) == 2 and "" not in folders and self.own_name is not None

    @cached_property
    def mark(self) -> str:
        """The mark of what was read, by which it is known to be the same the next time."""
        reading = self.reading
        return mark_of(reading.document, reading.past, self.options.authors_of(reading))

    @cached_property
    def source(self) -> str:
        """The mark of the bytes that were read, which a later reader may read otherwise."""
        return mark_of_source(self.reading.source, self.options.author)

    def is_source_of(self, article: Article) -> bool:
        """Whether the explainer was imported from the same bytes in the same way."""
        return bool(self.source) and article.import_source == self.source


class ExistingExplainers:
    """The site's explainers of a batch, by import key, and who has its addresses."""

    def __init__(
        self, batch: Sequence[IncomingExplainer], *, lock: bool, seen: SeenKeys | None = None
    ) -> None:
        self.articles = _articles(batch)
        self._apart: set[str] = set()
        self.addresses = Addresses({incoming.reading.slug for incoming in batch}, seen)
        # What was published is compared by its record; an unchanged draft matters to a publisher.
        wanted = [
            article.pk
            for incoming in batch
            if (article := self.articles.get(incoming.key)) is not None
            and not article.is_published
            and (incoming.options.publisher or article.import_mark != incoming.mark)
        ]
        self._drafts = drafts.read(wanted, lock=lock) if wanted else {}
        for key, article in self.articles.items():
            if article.pk in self._drafts:
                # Read again with its row locked: an editor may have saved it at this moment.
                self.articles[key] = self._drafts[article.pk].article
        self._marks = {pk: mark_of_rows(draft) for pk, draft in self._drafts.items()}

    def set_apart(self, given: IncomingExplainer) -> None:
        """Has the explainer of that path stay with its folder, and the one given be another."""
        del self.articles[given.key]
        self._apart.add(given.key)

    def import_key(self, given: IncomingExplainer) -> str:
        """The import key under which what is made of a file is known again."""
        return (given.own_name if given.key in self._apart else None) or given.key

    def draft(self, article: Article) -> Draft:
        """The draft with its rows."""
        return self._drafts[article.pk]

    def is_as_imported(self, article: Article) -> bool:
        """Whether nobody edited the draft here since it was imported."""
        return self._marks[article.pk] == article.import_mark

    def has_the_words(self, article: Article, mark: str) -> bool:
        """Whether the rows of the draft say already what has that mark."""
        return self._marks[article.pk] == mark


def _articles(batch: Sequence[IncomingExplainer]) -> dict[str, Article]:
    """The explainers by key; the one that is known by its folder too goes before."""
    shared = {name: incoming.key for incoming in batch for name in _names(incoming.key)}
    own = {
        name: incoming.key
        for incoming in batch
        if incoming.own_name
        for name in _names(incoming.own_name)
    }
    articles = {
        article.import_key or "": article
        for article in Article.objects.filter(import_key__in=[*shared, *own])
    }
    return {
        key: articles[name]
        for names in (shared, own)
        for name, key in names.items()
        if name in articles
    }


def _names(key: str) -> tuple[str, str]:
    return key, hidden_key(key)
