"""From the options of a command line to how files are taken in; what is wrong is a CommandError."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from articles.models import Author, Topic
from documents.document import Document, DocumentError
from imports.importing import Options
from imports.proposing import propose_change
from record.models import Signer
from record.numbers import whole_number
from record.refusals import UserFacing

_MOST_SAMPLES = 100


@contextmanager
def told() -> Iterator[None]:
    """What can go wrong with files and the record, as a command tells it: `CommandError`."""
    try:
        yield
    except UserFacing as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"can’t be read: {error.strerror or error}") from error


def options_of(given: dict[str, Any]) -> Options:
    """How files are taken in, as `import_explainers` was told; raises `CommandError`."""
    return Options(
        author=given["author"] and _name("--author", given["author"], Author),
        topics=tuple(_name("--topic", topic, Topic) for topic in given["topic"]),
        language=_language(given["language"]),
        format_name=given["format"],
        media=tuple(folders("--media", given["media"])),
        publisher=_publisher(given),
        dry=given["dry_run"],
        on_change=propose_change if given["on_change"] == "propose" else None,
    )


def folders(option: str, names: list[str]) -> list[Path]:
    """Folders that are there; raises `CommandError`."""
    for name in names:
        if not Path(name).is_dir():
            raise CommandError(f"{option} {name}: there is no such folder")
    return [Path(name) for name in names]


def number_of_samples(text: str) -> int:
    """A number of samples that a person can look at; raises what argparse reports."""
    number = whole_number(text, most=_MOST_SAMPLES)
    if not number:
        raise argparse.ArgumentTypeError(f"found {text}; expected 1 to {_MOST_SAMPLES}")
    return number


def _publisher(given: dict[str, Any]) -> Signer | None:
    if not given["publish"]:
        return None
    name = given["published_by"]
    if name is None:
        # A dry run writes nothing, not even who would have signed.
        return Signer(name="Import") if given["dry_run"] else Signer.of_import()
    users = get_user_model()
    user = users._default_manager.filter(**{users.USERNAME_FIELD: name}).first()
    if user is None or not user.is_active:
        raise CommandError(f"--published-by: there is no active user “{name}”")
    return Signer.of(user)


def _name(option: str, value: str, model: type[Author] | type[Topic]) -> str:
    """A name as the admin would take it; raises `CommandError`."""
    field: Any = model._meta.get_field("name")
    try:
        name: str = field.formfield().clean(value)
    except ValidationError as error:
        raise CommandError(f"{option}: {' '.join(error.messages)}") from error
    if "\n" in name:
        raise CommandError(f"{option}: found several lines; expected a name")
    return name


def _language(tag: str) -> str:
    try:
        return Document(title="x", language=tag).language
    except DocumentError as error:
        raise CommandError(f"--language: {error.message}") from error
