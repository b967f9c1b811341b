"""Exports are written and read piece by piece; a folder holds whole files, and is told about."""

import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as some

from articles.following import move
from articles.models import Article
from exports.exporting import ExportFolder
from exports.portable import exported, streamed
from exports.portable.shelf import ExportShelf, NotAnExport
from record import export
from record.models import Version
from tests.articles.cast import DOCUMENT, a_published, grace
from tests.corrections.cast import publish_one, with_section

_json = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
)


@pytest.mark.slow
@given(some.dictionaries(some.text(), _json), some.lists(_json), some.integers(1, 9))
def test_an_object_is_read_as_json_reads_it_whatever_the_size_of_the_pieces(
    tmp_path_factory: pytest.TempPathFactory, other: dict[str, object], items: list[object], n: int
) -> None:
    other.pop("record", None)
    file = tmp_path_factory.mktemp("json") / "one.json"
    file.write_text(json.dumps(other | {"record": items, "z": 12}, indent=n % 3), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streamed, "_CHUNK", n)
        found = list(streamed.members(file, "record"))
    assert [value for name, value in found if name == "record"] == items
    assert dict(one for one in found if one[0] != "record") == other | {"z": 12}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1', "found ''; expected “,”"),
        ('{"a" 1}', "character 6: found '1}'; expected “:”"),
        ('{"record": [1 2]}', "expected “,”"),
        ('{"a": 1} x', "expected the end"),
        ("[1]", "expected “{”"),
        ("{1: 2}", "a member's name"),
        ('{"a": tru}', "expected a value"),
        ("\udcff", "not JSON"),
    ],
)
def test_what_is_no_json_is_refused_with_the_place(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "one.json"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(streamed.NotJSON) as refused:
        list(streamed.members(file, "record"))
    assert said in str(refused.value)
    assert str(file) in str(refused.value)


def test_a_value_that_is_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streamed, "MOST", 1000)
    monkeypatch.setattr(streamed, "_CHUNK", 100)
    file = tmp_path / "one.json"
    file.write_text(json.dumps({"a": "x" * 5000}), encoding="utf-8")
    with pytest.raises(streamed.NotJSON, match="more than 1,000 characters"):
        list(streamed.members(file, "record"))


def test_lines_of_several_files_come_in_order_of_serial(tmp_path: Path) -> None:
    about = {"format": "x", "id": "i", "slug": "s", "import_key": None, "reviewed_on": None}
    files = []
    for name, serials in (("a", [1, 4]), ("b", [2, 3])):
        record = [{"sealed": json.dumps({"serial": one})} for one in serials]
        file = tmp_path / name
        text = json.dumps(about | {"topics": [], "authors": [], "record": record})
        file.write_text(text, encoding="utf-8")
        files.append(file)
    found = [json.loads(line["sealed"])["serial"] for line in ExportShelf(files).lines()]
    assert found == [1, 2, 3, 4]


def test_a_record_of_any_length_is_read_in_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "long.json"
    about = {"id": "i", "slug": "s", "import_key": None, "reviewed_on": None}
    with file.open("w", encoding="utf-8") as out:
        out.write(json.dumps(about | {"topics": [], "authors": []})[:-1] + ', "record": [')
        for serial in range(2000):
            line = {"sealed": json.dumps({"serial": serial}), "texts": ["x" * 10_000]}
            out.write(f"{',' * bool(serial)}{json.dumps(line)}")
        out.write("]}")
    assert file.stat().st_size > 20_000_000
    tracemalloc.start()
    try:
        count = sum(1 for _line in ExportShelf([file]).lines())
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 2000
    assert most < 2_000_000


def test_a_line_without_a_serial_is_refused_with_its_file(tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    file.write_text(json.dumps({"record": [{"sealed": "no"}]}), encoding="utf-8")
    with pytest.raises(NotAnExport, match=r"one\.json: a line of the record names no serial"):
        ExportShelf([file])


@pytest.mark.django_db(transaction=True)
class TestAnExport:
    """Written piece by piece."""

    def test_is_what_json_would_write_at_once(self) -> None:
        article, _version = a_published()
        publish_one(article, with_section(DOCUMENT, "full powers", "full power"))
        text = "".join(exported(article, history=True))
        members = json.loads(text)
        record = [json.loads(line) for line in export.lines(subject=article.pk)]
        assert members["record"] == record
        assert len(record) == 2
        assert text == json.dumps(members, ensure_ascii=False, indent=1) + "\n"

    def test_gives_each_version_by_itself(self) -> None:
        article, _version = a_published()
        publish_one(article, with_section(DOCUMENT, "full powers", "full power"))
        pieces = list(exported(article, history=True))
        for version in Version.objects.all():
            assert sum(version.digest in piece for piece in pieces[1:]) <= 2
        assert not [one for one in pieces if one.count('"sealed"') > 1]


@pytest.mark.django_db(transaction=True)
class TestAFolder:
    """Where exports lie."""

    def test_never_holds_half_a_file(self, tmp_path: Path) -> None:
        def breaks() -> Iterator[str]:
            yield "half"
            raise OSError(28, "No space left on device")

        (tmp_path / "one.json").write_text("whole", encoding="utf-8")
        with pytest.raises(OSError, match="No space"):
            ExportFolder(tmp_path).write("one.json", breaks())
        assert [one.name for one in tmp_path.iterdir()] == ["one.json"]
        assert (tmp_path / "one.json").read_text(encoding="utf-8") == "whole"

    def test_says_what_is_overwritten_and_what_is_as_it_was(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        article, _version = a_published()
        a_published(replace(DOCUMENT, title="Another"))
        call_command("export_explainers", format="json", output=str(tmp_path))
        assert "overwritten: " not in capsys.readouterr().out
        publish_one(article, with_section(DOCUMENT, "full powers", "full power"))
        call_command("export_explainers", format="json", output=str(tmp_path))
        out = capsys.readouterr().out
        assert [one for one in out.splitlines() if one.startswith("overwritten: ")] == [
            "overwritten: what-is-a-treaty.json"
        ]

    @pytest.mark.parametrize(
        ("format_name", "history", "left"),
        [("json", True, "old.json"), ("markdown", False, "old.md"), ("markdown", True, "old/1.md")],
    )
    def test_says_what_no_explainer_has_any_more(
        self,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        format_name: str,
        history: bool,
        left: str,
    ) -> None:
        article, _version = a_published(slug="old")
        how = {"format": format_name, "with_history": history, "output": str(tmp_path)}
        call_command("export_explainers", **how)
        (tmp_path / "mine.json").write_text("{}", encoding="utf-8")
        (tmp_path / "mine.md").write_text("# Mine\n", encoding="utf-8")
        move(Article.objects.get(pk=article.pk), "new", by=grace())
        capsys.readouterr()
        call_command("export_explainers", **how)
        out = capsys.readouterr().out.splitlines()
        said = "left from an earlier export, of no explainer any more: "
        assert [one for one in out if one.startswith("left")] == [said + left]
