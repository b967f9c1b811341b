"""Addresses of what is imported: those that it gets here, and old ones that it had elsewhere.

An explainer gets an address that no other has or had. Where another has it, it gets a free one
beside it; only where both say much the same is it taken for the same explainer, from another place,
and refused.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice
from typing import Self
from uuid import UUID

from rapidfuzz.distance import Indel

from articles import rows
from articles.models import Article, Slug
from articles.old_addresses import RefusedAddress, keep_old_addresses
from documents.document import Document, DocumentError
from documents.slugs import LONGEST
from imports.importing.results import ImportResult, SeenKeys

#: From this share of words in the same order on, two texts are one explainer.
_MUCH_THE_SAME = 0.8
_AT_ONCE = 8
_MOST_AT_ONCE = 512


@dataclass(frozen=True)
class Holder:
    """Who has an address: its title, the file it came from, if any, and what it says."""

    title: str
    key: str | None
    words: list[str]
    language: str
    published: str | None = None
    is_removed: bool = False

    @classmethod
    def of(cls, document: Document, key: str | None) -> Self:
        """The explainer that `document` is."""
        words, dated = words_of(document), document.first_published
        return cls(document.title, key, words, document.language, dated)

    def __str__(self) -> str:
        return f"“{self.title}” from {self.key}" if self.key else f"“{self.title}”"

    def says_much_the_same(self, document: Document) -> bool:
        """Whether `document` is this explainer once more. What was removed is never made again.

        Translations share their code, and notes of meetings their words, but not their day.
        """
        if self.is_removed:
            return True
        dates = {self.published, document.first_published} - {None}
        if self.language != document.language or len(dates) > 1:
            return False
        return Indel.normalized_similarity(self.words, words_of(document)) >= _MUCH_THE_SAME


#: An address that was withheld: it is nobody's, and never given again.
WITHHELD = Holder("", None, [], "")


def words_of(document: Document) -> list[str]:
    """The words of a document in order, without its title."""
    return [word for _part, source in document.markdown_parts() for word in source.split()]


class Addresses:
    """Addresses that a batch asks for, and who has them already.

    A dry run gives none, so what it would have given lies in `seen`.
    """

    def __init__(self, slugs: Collection[str], seen: SeenKeys | None) -> None:
        self._seen = seen
        self._given: dict[str, Holder] = {}
        self._beside: dict[tuple[str, str], Iterator[str]] = {}
        self._taken = _taken(slugs)

    def holder(self, slug: str) -> Holder | None:
        """Who has `slug`; None where it can be given."""
        if slug in self._given:
            return self._given[slug]
        if slug in self._taken:
            return _holder(self._taken[slug])
        return _kept(self._seen.by("address", slug)) if self._seen else None

    def give(self, slug: str, document: Document, key: str) -> None:
        """Has `slug` belong to an explainer of this import from now on."""
        holder = Holder.of(document, key)
        self._given[slug] = holder
        if self._seen:
            self._seen.first("address", slug, keeping(holder))

    def free_beside(self, slug: str, language: str, holder: Holder) -> str:
        """A free address like `slug`, with its language, where that is another, or a number.

        None is given twice, and what was passed over once isn't looked at again: hundreds of
        texts may have one title.
        """
        ending = language if language != holder.language else ""
        if (slug, ending) not in self._beside:
            self._beside[slug, ending] = self._free_ones(slug, ending)
        return next(self._beside[slug, ending])

    def _free_ones(self, slug: str, language: str) -> Iterator[str]:
        names, number = _beside(slug, language), _AT_ONCE
        while True:
            candidates = list(islice(names, number))
            self._taken |= _taken(candidates)
            yield from (slug for slug in candidates if self._is_free(slug))
            number = min(2 * number, _MOST_AT_ONCE)

    def _is_free(self, slug: str) -> bool:
        if slug in self._given or slug in self._taken:
            return False
        return self._seen is None or not self._seen.has("address", slug)


def _taken(slugs: Collection[str]) -> dict[str, UUID | None]:
    holders: dict[str, UUID | None] = Slug.objects.holders(slugs)
    return holders | dict(Article.objects.filter(slug__in=slugs).values_list("slug", "pk"))


def _holder(pk: UUID | None) -> Holder:
    if pk is None:
        return WITHHELD
    article = Article.objects.get(pk=pk)
    try:
        holder = Holder.of(rows.document_of(article), article.import_key)
    except DocumentError:
        return Holder(article.title, article.import_key, [], article.language)
    return replace(holder, is_removed=article.is_removed)


def _beside(slug: str, language: str) -> Iterator[str]:
    if language:
        yield _ending(slug, f"-{language.casefold()}")
    for number in count(2):
        yield _ending(slug, f"-{number}")


def _ending(slug: str, end: str) -> str:
    return slug[: LONGEST - len(end)].rstrip("-") + end


def keeping(holder: Holder) -> str:
    """A holder as `SeenKeys` keeps it of those who came with an address."""
    words = " ".join(holder.words)
    # The key comes last: the name of a file may hold a line end.
    return "\n".join(
        [holder.title, holder.language, holder.published or "", words, holder.key or ""]
    )


def _kept(text: str | None) -> Holder | None:
    if text is None:
        return None
    title, language, published, words, key = text.split("\n", 4)
    return Holder(title, key or None, words.split(), language, published or None)


_NONE_HERE = {"refused", "left out"}


class OldAddresses:
    """Keeps addresses batch by batch, and tells which of them another explainer has."""

    def __init__(self) -> None:
        self._conflicts: list[RefusedAddress] = []

    def note(self, decided: Sequence[tuple[ImportResult, Article | None]]) -> None:
        """Keeps those of a batch; `imports.importing` calls it before its transaction ends."""
        # In the order of the files: who comes first has an address that two ask for.
        self._conflicts += keep_old_addresses(
            [
                (article.pk, outcome.aliases)
                for outcome, article in decided
                if article is not None and outcome.aliases and outcome.result not in _NONE_HERE
            ]
        )

    def conflicts(self) -> Iterator[tuple[UUID, str]]:
        """What to say since the last time: each explainer, and which of its addresses stays."""
        # A batch that was undone and done again found the same twice.
        conflicts, self._conflicts = list(dict.fromkeys(self._conflicts)), []
        for conflict in conflicts:
            yield conflict.article, _in_words(conflict)


def _in_words(conflict: RefusedAddress) -> str:
    titles: dict[UUID, str] = dict(
        Article.objects.filter(pk__in=[conflict.article, conflict.holder]).values_list(
            "pk", "title"
        )
    )
    return (
        f"the old address {conflict.address} of “{titles[conflict.article]}” belongs to "
        f"“{titles[conflict.holder]}” already, and stays there"
    )
