"""Settings come from the environment; a bad one stops the start with one line."""

import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
Settings = Callable[..., dict[str, Any]]

PRODUCTION = {
    "PRODUCTION": "true",
    "SECRET_KEY": "qH3vN8xR1tB6yM4wK9zL2pC7dF5gJ0sA-uE_iO.XrTnVbYcQ!ok",
    "ALLOWED_HOSTS": "example.org",
    "SITE_URL": "https://example.org",
}


@pytest.fixture
def settings_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """The settings that an environment gives; what it doesn't name is absent."""

    def read(**environment: str) -> dict[str, Any]:
        for name in names_in_example():
            monkeypatch.setenv(name, "")
        for name, value in ({"STATE_DIR": str(tmp_path)} | environment).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "site_config" / "settings.py"))

    return read


def names_in_example() -> set[str]:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return set(re.findall(r"^#?([A-Z_]+)=", text, flags=re.MULTILINE))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True)


def test_a_site_without_any_setting_runs_on_sqlite_in_its_state_folder(
    settings_of: Settings, tmp_path: Path
) -> None:
    settings = settings_of()
    assert settings["DATABASES"]["default"]["NAME"] == str(tmp_path / "db.sqlite3")
    assert settings["SITE_URL"] == "http://127.0.0.1:8000"
    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert not settings["DEBUG"]
    assert not settings["SESSION_COOKIE_SECURE"]


def test_the_example_names_just_the_settings_that_are_read(settings_of: Settings) -> None:
    assert names_in_example() == settings_of()["env"].names


def test_a_relative_path_of_sqlite_begins_at_the_project(settings_of: Settings) -> None:
    database = settings_of(DATABASE_URL="sqlite:///data/site.sqlite3")["DATABASES"]["default"]
    assert database["NAME"] == str(ROOT / "data" / "site.sqlite3")


