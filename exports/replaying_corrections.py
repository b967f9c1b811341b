"""Rows of corrections from the versions that published them, after a record was taken in."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from articles.models import Article
from corrections.models import (
    EXPLANATION_CHOICES,
    EXPLANATION_TEXTS,
    SOURCE_TEXTS,
    Correction,
    Source,
    State,
)
from record.format import texts_in
from record.models import Signer, Version
from record.removal.withholding import bodies

_BATCH = 100


def write_all(subjects: Collection[UUID] | None = None) -> int:
    """Makes the rows of every published correction, in the order of their numbers; gives how many.

    `subjects` limits it to some explainers; rows that are there already (the guards must be off
    then) say afterwards what the record says. To be called before the explainers' own rows follow
    their versions.
    """
    versions = Version.objects.exclude(kind="recovery")
    if subjects is not None:
        versions = versions.filter(subject__in=subjects)
    # Numbers rise with serials; what amends another comes after it.
    count = 0
    for version in versions.order_by("serial").iterator(_BATCH):
        if version.members["explanation"]:
            _write(version)
            count += 1
    return count


def _write(version: Version) -> None:
    told: dict[str, Any] = version.members["explanation"]
    words = bodies(leaf["text"] for _path, leaf in texts_in(told))

    def text(leaf: dict[str, str] | None) -> str:
        return (words.get(leaf["text"]) or "") if leaf else ""

    article = Article.objects.get(pk=version.subject)
    row = Correction.objects.filter(number=told["correction"]).first() or Correction()
    row.article, row.kind = article, version.kind
    row.base = Version.objects.get(subject=version.subject, number=told["base"])
    row.amends = Correction.objects.filter(number=told["amends"] or 0).first()
    row.incident = UUID(told["incident"]) if told["incident"] else None
    row.proposer = _signer(version, "proposer")
    row.approver = _signer(version, "approver", "publisher")
    row.created_at = row.submitted_at = version.moment
    for name in EXPLANATION_TEXTS:
        setattr(row, name, text(told[name]))
    for name in EXPLANATION_CHOICES:
        setattr(row, name, told[name] or "")
    row.save()
    row.sources.all().delete()
    Source.objects.bulk_create(
        Source(
            correction=row,
            article=article,
            position=position,
            published=one["published"] or "",
            accessed=one["accessed"] or "",
            **{name: text(one[name]) for name in SOURCE_TEXTS},
        )
        for position, one in enumerate(told["sources"], start=1)
    )
    row.sources.update(version=version)
    row.number, row.state = told["correction"], State.PUBLISHED
    row.version = row.published_in = version
    row.published_at = version.moment
    row.save()


def _signer(version: Version, *roles: str) -> Signer:
    """The last who signed in one of these roles; her account stays where she was."""
    found = [one for one in version.members["signers"] if one["role"] in roles]
    one = (found or version.members["signers"])[-1]
    name = bodies([one["name"]["text"]])[one["name"]["text"]] if one["name"] else None
    signer, _made = Signer.objects.get_or_create(
        pk=UUID(one["id"]), defaults={"name": name or "[withheld]"}
    )
    return signer
