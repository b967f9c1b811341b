"""Lines of the log: ids and counts, and nothing that could be about a person."""

import logging
from uuid import UUID

import pytest

from record.events import log_event


def test_an_event_is_one_line_of_ids(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="corrigenda.events"):
        log_event("export.done", count=3, subject=UUID(int=1), private=False, by=None, kind="json")
    assert caplog.messages == [
        "export.done count=3 subject=00000000-0000-0000-0000-000000000001 private=no kind=json"
    ]


@pytest.mark.parametrize("given", ["Ada Mora", "ada@example.org", "", "a\nb", "x" * 65, ["ada"]])
def test_what_could_be_words_is_refused(given: object) -> None:
    with pytest.raises(TypeError, match="by: expected a number"):
        log_event("sign_in.done", by=given)
