"""Mail through the outbox: written with what it is about, sent after the commit, tried again."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

from record.delivering import deliver

COURIER = "mail"
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
        deliver(COURIER, {"to": address, "subject": " ".join(subject.split()), "body": body})


def send(content: Mapping[str, Any]) -> None:
    """The courier; raises what the mail server says (`smtplib.SMTPException`, `OSError`)."""
    message = EmailMessage(content["subject"], content["body"], to=[content["to"]])
    # Automatic answers to automatic mail go round in circles (RFC 3834).
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    message.send()
