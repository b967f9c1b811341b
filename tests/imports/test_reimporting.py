"""A changed file of a published explainer is proposed, passage by passage, and never overwrites."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models import Article, Author
from articles.reading import document_at
from corrections.models import Correction, State
from corrections.proposing.choosing import choices, taking
from corrections.proposing.drafting import submit, withdraw
from corrections.publishing import publish
from corrections.removal import Order
from corrections.removing import remove_article, remove_words
from documents.document import Document, Question, Section
from imports.rereading import reread
from record.models import Version
from record.removal.words import Sought
from record.verification import verify
from tests.articles.cast import DOCUMENT, ada, grace
from tests.corrections.cast import publish_one, with_section

pytestmark = pytest.mark.django_db(transaction=True)

FILE = """Is the moon made of cheese?

No. It is made of rock, and we have some of it.

Samples

Six landings brought 382 kilograms. Three probes brought 300 grams. None of it is cheese.

The saying

It is from 1546. John Heywood wrote it down.
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that was imported and published."""
    path = tmp_path / "moon.txt"
    path.write_text(FILE, encoding="utf-8")
    call_command("import_explainers", str(path), publish=True)
    return path


def change(path: Path, old: str, new: str) -> None:
    """Edits the file and imports it again."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    call_command("import_explainers", str(path))


