"""The desk: its first page, who may come in, and what its pages may not hold."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from articles.models import Article, Topic
from site_config.accounts import EDITORS, PUBLISHERS, WRITERS
from tests.admin.cast import (
    ADD,
    LIST,
    a_draft,
    account,
    desk_of,
    page_of,
    published,
    sheet_of,
    text_of,
)

pytestmark = pytest.mark.django_db
DESK = "/admin/"


def test_the_group_of_editors_is_there_after_migrations_with_its_rights() -> None:
    rights = set(Group.objects.get(name=EDITORS).permissions.values_list("codename", flat=True))

    assert {"add_article", "change_article", "add_faq", "view_topic", "add_asset"} <= rights
    assert not rights & {
        "delete_topic",
        "delete_author",
        "change_asset",
        "add_user",
        "view_version",
    }


def test_writers_propose_editors_review_and_publishers_retract() -> None:
    may = {
        name: set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))
        for name in (WRITERS, EDITORS, PUBLISHERS)
    }

    assert may[WRITERS] < may[EDITORS] < may[PUBLISHERS]
    assert {"add_article", "add_correction"} <= may[WRITERS]
    assert not may[WRITERS] & {"publish_article", "review_correction", "delete_article"}
    assert {"publish_article", "review_correction"} <= may[EDITORS]
    assert may[PUBLISHERS] - may[EDITORS] == {"retract_correction"}
    assert not any("delete_correction" in rights for rights in may.values())


def test_a_second_migrate_changes_nothing_of_the_group() -> None:
    before = Group.objects.get(name=EDITORS).permissions.count()

    call_command("migrate", verbosity=0)

    assert Group.objects.get(name=EDITORS).permissions.count() == before


def test_the_first_page_says_what_waits() -> None:
    a_draft()
    published()
    parked = a_draft("A parked one", "parked")
    Article.objects.filter(pk=parked.pk).update(publish_problem="There is no text yet.")

    words = text_of(desk_of("ada").get(DESK))

    assert "1 Drafts 0 Scheduled 1 Parked 1 Published" in words
    assert "There is no text yet." in words
    assert "Write an explainer" in words
    assert "Nothing is scheduled." in words


def test_an_empty_desk_is_kind() -> None:
    words = text_of(desk_of("ada").get(DESK))

    assert "The first one begins the record." in words


def test_who_has_no_rights_sees_how_to_get_them() -> None:
    a_draft()

    words = text_of(desk_of("ben").get(DESK))

    assert "Your account has no rights here yet." in words
    assert "cheese" not in words


@pytest.mark.parametrize("address", [LIST, ADD, "/admin/auth/user/", "/admin/articles/topic/"])
def test_who_has_no_rights_is_kept_out(address: str) -> None:
    assert desk_of("ben").get(address).status_code == 403


def test_editors_do_not_see_accounts() -> None:
    assert desk_of("ada").get("/admin/auth/user/").status_code == 403


def test_the_record_is_not_in_the_admin() -> None:
    boss = User.objects.create_superuser("boss")
    client = Client()
    client.force_login(boss)

    assert "record" not in {app["app_label"] for app in client.get(DESK).context["app_list"]}


def test_a_wrong_password_is_a_message() -> None:
    account("ada")

    response = Client().post(reverse("admin:login"), {"username": "ada", "password": "wrong"})

    assert "Please enter the correct username and password" in text_of(response)


def test_accounts_are_made_and_can_not_be_deleted() -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("boss"))
    password = "a long way to the moon"

    client.post(
        "/admin/auth/user/add/",
        {"username": "carol", "password1": password, "password2": password},
    )
    carol = User.objects.get(username="carol")
    refused = client.post(f"/admin/auth/user/{carol.pk}/delete/", {"post": "yes"})

    assert client.get(f"/admin/auth/user/{carol.pk}/change/").status_code == 200
    assert refused.status_code == 403


def test_no_page_of_the_admin_holds_inline_style_or_script() -> None:
    client = Client()
    boss = User.objects.create_superuser("boss")
    client.force_login(boss)
    topic = Topic.objects.create(name="Trade", slug="trade")
    draft, article = a_draft(), published()
    steps = ["change", "publish", "schedule", "delete", "preview", "history"]
    pages = [DESK, LIST, ADD, page_of(article), *(page_of(draft, step) for step in steps)]
    pages += ["/admin/articles/topic/", f"/admin/articles/topic/{topic.pk}/delete/"]
    pages += [f"/admin/articles/topic/{topic.pk}/change/", "/admin/articles/asset/add/"]
    pages += ["/admin/auth/user/", "/admin/auth/user/add/", "/admin/auth/group/add/"]
    pages += ["/admin/password_change/", f"/admin/auth/user/{boss.pk}/password/"]

    for address in pages:
        page = client.get(address).content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page), address


def test_the_log_of_a_draft_says_who_did_what() -> None:
    draft = a_draft()
    desk = desk_of("ada")
    desk.post(page_of(draft), sheet_of(draft, lead="New."))
    desk.post(page_of(draft, "publish"), {"edition": draft.edition + 1})

    words = text_of(desk.get(page_of(draft, "history")))
    assert "ada (Ada Lovelace) Saved." in words
    assert "ada (Ada Lovelace) Published." in words
