"""The lists of parts on a sheet: sections, bylines, and what other apps add to them.

The forms know no rows: what was typed is shown again whatever became of the draft meanwhile.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME, BaseFormSet

from articles.admin.forms import fit_for_writing
from articles.models import Article, Byline, SectionRow
from documents.document import MOST_PARTS


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
        before = self.fields[ORDERING_FIELD_NAME].initial or given
        return (given, (given > before) - (given < before))


class SectionForm(PartForm):
    """A headed section."""

    class Meta:
        model = SectionRow
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

    def clean(self) -> None:
        """Refuses the second naming of what may be named once."""
        named = set()
        for form in self.kept() if self.kind.once else ():
            name = form.cleaned_data.get(self.kind.once)
            if name in named:
                form.add_error(self.kind.once, f"{name} is named twice.")
            named.add(name)


@dataclass(frozen=True)
class PartKind:
    """A kind of part as the sheet lists it; `once` is the field that no two parts have alike."""

    name: str
    title: str
    noun: str
    add: str
    form: type[PartForm]
    initial: Callable[[Any], list[dict[str, Any]]]
    once: str = ""
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
            formset=PartFormSet,
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
    noun="Section",
    add="Add a section",
    form=SectionForm,
    initial=lambda article: list(article.sections.values("key", "heading", "body")),
)
BYLINES = PartKind(
    "bylines",
    title="Byline",
    noun="Author",
    add="Add an author",
    form=BylineForm,
    once="author",
    initial=lambda article: list(article.bylines.values("author", "name")),
)
