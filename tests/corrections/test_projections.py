"""With the guards taken off, whatever is done to the rows of a correction is found."""

from typing import Any

import pytest

from corrections.models import Correction, Source
from record import guards
from record.verification import verify
from tests.articles.cast import a_published
from tests.corrections.cast import publish_one

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda: Correction.objects.update(right="Something else."), "right"),
        (lambda: Correction.objects.update(why=""), "why"),
        (lambda: Correction.objects.update(kind="update"), "kind"),
        (lambda: Correction.objects.update(severity="minor"), "severity"),
        (lambda: Correction.objects.update(cause="other"), "cause"),
        (lambda: Correction.objects.update(number=7), "number"),
        (lambda: Source.objects.update(url="https://example.com/"), "sources"),
        (lambda: Source.objects.all().delete(), "sources"),
    ],
)
def test_a_changed_correction_is_found(change: Any, place: str) -> None:
    article, _version = a_published()
    publish_one(article)
    assert list(verify()) == []
    guards.remove()
    change()
    assert any(one.field == f"rows.correction.{place}" for one in verify())


def test_a_dropped_correction_is_found() -> None:
    article, _version = a_published()
    publish_one(article)
    guards.remove()
    Source.objects.all().delete()
    Correction.objects.all().delete()
    assert "rows.correction" in {one.field for one in verify()}
