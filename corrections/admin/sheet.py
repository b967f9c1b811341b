"""The sheet on which a published explainer is corrected: its words, and what is told about them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest

from articles.admin.forms import number_typed
from articles.admin.parts import BYLINES, SECTIONS, PartKind
from articles.admin.sheet import Sheet, messages_of
from articles.models import Article
from articles.reading import words_of
from corrections.admin.forms import EXPLANATION, SOURCE, SOURCES, ExplanationForm, WordsForm
from corrections.kinds import KINDS
from corrections.models import Correction, Source
from corrections.proposing.explaining import Problem, problems_of
from documents.document import TEXTS, Document
from faq.admin import QUESTIONS
from record.models import Version

_LISTS: tuple[PartKind, ...] = (SECTIONS, QUESTIONS, BYLINES, SOURCES)


class ProposalSheet(Sheet):
    """The forms of one proposal, a new one or one that is there, or with what was `sent`.

    `before` is what the proposer began with: the words of her base.
    """

    def __init__(
        self,
        article: Article,
        base: Version,
        before: Document,
        correction: Correction | None = None,
        sent: Mapping[str, Any] | None = None,
        first: Mapping[str, Any] | None = None,
    ) -> None:
        self.article, self.version, self.before, self.correction = article, base, before, correction
        shown = correction.document if correction else before
        keys = [part.key for document in (before, shown) for part in _parts_of(document)]
        self.known, self.given = keys, (*article.keys_given, *keys)
        edition = {"edition": correction.edition} if correction else {}
        texts = {name: getattr(shown, name) or "" for name in TEXTS}
        self.form = WordsForm(sent, initial=texts | edition | {"base_number": base.number})
        self.explanation = ExplanationForm(
            sent, instance=_stand_in(article, correction), article=article, initial=first
        )
        initial = _initial(before, shown, correction)
        self.lists = {kind.name: kind.listed(initial[kind.name], sent) for kind in _LISTS}
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
        return Correction(
            article=self.article,
            base=self.version,
            written_on=self.correction.written_on if self.correction else "",
            incident=self.correction.incident if self.correction else None,
            proposed=self.document().to_json(),
            **self.explained(),
        )

    def explained(self) -> dict[str, Any]:
        """What was typed about the change."""
        return {name: self.explanation.cleaned_data[name] for name in EXPLANATION}

    def proposed(self) -> dict[str, Any]:
        """All that was typed, as `corrections.proposing.drafting` takes it."""
        words = {"document": self.document(), "sources": self.typed_sources()}
        return {**self.explained(), **words}

    def sources(self) -> list[Source]:
        """The sources that were typed, not saved."""
        return [Source(**source) for source in self.typed_sources()]

    def typed_sources(self) -> list[dict[str, Any]]:
        """The sources that were typed, field by field."""
        kept = self.lists["sources"].kept()
        return [{name: form.cleaned_data[name] for name in SOURCE} for form in kept]

    def typed_beside_parts(self) -> dict[str, Any]:
        """What `Typed` holds of the explainer itself; what can't be corrected is as it was."""
        members = self.form.cleaned_data
        fixed = {
            "language": self.before.language,
            "first_published": self.before.first_published or "",
        }
        fields = {name: members[name] for name in TEXTS} | fixed
        return {"fields": fields, "slug": self.article.slug, "topics": [], "reviewed_on": None}

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
    old = {part.key: part for part in _parts_of(before)}

    return replace(
        typed,
        title=_line(typed.title, before.title),
        standfirst=_line(typed.standfirst, before.standfirst),
        sections=tuple(_with_line(part, old.get(part.key), "heading") for part in typed.sections),
        faqs=tuple(_with_line(part, old.get(part.key), "question") for part in typed.faqs),
    )


def _with_line(part: Any, old: Any, name: str) -> Any:
    if old is None:
        return part
    return replace(part, **{name: _line(getattr(part, name), getattr(old, name))})


def _line(typed: Any, old: str | None) -> Any:
    """A line as it was, if only its outer white space differs; Any, since some may be None."""
    return old if typed and old and typed == old.strip() else typed


def _parts_of(document: Document) -> Sequence[Any]:
    return (*document.sections, *document.faqs)


def _initial(
    before: Document, shown: Document, correction: Correction | None
) -> dict[str, list[dict[str, Any]]]:
    authors = [{"author": author.id, "name": author.name} for author in shown.authors]
    return {
        "sections": _rows(before.sections, shown.sections, "heading", "body"),
        "questions": _rows(before.faqs, shown.faqs, "question", "answer"),
        "bylines": authors,
        "sources": SOURCES.initial(correction) if correction else [],
    }


def _rows(before: Sequence[Any], shown: Sequence[Any], *names: str) -> list[dict[str, Any]]:
    """The parts that are shown; those that the proposal takes out stay, ticked to be removed."""
    rows = [_row(part, names) for part in shown]
    keys = {part.key for part in shown}
    for place, part in enumerate(before):
        if part.key not in keys:
            rows.insert(place, _row(part, names) | {DELETION_FIELD_NAME: True})
    return rows


def _row(part: Any, names: Sequence[str]) -> dict[str, Any]:
    return {"key": part.key} | {name: getattr(part, name) or "" for name in names}


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
