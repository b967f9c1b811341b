"""What an editor fills in to answer a report."""

from typing import Any

from django import forms

from articles.fields import NormalisedCharField
from corrections.models import ErrorReport

_LONGEST_REASON = 2000


class DeclineForm(forms.Form):
    """Why the text stays as it is."""

    reason = NormalisedCharField(
        label="Why the text stays as it is",
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text="The reporter reads this, word for word.",
        error_messages={"required": "Say why; whoever reported it will read this."},
    )


class _ReportChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.pk}: {obj.quoted}"


class DuplicateForm(forms.Form):
    """Which report says the same: another of the same explainer."""

    of = _ReportChoice(
        queryset=ErrorReport.objects.none(),
        label="The report that says the same",
        empty_label="Choose one",
        help_text="Its reporter and this one get the same answer.",
        error_messages={"required": "Choose the report that says the same."},
    )

    def __init__(self, *args: Any, report: ErrorReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["of"]
        field.queryset = ErrorReport.objects.others_like(report)
