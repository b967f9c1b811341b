"""The address of the site: where it is mounted, as links from outside name it."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

EXPECTED_ADDRESS = "http(s)://HOST with an optional path, like https://example.org/explainers"

PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")


@dataclass(frozen=True)
class SiteAddress:
    """`https://example.org` and `/explainers`; the path is empty at the top of a host."""

    origin: str
    path: str

    @property
    def secure(self) -> bool:
        """Whether readers come by HTTPS."""
        return self.origin.startswith("https:")


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
