"""The private part of an export, taken in by a site that has recorded nothing yet.

Who signs has to be there before the first version; all else comes after the last.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group, User

from articles.models import Article, Author, Byline, Topic
from articles.old_addresses import keep_as_written
from corrections.models import Correction, Elsewhere, ErrorReport, ProposalEvent, Source, State
from documents.document import Document
from exports.portable import private
from exports.portable.private import WRONG, cleaned, reason_of
from exports.portable.shelf import NotAnExport
from exports.portable.streamed import NotJSON, members
from record.models import Signer, Version

Row = Mapping[str, Any]


def site_of(file: Path) -> UUID:
    """The id of the site whose private part this is; raises `NotAnExport`."""
    try:
        for name, content in members(file, "rows"):
            if name == "site":
                return UUID(content)
    except (NotJSON, AttributeError, TypeError, ValueError) as error:
        raise NotAnExport(f"{file}: names no site") from error
    raise NotAnExport(f"{file}: names no site")


def take_in_signers(file: Path) -> None:
    """Makes who signed, and their accounts: inactive, without a password, with no rights but those
    of their groups. An account that is here already by that name is taken. Raises `NotAnExport`.
    """
    _each(file, {"signer": _signer})


def take_in_private(file: Path) -> int:
    """Makes drafts, proposals, their histories, decisions, reports; gives how many.

    Raises `NotAnExport`.
    """
    proposals = _Proposals()
    return _each(
        file,
        {
            "draft": _draft,
            "proposal": proposals.make,
            "decision": proposals.decide,
            "event": proposals.event,
            "report": proposals.report,
        },
    )


def drafts_in(file: Path) -> Iterator[Article]:
    """The drafts that the file brought, after they were made."""
    for row in _rows(file):
        if row["kind"] == "draft":
            yield Article.objects.get(pk=UUID(row["id"]))


def _each(file: Path, makers: Mapping[str, Callable[[Row], object]]) -> int:
    made = 0
    for number, row in enumerate(_rows(file), start=1):
        try:
            maker = makers.get(row["kind"])
            if maker is not None:
                maker(row)
                made += 1
            elif row["kind"] not in _KINDS:
                raise ValueError(f"found the kind {str(row['kind'])[:40]!r}")
        except WRONG as error:
            raise NotAnExport(
                f"{file}, row {number}: can’t be taken in: {reason_of(error)}"
            ) from error
    return made


_KINDS = {"signer", "draft", "proposal", "decision", "event", "report"}


def _rows(file: Path) -> Iterator[Any]:
    try:
        yield from (row for name, row in members(file, "rows") if name == "rows")
    except NotJSON as error:
        raise NotAnExport(str(error)) from error


def _signer(row: Row) -> None:
    user = _account(row["account"]) if row["account"] else None
    name = cleaned(Signer, row, ("name",))
    Signer.objects.create(pk=UUID(row["id"]), user=user, **name)


def _account(given: Row) -> User:
    columns = cleaned(User, given, private.ACCOUNT)
    user = User.objects.filter(username=columns["username"]).first()
    if user is not None:
        if Signer.objects.filter(user=user).exists():
            raise ValueError(f"the account “{user}” signs here already, as somebody else")
        return user
    user = User(**columns, is_active=False)
    user.set_unusable_password()
    user.save()
    user.groups.set(Group.objects.get_or_create(name=name)[0] for name in given["groups"])
    return user


def _draft(row: Row) -> None:
    columns = cleaned(Article, row, private.DRAFT)
    if Article.objects.filter(slug=columns["slug"]).exists():
        raise ValueError(f"found the address “{columns['slug']}”, which is given here already")
    signer = row["publish_by"] and UUID(row["publish_by"])
    article = Article.objects.create(pk=UUID(row["id"]), publish_by_id=signer, **columns)
    for given in row["authors"]:
        Author.objects.get_or_create(pk=UUID(given["id"]), defaults=_named(Author, given))
    for given in row["bylines"]:
        byline = cleaned(Byline, given, ("position", "name"))
        Byline.objects.create(article=article, author_id=UUID(given["author"]), **byline)
    for name, names in private.PARTS.items():
        manager = getattr(article, name)
        manager.bulk_create(
            manager.model(article=article, **cleaned(manager.model, given, names))
            for given in row[name]
        )
    article.topics.set(
        Topic.objects.get_or_create(slug=given["slug"], defaults=_named(Topic, given))[0]
        for given in row["topics"]
    )
    keep_as_written(article.pk, row["old_addresses"])


def _named(model: type[Author] | type[Topic], given: Row) -> dict[str, Any]:
    names = ("name", "slug", "description") if model is Topic else ("name", "slug")
    return dict(cleaned(model, given, names))


def _check_contributors(ids: Any) -> None:
    """Whoever wrote at a proposal is sealed with it, so she has to be known here."""
    known = {str(pk) for pk in Signer.objects.values_list("pk", flat=True)}
    unknown = [pk for pk in ids if pk not in known]
    if unknown:
        raise ValueError(f"contributors: found {unknown[0]!r}; expected the id of a signer")


class _Proposals:
    """Proposals by the place at which the file has them."""

    def __init__(self) -> None:
        self._made: list[int] = []

    def make(self, row: Row) -> None:
        row = {"file_id": "", **row, "kind": row["correction_kind"]}
        if "hands" in row:
            row["contributors"] = row["hands"]
        columns = cleaned(Correction, row, private.PROPOSAL)
        _check_contributors(columns["contributors"])
        for text in (columns["proposed"], columns["written_on"]):
            Document.from_json(text) if text else None
        if columns["state"] == State.PUBLISHED:
            raise ValueError("found a published correction; expected the record to hold it")
        base = Version.objects.get(pk=row["base"], subject=UUID(row["article"]))
        made = Correction.objects.create(
            article=Article.objects.get(pk=UUID(row["article"])),
            base=base,
            proposer_id=UUID(row["proposer"]),
            approver_id=row["approver"] and UUID(row["approver"]),
            amends_id=self._pk(row["amends"]),
            follows_id=self._pk(row["follows"]),
            **columns,
        )
        self._made.append(made.pk)
        Source.objects.bulk_create(
            Source(
                correction=made,
                article_id=made.article_id,
                **cleaned(Source, source, private.SOURCE),
            )
            for source in row["sources"]
        )

    def decide(self, row: Row) -> None:
        Elsewhere.objects.create(
            correction=self._of(row["correction"]),
            article=Article.objects.get(pk=UUID(row["article"])),
            decided_by_id=row["decided_by"] and UUID(row["decided_by"]),
            proposal_id=self._pk(row["proposal"]),
            **cleaned(Elsewhere, row, private.DECISION),
        )

    def event(self, row: Row) -> None:
        correction = self._of(row["correction"])
        ProposalEvent.objects.create(
            correction=correction,
            article_id=correction.article_id,
            by_id=UUID(row["by"]),
            **cleaned(ProposalEvent, row, private.EVENT),
        )

    def report(self, row: Row) -> None:
        other = row["duplicate_of"] and ErrorReport.objects.get(token=row["duplicate_of"])
        ErrorReport.objects.create(
            article=Article.objects.get(pk=UUID(row["article"])),
            correction_id=self._pk(row["correction"]),
            duplicate_of=other,
            handled_by_id=row["handled_by"] and UUID(row["handled_by"]),
            **cleaned(ErrorReport, row, private.REPORT),
        )

    def _pk(self, named: Row | None) -> int | None:
        return None if named is None else self._of(named).pk

    def _of(self, named: Row) -> Correction:
        if "number" in named:
            return Correction.objects.get(number=named["number"])
        return Correction.objects.get(pk=self._made[named["proposal"]])
