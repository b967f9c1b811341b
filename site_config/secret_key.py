"""The secret key of a site that was given none: made once, kept in a file only its owner reads."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def kept_secret_key(path: Path) -> str:
    """The key in the file; made first when there is no file.

    Processes that start at the same moment all get the one key that came first: the file appears
    under its name whole or not at all.

    Raises OSError if the folder can't be written, ValueError if the file is there but empty.
    """
    if not path.exists():
        _keep(path, secrets.token_urlsafe(50))
    key = path.read_text(encoding="ascii").strip()
    if not key:
        raise ValueError(f"{path} is empty")
    return key


def _keep(path: Path, key: str) -> None:
    # mkstemp gives mode 0600; a link, unlike a rename, never replaces a key that came first
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret_key-")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        os.unlink(draft)
