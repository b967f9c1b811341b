"""The forms of a proposal: the words of the explainer, what is told about them, the sources."""

from collections.abc import Iterable
from typing import Any

from django import forms

from articles.admin import PartForm, PartKind
from articles.admin.forms import EditionForm, fit_for_writing
from articles.models import Article
from corrections.kinds import KINDS
from corrections.models import Correction, Source
from documents.document import TEXTS

#: The answers to “Was it wrong when we wrote it?”, each with the kinds that follow from it.
_ANSWERS = (
    ("Yes, it was wrong", ("correction", "partial_retraction", "retraction")),
    ("No, but readers should know more", ("clarification", "update")),
    ("No, and no claim changes", ("copy_edit", "minor_fix", "link_repair")),
    ("That isn’t the question", ("addition", "editors_note", "reinstatement")),
)
#: Kinds that make sense for explainers of another status only.
_BY_STATUS = {"retraction": ("live",), "reinstatement": ("retracted", "removed")}
#: What was removed can only come back.
_OTHERS = ("live", "retracted")
#: What an editor types about a correction on its form.
EXPLANATION = (
    *("kind", "severity", "cause", "right", "why", "no_source", "credit"),
    *("discovered", "world_changed", "amends"),
)
SOURCE = ("url", "title", "publisher", "published", "accessed", "archived", "quoted", "supports")


class WordsForm(EditionForm):
    """The words of a published explainer but its parts, as they should stand.

    `base` is the number of the version that the editor has before her.
    """

    base_number = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = TEXTS
        widgets = {"standfirst": forms.Textarea}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fit_for_writing(self)
        self.fields["standfirst"].widget.attrs.pop("data-markdown")
        self.fields["standfirst"].widget.attrs["rows"] = 2
        for field in self.fields.values():
            field.help_text = ""

    def clean_standfirst(self) -> str:
        """One line: the field is tall so that all of it is seen, not for paragraphs."""
        return " ".join(self.cleaned_data["standfirst"].split("\n"))


class ExplanationForm(forms.ModelForm):  # type: ignore[type-arg]
    """What readers are told about a change."""

    class Meta:
        model = Correction
        fields = EXPLANATION
        widgets = {"kind": forms.RadioSelect, "severity": forms.RadioSelect}
        labels = {
            "kind": "Was it wrong when we wrote it?",
            "severity": "How much does it matter to readers?",
            "cause": "Where did the error come from?",
            "discovered": "When was it noticed?",
            "amends": "Does it correct an earlier correction?",
            "credit": "Thanks to",
        }

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # White space that Django's own radio lists would add a blank choice for.
        self.fields["kind"].choices = list(_choices(article.status))  # type: ignore[attr-defined]
        self.fields["cause"].choices = [  # type: ignore[attr-defined]
            ("", "Choose the likeliest"),
            *((value, label) for value, label in self._causes() if value),
        ]
        amends: Any = self.fields["amends"]
        amends.queryset = article.corrections.filter(version__isnull=False).order_by("-number")
        amends.label_from_instance = _named
        amends.empty_label = "No"
        for name in ("right", "why", "no_source"):
            self.fields[name].widget.attrs |= {"rows": 2, "dir": "auto"}
        for name in ("discovered", "world_changed"):
            self.fields[name].widget.attrs["placeholder"] = "2026-11-24"

    def _causes(self) -> Iterable[tuple[str, str]]:
        choices: Any = self.fields["cause"]
        return list(choices.choices)


class SourceForm(PartForm):
    """Something that the correction rests on; an address is enough."""

    class Meta:
        model = Source
        fields = SOURCE
        labels = {"url": "Address", "published": "Published on", "accessed": "Read on"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("data-markdown", None)
            if "rows" in field.widget.attrs:
                field.widget.attrs["rows"] = 2
        self.fields["url"].widget.attrs |= {"inputmode": "url", "placeholder": "https://"}


SOURCES = PartKind(
    "sources",
    title="Sources",
    noun="Source",
    add="Add a source",
    form=SourceForm,
    initial=lambda correction: list(correction.sources.values(*SOURCE)),
)


def _choices(status: str) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    for answer, names in _ANSWERS:
        offered = [name for name in names if status in _BY_STATUS.get(name, _OTHERS)]
        yield answer, [(name, f"{KINDS[name].label}: {KINDS[name].when}") for name in offered]


def _named(correction: Correction) -> str:
    words = correction.right if len(correction.right) < 80 else f"{correction.right[:79]}…"
    return f"{correction.get_kind_display()} {correction.number}: {words}"
