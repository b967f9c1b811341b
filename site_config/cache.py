"""A Redis cache whose failures are misses: without it the site is slower, never down."""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

T = TypeVar("T")

SECONDS_OF_REST = 2.0

logger = logging.getLogger(__name__)


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, but an unreachable server holds nothing and keeps nothing.

    After a failure the server is left alone for two seconds, so that a dead one costs a request
    half a second at most, and not each of its look-ups.
    """

    _rest_until = 0.0

    def _forgiving(self, ask: Callable[[], T], otherwise: T) -> T:
        if time.monotonic() < self._rest_until:
            return otherwise
        try:
            return ask()
        except (RedisError, OSError) as error:
            # on the class: Django makes one backend object a thread
            ForgivingRedisCache._rest_until = time.monotonic() + SECONDS_OF_REST
            logger.warning("The cache can't be reached, going on without it: %s", error)
            return otherwise

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """As Django's; False, "not added", when the server can't be reached."""
        ask = super().add
        return self._forgiving(lambda: ask(*args, **kwargs), False)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """As Django's; the default when the server can't be reached."""
        ask = super().get
        return self._forgiving(lambda: ask(key, default, version), default)

    def set(self, *args: Any, **kwargs: Any) -> None:
        """As Django's; nothing when the server can't be reached."""
        ask = super().set
        self._forgiving(lambda: ask(*args, **kwargs), None)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        """As Django's; False when the server can't be reached."""
        ask = super().touch
        return self._forgiving(lambda: ask(*args, **kwargs), False)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        """As Django's; False when the server can't be reached."""
        ask = super().delete
        return self._forgiving(lambda: ask(*args, **kwargs), False)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        """As Django's; nothing found when the server can't be reached."""
        ask = super().get_many
        return self._forgiving(lambda: ask(keys, version), {})

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        """As Django's; False when the server can't be reached."""
        ask = super().has_key
        return self._forgiving(lambda: ask(*args, **kwargs), False)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """As Django's; ValueError, as for any key that isn't there, without the server."""
        ask = super().incr
        answer = self._forgiving(lambda: ask(key, delta, version), None)
        if answer is None:
            raise ValueError(f"Key {key!r} not found.")
        return answer

    def set_many(self, data: dict[Any, Any], *args: Any, **kwargs: Any) -> list[Any]:
        """As Django's; every key is one that failed when the server can't be reached."""
        ask = super().set_many
        return self._forgiving(lambda: ask(data, *args, **kwargs), list(data))

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        """As Django's; nothing when the server can't be reached."""
        ask = super().delete_many
        self._forgiving(lambda: ask(*args, **kwargs), None)

    def clear(self) -> None:
        """As Django's; nothing when the server can't be reached."""
        self._forgiving(super().clear, None)
