"""The sheet on which a whole explainer is written: its own form and the lists of its parts.

The forms know no rows: what was typed is shown again whatever became of the draft meanwhile.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME, BaseFormSet

from articles.admin.forms import ArticleForm, EditionForm, fit_for_writing
from articles.editing import Part, Typed
from articles.models import Article, Byline, Section
from articles.rows import FIELDS
from documents.document import MOST_PARTS, Document, DocumentError


class PartForm(forms.ModelForm):  # type: ignore[type-arg]
    """One part. `key` says which it is; the server gives it, and takes none that it didn't give."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fit_for_writing(self)

    def has_changed(self) -> bool:
        """Whether anything was typed; a place in the order alone is nothing."""
        return bool(set(self.changed_data) - {ORDERING_FIELD_NAME, "key"})

    @property
    def rank(self) -> tuple[int, int]:
        """Where it belongs; what was moved up to a number comes before what had it."""
        given = self.cleaned_data.get(ORDERING_FIELD_NAME)
        if given is None:
            return (MOST_PARTS * 2, 0)
        held = self.fields[ORDERING_FIELD_NAME].initial or given
        return (given, (given > held) - (given < held))


class SectionForm(PartForm):
    """A headed section."""

    class Meta:
        model = Section
        fields = ["heading", "body"]

    def clean(self) -> dict[str, Any]:
        """Refuses a section that says nothing."""
        if not self.errors and not (self.cleaned_data["heading"] or self.cleaned_data["body"]):
            self.add_error("body", "Write a heading or a text, or remove this section.")
        return self.cleaned_data


class BylineForm(PartForm):
    """An author, with the name as it is displayed on this explainer."""

    class Meta:
        model = Byline
        fields = ["author", "name"]
        labels = {"name": "Name as readers see it"}


class PartFormSet(BaseFormSet):  # type: ignore[type-arg]
    """A list of parts that can be added, moved and removed."""

    kind: "PartKind"

    def kept(self) -> list[PartForm]:
        """The forms that count, in the order that was given to them."""
        kept = [
            form
            for index, form in enumerate(self.forms)
            if (index < self.initial_form_count() or form.has_changed())
            and not form.cleaned_data.get(DELETION_FIELD_NAME)
        ]
        return sorted(kept, key=lambda form: form.rank)


class BylineFormSet(PartFormSet):
    """Each author once."""

    def clean(self) -> None:
        """Refuses the second naming of an author."""
        named = set()
        for form in self.kept():
            author = form.cleaned_data.get("author")
            if author in named:
                form.add_error("author", f"{author} is named twice.")
            named.add(author)


@dataclass(frozen=True)
class PartKind:
    """A kind of part as the sheet lists it."""

    name: str
    title: str
    one: str
    add: str
    form: type[PartForm]
    initial: Callable[[Any], list[dict[str, Any]]]
    formset: type[PartFormSet] = PartFormSet
    note: str = ""

    def forms(
        self,
        article: Article | None,
        data: Mapping[str, Any] | None,
        first: Sequence[dict[str, Any]] | None = None,
    ) -> PartFormSet:
        """The list as `article` has it, as it was typed, or as a draft begins with it."""
        return self.listed(self.initial(article) if article is not None else first, data)

    def listed(
        self, initial: Sequence[dict[str, Any]] | None, data: Mapping[str, Any] | None
    ) -> PartFormSet:
        """The list with what `initial` holds, or as it was typed."""
        made = forms.formset_factory(
            self.form,
            formset=self.formset,
            extra=1,
            can_order=True,
            can_delete=True,
            max_num=MOST_PARTS,
            validate_max=True,
        )
        # What was typed stands for itself, whatever became of the rows meanwhile.
        known = initial if data is None else None
        listed = cast(PartFormSet, made(data, initial=known, prefix=self.name))
        listed.kind = self
        return listed


