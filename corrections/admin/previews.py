"""The preview of a proposal: the explainer as readers would see it. Saves nothing."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from articles.admin.desk import DeskView
from articles.admin.views import preview, refused
from articles.models import Article
from corrections.admin.opening import new_sheet, sheet_of
from corrections.admin.sheet import ProposalSheet
from corrections.models import Correction, Source
from corrections.notes.previewing import decoration_as_proposed, head_as_proposed, note_as_proposed
from corrections.proposing.drafting import correctable
from corrections.publishing.publishing import placed
from documents.merging import OverlappingChanges

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
