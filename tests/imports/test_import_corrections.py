"""`import_corrections`, and the corrections of the demonstration, as an operator uses them."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article
from corrections.models import Correction, State
from record.models import Version
from record.verification import verify
from tests.articles.cast import a_published, ada, grace

pytestmark = pytest.mark.django_db

GOOD = """
article: what-is-a-treaty
corrections:
  - id: powers
    kind: correction
    right_fact: States make treaties through representatives.
    cause: misreading
    changes:
      - in: section:Who makes one
        replace: people with full powers
        with: their representatives
    sources: [{title: Vienna Convention, published: 1969}]
"""


def run(tmp_path: Path, text: str, *arguments: str) -> tuple[str, int]:
    """What the command prints, errors included, and its exit status."""
    file = tmp_path / "corrections.yaml"
    file.write_text(text, encoding="utf-8")
    out = StringIO()
    try:
        call_command("import_corrections", str(file), *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue() + str(error), error.returncode
    return out.getvalue(), 0


def test_a_file_becomes_proposals_that_wait_for_review(tmp_path: Path) -> None:
    a_published()
    _out, status = run(tmp_path, GOOD, "--proposed-by", "ada")
    assert status == 0
    proposal = Correction.objects.get()
    assert (proposal.state, proposal.proposer) == (State.IN_REVIEW, ada())
    assert Version.objects.count() == 1


def test_publish_needs_somebody_else_to_approve(tmp_path: Path) -> None:
    a_published()
    grace()
    for arguments in (
        ("--publish",),
        ("--approved-by", "grace"),
        ("--publish", "--proposed-by", "ada", "--approved-by", "ada"),
        ("--publish", "--approved-by", "nobody"),
    ):
        assert run(tmp_path, GOOD, *arguments)[1] == 1
    assert not Correction.objects.exists()
    out, status = run(tmp_path, GOOD, "--publish", "--proposed-by", "ada", "--approved-by", "grace")
    assert (status, "published powers /corrections/1/" in out) == (0, True)
    assert list(verify(rendering=True)) == []


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    a_published()
    assert run(tmp_path, GOOD, "--proposed-by", "ada", "--dry-run")[1] == 0
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("people with full powers", "people with empty powers", "nearest there"),
        ("people with full powers", "o", "times"),
        ("section:Who makes one", "section:Nobody", "section:When it binds"),
        ("article: what-is-a-treaty", "article: nothing", "no explainer was published"),
        ("kind: correction", "kind: guess", "expected one of"),
        ("cause: misreading", "cause: bad luck", "expected one of"),
        ("right_fact:", "fact:", "is unknown"),
        ("corrections:", "correction:", "a list"),
        ("replace:", "replaces:", "in, replace and with"),
        ("[{title", "[{titel", "is unknown"),
        ("right_fact: States make treaties through representatives.", "why: x", "right fact"),
        ("article", "\t- [", "not YAML"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_was_expected(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    a_published()
    out, status = run(tmp_path, GOOD.replace(old, new, 1), "--proposed-by", "ada")
    assert status == 1
    assert told in out
    assert not Correction.objects.exclude(state=State.WITHDRAWN).exists()


def test_plain_quotation_marks_find_typographic_ones(tmp_path: Path) -> None:
    a_published()
    text = GOOD.replace("people with full powers", "own law").replace(
        "section:Who makes one", "faq:2:answer"
    )
    text = text.replace("replace: own law", "replace: each state's own law")
    assert run(tmp_path, text, "--proposed-by", "ada")[1] == 0


def test_the_demonstration_has_nine_versions_and_eight_corrections(client: Client) -> None:
    call_command("load_demo", stdout=StringIO())
    article = Article.objects.get(slug="do-mexico-and-russia-have-an-alliance")
    assert article.version is not None
    assert article.version.number == 9
    assert Correction.objects.published().count() == 8
    assert list(verify(rendering=True)) == []
    for path in (article.get_absolute_url(), "/corrections/", "/corrections/1/", "/"):
        assert client.get(path).status_code == 200
