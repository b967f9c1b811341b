"""Publishing what was imported, where that is asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from articles import publishing
from articles.models import Article
from articles.publishing import NotReady, publish_all
from articles.readiness import problems_with
from articles.sealed import renderings
from imports.importing.existing import Given, Held
from imports.importing.results import Outcome
from record.models import Signer, Version

#: How many are published under one lock: editors wait for so many, and no longer.
_MOST_AT_ONCE = 20

_IN_HANDS = (
    "the draft was edited or scheduled here since it was imported, so it is not published; "
    "publish it in the admin"
)

Decided = tuple[Given, Outcome]


def publish(decided: Sequence[Decided], held: Held, by: Signer) -> list[Outcome]:
    """Publishes the drafts that these outcomes are of; gives the outcomes then.

    What its source calls a draft stays one, and so does what an editor has in hand.
    """
    outcomes = [_stopped(given, outcome, held) for given, outcome in decided]
    ready = {
        held.articles[given.key].pk: place
        for place, (given, _outcome) in enumerate(decided)
        if outcomes[place] is None and not given.options.dry
    }
    for pk, published in _published(list(ready), by):
        outcomes[ready[pk]] = _outcome(decided[ready[pk]][1], published)
    return [
        replace(outcome, result="published") if done is None else done
        for (_given, outcome), done in zip(decided, outcomes, strict=True)
    ]


def _published(pks: list[UUID], by: Signer) -> Iterator[tuple[UUID, publishing.Published]]:
    for start in range(0, len(pks), _MOST_AT_ONCE):
        yield from publish_all(pks[start : start + _MOST_AT_ONCE], by=by).items()


def _stopped(given: Given, outcome: Outcome, held: Held) -> Outcome | None:
    """The outcome of what is not to be published; None where it is."""
    article = held.articles.get(given.key)
    if outcome.result not in ("made", "updated", "unchanged") or given.reading.is_draft:
        return outcome
    if article is not None and article.is_published:
        return outcome
    if article is not None and outcome.result == "unchanged" and _is_in_hands(article, held):
        return replace(outcome, result="refused", reason=_IN_HANDS)
    if given.options.dry:
        problems = _problems(given, held, article)
        if problems:
            return replace(outcome, result="refused", reason=str(NotReady(problems)))
    return None


def _is_in_hands(article: Article, held: Held) -> bool:
    """Whether somebody edited the draft here, or scheduled it, since it was imported."""
    return article.publish_at is not None or not held.is_as_imported(article)


def _problems(given: Given, held: Held, article: Article | None) -> list[str]:
    """What publishing would say, for a dry run."""
    reading = given.reading
    document = reading.document
    pictures = [one.sha256 for one in reading.pictures]
    return problems_with(document, renderings(document), pictures)


def _outcome(outcome: Outcome, published: publishing.Published) -> Outcome:
    if isinstance(published, Version):
        return replace(outcome, result="published")
    if isinstance(published, NotReady):
        return replace(outcome, result="refused", reason=str(published))
    return outcome  # Another import, or an editor, was faster.
