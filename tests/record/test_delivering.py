"""The outbox: written with what it is about, told after the commit, tried again."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from record import delivering
from record.delivering import UnknownCourier, attempt, deliver, register_courier, send_due
from record.delivering import mail as send_mail
from record.models import Delivery

pytestmark = pytest.mark.django_db(transaction=True)


class Pigeon:
    """A courier that can be told to fail."""

    def __init__(self) -> None:
        self.told: list[Any] = []
        self.lost = False

    def __call__(self, content: Mapping[str, Any]) -> None:
        if self.lost:
            raise OSError("the wind is against us")
        self.told.append(content["word"])


@pytest.fixture
def pigeon() -> Iterator[Pigeon]:
    """A courier named pigeon."""
    bird = Pigeon()
    register_courier("pigeon", bird)
    yield bird
    delivering._couriers.pop("pigeon")


def test_is_told_after_the_commit_and_not_before(pigeon: Pigeon) -> None:
    with transaction.atomic():
        deliver("pigeon", {"word": "land"})
        assert pigeon.told == []
    assert pigeon.told == ["land"]


def test_is_not_told_when_the_transaction_is_rolled_back(pigeon: Pigeon) -> None:
    with transaction.atomic():
        deliver("pigeon", {"word": "land"})
        transaction.set_rollback(True)
    assert pigeon.told == []
    assert not Delivery.objects.exists()


def test_what_was_told_leaves_no_row(pigeon: Pigeon) -> None:
    deliver("pigeon", {"word": "land"})
    assert not Delivery.objects.exists()


def test_a_failure_does_not_reach_who_called_and_keeps_the_row_with_its_reason(
    pigeon: Pigeon,
) -> None:
    pigeon.lost = True
    deliver("pigeon", {"word": "land"})
    kept = Delivery.objects.get()
    assert kept.error == "OSError: the wind is against us"
    assert kept.attempts == 1
    assert kept.due_at > timezone.now()


def test_is_tried_again_once_it_is_due(pigeon: Pigeon) -> None:
    pigeon.lost = True
    deliver("pigeon", {"word": "land"})
    pigeon.lost = False
    assert list(send_due()) == []
    later = timezone.now() + timedelta(minutes=2)
    Delivery.objects.update(due_at=timezone.now())
    assert [one.error for one in send_due(later)] == [None]
    assert pigeon.told == ["land"]


def test_waits_longer_after_each_failure(pigeon: Pigeon) -> None:
    pigeon.lost = True
    pk = deliver("pigeon", {"word": "land"}).pk
    pauses = []
    for _try in range(8):
        Delivery.objects.update(due_at=timezone.now())
        attempt(pk)
        pauses.append(round((Delivery.objects.get().due_at - timezone.now()).total_seconds()))
    assert pauses == sorted(pauses)
    assert pauses[-1] > 23 * 3600


def test_what_could_not_be_told_for_a_week_is_given_up(pigeon: Pigeon) -> None:
    pigeon.lost = True
    pk = deliver("pigeon", {"word": "land"}).pk
    long_ago = timezone.now() - delivering.GIVE_UP - timedelta(seconds=1)
    Delivery.objects.update(due_at=timezone.now(), created_at=long_ago)
    outcome = attempt(pk)
    assert outcome is not None
    assert outcome.error == "given up: OSError: the wind is against us"
    assert not Delivery.objects.exists()


def test_what_another_process_has_begun_is_left_to_it(pigeon: Pigeon) -> None:
    pigeon.lost = True
    pk = deliver("pigeon", {"word": "land"}).pk
    assert attempt(pk) is None


def test_refuses_a_courier_that_nobody_registered() -> None:
    with pytest.raises(UnknownCourier, match="no courier 'owl'"):
        deliver("owl", {})


def test_mail_is_sent_to_each_in_a_message_of_her_own() -> None:
    send_mail(to=["ada@example.org", "grace@example.org"], subject="A\nproposal", body="Read it.")
    assert [message.to for message in mail.outbox] == [["ada@example.org"], ["grace@example.org"]]
    assert mail.outbox[0].subject == "A proposal"


def test_no_mail_is_written_where_mail_is_not_configured(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    send_mail(to=["ada@example.org"], subject="A proposal", body="Read it.")
    assert not Delivery.objects.exists()


def test_the_command_says_what_failed_and_exits_with_1(pigeon: Pigeon) -> None:
    pigeon.lost = True
    deliver("pigeon", {"word": "land"})
    Delivery.objects.update(due_at=timezone.now())
    with pytest.raises(CommandError, match="1 could not be sent"):
        call_command("send_deliveries")


def test_a_dry_run_sends_nothing(pigeon: Pigeon, capsys: pytest.CaptureFixture[str]) -> None:
    pigeon.lost = True
    deliver("pigeon", {"word": "land"})
    pigeon.lost = False
    Delivery.objects.update(due_at=timezone.now())
    call_command("send_deliveries", dry_run=True)
    assert "1 tries: OSError: the wind is against us" in capsys.readouterr().out
    assert pigeon.told == []
