"""A fault of ours in any action of the imports' desk: an error page and a traceback in the log.

Nothing else makes a fault on purpose, so these tests put something in the place of our code.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from imports.models import Upload, UploadState
from tests.admin.corrections_cast import desk_of
from tests.imports.uploads_cast import ADD, LIST, TIDES, chosen, page_of, read, sent, taken

pytestmark = pytest.mark.django_db(transaction=True)
FAULT = "an unexpected fault"
SCRIPT = {"Accept": "application/json"}
ASKED_BY = {"form": {}, "script": SCRIPT}


@pytest.fixture
def ada() -> Client:
    """Ada's browser; she edits."""
    return desk_of("ada")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes a function of the domain fail as a page calls it."""

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise ValueError(FAULT)

    return lambda name: monkeypatch.setattr(f"imports.{name}", fail)


def is_a_fault(caplog: pytest.LogCaptureFixture, request: Callable[[], Any], desk: Client) -> bool:
    """Whether the request ends in the error page, and the log holds where it went wrong."""
    desk.raise_request_exception = False
    caplog.clear()
    answer = request()
    shown = answer.content.decode()
    return (
        answer.status_code == 500 and FAULT not in shown and f"ValueError: {FAULT}" in caplog.text
    )


@pytest.mark.parametrize("asked_by", ["form", "script"])
@pytest.mark.parametrize(
    ("step", "function"),
    [
        ("step", "admin.steps.step"),
        ("choose", "admin.choice._keep_choice"),
        ("take", "admin.steps.begin_taking"),
        ("drop", "admin.views.drop"),
    ],
)
def test_a_fault_in_a_step_of_an_import_that_was_read(
    step: str,
    function: str,
    asked_by: str,
    ada: Client,
    broken: Callable[[str], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    upload = read(ada, {"tides.md": TIDES})
    broken(function)
    address = page_of(upload, step)

    assert is_a_fault(caplog, lambda: ada.post(address, headers=ASKED_BY[asked_by]), ada)
    assert Upload.objects.get().state == UploadState.CHOOSING


@pytest.mark.parametrize(
    ("step", "function"),
    [
        ("change", "admin.choice._listed"),
        ("take", "admin.steps.publishes"),
        ("item", "admin.looking.kept"),
        ("item_page", "admin.looking.options_of"),
    ],
)
def test_a_fault_in_a_page_of_an_import_that_was_read(
    step: str,
    function: str,
    ada: Client,
    broken: Callable[[str], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    upload = read(ada, {"tides.md": TIDES})
    broken(function)
    number = [upload.items.get().pk] if step.startswith("item") else []
    address = page_of(upload, step, *number)

    assert is_a_fault(caplog, lambda: ada.get(address), ada)


@pytest.mark.parametrize("function", ["drop_old", "begin_reading", "write_whole"])
def test_a_fault_where_an_import_begins(
    function: str, ada: Client, broken: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    broken(f"admin.sending.{function}")
    file = SimpleUploadedFile("tides.md", TIDES.encode())

    assert is_a_fault(caplog, lambda: ada.post(ADD, chosen(files=[file])), ada)


@pytest.mark.parametrize("function", ["write_piece", "begin_reading"])
def test_a_fault_in_a_piece_of_a_file(
    function: str, ada: Client, broken: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    announced = json.dumps([("tides.md", len(TIDES))])
    begun = ada.post(ADD, chosen(announced=announced), headers=SCRIPT).json()
    address = f"{begun['files'][0]['address']}?start=0"
    broken(f"admin.sending.{function}")

    def send() -> Any:
        piece = TIDES.encode()
        return ada.post(address, piece, content_type="application/octet-stream", headers=SCRIPT)

    assert is_a_fault(caplog, send, ada)


def test_a_fault_in_sending_the_rest(
    ada: Client, broken: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    ada.post(ADD, chosen(announced=json.dumps([("tides.md", 4)])), headers=SCRIPT)
    address = page_of(Upload.objects.get(), "send")
    broken("admin.sending.receive")

    assert is_a_fault(caplog, lambda: ada.post(address), ada)


@pytest.mark.parametrize("step", ["reading", "taking"])
def test_a_fault_within_a_step(
    step: str, ada: Client, broken: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    upload = sent(ada, {"tides.md": TIDES})
    if step == "taking":
        upload = read(ada, {"tides.md": TIDES})
        ada.post(page_of(upload, "take"))
    broken(f"uploads.{step}.go_on")

    assert is_a_fault(caplog, lambda: ada.post(page_of(upload, "step"), headers=SCRIPT), ada)


def test_a_fault_in_the_way_back(
    ada: Client, broken: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    upload = taken(ada, read(ada, {"tides.md": TIDES}))
    broken("admin.steps.begin_undoing")

    assert is_a_fault(caplog, lambda: ada.post(page_of(upload, "undo")), ada)


@pytest.mark.parametrize(
    ("page", "more", "function"), [("picture", ["0" * 64], "picture"), ("report", [], "_lines")]
)
def test_a_fault_in_a_picture_or_in_the_report_as_a_file(
    page: str,
    more: list[str],
    function: str,
    ada: Client,
    broken: Callable[[str], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    address = page_of(read(ada, {"tides.md": TIDES}), page, *more)
    broken(f"admin.looking.{function}")

    assert is_a_fault(caplog, lambda: ada.get(address), ada)


def test_a_fault_in_the_list(
    ada: Client, broken: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    broken("models.UploadQuerySet.unfinished")

    assert is_a_fault(caplog, lambda: ada.get(LIST), ada)
