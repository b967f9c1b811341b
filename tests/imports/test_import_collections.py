"""`import_explainers` with what holds many explainers, and with the pictures that come along."""

import base64
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from articles.models import Article, Asset, Topic
from record.models import Version
from record.verification import verify
from tests.formats.word_files import p, png, word_file, zipped
from tests.formats.wordpress_files import answer, export, item
from tests.imports.test_import_explainers import ONE, TWO, run

pytestmark = pytest.mark.django_db

WORD = word_file(p("What is a division?", "Title") + p("A count of votes."))
PAGE = "# What is a hall?\n\nLook at ![the hall](pictures/hall.png).\n"


def tarred(files: Mapping[str, bytes], mode: str = "w:gz") -> bytes:
    """A tar archive of these files."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


FILES = {"one.txt": ONE.encode(), "deep/two.txt": TWO.encode(), "division.docx": WORD}


class TestWordPress:
    """An export of a site."""

    ITEMS = (
        item(number=1, name="one", title="One"),
        item(number=2, name="two", title="Two", status="private"),
        item(number=3, name="three", title="Three", password="x"),
        item(number=4, name="four", title="Four", kind="page"),
        item(number=5, name="five", title="Five", status="trash"),
        item("", number=6, name="six", title="Six"),
        item(number=7, kind="attachment"),
    )

    def test_only_what_was_public_is_published(self, tmp_path: Path) -> None:
        (tmp_path / "site.xml").write_bytes(export(*self.ITEMS))
        lines, status = run(str(tmp_path / "site.xml"), "--publish")
        assert lines[-1] == "2 made, 2 published, 2 left out, 1 refused."
        assert status == 1
        assert {one.slug for one in Article.objects.published()} == {"one", "four"}
        assert {one.slug for one in Article.objects.drafts()} == {"two", "three"}
        assert any("post 6 Six: line" in line and "without text" in line for line in lines)
        assert list(verify(rendering=True)) == []

    def test_a_second_run_changes_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "site.xml").write_bytes(export(*self.ITEMS[:4]))
        run(str(tmp_path / "site.xml"), "--publish")
        before = list(Article.objects.order_by("pk").values())
        lines, status = run(str(tmp_path / "site.xml"), "--publish")
        assert (lines[-1], status) == ("4 unchanged.", 0)
        assert list(Article.objects.order_by("pk").values()) == before

    def test_a_renamed_export_holds_the_same_explainers(self, tmp_path: Path) -> None:
        (tmp_path / "site.xml").write_bytes(export(*self.ITEMS[:4]))
        run(str(tmp_path / "site.xml"), "--publish")
        (tmp_path / "site.xml").rename(tmp_path / "later.xml")
        lines, status = run(str(tmp_path / "later.xml"), "--publish")
        assert (lines[-1], status) == ("4 unchanged.", 0)

    def test_an_answer_of_the_rest_interface_is_the_same_explainer(self, tmp_path: Path) -> None:
        (tmp_path / "posts.json").write_text(json.dumps([answer()]))
        assert run(str(tmp_path / "posts.json"))[0][-1] == "1 made."
        article = Article.objects.get()
        assert article.import_key == "https://example.org/?p=5"
        assert [one.name for one in article.bylines.all()] == ["Ada Mora"]
        assert {one.name for one in Topic.objects.all()} == {"Rules & votes", "Votes"}

    def test_its_pictures_are_found_below_the_folder_given(self, tmp_path: Path) -> None:
        content = (
            '<p>See</p><img src="https://example.org/wp-content/uploads/2021/05/a-300x200.png">'
            '<img src="https://example.org/wp-content/uploads/2021/05/b.png" alt="B">'
        )
        (tmp_path / "site.xml").write_bytes(export(item(content)))
        uploads = tmp_path / "media" / "2021" / "05"
        uploads.mkdir(parents=True)
        (uploads / "a.png").write_bytes(png())
        lines, _status = run(str(tmp_path / "site.xml"), "--media", str(tmp_path / "media"))
        assert f"asset:{Asset.objects.get().pk}" in Article.objects.get().lead
        line = next(line for line in lines if "b.png" in line)
        assert "line " in line
        assert "its description “B” stands in its place" in line


class TestArchives:
    """ZIP and tar."""

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a.zip", zipped(FILES)),
            ("a.tar", tarred(FILES, "w")),
            ("a.tar.gz", tarred(FILES)),
            ("a.tgz", tarred(FILES)),
            ("a.tar.bz2", tarred(FILES, "w:bz2")),
            ("a.tar.xz", tarred(FILES, "w:xz")),
        ],
    )
    def test_its_files_are_imported_under_their_paths(
        self, tmp_path: Path, name: str, data: bytes
    ) -> None:
        (tmp_path / name).write_bytes(data)
        lines, status = run(str(tmp_path / name), "--publish")
        assert (lines[-1], status) == ("3 published.", 0)
        keys = set(Article.objects.values_list("import_key", flat=True))
        assert keys == {"one.txt", "deep/two.txt", "division.docx"}
        assert run(str(tmp_path / name), "--publish")[0][-1] == "3 unchanged."

    def test_a_folder_and_its_archive_are_the_same_explainers(self, tmp_path: Path) -> None:
        (tmp_path / "texts").mkdir()
        (tmp_path / "texts" / "one.txt").write_text(ONE)
        (tmp_path / "texts.zip").write_bytes(zipped({"one.txt": ONE.encode()}))
        run(str(tmp_path / "texts"))
        assert run(str(tmp_path / "texts.zip"))[0][-1] == "1 unchanged."

    def test_an_export_of_wordpress_in_it_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "a.zip").write_bytes(zipped({"site.xml": export(item())}))
        lines, _status = run(str(tmp_path / "a.zip"))
        assert lines[0].startswith("made      a.zip: site.xml: post 5 What is a quorum?")

    def test_pictures_in_it_are_kept(self, tmp_path: Path) -> None:
        files = {"site/hall.md": PAGE.encode(), "site/pictures/hall.png": png()}
        (tmp_path / "a.zip").write_bytes(zipped(files))
        lines, status = run(str(tmp_path / "a.zip"), "--publish")
        assert (lines[-1], status) == ("1 published.", 0)
        assert Article.objects.get().lead == f"Look at ![the hall](asset:{Asset.objects.get().pk})."

    @pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "a/../../out.txt"])
    def test_a_name_that_leads_out_is_refused(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "a.tar").write_bytes(tarred({name: ONE.encode(), "two.txt": TWO.encode()}, "w"))
        lines, status = run(str(tmp_path / "a.tar"))
        assert (lines[-1], status) == ("1 made, 1 refused.", 1)
        assert any("leads out of the archive" in line for line in lines)

    def test_links_and_devices_are_refused(self, tmp_path: Path) -> None:
        file = io.BytesIO()
        with tarfile.open(fileobj=file, mode="w") as archive:
            link = tarfile.TarInfo("passwords.txt")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(link)
        (tmp_path / "a.tar").write_bytes(file.getvalue())
        lines, _status = run(str(tmp_path / "a.tar"))
        assert "found a link or device; expected a file" in lines[0]

    def test_an_archive_in_an_archive_is_refused_and_the_others_go_on(self, tmp_path: Path) -> None:
        files = {"inner.zip": zipped(FILES), "one.txt": ONE.encode()}
        (tmp_path / "a.zip").write_bytes(zipped(files))
        lines, _status = run(str(tmp_path / "a.zip"))
        assert lines[-1] == "1 made, 1 refused."
        assert any("an archive in an archive" in line for line in lines)

    @pytest.mark.parametrize("cut", [10, 300, 900])
    def test_a_damaged_archive_has_its_line(self, tmp_path: Path, cut: int) -> None:
        (tmp_path / "a.zip").write_bytes(zipped(FILES)[:-cut])
        (tmp_path / "b.txt").write_text(ONE)
        lines, status = run(str(tmp_path))
        assert status == 1
        assert any("damaged archive" in line for line in lines)
        assert Article.objects.count() == 1

    def test_a_bomb_is_refused_and_fills_nothing(self, tmp_path: Path) -> None:
        zeros = b"\0" * 30_000_000
        (tmp_path / "a.zip").write_bytes(zipped({"bomb.txt": zeros, "one.txt": ONE.encode()}))
        lines, _status = run(str(tmp_path / "a.zip"))
        assert lines[-1] == "1 made, 1 refused."
        assert any("a file of more than 10,000,000 bytes" in line for line in lines)

    def test_litter_of_systems_is_no_file(self, tmp_path: Path) -> None:
        files = {"__MACOSX/._one.txt": b"x", ".DS_Store": b"x", "one.txt": ONE.encode()}
        (tmp_path / "a.zip").write_bytes(zipped(files))
        assert run(str(tmp_path / "a.zip"))[0][-1] == "1 made."


class TestPictures:
    """Pictures beside a file."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """A text and the picture that it shows."""
        (tmp_path / "site" / "pictures").mkdir(parents=True)
        (tmp_path / "site" / "hall.md").write_text(PAGE)
        (tmp_path / "site" / "pictures" / "hall.png").write_bytes(png())
        return tmp_path / "site"

    def test_a_picture_is_kept_once_and_shown(self, folder: Path) -> None:
        (folder / "other.md").write_text(PAGE.replace("# What is", "# Where is"))
        lines, status = run(str(folder), "--publish")
        assert (lines[-1], status) == ("2 published.", 0)
        asset = Asset.objects.get()
        assert (asset.width, asset.height, asset.suffix) == (4, 3, "png")
        with asset.file.open() as file:
            assert file.read() == png()

    def test_an_exchanged_picture_is_a_change_and_the_old_one_is_kept(self, folder: Path) -> None:
        run(str(folder), "--publish")
        (folder / "pictures" / "hall.png").write_bytes(png("blue"))
        lines, status = run(str(folder), "--publish", "--on-change", "fail")
        assert (lines[-1], status) == ("1 changed.", 1)
        assert Asset.objects.get().pk in Article.objects.get().lead
        assert Version.objects.count() == 1

    def test_an_exchanged_picture_updates_a_draft(self, folder: Path) -> None:
        run(str(folder))
        (folder / "pictures" / "hall.png").write_bytes(png("blue"))
        assert run(str(folder))[0][-1] == "1 updated."
        assert Asset.objects.count() == 2

    def test_a_dry_run_keeps_none(self, folder: Path) -> None:
        assert run(str(folder), "--dry-run")[0][-1] == "1 made."
        assert not Asset.objects.exists()

    def test_one_that_is_missing_is_reported_with_its_line(self, folder: Path) -> None:
        (folder / "pictures" / "hall.png").unlink()
        lines, status = run(str(folder))
        assert status == 0
        assert any(
            "line 3: the picture pictures/hall.png didn’t come along; its description “the hall”"
            in line
            for line in lines
        )
        assert Article.objects.get().lead == "Look at the hall."

    @pytest.mark.parametrize(
        "data", [b"", b"<svg onload='x'/>", png()[:40], b"\x89PNG\r\n\x1a\n" + b"\0" * 100]
    )
    def test_what_is_no_picture_is_reported_and_not_kept(self, folder: Path, data: bytes) -> None:
        (folder / "pictures" / "hall.png").write_bytes(data)
        lines, _status = run(str(folder))
        assert any("hall.png can’t be kept" in line for line in lines)
        assert not Asset.objects.exists()

    @pytest.mark.parametrize(
        "address",
        ["../secret.png", "..%2Fsecret.png", "/../secret.png", "link.png", "file:///secret.png"],
    )
    def test_nothing_outside_of_the_folder_is_taken(self, folder: Path, address: str) -> None:
        (folder.parent / "secret.png").write_bytes(png())
        (folder / "link.png").symlink_to(folder.parent / "secret.png")
        (folder / "hall.md").write_text(f"# A title\n\nLook ![at]({address}) this.\n")
        run(str(folder))
        assert not Asset.objects.exists()

    def test_a_picture_inside_a_page_is_kept(self, folder: Path) -> None:
        inside = base64.b64encode(png()).decode()
        page = f'<h1>A title</h1><p>Look <img alt="x" src="data:image/png;base64,{inside}"></p>'
        (folder / "page.html").write_text(f"<html><body><main>{page}</main></body></html>")
        (folder / "hall.md").unlink()
        run(str(folder))
        assert Asset.objects.get().pk in Article.objects.get().lead

    def test_a_folder_of_media_that_is_not_there_is_said(self, folder: Path) -> None:
        assert run(str(folder), "--media", str(folder / "nothing"))[1] == 1
        assert not Article.objects.exists()


def test_style_sheets_and_scripts_of_a_saved_site_are_left_out(tmp_path: Path) -> None:
    for name in ("main.css", "app.js", "font.woff2"):
        (tmp_path / name).write_text("x")
    (tmp_path / "one.txt").write_text(ONE)
    lines, status = run(str(tmp_path))
    assert (lines[-1], status) == ("1 made, 3 left out.", 0)
