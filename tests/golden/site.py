"""One site in the making: its cast, its clock, and randomness that counts up."""

import itertools
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import time_machine
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client

from tests.golden.cases import EXPLAINED, SOURCE, Change
from tests.golden.house import (
    Article,
    Correction,
    Document,
    Signer,
    Version,
    document_of,
    propose,
    publish,
    submit,
)

BEGIN = datetime(2030, 1, 1, 12, tzinfo=UTC)


def signer(name: str) -> Signer:
    """One of the cast, who works here: ada, grace or ben."""
    user, _made = get_user_model().objects.get_or_create(
        username=name,
        defaults={"first_name": name.title(), "last_name": "Mora", "is_staff": True},
    )
    return Signer.of(user)


@contextmanager
def counted_randomness(seed: int) -> Iterator[None]:
    """Random bytes that count up: ids are the same each time, and sort by when they were made."""
    number = itertools.count(1 + 1000 * seed)

    def counted(size: int) -> bytes:
        count = next(number)
        return count.to_bytes(4, "big")[-size:] + random.Random(f"{seed} {count}").randbytes(
            max(0, size - 4)
        )

    with patch.object(os, "urandom", counted), patch.object(random, "_urandom", counted):
        yield


class Building:
    """One site in the making, with the clock that it goes by."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.days = 0
        self.lines: list[str] = []

    @contextmanager
    def day(self) -> Iterator[None]:
        """The next day, at noon, on which the clock stands still."""
        self.days += 1
        with time_machine.travel(BEGIN + timedelta(days=self.days), tick=False):
            yield

    def command(self, *arguments: str) -> None:
        """A command of the project; what it prints is kept."""
        out = StringIO()
        try:
            call_command(*arguments, stdout=out, stderr=out)
        except Exception as error:
            out.write(f"{type(error).__name__}: {error}\n")
        printed = out.getvalue()
        if "--words" in arguments:
            # Places are listed in the order of their commitments, which are random.
            printed = "".join(sorted(printed.splitlines(keepends=True)))
        self.lines.append(f"$ {' '.join(arguments)}\n{printed}".replace(str(self.folder), "FOLDER"))

    def fetch(self, slug: str) -> Article:
        """An explainer as it is now."""
        return Article.objects.get(slug=slug)

    def published(self, document: Document, slug: str) -> Article:
        """An explainer that is published from a file."""
        file = self.folder / f"{slug}.md"
        parts = [f"# {document.title}", document.lead or ""]
        parts += [f"## {one.heading}\n\n{one.body}" for one in document.sections]
        file.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
        self.command("import_explainers", str(file), "--publish", "--published-by", "ada")
        return Article.objects.get(title=document.title)

    def report(self, slug: str, **told: str) -> None:
        """A reader's report, by the form."""
        given = {"part": "s1", "version": "1", "source": "https://example.org/letter", **told}
        client = Client(SERVER_NAME="127.0.0.1", SERVER_PORT="8000")
        client.post(f"/articles/{slug}/report/", given)

    def proposal(self, article: Article, change: Change, **told: Any) -> Correction:
        """A proposal by Ada."""
        told = {"kind": "correction", "sources": (SOURCE,), **EXPLAINED, **told}
        document = change(document_of(Article.objects.get(pk=article.pk)))
        return propose(article, document, by=signer("ada"), **told)

    def correct(self, article: Article, change: Change, **told: Any) -> Version:
        """A correction that Ada proposes and Grace approves."""
        told.setdefault("by", signer("grace"))
        by = told.pop("by")
        alone = told.pop("alone_because", "")
        correction = self.proposal(article, change, **told)
        return publish(submit(correction, by=signer("ada")), by=by, alone=alone)
