"""The forms of an explainer's own fields: writing it, reviewing, scheduling, moving it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from articles.following import refusal_of
from articles.models import Article, OldAddress, Slug
from documents.document import FIELDS
from documents.slugs import slug_of
from record.numbers import whole_number

_SLUG_TAKEN = "Another explainer has, or had, this address. Choose another."


class DayInput(forms.DateInput):
    """A day as browsers pick it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """A time of day as browsers pick it."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def fit_for_writing(form: forms.BaseForm) -> None:
    """Text fields take the direction of their text; text areas get the Markdown buttons."""
    for field in form.fields.values():
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs |= {"rows": 6, "data-markdown": ""}
        if isinstance(field.widget, forms.TextInput | forms.Textarea):
            field.widget.attrs["dir"] = "auto"


class EditionForm(forms.ModelForm):  # type: ignore[type-arg]
    """What several may write on at once.

    `edition` is the one that the editor has before her; `seen` and `replace` are there after
    somebody else was faster.
    """

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    replace = forms.BooleanField(
        required=False, label="I have looked at it: put my text in its place"
    )

    @property
    def base(self) -> int:
        """The edition that this save may take the place of."""
        name = "seen" if self.cleaned_data.get("replace") else "edition"
        given = self.cleaned_data.get(name)
        return -1 if given is None else int(given)

    def overtaken(self, edition: int) -> None:
        """Shows what was typed again, with the choice to replace `edition`."""
        typed = {name: self.data.getlist(name) for name in self.data}  # type: ignore[attr-defined]
        self.data = MultiValueDict(typed | {"seen": [str(edition)], "replace": []})


class ArticleForm(EditionForm):
    """Everything of an explainer but its parts."""

    class Meta:
        model = Article
        fields = [*FIELDS, "slug", "topics", "reviewed_on"]
        widgets = {
            "standfirst": forms.Textarea,
            "topics": forms.CheckboxSelectMultiple,
            "reviewed_on": DayInput,
        }
        error_messages = {"slug": {"unique": _SLUG_TAKEN}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fit_for_writing(self)
        self.fields["slug"].required = False
        self.fields["slug"].widget.attrs["data-slug-from"] = "id_title"
        self.fields["first_published"].widget.attrs["placeholder"] = "2023-11"
        self.fields["standfirst"].widget.attrs.pop("data-markdown")
        self.fields["standfirst"].widget.attrs["rows"] = 2
        self.fields["topics"].help_text = ""

    def clean_standfirst(self) -> str:
        """One line: the field is tall so that all of it is seen, not for paragraphs."""
        return " ".join(self.cleaned_data["standfirst"].split("\n"))

    def clean_slug(self) -> str:
        """The address that was typed, or else one made from the title."""
        slug: str = self.cleaned_data["slug"] or slug_of(self.cleaned_data.get("title", ""))
        if Slug.objects.taken(slug, but_for=self.instance):
            raise ValidationError(_SLUG_TAKEN, code="unique")
        return slug


class ReviewForm(forms.ModelForm):  # type: ignore[type-arg]
    """What stays editable after publication: nothing of it is words of the explainer."""

    touched = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = ["topics", "reviewed_on"]
        widgets = {"topics": forms.CheckboxSelectMultiple, "reviewed_on": DayInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].help_text = ""
        self.fields["touched"].initial = self.instance.touched_at.isoformat()


class ScheduleForm(forms.Form):
    """The moment of a publication, in the time zone of the site."""

    day = forms.DateField(widget=DayInput, label="Day")
    time = forms.TimeField(widget=TimeInput, label="Time")
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time"].help_text = f"In the time zone of this site, {settings.TIME_ZONE}."
        self.fields["edition"].initial = article.edition
        if article.publish_at:
            local = timezone.localtime(article.publish_at)
            self.fields["day"].initial = local.date()
            self.fields["time"].initial = local.time()

    def clean(self) -> dict[str, Any]:
        """Adds `at`, the moment; a time that the clocks skip or have twice is refused."""
        members = self.cleaned_data
        if "day" in members and "time" in members:
            try:
                members["at"] = from_current_timezone(
                    datetime.combine(members["day"], members["time"])
                )
            except ValidationError as error:
                self.add_error("time", error)
        return members


class MoveForm(forms.Form):
    """The new address of a published explainer."""

    slug = forms.CharField(
        label="New address",
        max_length=80,
        help_text="The last part of it: lower-case letters, digits and single hyphens.",
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article
        self.fields["slug"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean_slug(self) -> str:
        """An address that this explainer can get."""
        slug: str = self.cleaned_data["slug"].strip()
        refusal = refusal_of(self.article, slug)
        if refusal:
            raise ValidationError(refusal, code="slug")
        return slug


class OldAddressesForm(forms.Form):
    """Which old addresses of a draft are to go."""

    addresses = forms.ModelMultipleChoiceField(
        OldAddress.objects.none(), label="Take away", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        addresses: Any = self.fields["addresses"]
        addresses.queryset = OldAddress.objects.shown().filter(article=article)


def number_typed(typed: Mapping[str, Any], name: str) -> int:
    """A whole number that a page sent or an address names; -1, which nothing has, for nonsense."""
    number = whole_number(str(typed.get(name, "")))
    return -1 if number is None else number
