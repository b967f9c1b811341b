"""Another site's record of an explainer: kept line by line, extended, verified, never rewritten.

A part of a record can't be taken into another one, whose chain has no place for it. It is kept
beside: anyone can download it and verify it without us, and version 1 seals what it was.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from articles.imported import EVIDENCE
from articles.models import Article, Evidence, ImportedNote
from articles.models.evidence import compact
from record.format import WITHHELD
from record.models import Text
from record.parts import Part
from record.registry import Finding
from record.taking_in import NotTheRecord
from record.withholding import newest_withholding

#: How a finding about evidence begins to say where it is.
FIELD = "evidence of"
_BATCH = 100
_NOTE = (
    "Recorded before by another site ({site}), in {count} versions, which are kept here as "
    "evidence. SHA-256 of their digests, one a line: {fingerprint}."
)
_SEALED = re.compile(
    r"Recorded before by another site \([0-9a-f-]{36}\), in ([0-9]{1,9}) versions, which are kept "
    r"here as evidence\. SHA-256 of their digests, one a line: ([0-9a-f]{64})\."
)


def note_of(site: str, digests: Iterable[str]) -> str:
    """What version 1 seals about the evidence, so that it can't be changed for another."""
    hashed, count = _hashed(digests)
    return _NOTE.format(site=site, count=count, fingerprint=hashed)


def keep(article: Article, lines: Iterable[Mapping[str, Any]], *, bare: bool = False) -> int:
    """Keeps the lines of another site's record that aren't kept yet; gives their number.

    Words that were withheld there since are withheld here too; those withheld here stay so. `bare`
    takes lines that another site kept as evidence, with words that it withheld. Raises
    `NotTheRecord` where they don't hold, or aren't those that are kept; nothing is written then.
    """
    part, added = Part(bare=bare), 0
    with transaction.atomic():
        held = {one.number: one for one in Evidence.objects.of(article).defer("sealed", "texts")}
        for line in lines:
            number = part.add(line)["number"]
            if number not in held:
                _add(article, number, line)
                added += 1
            elif held[number].digest != line["digest"]:
                raise NotTheRecord(f"line {number}: differs from what is kept here as evidence")
            else:
                _withhold_what_is_withheld(held[number], line["texts"])
        part.finish()
    return added


def lines(article: Article) -> Iterator[str]:
    """The kept lines of another site's record, as it wrote them; what was withheld is left out."""
    for row in Evidence.objects.of(article).iterator(_BATCH):
        yield row.line


def saved() -> Iterator[str]:
    """The kept lines of all published explainers, each with the explainer that it is of.

    Beside the record it is all that a restored site needs to have its evidence again. Each says
    which removal of words it knows, so that no older copy can bring words back. Memory does not
    grow with it, and nothing is read from the database while a batch is sent.
    """
    known = newest_withholding()
    for row in _all_published():
        held = _bare(row) if row.article.is_removed else row.members
        yield f"{compact({'explainer': str(row.article_id), 'removal': known} | held)}\n"


def _all_published() -> Iterator[Evidence]:
    rows = Evidence.objects.filter(article__version__isnull=False).select_related("article")
    rows = rows.order_by("article_id", "number")
    batch = list(rows[:_BATCH])
    while batch:
        yield from batch
        last = batch[-1]
        behind = Q(article_id__gt=last.article_id) | Q(
            article_id=last.article_id, number__gt=last.number
        )
        batch = list(rows.filter(behind)[:_BATCH])


def bared(article: Article) -> Iterator[dict[str, Any]]:
    """The kept lines without any word: only the commitments of their texts."""
    for row in Evidence.objects.of(article).iterator(_BATCH):
        yield _bare(row)


def _bare(row: Evidence) -> dict[str, Any]:
    texts = [{"commitment": one["commitment"]} for one in row.members["texts"]]
    return row.members | {"texts": texts}


def only_recorded(subject: UUID, texts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """`texts`, but of those that the explainer's own record doesn't hold only the commitment.

    For what may hold words that were withheld, when nobody knows any more which they were: what
    the record shows today is no secret.
    """
    given = [dict(one) for one in texts]
    asked = [one["body"] for one in given if "body" in one]
    held = Text.objects.filter(brought_by__subject=subject, body__in=asked)
    known = set(held.values_list("body", flat=True))
    return [
        one if "body" not in one or one["body"] in known else {"commitment": one["commitment"]}
        for one in given
    ]


def fingerprint(article: Article) -> str:
    """SHA-256 of the digests of all that is kept of an explainer, one a line."""
    digests = Evidence.objects.of(article).values_list("digest", flat=True)
    return _hashed(digests.iterator(_BATCH))[0]


def findings(subjects: set[UUID] | None) -> Iterator[Finding]:
    """Where kept evidence doesn't hold, or isn't what version 1 sealed."""
    kept = set(Evidence.objects.values_list("article_id", flat=True).distinct())
    noted = ImportedNote.objects.filter(note__startswith=EVIDENCE, version__isnull=False)
    kept |= set(noted.values_list("article_id", flat=True))
    for article in Article.objects.filter(pk__in=kept if subjects is None else kept & subjects):
        for message in _faults(article):
            yield Finding(None, f"{FIELD} {article.slug}", message)


def _faults(article: Article) -> Iterator[str]:
    part = Part(bare=True)
    try:
        for row in Evidence.objects.of(article).iterator(_BATCH):
            if part.add(row.members)["number"] != row.number:
                yield f"line {row.number}: the column differs from the sealed bytes"
    except ValueError as error:
        yield str(error)
        return
    notes = list(article.imported_notes.values_list("note", flat=True))
    # A note that was withheld may have been the one.
    if article.is_published and not any(EVIDENCE in one or WITHHELD in one for one in notes):
        yield "is kept here, but version 1 sealed none"
    for note in notes:
        yield from _note_faults(article, note)


def _note_faults(article: Article, note: str) -> Iterator[str]:
    sealed = _SEALED.fullmatch(note)
    if sealed is None:
        return
    digests = Evidence.objects.of(article).values_list("digest", flat=True)
    found, count = _hashed(islice(digests.iterator(_BATCH), int(sealed[1])))
    if count < int(sealed[1]):
        yield f"found {count} lines; version 1 sealed {sealed[1]}"
    elif found != sealed[2]:
        yield f"the digests have the SHA-256 {found}; version 1 sealed {sealed[2]}"


def _add(article: Article, number: int, line: Mapping[str, Any]) -> None:
    Evidence.objects.create(
        article=article,
        number=number,
        digest=line["digest"],
        sealed=line["sealed"],
        texts=compact(line["texts"]),
    )


def _withhold_what_is_withheld(row: Evidence, texts: Iterable[Mapping[str, Any]]) -> None:
    gone = {one["commitment"]: dict(one) for one in texts if "body" not in one}
    if gone:
        replace_texts(row, lambda one: gone.get(one["commitment"]) if "body" in one else None)


def replace_texts(row: Evidence, instead: Any) -> bool:
    """Puts what `instead` gives in the place of texts of a line; whether that changed any."""
    held = row.members["texts"]
    texts = [instead(one) or one for one in held]
    if texts == held:
        return False
    Evidence.objects.filter(pk=row.pk).update(texts=compact(texts))
    return True


def _hashed(digests: Iterable[str]) -> tuple[str, int]:
    hashed, count = sha256(), 0
    for digest in digests:
        hashed.update(f"{digest}\n".encode("ascii"))
        count += 1
    return hashed.hexdigest(), count
