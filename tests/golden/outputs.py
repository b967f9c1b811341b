"""All that a site gives out, as files: pages and feeds as answered, exports, what commands say.

Normalised is, in a page: the validator (`ETag`), which is a keyed hash of the body that stands
there anyway; in the admin: the token against forged forms, random for each answer. The settings of
the tests give static files their plain names. The clock stands still, since pages count days.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from io import StringIO
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import time_machine
from django.contrib.auth import get_user_model
from django.core.management import call_command, load_command_class
from django.test import Client

#: When outputs are collected: after all that happens in a site that is built.
MOMENT = datetime(2031, 6, 1, 12, tzinfo=UTC)
ORIGIN = "http://127.0.0.1:8000"
#: What leads to all else, and what nothing leads to.
BEGINNINGS = [
    *("/", "/articles/", "/topics/", "/faq/", "/corrections/", "/corrections/policy/", "/record/"),
    *("/record/head.json", "/record/versions.ndjson", "/record/versions.ndjson?after=40"),
    *("/record/evidence.ndjson", "/record/record-format.md", "/record/verify_record.py"),
    *("/record/examples/record.ndjson", "/feed.atom", "/feed.rss", "/feed.json", "/sitemap.xml"),
    *("/corrections/feed.atom", "/corrections/feed.rss", "/corrections/significant.atom"),
    *("/corrections/significant.rss", "/robots.txt", "/.well-known/security.txt", "/healthz"),
    *("/readyz", "/nowhere/", "/articles/nowhere/", "/articles/nowhere.md", "/corrections/999/"),
    *("/articles/speaker/versions/99/", "/articles/speaker/compare/1/99/", "/reports/nothing/"),
    *("/articles/?page=99", "/articles/?topic=nowhere", "/corrections/?kind=nonsense&page=x"),
    *(
        "/corrections/?kind=correction",
        "/corrections/?severity=major",
        "/faq/?q=old",
        "/faq/?topic=time",
    ),
    *("/articles/speaker", "/articles/treaties/", "/articles/choosing-a-speaker/", "/assets/0"),
    *("/articles/zebulon-quackenbush/", "/articles/who-was-zebulon-quackenbush/"),
]
EACH = [
    *("", "?changes=1", "history/", "record.json", "timemap/", "timegate/", "corrections.atom"),
    *("corrections.rss", "report/", "evidence.ndjson", "history/?on=2030-01-20", "report/?part=s1"),
]
_LINK = re.compile(r'(?:href|src)="([^"]+)"')
_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')
_ETAG = re.compile(r'"[0-9a-f]{32}"')
#: Each section and question leads to the form with its own words; one an explainer is looked at.
_NOT_FOLLOWED = re.compile(r"/(?:admin|static)/|/report/\?|\?words=")


def taken_in(archive: Path) -> str:
    """Takes an export into this process's database, which is empty; gives what was said."""
    with time_machine.travel(MOMENT, tick=False):
        call_command("migrate", verbosity=0)
        return said("import_explainers", str(archive)).replace(str(archive), "ARCHIVE")


def export(folder: Path) -> None:
    """Exports the whole site with all that an export offers."""
    _exported(folder, "json", "--with-history", "--with-private")


def write_outputs(archive: Path, folder: Path, printed: Mapping[str, str]) -> int:
    """Writes all outputs of the site in this process's database; gives how many files.

    `archive` is the site's export, which names addresses that nothing leads to any more.
    """
    number = 0
    with time_machine.travel(MOMENT, tick=False):
        for name, content in _outputs(archive, printed):
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            number += 1
        _exported(folder / "export", "json", "--with-history", "--with-private")
        _exported(folder / "export-plain", "json")
        _exported(folder / "export-markdown", "markdown")
        _exported(folder / "export-markdown-history", "markdown", "--with-history")
    return number


