"""Writing what was decided: new drafts in one statement a table, others one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from articles import drafts, rows
from articles.models import Article
from articles.sealed import PastNote, write_notes
from documents.document import Document
from documents.keys import aligned
from imports.importing.contributors import authors_named, topics_named
from imports.importing.existing import Given, Held
from imports.importing.results import Outcome

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
