"""The settings of the tests: the site's own, as an unconfigured site has them, but for speed and
for a state folder of their own. DATABASE_URL chooses the engine."""

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path

# What is in `.env` is there to run the site and must not change what the tests say.
_example = (Path(__file__).parent.parent / ".env.example").read_text(encoding="utf-8")
for _name in re.findall(r"^#?([A-Z_]+)=", _example, flags=re.MULTILINE):
    if _name != "DATABASE_URL":
        os.environ[_name] = ""
os.environ.setdefault("DATABASE_URL", "")

_state = tempfile.mkdtemp(prefix="corrigenda-tests-")
atexit.register(shutil.rmtree, _state, ignore_errors=True)
os.environ["STATE_DIR"] = _state

# The driver of browser tests keeps an event loop in the main thread, where Django would refuse
# every query of the test beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from site_config.settings import *  # noqa: E402, F403
from site_config.settings import DATABASES, STATE_DIR, STATIC_ROOT, STORAGES  # noqa: E402

if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # In a file, as on a real site: a database in memory has no WAL and doesn't wait for locks.
    DATABASES["default"]["TEST"] = {"NAME": str(STATE_DIR / "test.sqlite3")}

STATIC_ROOT.mkdir()
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
