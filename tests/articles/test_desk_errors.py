"""A fault of ours in any action of the explainers' desk: an error page and a traceback in the log.

Nothing else makes a fault on purpose, so these tests put one in the place of our code.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.utils import timezone

from articles.models import Article, Asset
from articles.scheduling import schedule
from record.models import Signer
from tests.admin.cast import (
    ADD,
    LIST,
    a_draft,
    a_sheet,
    account,
    desk_of,
    page_of,
    published,
    sheet_of,
    text_of,
)

pytestmark = pytest.mark.django_db
FAULT = "an unexpected fault"
Broken = Callable[[str], None]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Broken:
    """Makes a function fail as the desk calls it."""

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise ValueError(FAULT)

    return lambda name: monkeypatch.setattr(f"articles.{name}", fail)


def is_a_fault(caplog: pytest.LogCaptureFixture, address: str, sent: dict[str, Any] | None) -> bool:
    """Whether the request ends in the error page, and the log holds where it went wrong."""
    desk = desk_of("ada")
    desk.raise_request_exception = False
    caplog.clear()
    answer = desk.get(address) if sent is None else desk.post(address, sent)
    shown = answer.content.decode()
    return (
        answer.status_code == 500 and FAULT not in shown and f"ValueError: {FAULT}" in caplog.text
    )


def a_scheduled() -> Article:
    draft = a_draft()
    schedule(draft, at=timezone.now() + timedelta(days=1), by=Signer.of(account("ada")))
    return draft


@pytest.mark.parametrize(
    ("step", "function", "sent"),
    [
        ("publish", "admin.publication.problems_of", None),
        ("publish", "admin.publication.publish", {"edition": "1"}),
        ("schedule", "admin.publication.problems_of", None),
        (
            "schedule",
            "admin.publication.schedule",
            {"edition": "1", "day": "2051-01-01", "time": "09:00"},
        ),
        ("unschedule", "admin.publication.unschedule", {}),
        ("addresses", "admin.published.OldAddressesForm", {"addresses": "1"}),
        ("delete", "rows.locked", {"post": "yes"}),
        ("preview", "admin.writing.preview", None),
    ],
)
def test_a_fault_in_a_step_of_a_draft(
    step: str,
    function: str,
    sent: dict[str, str] | None,
    broken: Broken,
    caplog: pytest.LogCaptureFixture,
) -> None:
    draft = a_scheduled()
    broken(function)

    assert is_a_fault(caplog, page_of(draft, step), sent)
    assert Article.objects.get(pk=draft.pk).publish_at


@pytest.mark.parametrize(
    ("step", "function"),
    [("change", "admin.writing.save_draft"), ("preview", "admin.writing.preview")],
)
def test_a_fault_in_what_is_done_with_a_sheet(
    step: str, function: str, broken: Broken, caplog: pytest.LogCaptureFixture
) -> None:
    draft = a_draft()
    sent = sheet_of(draft, lead="New.")
    broken(function)

    assert is_a_fault(caplog, page_of(draft, step), sent)


@pytest.mark.parametrize(
    ("address", "function"),
    [(ADD, "admin.writing.create_draft"), (f"{ADD}preview/", "admin.writing.preview")],
)
def test_a_fault_in_what_is_done_with_the_sheet_of_a_new_draft(
    address: str, function: str, broken: Broken, caplog: pytest.LogCaptureFixture
) -> None:
    broken(function)

    assert is_a_fault(caplog, address, a_sheet())


@pytest.mark.parametrize(
    ("step", "function", "sent"),
    [
        ("change", "admin.published.shown", None),
        ("review", "admin.published.ReviewForm", {"reviewed_on": ""}),
        ("move", "admin.published.move", {"slug": "the-sun"}),
    ],
)
def test_a_fault_in_a_step_of_a_published_explainer(
    step: str,
    function: str,
    sent: dict[str, str] | None,
    broken: Broken,
    caplog: pytest.LogCaptureFixture,
) -> None:
    article = published()
    broken(function)

    assert is_a_fault(caplog, page_of(article, step), sent)


def test_a_fault_in_deleting_by_selection(broken: Broken, caplog: pytest.LogCaptureFixture) -> None:
    sent = {"action": "delete_selected", "_selected_action": str(a_draft().pk), "post": "yes"}
    broken("admin.publication.actions.delete_selected")

    assert is_a_fault(caplog, LIST, sent)
    assert Article.objects.exists()


@pytest.mark.parametrize("name", ["topic", "author"])
def test_a_fault_in_adding_a_name(
    name: str, broken: Broken, caplog: pytest.LogCaptureFixture
) -> None:
    broken("admin.catalogue.slug_of")

    assert is_a_fault(caplog, f"/admin/articles/{name}/add/", {"name": "Trade", "slug": ""})


def test_a_fault_in_adding_a_picture(broken: Broken, caplog: pytest.LogCaptureFixture) -> None:
    broken("models.catalogue.picture_file")
    sent = {"file": SimpleUploadedFile("x.png", b"x"), "note": ""}

    assert is_a_fault(caplog, "/admin/articles/asset/add/", sent)
    assert not Asset.objects.exists()


def test_what_the_database_refuses_for_no_foreseen_reason_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_args: Any) -> None:
        raise IntegrityError("a constraint that nobody foresaw")

    desk, sent = desk_of("ada"), a_sheet()
    desk.raise_request_exception = False
    monkeypatch.setattr("articles.rows.write_draft", refuse)

    assert desk.post(ADD, sent).status_code == 500
    assert "a constraint that nobody foresaw" in caplog.text


def test_an_address_that_somebody_just_took_is_said_beside_its_field(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_draft(slug="moon")
    # The form saw it free: the other explainer came between.
    monkeypatch.setattr("articles.admin.forms.ArticleForm.validate_unique", lambda _form: None)

    answer = desk_of("ada").post(ADD, a_sheet(slug="moon"))

    assert "Another explainer has just taken this address." in text_of(answer)
    assert Article.objects.count() == 1
