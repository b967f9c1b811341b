"""Dates as people and programs write them."""

import pytest

from formats.moments import partial_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2021-05-03", "2021-05-03"),
        ("2021-5-3", "2021-05-03"),
        ("2021-05", "2021-05"),
        ("2021", "2021"),
        ("2021/05/03 10:00", "2021-05-03"),
        ("20210503", "2021-05-03"),
        ("2021-05-03T23:59:59+12:00", "2021-05-03"),
        ("May 3, 2021", "2021-05-03"),
        ("3rd of May 2021", "2021-05-03"),
        ("May 2021", "2021-05"),
        ("Monday, May 3, 2021 at 5 pm", "2021-05-03"),
        ("Mon, 03 May 2021 10:00:00 GMT", "2021-05-03"),
        ("Sept. 9, 2021", "2021-09-09"),
        ("3. März 2021", "2021-03-03"),
        ("3 de mayo de 2021", "2021-05-03"),
        ("1er juillet 2021", "2021-07-01"),
        ("03.05.2021", "2021-05-03"),
        ("25/12/2021", "2021-12-25"),
        ("12/25/2021", "2021-12-25"),
        ("03/05/2021", None),
        ("2021-02-30", None),
        ("0001-01-01T00:00:00Z", None),
        ("yesterday", None),
        ("", None),
        ("1" * 5_000, None),
    ],
)
def test_a_date_is_read_as_far_as_it_is_known(text: str, date: str | None) -> None:
    assert partial_date(text) == date
