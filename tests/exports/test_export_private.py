"""What no reader sees leaves with `--with-private` only, and comes in whole, without any rights."""

import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files import File
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from PIL import Image

from articles.models import Article, Asset, Topic
from articles.old_addresses import keep_old_addresses
from articles.scheduling import schedule
from articles.sealed import PastNote, write_notes
from corrections.models import Correction, Decision, Elsewhere, ErrorReport, ProposalEvent, State
from corrections.proposing.drafting import submit
from corrections.reviewing import reject
from record import guards
from record.models import Signer, Version
from record.verification import verify
from tests.articles.cast import DOCUMENT, a_draft, a_published, ada, an_author, grace
from tests.corrections.cast import a_proposal, publish_one, with_section
from tests.corrections.reports_cast import a_report

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = ("Zanzibar", "Xylophone", "Quagga", "Wombat", "Narwhal", "Ocelot")


@pytest.fixture
def site() -> Article:
    """A site with a published explainer, and every private thing, each with a word of its own."""
    article, _version = a_published()
    user = User.objects.get(username="ada")
    user.set_password("a secret of hers")
    user.email, user.is_superuser, user.is_staff = "ada@private.example", True, True
    user.save()
    user.groups.add(
        Group.objects.get(name="Editors"), Group.objects.get_or_create(name="Night desk")[0]
    )
    _draft()
    publish_one(article, with_section(DOCUMENT, "full powers", "full power"))
    held = with_section(DOCUMENT, "full powers", "full power")
    first = a_proposal(article, with_section(held, "States", "Xylophone"), why="In a hurry.")
    submitted = submit(a_proposal(article, with_section(held, "through", "Quagga")), by=ada())
    reject(submitted, by=grace(), reason="Wombat.")
    published = Correction.objects.get(number=1)
    for correction in (published, first):
        Elsewhere.objects.create(
            correction=correction,
            article=article,
            key="s2",
            sentence="Narwhal.",
            decision=Decision.NO,
            reason="It is another.",
            decided_by=grace(),
            proposal=first if correction == published else None,
        )
    _reports(article, published)
    return article


def _draft() -> None:
    picture = BytesIO()
    Image.new("RGB", (2, 2), "red").save(picture, "PNG")
    asset = Asset(file=File(picture, name="red.png"))
    asset.describe()
    asset.save()
    author = an_author("Ben Writes", "ben-writes")
    draft = a_draft(
        replace(
            DOCUMENT,
            title="Zanzibar",
            authors=(author,),
            lead=f"![Red]({asset.reference})",
        )
    )
    write_notes(draft, [PastNote("2020-01", "It was wrong.")])
    draft.topics.add(Topic.objects.create(name="Law", slug="law"))
    keep_old_addresses([(draft.pk, ["/old/zanzibar"])])
    schedule(draft, at=timezone.now() + timedelta(days=9), by=ada())


def _reports(article: Article, published: Correction) -> None:
    first = a_report(article, wrong="Ocelot.", email="ben@private.example", name="Ben")
    second = a_report(article, wrong="The same.")
    now = first.received_at
    ErrorReport.objects.filter(pk=first.pk).update(
        state="accepted", correction=published, handled_by=grace(), answered_at=now, closed_at=now
    )
    ErrorReport.objects.filter(pk=second.pk).update(
        state="duplicate", duplicate_of=first, answered_at=now
    )


def leave(folder: Path, **options: Any) -> None:
    """The export of the whole site."""
    how: dict[str, Any] = {"format": "json", "with_history": True, "output": str(folder)}
    call_command("export_explainers", **(how | options))


def emptied() -> None:
    """The same database, as a new site has it."""
    guards.remove()
    call_command("flush", interactive=False, verbosity=0)


