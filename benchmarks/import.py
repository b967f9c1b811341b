"""What an import costs: `python benchmarks/import.py [--postgresql URL]`; exits with 1 on a miss.

10,000 Markdown files become drafts, and are published, in databases that are thrown away: SQLite,
and PostgreSQL on the server of URL (postgres://user@host:port/any). Batch by batch, in turns, the
drafts are made by the importer and the same rows inserted bare, with their texts into a full-text
index; so neither a slow nor a busy machine changes the ratio much. Memory is that of the whole
command in a process of its own.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# So that it runs as a file too.
sys.path.insert(0, str(ROOT))

_state = tempfile.TemporaryDirectory(prefix="corrigenda-benchmark-")
os.environ["STATE_DIR"] = _state.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings")

import psycopg  # noqa: E402 - after the path
from psycopg import sql  # noqa: E402

from benchmarks.marks import say, text_of  # noqa: E402 - needs settings

EXPLAINERS = 10_000
#: Times the bare insertion that making drafts may take.
MOST_TIME = 2.0
#: Megabytes that the command may hold, at any number of explainers.
MOST_MEMORY = 100
#: Times the first tenth, each held against rendering, that the last tenth may take.
MOST_GROWTH = 1.3


def main() -> int:
    """Measures both engines, prints, and gives 1 where a limit is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--postgresql", metavar="URL", help="a server, by any database on it")
    parser.add_argument("--explainers", type=int, default=EXPLAINERS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="corrigenda-benchmark-") as folder:
        files = Path(folder) / "files"
        write_files(files, options.explainers)
        held = on_engine("SQLite", folder, "", options.explainers)
        if options.postgresql:
            held &= on_engine("PostgreSQL", folder, options.postgresql, options.explainers)
    return 0 if held else 1


def write_files(folder: Path, number: int) -> None:
    """Markdown with front matter: six sections, three questions, some 500 words."""
    folder.mkdir()
    for one in range(number):
        sections = [f"## Part {k} of it\n\n{text_of(70, one * 10 + k)}" for k in range(6)]
        faq = [f"### What is the {k}th of {one}?\n\n{text_of(20, one + k)}" for k in range(3)]
        about = f"title: Explainer number {one}\ndate: 2021-05-03\nauthor: Author {one % 50}\n"
        body = "\n\n".join(["A lead.", *sections, "## FAQ", *faq])
        (folder / f"{one}.md").write_text(f"---\n{about}tags: [topic {one % 30}]\n---\n\n{body}\n")


@contextmanager
def scratch_database(url: str) -> Iterator[str]:
    """A database of its own on the server of `url`, dropped at the end; gives its URL."""
    name = f"corrigenda_benchmark_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"{url.rpartition('/')[0]}/{name}"
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            server.execute(drop.format(sql.Identifier(name)))


def on_engine(name: str, folder: str, server: str, number: int) -> bool:
    """Runs the measurements in processes of their own, prints them, and says whether all held."""
    say(f"{name}, {number:,} explainers")
    measured, memory = (child(what, folder, server) for what in ("measure", "memory"))
    ratio = measured["drafts"] / (measured["bare"] + measured["full_text"])
    growth = measured["growth"]
    each = 1_000_000 / number
    say(
        f"       each: {measured['reading'] * each:.0f} µs reading the file, "
        f"{measured['drafts'] * each:.0f} µs making the draft, "
        f"{measured['bare'] * each:.0f} µs bare rows, "
        f"{measured['full_text'] * each:.0f} µs full text, "
        f"{measured['published'] * each:.0f} µs publishing"
    )
    results = [
        (
            f"drafts cost {ratio:.2f}× bare rows with full text (limit {MOST_TIME:g}×)",
            ratio <= MOST_TIME,
        ),
        (
            f"publishing costs {measured['rendering']:.1f}× the rendering of the same texts, "
            f"at the end {growth:.2f}× of that (limit {MOST_GROWTH:g}×)",
            growth <= MOST_GROWTH,
        ),
        (
            f"the command held {memory['import']:.0f} MB, {memory['again']:.0f} MB the second time "
            f"(limit {MOST_MEMORY} MB)",
            max(memory.values()) <= MOST_MEMORY,
        ),
    ]
    for line, held in results:
        say(f"{'ok    ' if held else 'MISSED'} {line}")
    return all(held for _line, held in results)


def child(what: str, folder: str, server: str) -> dict[str, float]:
    """One measurement in a process of its own, with a state folder and a database of its own."""
    command = [sys.executable, "-m", "benchmarks.importing", what, str(Path(folder, "files"))]
    with (
        tempfile.TemporaryDirectory(prefix=f"{what}-", dir=folder) as state,
        scratch_database(server) if server else nullcontext("") as url,
    ):
        done = subprocess.run(  # noqa: S603 - the module beside this one
            command,
            cwd=ROOT,
            env=os.environ | {"STATE_DIR": state, "DATABASE_URL": url, "LOG_LEVEL": "ERROR"},
            stdout=subprocess.PIPE,
            check=True,
        )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    sys.exit(main())
