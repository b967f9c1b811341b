"""Explainers are taken out from their list: the ticked ones, or all."""

import json
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client

from articles.models import Article, Asset
from articles.publishing import publish
from articles.rows import write_draft
from documents.document import Document
from record.models import Signer
from tests.admin.cast import LIST, a_draft, account, desk_of, published, text_of
from tests.imports.uploads_cast import a_picture

pytestmark = pytest.mark.django_db(transaction=True)
ALL = f"{LIST}export/"


@pytest.fixture
def ada() -> Client:
    """Ada's browser; she edits."""
    return desk_of("ada")


def files_in(response: Any) -> dict[str, bytes]:
    assert response["Content-Type"] == "application/zip"
    with zipfile.ZipFile(BytesIO(b"".join(response.streaming_content))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def selected(*articles: Article, **fields: str) -> dict[str, Any]:
    pks = [str(one.pk) for one in articles]
    return {"action": "export_selected", "_selected_action": pks, **fields}


def with_a_picture() -> Article:
    asset = Asset(file=ContentFile(a_picture(), name="x"))
    asset.describe()
    asset.save(force_insert=True)
    article = Article(slug="pictured")
    write_draft(article, Document(title="Pictured", lead=f"![red](asset:{asset.pk})"))
    publish(article, by=Signer.of(account("grace")))
    return article


def test_the_action_asks_how_and_says_what_is_left_out(ada: Client) -> None:
    words = text_of(ada.post(LIST, selected(published(), a_draft())))

    assert "one explainer as one ZIP archive" in words
    assert "One draft is left out" in words


def test_the_ticked_ones_come_as_json(ada: Client) -> None:
    one, _other = published(), published("Is the moon a star?", "moon-star")

    files = files_in(ada.post(LIST, selected(one, format="json")))

    assert [*files] == ["sun-star.json"]
    assert json.loads(files["sun-star.json"])["document"]["title"] == "Is the sun a star?"
    assert "record" not in json.loads(files["sun-star.json"])


def test_all_come_with_their_history_as_the_command_writes_it(ada: Client, tmp_path: Any) -> None:
    published()
    with_a_picture()
    call_command(
        "export_explainers", format="json", output=str(tmp_path), with_history=True, verbosity=0
    )

    files = files_in(ada.post(ALL, {"format": "json", "history": "yes"}))

    written = {
        str(one.relative_to(tmp_path)): one.read_bytes()
        for one in tmp_path.rglob("*")
        if one.is_file()
    }
    assert files == written
    assert any(name.startswith("assets/") for name in files)


def test_markdown_with_history_is_a_file_a_version(ada: Client) -> None:
    published()

    assert [*files_in(ada.post(ALL, {"format": "markdown", "history": "yes"}))] == ["sun-star/1.md"]


def test_all_that_a_filter_shows_can_be_taken(ada: Client) -> None:
    one = published()
    published("Is the moon a star?", "moon-star")

    data = selected(one, format="markdown", select_across="1")
    assert len(files_in(ada.post(LIST, data))) == 2
    assert [*files_in(ada.post(f"{LIST}?q=moon", data))] == ["moon-star.md"]


def test_a_picture_whose_file_is_gone_is_named_and_stops_nothing(ada: Client) -> None:
    with_a_picture()
    asset = Asset.objects.get()
    asset.file.storage.delete(asset.file.name)

    files = files_in(ada.post(ALL, {"format": "json"}))

    assert asset.pk in files["missing.txt"].decode()
    assert "pictured.json" in files


def test_without_any_explainer_it_says_that_there_is_nothing(ada: Client) -> None:
    assert "There is nothing to export yet" in text_of(ada.get(ALL))


def test_drafts_go_along_only_where_they_are_asked_for(ada: Client) -> None:
    both = published(), a_draft()

    assert [*files_in(ada.post(LIST, selected(*both, format="json")))] == ["sun-star.json"]
    files = files_in(ada.post(LIST, selected(*both, format="json", drafts="yes")))

    assert [*files] == ["sun-star.json", "_drafts/moon-cheese.json"]
    draft = json.loads(files["_drafts/moon-cheese.json"])
    assert draft["format"] == "corrigenda-draft/1"
    assert draft["document"]["title"] == "Is the moon made of cheese?"


def test_the_page_says_what_of_drafts_is_in(ada: Client) -> None:
    a_draft()
    words = text_of(ada.get(ALL))

    assert "No reader has seen any of these." in words
    assert "without history and schedule" in words


def test_only_the_ticked_drafts_go_along(ada: Client) -> None:
    a_draft()
    one = a_draft("Is glass a liquid?", "glass-liquid")

    files = files_in(ada.post(LIST, selected(one, format="markdown", drafts="yes")))

    assert [*files] == ["_drafts/glass-liquid.md"]


def test_a_draft_as_markdown_comes_in_as_a_draft_with_its_picture(
    ada: Client, tmp_path: Any
) -> None:
    asset = Asset(file=ContentFile(a_picture(), name="x"))
    asset.describe()
    asset.save(force_insert=True)
    draft = Article(slug="pictured")
    write_draft(draft, Document(title="Pictured", lead=f"![red](asset:{asset.pk}) is a colour."))
    for name, content in files_in(ada.post(ALL, {"format": "markdown", "drafts": "yes"})).items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
    draft.delete()

    call_command("import_explainers", str(tmp_path), "--publish", verbosity=0)

    again = Article.objects.get()
    assert (again.is_published, again.slug) == (False, "pictured")
    assert f"asset:{asset.pk}" in again.lead


def test_a_draft_without_a_whole_text_is_named_and_stops_nothing(ada: Client) -> None:
    a_draft()
    Article.objects.create(slug="begun", title="")

    files = files_in(ada.post(ALL, {"format": "markdown", "drafts": "yes"}))

    assert "The draft begun can’t be written yet: " in files["missing.txt"].decode()
    assert "_drafts/moon-cheese.md" in files


def test_who_may_not_see_drafts_gets_none(ada: Client) -> None:
    a_draft()

    sent = desk_of("ben").post(ALL, {"format": "json", "drafts": "yes"})
    assert sent.status_code == 403


def test_who_may_not_see_explainers_may_not_take_them_out() -> None:
    assert desk_of("ben").get(ALL).status_code == 403
    assert desk_of("ben").post(ALL, {"format": "json"}).status_code == 403


def test_the_list_offers_it_to_those_who_may_add(ada: Client) -> None:
    page = ada.get(LIST).content.decode()

    assert ALL in page
    assert "/admin/uploads/upload/add/" in page


def test_a_draft_and_a_version_of_an_explainer_at_drafts_lie_apart(ada: Client) -> None:
    published("Which drafts count?", "drafts")
    a_draft("Is one a number?", "1")

    sent = ada.post(ALL, {"format": "markdown", "history": "yes", "drafts": "yes"})

    names = [*files_in(sent)]
    assert {"drafts/1.md", "_drafts/1.md"} <= set(names)
    assert len(names) == len(set(names))
