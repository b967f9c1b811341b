"""Importing: what a reader made of a file becomes a draft, once.

A file is known again by its import key. Unchanged, it is left alone; changed, its draft is
brought up to date unless somebody edited it here; a published explainer is never overwritten.
Each file is one transaction under the site's lock, so two imports at once make it once.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.crypto import salted_hmac
from rapidfuzz.distance import Indel

from articles import rows
from articles.differences import Change, differences
from articles.document import Author as DocumentAuthor
from articles.document import Document, DocumentError
from articles.imported import PastNote, kept_notes, write_notes
from articles.keys import aligned
from articles.models import Article, Author, Slug, Topic
from articles.picturing import keep_pictures
from articles.places import hidden_key
from articles.publishing import AlreadyPublished, NotReady, publish
from articles.readers.reading import Note, Reading
from articles.slugs import slug_of
from record.chain import locked
from record.models import Signer

#: Below this share of words in the same order, a text under a new title is another explainer.
_LEAST_IN_COMMON = 0.3

_IN_HANDS = (
    "the draft was edited or scheduled here since it was imported, so it is not published; "
    "publish it in the admin"
)

Result = Literal[
    "made", "unchanged", "updated", "published", "proposed", "changed", "refused", "left out"
]


@dataclass(frozen=True)
class Outcome:
    """What became of one file, for the report.

    `changes` are set where a published explainer differs, `reason` where the file was refused or
    left out; `aliases` are the addresses that the explainer had elsewhere.
    """

    name: str
    result: Result
    slug: str = ""
    title: str = ""
    notes: tuple[Note, ...] = ()
    changes: tuple[Change, ...] = ()
    reason: str = ""
    line: int | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Options:
    """How files are taken in.

    `author` and `topics` are names, made where they don't exist; `publisher` has what is made or
    still a draft published at once; `dry` reports and writes nothing.
    """

    author: str | None = None
    topics: tuple[str, ...] = ()
    publisher: Signer | None = None
    dry: bool = False
    language: str = "en"
    on_change: "OnChange | None" = None


#: (explainer, what was read, outcome so far, options) -> outcome: what becomes of a changed file of
#: a published explainer.
OnChange = Callable[[Article, Reading, Outcome, Options], Outcome]


def bring_in(reading: Reading, key: str, options: Options) -> Outcome:
    """Makes or updates the draft that `key` names; gives what was done, or why it wasn't."""
    with locked():
        article = _held(key)
        outcome = _outcome(article, reading, key, options)
        if not options.dry and outcome.result in ("made", "updated"):
            article = _write(article, reading, key, options)
    if article is not None and article.is_published:
        return _on_change(article, reading, outcome, options)
    if options.publisher is None or outcome.result not in ("made", "updated", "unchanged"):
        return outcome
    if reading.is_draft:
        return outcome
    if article is not None and outcome.result == "unchanged" and _is_in_editors_hands(article):
        return replace(outcome, result="refused", reason=_IN_HANDS)
    if article is not None and not options.dry:
        try:
            publish(article, by=options.publisher)
        except (AlreadyPublished, Article.DoesNotExist):
            return outcome  # Another import, or an editor, was faster.
        except NotReady as error:
            return replace(outcome, result="refused", reason=str(error))
    return replace(outcome, result="published")


def _on_change(article: Article, reading: Reading, outcome: Outcome, options: Options) -> Outcome:
    if outcome.result != "changed" or options.on_change is None:
        return outcome
    decided = options.on_change(article, reading, outcome, options)
    if decided.result in ("proposed", "unchanged") and not options.dry:
        # The same file brings nothing new the next time, whatever becomes of the proposal.
        mark = mark_of(reading.document, reading.past)
        Article.objects.filter(pk=article.pk).update(import_mark=mark)
    return decided


def _is_in_editors_hands(article: Article) -> bool:
    """Whether somebody edited the draft here, or scheduled it, since it was imported."""
    return article.publish_at is not None or _mark_of_rows(article) != article.import_mark


def _held(key: str) -> Article | None:
    """The explainer of that import key, locked: an editor may be saving it at this moment."""
    pk = (
        Article.objects.filter(import_key__in=[key, hidden_key(key)])
        .values_list("pk", flat=True)
        .first()
    )
    try:
        return rows.locked(pk) if pk else None
    except Article.DoesNotExist:
        return None


