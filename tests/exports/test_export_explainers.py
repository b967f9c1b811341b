"""What is exported is taken in by an empty site without a loss, and leaves as the same bytes."""

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files import File
from django.core.management import CommandError, call_command
from django.db import connection
from PIL import Image

from articles.following import move
from articles.models import Article, Asset, Author, Topic
from articles.reading import words_of
from corrections.models import Correction
from corrections.removal import Order
from corrections.removing import remove_article, remove_words
from corrections.reviewing import confirm
from record import export, guards
from record.models import SiteIdentity, Version
from record.removal.words import Sought
from record.verification import verify
from tests.articles.cast import DOCUMENT, a_draft, a_published, ada, an_author, grace
from tests.corrections.cast import publish_one, with_section

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site() -> Article:
    """A site with corrections, a move, words that were withheld and an explainer that is gone."""
    document = replace(DOCUMENT, authors=(an_author(),), first_published="2022-03")
    article, _version = a_published(document)
    article.topics.add(Topic.objects.create(name="Law", slug="law", description="Rules."))
    Article.objects.filter(pk=article.pk).update(reviewed_on="2026-11-01")
    publish_one(article, with_section(document, "full powers", "full power"))
    held = with_section(document, "full powers", "full power")
    publish_one(
        article,
        replace(held, sections=held.sections[:1]),
        kind="update",
        world_changed="2099-01",
        amends=Correction.objects.get(number=1),
    )
    other, _version = a_published(document, slug="other")
    move(Article.objects.get(pk=article.pk), "treaties", by=grace())
    remove_words(Sought("parliament"), Order(because="privacy", by=ada(), alone="It is night."))
    confirm(Correction.objects.get(kind="removal", article=article), by=grace())
    remove_article(other, Order(because="law", by=ada(), approver=grace()))
    return Article.objects.get(pk=article.pk)


def emptied() -> None:
    """The same database, as a new site has it."""
    guards.remove()
    call_command("flush", interactive=False, verbosity=0)
    assert not Version.objects.exists()


