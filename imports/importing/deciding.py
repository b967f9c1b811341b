"""What is to become of a file: decided by what the site holds, before anything is written."""

from dataclasses import replace

from rapidfuzz.distance import Indel

from articles import rows
from articles.models import Article
from documents.differences import Change, differences
from documents.document import Document
from documents.keys import aligned
from documents.slugs import slug_of
from formats.parsed import Note, ParsedExplainer
from imports.importing.contributors import named_in_file
from imports.importing.existing import ExistingExplainers, IncomingExplainer
from imports.importing.import_addresses import WITHHELD, words_of
from imports.importing.results import ImportResult

#: Below this share of words in the same order, a text under a new title is another explainer.
_LEAST_IN_COMMON = 0.3

_WITHHELD_ADDRESS = (
    "found an address that was withheld and is never given again; "
    "expected a title that gives another"
)
_EDITED = (
    "the draft was edited here since it was imported, and the file has changed as well; "
    "delete the draft to take the file's text, or go on with the draft"
)


def decide(incoming: IncomingExplainer, existing: ExistingExplainers) -> ImportResult:
    """The outcome, as far as the words go: made, unchanged, updated, changed or refused.

    The address of what is made or updated is given in `existing`.
    """
    reading, article = incoming.reading, existing.articles.get(incoming.key)
    outcome = ImportResult(
        incoming.key,
        "unchanged",
        reading.slug,
        reading.document.title,
        reading.notes,
        aliases=reading.aliases,
    )
    if article is None:
        return _decide_new(outcome, incoming, existing)
    outcome = replace(outcome, slug=article.slug)
    if article.import_mark == incoming.mark:
        return outcome
    if article.is_published:
        return _decide_published(outcome, incoming, existing, article)
    return _decide_draft(outcome, incoming, existing, article)


def _decide_new(
    outcome: ImportResult, incoming: IncomingExplainer, existing: ExistingExplainers
) -> ImportResult:
    slug, document = incoming.reading.slug, incoming.reading.document
    holder = existing.addresses.holder(slug)
    if holder is WITHHELD:
        return replace(outcome, result="refused", reason=_WITHHELD_ADDRESS)
    if holder and holder.says_much_the_same(document):
        reason = (
            f"found the address “{slug}”, which {holder} has already, and much the same text; "
            "expected another explainer"
        )
        return replace(outcome, result="refused", reason=reason)
    if holder:
        free = existing.addresses.free_beside(slug, document.language, holder)
        note = Note(None, f"the address “{slug}” is that of {holder}, so it is at “{free}”")
        outcome = replace(outcome, slug=free, notes=(*outcome.notes, note))
    existing.addresses.give(outcome.slug, document, incoming.key)
    return replace(outcome, result="made")


def _decide_published(
    outcome: ImportResult,
    incoming: IncomingExplainer,
    existing: ExistingExplainers,
    article: Article,
) -> ImportResult:
    if incoming.is_source_of(article):
        return outcome  # A reader that learnt to see more is no correction by its publisher.
    now = rows.document_of(article)
    if _is_another(incoming.reading, now):
        return _decide_another(outcome, incoming, existing, article)
    changes = tuple(_changes(now, incoming))
    return replace(outcome, result="changed" if changes else "unchanged", changes=changes)


def _decide_draft(
    outcome: ImportResult,
    incoming: IncomingExplainer,
    existing: ExistingExplainers,
    article: Article,
) -> ImportResult:
    if existing.has_the_words(article, incoming.mark):
        return outcome
    is_as_imported, is_same = existing.is_as_imported(article), incoming.is_source_of(article)
    if is_same and not is_as_imported:
        return outcome
    draft = existing.draft(article)
    if not is_same and not draft.error and _is_another(incoming.reading, draft.document):
        return _decide_another(outcome, incoming, existing, article)
    if not is_as_imported:
        return replace(outcome, result="refused", reason=_EDITED)
    return replace(outcome, result="updated", slug=_slug(incoming, existing, article))


def _slug(incoming: IncomingExplainer, existing: ExistingExplainers, article: Article) -> str:
    """The draft's address, which goes with a title that was mended while it is free."""
    slug = incoming.reading.slug
    if article.slug != slug_of(article.title) or existing.addresses.holder(slug):
        return article.slug
    existing.addresses.give(slug, incoming.reading.document, incoming.key)
    return slug


def _decide_another(
    outcome: ImportResult,
    incoming: IncomingExplainer,
    existing: ExistingExplainers,
    article: Article,
) -> ImportResult:
    """Another explainer than the one that is known by the path of its file.

    From another folder it is one of another site, which has an `about.md` too.
    """
    if not incoming.is_of_another_folder(article):
        return replace(outcome, result="refused", reason=_another(article))
    existing.set_apart(incoming)
    known = f"“{article.title}” has a file of the same path in another folder"
    note = Note(None, f"{known}, so this one is known by its folder too")
    new = replace(outcome, slug=incoming.reading.slug, notes=(*outcome.notes, note))
    return _decide_new(new, incoming, existing)


def _is_another(reading: ParsedExplainer, existing: Document) -> bool:
    """Whether another explainer has come under the name of a file.

    A title may be mended and a text rewritten; both at once, with few words in common, is another,
    unless the file itself says which one it is.
    """
    document = reading.document
    if document.title == existing.title or reading.identity is not None:
        return False
    return Indel.normalized_similarity(words_of(existing), words_of(document)) < _LEAST_IN_COMMON


def _another(article: Article) -> str:
    return (
        f"found another title than that of “{article.title}”, which came from a file of this "
        "name; expected the same explainer, or a file with a name of its own"
    )


def _changes(existing: Document, incoming: IncomingExplainer) -> list[Change]:
    authors = named_in_file(existing, incoming.options.authors_of(incoming.reading), make=False)
    return differences(
        existing, aligned(replace(incoming.reading.document, authors=authors), existing)
    )
