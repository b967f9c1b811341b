"""Commitments: how the record names a text without holding it.

A commitment is HMAC-SHA-256 (RFC 2104) with a random key of 32 bytes, the salt, over a label, a
zero byte and the text in UTF-8. Whoever has text and salt can check it; once both are gone,
nobody can guess the text back from it.
"""

import hmac
import secrets
from hashlib import sha256

SALT_BYTES = 32
TEXT = b"corrigenda/1/text"
RENDERED = b"corrigenda/1/rendered"


def new_salt() -> bytes:
    """32 random bytes, for one text."""
    return secrets.token_bytes(SALT_BYTES)


def commitment(salt: bytes, text: str, label: bytes = TEXT) -> str:
    """The commitment to `text` in 64 hexadecimal digits.

    `label` is `TEXT` for the text itself, `RENDERED` for the plain text that Markdown renders to.
    Raises ValueError for a salt of another length: HMAC would pad it with zero bytes, so that a
    key and the same key with a zero byte gave the same commitment.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return hmac.new(salt, label + b"\0" + text.encode(), sha256).hexdigest()
