"""Writing what was decided, and publishing it where that is asked for.

New drafts are made in one statement a table, others are brought up to date one by one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from articles import drafts, publishing, rows
from articles.imported import PastNote, write_notes
from articles.models import Article
from articles.publishing import NotReady, publish_all
from articles.readiness import problems_with
from articles.sealed import renderings
from documents.document import Document
from documents.keys import aligned
from imports.importing.contributors import authors_named, topics_named
from imports.importing.existing import Given, Held
from imports.importing.results import Outcome
from record.models import Signer, Version

Decided = tuple[Given, Outcome]


def write(decided: Sequence[Decided], held: Held) -> None:
    """Makes and updates the drafts that were decided on; of others only the origin is noted.

    What was made stands in `held` then. An address that somebody gave at this moment raises
    IntegrityError, and nothing is written.
    """
    _note_origins([given for given, _outcome in decided], held)
    _note_sources([given for given, outcome in decided if outcome.result == "unchanged"], held)
    wanted = [one for one in decided if one[1].result in ("made", "updated")]
    if not wanted:
        return
    givens = [given for given, _outcome in wanted]
    documents = _with_authors(givens)
    _make([one for one in wanted if one[1].result == "made"], documents, held)
    for given, outcome in wanted:
        if outcome.result == "updated":
            _update(given, outcome, documents[given.key], held)
    _add_topics(givens, held)


def _note_origins(givens: Sequence[Given], held: Held) -> None:
    """Keeps where each explainer came from the last time."""
    moved: dict[str, list[UUID]] = {}
    for given in givens:
        article = held.articles.get(given.key)
        if article is not None and given.origin not in ("", article.import_origin):
            article.import_origin = given.origin
            moved.setdefault(given.origin, []).append(article.pk)
    for origin, pks in moved.items():
        Article.objects.filter(pk__in=pks).update(import_origin=origin)


def _note_sources(unchanged: Sequence[Given], held: Held) -> None:
    """Keeps of what says the same as before which bytes said it the last time."""
    noted = []
    for given in unchanged:
        article = held.articles[given.key]
        is_known = article.import_source == given.source
        if given.source and not is_known and article.import_mark == given.mark:
            article.import_source = given.source
            noted.append(article)
    if noted:
        Article.objects.bulk_update(noted, ["import_source"], batch_size=200)


def _with_authors(givens: Sequence[Given]) -> dict[str, Document]:
    """The documents by key, with the authors that are named beside them."""
    names = {given.key: given.options.authors_of(given.reading) for given in givens}
    people = authors_named(name for some in names.values() for name in some)
    authors = {one.name: one for one in people}
    return {
        given.key: replace(
            given.reading.document,
            authors=tuple(authors[name] for name in dict.fromkeys(names[given.key])),
        )
        for given in givens
    }


def _make(new: Sequence[Decided], documents: Mapping[str, Document], held: Held) -> None:
    made = []
    for given, outcome in new:
        article = Article(
            import_key=held.import_key(given),
            import_mark=given.mark,
            import_source=given.source,
            import_origin=given.origin,
            slug=outcome.slug,
        )
        held.articles[given.key] = article
        past = [PastNote(*one) for one in given.reading.past]
        made.append((article, documents[given.key], past))
    drafts.make(made)


def _update(given: Given, outcome: Outcome, document: Document, held: Held) -> None:
    article = held.articles[given.key]
    before = held.draft(article).document
    document = aligned(document, before, article.keys_given)
    if not document.authors:
        document = replace(document, authors=before.authors)
    article.slug = outcome.slug
    article.import_mark = given.mark
    article.import_source = given.source
    # A schedule was for the text as it was then.
    article.publish_at = article.publish_by = None
    rows.write_draft(article, document)
    write_notes(article, [PastNote(*one) for one in given.reading.past])


def _add_topics(givens: Sequence[Given], held: Held) -> None:
    """Adds topics; those that an explainer has, from here or elsewhere, stay."""
    names = {given.key: given.options.topics_of(given.reading) for given in givens}
    topics = topics_named(name for some in names.values() for name in some)
    through = Article.topics.through
    through._default_manager.bulk_create(
        [
            through(article_id=held.articles[key].pk, topic_id=pk)
            for key, some in names.items()
            for pk in dict.fromkeys(topics[name].pk for name in some)
        ],
        ignore_conflicts=True,
    )


#: How many are published under one lock: editors wait for so many, and no longer.
_MOST_AT_ONCE = 20

_IN_HANDS = (
    "the draft was edited or scheduled here since it was imported, so it is not published; "
    "publish it in the admin"
)


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