def _outputs(archive: Path, printed: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    yield from ((f"commands/{name}", text.encode()) for name, text in printed.items())
    yield "commands/verify_record.txt", said("verify_record", "--rendering").encode()
    yield "commands/publish_due.txt", said("publish_due", "--dry-run").encode()
    for name in COMMANDS:
        yield f"commands/help-{name}.txt", _help(name).encode()
    # A page that can't be made is an answer as well.
    client = Client(SERVER_NAME="127.0.0.1", SERVER_PORT="8000", raise_request_exception=False)
    yield from crawled(client, [*BEGINNINGS, *_of_each(archive)], "pages", _NOT_FOLLOWED)
    yield from _asked_otherwise(client)
    editor = get_user_model().objects.create_superuser("golden-editor", password="x")
    client.force_login(editor)
    yield from crawled(client, ["/admin/"], "desk", _NOT_AT_THE_DESK)


COMMANDS = [
    *("backup", "export_explainers", "import_corrections", "import_explainers", "load_demo"),
    *("publish_due", "rebuild_pages", "rebuild_search", "restore", "send_deliveries"),
    *("sign_rendering", "verify_record", "withhold"),
]
#: What ends the session, lists the harness's own account, is public, or combines filters.
_NOT_AT_THE_DESK = re.compile(
    r"^/(?!admin/)|/admin/(?:logout|password_change|auth/user|jsi18n)|/static/|[?&](?:o|_facets)="
    r"|_changelist_filters|[?&]\w+=.*&|authors__|dated_on__"
)


def crawled(
    client: Client, beginnings: Iterable[str], folder: str, but: re.Pattern[str]
) -> Iterator[tuple[str, bytes]]:
    """The answers at these addresses, and at all that their pages lead to."""
    waiting = list(dict.fromkeys(beginnings))
    met = set(waiting)
    for address in waiting:
        answer = asked(client, address)
        yield file_of(folder, address), answer
        for link in _links(address, answer):
            if link not in met and not but.search(link):
                met.add(link)
                waiting.append(link)


def asked(client: Client, address: str, **headers: str) -> bytes:
    """An answer: status, headers in order of name, body."""
    response = client.get(address, headers=headers or None)
    head = [f"{response.status_code} {response.reason_phrase}"]
    for name, value in sorted(response.headers.items()):
        head.append(f"{name}: {_ETAG.sub('<validator>', value) if name == 'ETag' else value}")
    head += [f"Set-Cookie: {name}" for name in sorted(response.cookies)]
    body = b"".join(response) if response.streaming else response.content
    body = _TOKEN.sub(rb"\1<token>", body)
    return "\n".join([*head, "", ""]).encode() + body


def file_of(folder: str, address: str) -> str:
    """The name of the file that keeps the answer at an address."""
    path, _mark, query = address.partition("?")
    name = unquote(path).removeprefix("/")
    name += "index" if name.endswith("/") or not name else ""
    name += f"?{quote(unquote(query), safe='=&')[:150]}" if query else ""
    return f"{folder}/{name}.http"


def _links(address: str, answer: bytes) -> Iterator[str]:
    """The addresses of this site that a page, a feed or a map names, in order."""
    text = answer.decode("utf-8", "replace")
    if "\nContent-Type: text/html" in text:
        for link in _LINK.findall(text):
            yield from _own(address, html.unescape(link))
    elif "xml" in text[:400]:
        for link in re.findall(rf"{ORIGIN}(/[^\s<\"]*)", text):
            yield html.unescape(link).partition("#")[0]


def _own(address: str, link: str) -> Iterator[str]:
    link = link.removeprefix(ORIGIN).partition("#")[0]
    parts = urlsplit(link)
    if link.startswith("?"):
        yield address.partition("?")[0] + link
    elif link.startswith("/") and not parts.netloc:
        yield link


def _of_each(archive: Path) -> Iterator[str]:
    """Addresses of every explainer, in every state, and of every report."""
    for file in sorted(archive.glob("*.json")):
        members = json.loads(file.read_text(encoding="utf-8"))
        if "rows" in members:
            tokens = [one["token"] for one in members["rows"] if one["kind"] == "report"]
            yield from (f"/reports/{token}/" for token in tokens)
            continue
        slug = quote(members["slug"])
        yield f"/articles/{slug}.md"
        yield from (f"/articles/{slug}/{page}" for page in EACH)
        yield from (quote(one, safe="/?=&%") for one in members["old_addresses"])
        numbers = range(1, len(members["record"]) + 1)
        yield from (f"/articles/{slug}/versions/{number}/" for number in numbers)
        yield from (f"/articles/{slug}/compare/{one}/{two}/" for one, two in pairwise(numbers))
        yield f"/articles/{slug}/compare/1/{numbers[-1]}/"


def _asked_otherwise(client: Client) -> Iterator[tuple[str, bytes]]:
    """Requests that say more than an address."""
    for date in ("Sun, 06 Jan 2030 00:00:00 GMT", "Mon, 01 Jan 2029 00:00:00 GMT", "yesterday"):
        answer = asked(client, "/articles/speaker/timegate/", **{"Accept-Datetime": date})
        yield f"pages/otherwise/timegate {date}.http", answer
    head = client.head("/articles/speaker/")
    yield "pages/otherwise/head.http", repr(sorted(set(head.headers) - {"ETag"})).encode()
    again = client.get("/articles/speaker/", headers={"If-None-Match": head.headers["ETag"]})
    yield "pages/otherwise/again.http", str(again.status_code).encode()
    empty = client.post("/articles/speaker/report/", {"part": "s1"})
    yield "pages/otherwise/report.http", empty.content
    for method in ("post", "put", "delete"):
        refused = getattr(client, method)("/articles/speaker/")
        yield f"pages/otherwise/{method}.http", str(refused.status_code).encode()


def said(*arguments: str) -> str:
    """What a command prints, and why it failed, if it did."""
    out = StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=out)
    except Exception as error:
        out.write(f"{type(error).__name__}: {error}\n")
    return out.getvalue()


def _help(name: str) -> str:
    for app in ("site_config", "exports", "imports", "articles", "corrections", "record"):
        try:
            command = load_command_class(app, name)
        except ModuleNotFoundError:
            continue
        return command.create_parser("manage.py", name).format_help()
    return "there is no such command"


def _exported(folder: Path, format_name: str, *more: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = said("export_explainers", "--format", format_name, "--output", str(folder), *more)
    (folder / "said.txt").write_text(text.replace(str(folder), "FOLDER"), encoding="utf-8")
