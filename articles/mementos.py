"""The versions of an explainer as mementos (RFC 7089): what stood here at a moment.

HTTP counts in whole seconds. A version counts from the second in which it was recorded, and of
two that were recorded in one second the later is what stood here then.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from record.clock import stamp
from record.models import Version

# The sealed bytes have one spelling and hold no words, so this is found nowhere else in them.
_WITHOUT_WORDS = '"document":null'


def mementos_of(subject: UUID) -> list[Version]:
    """The versions of an explainer that have words, oldest first, without their sealed bytes."""
    versions = Version.objects.of(subject).exclude(sealed__contains=_WITHOUT_WORDS)
    return list(versions.defer("sealed"))


def memento_at(mementos: Sequence[Version], asked: datetime) -> Version:
    """The one of `mementos` that stood here in the second `asked`.

    Before the first one that is the first: a redirect to it, whose own date is told, claims
    nothing for the time before the record begins (RFC 7089, section 4.5.3).
    """
    end = stamp(asked.replace(microsecond=0) + timedelta(seconds=1))
    stood = [one for one in mementos if one.recorded_at < end]
    return stood[-1] if stood else mementos[0]
