"""The sheet on which a whole explainer is written: its own form and the lists of its parts.

It knows no rows: what was typed is shown again whatever became of the draft meanwhile.
"""

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django import forms

from articles.admin.forms import ArticleForm, EditionForm
from articles.admin.parts import PartFormSet, PartKind
from articles.editing import Typed, TypedPart
from articles.models import Article
from documents.document import FIELDS, Document, DocumentError


@dataclass(frozen=True)
class Begun:
    """What a new draft begins with: fields of the form, and lists of parts by their kind."""

    fields: Mapping[str, Any]
    parts: Mapping[str, Sequence[dict[str, Any]]]

    @classmethod
    def with_words(cls, document: Document, slug: str) -> "Begun":
        """A draft that holds `document`; keys are given when it is saved."""
        fields = {name: getattr(document, name) or "" for name in FIELDS} | {"slug": slug}
        sections = [{"heading": part.heading, "body": part.body} for part in document.sections]
        questions = [{"question": part.question, "answer": part.answer} for part in document.faqs]
        return cls(fields, {"sections": sections, "questions": questions})


class Sheet:
    """The forms of one explainer; what is typed stays in them and is written on no row."""

    form: EditionForm
    lists: dict[str, PartFormSet]
    #: The keys that parts may have, any if None, and those that no new one gets.
    known: Collection[str] | None = None
    given: Collection[str] = ()

    def is_valid(self) -> bool:
        """Whether it can be saved; if not, each message stands beside its field."""
        # All of them, so that every message is there at once.
        valid = [self.form.is_valid(), *(listed.is_valid() for listed in self.lists.values())]
        return all(valid) and self._is_document()

    def typed(self) -> Typed:
        """What was typed on a valid sheet."""
        bylines = [form.cleaned_data for form in self.lists["bylines"].kept()]
        return Typed(
            authors=[(byline["author"], byline["name"]) for byline in bylines],
            sections=self._parts("sections", "heading", "body"),
            questions=self._parts("questions", "question", "answer"),
            **self.typed_beside_parts(),
        )

    def typed_beside_parts(self) -> dict[str, Any]:
        """What `Typed` holds of the explainer itself, on a valid sheet."""
        raise NotImplementedError

    def document(self) -> Document:
        """What was typed as one document; raises `DocumentError`."""
        return self.typed().document(self.known, self.given)

    def messages(self) -> list[str]:
        """Every message of the sheet with the place it belongs to."""
        messages = messages_of("", self.form)
        for listed in self.lists.values():
            messages += [str(message) for message in listed.non_form_errors()]
            for number, form in enumerate(listed.forms, start=1):
                messages += messages_of(f"{listed.kind.noun} {number}, ", form)
        return messages

    def _parts(self, name: str, heading: str, text: str) -> list[TypedPart]:
        if name not in self.lists:
            return []
        parts = [form.cleaned_data for form in self.lists[name].kept()]
        return [TypedPart(part["key"], part[heading], part[text]) for part in parts]

    def _is_document(self) -> bool:
        """Whether it is one as a whole; what only the document refuses is said beside its field."""
        try:
            self.document()
        except DocumentError as error:
            self._place(error)
            return False
        return True

    def _place(self, error: DocumentError) -> None:
        form = self._form_of(error.part)
        if error.field in form.fields:
            form.add_error(error.field, f"This {error.message}.")
        else:
            form.add_error(None, str(error))

    def _keys(self) -> tuple[list[str], list[str]]:
        return self.typed().keys(self.known, self.given)

    def _form_of(self, part: str) -> forms.BaseForm:
        for name, keys in zip(("sections", "questions"), self._keys(), strict=True):
            if part in keys:
                return self.lists[name].kept()[keys.index(part)]
        return self.form


class DraftSheet(Sheet):
    """The sheet of a draft: of `article` or of a new one, as saved or with `data` typed."""

    def __init__(
        self,
        kinds: Sequence[PartKind],
        article: Article | None = None,
        data: Mapping[str, Any] | None = None,
        begun: Begun | None = None,
    ) -> None:
        first: dict[str, Any] = {"edition": article.edition} if article else {}
        parts = begun.parts if begun else {}
        self.form = ArticleForm(
            data, instance=copy(article), initial=begun.fields if begun else first
        )
        self.lists = {kind.name: kind.forms(article, data, parts.get(kind.name)) for kind in kinds}

    def typed_beside_parts(self) -> dict[str, Any]:
        """What `Typed` holds of the explainer itself, on a valid sheet."""
        members = self.form.cleaned_data
        return {
            "fields": {name: members[name] for name in FIELDS},
            "slug": members["slug"],
            "topics": list(members["topics"]),
            "reviewed_on": members["reviewed_on"],
        }


def messages_of(place: str, form: forms.BaseForm) -> list[str]:
    """Every message of `form`, each with the place and the field that it belongs to."""
    return [
        f"{place}{form[name].label}: {message}" if name in form.fields else f"{place}{message}"
        for name, listed in form.errors.items()
        for message in listed
    ]
