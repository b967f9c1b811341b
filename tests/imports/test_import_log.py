"""The log of imports: one line when one ends, with counts and ids; no name, no word of a text."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from imports.models import Upload
from tests.admin.corrections_cast import desk_of, person
from tests.imports.uploads_cast import RIVERS, TIDES, page_of, read, taken, walked

LOGGER = "corrigenda.events"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def all_lines(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", LOGGER)


def lines_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What imports have written to the log, as it stands there."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.getMessage().startswith("imports.")
    ]


def import_folder(folder: Path, **options: object) -> None:
    (folder / "tides.md").write_text(TIDES, encoding="utf-8")
    (folder / "rivers.md").write_text(RIVERS, encoding="utf-8")
    (folder / "bad.md").write_text("", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_explainers", str(folder), **options)


def test_a_command_writes_one_line_with_what_it_counted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    import_folder(tmp_path)

    assert lines_in(caplog) == [
        "imports.taken_in command=import_explainers whole=yes made=2 refused=1"
    ]


def test_a_dry_run_is_not_logged_as_taken_in(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    import_folder(tmp_path, dry_run=True)

    assert lines_in(caplog) == [
        "imports.tried command=import_explainers whole=yes made=2 refused=1"
    ]


def test_the_desk_writes_one_line_when_all_is_taken(caplog: pytest.LogCaptureFixture) -> None:
    upload = taken(desk_of("ada"), read(desk_of("ada"), {"tides.md": TIDES, "rivers.md": RIVERS}))

    ids = f"upload={upload.pk} user={person('ada').pk}"
    assert lines_in(caplog) == [f"imports.taken_in {ids} made=2"]


def test_the_desk_writes_one_line_when_the_drafts_are_deleted_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ada = desk_of("ada")
    upload = taken(ada, read(ada, {"tides.md": TIDES}))
    caplog.clear()

    ada.post(page_of(upload, "undo"))
    walked(ada, Upload.objects.get())

    ids = f"upload={upload.pk} user={person('ada').pk}"
    assert lines_in(caplog) == [f"imports.undone {ids} deleted=1"]


def test_a_file_of_corrections_writes_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "corrections.yaml"
    file.write_text(
        "article: nowhere\ncorrections: [{kind: copy_edit, changes: []}]\n", encoding="utf-8"
    )
    user = get_user_model().objects.create(username="wilma")

    with pytest.raises(CommandError):
        call_command("import_corrections", str(file), proposed_by="wilma")

    (line,) = lines_in(caplog)
    signer = user.signer.pk
    assert line == f"imports.corrections_taken_in proposer={signer} refused=1"
