"""What an editor says about the files that she brings in."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from articles.fields import NormalisedCharField
from articles.models import Author, Topic
from documents.document import Document, DocumentError
from imports.uploads.storing import NoRoom, check_room, size_in_words

_FORMATS = {
    "": "Find out by itself",
    "txt": "Plain text",
    "md": "Markdown",
    "html": "Web page (HTML)",
    "json": "JSON of schema.org",
    "docx": "Word (DOCX)",
    "wxr": "Export of WordPress (XML)",
    "wp-json": "Posts of WordPress (JSON)",
}
_MOST_FILES = settings.DATA_UPLOAD_MAX_NUMBER_FILES or 1_000
_LONGEST_NAME = 500


class SeveralFiles(forms.ClearableFileInput):
    """A field for files, as many as are wanted."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; its value is a list."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files, each as a single one would be taken."""
        clean = super().clean
        return [clean(file, initial) for file in data or []]


class UploadForm(forms.Form):
    """The files and how they are to be taken in. `may_publish` offers to publish at once."""

    # Django takes fields off the class, so this one doesn’t hide the form’s own `files`.
    files = FilesField(  # type: ignore[assignment]
        required=False, label="Files", allow_empty_file=True
    )
    author = NormalisedCharField(
        required=False,
        max_length=200,
        label="Author of all",
        help_text="Whatever the files say. Empty: the authors that each file names.",
    )
    topics = forms.CharField(
        required=False,
        max_length=1000,
        label="Topics of all",
        help_text="Parted by commas; they come beside those that the files name.",
    )
    language = forms.CharField(
        max_length=35,
        label="Language of the texts",
        help_text="Where a file names none: a tag such as en, de or es-MX.",
    )
    format_name = forms.ChoiceField(
        required=False,
        choices=list(_FORMATS.items()),
        label="Format",
        help_text="Choose one only if files aren’t recognised.",
    )
    publishes = forms.ChoiceField(
        required=False,
        label="What is new here",
        choices=[("", "Comes as drafts"), ("yes", "Is published at once, signed by you")],
        widget=forms.RadioSelect,
        help_text="What its source calls a draft stays a draft in any case.",
    )
    proposes = forms.ChoiceField(
        required=False,
        label="What is published here and has changed",
        choices=[("yes", "Becomes a proposed correction"), ("", "Stays as it is")],
        widget=forms.RadioSelect,
        help_text="Published words are never overwritten.",
    )

    def __init__(self, data: Any = None, files: Any = None, *, may_publish: bool = False) -> None:
        first = {"language": settings.LANGUAGE_CODE, "publishes": "", "proposes": "yes"}
        super().__init__(data, files, initial=first)
        most = size_in_words(settings.UPLOAD_LIMIT)
        self.fields["files"].help_text = (
            "Word, Markdown, web pages, plain text, JSON, an export of WordPress, or a ZIP or tar "
            f"archive of such files with their pictures; at most {most} together."
        )
        self.fields["author"].widget.attrs["list"] = "authors"
        if not may_publish:
            del self.fields["publishes"]

    def clean_topics(self) -> list[str]:
        """The names of topics, each as the admin takes it."""
        field: Any = Topic._meta.get_field("name")
        names = [name.strip() for name in self.cleaned_data["topics"].split(",")]
        return [field.formfield().clean(name) for name in dict.fromkeys(names) if name]

    def clean_author(self) -> str:
        """A name as the admin takes it."""
        field: Any = Author._meta.get_field("name")
        name = self.cleaned_data["author"]
        return field.formfield().clean(name) if name else ""

    def clean_language(self) -> str:
        """A language tag."""
        try:
            return Document("x", language=self.cleaned_data["language"]).language
        except DocumentError as error:
            raise ValidationError(f"{error.message[:1].upper()}{error.message[1:]}.") from error

    def check_files(self, files: list[tuple[str, int]]) -> None:
        """Adds an error to `files` where those of these names and sizes can't be taken."""
        names = [name for name, _size in files]
        problem = ""
        if not files:
            problem = "Choose the files to bring in."
        elif len(files) > _MOST_FILES:
            problem = f"These are {len(files):,} files; put more than {_MOST_FILES:,} into a ZIP."
        elif len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            problem = f"Two files are called “{twice}”; a file is known again by its name."
        elif not all(_is_name(name) for name in names):
            problem = f"A file’s name is empty, longer than {_LONGEST_NAME} characters, or no text."
        else:
            try:
                check_room([size for _name, size in files])
            except NoRoom as error:
                problem = str(error)
        if problem:
            self.add_error("files", problem)


def _is_name(name: str) -> bool:
    """Whether a database takes it; browsers send nothing else by themselves."""
    is_text = "\x00" not in name and not any("\ud800" <= letter <= "\udfff" for letter in name)
    return is_text and 0 < len(name) <= _LONGEST_NAME
