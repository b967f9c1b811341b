"""Proposing: somebody writes down what should stand instead, and why."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from articles.reading import DocumentGone, words_of
from corrections.answering import close_cases
from corrections.models import EXPLANATION_FIELDS, Correction, Deed, Source, State, write_event
from corrections.proposing.explaining import Problem, problems_of
from documents.document import Document
from record.delivering import mail
from record.models import Signer, Version
from record.refusals import UserFacing


class Incomplete(UserFacing):
    """A correction that isn't ready for review; `problems` say what is missing."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = list(problems)


class NotOpen(UserFacing):
    """A correction that was decided already."""


class Overtaken(UserFacing):
    """Somebody else has changed the proposal since it was opened."""


def correctable(pk: UUID) -> Article | None:
    """The explainer whose words can be corrected: published, also if it was retracted or removed.

    None where it isn't there, is a draft, or had its words destroyed.
    """
    published = Article.objects.filter(pk=pk, version__isnull=False)
    article = published.select_related("page", "version").first()
    if article is None or article.version is None:
        return None
    try:
        words_of(article.version)
    except DocumentGone:
        return None
    return article


def propose(
    article: Article,
    document: Document,
    *,
    by: Signer,
    base: Version | None = None,
    follows: Correction | None = None,
    file_key: str = "",
    file_id: str = "",
    sources: Sequence[Mapping[str, Any]] = (),
    **explanation: Any,
) -> Correction:
    """A new correction of `article` that would make it say `document`.

    `base` is the version that the proposer had before her (the newest, if left out); or she
    changes further what an open proposal puts in, which it then `follows`. `file_key` is
    the import key of the file that brought it, if one did; `file_id` the id that a corrections file
    gave it. Nothing is checked yet but the form of the document; `submit` asks for what is missing.
    """
    newest = base or Version.objects.of(article.pk).newest()
    correction = Correction(article=article, base=newest, proposer=by, contributors=[str(by.pk)])
    correction.file_key, correction.file_id = file_key, file_id
    if follows is not None:
        correction.base, correction.follows = follows.base, follows
        correction.written_on = follows.proposed
    _set(correction, document, explanation)
    with transaction.atomic():
        correction.save()
        _write_sources(correction, sources)
        write_event(correction, Deed.PROPOSED, by=by)
    return correction


def revise(
    correction: Correction,
    document: Document,
    *,
    by: Signer,
    edition: int,
    base: Version | None = None,
    sources: Sequence[Mapping[str, Any]] | None = (),
    **explanation: Any,
) -> Correction:
    """The proposal with other words, a draft again; whoever changes it contributes to it.

    With a `base` it goes on from that version, and from no other proposal. With None for
    `sources` they stay.
    Raises `Overtaken` unless `edition` is the one that stands, `NotOpen` once it was decided.
    Who proposed it stays its proposer. Whoever has written at it can't approve it any more.
    """
    with transaction.atomic():
        locked = _locked(correction)
        if locked.edition != edition:
            raise Overtaken("somebody else has changed this proposal since you opened it")
        _set(locked, document, explanation)
        if base is not None:
            locked.base, locked.follows, locked.written_on = base, None, ""
        locked.state = State.DRAFT
        locked.contributors = list(dict.fromkeys([*locked.contributors, str(by.pk)]))
        locked.edition += 1
        locked.save()
        if sources is not None:
            locked.sources.all().delete()
            _write_sources(locked, sources)
        write_event(locked, Deed.REVISED, by=by)
    return locked


def submit(correction: Correction, *, by: Signer, tell: bool = True) -> Correction:
    """Hands the proposal to review; raises `Incomplete`, or `NotOpen` once it was decided.

    Who may review it is told by mail, unless it is published in the same breath (`tell`).
    """
    problems = problems_of(correction)
    if problems:
        raise Incomplete(problems)
    with transaction.atomic():
        locked = _locked(correction)
        locked.state, locked.submitted_at, locked.comment = State.IN_REVIEW, timezone.now(), ""
        locked.save(update_fields=["state", "submitted_at", "comment"])
        write_event(locked, Deed.SUBMITTED, by=by)
        if tell:
            tell_reviewers(locked)
    return locked


def withdraw(correction: Correction, *, by: Signer) -> Correction:
    """Takes the proposal back; it is kept, and no reader sees it."""
    with transaction.atomic():
        locked = _locked(correction)
        locked.state = State.WITHDRAWN
        locked.save(update_fields=["state"])
        write_event(locked, Deed.WITHDRAWN, by=by)
        close_cases()
    return locked


def _locked(correction: Correction) -> Correction:
    locked = Correction.objects.select_for_update().get(pk=correction.pk)
    if locked.state not in (State.DRAFT, State.IN_REVIEW):
        raise NotOpen(f"this correction is {locked.get_state_display().lower()}")
    return locked


def _set(correction: Correction, document: Document, explanation: Mapping[str, Any]) -> None:
    unknown = set(explanation) - set(EXPLANATION_FIELDS)
    if unknown:
        raise TypeError(f"a correction has no {', '.join(sorted(unknown))}")
    for name, content in explanation.items():
        setattr(correction, name, content)
    correction.proposed = document.to_json()


def _write_sources(correction: Correction, sources: Sequence[Mapping[str, Any]]) -> None:
    Source.objects.bulk_create(
        Source(correction=correction, article=correction.article, position=position, **source)
        for position, source in enumerate(sources, start=1)
    )


def tell_reviewers(correction: Correction) -> None:
    """Writes to every active account that may review `correction`, but to those who wrote at it.

    To be called in the transaction that sends it to review. The text of the proposal is in none of
    the letters: mail is read by others than its receiver.
    """
    users = get_user_model()._default_manager
    reviewers = users.with_perm(
        "corrections.review_correction", backend="django.contrib.auth.backends.ModelBackend"
    )
    others = reviewers.exclude(email="").exclude(signer__in=correction.writers).order_by("pk")
    path = reverse("admin:corrections_correction_change", args=[correction.pk])
    title = " ".join(correction.article.title.split())
    mail(
        to=list(dict.fromkeys(others.values_list("email", flat=True))),
        subject=f"To review: {title}"[:200],
        body=(
            f"{correction.proposer.name} proposes a change of “{title}” "
            f"({correction.get_kind_display().lower()}) and asks for a review:\n\n"
            f"{settings.SITE_ORIGIN}{path}\n"
        ),
    )
