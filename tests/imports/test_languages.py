"""A language that only the name of a folder or a file tells."""

import zipfile
from pathlib import Path

import pytest

from articles.models import Article
from formats.parsed import ParsedExplainer
from imports.importing.results import Options, SeenKeys
from imports.sources.gathering import gathered
from imports.sources.paths import files_at
from imports.sources.reads import ReadExplainer
from tests.imports.test_import_explainers import run

_TEXT = "# What is a quorum?\n\nThe number of members that must be there.\n"


def laid_out(folder: Path, *names: str, text: str = _TEXT) -> Path:
    """A folder with those files, all of the same text."""
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def readings(*paths: Path) -> dict[str, ParsedExplainer]:
    """What is read, by import key; the language given is English."""
    all_read = gathered(files_at(map(str, paths)), Options(), SeenKeys())
    return {
        one.key: one.reading for one in all_read if isinstance(one, ReadExplainer) and one.reading
    }


def language_of(folder: Path, name: str) -> str:
    """The language of one of the files in a folder."""
    return readings(folder)[name].document.language


@pytest.mark.parametrize(
    ("name", "beside", "language"),
    [
        ("content/es/post.md", (), "es"),
        ("content/es/2021/post.md", (), "es"),
        ("es/post.md", ("en/post.md",), "es"),
        ("it/post.md", ("en/post.md", "pt-br/post.md"), "it"),
        ("pt-br/post.html.md", ("en/post.md",), "pt-BR"),
        ("_i18n/es/_posts/post.md", (), "es"),
        ("i18n/it/post.md", (), "it"),
        ("en-US/post.md", ("es-419/post.md",), "en-US"),
        ("zh_Hant_TW/post.md", ("en/post.md",), "zh-Hant-TW"),
        ("docs/de/es/post.md", ("docs/de/fr/post.md",), "es"),
        ("mi/post.md", ("en/post.md",), "mi"),
        ("post.es.md", (), "es"),
        ("post.it.md", ("post.md",), "it"),
        ("post.it.txt.md", (), "en"),
        ("content/es/post.fr.md", (), "fr"),
    ],
)
def test_a_name_that_is_a_language_s_tells_it(
    tmp_path: Path, name: str, beside: tuple[str, ...], language: str
) -> None:
    assert language_of(laid_out(tmp_path / "site", name, *beside), name) == language


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("is/post.md", ()),
        ("it/post.md", ("hr/post.md", "legal/post.md")),
        ("no/post.md", ("in/post.md", "it/post.md")),
        ("docs/it/post.md", ("docs/guides/post.md",)),
        ("content/us/post.md", ("content/de/post.md",)),
        ("de/post.md", ("us/post.md", "uk/post.md")),
        ("es/post.md", ("more/post.md",)),
        ("ps/post.md", ("ce/post.md", "ta/post.md", "support/post.md")),
        ("docs/qu/post.md", ()),
        ("who.is.md", ()),
        ("content/quorum/post.md", ()),
        ("content/xx/post.md", ("content/yy/post.md",)),
    ],
)
def test_a_name_that_is_a_word_tells_none(
    tmp_path: Path, name: str, beside: tuple[str, ...]
) -> None:
    assert language_of(laid_out(tmp_path / "site", name, *beside), name) == "en"


def test_what_the_text_says_itself_goes_before_it(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "site", "content/es/post.md", text=f"---\nlang: ca\n---\n{_TEXT}")
    reading = readings(folder)["content/es/post.md"]
    assert reading.document.language == "ca"
    assert not [one for one in reading.notes if "language" in one.message]


def test_the_report_says_where_it_comes_from(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "site", "content/es/post.md", "content/post.fr.md")
    notes = {key: [one.message for one in some.notes] for key, some in readings(folder).items()}
    assert "language es, from the folder’s name" in notes["content/es/post.md"]
    assert "language fr, from the file’s name" in notes["content/post.fr.md"]


def test_the_folder_that_is_given_tells_it_too(tmp_path: Path) -> None:
    site = laid_out(tmp_path / "site", "en/post.md", "es/post.md", "es/deep/post.md")
    assert language_of(site / "es", "post.md") == "es"
    assert language_of(site / "es", "deep/post.md") == "es"
    assert readings(site / "es" / "post.md")["post.md"].document.language == "es"


def test_a_folder_of_an_archive_tells_it_as_one_on_the_disk(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "site.zip", "w") as archive:
        for name in ("content/es/post.md", "it/post.md", "is/post.md"):
            archive.writestr(name, _TEXT)
    languages = {key: one.document.language for key, one in readings(tmp_path / "site.zip").items()}
    assert languages == {"content/es/post.md": "es", "it/post.md": "en", "is/post.md": "en"}


@pytest.mark.parametrize("suffix", ["html", "txt"])
def test_it_is_the_same_for_other_formats(tmp_path: Path, suffix: str) -> None:
    text = "<title>What is it?</title><p>A number of words that stand here.</p>"
    if suffix == "txt":
        text = "What is a quorum?\n\nThe number of members that must be there.\n"
    folder = laid_out(tmp_path / "site", f"content/es/post.{suffix}", text=text)
    assert language_of(folder, f"content/es/post.{suffix}") == "es"


@pytest.mark.django_db
def test_a_second_import_finds_the_same_files_unchanged(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "site", "en/post.md")
    laid_out(folder, "es/post.md", text="# ¿Qué es un quórum?\n\nEl número que debe estar.\n")
    assert run(str(folder))[0][-1] == "2 made."
    assert run(str(folder))[0][-1] == "2 unchanged."
    held = Article.objects.order_by("import_key").values_list("import_key", "language")
    assert list(held) == [("en/post.md", "en"), ("es/post.md", "es")]
