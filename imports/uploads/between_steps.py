"""What an import keeps between its steps: who works at it, what was chosen, what was read.

One works at it at a time, however many windows and processes there are. A row lock would last as
long as the step and keep others from reading the row; on SQLite it would keep everybody from
writing. So whoever begins a step claims the upload for a while, and what was made counts only if
the claim still stands when it is written.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q
from django.utils import timezone

from articles.models import Article
from documents.document import Document
from formats.parsed import Note, ParsedExplainer, Picture
from imports.importing import ImportResult, Options
from imports.models import Item, Upload
from imports.proposing import propose_change
from imports.uploads.storing import keep_picture, picture
from record.models import Signer
from record.refusals import UserFacing

#: Longer than any step; after it a step counts as cut off.
CLAIM_LASTS = timedelta(minutes=2)


class UploadBusy(UserFacing):
    """Somebody else works at this upload at the moment, or it isn't there to be worked at."""


@contextmanager
def claimed(upload: Upload, state: str) -> Iterator[UUID]:
    """Claims an upload that is in `state` until the block ends; raises `UploadBusy`."""
    claim, now = uuid4(), timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    mine = Upload.objects.filter(free, pk=upload.pk, state=state)
    if not mine.update(claimed_by=claim, claimed_until=now + CLAIM_LASTS, touched_at=now):
        raise UploadBusy
    upload.refresh_from_db()
    try:
        yield claim
    finally:
        Upload.objects.filter(pk=upload.pk, claimed_by=claim).update(
            claimed_by=None, claimed_until=None
        )


def go_on(upload: Upload, claim: UUID, **columns: object) -> None:
    """Writes how far an upload came, in the caller's transaction; raises `UploadBusy`.

    It does where the claim has passed to another meanwhile: the transaction has to be undone then.
    """
    if not Upload.objects.filter(pk=upload.pk, claimed_by=claim).update(
        claimed_until=timezone.now() + CLAIM_LASTS, **columns
    ):
        raise UploadBusy
    for name, content in columns.items():
        setattr(upload, name, content)


def options_of(upload: Upload, *, dry: bool) -> Options:
    """How the explainers of `upload` are taken in; `dry` writes nothing, no signer either.

    It is what the owner may at this moment: whoever may publish no more since the import began
    brings in drafts.
    """
    signer = _signer(upload.owner, dry=dry)

    def propose(
        article: Article, reading: ParsedExplainer, outcome: ImportResult, options: Options
    ) -> ImportResult:
        return propose_change(article, reading, outcome, replace(options, publisher=signer))

    return Options(
        author=upload.author or None,
        topics=tuple(upload.topics),
        language=upload.language,
        format_name=upload.format_name or None,
        publisher=signer if publishes(upload) else None,
        dry=dry,
        on_change=propose if _proposes(upload) else None,
    )


def publishes(upload: Upload) -> bool:
    """Whether what is taken is published at once."""
    return upload.publishes and upload.owner.has_perm("articles.publish_article")


def _proposes(upload: Upload) -> bool:
    return upload.proposes and upload.owner.has_perm("corrections.add_correction")


def _signer(user: Any, *, dry: bool) -> Signer:
    if not dry:
        return Signer.of(user)
    return Signer.objects.filter(user=user).first() or Signer(name="An editor")


class Withheld(UserFacing):
    """Words of what was read were withheld since; they are gone from here too."""


def keep(upload: Upload, reading: ParsedExplainer) -> dict[str, Any]:
    """A reading as JSON; its pictures are kept beside it. Raises OSError."""
    for shown in reading.pictures:
        keep_picture(upload, shown)
    return {
        # As members, not as text: removals look for words in it.
        "document": json.loads(reading.document.to_json()),
        "slug": reading.slug,
        "notes": [[note.line, note.message] for note in reading.notes],
        "past": [list(past) for past in reading.past],
        "authors": list(reading.authors),
        "topics": list(reading.topics),
        "aliases": list(reading.aliases),
        "identity": reading.identity,
        "is_draft": reading.is_draft,
        "source": reading.source,
        "pictures": [shown.sha256 for shown in reading.pictures],
    }


def document_of(explainer: Item) -> Document:
    """The words alone of an explainer that was read; raises `Withheld`."""
    if not explainer.reading:
        raise Withheld
    return Document.from_json(json.dumps(explainer.reading["document"]))


def kept(upload: Upload, explainer: Item) -> ParsedExplainer:
    """An explainer just as it was read; raises `Withheld`."""
    parsed = explainer.reading
    if not parsed or not explainer.key:
        raise Withheld
    return ParsedExplainer(
        document=document_of(explainer),
        slug=parsed["slug"],
        notes=tuple(Note(line, message) for line, message in parsed["notes"]),
        past=tuple((date, note) for date, note in parsed["past"]),
        authors=tuple(parsed["authors"]),
        topics=tuple(parsed["topics"]),
        aliases=tuple(parsed["aliases"]),
        identity=parsed["identity"],
        is_draft=parsed["is_draft"],
        source=parsed.get("source", ""),
        pictures=tuple(
            Picture(name, partial(picture, upload, name)) for name in parsed["pictures"]
        ),
    )
