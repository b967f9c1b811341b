"""Addresses that settings name: the site's own, its hosts, and people's for mail."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.http import is_same_domain

EXPECTED_ADDRESS = "http(s)://HOST with an optional path, like https://example.org/explainers"

EXPECTED_HOSTS = (
    "host names without scheme, port and path, parted by commas, like example.org,www.example.org"
)

PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")
# A name, one with all below it (".example.org"), an address (IPv6 in brackets), or any host.
HOST = re.compile(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\]|\*", re.IGNORECASE)


@dataclass(frozen=True)
class SiteAddress:
    """`https://example.org` and `/explainers`; the path is empty at the top of a host."""

    origin: str
    path: str

    @property
    def secure(self) -> bool:
        """Whether readers come by HTTPS."""
        return self.origin.startswith("https:")

    @property
    def host(self) -> str:
        """The host that browsers name in their requests, without its port."""
        return re.sub(r":[0-9]*$", "", self.origin.partition("://")[2])


def site_address(url: str) -> SiteAddress:
    """The parts of a site's URL, a slash at its end taken off.

    Raises ValueError when it isn't the URL of a host over HTTP, or holds more than a path.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("it names no host over http or https")
    if parts.query or parts.fragment or "@" in parts.netloc or not 0 <= (parts.port or 0) < 65536:
        raise ValueError("it holds more than scheme, host and path")
    path = parts.path.rstrip("/")
    if not PATH.fullmatch(path):
        raise ValueError(f"the path {parts.path!r} is not plain")
    return SiteAddress(f"{parts.scheme}://{parts.netloc.lower()}", path)


def host_name(text: str) -> str:
    """An entry of ALLOWED_HOSTS as it is; raises ValueError where no request could match it."""
    if not HOST.fullmatch(text):
        raise ValueError(f"{text!r} is no host name")
    return text


def is_served(host: str, allowed: Iterable[str]) -> bool:
    """Whether requests to `host` are answered where `allowed` is ALLOWED_HOSTS."""
    return any(name == "*" or is_same_domain(host, name) for name in allowed)


def email_address(text: str) -> str:
    """An e-mail address as it is; raises ValueError for what is none, a name beside it included."""
    try:
        validate_email(text)
    except ValidationError as error:
        raise ValueError(f"{text!r} is no e-mail address") from error
    return text
