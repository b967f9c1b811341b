"""What the site holds of the explainers that a batch names, read in a few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from articles import drafts
from articles.drafts import Draft
from articles.models import Article
from articles.withheld import hidden_key
from formats.parsed import ParsedExplainer
from imports.importing.addresses import Addresses
from imports.importing.marks import mark_of, mark_of_rows, mark_of_source
from imports.importing.own_names import own_name
from imports.importing.results import Options
from imports.importing.seen import Met


@dataclass(frozen=True)
class Given:
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


class Held:
    """The site's explainers of a batch, by import key, and who has its addresses."""

    def __init__(self, batch: Sequence[Given], *, lock: bool, met: Met | None = None) -> None:
        self.articles = _articles(batch)
        self._apart: set[str] = set()
        self.addresses = Addresses({one.reading.slug for one in batch}, met)
        # What was published is compared by its record; an unchanged draft matters to a publisher.
        wanted = [
            article.pk
            for one in batch
            if (article := self.articles.get(one.key)) is not None
            and not article.is_published
            and (one.options.publisher or article.import_mark != one.mark)
        ]
        self._drafts = drafts.read(wanted, lock=lock) if wanted else {}
        for key, article in self.articles.items():
            if article.pk in self._drafts:
                # Read again with its row locked: an editor may have saved it at this moment.
                self.articles[key] = self._drafts[article.pk].article
        self._marks = {pk: mark_of_rows(draft) for pk, draft in self._drafts.items()}

    def set_apart(self, given: Given) -> None:
        """Has the explainer of that path stay with its folder, and the one given be another."""
        del self.articles[given.key]
        self._apart.add(given.key)

    def import_key(self, given: Given) -> str:
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


def _articles(batch: Sequence[Given]) -> dict[str, Article]:
    """The explainers by key; the one that is known by its folder too goes before."""
    shared = {name: one.key for one in batch for name in _names(one.key)}
    own = {name: one.key for one in batch if one.own_name for name in _names(one.own_name)}
    held = list(Article.objects.filter(import_key__in=[*shared, *own]))
    found = {key: one for one in held if (key := shared.get(one.import_key or ""))}
    return found | {key: one for one in held if (key := own.get(one.import_key or ""))}


def _names(key: str) -> tuple[str, str]:
    return key, hidden_key(key)