def _outcome(article: Article | None, reading: Reading, key: str, options: Options) -> Outcome:
    about = Outcome(
        key,
        "unchanged",
        reading.slug,
        reading.document.title,
        reading.notes,
        aliases=reading.aliases,
    )
    if article is None:
        taken = _taken_by(reading.slug)
        return (
            replace(about, result="refused", reason=taken)
            if taken
            else replace(about, result="made")
        )
    about = replace(about, slug=article.slug)
    mark = mark_of(reading.document, reading.past)
    if article.import_mark == mark:
        return about
    if article.is_published:
        changes = tuple(_changes(article, reading.document))
        return replace(about, result="changed" if changes else "unchanged", changes=changes)
    held = _mark_of_rows(article)
    if held == mark:
        return about
    if _is_another(reading.document, article):
        return replace(about, result="refused", reason=_another(article))
    if article.import_mark != held:
        reason = (
            "the draft was edited here since it was imported, and the file has changed as well; "
            "delete the draft to take the file's text, or go on with the draft"
        )
        return replace(about, result="refused", reason=reason)
    return replace(about, result="updated")


def _is_another(document: Document, article: Article) -> bool:
    """Whether another explainer has come under the name of this draft's file.

    A title may be mended and a text rewritten; both at once, with few words in common, is another.
    """
    if document.title == article.title:
        return False
    old, new = (_words(one) for one in (rows.document_of(article), document))
    return Indel.normalized_similarity(old, new) < _LEAST_IN_COMMON


def _words(document: Document) -> list[str]:
    return [word for _part, source in document.markdown_parts() for word in source.split()]


def _another(article: Article) -> str:
    return (
        f"found another title than that of “{article.title}”, which came from a file of this "
        "name; expected the same explainer, or a file with a name of its own"
    )


_WITHHELD_ADDRESS = (
    "found an address that was withheld and is never given again; "
    "expected a title that gives another"
)


def _taken_by(slug: str) -> str:
    holder = Article.objects.filter(slug=slug).first()
    if holder is None:
        past = Slug.objects.filter(slug=slug).select_related("article").first()
        holder = past.article if past else None
    if holder is None:
        return _WITHHELD_ADDRESS if Slug.objects.withheld(slug).exists() else ""
    origin = f" from {holder.import_key}" if holder.import_key else ""
    return (
        f"found the address “{slug}”, which “{holder.title}”{origin} has already; "
        "expected a title that gives an address of its own"
    )


def _write(article: Article | None, reading: Reading, key: str, options: Options) -> Article:
    document = replace(reading.document, authors=tuple(_authors(reading, options)))
    if article is None:
        article = Article(import_key=key, slug=reading.slug)
    else:
        if article.slug == slug_of(article.title) and not _taken_by(reading.slug):
            article.slug = reading.slug
        held = rows.document_of(article)
        document = aligned(document, held, article.keys_given)
        if not document.authors:
            document = replace(document, authors=held.authors)
    article.import_mark = mark_of(reading.document, reading.past)
    # A schedule was for the text as it was then.
    article.publish_at = article.publish_by = None
    keep_pictures(reading.pictures)
    rows.write_draft(article, document)
    write_notes(article, [PastNote(*one) for one in reading.past])
    article.topics.add(*_topics(dict.fromkeys([*reading.topics, *options.topics])))
    return article


def _changes(article: Article, document: Document) -> list[Change]:
    held = rows.document_of(article)
    return differences(held, aligned(replace(document, authors=held.authors), held))


def mark_of(document: Document, past: Sequence[tuple[str | None, str]] = ()) -> str:
    """A keyed hash by which a file's text is known again, with the notes that it brought along.

    Authors are given beside the file, and keys are given here, so neither counts.
    """
    text = aligned(replace(document, authors=()), Document("x")).to_json()
    text += "".join(f"\n{date or ''} {note}" for date, note in past)
    return salted_hmac("corrigenda.import", text, algorithm="sha256").hexdigest()


def _mark_of_rows(article: Article) -> str:
    try:
        past = [(one.date, one.note) for one in kept_notes(article)]
        return mark_of(rows.document_of(article), past)
    except DocumentError:
        return ""


def _authors(reading: Reading, options: Options) -> Iterable[DocumentAuthor]:
    """The author that the import was given, or else those that the file names, each once."""
    names = [options.author] if options.author else reading.authors
    people = {author.pk: author for author in map(_author, names)}
    return [DocumentAuthor(str(author.pk), author.name) for author in people.values()]


def _author(name: str) -> Author:
    held = Author.objects.filter(name=name).order_by("pk").first()
    return held or Author.objects.create(name=name, slug=_free_slug(name, Author))


def _topics(names: Collection[str]) -> Sequence[Topic]:
    """The topics of those names, made where there are none; capitals don’t make another."""
    held = {} if not names else {topic.name.casefold(): topic for topic in Topic.objects.all()}
    topics = []
    for name in names:
        folded = name.casefold()
        if folded not in held:
            held[folded] = Topic.objects.create(name=name, slug=_free_slug(name, Topic))
        topics.append(held[folded])
    return topics


def _free_slug(name: str, model: type[Author] | type[Topic]) -> str:
    slug, number = slug_of(name), 1
    free = slug
    while model._default_manager.filter(slug=free).exists():
        number += 1
        free = f"{slug[:75]}-{number}"
    return free
