"""Model fields for what the document knows: plain lines, Markdown, partial dates.

Their forms bring text to one form where it enters (`documents.text`), say what is refused beside
the field, and strip nothing: a body is stored as it was written.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from documents.document import LONGEST_LINE, LONGEST_MARKDOWN
from documents.markdown import foreign_images, html_of
from documents.partial_dates import is_partial_date
from documents.plain import plain_text
from documents.slugs import is_slug, slug_of
from documents.text import TextRefused, normalised, refusal_of

if TYPE_CHECKING:
    # Django's fields take type arguments for the checker only.
    _CharField = models.CharField[str, str]
    _TextField = models.TextField[str, str]
else:
    _CharField, _TextField = models.CharField, models.TextField


def validate_partial_date(value: str) -> None:
    """Raises `ValidationError` unless `value` is YYYY, YYYY-MM or YYYY-MM-DD."""
    if not is_partial_date(value):
        raise ValidationError(
            "Write the date as far as it is known: 2023-11-23, 2023-11 or 2023.", code="date"
        )


def validate_markdown(value: str) -> None:
    """Raises `ValidationError` for images that aren't kept here, and for what may not be shown."""
    refusal = refusal_of(plain_text(html_of(value, "part")))
    if refusal:
        raise ValidationError(
            "This would show %(found)s; please take it out.",
            code="characters",
            params={"found": refusal.actual},
        )
    images = foreign_images(value)
    if images:
        raise ValidationError(
            "The image “%(address)s” is not kept here. Add it under Assets and write "
            "![description](asset:…) with the address shown there.",
            code="image",
            params={"address": images[0][:100]},
        )


class NormalisedCharField(forms.CharField):
    """A form field whose text is brought to NFC and LF, or refused with the reason."""

    def to_python(self, value: Any) -> Any:
        """The text as it may be stored."""
        text = super().to_python(value)
        if not isinstance(text, str):
            return text
        try:
            # White space alone is absence; other text keeps all of its own.
            return normalised(text) if text.strip() else ""
        except TextRefused as refusal:
            raise ValidationError(
                "Line %(line)s holds %(found)s; please take it out.",
                code="characters",
                params={"line": refusal.line, "found": refusal.actual},
            ) from refusal


class LineField(_CharField):
    """Plain text of one line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_LINE)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]
        """A one-line input that normalises."""
        return super().formfield(**{"form_class": NormalisedCharField, **kwargs})


class PlainField(_TextField):
    """Plain text that may have several lines."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 4 * LONGEST_LINE)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]
        """A text area that normalises."""
        return super().formfield(**{"form_class": NormalisedCharField, **kwargs})


class MarkdownField(_TextField):
    """Markdown in the site's dialect; blank is absent."""

    default_validators = [validate_markdown]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_MARKDOWN)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]
        """A text area that normalises and keeps white space as written."""
        return super().formfield(**{"form_class": NormalisedCharField, "strip": False, **kwargs})


class PartialDateField(_CharField):
    """A date with the precision that is known, as text (ISO 8601)."""

    default_validators = [validate_partial_date]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        super().__init__(*args, **kwargs)


def validate_slug(text: str) -> None:
    """Raises `ValidationError` unless `text` can be a slug."""
    if not is_slug(text):
        raise ValidationError(
            "Use lower-case letters, digits and single hyphens, at most 80 characters; "
            "for example “%(example)s”.",
            code="slug",
            params={"example": slug_of(text)},
        )
