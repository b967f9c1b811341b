"""For `serve`: whether HOST and PORT can be had (`check`), and a word when the site answers there.

_address.py check HOST PORT
_address.py announce HOST PORT ADDRESS
"""

import errno
import http.client
import os
import socket
import sys
import time
from urllib.parse import urlsplit

SECONDS = 120
WORDS = """
The site is at {0}, its admin at {0}/admin/. Ctrl-C stops it.
To make an admin user, in another terminal:  .venv/bin/python manage.py createsuperuser
Then, in the admin, put people into the groups "Writers", "Editors" or "Publishers".
"""


def check(host: str, port: int) -> None:
    """Ends with one line that says why, where nothing can listen there."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, kind, _protocol, _name, address = found[0]
    except OSError:
        sys.exit(f"serve: HOST={host} is the name of no machine; expected 127.0.0.1 or 0.0.0.0")
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            sys.exit(f"serve: {reason(host, port, error)}")


def reason(host: str, port: int, error: OSError) -> str:
    """Why nothing can listen there, and what to do."""
    if error.errno == errno.EADDRNOTAVAIL:
        return f"HOST={host} is no address of this machine; expected 127.0.0.1 or 0.0.0.0"
    if error.errno == errno.EACCES:
        return f"PORT={port} may be used by root only. Another one: PORT=8001 scripts/serve"
    return f"port {port} is in use. Another one: PORT=8001 scripts/serve"


def announce(host: str, port: int, site: str) -> None:
    """Says the address as soon as the site answers; nothing, where the server has ended."""
    server, until = os.getppid(), time.monotonic() + SECONDS
    while os.getppid() == server and time.monotonic() < until:
        if answers(host, port, urlsplit(site).netloc):
            print(WORDS.format(site), flush=True)
            return
        time.sleep(0.1)


def answers(host: str, port: int, name: str) -> bool:
    """Whether a server answers there; what it says doesn't matter."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - asked, not bound
    connection = http.client.HTTPConnection(near, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": name})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


if __name__ == "__main__":
    task, host, port, *rest = sys.argv[1:]
    if task == "check":
        check(host.strip("[]"), int(port))
    else:
        announce(host.strip("[]"), int(port), *rest)
