"""Opening a sheet: that of a proposal, or a new one as the address asks for it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from articles.admin.forms import number_typed
from articles.models import Article
from articles.reading import words_of
from corrections.admin.sheet import ProposalSheet
from corrections.kinds import KINDS
from corrections.models import Correction
from record.models import Version


def sheet_of(correction: Correction, request: HttpRequest) -> ProposalSheet:
    """The sheet of a proposal that is there, for a POST with what was typed."""
    typed = request.POST if request.method == "POST" else None
    before = correction.base_document
    return ProposalSheet(correction.article, correction.base, before, correction, typed)


def new_sheet(article: Article, request: HttpRequest) -> ProposalSheet:
    """The sheet of a new proposal for `article`, on the version that it was written on."""
    typed = request.POST if request.method == "POST" else None
    versions, number = Version.objects.of(article.pk), number_typed(typed or {}, "base_number")
    base = versions.filter(number=number).first() or versions.latest("serial")
    asked_for = _asked_for(request.GET, article)
    return ProposalSheet(article, base, words_of(base), None, typed, asked_for)


def _asked_for(query: Mapping[str, Any], article: Article) -> dict[str, Any]:
    """What an address asks for: a kind, and the number of a correction that is amended."""
    kind, number = query.get("kind", ""), number_typed(query, "amends")
    fields: dict[str, Any] = {"kind": kind} if kind in KINDS else {}
    if number >= 0:
        fields["amends"] = article.corrections.filter(number=number).first()
    return fields
