"""Names say what they name, in whole rooms at a time."""

import pytest

from tests.house.words import refused_in

#: All rooms; a new one joins them.
ROOMS = [
    "record",
    "documents",
    "formats",
    "articles",
    "faq",
    "corrections",
    "imports",
    "exports",
    "site_config",
]


@pytest.mark.parametrize("room", ROOMS)
def test_no_name_stands_for_any_thing_at_all(room: str) -> None:
    assert list(refused_in(room)) == []