SECTIONS = PartKind(
    "sections",
    title="Sections",
    one="Section",
    add="Add a section",
    form=SectionForm,
    initial=lambda article: list(article.sections.values("key", "heading", "body")),
)
BYLINES = PartKind(
    "bylines",
    title="Byline",
    one="Author",
    add="Add an author",
    form=BylineForm,
    formset=BylineFormSet,
    initial=lambda article: list(article.bylines.values("author", "name")),
)


@dataclass(frozen=True)
class Begun:
    """What a new draft begins with: fields of the form, and lists of parts by their kind."""

    fields: Mapping[str, Any]
    parts: Mapping[str, Sequence[dict[str, Any]]]

    @classmethod
    def with_words(cls, document: Document, slug: str) -> "Begun":
        """A draft that holds `document`; keys are given when it is saved."""
        fields = {name: getattr(document, name) or "" for name in FIELDS} | {"slug": slug}
        sections = [{"heading": one.heading, "body": one.body} for one in document.sections]
        questions = [{"question": one.question, "answer": one.answer} for one in document.faqs]
        return cls(fields, {"sections": sections, "questions": questions})


class Sheet:
    """The forms of one explainer, of `article` or of a new one, empty or with `data` typed."""

    form: EditionForm
    lists: dict[str, PartFormSet]
    #: The keys that parts may have, any if None, and those that no new one gets.
    held: Collection[str] | None = None
    given: Collection[str] = ()

    def __init__(
        self,
        kinds: Sequence[PartKind],
        article: Article | None = None,
        data: Mapping[str, Any] | None = None,
        begun: "Begun | None" = None,
    ) -> None:
        first: dict[str, Any] = {"edition": article.edition} if article else {}
        parts = begun.parts if begun else {}
        self.form = ArticleForm(data, instance=article, initial=begun.fields if begun else first)
        self.lists = {kind.name: kind.forms(article, data, parts.get(kind.name)) for kind in kinds}

    def is_valid(self) -> bool:
        """Whether it can be saved; if not, each message stands beside its field."""
        # All of them, so that every message is there at once.
        valid = [self.form.is_valid(), *(listed.is_valid() for listed in self.lists.values())]
        return all(valid) and self._is_document()

    def typed(self) -> Typed:
        """What was typed on a valid sheet."""
        members = self.form.cleaned_data
        return Typed(
            fields={name: members[name] for name in FIELDS},
            authors=[
                (form.cleaned_data["author"], form.cleaned_data["name"])
                for form in self.lists["bylines"].kept()
            ],
            sections=self._parts("sections", "heading", "body"),
            questions=self._parts("questions", "question", "answer"),
            slug=members["slug"],
            topics=list(members["topics"]),
            reviewed_on=members["reviewed_on"],
        )

    def document(self) -> Document:
        """What was typed as one document; raises `DocumentError`."""
        return self.typed().document(self.held, self.given)

    def messages(self) -> list[str]:
        """Every message of the sheet with the place it belongs to."""
        found = messages_of("", self.form)
        for listed in self.lists.values():
            found += [str(message) for message in listed.non_form_errors()]
            for number, form in enumerate(listed.forms, start=1):
                found += messages_of(f"{listed.kind.one} {number}, ", form)
        return found

    def _parts(self, name: str, heading: str, text: str) -> list[Part]:
        if name not in self.lists:
            return []
        forms_kept = [form.cleaned_data for form in self.lists[name].kept()]
        return [Part(one["key"], one[heading], one[text]) for one in forms_kept]

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
        return self.typed().keys(self.held, self.given)

    def _form_of(self, part: str) -> forms.BaseForm:
        for name, keys in zip(("sections", "questions"), self._keys(), strict=True):
            if part in keys:
                return self.lists[name].kept()[keys.index(part)]
        return self.form


def messages_of(place: str, form: forms.BaseForm) -> list[str]:
    """Every message of `form`, each with the place and the field that it belongs to."""
    return [
        f"{place}{form[name].label}: {message}" if name in form.fields else f"{place}{message}"
        for name, listed in form.errors.items()
        for message in listed
    ]
