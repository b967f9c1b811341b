"""The preview of a proposal: note and page as readers would see them. Saves nothing."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from articles.admin.desk import DeskView
from articles.admin.views import preview, refused
from articles.models import Article, Page
from articles.notices import Decoration
from articles.pages import head_from
from articles.reading import PageHead, contents, head_of
from corrections.admin.sheet import ProposalSheet, new_sheet, sheet_of
from corrections.models import CAUSE_CHOICES, Correction, Source
from corrections.notes.decorating import MARKED, decorated, history_until
from corrections.notes.notes import CorrectionNote, SourceNote, noted, notes_of
from corrections.placing import Placed, error_since, next_number, placed, standing_banners
from corrections.proposing.drafting import correctable
from documents.merging import OverlappingChanges
from record.models import Version

_OVERLAPS = "Other words were published in the same place meanwhile. Save, then go on."


class NewProposalPreview(DeskView[Article]):
    """What is typed on the sheet of a new proposal."""

    permission = "add"

    def fetch(self) -> Article | None:
        """The explainer that would be corrected."""
        return correctable(self.kwargs["article"])

    def gone(self) -> HttpResponseBase:
        """To the sheet, which says why."""
        return self.to("correct", self.kwargs["article"])

    def back(self) -> HttpResponseBase:
        """To the sheet."""
        return self.to("correct", self.kwargs["article"])

    def act(self) -> HttpResponseBase:
        """The page."""
        return _of_typed(self, new_sheet(self.object, self.request))


class ProposalPreview(DeskView[Correction]):
    """What is typed on the sheet of a proposal, or what is saved of it."""

    permission = "view_or_change"

    def divert(self) -> HttpResponseBase | None:
        """Back, where it was decided already: then the explainer itself shows it."""
        return None if self.object.is_open else self.back()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page as it is saved."""
        return _of(self, self.object, list(self.object.sources.all()))

    def act(self) -> HttpResponseBase:
        """The page as it is typed."""
        return _of_typed(self, sheet_of(self.object, self.request))


def _of_typed(view: DeskView[Any], sheet: ProposalSheet) -> HttpResponseBase:
    if not sheet.is_valid():
        return refused(view.request, sheet.messages(), view.context(""))
    return _of(view, sheet.candidate(), sheet.sources())


def _of(view: DeskView[Any], correction: Correction, sources: list[Source]) -> HttpResponseBase:
    try:
        where = placed(correction)
    except OverlappingChanges:
        return refused(view.request, [_OVERLAPS], view.context(""))
    user: Any = view.request.user
    name = user.get_full_name() or user.get_username()
    note = note_as_proposed(correction, where, sources=sources, proposer=name)
    decoration = decoration_as_proposed(correction, where, note)
    return preview(
        view.request,
        where.then,
        correction.article,
        correction.article.topics.all(),
        head=head_as_proposed(correction, where, decoration),
        decoration=decoration,
    )


_NOT_SEALED = "not sealed yet"
_EXPLAINED = ("right", "why", "no_source", "credit", "discovered", "world_changed")


def note_as_proposed(
    correction: Correction, where: Placed, *, sources: Sequence[Source], proposer: str
) -> CorrectionNote:
    """The note that readers would get; its number is the next one, if no other is faster."""
    since = error_since(where.newest, where.now, where.then)
    began = Version.objects.of(correction.article_id).filter(number=since or 0).first()
    facts = {
        "number": next_number(),
        "published_at": timezone.now(),
        "subject": correction.article_id,
        "version": where.newest.number + 1,
        "serial": 0,
        "digest": _NOT_SEALED,
        "kind": correction.kind,
        "severity": correction.severity,
        "cause": dict(CAUSE_CHOICES).get(correction.cause),
        "amends": correction.amends.number if correction.amends else None,
        **{name: getattr(correction, name) or None for name in _EXPLAINED},
        "sources": [_source_note(source) for source in sources],
        "proposers": [proposer],
    }
    return noted(facts, where.now, where.then, began)


def decoration_as_proposed(
    correction: Correction, where: Placed, note: CorrectionNote
) -> Decoration:
    """What would stand beside the words of the next version."""
    earlier = notes_of(correction.article_id)
    banners = standing_banners(where.newest, correction, note.number)
    marked = note.number if note.kind in MARKED else None
    history = [*history_until(where.newest), (marked, where.then)]
    return decorated([note, *earlier], history, where.then, banners)


def head_as_proposed(correction: Correction, where: Placed, decoration: Decoration) -> PageHead:
    """What would head the page of the next version."""
    page = Page.objects.filter(article=correction.article_id).first()
    # A removed explainer has no page; its reinstatement is looked at all the same.
    head = head_from(page.head) if page else head_of(where.newest, where.now)
    return replace(
        head,
        title=where.then.title,
        standfirst=where.then.standfirst,
        authors=[{"id": by.id, "name": by.name, "slug": None} for by in where.then.authors],
        changed=decoration.changed or head.changed,
        number=where.newest.number + 1,
        serial=0,
        digest=_NOT_SEALED,
        toc=contents(where.then),
        top=decoration.top,
        banners=decoration.banners,
        corrections=list(decoration.corrections),
        comments=[dict(comment) for comment in decoration.comments],
    )


def _source_note(source: Source) -> SourceNote:
    names = [field.name for field in fields(SourceNote)]
    return SourceNote(**{name: getattr(source, name) or None for name in names})
