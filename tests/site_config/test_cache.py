"""A cache that can't be reached is an empty one."""

import socket
from collections.abc import Iterator

import pytest
from django.core.cache.backends.base import BaseCache

from site_config.cache import ForgivingRedisCache
from site_config.stores import cache


@pytest.fixture
def dead_port() -> Iterator[int]:
    """A port that nobody listens on, kept so for the test."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


@pytest.fixture
def unreachable(dead_port: int) -> Iterator[BaseCache]:
    """The site's cache with its server gone."""
    config = cache(f"redis://127.0.0.1:{dead_port}/0")
    assert config.pop("BACKEND") == "site_config.cache.ForgivingRedisCache"
    yield ForgivingRedisCache(config.pop("LOCATION"), config)
    ForgivingRedisCache._rest_until = 0.0


def test_nothing_is_found(unreachable: BaseCache) -> None:
    assert unreachable.get("key") is None
    assert unreachable.get("key", "default") == "default"
    assert unreachable.get_many(["one", "two"]) == {}
    assert "key" not in unreachable


def test_nothing_is_kept_and_nothing_is_raised(unreachable: BaseCache) -> None:
    unreachable.set("key", 1)
    unreachable.delete_many(["key"])
    assert unreachable.add("key", 1) is False
    assert unreachable.touch("key") is False
    assert unreachable.delete("key") is False
    assert unreachable.set_many({"key": 1}) == ["key"]
    unreachable.clear()


def test_what_would_have_been_cached_is_made(unreachable: BaseCache) -> None:
    assert unreachable.get_or_set("key", lambda: "made") == "made"


def test_a_key_that_can_not_be_counted_up_is_a_missing_one(unreachable: BaseCache) -> None:
    with pytest.raises(ValueError, match="not found"):
        unreachable.incr("key")


def test_a_dead_server_is_left_alone_for_a_while(
    unreachable: BaseCache, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(5):
        unreachable.get("key")
    assert len(caplog.records) == 1