def bytes_in(folder: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*.*")}


def test_a_site_that_takes_in_an_export_verifies_and_exports_the_same_bytes(
    site: Article, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    call_command("export_explainers", format="json", with_history=True, output=str(first))
    record = list(export.lines())
    emptied()
    call_command("import_explainers", str(first))
    assert list(verify(rendering=True)) == []
    assert list(export.lines()) == record
    call_command("export_explainers", format="json", with_history=True, output=str(second))
    assert bytes_in(second) == bytes_in(first)


def test_pictures_travel_with_it(tmp_path: Path) -> None:
    picture = BytesIO()
    Image.new("RGB", (2, 2), "red").save(picture, "PNG")
    asset = Asset(file=File(picture, name="red.png"))
    asset.describe()
    asset.save()
    a_published(replace(DOCUMENT, lead=f"![Red]({asset.reference})"))
    call_command("export_explainers", format="json", with_history=True, output=str(tmp_path))
    emptied()
    call_command("import_explainers", str(tmp_path))
    assert Asset.objects.get().file.read() == picture.getvalue()
    assert list(verify(rendering=True)) == []


@pytest.mark.parametrize("history", [False, True])
def test_pictures_lie_where_the_markdown_shows_them(tmp_path: Path, history: bool) -> None:
    picture = BytesIO()
    Image.new("RGB", (2, 2), "red").save(picture, "PNG")
    asset = Asset(file=File(picture, name="red.png"))
    asset.describe()
    asset.save()
    lead = f'![Red]({asset.reference} "Red") and ![red][r], not `{asset.reference}`.\n\n'
    a_published(replace(DOCUMENT, lead=f"{lead}[r]: {asset.reference}"))
    call_command("export_explainers", format="markdown", output=str(tmp_path), with_history=history)
    file = next(tmp_path.rglob("*.md"))
    shown = re.findall(r"\S*assets/\S*\.png", file.read_text(encoding="utf-8"))
    assert len(shown) == 2
    for one in shown:
        path = file.parent / one.removeprefix("![Red](")
        assert path.resolve().read_bytes() == picture.getvalue()
    assert f"not `{asset.reference}`." in file.read_text(encoding="utf-8")


def test_a_picture_that_is_another_than_its_name_says_is_refused(
    site: Article, tmp_path: Path
) -> None:
    call_command("export_explainers", format="json", with_history=True, output=str(tmp_path))
    (tmp_path / "assets").mkdir()
    Image.new("RGB", (2, 2), "red").save(tmp_path / "assets" / f"{'0' * 64}.png")
    emptied()
    with pytest.raises(CommandError, match="another picture than its name says"):
        call_command("import_explainers", str(tmp_path))
    assert not Version.objects.exists()


def test_rows_come_back_with_what_is_no_words(site: Article, tmp_path: Path) -> None:
    call_command("export_explainers", format="json", with_history=True, output=str(tmp_path))
    emptied()
    call_command("import_explainers", str(tmp_path))
    article = Article.objects.get(slug="treaties")
    assert str(article.reviewed_on) == "2026-11-01"
    assert [(one.slug, one.description) for one in article.topics.all()] == [("law", "Rules.")]
    assert Author.objects.get().slug == "ada-edits"
    assert Correction.objects.get(number=2).amends == Correction.objects.get(number=1)
    assert article.sections.get(key="s2").removed_in is not None


def test_the_site_goes_on_from_there(site: Article, tmp_path: Path) -> None:
    call_command("export_explainers", format="json", with_history=True, output=str(tmp_path))
    emptied()
    call_command("import_explainers", str(tmp_path))
    a_published(slug="new")
    article = Article.objects.get(slug="treaties")
    words = words_of(Version.objects.get(subject=article.pk, number=5))
    publish_one(article, words, kind="retraction", right="It is all wrong.")
    assert list(verify()) == []


def test_a_site_with_a_record_of_its_own_is_not_overwritten(site: Article, tmp_path: Path) -> None:
    call_command("export_explainers", format="json", with_history=True, output=str(tmp_path))
    count = Version.objects.count()
    with pytest.raises(CommandError, match="has a record of its own"):
        call_command("import_explainers", str(tmp_path))
    assert Version.objects.count() == count


def test_a_part_of_a_site_is_no_whole_record(site: Article, tmp_path: Path) -> None:
    call_command(
        "export_explainers", "treaties", format="json", with_history=True, output=str(tmp_path)
    )
    emptied()
    with pytest.raises(CommandError, match="expected version"):
        call_command("import_explainers", str(tmp_path))
    assert not Version.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("States do", "Nations do", "not those that were sealed"),
        ('\\"status\\":\\"live\\"', '\\"status\\":\\"retracted\\"', "digest is not that"),
        ('"record": [', '"records": [', "without its history"),
    ],
)
def test_an_altered_export_is_refused_with_the_place(
    site: Article, tmp_path: Path, old: str, new: str, said: str
) -> None:
    call_command("export_explainers", format="json", with_history=True, output=str(tmp_path))
    file = tmp_path / "treaties.json"
    text = file.read_text(encoding="utf-8")
    assert old in text
    head, record = text.split('"record": [') if "record" not in old else ("", "")
    altered = f'{head}"record": [{record.replace(old, new, 1)}' if head else text.replace(old, new)
    file.write_text(altered, encoding="utf-8")
    emptied()
    with pytest.raises(CommandError, match=said):
        call_command("import_explainers", str(tmp_path))
    assert not Version.objects.exists()


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("id", True),
        ("id", "x"),
        ("reviewed_on", "yesterday"),
        ("reviewed_on", [[]]),
        ("old_addresses", [1]),
        ("old_addresses", True),
        ("topics", [1]),
        ("topics", [{"slug": "x"}]),
        ("authors", [{"id": "x"}]),
        ("authors", [{"id": str(UUID(int=1)), "name": "\ud800", "slug": "x"}]),
    ],
)
def test_a_member_of_another_type_is_refused_with_the_file(
    site: Article, tmp_path: Path, member: str, value: object
) -> None:
    call_command("export_explainers", format="json", with_history=True, output=str(tmp_path))
    file = tmp_path / "treaties.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {member: value}))
    emptied()
    with pytest.raises(CommandError, match=r"treaties\.json: can’t be taken in: "):
        call_command("import_explainers", str(tmp_path))
    assert not Version.objects.exists()


