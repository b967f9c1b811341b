"""The settings of the harness: those of the tests, with a key that is always the same."""

from tests.settings import *  # noqa: F403

#: Withheld addresses and answers' validators are hashed with it.
SECRET_KEY = "golden-harness-key-0123456789-abcdefghijklmnopqrstuvwxyz"
LOGGING = {"version": 1, "disable_existing_loggers": True}
