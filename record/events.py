"""What was done, as lines of the log: what happened, then ids, never a name or a word of a text."""

import logging

from django.db import transaction

logger = logging.getLogger(__name__)


def log_event(event: str, **ids: object) -> None:
    """Writes `event id=… id=…` once the transaction stands; nothing where it is undone.

    The verbs of the domain call it, so that commands and desk alike leave a line.
    """
    line = " ".join([event, *(f"{name}={value}" for name, value in ids.items())])
    transaction.on_commit(lambda: logger.info("%s", line))
