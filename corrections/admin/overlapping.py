"""An overlap: both changed the same words. All three texts are shown, and the editor goes on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from articles.admin.desk import DeskView
from articles.reading import document_at
from corrections.admin.forms import number_typed
from corrections.models import Correction
from corrections.proposing.drafting import NotOpen, Overtaken, revise
from corrections.proposing.resolving import conflicts_of, resolved
from documents.comparison import WordRun, readable
from documents.document import LINES, WHOLE, Document, DocumentError
from documents.merging import MergeConflict
from documents.text import normalised
from record.models import Version
from record.refusals import UserFacing

_CHOICES = ("theirs", "mine")
_DONE = "Your proposal stands on the newest version now. Look at it, then send it to review."


@dataclass(frozen=True)
class ConflictShown:
    """A conflict on its page: `text` is what shall stand, for texts; `choice` for whole parts."""

    name: str
    label: str
    is_text: bool
    is_line: bool
    base: str
    theirs: str
    mine: str
    their_words: Sequence[WordRun]
    my_words: Sequence[WordRun]
    text: str
    choice: str


class OverlapPage(DeskView[Correction]):
    """Base, theirs, mine for each place; what shall stand makes a proposal on the newest."""

    @cached_property
    def newest(self) -> Version:
        """What readers have now."""
        return Version.objects.of(self.object.article_id).latest("serial")

    @cached_property
    def sides(self) -> tuple[Document, Document, Document]:
        """What was before both, theirs, and mine."""
        return self.object.base_document, document_at(self.newest), self.object.document

    @cached_property
    def conflicts(self) -> Sequence[MergeConflict]:
        """Where both changed the same words."""
        return conflicts_of(*self.sides)

    def divert(self) -> HttpResponseBase | None:
        """Back, where it was decided already or nothing overlaps."""
        return None if self.object.is_open and self.conflicts else self.back()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """All three texts."""
        return self._page()

    def act(self) -> HttpResponseBase:
        """Puts the proposal on the newest version, if that is the one that she has seen."""
        typed = self.request.POST
        if typed.get("newest") != str(self.newest.number):
            return self._page(moved_on=True, status=409)
        revise(
            self.object,
            self._document(typed),
            by=self.signer(),
            edition=number_typed(typed, "edition"),
            base=self.newest,
            sources=None,
        )
        self.log("Put on the newest version.")
        self.tell(_DONE)
        return self.back()

    def refused(self, refusal: UserFacing) -> HttpResponseBase:
        """The texts again, with why."""
        wrong = str(refusal)
        if isinstance(refusal, Overtaken | NotOpen):
            wrong = f"{refusal.sentence} What you typed is below."
        return self._page(wrong=wrong, status=409)

    def _document(self, typed: Mapping[str, Any]) -> Document:
        try:
            return resolved(*self.sides, _choices(self.conflicts, typed))
        except DocumentError as error:
            raise UserFacing(str(error)) from error

    def _page(
        self, *, wrong: str = "", moved_on: bool = False, status: int = 200
    ) -> HttpResponseBase:
        return self.render(
            "admin/corrections/correction/conflict.html",
            self.object.article.title,
            status=status,
            correction=self.object,
            article=self.object.article,
            newest=self.newest,
            conflicts=list(_shown(self.conflicts, self.request.POST)),
            wrong=wrong,
            moved_on=moved_on,
            # Who was overtaken sends again for the edition that she sees now.
            edition=self.object.edition,
        )


def _name(conflict: MergeConflict) -> str:
    return f"{conflict.part}-{conflict.field}"


def _is_text(conflict: MergeConflict) -> bool:
    sides = (conflict.base, conflict.theirs, conflict.mine)
    named = conflict.field not in ("position", "language", "first_published")
    return named and all(side is None or isinstance(side, str) for side in sides)


def _choices(
    conflicts: Sequence[MergeConflict], typed: Mapping[str, Any]
) -> dict[tuple[str, str], Any]:
    """What shall stand, for each conflict that the page asked about; raises `TextRefused`."""
    chosen: dict[tuple[str, str], Any] = {}
    for conflict in conflicts:
        name = _name(conflict)
        if name not in typed:
            continue
        if not _is_text(conflict):
            side = conflict.mine if typed[name] == "mine" else conflict.theirs
            chosen[conflict.part, conflict.field] = side
            continue
        text = normalised(typed[name])
        if conflict.field in LINES:
            text = " ".join(text.split("\n")).strip()
        chosen[conflict.part, conflict.field] = text if text.strip() else None
    return chosen


def _shown(conflicts: Sequence[MergeConflict], typed: Mapping[str, Any]) -> Iterator[ConflictShown]:
    for conflict in conflicts:
        base, theirs, mine = map(_words, (conflict.base, conflict.theirs, conflict.mine))
        given = typed.get(_name(conflict))
        yield ConflictShown(
            name=_name(conflict),
            label=_label(conflict),
            is_text=_is_text(conflict),
            is_line=conflict.field in LINES,
            base=base,
            theirs=theirs,
            mine=mine,
            their_words=readable(base, theirs),
            my_words=readable(base, mine),
            text=theirs if given is None else given,
            choice=given if given in _CHOICES else "theirs",
        )


def _label(conflict: MergeConflict) -> str:
    what = "the whole part" if conflict.field == "position" else conflict.field
    if conflict.part == WHOLE:
        return what.replace("_", " ").capitalize()
    kind = "Section" if conflict.part.startswith("s") else "Question"
    return f"{kind} {conflict.part[1:]}, {what}"


def _words(side: Any) -> str:
    """A side as people read it: a text, the names of authors, both texts of a part."""
    if side is None:
        return ""
    if isinstance(side, tuple):
        return ", ".join(author.name for author in side)
    texts = [getattr(side, name, None) for name in ("heading", "body", "question", "answer")]
    return "\n\n".join(text for text in texts if text) or str(side)
