"""Where else the site says what a correction takes out: other live explainers, near words too.

The work is bounded: for each changed passage (ten at most) the database goes once through the
search rows and gives the two hundred that share most of the passage's longest words, since long
words and numbers are the rare ones; only their sentences are compared one by one. With ten
thousand explainers that is one scan of their plain text a passage, whatever was corrected.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When
from rapidfuzz import fuzz

from articles.models import Article, SearchRow
from articles.pages import search_rows
from articles.sealed import renderings
from corrections.models import Correction, State
from documents.differences import differences
from documents.document import Document
from documents.passages import changed_ranges, passages
from documents.plain import rendered_plain
from documents.text import folded
from record.models import Version

#: How many passages are looked for, rows compared, and places shown at most.
MOST_PASSAGES = 10
MOST_ROWS = 200
MOST_PLACES = 50
#: How alike a sentence must be to say the same, of 100.
ALIKE = 78
_MOST_WORDS = 6
# Words that make a phrase mean something, and how many stand in one at least.
_WORDS_OF_A_PHRASE = 3
_WORD = re.compile(r"\w+(?:[.,'’]\w+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])\s+|\n+")
_TYPOGRAPHY = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "*": "", "`": ""}
)


@dataclass(frozen=True)
class Claim:
    """A passage that is corrected: its plain words before and after, and the phrases taken out.

    `phrases` are the removed words with so many of their neighbours that they mean something,
    each with what takes its place.
    """

    before: str
    after: str
    phrases: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Repetition:
    """A sentence of another explainer that says the same as `claim`."""

    article: Article
    key: str
    heading: str
    sentence: str
    claim: Claim


def claims_of(now: Document, then: Document) -> list[Claim]:
    """What is taken out where `then` takes the place of `now`; parts that only come say nothing."""
    claims: list[Claim] = []
    for change in differences(now, then):
        before, after = change.before, change.after
        if not isinstance(before, str) or change.field in ("language", "first_published"):
            continue
        for passage in passages(before, after if isinstance(after, str) else ""):
            if passage.before.strip():
                claims.append(_claim(passage.before, passage.after))
    return claims[:MOST_PASSAGES]


def places(correction: Correction, now: Document, then: Document) -> list[Repetition]:
    """The sentences of other live explainers that say what `correction` takes out of `now`.

    Explainers that the same incident corrects are left out, and so are sentences that are nearer
    to what will be said.
    """
    skipped = {correction.article_id, *_joined(correction)}
    by_sentence: dict[tuple[UUID, str, str], Repetition] = {}
    for claim in claims_of(now, then):
        for place in _places(claim, skipped):
            by_sentence.setdefault((place.article.pk, place.key, place.sentence), place)
    return list(by_sentence.values())[:MOST_PLACES]


def still_repeated(newest: Version, now: Document, then: Document) -> list[tuple[str, str]]:
    """Where the explainer itself would still say what is taken out: part keys and sentences."""
    claims = claims_of(now, then)
    return [
        (row.key, sentence)
        for row in (search_rows(newest, then, renderings(then)) if claims else ())
        for sentence in _sentences(row)
        if any(_says_the_same(sentence, claim) for claim in claims)
    ]


def _joined(correction: Correction) -> Iterator[UUID]:
    if correction.incident is None:
        return
    others = Correction.objects.filter(incident=correction.incident).exclude(pk=correction.pk)
    for other in others.filter(state__in=[State.DRAFT, State.IN_REVIEW, State.PUBLISHED]):
        yield other.article_id


def _claim(before: str, after: str) -> Claim:
    old, new = before.strip(), after.strip()
    phrases = []
    for change in changed_ranges(old, new):
        if change.removed.strip():
            at, behind = change.removed_at, change.removed_at + len(change.removed)
            start, end = _extended(old, at, behind)
            left, right = old[start:at], old[behind:end]
            phrases.append((old[start:end], f"{left}{new[change.start : change.end]}{right}"))
    plain = (rendered_plain("part", old), rendered_plain("part", new) if new else "")
    return Claim(*plain, tuple(phrases))


def _extended(text: str, start: int, end: int) -> tuple[int, int]:
    """The words from `start` to `end`, with neighbours until they are a phrase."""
    words = list(_WORD.finditer(text))
    spans = [word.span() for word in words]
    inside = [index for index, (first, last) in enumerate(spans) if last > start and first < end]
    if not inside:
        return start, end
    first, last = inside[0], inside[-1]
    # A few words, until they mean something.
    while last - first + 1 < min(_WORDS_OF_A_PHRASE, len(words)):
        if first > 0:
            first -= 1
        if last - first + 1 < _WORDS_OF_A_PHRASE and last < len(words) - 1:
            last += 1
    return min(start, words[first].start()), max(end, words[last].end())


def _places(claim: Claim, skipped: set[UUID]) -> Iterator[Repetition]:
    for row in _rows(claim, skipped):
        for sentence in _sentences(row):
            if _says_the_same(sentence, claim):
                yield Repetition(row.article, row.key, row.heading, sentence, claim)


def _rows(claim: Claim, skipped: set[UUID]) -> "QuerySet[SearchRow]":
    """Rows that hold a whole phrase, or half of the passage's rarest words, the likeliest first."""
    phrases = [_holds_all(phrase) for phrase, _put in claim.phrases]
    words = _rarest(claim.before)
    score: Any = Value(0)
    for holds, points in [
        *((phrase, 10) for phrase in phrases),
        *((_holds(word), 1) for word in words),
    ]:
        score = score + Case(When(holds, then=Value(points)), default=Value(0))
    rows = SearchRow.objects.filter(article__status="live", article__version__isnull=False)
    scored = rows.exclude(article__in=skipped).annotate(score=score)
    likely = scored.filter(score__gte=max((len(words) + 1) // 2, 1))
    return likely.select_related("article").order_by("-score", "article", "position")[:MOST_ROWS]


def _holds(word: str) -> Q:
    return Q(folded__contains=word)


def _holds_all(phrase: str) -> Q:
    words = _WORD.findall(_plain(phrase)) or [_plain(phrase)]
    # An apostrophe may be written in two ways.
    return Q(*(_holds(part) for word in words for part in word.split("'")))


def _rarest(text: str) -> list[str]:
    pieces = {part for word in _WORD.findall(_plain(text)) for part in word.split("'")}
    words = sorted(filter(None, pieces), key=lambda word: (-_weight(word), word))
    return words[:_MOST_WORDS] or [folded(text)]


def _weight(word: str) -> int:
    """Long words are rare, and so are numbers of some length."""
    return len(word) + 3 * any(sign.isdigit() for sign in word)


def _sentences(row: SearchRow) -> list[str]:
    texts = (row.heading, row.text)
    sentences = [piece.strip() for text in texts for piece in _SENTENCE_END.split(text)]
    return [sentence for sentence in sentences if sentence]


def _says_the_same(sentence: str, claim: Claim) -> bool:
    plain, before, after = _plain(sentence), _plain(claim.before), _plain(claim.after)
    if any(_plain(phrase) in plain for phrase, _put in claim.phrases):
        return True
    likeness = fuzz.token_sort_ratio(plain, before)
    return likeness >= ALIKE and likeness > fuzz.token_sort_ratio(plain, after)


def _plain(text: str) -> str:
    """`text` with one kind of quotes, without case, accents and the commonest marks of Markdown."""
    return " ".join(folded(text.translate(_TYPOGRAPHY)).split())
