"""What corrections cost on the served page: `python -m benchmarks.page`; exits with 1 on a miss.

Two explainers of the same length, one with 50 corrections and one with none, in a database of
their own that is thrown away. Asked for in turns in this one process, so that neither a slow nor
a busy machine changes the ratio much: database queries, and processor time by the median.
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

# So that it runs as a file too: python benchmarks/page.py
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

_state = tempfile.TemporaryDirectory(prefix="corrigenda-benchmark-")
os.environ["STATE_DIR"] = _state.name
os.environ["DATABASE_URL"] = ""
os.environ["LOG_LEVEL"] = "ERROR"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings")

import django  # noqa: E402 - the settings are read from the environment

django.setup()

from django.core.management import call_command  # noqa: E402 - needs settings
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from articles import rows  # noqa: E402
from articles.models import Article  # noqa: E402
from articles.publishing import publish as publish_draft  # noqa: E402
from benchmarks.marks import say, text_of  # noqa: E402
from corrections.proposing.drafting import propose, submit  # noqa: E402
from corrections.publishing import publish  # noqa: E402
from documents.document import Document, Section  # noqa: E402
from record.models import Signer  # noqa: E402

CORRECTIONS = 50
WORDS = 5000
ROUNDS = 200
#: Times the page without corrections that the one with 50 may take.
MOST = 1.3

_SECTIONS = 10


def documents() -> list[Document]:
    """The text as it stands after 0, 1, 2 … corrections, each of one sentence of its own."""
    sentence = "The river carried {} measures of water in the spring of that year."
    bodies = [text_of(WORDS // _SECTIONS, seed).split("\n\n") for seed in range(_SECTIONS)]
    made = []
    for done in range(CORRECTIONS + 1):
        sections = []
        for place, paragraphs in enumerate(bodies):
            said = [
                sentence.format(1000 + number + (100 if number < done else 0))
                for number in range(place, CORRECTIONS, _SECTIONS)
            ]
            body = "\n\n".join([*paragraphs, *said])
            sections.append(Section(f"s{place + 1}", f"Section {place + 1}", body))
        made.append(Document("How much water is that?", sections=tuple(sections)))
    return made


def published(slug: str, document: Document, signer: Signer) -> Article:
    """A published explainer."""
    article = Article(slug=slug)
    rows.write_draft(article, document)
    publish_draft(article, by=signer)
    return Article.objects.get(pk=article.pk)


def correct(article: Article, versions: list[Document], ada: Signer, grace: Signer) -> None:
    """Publishes each of `versions` as a correction of the one before."""
    told = {"right": "It was more.", "why": "We misread the gauge.", "cause": "misreading"}
    sources = [{"title": "Gauge book", "url": "https://example.org/gauge"}]
    for document in versions:
        proposal = propose(article, document, by=ada, sources=sources, **told)
        publish(submit(proposal, by=ada), by=grace)


def queries(client: Client, path: str) -> int:
    """How many questions the page asks the database."""
    with CaptureQueriesContext(connection) as asked:
        fetched(client, path)
    return len(asked)


def fetched(client: Client, path: str) -> int:
    """The length of the page; raises AssertionError where there is none."""
    response = client.get(path)
    if response.status_code != 200:
        raise AssertionError(f"{path}: {response.status_code}")
    return len(response.content)


def seconds(client: Client, *paths: str) -> list[float]:
    """The median of the processor time that each page takes, in rounds with a turn for each."""
    times: list[list[float]] = [[] for _ in paths]
    for _ in range(ROUNDS):
        for path, taken in zip(paths, times, strict=True):
            begun = time.process_time()
            client.get(path)
            taken.append(time.process_time() - begun)
    return [median(taken) for taken in times]


def main() -> int:
    """Measures, prints, and gives 1 where a limit is missed."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    ada, grace = (Signer.objects.create(name=name) for name in ("Ada", "Grace"))
    versions = documents()
    published("plain", versions[-1], ada)
    correct(published("corrected", versions[0], ada), versions[1:], ada, grace)
    client = Client(headers={"host": "127.0.0.1"})
    plain, corrected = "/articles/plain/", "/articles/corrected/"
    sizes = [fetched(client, path) for path in (plain, corrected)]
    asked = [queries(client, path) for path in (plain, corrected)]
    without, with_all = seconds(client, plain, corrected)
    say(f"{sizes[0] // 1024} KiB without, {sizes[1] // 1024} KiB with {CORRECTIONS} corrections")
    say(f"{1000 * without:.2f} ms without, {1000 * with_all:.2f} ms with")
    ratio = with_all / without
    results = [
        (f"{asked[1]} queries with, {asked[0]} without", asked[1] <= asked[0]),
        (f"corrections cost {ratio:.2f}× (limit {MOST:g}×)", ratio <= MOST),
    ]
    for line, held in results:
        say(f"{'ok    ' if held else 'MISSED'} {line}")
    return 0 if all(held for _, held in results) else 1


if __name__ == "__main__":
    sys.exit(main())
