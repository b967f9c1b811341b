"""What happened on the site, for whoever runs it: one line of the log each, an event and ids.

A line has no name, no address and no word of a text, so that a log can be kept and handed on.
"""

import logging
from uuid import UUID

logger = logging.getLogger(__name__)


def log(event: str, **ids: UUID | int | None) -> None:
    """Writes what happened, as `explainer.published article=… version=…`, after it is saved."""
    named = (f"{name}={number}" for name, number in ids.items() if number is not None)
    logger.info("%s %s", event, " ".join(named))
