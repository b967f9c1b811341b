"""The measurements of `benchmarks/import.py`, each in a process of its own.

    python -m benchmarks.importing (measure|memory) FOLDER

The environment names the database, which is empty; figures go out as one line of JSON.
"""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from statistics import median
from typing import Any
from uuid import uuid4

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - needs settings
from django.db import connection, transaction  # noqa: E402

from articles import drafts  # noqa: E402
from articles.models import Article, Byline, SectionRow  # noqa: E402
from articles.publishing import publish_all  # noqa: E402
from benchmarks.marks import say  # noqa: E402
from documents.plain import rendered_plain  # noqa: E402
from faq.models import FAQ  # noqa: E402
from formats.parsed import ParsedExplainer  # noqa: E402
from imports.importing import Options, bring_in_all  # noqa: E402
from imports.importing.results import SeenKeys  # noqa: E402
from imports.sources.gathering import gathered  # noqa: E402
from imports.sources.paths import files_at  # noqa: E402
from imports.sources.reads import ReadExplainer  # noqa: E402
from record.models import Signer  # noqa: E402

BATCH = 100
PUBLISHED_AT_ONCE = 20


def memory(files: str) -> None:
    """The most that `import_explainers` holds, on an empty site and again, in megabytes."""
    call_command("migrate", verbosity=0)
    held = {}
    for name in ("import", "again"):
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "manage.py", "import_explainers", files],
            stdout=subprocess.DEVNULL,
        )
        _pid, status, used = os.wait4(process.pid, 0)
        if status:
            raise RuntimeError(f"import_explainers ended with {status}")
        held[name] = used.ru_maxrss / (1 if sys.platform == "darwin" else 1024)
    say(json.dumps(held))


def measure(files: str) -> None:
    """Seconds for reading, making drafts, bare rows, full text and publishing, all together."""
    call_command("migrate", verbosity=0)
    bare = Bare()
    taken: Counter[str] = Counter()
    begun = time.perf_counter()
    for batch in batches(files):
        read = time.perf_counter()
        bring_in_all(batch, Options())
        made = time.perf_counter()
        rows, full_text = bare.insert([key for _reading, key in batch])
        taken.update(reading=read - begun, drafts=made - read, bare=rows, full_text=full_text)
        begun = time.perf_counter()
    say(json.dumps(taken | published()))


def batches(files: str) -> Iterator[list[tuple[ParsedExplainer, str]]]:
    """The readings of the files with their keys, so many at once."""
    batch = []
    for one in gathered(files_at([files]), Options(), SeenKeys()):
        if isinstance(one, ReadExplainer) and one.reading is not None:
            batch.append((one.reading, one.key))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


class Bare:
    """The rows of drafts inserted again with other keys, as barely as Django can do it."""

    def __init__(self) -> None:
        self.connection = connection
        self.parts: tuple[Any, ...] = (SectionRow, FAQ, Byline, Article.topics.through)
        is_sqlite = connection.vendor == "sqlite"
        statements = (
            ["CREATE VIRTUAL TABLE bare USING fts5(a, b, tokenize='unicode61 remove_diacritics 2')"]
            if is_sqlite
            else ["CREATE TABLE bare (words tsvector)", "CREATE INDEX ON bare USING gin (words)"]
        )
        values = "VALUES (%s, %s)" if is_sqlite else "VALUES (to_tsvector('simple', %s || %s))"
        self.statement = f"INSERT INTO bare {values}"
        with connection.cursor() as cursor:
            for one in statements:
                cursor.execute(one)

    def insert(self, keys: list[str]) -> tuple[float, float]:
        """Inserts the rows of the drafts of these import keys once more; seconds for each."""
        articles = list(Article.objects.filter(import_key__in=keys))
        ids = {one.pk: uuid4() for one in articles}
        tables = [(Article, articles)] + [
            (model, list(model._default_manager.filter(article_id__in=ids))) for model in self.parts
        ]
        for model, rows in tables:
            for row in rows:
                self._as_new(row, ids, is_article=model is Article)
        texts = [_texts(row) for _model, rows in tables[:3] for row in rows]
        begun = time.perf_counter()
        with transaction.atomic():
            for model, rows in tables:
                model._default_manager.bulk_create(rows)
            done = time.perf_counter()
            with self.connection.cursor() as cursor:
                cursor.executemany(self.statement, texts)
        return done - begun, time.perf_counter() - done

    def _as_new(self, row: Any, ids: dict[Any, Any], *, is_article: bool) -> None:
        row._state.adding = True
        if is_article:
            row.pk, row.slug, row.import_key = ids[row.pk], f"bare-{row.slug}"[:80], None
        else:
            row.pk, row.article_id = None, ids[row.article_id]


def _texts(row: Any) -> tuple[str, str]:
    names = (("title", "lead"), ("heading", "body"), ("question", "answer"))
    held = next(pair for pair in names if hasattr(row, pair[1]))
    return getattr(row, held[0]), getattr(row, held[1])


def published() -> dict[str, float]:
    """Publishes every imported draft; seconds for all, and how the last tenth compares.

    Each batch is held against the rendering of the same texts at the same moment, so that a
    machine that has become busier is not taken for growth.
    """
    signer = Signer.of_import()
    waiting = list(Article.objects.exclude(import_key=None).values_list("pk", flat=True))
    times, ratios = [], []
    for start in range(0, len(waiting), PUBLISHED_AT_ONCE):
        pks = waiting[start : start + PUBLISHED_AT_ONCE]
        texts = [one.document for one in drafts.read(pks).values()]
        begun = time.perf_counter()
        publish_all(pks, by=signer)
        done = time.perf_counter()
        for document in texts:
            for part, source in document.markdown_parts():
                rendered_plain(part, f"{source} {start}")  # Not what is in the cache.
        times.append(done - begun)
        ratios.append((done - begun) / (time.perf_counter() - done))
    tenth = max(1, len(times) // 10)
    growth = median(ratios[-tenth:]) / median(ratios[:tenth])
    return {"published": sum(times), "rendering": median(ratios), "growth": growth}


if __name__ == "__main__":
    {"measure": measure, "memory": memory}[sys.argv[1]](sys.argv[2])
