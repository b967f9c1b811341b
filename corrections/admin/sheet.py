"""The sheet on which a published explainer is corrected: its words, and what is told about them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.forms.formsets import DELETION_FIELD_NAME

from articles.admin.sheet import BYLINES, SECTIONS, PartKind, Sheet, messages_of
from articles.editing import Typed
from articles.models import Article
from corrections.admin.forms import (
    EXPLANATION,
    SOURCE,
    SOURCES,
    ExplanationForm,
    WordsForm,
)
from corrections.models import Correction, Source
from corrections.proposing.explaining import Problem, problems_of
from documents.document import Document
from faq.admin import QUESTIONS
from record.models import Version

_TEXTS = ("title", "standfirst", "lead", "conclusion", "references")
_KINDS: tuple[PartKind, ...] = (SECTIONS, QUESTIONS, BYLINES, SOURCES)


class ProposalSheet(Sheet):
    """The forms of one proposal, new or held, as it stands or with `data` typed.

    `before` is what the proposer began with: the words of her base.
    """

    def __init__(
        self,
        article: Article,
        base: Version,
        before: Document,
        correction: Correction | None = None,
        data: Mapping[str, Any] | None = None,
        first: Mapping[str, Any] | None = None,
    ) -> None:
        self.article, self.version, self.before, self.correction = article, base, before, correction
        shown = correction.document if correction else before
        keys = [one.key for document in (before, shown) for one in _parts_of(document)]
        self.held, self.given = keys, (*article.keys_given, *keys)
        edition = {"edition": correction.edition} if correction else {}
        texts = {name: getattr(shown, name) or "" for name in _TEXTS}
        self.form = WordsForm(data, initial=texts | edition | {"base_number": base.number})
        self.explanation = ExplanationForm(
            data, instance=_stand_in(article, correction), article=article, initial=first
        )
        initial = _initial(before, shown, correction)
        self.lists = {kind.name: kind.listed(initial[kind.name], data) for kind in _KINDS}
        self.problems: list[Problem] = []

    def is_valid(self) -> bool:
        """Whether it can be kept as a draft; if not, each message stands beside its field."""
        valid = [self.explanation.is_valid(), super().is_valid()]
        return all(valid)

    def is_complete(self) -> bool:
        """Whether a valid sheet can go to review; if not, each problem stands beside its field."""
        for problem in self.guarded():
            name = problem.field if problem.field in self.explanation.fields else None
            if problem.field == "sources":
                self.lists["sources"].non_form_errors().append(problem.message)
            elif name:
                self.explanation.add_error(name, problem.message)
            else:
                self.form.add_error(None, problem.message)
        return not self.problems

    def guarded(self) -> list[Problem]:
        """What keeps a valid sheet from review."""
        self.problems = problems_of(self.candidate(), self.sources())
        return self.problems

    def candidate(self) -> Correction:
        """The correction that a valid sheet would make, not saved."""
        held = self.correction
        return Correction(
            article=self.article,
            base=self.version,
            written_on=held.written_on if held else "",
            incident=held.incident if held else None,
            proposed=self.document().to_json(),
            **self.told(),
        )

    def told(self) -> dict[str, Any]:
        """What was typed about the change, as `corrections.proposing.drafting` takes it."""
        return {name: self.explanation.cleaned_data[name] for name in EXPLANATION}

    def sources(self) -> list[Source]:
        """The sources that were typed, not saved."""
        return [Source(**one) for one in self.typed_sources()]

    def typed_sources(self) -> list[dict[str, Any]]:
        """The sources that were typed, as `corrections.proposing.drafting` takes them."""
        kept = self.lists["sources"].kept()
        return [{name: form.cleaned_data[name] for name in SOURCE} for form in kept]

    def typed(self) -> Typed:
        """The words that were typed on a valid sheet; what can't be corrected is as it was."""
        members = self.form.cleaned_data
        fixed = {
            "language": self.before.language,
            "first_published": self.before.first_published or "",
        }
        return Typed(
            fields={name: members[name] for name in _TEXTS} | fixed,
            authors=[
                (form.cleaned_data["author"], form.cleaned_data["name"])
                for form in self.lists["bylines"].kept()
            ],
            sections=self._parts("sections", "heading", "body"),
            questions=self._parts("questions", "question", "answer"),
            slug=self.article.slug,
            topics=[],
            reviewed_on=None,
        )

    def document(self) -> Document:
        """What was typed as one document; a line that differs in its outer white space doesn't.

        Forms strip lines, and nobody means to correct that. Raises `DocumentError`.
        """
        return _with_lines_of(super().document(), self.before)

    def messages(self) -> list[str]:
        """Every message of the sheet with the place it belongs to."""
        return [*super().messages(), *messages_of("", self.explanation)]


def _stand_in(article: Article, correction: Correction | None) -> Correction:
    """What the form of the explanation may write on; never the row itself."""
    if correction is None:
        return Correction(article=article)
    return Correction.objects.get(pk=correction.pk)


def _with_lines_of(typed: Document, before: Document) -> Document:
    held = {one.key: one for one in _parts_of(before)}

    def same(value: str | None, old: str | None) -> str | None:
        return old if value and old and value == old.strip() else value

    return replace(
        typed,
        title=same(typed.title, before.title) or typed.title,
        standfirst=same(typed.standfirst, before.standfirst),
        sections=tuple(
            replace(one, heading=same(one.heading, held[one.key].heading))
            if one.key in held
            else one
            for one in typed.sections
        ),
        faqs=tuple(
            replace(one, question=same(one.question, held[one.key].question) or one.question)
            if one.key in held
            else one
            for one in typed.faqs
        ),
    )


def _parts_of(document: Document) -> Sequence[Any]:
    return (*document.sections, *document.faqs)


def _initial(
    before: Document, shown: Document, correction: Correction | None
) -> dict[str, list[dict[str, Any]]]:
    authors = [{"author": one.id, "name": one.name} for one in shown.authors]
    return {
        "sections": _rows(before.sections, shown.sections, "heading", "body"),
        "questions": _rows(before.faqs, shown.faqs, "question", "answer"),
        "bylines": authors,
        "sources": SOURCES.initial(correction) if correction else [],
    }


def _rows(before: Sequence[Any], shown: Sequence[Any], *names: str) -> list[dict[str, Any]]:
    """The parts that are shown; those that the proposal takes out stay, ticked to be removed."""
    rows = [_row(one, names) for one in shown]
    keys = {one.key for one in shown}
    for place, one in enumerate(before):
        if one.key not in keys:
            rows.insert(place, _row(one, names) | {DELETION_FIELD_NAME: True})
    return rows


def _row(part: Any, names: Sequence[str]) -> dict[str, Any]:
    return {"key": part.key} | {name: getattr(part, name) or "" for name in names}
