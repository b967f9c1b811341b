"""Removal: words are withheld everywhere, or a whole explainer is taken away.

It is the one thing that destroys words. Each explainer concerned gets a removal version of its own
with a public number; removals of the same words are joined by an incident. All of it is one
transaction, made whole under the site's lock: nothing may slip in beside it.
"""

from typing import Any
from uuid import UUID, uuid4

from articles import pages, rows
from articles.models import Article, Author, Byline, Page, SearchRow
from articles.models.article import Status
from articles.notices import REASONS
from articles.reading import document_at
from articles.withheld import mask_rows
from corrections.models import Correction, State
from corrections.removal.entries import Removal
from corrections.removal.orders import Order
from corrections.removal.places import forget_proposals, mask_published
from documents.document import Document
from record.chain import Chain, appending, before
from record.models import Version
from record.refusals import UserFacing
from record.removal.holding import held, held_of, people_in
from record.removal.places import Matcher, places
from record.removal.withholding import withhold
from record.removal.words import Everything, Sought
from record.sealing import Entry, prepare


class NotFound(UserFacing):
    """Nothing that readers have seen holds the words."""


class RemovedAlready(UserFacing):
    """The explainer is removed, and its words were not asked to be destroyed."""


def remove_words(sought: Sought, order: Order) -> list[Version]:
    """Withholds the words in every explainer and in every other place; gives the removals.

    This can't be undone. Raises `NotFound` when no place at all holds the words, and
    `record.chain.ClockBehind`; nothing is written then.
    """
    if order.repeats(sought):
        raise UserFacing("the notice, or the reason for acting alone, repeats the words")
    versions = []
    with appending() as chain:
        found = held(sought)
        people = people_in(found, sought)
        incident = order.incident or (uuid4() if len(found) > 1 else None)
        named = _explainers_by(sought)
        # First, since pages show the addresses of authors.
        elsewhere = sum(place.withhold(sought) for place in places())
        if not found and not elsewhere:
            raise NotFound(f"no place holds “{sought.words}”")
        for subject in sorted(found, key=lambda one: found[one][0].number):
            removal = Removal(subject, found[subject], sought, order, incident, people)
            versions.append(_write(chain, removal))
        for version in pages.newest_versions(named - set(found)):
            pages.write(version, document_at(version))
    return versions


def remove_article(article: Article, order: Order, *, destroy: bool = False) -> Version:
    """Takes a whole explainer away: it is served nowhere, and its number stays in the log.

    Its words are kept for a reinstatement, unless they are to be destroyed. Raises
    `RemovedAlready`, `UserFacing` for a draft, `record.chain.ClockBehind`; nothing is written then.
    """
    with appending() as chain:
        held_row = rows.locked(article.pk)
        if held_row.version_id is None:
            raise UserFacing(f"“{held_row}” is a draft; no reader has seen it, so just delete it")
        if held_row.status == Status.REMOVED and not destroy:
            raise RemovedAlready(f"“{held_row}” is removed already")
        sought = Everything()
        texts = [one for one in held_of(article.pk, sought) if not one.path.startswith("signers.")]
        removal = Removal(article.pk, texts if destroy else [], sought, order, order.incident)
        version = _write(chain, removal, status=Status.REMOVED, destroy=destroy)
        if destroy:
            for place in places():
                place.destroy(article.pk)
    return version


def _write(
    chain: Chain, removal: Removal, *, status: str | None = None, destroy: bool = False
) -> Version:
    """Appends the version and makes every row follow it."""
    article = rows.locked(removal.subject)
    newest = Version.objects.of(removal.subject).latest("serial")
    status = status or newest.members["status"]
    document = removal.document(article, newest)
    entry = removal.entry(newest, status, document)
    proposal = _proposal(removal, article, newest)
    prepared = prepare(entry, before(newest))
    version = withhold(chain, prepared) if removal.texts else chain.append(prepared)
    _number(proposal, version)
    columns = _mask(removal, article, version, entry) if removal.texts else {}
    columns |= {"status": status, "touched_at": version.moment}
    rows.write_version(article, document, version, **columns)
    _derive(version, document, status)
    if destroy:
        forget_proposals(removal.subject)
    return version


def _proposal(removal: Removal, article: Article, newest: Version) -> Correction:
    return Correction.objects.create(
        article=article,
        kind="removal",
        severity="",
        base=newest,
        proposer=removal.order.by,
        approver=removal.order.approver or removal.order.by,
        right=removal.order.notice,
        why=REASONS[removal.order.because],
        alone=removal.order.alone.strip(),
        incident=removal.incident,
    )


def _number(correction: Correction, version: Version) -> None:
    correction.number = version.members["explanation"]["correction"]
    correction.state = State.PUBLISHED
    correction.version = correction.published_in = version
    correction.published_at = correction.submitted_at = version.moment
    correction.save()


def _mask(removal: Removal, article: Article, version: Version, entry: Entry) -> dict[str, Any]:
    mask_published(removal.subject, removal.sought, version)
    mask_rows(article, removal.sought, version, removal.people)
    columns: dict[str, Any] = {}
    if entry.slug and entry.slug.text != article.slug:
        article.slugs.create(slug=entry.slug.text)
        columns["slug"] = entry.slug.text
    elif entry.slug is None:
        columns["slug"] = f"withheld-{uuid4().hex[:12]}"
    return columns


def _derive(version: Version, document: Document, status: str) -> None:
    if status != Status.REMOVED:
        pages.write(version, document)
        return
    Page.objects.filter(article=version.subject).delete()
    SearchRow.objects.filter(article=version.subject).delete()


def _explainers_by(sought: Matcher) -> set[UUID]:
    """The published explainers that link to an author whose address holds the words."""
    authors = [one.pk for one in Author.objects.all() if sought.is_in(one.slug)]
    bylines = Byline.objects.filter(author__in=authors, version__isnull=False)
    return set(bylines.values_list("article_id", flat=True))
