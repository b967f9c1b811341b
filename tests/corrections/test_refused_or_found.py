"""Whoever tries to change what readers have seen is refused, or found afterwards.

What somebody tries, what happens, and where that is shown:

- ORM `save`, `update`, `delete`, `bulk_update`:
  refused by the database; here
- raw SQL, upserts, TRUNCATE, on every guarded table and column:
  refused; tests/record/test_guards.py
- the admin by a crafted POST, deletion and selection included:
  refused; tests/admin/test_published_page.py, test_reviewing_pages.py
- a writer who approves, rejects, publishes by a crafted POST:
  refused; tests/admin/test_reviewing_pages.py
- versions, texts, rows, pages in a database without its triggers:
  found by `verify_record`; tests/record/test_verification.py
- corrections and sources in a database without its triggers:
  found by `verify_record`; here
- right, why, cause, severity rewritten, all digests made anew:
  found by an older head; here
- the same without making all of it anew:
  found, inside and outside; here, tests/record/test_outsider_script.py
- a forged `record.json` or NDJSON:
  found by the script; here, tests/record/test_outsider_script.py
- a version that did what its kind may not:
  found, inside and outside; tests/corrections/test_rules.py,
  tests/record/test_outsider_script.py
- an approval sent again, or for another correction:
  refused; here, tests/admin/test_reviewing_pages.py
- a proposal edited after its approval was given:
  refused; here, tests/admin/test_reviewing_pages.py
- an approval by the proposer: function, form, joined form:
  refused; here, tests/admin/test_reviewing_pages.py
- an approval by the proposer: command:
  refused; tests/corrections/test_import_corrections.py,
  tests/site/test_withhold.py
- a page that a template changes on its way:
  found by the script; tests/site/test_pages_and_record.py
- any of it by any steps in any order:
  refused or found; tests/corrections/test_state_machine.py
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.test import Client

from articles.models import Article
from corrections.approving import approval_seal
from corrections.models import Correction, ProposalEvent, Source
from corrections.placing import placed
from corrections.proposing.drafting import NotOpen, revise, submit
from corrections.publishing import SameSigner, Void
from corrections.reviewing import approve
from record import guards
from record.verification import verify
from tests.articles.cast import DOCUMENT, a_published, ada, grace
from tests.corrections.cast import a_proposal, publish_one
from tests.record.test_outsider_script import Outsider, as_exported

pytestmark = pytest.mark.django_db


@pytest.fixture
def explainer() -> Article:
    """An explainer with one published correction, which names one source."""
    article, _version = a_published()
    publish_one(article)
    return Article.objects.get(pk=article.pk)


def _saved(row: models.Model, column: str) -> None:
    setattr(row, column, "other")
    row.save(update_fields=[column])


def _updated(row: models.Model, column: str) -> None:
    type(row)._base_manager.filter(pk=row.pk).update(**{column: "other"})


def _updated_in_bulk(row: models.Model, column: str) -> None:
    setattr(row, column, "other")
    type(row)._base_manager.bulk_update([row], [column])


def _deleted(row: models.Model, _column: str) -> None:
    type(row)._base_manager.filter(pk=row.pk)._raw_delete("default")


def _deleted_by_itself(row: models.Model, _column: str) -> None:
    row.delete()


def _every_row(article: Article) -> list[tuple[Any, str]]:
    return [
        (article, "title"),
        (article.sections.first(), "body"),
        (article.faqs.first(), "answer"),
        (article.slugs.first(), "slug"),
        (article.version, "sealed"),
        (Correction.objects.get(), "right"),
        (Source.objects.get(), "url"),
    ]


@pytest.mark.parametrize(
    "attempt", [_saved, _updated, _updated_in_bulk, _deleted, _deleted_by_itself]
)
def test_no_way_of_the_orm_changes_what_was_published(
    explainer: Article, attempt: Callable[[Any, str], None]
) -> None:
    for row, column in _every_row(explainer):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt(row, column)
    assert list(verify(rendering=True)) == []


@pytest.mark.parametrize(
    ("model", "column", "value", "field"),
    [
        (Correction, "right", "We were right.", "rows.correction.right"),
        (Correction, "why", "Nobody knows.", "rows.correction.why"),
        (Correction, "cause", "production", "rows.correction.cause"),
        (Correction, "severity", "minor", "rows.correction.severity"),
        (Correction, "kind", "clarification", "rows.correction.kind"),
        (Correction, "number", 7, "rows.correction.number"),
        (Correction, "alone", "It was night.", "rows.correction.alone"),
        (Correction, "credit", "A reader", "rows.correction.credit"),
        (Source, "title", "Another treaty", "rows.correction.sources"),
        (Source, "url", "https://example.org/other", "rows.correction.sources"),
        (Source, "accessed", "2020", "rows.correction.sources"),
    ],
)
def test_a_changed_row_in_a_database_without_triggers_is_found(
    explainer: Article, model: type[models.Model], column: str, value: Any, field: str
) -> None:
    guards.remove()
    model._base_manager.update(**{column: value})
    assert [(one.serial, one.field) for one in verify()] == [(2, field)]


def test_a_dropped_correction_or_source_is_found(explainer: Article) -> None:
    guards.remove()
    Source.objects.all()._raw_delete("default")
    assert [one.field for one in verify()] == ["rows.correction.sources"]
    ProposalEvent.objects.all()._raw_delete("default")
    Correction.objects.all()._raw_delete("default")
    assert "rows.correction" in {one.field for one in verify()}


def _told(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda members: members["explanation"].update({name: value})


@pytest.mark.parametrize(
    "change",
    [_told("cause", "production"), _told("severity", "minor"), _told("discovered", "2020")],
)
def test_a_correction_sealed_anew_with_every_later_digest_is_found_by_an_older_head(
    explainer: Article, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    publish_one(explainer, DOCUMENT)
    outsider = Outsider(tmp_path, as_exported())
    assert outsider.look(state=True).returncode == 0
    outsider.forge(2, change)
    assert outsider.look().returncode == 0
    assert "version 3, digest: found" in outsider.findings(state=True)


@pytest.mark.parametrize("place", ["right", "why"])
def test_other_words_of_a_correction_are_found_by_whoever_looks(
    explainer: Article, tmp_path: Path, place: str
) -> None:
    outsider = Outsider(tmp_path, as_exported())
    commitment = outsider.sealed(2)["explanation"][place]["text"]
    text = next(one for one in outsider.lines[1]["texts"] if one["commitment"] == commitment)
    text["body"] = "We were right all along."
    assert f"version 2, explanation.{place}: the text, or its salt" in outsider.findings()


def test_a_forged_record_of_one_explainer_is_found(
    explainer: Article, client: Client, tmp_path: Path
) -> None:
    """Its lines are those of the site's record; of the only explainer they are all of it."""
    versions = client.get(f"{explainer.get_absolute_url()}record.json").json()["versions"]
    outsider = Outsider(tmp_path, versions)
    assert outsider.look().returncode == 0
    versions[1]["sealed"] = versions[1]["sealed"].replace('"misreading"', '"production"')
    assert "version 2, digest: found" in outsider.findings()


