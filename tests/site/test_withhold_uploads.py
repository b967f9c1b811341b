"""`withhold` and what editors sent that nobody has read yet."""

import io
import tarfile
from pathlib import Path

import pytest
from django.conf import settings

from imports.models import Upload
from imports.uploads.storing import drop
from tests.admin.cast import account, desk_of
from tests.formats.word_files import p, r, word_file
from tests.imports.uploads_cast import a_picture, sent, zipped
from tests.site.test_withhold import NAME, files, withhold

pytestmark = pytest.mark.django_db(transaction=True)

FIRST, LAST = NAME.split()
_PAGE = f"<title>Who?</title><p>She is <b>{FIRST}</b> <i>{LAST}</i>.</p>"
_OTHER = {"tides.md": "# What are tides?\n\nThe sea rises and falls.\n"}


@pytest.fixture(autouse=True)
def cast() -> None:
    """Ada asks, Grace approves."""
    account("ada"), account("grace")


@pytest.fixture(autouse=True)
def nothing_waits() -> None:
    """Nothing that another test sent."""
    for upload in Upload.objects.all():
        drop(upload)


def on_disk() -> bytes:
    """The bytes of all that was sent, and the names of the files."""
    folder = Path(settings.STATE_DIR) / "uploads"
    there = [one for one in folder.rglob("*") if one.is_file()]
    return b"".join(one.read_bytes() + str(one).encode() for one in there)


def a_tar(name: str, content: bytes) -> bytes:
    """A packed tar archive of one file."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as tar:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    return held.getvalue()


HOLDING: dict[str, dict[str, str | bytes]] = {
    "markdown": {"who.md": f"# Who?\n\n*{FIRST}*\n{LAST} is.\n"},
    "html": {"who.html": _PAGE},
    "json": {"who.json": '{"headline": "Xanthippe\\u0020Quux"}'},
    "utf-16": {"who.txt": f"Who?\n\n{NAME} is.\n".encode("utf-16")},
    "far behind": {"who.txt": "Who?\n\n" + "So it is. " * 60_000 + f"{NAME} is.\n"},
    "zip": {"all.zip": zipped({"a/who.html": _PAGE, "red.png": a_picture()})},
    "tar": {"all.tar.gz": a_tar("who.md", f"# Who?\n\n{NAME} is.\n".encode())},
    "word": {"who.docx": word_file(p("", runs=r("She is Xanth") + r("ippe Quux.")))},
    "word in zip": {"all.zip": zipped({"who.docx": word_file(p(f"She is {NAME}."))})},
    "word in utf-16": {"who.docx": zipped({"word/document.xml": _PAGE.encode("utf-16")})},
    "zip in word": {"who.docx": zipped({"word/a.docx": zipped({"a.xml": NAME})})},
    "zip in zip": {"all.zip": zipped({"inner.zip": zipped({"a.md": NAME})})},
    "zero bytes": {"who.html": "So it is. " * 2_000 + f"{NAME[:4]}\0{NAME[4:]} is.\n"},
    "entities": {"who.html": f"<p>She is &#88;{FIRST[1:]}&nbsp;{LAST}.</p>"},
    "tags in json": {"who.json": '{"headline": "Xan\\u003cb\\u003ethippe Quux"}'},
    "a name in a zip": {"all.zip": zipped({f"{NAME}.md": "# Who?\n\nShe is.\n"})},
    "damaged": {"all.zip": zipped({"who.md": f"# Who?\n\n{NAME} is.\n"})[:-30]},
}


@pytest.mark.parametrize("kind", HOLDING)
def test_an_import_that_holds_the_words_unread_is_dropped_to_the_last_byte(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sent(desk_of("ada"), HOLDING[kind])
    kept = sent(desk_of("ada"), _OTHER)

    withhold("--words", NAME, "--approved-by", "grace", "--apply")

    assert list(Upload.objects.all()) == [kept]
    assert b"The sea rises" in on_disk()
    for form in (NAME, FIRST, NAME.encode("utf-16-le").decode("latin-1")):
        assert form.encode("latin-1") not in on_disk()
        assert form.encode("latin-1") not in files()
    assert "its import is dropped" in capsys.readouterr().out


def test_without_apply_it_is_listed_and_stays(capsys: pytest.CaptureFixture[str]) -> None:
    sent(desk_of("ada"), HOLDING["zip"])
    capsys.readouterr()
    withhold("--words", NAME, "--approved-by", "grace")
    assert "the import’s unread file" in capsys.readouterr().out
    assert Upload.objects.count() == 1


def test_what_other_words_were_sent_in_stays(capsys: pytest.CaptureFixture[str]) -> None:
    sent(
        desk_of("ada"),
        {
            "all.zip": zipped({"who.md": f"# Who?\n\n{FIRST} is.\n", "red.png": a_picture()}),
            "who.docx": word_file(p(f"She is {FIRST}.") + p(f"He is {LAST}.")),
        },
    )
    withhold("--words", NAME, "--approved-by", "grace", "--apply")
    assert Upload.objects.count() == 1


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "iso-8859-5"])
def test_words_in_the_code_page_that_a_file_declares_are_found(charset: str) -> None:
    page = f"<meta charset={charset}><title>Кто?</title><p>Это <b>Ксантиппа</b> Квукс.</p>"
    sent(desk_of("ada"), {"who.html": page.encode(charset)})
    withhold("--words", "Ксантиппа Квукс", "--approved-by", "grace", "--apply")
    assert not Upload.objects.exists()


def test_words_in_an_export_of_a_declared_encoding_are_found() -> None:
    export = '<?xml version="1.0" encoding="windows-1251"?><rss><title>Ксантиппа</title></rss>'
    sent(desk_of("ada"), {"who.xml": export.encode("windows-1251")})
    withhold("--words", "Ксантиппа", "--approved-by", "grace", "--apply")
    assert not Upload.objects.exists()


@pytest.mark.parametrize("charset", ["hex", "no-such-page", "idna"])
def test_a_file_that_declares_no_code_page_is_looked_into_all_the_same(charset: str) -> None:
    page = f"<meta charset={charset}><title>Café</title><p>{NAME} is.</p>"
    sent(desk_of("ada"), {"who.html": page.encode("latin-1")})
    withhold("--words", NAME, "--approved-by", "grace", "--apply")
    assert not Upload.objects.exists()
