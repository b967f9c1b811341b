"""`import_corrections`, and the corrections of the demonstration, as an operator uses them."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article
from corrections.models import Correction, Elsewhere, ProposalEvent, Source, State
from corrections.proposing.drafting import revise, submit
from corrections.publishing import publish
from corrections.reviewing import reject
from record.models import Signer, Text, Version
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


# ---- A file that is run again ----

PUBLISH = ("--publish", "--proposed-by", "ada", "--approved-by", "grace")
GROWS = """
article: what-is-a-treaty
corrections:
  - kind: correction
    right_fact: They are made by states and their parties.
    cause: misreading
    changes: [{in: "section:Who makes one", replace: full powers, with: full powers in full powers}]
    sources: [{title: Vienna Convention, published: 1969}]
"""
RUNS = pytest.mark.parametrize(
    "text", [GOOD, GROWS, GOOD.replace("id: powers", "credit: A reader")]
)


def everything() -> list[list[tuple[object, ...]]]:
    """What the tables hold that a corrections file could add to."""
    kinds = (Correction, Version, Source, ProposalEvent, Elsewhere, Signer, Text)
    return [sorted(kind._base_manager.values_list(), key=str) for kind in kinds]


@RUNS
def test_what_was_published_is_not_published_again(tmp_path: Path, text: str) -> None:
    a_published()
    grace()
    assert run(tmp_path, text, *PUBLISH)[1] == 0
    before = everything()

    for arguments in (PUBLISH, (*PUBLISH, "--dry-run"), ("--proposed-by", "ada")):
        out, status = run(tmp_path, text, *arguments)
        assert (status, "unchanged" in out) == (0, True)
        assert "published as correction 1" in out

    assert everything() == before
    assert list(verify(rendering=True)) == []


@RUNS
def test_what_waits_for_review_is_not_proposed_again_but_can_be_published(
    tmp_path: Path, text: str
) -> None:
    a_published()
    grace()
    run(tmp_path, text, "--proposed-by", "ada")
    before = everything()

    out, status = run(tmp_path, text, "--proposed-by", "ada")
    assert (status, "in review already" in out, everything() == before) == (0, True, True)

    out, status = run(tmp_path, text, *PUBLISH)
    assert (status, "/corrections/1/" in out) == (0, True)
    assert Correction.objects.count() == 1


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ("id: powers", "id: powers", 0),
        ("people with full powers", "people with empty powers", 1),
        ("cause: misreading", "cause: ''", 1),
        ("article: what-is-a-treaty", "article: nothing", 1),
    ],
)
@pytest.mark.parametrize("arguments", [PUBLISH, ("--proposed-by", "ada")])
def test_a_dry_run_says_just_what_the_real_run_does(
    tmp_path: Path, old: str, new: str, status: int, arguments: tuple[str, ...]
) -> None:
    a_published()
    grace()
    text = GOOD.replace(old, new, 1) + GROWS.partition("corrections:\n")[2]
    text = text.replace("replace: full powers,", "replace: their representatives,", 1)
    before = everything()

    dry = run(tmp_path, text, *arguments, "--dry-run")
    assert everything() == before
    real = run(tmp_path, text, *arguments)

    assert dry == real
    assert ("refused" in real[0].splitlines()[0]) == bool(status)


def test_what_is_refused_leaves_no_row(tmp_path: Path) -> None:
    a_published()
    ada()
    grace()
    before = everything()
    for text in (GOOD.replace("cause: misreading", ""), GOOD.replace("full powers", "no powers")):
        for arguments in (PUBLISH, ("--proposed-by", "ada")):
            assert run(tmp_path, text, *arguments)[1] == 1
    assert everything() == before


def test_an_id_belongs_to_one_correction(tmp_path: Path) -> None:
    a_published()
    grace()
    run(tmp_path, GOOD, *PUBLISH)
    other = GOOD.replace("people with full powers", "their representatives").replace(
        "with: their representatives", "with: their envoys"
    )

    out, status = run(tmp_path, other, *PUBLISH)

    assert (status, Version.objects.count()) == (1, 2)
    assert "its id is that of correction 1 with other words" in out
    assert run(tmp_path, other.replace("id: powers", "id: envoys"), *PUBLISH)[1] == 0


def test_one_that_editors_wrote_at_is_known_by_its_id(tmp_path: Path) -> None:
    a_published()
    run(tmp_path, GOOD, "--proposed-by", "ada")
    proposal = Correction.objects.get()
    right = "States make treaties, through representatives."
    revised = revise(proposal, proposal.document, by=grace(), edition=0, sources=None, right=right)
    submit(revised, by=grace())
    out, status = run(tmp_path, GOOD, *PUBLISH)
    assert (status, "editors wrote at it" in out) == (1, True)
    publish(proposal, by=Signer.objects.create(name="Ben Reads"))

    out, status = run(tmp_path, GOOD, *PUBLISH)

    assert status == 0
    assert "published as correction 1, after editors wrote at it" in out


def test_what_a_reviewer_rejected_is_not_brought_again(tmp_path: Path) -> None:
    a_published()
    run(tmp_path, GOOD, "--proposed-by", "ada")
    reject(Correction.objects.get(), by=grace(), reason="It isn’t so.")

    out, status = run(tmp_path, GOOD, "--proposed-by", "ada")

    assert (status, "rejected by a reviewer" in out) == (1, True)
    assert Correction.objects.count() == 1


def test_a_later_correction_of_a_file_goes_on_from_one_that_waits(tmp_path: Path) -> None:
    a_published()
    first = GOOD.rstrip()
    run(tmp_path, first, "--proposed-by", "ada")
    second = GROWS.partition("corrections:\n")[2].replace(
        "replace: full powers, with: full powers in full powers",
        "replace: their representatives, with: their own representatives",
    )

    out, status = run(tmp_path, f"{first}\n{second}", "--proposed-by", "ada")

    assert (status, Correction.objects.count()) == (0, 2), out
    assert Correction.objects.latest("pk").follows == Correction.objects.earliest("pk")
