"""The form with which a reader reports an error."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.fields import NormalisedCharField
from corrections.models import LONGEST_NAME, LONGEST_QUOTE, LONGEST_REPORT, LONGEST_SOURCE
from documents.document import WHOLE, Document

_TOO_LONG = _("At most %(limit_value)d characters fit here; this has %(show_value)d.")
_MOST_SHOWN = 90


class ReportForm(forms.Form):
    """What is wrong, where, and whom to thank. Only what is wrong has to be said."""

    part = forms.ChoiceField(label=_("Where is it?"))
    words = NormalisedCharField(
        label=_("The words that are wrong"),
        required=False,
        max_length=LONGEST_QUOTE,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_(
            "Copy them from the text, if it is about certain words. At most 1,000 characters."
        ),
    )
    wrong = NormalisedCharField(
        label=_("What is wrong with them?"),
        max_length=LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("And what would be right, if you know. At most 4,000 characters."),
        error_messages={"required": _("Say what is wrong; a sentence is enough.")},
    )
    source = NormalisedCharField(
        label=_("Where can we check it?"),
        required=False,
        max_length=LONGEST_SOURCE,
        help_text=_("The address of a page, or a book and the page in it."),
    )
    name = NormalisedCharField(
        label=_("Your name"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("At most 100 characters."),
    )
    may_be_named = forms.BooleanField(
        label=_("Thank me by this name in the correction, for all to read"), required=False
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        help_text=_(
            "Only if you want the answer by e-mail. It is erased as soon as you have the answer."
        ),
    )
    #: A trap: people neither see nor reach it, programs fill it in.
    homepage = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["part"]
        choices.choices = list(part_choices(document))
        for name, token in (("name", "name"), ("email", "email")):
            self.fields[name].widget.attrs["autocomplete"] = token
        for field in self.fields.values():
            # With it a browser cuts off what is pasted, without a word.
            field.widget.attrs.pop("maxlength", None)
            field.error_messages["max_length"] = _TOO_LONG

    def clean_source(self) -> str:
        """One line."""
        return " ".join(self.cleaned_data["source"].split())

    def clean_name(self) -> str:
        """One line."""
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        """Who wants to be named has a name."""
        given = self.cleaned_data
        if given.get("may_be_named") and not given.get("name") and "name" not in self.errors:
            self.add_error("name", ValidationError(_("Write the name that we may thank you by.")))
        return given

    @property
    def report_fields(self) -> dict[str, Any]:
        """What a report keeps of a valid form; the trap becomes a suspicion."""
        given = dict(self.cleaned_data)
        given["suspected"] = bool(given.pop("homepage").strip())
        return given


def part_choices(document: Document) -> list[tuple[str, str]]:
    """The parts of an explainer in reading order, as a reader would name them."""
    choices = [(WHOLE, str(_("The explainer as a whole, or its title")))]
    if document.lead is not None:
        choices.append(("lead", str(_("The beginning"))))
    choices += [
        (section.key, _short(section.heading or section.body or ""))
        for section in document.sections
    ]
    choices += [(question.key, _short(question.question)) for question in document.faqs]
    if document.conclusion is not None:
        choices.append(("conclusion", str(_("The conclusion"))))
    if document.references is not None:
        choices.append(("references", str(_("The references"))))
    return choices


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"{line[: _MOST_SHOWN - 1]}…" if len(line) > _MOST_SHOWN else line
