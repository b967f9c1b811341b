"""Authors, topics and pictures in the admin."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from articles.models import Article, Asset, Author, Topic
from tests.admin.cast import a_draft, desk_of, published, text_of

pytestmark = pytest.mark.django_db
TOPICS, AUTHORS, ASSETS = (f"/admin/articles/{name}/" for name in ("topic", "author", "asset"))


def a_picture(colour: str = "red") -> SimpleUploadedFile:
    kept = BytesIO()
    Image.new("RGB", (4, 3), colour).save(kept, "PNG")
    return SimpleUploadedFile("flag.png", kept.getvalue(), "image/png")


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize(("address", "model"), [(TOPICS, Topic), (AUTHORS, Author)])
def test_an_address_is_made_from_the_name(address: str, model: Any) -> None:
    desk_of("ada").post(f"{address}add/", {"name": "Foreign policy", "slug": ""})

    assert model.objects.get().slug == "foreign-policy"


@pytest.mark.parametrize(("address", "model"), [(TOPICS, Topic), (AUTHORS, Author)])
def test_an_address_stays_once_it_is_given(address: str, model: Any) -> None:
    row = model.objects.create(name="Trade", slug="trade")

    desk_of("ada").post(f"{address}{row.pk}/change/", {"name": "Commerce", "slug": "commerce"})

    row.refresh_from_db()
    assert (row.name, row.slug) == ("Commerce", "trade")


def test_renaming_a_topic_changes_the_date_of_the_pages_that_show_it() -> None:
    article = published()
    topic = Topic.objects.create(name="Trade", slug="trade")
    article.topics.add(topic)

    desk_of("ada").post(f"{TOPICS}{topic.pk}/change/", {"name": "Commerce"})

    assert Article.objects.get().touched_at > article.touched_at


def test_a_topic_that_is_there_already_is_a_message() -> None:
    Topic.objects.create(name="Trade", slug="trade")

    response = desk_of("ada").post(f"{TOPICS}add/", {"name": "Trade", "slug": ""})

    assert "already exists" in text_of(response)


def the_owner() -> Client:
    """A browser in which somebody is logged in who may do everything."""
    owner = Client()
    owner.force_login(User.objects.create_superuser("owner"))
    return owner


def test_a_topic_of_a_published_explainer_can_not_be_deleted_by_anybody() -> None:
    topic = Topic.objects.create(name="Trade", slug="trade")
    published().topics.add(topic)
    owner = the_owner()

    response = owner.post(f"{TOPICS}{topic.pk}/delete/", {"post": "yes"})

    assert response.status_code == 403
    assert Client().get("/topics/trade/").status_code == 200
    assert "delete" not in text_of(owner.get(f"{TOPICS}{topic.pk}/change/")).lower()


def test_a_topic_of_drafts_only_can_be_deleted_and_they_are_touched() -> None:
    topic = Topic.objects.create(name="Trade", slug="trade")
    draft = a_draft()
    draft.topics.add(topic)

    the_owner().post(f"{TOPICS}{topic.pk}/delete/", {"post": "yes"})

    assert not Topic.objects.exists()
    assert Article.objects.get().touched_at > draft.touched_at


def test_editors_can_not_delete_a_topic() -> None:
    topic = Topic.objects.create(name="Trade", slug="trade")

    response = desk_of("ada").post(f"{TOPICS}{topic.pk}/delete/", {"post": "yes"})

    assert response.status_code == 403


def test_a_picture_is_kept_by_its_hash_and_shows_what_to_write() -> None:
    response = desk_of("ada").post(
        f"{ASSETS}add/", {"file": a_picture(), "note": "A flag"}, follow=True
    )

    asset = Asset.objects.get()
    assert (asset.width, asset.height, asset.suffix) == (4, 3, "png")
    assert f"asset:{asset.sha256}" in text_of(response)


def test_the_same_picture_twice_is_a_kind_message() -> None:
    desk = desk_of("ada")
    desk.post(f"{ASSETS}add/", {"file": a_picture(), "note": ""})

    response = desk.post(f"{ASSETS}add/", {"file": a_picture(), "note": ""}, follow=True)

    assert "This very picture is kept here already." in text_of(response)
    assert Asset.objects.count() == 1


def test_a_file_that_is_no_picture_is_refused_beside_its_field() -> None:
    sent = {"file": SimpleUploadedFile("x.png", b"<svg/>"), "note": ""}

    response = desk_of("ada").post(f"{ASSETS}add/", sent)

    assert "not a picture that can be shown" in text_of(response)
    assert not Asset.objects.exists()


@pytest.mark.parametrize("step", ["change", "delete"])
def test_a_picture_can_be_neither_changed_nor_deleted(step: str) -> None:
    desk = desk_of("ada")
    desk.post(f"{ASSETS}add/", {"file": a_picture(), "note": "A flag"})
    address = f"{ASSETS}{Asset.objects.get().pk}/{step}/"

    response = desk.post(address, {"file": a_picture("blue"), "note": "Else", "post": "yes"})

    assert response.status_code == 403
    assert Asset.objects.get().note == "A flag"


def test_the_list_of_pictures_can_be_read() -> None:
    desk = desk_of("ada")
    desk.post(f"{ASSETS}add/", {"file": a_picture(), "note": "A flag"})

    assert "A flag" in text_of(desk.get(ASSETS))
