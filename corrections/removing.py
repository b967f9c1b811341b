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
from articles.withheld import mask_rows, masked_document
from corrections.models import (
    EXPLANATION_TEXTS,
    SOURCE_TEXTS,
    Correction,
    Deed,
    Elsewhere,
    ErrorReport,
    ProposalEvent,
    Source,
    State,
)
from corrections.removal import Order, Removal
from documents.document import Document, DocumentError
from record.chain import Chain, appending, before
from record.events import log_event
from record.format import WITHHELD
from record.models import Version
from record.refusals import UserFacing
from record.removal.holding import people_in, texts_with_words, texts_with_words_of
from record.removal.places import Mask, Matcher, WordPlace, blank, line, places, register_place
from record.removal.withholding import withhold
from record.removal.words import Everything, Sought
from record.sealing import Entry, prepare


class NothingToWithhold(UserFacing):
    """Nothing that readers have seen holds the words."""


class RemovedAlready(UserFacing):
    """The explainer is removed, and its words were not asked to be destroyed."""


def remove_words(sought: Sought, order: Order) -> list[Version]:
    """Withholds the words in every explainer and in every other place; gives the removals.

    This can't be undone. Raises `NothingToWithhold` when no place at all holds the words, and
    `record.chain.ClockBehind`; nothing is written then.
    """
    if order.repeats(sought):
        raise UserFacing("the notice, or the reason for acting alone, repeats the words")
    versions = []
    with appending() as chain:
        texts = texts_with_words(sought)
        people = people_in(texts, sought)
        incident = order.incident or (uuid4() if len(texts) > 1 else None)
        named = _explainers_by(sought)
        # First, since pages show the addresses of authors.
        elsewhere = sum(place.withhold(sought) for place in places())
        if not texts and not elsewhere:
            raise NothingToWithhold(f"no place holds “{sought.words}”")
        for subject in sorted(texts, key=lambda pk: texts[pk][0].number):
            removal = Removal(subject, texts[subject], sought, order, incident, people)
            versions.append(_write(chain, removal))
        for version in pages.newest_versions(named - set(texts)):
            pages.write(version, document_at(version))
    how_many = {"explainers": len(versions), "rows": elsewhere}
    log_event("words.withheld", **how_many, signer=order.by.pk)
    return versions


def remove_article(article: Article, order: Order, *, destroy: bool = False) -> Version:
    """Takes a whole explainer away: it is served nowhere, and its number stays in the log.

    Its words are kept for a reinstatement, unless they are to be destroyed. Raises
    `RemovedAlready`, `UserFacing` for a draft, `record.chain.ClockBehind`; nothing is written then.
    """
    with appending() as chain:
        row = rows.locked(article.pk)
        if row.version_id is None:
            raise UserFacing(f"“{row}” is a draft; no reader has seen it, so just delete it")
        if row.status == Status.REMOVED and not destroy:
            raise RemovedAlready(f"“{row}” is removed already")
        sought = Everything()
        texts = texts_with_words_of(article.pk, sought)
        texts = [text for text in texts if not text.path.startswith("signers.")]
        removal = Removal(article.pk, texts if destroy else [], sought, order, order.incident)
        version = _write(chain, removal, status=Status.REMOVED, destroy=destroy)
        if destroy:
            for place in places():
                place.destroy(article.pk)
    serial, signer = version.serial, order.by.pk
    log_event("explainer.removed", article=article.pk, version=serial, signer=signer)
    return version


def _write(
    chain: Chain, removal: Removal, *, status: str | None = None, destroy: bool = False
) -> Version:
    """Appends the version and makes every row follow it."""
    article = rows.locked(removal.subject)
    newest = Version.objects.of(removal.subject).latest("serial")
    status = status or newest.members["status"]
    document = removal.document(article, newest)
    follows = removal.next_version(newest, status, document)
    proposal = _proposal(removal, article, newest)
    prepared = prepare(follows, before(newest))
    version = withhold(chain, prepared) if removal.texts else chain.append(prepared)
    _number(proposal, version, removal.order)
    columns = _mask(removal, article, version, follows) if removal.texts else {}
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