def test_the_lock_of_sqlite_is_taken_when_a_transaction_begins(settings_of: Settings) -> None:
    options = settings_of()["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 20


def test_postgresql_is_read_committed_whatever_the_server_says(settings_of: Settings) -> None:
    database = settings_of(DATABASE_URL="postgres://ada:pw@db:5432/site")["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert database["OPTIONS"]["isolation_level"] == 2
    assert database["CONN_MAX_AGE"] == 60


def test_a_pool_of_postgresql_keeps_no_connections_beside_itself(settings_of: Settings) -> None:
    url = "postgres://ada@db/site?pool=true"
    database = settings_of(DATABASE_URL=url)["DATABASES"]["default"]
    assert database["OPTIONS"]["pool"] is True
    assert database["CONN_MAX_AGE"] == 0


def test_production_asks_for_https_everywhere(settings_of: Settings) -> None:
    settings = settings_of(**PRODUCTION)
    assert settings["SECURE_SSL_REDIRECT"]
    assert settings["SECURE_HSTS_SECONDS"] == 31_536_000
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]


def test_the_word_of_a_proxy_is_believed_only_when_asked_for(settings_of: Settings) -> None:
    assert "SECURE_PROXY_SSL_HEADER" not in settings_of(**PRODUCTION)
    trusting = settings_of(**PRODUCTION, TRUST_PROXY="on")
    assert trusting["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_a_path_in_the_address_mounts_the_site_there(settings_of: Settings) -> None:
    settings = settings_of(SITE_URL="http://Example.org/explainers/")
    assert settings["SITE_URL"] == "http://example.org/explainers"
    assert settings["SITE_ORIGIN"] == "http://example.org"
    assert settings["FORCE_SCRIPT_NAME"] == "/explainers"
    assert settings["SESSION_COOKIE_PATH"] == "/explainers/"
    assert settings["STATIC_URL"] == "/explainers/static/"


def test_mail_goes_by_the_server_that_is_named(settings_of: Settings) -> None:
    settings = settings_of(EMAIL_URL="smtp+tls://desk:p%40ss@mail.example.org:587")
    assert settings["EMAIL_HOST"] == "mail.example.org"
    assert settings["EMAIL_PORT"] == 587
    assert settings["EMAIL_HOST_PASSWORD"] == "p@ss"
    assert settings["EMAIL_USE_TLS"] is True


def test_a_secret_key_that_begins_with_a_dollar_is_taken_as_it_is(settings_of: Settings) -> None:
    key = "$" + PRODUCTION["SECRET_KEY"]
    assert settings_of(SECRET_KEY=key)["SECRET_KEY"] == key


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PRODUCTION", "maybe"),
        ("DEBUG", "2"),
        ("TRUST_PROXY", "proxy"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 80),
        ("SITE_URL", "example.org"),
        ("SITE_URL", "ftp://example.org"),
        ("SITE_URL", "https://example.org/?page=1"),
        ("SITE_URL", "https://example.org:99999"),
        ("SITE_URL", "https://example.org/a b"),
        ("ALLOWED_HOSTS", "https://example.org"),
        ("ALLOWED_HOSTS", "example.org:8000"),
        ("ALLOWED_HOSTS", "example.org, example.com/explainers"),
        ("ALLOWED_HOSTS", "exämple.org"),
        ("ALLOWED_HOSTS", "::1"),
        ("ALLOWED_HOSTS", " , "),
        ("SITE_CONTACT", "nonsense"),
        ("SITE_CONTACT", "Desk <desk@example.org>"),
        ("ADMINS", "nonsense"),
        ("ADMINS", "ops@example.org, nonsense"),
        ("DATABASE_URL", "mysql://localhost/site"),
        ("DATABASE_URL", "postgres://localhost:5432/"),
        ("DATABASE_URL", "sqlite://:memory:"),
        ("CACHE_URL", "memcache://127.0.0.1:11211"),
        ("CACHE_URL", "redis://127.0.0.1:port/0"),
        ("EMAIL_URL", "pigeon://loft"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("TIME_ZONE", "../UTC"),
        ("LANGUAGE_CODE", "xx"),
        ("LANGUAGE_CODE", "de"),
        ("LANGUAGE_CODE", "en-xx"),
        ("LOG_LEVEL", "LOUD"),
        ("PORT", "0"),
        ("PORT", "80a"),
        ("HSTS_SECONDS", "-1"),
        ("STATE_DIR", "/dev/null/state"),
        ("STATE_DIR", "/proc"),
        ("MEDIA_ROOT", "/proc/x"),
        ("MEDIA_ROOT", "/proc"),
    ],
)
def test_a_wrong_value_is_refused_by_name_in_one_line(
    settings_of: Settings, name: str, value: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        settings_of(**{name: value})
    line = str(stop.value)
    assert line.startswith(f"settings: {name} ")
    assert "; expected " in line
    assert "\n" not in line


@pytest.mark.parametrize(
    "hosts", ["example.org", "*", ".example.org", "10.0.0.7", "[::1]", "localhost,Example.org"]
)
def test_hosts_are_names_patterns_or_addresses(settings_of: Settings, hosts: str) -> None:
    assert settings_of(ALLOWED_HOSTS=hosts)["ALLOWED_HOSTS"] == hosts.split(",")


def test_admins_and_contact_are_addresses_for_mail(settings_of: Settings) -> None:
    settings = settings_of(ADMINS="a@example.org, b@example.org", SITE_CONTACT="desk@example.org")
    assert [address for _name, address in settings["ADMINS"]] == ["a@example.org", "b@example.org"]
    assert settings["DEFAULT_FROM_EMAIL"] == "desk@example.org"


@pytest.mark.parametrize("code", ["en", "en-gb", "en-au"])
def test_the_language_of_the_site_is_a_kind_of_english(settings_of: Settings, code: str) -> None:
    assert settings_of(LANGUAGE_CODE=code)["LANGUAGE_CODE"] == code


def test_the_folder_of_pictures_is_made_where_it_is_named(
    settings_of: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "pictures"
    assert settings_of(MEDIA_ROOT=str(folder))["MEDIA_ROOT"] == folder
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("hosts", "url"),
    [
        ("example.org", "https://example.org:8443/explainers"),
        ("other.org,.example.org", "https://www.example.org"),
        ("*", "https://example.org"),
        ("[::1]", "https://[::1]:8443"),
    ],
)
def test_production_serves_its_own_address(settings_of: Settings, hosts: str, url: str) -> None:
    assert settings_of(**PRODUCTION | {"ALLOWED_HOSTS": hosts, "SITE_URL": url})["SITE_URL"] == url


def test_production_refuses_an_address_that_it_would_not_serve(settings_of: Settings) -> None:
    with pytest.raises(SystemExit, match=r"^settings: SITE_URL is of the host 'www\.exa"):
        settings_of(**PRODUCTION | {"SITE_URL": "https://www.example.org"})


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL"])
def test_production_without_a_needed_value_is_refused(settings_of: Settings, name: str) -> None:
    with pytest.raises(SystemExit, match=f"^settings: {name} is missing while PRODUCTION is on"):
        settings_of(**PRODUCTION | {name: ""})


@pytest.mark.parametrize(("name", "value"), [("DEBUG", "1"), ("SITE_URL", "http://example.org")])
def test_production_refuses_what_would_make_it_unsafe(
    settings_of: Settings, name: str, value: str
) -> None:
    with pytest.raises(SystemExit, match=f"^settings: {name} .* while PRODUCTION is on"):
        settings_of(**PRODUCTION | {name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://ada:hunter2@db/site"),
        ("DATABASE_URL", "postgres://ada:hunter2/@db/site"),
        ("CACHE_URL", "redis://:hunter2/3@cache:6379/0"),
        ("EMAIL_URL", "hunter2:smtp://mail"),
        ("SECRET_KEY", "hunter2"),
    ],
)
def test_a_secret_is_not_repeated_when_it_is_refused(
    settings_of: Settings, name: str, value: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        settings_of(**{name: value})
    assert "hunter2" not in str(stop.value)


@pytest.mark.parametrize(
    "arguments", [("manage.py", "check"), ("-c", "import site_config.wsgi")], ids=["manage", "wsgi"]
)
def test_a_start_that_is_refused_prints_one_line_and_exits_with_1(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, str]
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "site_config.settings")
    monkeypatch.setenv("PORT", "eighty")
    result = run(*arguments)
    assert result.returncode == 1
    assert result.stderr == (
        "settings: PORT is 'eighty'; expected a whole number from 1 to 65535\n"
    )


def test_the_deployment_checks_are_clean_in_production(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "site_config.settings")
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE")
    for name, value in (PRODUCTION | {"STATE_DIR": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr
