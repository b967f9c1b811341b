"""An overlap: both changed the same words. All three texts are shown, and the editor goes on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from articles.admin.publication import BUSY
from articles.reading import document_at
from corrections.admin.joining import Joining
from corrections.models import Correction, State
from corrections.proposing.drafting import NotOpen, Overtaken, revise
from corrections.proposing.resolving import conflicts_of, resolved
from documents.comparison import Run, readable
from documents.document import WHOLE, Document, DocumentError
from documents.merging import Conflict, Overlap
from documents.text import TextRefused, normalised
from record.models import Signer, Version

_TEMPLATES = "admin/corrections/correction"
_LINES = ("title", "standfirst", "heading", "question")
_CHOICES = ("theirs", "mine")


@dataclass(frozen=True)
class Shown:
    """A conflict on its page: `text` is what shall stand, for texts; `choice` for whole parts."""

    name: str
    label: str
    is_text: bool
    is_line: bool
    base: str
    theirs: str
    mine: str
    their_words: Sequence[Run]
    my_words: Sequence[Run]
    text: str
    choice: str


class Resolving(Joining):
    """What an editor does where her words and published ones overlap."""

    def get_urls(self) -> list[URLPattern]:
        """With the page of the three texts."""
        view = self.admin_site.admin_view(self.conflict_view)
        name = "corrections_correction_conflict"
        return [path("<int:pk>/conflict/", view, name=name), *super().get_urls()]

    def conflict_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Base, theirs, mine for each place; what shall stand makes a proposal on the newest."""
        correction = self._held(pk)
        if not self.has_change_permission(request, correction):
            raise PermissionDenied
        if correction is None:
            return self._gone(request)
        if correction.state not in (State.DRAFT, State.IN_REVIEW):
            return redirect("admin:corrections_correction_change", pk)
        newest = Version.objects.of(correction.article_id).newest()
        assert newest is not None  # noqa: S101 - what is corrected was published
        base, theirs, mine = correction.base_document, document_at(newest), correction.document
        conflicts = conflicts_of(base, theirs, mine)
        if not conflicts:
            return redirect("admin:corrections_correction_change", pk)
        if request.method != "POST" or request.POST.get("newest") != str(newest.number):
            return self._conflict_page(request, correction, newest, conflicts)
        try:
            choices = _choices(conflicts, request.POST)
            document = resolved(base, theirs, mine, choices)
            self._go_on(request, correction, newest, document)
        except (DocumentError, TextRefused, Overlap) as error:
            return self._conflict_page(request, correction, newest, conflicts, wrong=str(error))
        except (Overtaken, NotOpen) as error:
            wrong = f"{str(error).capitalize()}. What you typed is below."
            return self._conflict_page(request, correction, newest, conflicts, wrong=wrong)
        except OperationalError:
            return self._conflict_page(request, correction, newest, conflicts, wrong=BUSY)
        return redirect("admin:corrections_correction_change", pk)

    def _go_on(
        self, request: HttpRequest, correction: Correction, newest: Version, document: Document
    ) -> None:
        by, edition = Signer.of(request.user), edition_typed(request.POST)
        held = revise(correction, document, by=by, edition=edition, base=newest, sources=None)
        self.log_change(request, held, "Put on the newest version.")
        text = "Your proposal stands on the newest version now. Look at it, then send it to review."
        self.message_user(request, text, messages.SUCCESS)

    def _conflict_page(
        self,
        request: HttpRequest,
        correction: Correction,
        newest: Version,
        conflicts: Sequence[Conflict],
        *,
        wrong: str = "",
    ) -> HttpResponse:
        context = {
            **self.context(request, correction.article.title),
            "correction": correction,
            "article": correction.article,
            "newest": newest,
            "conflicts": list(_shown(conflicts, request.POST)),
            "wrong": wrong,
            "moved_on": request.method == "POST" and not wrong,
            # Who was overtaken sends again for the edition that she sees now.
            "edition": correction.edition,
        }
        status = 409 if request.method == "POST" else 200
        return TemplateResponse(request, f"{_TEMPLATES}/conflict.html", context, status=status)


def edition_typed(typed: Mapping[str, Any]) -> int:
    """The edition of the proposal that a page was made for; -1, which none has, for nonsense."""
    given = str(typed.get("edition", ""))
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1


def _name(conflict: Conflict) -> str:
    return f"{conflict.part}-{conflict.field}"


def _is_text(conflict: Conflict) -> bool:
    values = (conflict.base, conflict.theirs, conflict.mine)
    named = conflict.field not in ("position", "language", "first_published")
    return named and all(value is None or isinstance(value, str) for value in values)


def _choices(conflicts: Sequence[Conflict], typed: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    """What shall stand, for each conflict that the page asked about; raises `TextRefused`."""
    chosen: dict[tuple[str, str], Any] = {}
    for one in conflicts:
        name = _name(one)
        if name not in typed:
            continue
        if not _is_text(one):
            chosen[one.part, one.field] = one.mine if typed[name] == "mine" else one.theirs
            continue
        text = normalised(typed[name])
        if one.field in _LINES:
            text = " ".join(text.split("\n")).strip()
        chosen[one.part, one.field] = text if text.strip() else None
    return chosen


def _shown(conflicts: Sequence[Conflict], typed: Mapping[str, Any]) -> Iterator[Shown]:
    for one in conflicts:
        base, theirs, mine = (_words(value) for value in (one.base, one.theirs, one.mine))
        given = typed.get(_name(one))
        yield Shown(
            name=_name(one),
            label=_label(one),
            is_text=_is_text(one),
            is_line=one.field in _LINES,
            base=base,
            theirs=theirs,
            mine=mine,
            their_words=readable(base, theirs),
            my_words=readable(base, mine),
            text=theirs if given is None else given,
            choice=given if given in _CHOICES else "theirs",
        )


def _label(conflict: Conflict) -> str:
    what = "the whole part" if conflict.field == "position" else conflict.field
    if conflict.part == WHOLE:
        return what.replace("_", " ").capitalize()
    kind = "Section" if conflict.part.startswith("s") else "Question"
    return f"{kind} {conflict.part[1:]}, {what}"


def _words(value: Any) -> str:
    """A value as people read it: a text, the names of authors, both texts of a part."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(author.name for author in value)
    texts = [getattr(value, name, None) for name in ("heading", "body", "question", "answer")]
    return "\n\n".join(text for text in texts if text) or str(value)
