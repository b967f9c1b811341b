"""What happens on a site, in its log: one line an event, which holds ids and counts only.

Other machines may read a log, and keep it for longer than a site keeps what it was asked to
withhold. So no name, no address, no word of a text goes into these lines.
"""

import logging
import re
from uuid import UUID

logger = logging.getLogger("corrigenda.events")

#: A word of ours: the kind of a correction, a format, an exception's name.
_IDENTIFIER = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def log_event(event: str, **ids: object) -> None:
    """Writes the line `event key=value …`; what is None is left out.

    `ids` are whole numbers, UUIDs, booleans and short identifiers; raises TypeError for anything
    else, since it could be a person's name or words.
    """
    pairs = (f"{key}={_word(key, given)}" for key, given in ids.items() if given is not None)
    logger.info(" ".join((event, *pairs)))


def _word(key: str, given: object) -> str:
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, int | UUID):
        return str(given)
    if isinstance(given, str) and _IDENTIFIER.fullmatch(given):
        return given
    raise TypeError(f"{key}: expected a number, a UUID, a boolean or a short identifier")
