"""The settings. Each is read from the environment once, here; `.env.example` describes them all.

Nothing has to be set to try the site. A wrong value, or a missing one in production, ends the
start with one line that says which and why.
"""

import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from zoneinfo import ZoneInfo

from django.conf.global_settings import LANGUAGES

from site_config.addresses import (
    EXPECTED_ADDRESS,
    EXPECTED_HOSTS,
    email_address,
    host_name,
    is_served,
    site_address,
)
from site_config.environment import Environment, kept_secret_key, refuse
from site_config.stores import (
    EXPECTED_CACHE,
    EXPECTED_DATABASE,
    EXPECTED_MAIL,
    cache,
    database,
    mail,
)

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment(BASE_DIR / ".env")

# -- How it runs ---------------------------------------------------------------------------------

PRODUCTION = env.flag("PRODUCTION")
DEBUG = env.flag("DEBUG")
TRUST_PROXY = env.flag("TRUST_PROXY")
if PRODUCTION and DEBUG:
    refuse("DEBUG", "is on while PRODUCTION is on", "one of the two to be off")
if PRODUCTION:
    env.demand("SECRET_KEY", "at least 50 characters that nobody can guess")
    env.demand("ALLOWED_HOSTS", EXPECTED_HOSTS)
    env.demand("SITE_URL", EXPECTED_ADDRESS)

HOST = env.text("HOST", "127.0.0.1")
PORT = env.whole("PORT", 8000, least=1, most=65535)

# Who runs a command at a terminal reads what the command says; the log is for machines.
_at_terminal = Path(sys.argv[0]).name == "manage.py" and sys.stderr.isatty()

LOG_LEVEL = env.one_of(
    "LOG_LEVEL",
    "WARNING" if _at_terminal else "INFO",
    {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"},
    "DEBUG, INFO, WARNING, ERROR or CRITICAL",
)

# -- What it is called and where it lives --------------------------------------------------------

SITE_NAME = env.text("SITE_NAME", "Corrigenda")
SITE_DESCRIPTION = env.text("SITE_DESCRIPTION", "Explainers that are corrected in the open.")
# The explainer that says how this site corrects, if there is one of that address.
POLICY_SLUG = env.text("POLICY_SLUG", "corrections-policy")
SITE_CONTACT = env.parsed(
    "SITE_CONTACT", "", lambda text: text and email_address(text), "an e-mail address"
)

_address = env.parsed("SITE_URL", f"http://127.0.0.1:{PORT}", site_address, EXPECTED_ADDRESS)
if PRODUCTION and not _address.secure:
    refuse("SITE_URL", "begins with http: while PRODUCTION is on", "an address of https:")
SITE_URL = _address.origin + _address.path
# For absolute addresses: SITE_ORIGIN + reverse(…), since reverse() gives the path prefix itself.
SITE_ORIGIN = _address.origin
FORCE_SCRIPT_NAME = _address.path or None

ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", host_name, EXPECTED_HOSTS)
if PRODUCTION and not is_served(_address.host, ALLOWED_HOSTS):
    refuse("SITE_URL", f"is of the host {_address.host!r}", "a host that ALLOWED_HOSTS names")
CSRF_TRUSTED_ORIGINS = [SITE_ORIGIN]

# -- Where it keeps things -----------------------------------------------------------------------


def _folder(value: str) -> Path:
    folder = BASE_DIR / value
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ValueError(error.strerror) from error
    return folder


EXPECTED_FOLDER = "a folder that this process may write"
STATE_DIR = env.parsed("STATE_DIR", "var", _folder, EXPECTED_FOLDER)
MEDIA_ROOT = env.parsed("MEDIA_ROOT", str(STATE_DIR / "media"), _folder, EXPECTED_FOLDER)
MEDIA_URL = f"{_address.path}/media/"

DATABASES = {
    "default": env.parsed(
        "DATABASE_URL",
        f"sqlite:///{STATE_DIR / 'db.sqlite3'}",
        lambda url: database(url, BASE_DIR),
        EXPECTED_DATABASE,
        secret=True,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.parsed("CACHE_URL", "locmemcache://", cache, EXPECTED_CACHE, secret=True)}

# -- Secrets -------------------------------------------------------------------------------------


def _secret_key(given: str) -> str:
    try:
        key = given or kept_secret_key(STATE_DIR / "secret_key")
    except OSError as error:
        raise ValueError(f"none is given and none can be kept: {error}") from error
    if len(key) < 50 or len(set(key)) < 5:
        raise ValueError("it is too easy to guess")
    return key


SECRET_KEY = env.parsed(
    "SECRET_KEY", "", _secret_key, "at least 50 characters that nobody can guess", secret=True
)
# Withheld addresses are known by a keyed hash; with a key that is lost they are forgotten.
SECRET_KEY_FALLBACKS = env.parsed(
    "SECRET_KEY_FALLBACKS", "", str.split, "earlier keys, parted by spaces", secret=True
)

# -- What it is made of --------------------------------------------------------------------------

INSTALLED_APPS = [
    "site_config.apps.SiteConfig",
    "record",
    "articles",
    "faq",
    "corrections",
    "imports",
    "exports",
    "site_config.apps.CorrigendaAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "site_config.headers.ContentSecurityPolicyMiddleware",
    "articles.scheduling.PublishDueMiddleware",
    "site_config.headers.PublicPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "articles.views.finding.OldAddressMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "site_config.urls"
WSGI_APPLICATION = "site_config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "site_config.context.site",
            ],
        },
    },
]

