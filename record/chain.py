"""The chain: one for the whole site, written under one lock, in one transaction.

    with appending() as chain:
        version = chain.append(prepared)
        … rows that follow the version …

What is slow (rendering, salts, differences) is made before; inside the lock serial, number and
time are filled in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction

from record import clock
from record.format import FIRST_PREVIOUS, texts_in
from record.models import SiteIdentity, Text, Version
from record.refusals import UserFacing
from record.sealing import Before, OpenText, Prepared, seal

#: How far the newest version may lie ahead of the clock before recording stops.
TOLERANCE = timedelta(minutes=5)
#: The site's one lock among PostgreSQL's advisory locks ("corrig" in ASCII).
LOCK = 0x636F72726967


class ClockBehind(UserFacing):
    """The site's clock shows a time well before the newest version; recording would be a lie."""

    def __init__(self, newest: str, now: datetime) -> None:
        super().__init__(
            f"the newest version was recorded at {newest}, but this machine's clock says "
            f"{clock.stamp(now)}; set the clock right, then try again"
        )


class AnotherSite(UserFacing):
    """The site's identity isn't the one of its own record; whatever was recorded would be wrong."""

    def __init__(self, recorded: str, site: UUID) -> None:
        super().__init__(f"this record is of the site {recorded}, but the database says {site}")


def digest_of(sealed: str) -> str:
    """SHA-256 of the sealed bytes, in 64 hexadecimal digits."""
    return sha256(sealed.encode("ascii")).hexdigest()


@contextmanager
def locked() -> Iterator[None]:
    """The outermost transaction (but in a block that is done `together`), with the site's lock.

    On SQLite the transaction itself is the lock (IMMEDIATE); on PostgreSQL it is an advisory
    lock, after which reads see what the lock's last holder wrote (READ COMMITTED).
    """
    with transaction.atomic(durable=not _TOGETHER.get()):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


@contextmanager
def together(*, kept: bool = True) -> Iterator[None]:
    """All that is recorded in this block, in one transaction under the site's lock.

    What isn't `kept` was only tried: at the end of the block all of it is taken back.
    """
    with locked():
        token = _TOGETHER.set(True)
        try:
            yield
        finally:
            _TOGETHER.reset(token)
        if not kept:
            transaction.set_rollback(True)


#: Whether `locked` stands in a transaction that goes on after it.
_TOGETHER: ContextVar[bool] = ContextVar("together", default=False)


@contextmanager
def appending() -> Iterator["Chain"]:
    """The chain, locked: nobody else appends until this block ends, all of it or nothing."""
    with locked():
        yield Chain.read()


@dataclass
class Chain:
    """The head of the chain as this transaction has read and moved it."""

    site: UUID
    serial: int
    digest: str
    recorded_at: str | None

    @classmethod
    def read(cls) -> "Chain":
        """The chain as it stands."""
        site = SiteIdentity.objects.get().uuid
        newest = Version.objects.newest()
        if newest is None:
            return cls(site, 0, FIRST_PREVIOUS, None)
        if newest.members["site"] != str(site):
            raise AnotherSite(newest.members["site"], site)
        return cls(site, newest.serial, newest.digest, newest.recorded_at)

    def append(self, prepared: Prepared) -> Version:
        """Writes one version and the texts it brings; raises `ClockBehind`."""
        subject = UUID(prepared.members["subject"])
        number = Version.objects.filter(subject=subject).count() + 1
        at = self._next_moment()
        sealed = seal(
            prepared,
            site=self.site,
            serial=self.serial + 1,
            previous=self.digest,
            number=number,
            at=at,
        )
        version = Version.objects.create(
            serial=self.serial + 1,
            subject=subject,
            number=number,
            kind=prepared.members["kind"],
            recorded_at=clock.stamp(at),
            previous=self.digest,
            digest=digest_of(sealed),
            sealed=sealed,
        )
        Text.objects.bulk_create(_text(text, version) for text in prepared.texts)
        self.serial, self.digest, self.recorded_at = (
            version.serial,
            version.digest,
            version.recorded_at,
        )
        return version

    def _next_moment(self) -> datetime:
        now = clock.now()
        if self.recorded_at is None:
            return now
        newest = clock.moment(self.recorded_at)
        if newest > now + TOLERANCE:
            raise ClockBehind(self.recorded_at, now)
        return max(now, newest + clock.TICK)


def before(version: Version) -> Before:
    """`version` as an entry that follows it needs it: its members and its open texts."""
    commitments = {leaf["text"] for _path, leaf in texts_in(version.members)}
    rows = Text.objects.filter(commitment__in=commitments, body__isnull=False)
    texts = {
        row.commitment: OpenText(row.commitment, bytes.fromhex(row.salt or ""), row.body or "")
        for row in rows
    }
    return Before(version.members, texts)


def _text(text: OpenText, version: Version) -> Text:
    return Text(
        commitment=text.commitment, salt=text.salt.hex(), body=text.body, brought_by=version
    )
