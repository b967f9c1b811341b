"""The outbox: what is still to be told outside the database.

    deliver("mail", {"to": …})      # within the transaction that it belongs to

The row is written with everything else, so a crash leaves all or nothing; after the commit it is
tried at once, and what fails is tried again by `manage.py send_deliveries`, later each time. A
row lives as long as it isn't delivered: what it holds is private, and nobody needs it after.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from record.models import Delivery

logger = logging.getLogger(__name__)

#: Takes what is to be told, JSON members by name; raises whatever keeps it from being told.
Courier = Callable[[Mapping[str, Any]], None]

#: How long it is waited after each failure; the last one is repeated.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
    timedelta(days=1),
)
#: What couldn't be told for so long is given up: an address isn't kept for ever.
GIVE_UP = timedelta(days=7)
#: Another process that has begun a delivery is given so long before it is taken for dead.
CLAIM = timedelta(minutes=5)

_couriers: dict[str, Courier] = {}


@dataclass(frozen=True)
class DeliveryOutcome:
    """What became of a delivery: `error` is None where it was told."""

    delivery: Delivery
    error: str | None = None


class UnknownCourier(LookupError):
    """A delivery by a courier that nobody registered."""


def register_courier(name: str, courier: Courier) -> None:
    """Has `courier` tell what is put into the outbox under `name`."""
    _couriers[name] = courier


def deliver(courier: str, content: Mapping[str, Any]) -> Delivery:
    """Puts `content`, JSON members, into the outbox for `courier`; tried after the commit.

    Raises `UnknownCourier`. A failure of the courier never reaches who called this.
    """
    if courier not in _couriers:
        raise UnknownCourier(f"there is no courier {courier!r}")
    delivery = Delivery.objects.create(courier=courier, content=dict(content))
    transaction.on_commit(lambda: _try_quietly(delivery.pk), robust=True)
    return delivery


def send_due(now: datetime | None = None) -> Iterator[DeliveryOutcome]:
    """Tries everything that is due by `now`, oldest first; yields what became of each."""
    for pk in Delivery.objects.due(now or timezone.now()).values_list("pk", flat=True):
        outcome = attempt(pk)
        if outcome is not None:
            yield outcome


def attempt(pk: int) -> DeliveryOutcome | None:
    """Tries one delivery now; None where another process has it, or had it already."""
    delivery = _claimed(pk)
    if delivery is None:
        return None
    try:
        courier = _couriers.get(delivery.courier)
        if courier is None:
            raise UnknownCourier(f"there is no courier {delivery.courier!r}")
        courier(delivery.content)
    except Exception as error:  # whatever a mail server, a network or a name server does
        return _put_off(delivery, f"{type(error).__name__}: {error}"[:500])
    Delivery.objects.filter(pk=pk).delete()
    return DeliveryOutcome(delivery)


def _claimed(pk: int) -> Delivery | None:
    """The delivery, put off for others while it is tried, so that it isn't told twice at once."""
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().filter(pk=pk).first()
        now = timezone.now()
        if delivery is None or delivery.due_at > now:
            return None
        delivery.due_at = now + CLAIM
        delivery.attempts += 1
        delivery.save(update_fields=["due_at", "attempts"])
    return delivery


def _put_off(delivery: Delivery, error: str) -> DeliveryOutcome:
    logger.warning("delivery %s by %s failed: %s", delivery.pk, delivery.courier, error)
    if timezone.now() - delivery.created_at > GIVE_UP:
        logger.error("delivery %s by %s is given up", delivery.pk, delivery.courier)
        Delivery.objects.filter(pk=delivery.pk).delete()
        return DeliveryOutcome(delivery, f"given up: {error}")
    pause = PAUSES[min(delivery.attempts, len(PAUSES)) - 1]
    delivery.due_at, delivery.error = timezone.now() + pause, error
    Delivery.objects.filter(pk=delivery.pk).update(due_at=delivery.due_at, error=error)
    return DeliveryOutcome(delivery, error)


def _try_quietly(pk: int) -> None:
    try:
        attempt(pk)
    except Exception:  # the database may be gone by now; the row stays for the command
        logger.exception("delivery %s could not be tried", pk)


#: The courier that sends mail.
MAIL = "mail"
# What Django uses where nobody set anything up: it sends to nobody.
_UNHEARD = ("console.EmailBackend", "dummy.EmailBackend")


def is_configured() -> bool:
    """Whether this site was told how to send mail; where it wasn't, none is written."""
    return not str(settings.EMAIL_BACKEND).endswith(_UNHEARD)


def mail(*, to: Sequence[str], subject: str, body: str) -> None:
    """Has each of `to` told in a message of her own, from the site's address, as plain text.

    To be called in the transaction of what it is about. Does nothing where mail isn't configured.
    """
    if not is_configured():
        return
    for address in to:
        deliver(MAIL, {"to": address, "subject": " ".join(subject.split()), "body": body})


def send_mail(content: Mapping[str, Any]) -> None:
    """The courier; raises what the mail server says (`smtplib.SMTPException`, `OSError`)."""
    message = EmailMessage(content["subject"], content["body"], to=[content["to"]])
    # Automatic answers to automatic mail go round in circles (RFC 3834).
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    message.send()