# With the path itself: Django would add it too late for what reads this before the first request.
STATIC_URL = f"{_address.path}/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    # What editors bring in, until it is taken: not below MEDIA_ROOT, and no address leads there.
    "uploads": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": STATE_DIR / "uploads",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
# What one import in the admin may bring, all its files together.
UPLOAD_LIMIT = 1_000_000 * env.whole("UPLOAD_LIMIT", 500, least=1, most=100_000)

# An explainer is written on one page: six fields for each of some hundreds of sections.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# A browser without scripts sends a folder's files in one request.
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000
# Two of the longest texts that a document may hold, percent-encoded.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
CSRF_FAILURE_VIEW = "site_config.admin_site.csrf_failure"

# -- Language and time ---------------------------------------------------------------------------

# The words of the site's own pages are English; in another language dates alone would be of it.
_ENGLISH = [code for code, _name in LANGUAGES if code.split("-")[0] == "en"]
LANGUAGE_CODE = env.one_of("LANGUAGE_CODE", "en", _ENGLISH, "one of " + ", ".join(_ENGLISH))
USE_I18N = True
USE_TZ = True


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (OSError, KeyError) as error:
        raise ValueError from error


# For display only: what is stored is UTC.
TIME_ZONE = env.parsed("TIME_ZONE", "UTC", _zone, "a name like Europe/Berlin")

# -- People and mail -----------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{validator}"}
    for validator in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"

_admins = env.items("ADMINS", "", email_address, "e-mail addresses, parted by commas")
ADMINS = [(address, address) for address in _admins]
DEFAULT_FROM_EMAIL = SERVER_EMAIL = SITE_CONTACT or "webmaster@localhost"

_mail = env.parsed("EMAIL_URL", "consolemail://", mail, EXPECTED_MAIL, secret=True)
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail["EMAIL_HOST"] or "localhost"
EMAIL_PORT = _mail["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_FILE_PATH = _mail["EMAIL_FILE_PATH"] or None
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10

# -- Readers' reports ----------------------------------------------------------------------------

# From one client address, so that one person can't bury the others; nobody reports more by hand.
REPORTS_PER_HOUR = env.whole("REPORTS_PER_HOUR", 10, least=1, most=100_000)

# -- What browsers are told ----------------------------------------------------------------------

# Named and shaped as in Django 6, which has the middleware for it built in.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "object-src": ["'none'"],
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = f"{_address.path}/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION

SECURE_SSL_REDIRECT = PRODUCTION
# Probes ask for these two by plain HTTP and take a redirect for a failure. Like everybody they
# have to name an allowed host.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
_hsts_seconds = env.whole("HSTS_SECONDS", 31_536_000, least=1, most=63_072_000)
SECURE_HSTS_SECONDS = _hsts_seconds if PRODUCTION else 0
# Other hosts of the domain, and the lists that browsers ship, are not this site's to decide on.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# -- What it says --------------------------------------------------------------------------------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "mail_admins": {"class": "django.utils.log.AdminEmailHandler", "level": "ERROR"},
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": ["mail_admins"] if ADMINS and not DEBUG else [], "level": LOG_LEVEL}
    },
}