def bytes_in(folder: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*.*")}


@pytest.mark.parametrize("format_name", ["json", "markdown"])
def test_without_it_nothing_private_leaves(site: Article, tmp_path: Path, format_name: str) -> None:
    leave(tmp_path, format=format_name)
    everything = b"".join(bytes_in(tmp_path).values()) + repr(list(bytes_in(tmp_path))).encode()
    assert b"What is a treaty?" in everything
    private = [*WORDS, "private.example", "ada@", '"ada"', "Night desk", "In a hurry", "zanzibar"]
    assert [word for word in private if word.encode() in everything] == []


def test_with_it_every_private_word_leaves(site: Article, tmp_path: Path) -> None:
    leave(tmp_path, with_private=True)
    text = (tmp_path / "private.json").read_text(encoding="utf-8")
    assert [word for word in WORDS if word not in text] == []
    assert json.loads(text)["format"] == "corrigenda-private/2"


def test_the_private_part_is_a_file_that_only_its_owner_reads(
    site: Article, tmp_path: Path
) -> None:
    leave(tmp_path, with_private=True)
    assert (tmp_path / "private.json").stat().st_mode & 0o077 == 0


def test_no_secret_of_an_account_leaves(site: Article, tmp_path: Path, client: Client) -> None:
    client.force_login(User.objects.get(username="ada"))
    leave(tmp_path, with_private=True)
    everything = b"".join(bytes_in(tmp_path).values())
    user = User.objects.get(username="ada")
    assert user.password.encode() not in everything
    assert b"ada@private.example" not in everything
    assert client.session.session_key
    assert client.session.session_key.encode() not in everything


def test_an_empty_site_takes_it_in_and_exports_the_same_bytes(
    site: Article, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    leave(first, with_private=True)
    emptied()
    call_command("import_explainers", str(first))
    assert list(verify(rendering=True)) == []
    leave(second, with_private=True)
    assert bytes_in(second) == bytes_in(first)
    assert len(bytes_in(first)) == 3


def test_the_private_part_of_an_older_export_comes_in(site: Article, tmp_path: Path) -> None:
    leave(tmp_path, with_private=True)
    file = tmp_path / "private.json"
    part = json.loads(file.read_text(encoding="utf-8"))
    older = part | {
        "format": "corrigenda-private/1",
        "rows": [_as_before(row) for row in part["rows"] if row["kind"] != "event"],
    }
    file.write_text(json.dumps(older, indent=1), encoding="utf-8")
    contributors = Correction.objects.get(state=State.REJECTED).contributors
    emptied()
    call_command("import_explainers", str(tmp_path))
    assert Correction.objects.get(state=State.REJECTED).contributors == contributors != []
    assert not ProposalEvent.objects.exists()


def _as_before(row: dict[str, Any]) -> dict[str, Any]:
    """A row as the first format of the private part had it."""
    return {("hands" if name == "contributors" else name): row[name] for name in row}


def test_a_site_of_drafts_alone_leaves_too(tmp_path: Path) -> None:
    _draft()
    first, second = tmp_path / "first", tmp_path / "second"
    leave(first, with_private=True)
    emptied()
    call_command("import_explainers", str(first))
    leave(second, with_private=True)
    assert bytes_in(second) == bytes_in(first)


def test_accounts_arrive_without_any_power(site: Article, tmp_path: Path) -> None:
    leave(tmp_path, with_private=True)
    emptied()
    call_command("import_explainers", str(tmp_path))
    user = User.objects.get(username="ada")
    assert (user.is_active, user.is_staff, user.is_superuser) == (False, False, False)
    assert not user.has_usable_password()
    assert {one.name for one in user.groups.all()} == {"Editors", "Night desk"}
    assert not Group.objects.get(name="Night desk").permissions.exists()
    assert Signer.of(user).name == "Ada Edits"


def test_a_file_can_t_make_an_account_powerful(site: Article, tmp_path: Path) -> None:
    leave(tmp_path, with_private=True)
    file = tmp_path / "private.json"
    text = file.read_text(encoding="utf-8")
    more = '"username": "ada",\n    "is_superuser": true,\n    "is_active": true,'
    file.write_text(text.replace('"username": "ada",', more), encoding="utf-8")
    assert more in file.read_text(encoding="utf-8")
    emptied()
    call_command("import_explainers", str(tmp_path))
    user = User.objects.get(username="ada")
    assert (user.is_active, user.is_superuser) == (False, False)


def test_an_account_that_is_here_already_stays_as_it_is(site: Article, tmp_path: Path) -> None:
    leave(tmp_path, with_private=True)
    emptied()
    User.objects.create_superuser("ada", password="here")
    call_command("import_explainers", str(tmp_path))
    user = User.objects.get(username="ada")
    assert user.is_active
    assert user.check_password("here")
    assert Version.objects.earliest("serial").members["signers"][0]["id"] == str(user.signer.pk)


def test_work_goes_on_where_it_was(site: Article, tmp_path: Path) -> None:
    leave(tmp_path, with_private=True)
    emptied()
    call_command("import_explainers", str(tmp_path))
    draft = Article.objects.get(title="Zanzibar")
    assert draft.publish_at is not None
    assert str(draft.publish_by) == "Ada Edits"
    assert Correction.objects.get(state=State.REJECTED).comment == "Wombat."
    deeds = Correction.objects.get(state=State.REJECTED).events.values_list("deed", "comment")
    assert list(deeds) == [("proposed", ""), ("submitted", ""), ("rejected", "Wombat.")]
    published = Correction.objects.get(number=1)
    assert [event.deed for event in published.events.all()] == ["proposed", "submitted", "approved"]
    proposal = Correction.objects.get(state=State.DRAFT)
    assert "Xylophone" in (proposal.document.sections[0].body or "")
    assert proposal.sources.get().title == "Vienna Convention"
    decision = Elsewhere.objects.get(correction__number=1)
    assert decision.proposal == proposal
    duplicate = ErrorReport.objects.get(state="duplicate")
    assert duplicate.duplicate_of is not None
    assert duplicate.duplicate_of.correction == Correction.objects.get(number=1)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"state": "rejected"', '"state": "published"', "found a published correction"),
        ('"state": "rejected"', '"state": "eaten"', "row 5: can’t be taken in"),
        ('"kind": "report"', '"kind": "rapport"', "found the kind 'rapport'"),
        ('"token": ', '"taken": ', "can’t be taken in: lacks 'token'"),
        ('"slug": "zanzibar"', '"slug": "what-is-a-treaty"', "which is given here already"),
        ('"title": "Zanzibar"', '"title": "Zan\\u202ezibar"', "can’t be taken in"),
    ],
)
def test_a_bad_private_part_is_refused_with_its_row_and_nothing_is_written(
    site: Article, tmp_path: Path, old: str, new: str, said: str
) -> None:
    leave(tmp_path, with_private=True)
    file = tmp_path / "private.json"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    emptied()
    with pytest.raises(CommandError, match=r"private\.json") as refused:
        call_command("import_explainers", str(tmp_path))
    assert said in str(refused.value)
    assert not Version.objects.exists()
    assert not Article.objects.exists()
    assert not User.objects.exists()


def test_an_explainer_at_the_address_private_and_the_private_part_are_two_files(
    site: Article, tmp_path: Path
) -> None:
    a_published(replace(DOCUMENT, title="Private"), slug="private")
    first, second = tmp_path / "first", tmp_path / "second"
    leave(first, with_private=True)
    emptied()
    call_command("import_explainers", str(first))
    assert Article.objects.filter(slug="private").exists()
    leave(second, with_private=True)
    assert bytes_in(second) == bytes_in(first)


@pytest.mark.parametrize(
    "options", [{"with_history": False}, {"format": "markdown"}, {"output": None}]
)
def test_it_goes_with_a_whole_site_only(tmp_path: Path, options: dict[str, Any]) -> None:
    with pytest.raises(CommandError, match="--with-private: goes with the whole site"):
        leave(tmp_path, with_private=True, **options)


def test_an_account_that_signs_here_as_somebody_else_is_not_taken(
    site: Article, tmp_path: Path
) -> None:
    leave(tmp_path, with_private=True)
    emptied()
    ada()
    with pytest.raises(CommandError, match="“ada” signs here already, as somebody else"):
        call_command("import_explainers", str(tmp_path))
    assert not Version.objects.exists()
