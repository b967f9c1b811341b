"""Names say what they name, in whole rooms at a time."""

import pytest

from tests.house.words import refused_in

#: Rooms in which every name says what it names; the others follow.
ROOMS = ["record", "documents", "articles", "faq", "exports", "site_config"]


@pytest.mark.parametrize("room", ROOMS)
def test_no_name_stands_for_any_thing_at_all(room: str) -> None:
    assert list(refused_in(room)) == []
