"""From the URLs of a database, a cache and a mail server to what Django wants to know of them."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

EXPECTED_DATABASE = "sqlite:///PATH or postgres://USER:PASSWORD@HOST:PORT/NAME"
EXPECTED_CACHE = "locmemcache://, dummycache:// or redis://HOST:PORT/NUMBER"
EXPECTED_MAIL = "consolemail:// or smtp+tls://USER:PASSWORD@HOST:PORT"

# psycopg.IsolationLevel.READ_COMMITTED, without loading psycopg on sites that run on SQLite
READ_COMMITTED = 2

# A cache that takes longer than this is no cache.
PATIENCE = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}

SQLITE_OPTIONS = {
    # BEGIN IMMEDIATE: who is going to write waits for the lock at the start of his transaction
    # and not in the middle, where SQLite gives up at once instead of waiting.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": ";".join(
        f"PRAGMA {pragma}"
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            # REPLACE fires DELETE triggers only with this; the guards of the record rely on it.
            "recursive_triggers=ON",
            # Words that were taken out must not stay in free pages of the file.
            "secure_delete=ON",
            "temp_store=MEMORY",
            "mmap_size=33554432",
            "journal_size_limit=33554432",
        )
    ),
}


def database(url: str, root: Path) -> dict[str, Any]:
    """The entry of DATABASES for a URL; a relative path of SQLite begins at `root`.

    Raises ValueError for a URL of another kind, or one that names no database.
    """
    scheme = _scheme(url, {"sqlite", "postgres", "postgresql"})
    config: dict[str, Any] = environ.Env.db_url_config(url)
    if not config["NAME"]:
        raise ValueError("it names no database")
    return _sqlite(config, root) if scheme == "sqlite" else _postgresql(config)


def _sqlite(config: dict[str, Any], root: Path) -> dict[str, Any]:
    if config["NAME"] == ":memory:":
        raise ValueError("a database in memory is gone with its process")
    config["NAME"] = str(root / config["NAME"])
    config["OPTIONS"] = SQLITE_OPTIONS | config.get("OPTIONS", {})
    config.setdefault("CONN_MAX_AGE", 60)
    return config


def _postgresql(config: dict[str, Any]) -> dict[str, Any]:
    # The lock of the record is taken first and the newest version read after it, which only sees
    # what others committed in between at this isolation level; the server's own default may differ.
    options = config.setdefault("OPTIONS", {})
    options["isolation_level"] = READ_COMMITTED
    # Each worker has one thread, so that one kept connection serves it; `?pool=True` is for
    # servers with many threads, and a pool and kept connections exclude each other.
    options["pool"] = str(options.get("pool", "false")).lower() in {"true", "1"}
    config.setdefault("CONN_MAX_AGE", 0 if options["pool"] else 60)
    config.setdefault("CONN_HEALTH_CHECKS", True)
    return config


def cache(url: str) -> dict[str, Any]:
    """The entry of CACHES for a URL. Raises ValueError for a URL of a kind that isn't known."""
    scheme = _scheme(url, {"locmemcache", "dummycache", "redis", "rediss"})
    config: dict[str, Any] = environ.Env.cache_url_config(url)
    if scheme.startswith("redis"):
        config["BACKEND"] = "site_config.cache.ForgivingRedisCache"
        config["OPTIONS"] = PATIENCE | config.get("OPTIONS", {})
    return config


def mail(url: str) -> dict[str, Any]:
    """The EMAIL settings for a URL. Raises ValueError for a URL of a kind that isn't known."""
    _scheme(url, set(environ.Env.EMAIL_SCHEMES))
    config: dict[str, Any] = environ.Env.email_url_config(url)
    return config


def _scheme(url: str, known: set[str]) -> str:
    scheme = url.partition("://")[0]
    if scheme not in known:
        # not what was found: a URL without its scheme may begin with a password
        raise ValueError("the scheme is not one of these")
    try:
        urlsplit(url).port  # noqa: B018
    except ValueError:
        # the library's own message quotes what may be a part of a password
        raise ValueError("the port is not a number, or the rest is not quoted") from None
    return scheme