def test_a_changed_file_becomes_one_proposal_and_the_page_stays(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = document_at(Version.objects.get())
    change(file, "382 kilograms", "381 kilograms")
    (proposal,) = Correction.objects.all()
    assert proposal.state == State.DRAFT
    assert "381 kilograms" in (proposal.document.sections[0].body or "")
    assert document_at(Version.objects.get()) == before
    assert "1 proposed." in capsys.readouterr().out


def test_several_passages_are_one_proposal_with_a_choice_for_each(file: Path) -> None:
    text = FILE.replace("382", "381").replace("300 grams", "301 grams").replace("1546", "1547")
    file.write_text(text, encoding="utf-8")
    call_command("import_explainers", str(file))
    proposal = Correction.objects.get()
    found = choices(proposal.base_document, proposal.document)
    assert [(one.part, one.after) for one in found] == [
        ("s1", "Six landings brought 381 kilograms."),
        ("s1", "Three probes brought 301 grams."),
        ("s2", "It is from 1547."),
    ]


def test_the_second_import_of_the_same_state_changes_nothing(file: Path) -> None:
    change(file, "382", "381")
    call_command("import_explainers", str(file))
    assert Correction.objects.get().edition == 0


def test_a_later_state_brings_the_open_proposal_up_to_date(file: Path) -> None:
    change(file, "382", "381")
    change(file, "1546", "1547")
    proposal = Correction.objects.get()
    assert len(choices(proposal.base_document, proposal.document)) == 2


def test_a_proposal_that_was_withdrawn_is_not_made_again_by_the_same_file(file: Path) -> None:
    change(file, "382", "381")
    withdraw(Correction.objects.get(), by=ada())
    call_command("import_explainers", str(file))
    assert Correction.objects.count() == 1


def test_one_that_an_editor_has_in_hand_is_left_to_her(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(file, "382", "381")
    Correction.objects.update(proposer=ada())
    text = file.read_text(encoding="utf-8").replace("1546", "1547")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Exception, match="1 of 1 files were not taken"):
        call_command("import_explainers", str(file))
    assert "an editor is working on the proposal" in capsys.readouterr().out


def test_a_dry_run_says_the_same_and_writes_nothing(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(FILE.replace("382", "381"), encoding="utf-8")
    call_command("import_explainers", str(file), dry_run=True)
    assert "1 proposed." in capsys.readouterr().out
    assert not Correction.objects.exists()


def test_the_file_knows_nothing_of_corrections_made_here_and_undoes_none(file: Path) -> None:
    article = Article.objects.get()
    held = document_at(Version.objects.get())
    publish_one(article, with_section(held, "1546", "1547", 1))
    change(file, "382", "381")
    proposal = Correction.objects.get(state=State.DRAFT)
    assert "1547" in (proposal.document.sections[1].body or "")
    assert len(choices(proposal.base_document, proposal.document)) == 1


def test_where_both_changed_the_same_words_it_is_said(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = Article.objects.get()
    held = document_at(Version.objects.get())
    publish_one(article, with_section(held, "382", "380"))
    change(file, "382", "381")
    assert "a correction published here changed the same words" in capsys.readouterr().out
    proposal = Correction.objects.get(state=State.DRAFT)
    assert "381" in (proposal.document.sections[0].body or "")


def test_withheld_words_do_not_come_back_with_the_file(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = Order(because="privacy", by=ada(), approver=grace())
    remove_words(Sought("John Heywood"), order)
    change(file, "382", "381")
    assert "holds words that were withheld here; they stay withheld" in capsys.readouterr().out
    proposal = Correction.objects.get(state=State.DRAFT)
    assert "Heywood" not in proposal.proposed
    assert len(choices(proposal.base_document, proposal.document)) == 1


def test_a_removed_explainer_is_not_brought_back_by_its_file(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    remove_article(Article.objects.get(), Order(because="law", by=ada(), approver=grace()))
    with pytest.raises(Exception, match="not taken"):
        change(file, "382", "381")
    assert "not brought back by a file" in capsys.readouterr().out


def test_the_proposal_is_published_like_any_other(file: Path) -> None:
    change(file, "382", "381")
    proposal = Correction.objects.get()
    Correction.objects.update(right="381.", cause="transcription", no_source="Our own slip.")
    publish(submit(Correction.objects.get(pk=proposal.pk), by=ada()), by=grace())
    assert list(verify()) == []
    assert Correction.objects.get().file_key == ""


@pytest.mark.parametrize(
    "written",
    [
        "A treaty is an agreement between states,\nwritten down and *binding*.",
        "A treaty is an  agreement between states, written down and _binding_.",
    ],
)
def test_wrapping_white_space_and_other_markup_are_no_changes(written: str) -> None:
    assert reread(DOCUMENT, DOCUMENT, replace(DOCUMENT, lead=written)).document == DOCUMENT


def test_quotes_of_another_style_are_no_changes() -> None:
    document = replace(DOCUMENT, title="Ada’s “treaty”", lead="It’s *so*. He said “no”. Then more.")
    file = replace(document, title='Ada\'s "treaty"', lead='It\'s *so*. He said "no". Then less.')
    read = reread(document, document, file).document
    assert read.title == document.title
    assert read.lead == "It’s *so*. He said “no”. Then less."


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("See [Rule](https://a.example/)及其他。", "See [Rule](https://a.example/) 及其他。"),
        ("且 *没有计划时*，将发生", "且 *没有计划时* ，将发生"),
        ("- 🍽️Servings: 2", "- 🍽️ Servings: 2"),
        ("Half (or more)of all.", "Half (or more) of all."),
    ],
)
def test_white_space_that_divides_no_words_is_no_change(said: str, written: str) -> None:
    document = replace(DOCUMENT, lead=said)
    assert reread(document, document, replace(document, lead=written)).document == document


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("It is **not**able.", "It is **not** able."),
        ("यह नहीं है।", "यह न हीं है।"),
        ("Write `vote -a`.", "Write `vote - a`."),
        ("```\nvote -a\n```", "```\nvote - a\n```"),
        ("Half of all.\n\nNo less.", "Half of all. No less."),
        ("Where a < b holds.", "Where a b holds."),
    ],
)
def test_white_space_that_divides_words_or_paragraphs_is_a_change(said: str, written: str) -> None:
    document = replace(DOCUMENT, lead=said)
    assert reread(document, document, replace(document, lead=written)).document.lead == written


@pytest.mark.parametrize("said", [{"language": "de"}, {"first_published": "1999-12-31"}])
def test_another_language_or_date_is_left_and_that_is_said(said: dict[str, str]) -> None:
    read = reread(DOCUMENT, DOCUMENT, replace(DOCUMENT, **said))  # type: ignore[arg-type]
    assert read.document == DOCUMENT
    assert read.warnings == ["the language or the date of first publication can’t be corrected"]


def test_a_changed_link_is_a_change() -> None:
    file = replace(DOCUMENT, references=(DOCUMENT.references or "").replace("legal.un", "www.un"))
    assert reread(DOCUMENT, DOCUMENT, file).document.references == file.references


def test_a_heading_and_a_few_words_rewritten_are_changes_of_one_section() -> None:
    section = Section("s9", "Who makes them", "States do, by people with full powers.")
    file = replace(DOCUMENT, sections=(section, DOCUMENT.sections[1]))
    read = reread(DOCUMENT, DOCUMENT, file).document
    assert [one.key for one in read.sections] == ["s1", "s2"]


_SENTENCES = st.lists(
    st.sampled_from(["One.", "Two.", "Three.", "Four.", "Five.", "Six."]), max_size=6
)
_BODIES = _SENTENCES.map(" ".join).filter(bool)
_SECTIONS = st.dictionaries(st.sampled_from(["s1", "s2", "s3"]), _BODIES, max_size=3)


def _made(parts: dict[str, str], lead: str) -> Document:
    sections = tuple(Section(key, None, body) for key, body in parts.items())
    return Document("T", lead=lead, sections=sections, faqs=(Question("q1", "Q?", lead),))


@settings(max_examples=100)
@given(_SECTIONS, _SECTIONS, _BODIES, _BODIES)
def test_taking_all_gives_the_proposal_and_taking_none_the_base(
    old: dict[str, str], new: dict[str, str], lead: str, other: str
) -> None:
    base, proposed = _made(old, lead), _made(new, other)
    names = [one.name for one in choices(base, proposed)]
    assert taking(base, proposed, names) == proposed
    none = taking(base, proposed, [])
    assert {one.key: one for one in none.sections} == {one.key: one for one in base.sections}
    assert (none.lead, none.faqs) == (base.lead, base.faqs)


MARKDOWN = """---
title: Is the moon made of cheese?
author: {}
---

No. It is made of rock.
"""


def test_another_explainer_under_the_name_of_a_published_file_is_refused(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("Who counts the votes?\n\nTellers do, and they stand at the door.\n")
    with pytest.raises(CommandError):
        call_command("import_explainers", str(file))
    assert "found another title than that of" in capsys.readouterr().out
    assert not Correction.objects.exists()


class TestAuthors:
    """Who wrote it, as the file says."""

    @pytest.fixture
    def named(self, tmp_path: Path) -> Path:
        """A file with an author, imported and published."""
        path = tmp_path / "moon.md"
        path.write_text(MARKDOWN.format("Ada Lund"))
        call_command("import_explainers", str(path), publish=True)
        return path

    def test_another_author_in_a_file_is_proposed(self, named: Path) -> None:
        named.write_text(MARKDOWN.format("[Ada Lund, Ben Roe]"))
        call_command("import_explainers", str(named))
        proposal = Correction.objects.get()
        assert [one.name for one in proposal.document.authors] == ["Ada Lund", "Ben Roe"]
        (choice,) = choices(proposal.base_document, proposal.document)
        assert (choice.field, choice.before, choice.after) == (
            "authors",
            "Ada Lund",
            "Ada Lund, Ben Roe",
        )

    def test_an_author_can_be_left_as_she_was(self, named: Path) -> None:
        named.write_text(MARKDOWN.format("Ben Roe").replace("rock", "stone"))
        call_command("import_explainers", str(named))
        proposal = Correction.objects.get()
        base = proposal.base_document
        names = {one.name for one in choices(base, proposal.document) if one.field != "authors"}
        taken = taking(base, proposal.document, names)
        assert taken == replace(base, lead="No. It is made of stone.")

    def test_another_author_of_a_draft_is_taken(self, tmp_path: Path) -> None:
        path = tmp_path / "moon.md"
        for name in ("Ada Lund", "Ben Roe"):
            path.write_text(MARKDOWN.format(name))
            call_command("import_explainers", str(path))
        assert [one.name for one in Article.objects.get().authors.all()] == ["Ben Roe"]

    def test_a_dry_run_makes_no_author(self, named: Path) -> None:
        named.write_text(MARKDOWN.format("Ben Roe"))
        call_command("import_explainers", str(named), dry_run=True)
        assert [one.name for one in Author.objects.all()] == ["Ada Lund"]

    def test_a_withheld_author_is_not_put_back(self, named: Path) -> None:
        remove_words(Sought("Ada Lund"), Order(because="safety", by=ada(), approver=grace()))
        named.write_text(MARKDOWN.format("Ada Lund").replace("rock", "stone"))
        call_command("import_explainers", str(named))
        assert "Ada" not in Correction.objects.get(state=State.DRAFT).document.to_json()
        assert not Author.objects.filter(name__contains="Ada").exists()
