"""Many at the same moment, with real connections: one version, whole, on both engines."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from articles import rows
from articles.models import Article, SectionRow
from articles.publishing import AlreadyPublished, publish
from articles.reading import document_at
from imports.importing import Options
from imports.sources.intake import imported
from imports.sources.paths import files_at
from record.chain import locked
from record.models import Signer, Version
from record.verification import verify
from tests.articles.cast import a_draft, ada

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """What `count` threads give that begin `work` at the same moment."""
    barrier = Barrier(count)

    def begin(number: int) -> Any:
        barrier.wait()
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))


def test_six_publishers_of_one_explainer_make_one_version() -> None:
    draft, signer = a_draft(), ada()

    def try_to_publish(_number: int) -> bool:
        try:
            publish(Article.objects.get(pk=draft.pk), by=signer)
        except AlreadyPublished:
            return False
        return True

    assert sorted(at_once(6, try_to_publish)) == [False] * 5 + [True]
    assert Version.objects.count() == 1
    assert list(verify()) == []


def test_publishers_of_different_explainers_make_one_chain() -> None:
    drafts, signer = [a_draft(slug=f"number-{number}") for number in range(6)], ada()
    at_once(6, lambda number: publish(drafts[number], by=signer))
    assert list(Version.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert list(verify()) == []


def test_what_is_sealed_is_what_the_rows_say_while_others_edit() -> None:
    draft, signer = a_draft(), ada()

    def work(number: int) -> None:
        if number == 0:
            publish(Article.objects.get(pk=draft.pk), by=signer)
            return
        for turn in range(5):
            # After the publication the database refuses this; that is its way of saying so.
            try:
                SectionRow.objects.filter(article=draft, key="s1").update(
                    heading=f"Edited {number} {turn}"
                )
            except Exception:
                return

    at_once(3, work)
    version = Version.objects.get()
    article = Article.objects.get(pk=draft.pk)
    assert rows.document_of(article) == document_at(version)
    assert list(verify()) == []


def test_a_draft_that_is_edited_while_its_publisher_waits_is_sealed_as_edited() -> None:
    draft, signer = a_draft(), ada()
    with ThreadPoolExecutor(1) as pool:
        with locked():
            waiting = pool.submit(_publish_and_close, draft.pk, signer)
            # Long enough for the publisher to have made everything of the text as it was.
            time.sleep(1)
            SectionRow.objects.filter(article=draft, key="s1").update(heading="Edited meanwhile")
        version = waiting.result()
    assert document_at(version).sections[0].heading == "Edited meanwhile"
    assert list(verify()) == []


def _publish_and_close(pk: UUID, signer: Signer) -> Version:
    try:
        return publish(Article.objects.get(pk=pk), by=signer)
    finally:
        connection.close()


def test_ten_imports_of_one_folder_make_each_explainer_once(tmp_path: Path) -> None:
    for number in range(8):
        text = f"Explainer number {number}\n\nA lead of its own.\n\nPart one:\n\nSome text here.\n"
        (tmp_path / f"{number}.txt").write_text(text)
    signer = Signer.of_import()

    def bring_in_all(_number: int) -> list[str]:
        how = Options(publisher=signer, author="Ada Edits", topics=("Treaties",))
        return [outcome.result for outcome in imported(files_at([str(tmp_path)]), how)]

    results = at_once(10, bring_in_all)
    assert Article.objects.published().count() == 8
    assert Version.objects.count() == 8
    assert [result for run in results for result in run].count("published") == 8
    assert list(verify()) == []