def _in_review(article: Article) -> tuple[Correction, str]:
    proposal = submit(a_proposal(article, DOCUMENT), by=ada())
    held = Correction.objects.select_related("base", "article").get(pk=proposal.pk)
    where = placed(held)
    return held, approval_seal(held, where.newest)


def test_an_approval_sent_again_publishes_nothing(explainer: Article) -> None:
    proposal, seal = _in_review(explainer)
    approve(proposal, by=grace(), seal=seal)
    with pytest.raises(NotOpen):
        approve(proposal, by=grace(), seal=seal)
    again = submit(a_proposal(explainer), by=ada())
    with pytest.raises(Void):
        approve(again, by=grace(), seal=seal)


def test_a_proposal_edited_after_it_was_seen_is_not_published(explainer: Article) -> None:
    proposal, seal = _in_review(explainer)
    edited = revise(
        proposal, DOCUMENT, by=ada(), edition=0, sources=None, right="It was nothing, really."
    )
    with pytest.raises(NotOpen):
        approve(proposal, by=grace(), seal=seal)
    submit(edited, by=ada())
    with pytest.raises(Void):
        approve(proposal, by=grace(), seal=seal)


def test_nobody_approves_what_she_proposed_though_another_saw_it(explainer: Article) -> None:
    proposal, seal = _in_review(explainer)
    with pytest.raises(SameSigner):
        approve(proposal, by=ada(), seal=seal)
    assert json.loads(as_exported()[-1]["sealed"])["serial"] == 2
