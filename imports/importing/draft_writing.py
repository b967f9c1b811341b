"""Writing what was decided, and publishing it where that is asked for.

New drafts are made in one statement a table, others are brought up to date one by one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from articles import drafts, publishing, rows
from articles.models import Article
from articles.publishing import NotReady, publish_all
from articles.readiness import problems_with
from articles.sealed import PastNote, renderings, write_notes
from documents.document import Document
from documents.keys import aligned
from imports.importing.contributors import authors_named, topics_named
from imports.importing.existing import ExistingExplainers, IncomingExplainer
from imports.importing.results import ImportResult
from record.models import Signer, Version

Decided = tuple[IncomingExplainer, ImportResult]


def write(decided: Sequence[Decided], existing: ExistingExplainers) -> None:
    """Makes and updates the drafts that were decided on; of others only the origin is noted.

    What was made stands in `existing` then. An address that somebody gave at this moment raises
    IntegrityError, and nothing is written.
    """
    _note_origins([incoming for incoming, _outcome in decided], existing)
    _note_sources(
        [incoming for incoming, outcome in decided if outcome.result == "unchanged"], existing
    )
    wanted = [pair for pair in decided if pair[1].result in ("made", "updated")]
    if not wanted:
        return
    givens = [incoming for incoming, _outcome in wanted]
    documents = _with_authors(givens)
    _make([pair for pair in wanted if pair[1].result == "made"], documents, existing)
    for incoming, outcome in wanted:
        if outcome.result == "updated":
            _update(incoming, outcome, documents[incoming.key], existing)
    _add_topics(givens, existing)


def _note_origins(givens: Sequence[IncomingExplainer], existing: ExistingExplainers) -> None:
    """Keeps where each explainer came from the last time."""
    moved: dict[str, list[UUID]] = {}
    for incoming in givens:
        article = existing.articles.get(incoming.key)
        if article is not None and incoming.origin not in ("", article.import_origin):
            article.import_origin = incoming.origin
            moved.setdefault(incoming.origin, []).append(article.pk)
    for origin, pks in moved.items():
        Article.objects.filter(pk__in=pks).update(import_origin=origin)


def _note_sources(unchanged: Sequence[IncomingExplainer], existing: ExistingExplainers) -> None:
    """Keeps of what says the same as before which bytes said it the last time."""
    noted = []
    for incoming in unchanged:
        article = existing.articles[incoming.key]
        is_known = article.import_source == incoming.source
        if incoming.source and not is_known and article.import_mark == incoming.mark:
            article.import_source = incoming.source
            noted.append(article)
    if noted:
        Article.objects.bulk_update(noted, ["import_source"], batch_size=200)


def _with_authors(givens: Sequence[IncomingExplainer]) -> dict[str, Document]:
    """The documents by key, with the authors that are named beside them."""
    names = {incoming.key: incoming.options.authors_of(incoming.reading) for incoming in givens}
    people = authors_named(name for some in names.values() for name in some)
    authors = {author.name: author for author in people}
    return {
        incoming.key: replace(
            incoming.reading.document,
            authors=tuple(authors[name] for name in dict.fromkeys(names[incoming.key])),
        )
        for incoming in givens
    }


def _make(
    new: Sequence[Decided], documents: Mapping[str, Document], existing: ExistingExplainers
) -> None:
    made = []
    for incoming, outcome in new:
        article = Article(
            import_key=existing.import_key(incoming),
            import_mark=incoming.mark,
            import_source=incoming.source,
            import_origin=incoming.origin,
            slug=outcome.slug,
        )
        existing.articles[incoming.key] = article
        past = [PastNote(*note) for note in incoming.reading.past]
        made.append((article, documents[incoming.key], past))
    drafts.make(made)


def _update(
    incoming: IncomingExplainer,
    outcome: ImportResult,
    document: Document,
    existing: ExistingExplainers,
) -> None:
    article = existing.articles[incoming.key]
    before = existing.draft(article).document
    document = aligned(document, before, article.keys_given)
    if not document.authors:
        document = replace(document, authors=before.authors)
    article.slug = outcome.slug
    article.import_mark = incoming.mark
    article.import_source = incoming.source
    # A schedule was for the text as it was then.
    article.publish_at = article.publish_by = None
    rows.write_draft(article, document)
    write_notes(article, [PastNote(*note) for note in incoming.reading.past])


def _add_topics(givens: Sequence[IncomingExplainer], existing: ExistingExplainers) -> None:
    """Adds topics; those that an explainer has, from here or elsewhere, stay."""
    names = {incoming.key: incoming.options.topics_of(incoming.reading) for incoming in givens}
    topics = topics_named(name for some in names.values() for name in some)
    through = Article.topics.through
    through._default_manager.bulk_create(
        [
            through(article_id=existing.articles[key].pk, topic_id=pk)
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


def publish(
    decided: Sequence[Decided], existing: ExistingExplainers, by: Signer
) -> list[ImportResult]:
    """Publishes the drafts that these outcomes are of; gives the outcomes then.

    What its source calls a draft stays one, and so does what an editor has in hand.
    """
    outcomes = [_stopped(incoming, outcome, existing) for incoming, outcome in decided]
    ready = {
        existing.articles[incoming.key].pk: place
        for place, (incoming, _outcome) in enumerate(decided)
        if outcomes[place] is None and not incoming.options.dry
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


def _stopped(
    incoming: IncomingExplainer, outcome: ImportResult, existing: ExistingExplainers
) -> ImportResult | None:
    """The outcome of what is not to be published; None where it is."""
    article = existing.articles.get(incoming.key)
    if outcome.result not in ("made", "updated", "unchanged") or incoming.reading.is_draft:
        return outcome
    if article is not None and article.is_published:
        return outcome
    if article is not None and outcome.result == "unchanged" and _is_in_hands(article, existing):
        return replace(outcome, result="refused", reason=_IN_HANDS)
    if incoming.options.dry:
        problems = _problems(incoming, existing, article)
        if problems:
            return replace(outcome, result="refused", reason=str(NotReady(problems)))
    return None


def _is_in_hands(article: Article, existing: ExistingExplainers) -> bool:
    """Whether somebody edited the draft here, or scheduled it, since it was imported."""
    return article.publish_at is not None or not existing.is_as_imported(article)


def _problems(
    incoming: IncomingExplainer, existing: ExistingExplainers, article: Article | None
) -> list[str]:
    """What publishing would say, for a dry run."""
    reading = incoming.reading
    document = reading.document
    pictures = [picture.sha256 for picture in reading.pictures]
    return problems_with(document, renderings(document), pictures)


def _outcome(outcome: ImportResult, published: publishing.Published) -> ImportResult:
    if isinstance(published, Version):
        return replace(outcome, result="published")
    if isinstance(published, NotReady):
        return replace(outcome, result="refused", reason=str(published))
    return outcome  # Another import, or an editor, was faster.
