"""A rich site that leaves whole and comes in elsewhere gives out the same bytes."""

import re
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from tests.golden.building import build
from tests.golden.comparing import differences, number
from tests.golden.formats import compare_formats, varied_files, write_formats
from tests.golden.house import guards
from tests.golden.outputs import MOMENT, crawled, export, taken_in

#: What the record promises to be the same wherever it stands, and what is made from it alone.
PROMISED = [
    *("/record/versions.ndjson", "/record/head.json", "/feed.atom", "/feed.rss", "/feed.json"),
    *("/corrections/feed.atom", "/corrections/feed.rss", "/sitemap-explainers.xml"),
    # Not the pages that list all topics: PostgreSQL gives these in any order.
    *("/corrections/policy/", "/record/", "/articles/speaker/"),
    *("/articles/speaker/?changes=1", "/articles/speaker/history/", "/articles/speaker.md"),
    *("/articles/speaker/record.json", "/articles/speaker/versions/3/", "/corrections/9/"),
    *("/articles/speaker/compare/1/12/", "/articles/speaker/timemap/"),
    *("/articles/do-mexico-and-russia-have-an-alliance/", "/articles/what-is-a-census/"),
    *("/articles/what-is-a-milestone/", "/articles/what-is-a-hedgerow/", "/old/what-is-a-quorum/"),
]
EVERYTHING = re.compile("")


def promised(folder: Path) -> None:
    """Writes what is promised to a folder."""
    cache.clear()
    export(folder / "export")
    for name in ("json", "markdown"):
        output = str(folder / f"export-{name}")
        call_command("export_explainers", format=name, output=output, verbosity=0)
    with time_machine.travel(MOMENT, tick=False):
        for name, answer in crawled(Client(), PROMISED, "pages", EVERYTHING):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(answer)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_whole_site_gives_out_the_same_bytes_where_it_is_taken_in(tmp_path: Path) -> None:
    texts, here, there = (tmp_path / name for name in ("texts", "here", "there"))
    texts.mkdir()
    printed = "\n".join(build(texts))
    promised(here)
    guards.remove()
    call_command("flush", interactive=False, verbosity=0)
    taken_in(here / "export")
    promised(there)
    assert differences(here, there) == []
    assert len([one for one in here.rglob("*") if one.is_file()]) > 150
    assert printed.count("published ") > 50


@pytest.mark.slow
def test_what_the_formats_make_of_a_file_is_the_same_each_time(tmp_path: Path) -> None:
    names = [name for name, _content in varied_files()]
    assert len(set(names)) == len(names) > 500
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    assert write_formats(first) == write_formats(second) == len(names)
    assert compare_formats(first, second) == []
    assert "a fault of the reader" not in first.read_text(encoding="utf-8")


def test_ids_digests_and_times_count_by_their_order_alone() -> None:
    one = b"0a1b2c3d-4e5f-4061-8273-8495a6b7c8d9 at 2030-01-02T12:00:00Z, " + b"0f" * 32
    two = b"1b2c3d4e-5f60-4172-8384-95a6b7c8d9ea at 2031-01-02T12:00:00Z, " + b"1e" * 32
    assert number(one) == number(two) == b"<uuid 1> at <time 1>, <digest 1>"
    assert number(one + one) != number(one + two)


def test_a_file_that_differs_is_named_with_its_lines(tmp_path: Path) -> None:
    for folder, word in (("a", "low"), ("b", "high")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page").write_text(f"A wall.\nIt is {word}.\n")
    (tmp_path / "a" / "alone").write_text("x")
    lone, differing = differences(tmp_path / "a", tmp_path / "b")
    assert lone == f"alone: only in {tmp_path / 'a'}"
    assert "-It is low.\n    +It is high." in differing
    assert differences(tmp_path / "a", tmp_path / "b", but=["alone", "pa*"]) == []
