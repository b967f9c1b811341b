"""What is done with explainers is a line of the log each, which holds ids and no words."""

from datetime import timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from articles.following import move
from articles.publishing import NotReady, publish
from articles.scheduling import publish_due, schedule, unschedule
from record.models import Version
from tests.articles.cast import DOCUMENT, a_draft, a_published, ada

pytestmark = pytest.mark.django_db(transaction=True)


def lines_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [line.getMessage() for line in caplog.records if line.name == "corrigenda.events"]


@pytest.fixture(autouse=True)
def _all_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")


def test_publishing_is_logged_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    article, version = a_published()

    assert lines_in(caplog) == [
        f"explainer.published article={article.pk} version={version.serial} signer={ada().pk}"
    ]
    assert DOCUMENT.title not in caplog.text
    assert article.slug not in caplog.text


def test_scheduling_and_taking_off_a_schedule_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    draft = a_draft()

    schedule(draft, at=timezone.now() + timedelta(days=1), by=ada())
    unschedule(draft)

    assert lines_in(caplog) == [
        f"explainer.scheduled article={draft.pk} signer={ada().pk}",
        f"explainer.unscheduled article={draft.pk}",
    ]


def test_what_is_published_by_schedule_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    draft = a_draft()
    schedule(draft, at=timezone.now() + timedelta(minutes=1), by=ada())

    with travel(timezone.now() + timedelta(hours=1)):
        publish_due()

    serial = Version.objects.get().serial
    assert lines_in(caplog)[1:] == [
        f"explainer.published article={draft.pk} version={serial} signer={ada().pk}"
    ]


def test_moving_is_logged_without_the_address(caplog: pytest.LogCaptureFixture) -> None:
    article, _version = a_published()

    version = move(article, "treaties", by=ada())

    assert lines_in(caplog)[1:] == [
        f"explainer.moved article={article.pk} version={version.serial} signer={ada().pk}"
    ]
    assert "treaties" not in caplog.text


def test_what_was_refused_is_no_event(caplog: pytest.LogCaptureFixture) -> None:
    article, _version = a_published()
    other = a_draft(slug="another")
    article.slugs.create(slug=other.slug)

    with pytest.raises(NotReady):
        publish(other, by=ada())

    assert len(lines_in(caplog)) == 1