@pytest.mark.parametrize(
    "texts",
    [None, ["x"], [{"commitment": []}], [{}], "x", {"x": 1}],
)
def test_texts_of_another_type_are_refused_with_the_version(
    site: Article, tmp_path: Path, texts: object
) -> None:
    call_command("export_explainers", format="json", with_history=True, output=str(tmp_path))
    file = tmp_path / "treaties.json"
    export_ = json.loads(file.read_text("utf-8"))
    export_["record"][0]["texts"] = texts
    file.write_text(json.dumps(export_))
    emptied()
    with pytest.raises(CommandError, match=r"version [0-9]+, text"):
        call_command("import_explainers", str(tmp_path))
    assert not Version.objects.exists()


@pytest.mark.parametrize("change", [{"body": None}, {"body": [1]}, {"salt": 1.5}])
def test_a_text_of_another_type_is_refused_with_the_version(
    site: Article, tmp_path: Path, change: dict[str, object]
) -> None:
    call_command("export_explainers", format="json", with_history=True, output=str(tmp_path))
    file = tmp_path / "treaties.json"
    export_ = json.loads(file.read_text("utf-8"))
    export_["record"][0]["texts"][0] |= change
    file.write_text(json.dumps(export_))
    emptied()
    with pytest.raises(CommandError, match=r"version [0-9]+, text"):
        call_command("import_explainers", str(tmp_path))
    assert not Version.objects.exists()


def test_a_text_withheld_by_a_version_that_is_not_there_is_refused(
    site: Article, tmp_path: Path
) -> None:
    call_command("export_explainers", format="json", with_history=True, output=str(tmp_path))
    file = tmp_path / "treaties.json"
    export_ = json.loads(file.read_text("utf-8"))
    text = export_["record"][0]["texts"][0]
    export_["record"][0]["texts"][0] = {"commitment": text["commitment"], "withheld_by": 999}
    file.write_text(json.dumps(export_))
    emptied()
    with pytest.raises(CommandError, match="withheld by version 999, which is not there"):
        call_command("import_explainers", str(tmp_path))
    assert not Version.objects.exists()


def test_withheld_words_are_in_no_export(site: Article, tmp_path: Path) -> None:
    for kind in ("json", "markdown"):
        call_command("export_explainers", format=kind, with_history=True, output=str(tmp_path))
    texts = bytes_in(tmp_path)
    assert len(texts) > 5
    assert not [name for name, text in texts.items() if b"parliament" in text]


def test_markdown_has_front_matter_and_one_file_an_explainer_or_a_version(
    site: Article, tmp_path: Path
) -> None:
    call_command("export_explainers", format="markdown", output=str(tmp_path / "now"))
    call_command(
        "export_explainers", format="markdown", with_history=True, output=str(tmp_path / "all")
    )
    assert sorted(bytes_in(tmp_path / "now")) == ["treaties.md"]
    names = sorted(bytes_in(tmp_path / "all"))
    assert names == [f"treaties/{number}.md" for number in range(1, 7)]
    text = (tmp_path / "now" / "treaties.md").read_text(encoding="utf-8")
    assert text.startswith("---\ntitle: What is a treaty?\nslug: treaties\n")
    assert "topics:\n- Law\n" in text
    assert "# What is a treaty?" in text


