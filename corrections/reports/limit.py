"""How many reports one client address may send within an hour.

Only a keyed hash of the address is kept, in the cache, until the hour is over.
"""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Network, ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

_HOUR = timedelta(hours=1)
#: Whoever has one IPv6 address has all that share these bits.
_ONE_CLIENT = 64


def limited_until(request: HttpRequest) -> datetime | None:
    """Counts this report; when its client may send the next one, or None where it may send this.

    Without a cache nothing is counted: a lost report is worse than one too many.
    """
    ends = _end_of_hour(timezone.now())
    hashed = salted_hmac("corrigenda.reports", _client(request), algorithm="sha256").hexdigest()
    key = f"reports:{int(ends.timestamp())}:{hashed[:32]}"
    cache.add(key, 0, timeout=int(_HOUR.total_seconds()))
    try:
        count = cache.incr(key)
    except ValueError:
        return None
    return ends if count > settings.REPORTS_PER_HOUR else None


def _end_of_hour(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + _HOUR


def _client(request: HttpRequest) -> str:
    """The network address that the report comes from: the last that a trusted proxy has added."""
    address: str = request.META.get("REMOTE_ADDR", "")
    if settings.TRUST_PROXY:
        forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
        address = forwarded.rpartition(",")[2].strip() or address
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        # Where the server listens on both, every IPv4 client has such an address.
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((int(parsed), _ONE_CLIENT), strict=False))