def _number(correction: Correction, version: Version, order: Order) -> None:
    correction.number = version.members["explanation"]["correction"]
    correction.state = State.PUBLISHED
    correction.version = correction.published_in = version
    correction.published_at = correction.submitted_at = version.moment
    correction.save()
    approved = Deed.APPROVED if order.approver else Deed.PUBLISHED
    for deed, by in ((Deed.PROPOSED, order.by), (approved, order.approver or order.by)):
        ProposalEvent.objects.create(
            correction=correction, article_id=correction.article_id, deed=deed, by=by
        )


def _mask(removal: Removal, article: Article, version: Version, follows: Entry) -> dict[str, Any]:
    mask_published(removal.subject, removal.sought, version)
    mask_rows(article, removal.sought, version, removal.people)
    columns: dict[str, Any] = {}
    if follows.slug and follows.slug.text != article.slug:
        article.slugs.create(slug=follows.slug.text)
        columns["slug"] = follows.slug.text
    elif follows.slug is None:
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
    authors = [author.pk for author in Author.objects.all() if sought.is_in(author.slug)]
    bylines = Byline.objects.filter(author__in=authors, version__isnull=False)
    return set(bylines.values_list("article_id", flat=True))


_EXPLANATION: dict[str, Mask] = dict.fromkeys(EXPLANATION_TEXTS, line)
_SOURCE: dict[str, Mask] = dict.fromkeys(SOURCE_TEXTS, line) | {"url": blank, "archived": blank}
_REPORT: dict[str, Mask] = dict.fromkeys(("words", "wrong", "name", "reason"), line)
_REPORT |= {"source": blank, "email": blank}


def register_places() -> None:
    """Registers proposals and their sources. Called once, when the apps are ready."""
    masks: dict[str, Mask] = {
        **_EXPLANATION,
        "comment": line,
        "file_key": blank,
        "proposed": document_mask,
    }
    register_place(WordPlace("proposal", _proposals, {**masks, "written_on": document_mask}))
    register_place(
        WordPlace(
            "source of proposal", lambda: Source.objects.filter(version__isnull=True), _SOURCE
        )
    )
    decided: dict[str, Mask] = {"sentence": line, "reason": line}
    register_place(
        WordPlace("decision about another place", Elsewhere.objects.all, decided, _decided)
    )
    register_place(WordPlace("report", ErrorReport.objects.all, _REPORT))
    register_place(
        WordPlace("history of proposal", ProposalEvent.objects.all, {"comment": line}, _events_of)
    )


def document_mask(sought: Matcher, text: str) -> str:
    """For a document as JSON; one that can't be read any more is emptied."""
    if not text:
        return text
    try:
        return masked_document(Document.from_json(text), sought).to_json()
    except DocumentError:
        return ""


def mask_published(subject: UUID, sought: Matcher, version: Version) -> None:
    """Masks what is sought in the published corrections of an explainer, sources included.

    Rows that hold nothing of it keep the version that they follow.
    """
    published = Correction.objects.filter(article=subject, version__lt=version.pk)
    for projections, masks in (
        (Source.objects.filter(article=subject, version__lt=version.pk), _SOURCE),
        (published, _EXPLANATION),
    ):
        for row in projections:
            values = _masked(row, masks, sought)
            if values:
                type(row)._base_manager.filter(pk=row.pk).update(version=version, **values)


def forget_proposals(subject: UUID) -> None:
    """Deletes what was proposed and reported about an explainer whose words are destroyed."""
    open_ones = Correction.objects.filter(article=subject, version__isnull=True)
    open_ones.update(follows=None)
    reports = ErrorReport.objects.filter(article=subject)
    reports.exclude(duplicate_of=None).delete()
    reports.delete()
    Source.objects.filter(correction__in=open_ones).delete()
    open_ones.delete()


def _decided(subject: UUID) -> Any:
    return Elsewhere.objects.filter(article=subject)


def _events_of(subject: UUID) -> Any:
    """The history of what was proposed; that of the removal itself stays."""
    return ProposalEvent.objects.filter(article=subject).exclude(correction__kind="removal")


def _proposals() -> Any:
    return Correction.objects.filter(version__isnull=True).exclude(state=State.PUBLISHED)


def _masked(row: Any, masks: dict[str, Mask], sought: Matcher) -> dict[str, Any]:
    """The columns that change, each with just what the record says in its place."""
    return {
        name: mask(sought, getattr(row, name))
        for name, mask in masks.items()
        if sought.is_in(getattr(row, name)) and getattr(row, name) != WITHHELD
    }