def test_without_a_folder_it_goes_to_standard_output(
    site: Article, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("export_explainers", "treaties", format="json")
    assert json.loads(capsys.readouterr().out)["document"]["title"] == "What is a treaty?"


def test_an_address_that_nobody_published_is_refused() -> None:
    with pytest.raises(CommandError, match="published as nothing"):
        call_command("export_explainers", "nothing", format="json")


def test_the_guards_are_on_after_a_record_was_taken_in(site: Article, tmp_path: Path) -> None:
    call_command("export_explainers", format="json", with_history=True, output=str(tmp_path))
    emptied()
    call_command("import_explainers", str(tmp_path))
    assert guards.missing() == []
    assert connection.vendor in ("sqlite", "postgresql")


def test_parts_that_were_all_taken_out_are_taken_out_where_it_is_taken_in(tmp_path: Path) -> None:
    article, _version = a_published()
    publish_one(article, replace(DOCUMENT, faqs=()))
    call_command("export_explainers", format="json", with_history=True, output=str(tmp_path))
    emptied()
    call_command("import_explainers", str(tmp_path))
    assert [one.removed_in_id for one in article.faqs.all()] == [2, 2]
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("id", "no id"),
        ("id", None),
        ("id", "00000000-0000-4000-8000-000000000000"),
        ("slug", "x" * 200),
        ("import_key", "k" * 900),
        ("reviewed_on", "never"),
        ("reviewed_on", 7),
        ("authors", 1),
        ("authors", [{"id": "no id", "name": "A", "slug": "a"}]),
        ("authors", [{"name": "A"}]),
        ("topics", {"slug": "law"}),
        ("topics", [{"slug": "s" * 900, "name": "Law", "description": ""}]),
        ("old_addresses", [3]),
        ("old_addresses", 3),
    ],
)
def test_a_damaged_export_is_refused_with_its_file_and_nothing_is_written(
    site: Article, tmp_path: Path, member: str, value: object
) -> None:
    call_command("export_explainers", format="json", with_history=True, output=str(tmp_path))
    file = tmp_path / "treaties.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {member: value}))
    emptied()
    with pytest.raises(CommandError, match=r"treaties\.json: can’t be taken in: "):
        call_command("import_explainers", str(tmp_path))
    assert not Version.objects.exists()
    assert not Article.objects.exists()


def test_an_address_that_an_author_here_has_is_named(site: Article, tmp_path: Path) -> None:
    call_command("export_explainers", format="json", with_history=True, output=str(tmp_path))
    slug = Author.objects.get().slug
    emptied()
    Author.objects.create(name="Another", slug=slug)
    with pytest.raises(
        CommandError, match=rf"author “{slug}”, .* another here; expected an empty site"
    ):
        call_command("import_explainers", str(tmp_path))
    assert not Version.objects.exists()


def test_an_address_that_a_draft_here_has_is_named(site: Article, tmp_path: Path) -> None:
    call_command("export_explainers", format="json", with_history=True, output=str(tmp_path))
    emptied()
    a_draft(slug="treaties")
    with pytest.raises(
        CommandError, match=r"explainer “treaties”, .* another here; expected an empty site"
    ):
        call_command("import_explainers", str(tmp_path))
    assert not Version.objects.exists()


def test_a_dry_run_says_what_would_come_in_and_writes_nothing(
    site: Article, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("export_explainers", format="json", with_history=True, output=str(tmp_path))
    emptied()
    before = SiteIdentity.objects.get().uuid
    call_command("import_explainers", str(tmp_path), "--dry-run")
    said = "2 explainers, 9 versions and 5 corrections would be taken in, as they were."
    assert said in capsys.readouterr().out
    assert not Version.objects.exists()
    assert not Article.objects.exists()
    assert SiteIdentity.objects.get().uuid == before


def test_a_dry_run_refuses_what_an_import_would(site: Article, tmp_path: Path) -> None:
    call_command("export_explainers", "treaties", format="json", with_history=True, output=tmp_path)
    emptied()
    with pytest.raises(CommandError, match="expected version"):
        call_command("import_explainers", str(tmp_path), "--dry-run")


def test_other_files_beside_a_whole_site_are_told_of(
    site: Article, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("export_explainers", format="json", with_history=True, output=str(tmp_path))
    (tmp_path / "more.md").write_text("# More\n\nA text that came from somewhere else.\n")
    emptied()
    call_command("import_explainers", str(tmp_path))
    said = "1 other file wasn’t looked at, since a whole site came in; import it by itself."
    assert said in capsys.readouterr().out
    assert Article.objects.count() == 2


def test_each_file_of_a_whole_site_is_reported(
    site: Article, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, report = tmp_path / "site", tmp_path / "report.jsonl"
    call_command("export_explainers", format="json", with_history=True, output=str(folder))
    emptied()
    call_command("import_explainers", str(folder), "--report", str(report))
    told = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert [(one["file"], one["result"], one["slug"]) for one in told] == [
        (str(folder / "other.json"), "removed", "other"),
        (str(folder / "treaties.json"), "published", "treaties"),
    ]
    assert f"published {folder / 'treaties.json'} /articles/treaties/" in capsys.readouterr().out
