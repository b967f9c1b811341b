"""Choosing among changes: some of those that a file brought, or all three texts of an overlap."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from articles.admin.desk import DeskView
from articles.admin.forms import number_typed
from articles.reading import document_at
from corrections.models import Correction, State
from corrections.proposing.choosing import Choice, choices, conflicts_of, resolved, taking
from corrections.proposing.drafting import NotOpen, Overtaken, revise
from documents.comparison import WordRun, labels_of, readable
from documents.document import LINES, WHOLE, Document, DocumentError
from documents.merging import MergeConflict
from documents.text import normalised
from record.models import Version
from record.refusals import UserFacing

_NOT_A_DRAFT = "Only a proposal that is being written can be parted. Nothing was changed."


class ChoicePage(DeskView[Correction]):
    """Every change with a box; what is left unticked leaves the proposal."""

    def divert(self) -> HttpResponseBase | None:
        """Back, where it isn't being written any more."""
        if self.object.state == State.DRAFT:
            return None
        self.tell(_NOT_A_DRAFT, messages.WARNING)
        return self.back()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The changes."""
        base, proposed = self.object.base_document, self.object.document
        labels = labels_of(base) | labels_of(proposed)
        return self.render(
            "admin/corrections/correction/choose.html",
            "Take some of these changes",
            correction=self.object,
            article=self.object.article,
            choices=[_choice_shown(choice, labels) for choice in choices(base, proposed)],
        )

    def act(self) -> HttpResponseBase:
        """Keeps what is ticked."""
        revise(
            self.object,
            _ticked(self.object, self.request.POST.getlist("take")),
            by=self.signer(),
            edition=number_typed(self.request.POST, "edition"),
            sources=None,
        )
        self.log("Some changes taken.")
        self.tell("The ticked changes are taken; the others left the proposal.")
        return self.back()

    def refused(self, refusal: UserFacing) -> HttpResponseBase:
        """The changes again."""
        self.tell_refusal(refusal)
        return self.get(self.request)


def _ticked(correction: Correction, names: list[str]) -> Document:
    if not names:
        raise UserFacing("Tick at least one change; to leave them all, withdraw the proposal.")
    try:
        return taking(correction.base_document, correction.document, names)
    except DocumentError as error:
        raise UserFacing(
            f"These can’t be taken alone: {error.message}. Nothing was changed."
        ) from error


def _choice_shown(choice: Choice, labels: dict[str, str]) -> dict[str, Any]:
    runs = readable(choice.before or "", choice.after or "")
    where = labels.get(choice.field if choice.part == WHOLE else choice.part, choice.part)
    return {"name": choice.name, "where": where, "runs": runs}


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
            conflicts=list(_conflicts_shown(self.conflicts, self.request.POST)),
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


def _conflicts_shown(
    conflicts: Sequence[MergeConflict], typed: Mapping[str, Any]
) -> Iterator[ConflictShown]:
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
