"""Removal: words go everywhere and for ever, an explainer goes whole; the record still verifies."""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client

from articles.models import Article, Author, Page, SearchRow, Slug
from articles.publishing import publish as publish_draft
from articles.reading import DocumentGone, document_at, words_of
from articles.rows import write_draft
from articles.sealed import PastNote, write_notes
from corrections.models import Correction, Elsewhere, ErrorReport
from corrections.proposing.drafting import Incomplete, propose, revise, submit
from corrections.publishing import SameSigner, publish
from corrections.removal import Order
from corrections.removing import NothingToWithhold, RemovedAlready, remove_article, remove_words
from corrections.reviewing import confirm, reject
from documents.document import Document, DocumentAuthor, Question, Section
from record import export
from record.chain import locked
from record.models import Delivery, Signer, Text, Version
from record.refusals import UserFacing
from record.removal.places import places
from record.removal.words import Sought
from record.verification import verify
from tests.articles.cast import a_draft, a_published, ada, grace
from tests.corrections.cast import TOLD, a_proposal, publish_one, with_section

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "Jane Roe"
SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "verify_record.py"
DOCUMENT = Document(
    title="Who is Jane Roe?",
    standfirst="Jane Roe, in a paragraph.",
    lead="**Jane** Roe lives [here](https://example.org/jane-roe). JANE\nROE said so.",
    sections=(
        Section("s1", "Jane Roe’s life", "Nothing is known."),
        Section("s2", "Others", "Jane Roehampton is somebody else."),
    ),
    faqs=(Question("q1", "Is Jane Roe real?", "`Jane Roe` is a name in law."),),
)


@pytest.fixture
def known() -> Article:
    """An explainer full of a name, with a correction and a source that say it too."""
    author, _made = Author.objects.get_or_create(name=NAME, slug="jane-roe")
    article, _version = a_published(
        replace(DOCUMENT, authors=(DocumentAuthor(str(author.pk), NAME),)), slug="who-is-jane-roe"
    )
    sections = (replace(DOCUMENT.sections[0], body="Jane Roe was born."), DOCUMENT.sections[1])
    held = document_at(article.version)  # type: ignore[arg-type]
    publish_one(
        article,
        replace(held, sections=sections),
        right="Jane Roe was born.",
        sources=[{"title": "Life of Jane Roe", "url": "https://example.org/Jane_Roe"}],
    )
    return Article.objects.get(pk=article.pk)


def order(**fields: Any) -> Order:
    """Ada asks, Grace approves, for privacy."""
    return Order(**{"because": "privacy", "by": ada(), "approver": grace(), **fields})


def withheld(article: Article) -> Article:
    """The explainer after the name was withheld."""
    remove_words(Sought(NAME), order())
    return Article.objects.get(pk=article.pk)


def outsider(tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """What a stranger's script says of the record as we publish it."""
    file = tmp_path / "record.ndjson"
    file.write_text("".join(export.lines()), encoding="ascii")
    command = [sys.executable, "-I", str(SCRIPT), str(file)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def everything() -> str:
    """Every value of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_the_record_verifies_inside_and_outside(known: Article, tmp_path: Path) -> None:
    withheld(known)
    assert list(verify(rendering=True)) == []
    ran = outsider(tmp_path)
    assert ran.returncode == 0, ran.stdout
    assert "withheld" in ran.stdout


def test_no_value_in_the_database_holds_the_words(known: Article) -> None:
    withheld(known)
    left = everything().lower()
    assert "roe" not in left.replace("roehampton", "")


def test_every_page_old_and_new_is_free_of_them(known: Article, client: Client) -> None:
    article = withheld(known)
    at = article.get_absolute_url()
    paths = ["", "history/", "versions/1/", "versions/2/", "compare/1/3/", "?changes=1"]
    pages = [client.get(f"{at}{path}") for path in paths]
    pages += [client.get(path) for path in ("/", "/faq/", "/corrections/", "/corrections/1/")]
    pages += [client.get(path) for path in ("/corrections/feed.atom", f"{at}corrections.atom")]
    for page in pages:
        assert page.status_code == 200
        text = page.content.decode().lower().replace("roehampton", "")
        assert "roe" not in text
    assert "[withheld]" in pages[0].content.decode()


def test_a_longer_word_is_another_word(known: Article) -> None:
    article = withheld(known)
    assert "Jane Roehampton" in document_at(article.version).sections[1].body  # type: ignore


def test_the_mark_stands_for_the_words_whatever_was_between_them(known: Article) -> None:
    article = withheld(known)
    document = document_at(article.version)  # type: ignore[arg-type]
    assert document.title == "Who is [withheld]?"
    assert document.lead is not None
    assert document.lead.count("withheld") == 3


def test_the_removal_names_each_text_and_signs_with_two_people(known: Article) -> None:
    article = withheld(known)
    assert article.version is not None
    members = article.version.members
    assert members["kind"] == "removal"
    assert {one["class"] for one in members["withholds"]} == {"privacy"}
    gone = Text.objects.filter(withheld_by=article.version)
    assert {row.commitment for row in gone} == {one["withheld"] for one in members["withholds"]}
    assert [one["role"] for one in members["signers"]] == ["proposer", "approver"]


def test_the_log_keeps_an_entry_that_does_not_repeat_them(known: Article, client: Client) -> None:
    withheld(known)
    removal = Correction.objects.get(kind="removal")
    page = client.get(f"/corrections/{removal.number}/").content.decode()
    assert "protect somebody’s privacy" in page
    assert removal.number == 2


def test_the_address_that_held_them_answers_410_and_is_never_given_again(
    known: Article, client: Client
) -> None:
    article = withheld(known)
    assert "roe" not in article.slug
    assert client.get(article.get_absolute_url()).status_code == 200
    assert client.get("/articles/who-is-jane-roe/").status_code == 410
    assert Slug.objects.taken("who-is-jane-roe")
    assert Slug.objects.taken("who-is-jane-roe", but_for=article)


def test_another_name_of_the_same_person_goes_too(known: Article) -> None:
    author = Author.objects.get()
    a_published(
        Document("Another", lead="Text.", authors=(DocumentAuthor(str(author.pk), "J. R."),)),
        slug="another",
    )
    remove_words(Sought(NAME), order())
    other = Article.objects.get(slug="another")
    assert document_at(other.version).authors[0].name == "[withheld]"  # type: ignore[arg-type]
    assert list(verify()) == []


def test_removals_of_several_explainers_are_one_incident(known: Article) -> None:
    a_published(Document("Two", lead="Jane Roe again."), slug="two")
    versions = remove_words(Sought(NAME), order())
    incidents = {one.members["explanation"]["incident"] for one in versions}
    assert len(versions) == 2
    assert len(incidents) == 1
    assert None not in incidents


def test_drafts_proposals_logs_and_accounts_are_reached(known: Article) -> None:
    write_draft(Article(slug="draft-of-jane-roe"), Document("Jane Roe", lead="On *Jane Roe*."))
    held = document_at(known.version)  # type: ignore[arg-type]
    propose(
        known, replace(held, title="Jane Roe!"), by=ada(), **TOLD | {"why": "Jane Roe told us."}
    )
    user = get_user_model().objects.create_user(
        "jane.roe", first_name="Jane", last_name="Roe", email="jane.roe@example.org"
    )
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(Article),
        object_repr="Who is Jane Roe?",
        action_flag=2,
    )
    Signer.objects.filter(pk=grace().pk).update(name="Jane Roe")
    remove_words(Sought(NAME), order(approver=ada(), by=Signer.of_import()))
    assert "jane" not in everything().lower().replace("jane roehampton", "")
    assert list(verify()) == []


def test_an_open_proposal_can_still_be_published_afterwards(known: Article) -> None:
    held = document_at(known.version)  # type: ignore[arg-type]
    changed = replace(held, sections=(held.sections[0], Section("s2", "Others", "Nobody else.")))
    proposal = submit(propose(known, changed, by=ada(), sources=[{"title": "A"}], **TOLD), by=ada())
    remove_words(Sought(NAME), order())
    version = publish(proposal, by=grace())
    assert document_at(version).sections[1].body == "Nobody else."
    assert list(verify()) == []


def test_words_that_nobody_holds_are_refused_and_nothing_is_written(known: Article) -> None:
    with pytest.raises(NothingToWithhold, match="no place holds “John Doe”"):
        remove_words(Sought("John Doe"), order())
    assert Version.objects.count() == 2


def test_whoever_asks_does_not_approve_and_somebody_must(known: Article) -> None:
    with pytest.raises(SameSigner):
        order(approver=ada())
    with pytest.raises(UserFacing, match="second person"):
        order(approver=None)
    with pytest.raises(UserFacing, match="expected one of privacy"):
        order(because="whim")


def test_acting_alone_needs_a_reason_and_shows_that_a_second_review_is_pending(
    known: Article, client: Client
) -> None:
    remove_words(Sought(NAME), order(approver=None, alone="It is night."))
    assert list(verify()) == []
    assert b"second review pending" in client.get("/corrections/2/").content


def test_the_removal_of_an_explainer_by_one_person_is_confirmed_by_another(
    known: Article, client: Client, tmp_path: Path
) -> None:
    remove_article(known, order(approver=None, alone="It is night."))
    at = known.get_absolute_url()
    assert b"second review pending" in client.get(at).content
    confirm(Correction.objects.get(kind="removal"), by=grace())
    assert b"second review pending" not in client.get(at).content
    assert list(verify()) == []
    assert outsider(tmp_path).returncode == 0


def test_decisions_reports_and_notes_from_before_are_reached(known: Article) -> None:
    draft = a_draft(Document("Old", lead="Text."), slug="old", import_key="old.txt")
    write_notes(draft, [PastNote("2020", "We had misspelt Jane Roe.")])
    publish_draft(draft, by=grace())
    proposal = propose(known, document_at(known.version), by=ada())  # type: ignore[arg-type]
    Elsewhere.objects.create(
        correction=proposal, article=known, key="head", sentence="Jane Roe!", decision="no"
    )
    ErrorReport.objects.create(
        article=known, version_number=1, wrong="Jane Roe is my name.", email="jane.roe@example.org"
    )
    remove_words(Sought(NAME), order())
    assert "roe" not in everything().lower().replace("roehampton", "")
    assert list(verify()) == []


def test_an_order_that_repeats_the_words_is_refused(known: Article) -> None:
    with pytest.raises(UserFacing, match="repeats the words"):
        remove_words(Sought(NAME), order(notice="We took out Jane Roe."))
    assert Version.objects.count() == 2


def test_words_can_be_withheld_a_second_time(known: Article) -> None:
    remove_words(Sought("Others"), order())
    remove_words(Sought(NAME), order())
    assert list(verify(rendering=True)) == []


def test_a_removed_explainer_is_served_nowhere(known: Article, client: Client) -> None:
    at = known.get_absolute_url()
    remove_article(known, order(notice="The court’s decision is public."))
    for path in ("", "history/", "versions/1/", "compare/1/2/"):
        answer = client.get(f"{at}{path}")
        assert answer.status_code == 410
        assert "Roe" not in answer.content.decode()
    assert "The court’s decision is public." in client.get(at).content.decode()
    for path in ("/", "/articles/", "/faq/", "/corrections/", "/corrections/1/", "/corrections/2/"):
        assert "Roe" not in client.get(path).content.decode(), path
    assert "Roe" not in client.get("/corrections/feed.atom").content.decode()
    assert not Page.objects.exists()
    assert not SearchRow.objects.exists()


def test_a_legal_demand_answers_451(known: Article, client: Client) -> None:
    remove_article(known, order(because="law"))
    assert client.get(known.get_absolute_url()).status_code == 451


def test_its_words_are_hidden_in_the_public_record_and_kept_here(
    known: Article, tmp_path: Path
) -> None:
    remove_article(known, order())
    assert "Roe" not in "".join(export.lines())
    assert Text.objects.filter(body__contains="Roe").exists()
    assert list(verify()) == []
    ran = outsider(tmp_path)
    assert ran.returncode == 0, ran.stdout


def test_a_reinstatement_brings_a_removed_explainer_back_as_it_was(
    known: Article, client: Client, tmp_path: Path
) -> None:
    words = document_at(known.version)  # type: ignore[arg-type]
    remove_article(known, order())
    back = propose(
        Article.objects.get(pk=known.pk),
        words_of(Version.objects.get(pk=3)),
        by=ada(),
        kind="reinstatement",
        right="The court has lifted its order.",
    )
    version = publish(submit(back, by=ada()), by=grace())
    assert document_at(version) == words
    assert client.get(known.get_absolute_url()).status_code == 200
    assert list(verify(rendering=True)) == []
    assert outsider(tmp_path).returncode == 0
    assert "Roe" in "".join(export.lines())


def test_a_retracted_explainer_comes_back_retracted_with_its_banner(known: Article) -> None:
    publish_one(known, document_at(known.version), kind="retraction", right="All wrong.")  # type: ignore
    remove_article(known, order())
    article = Article.objects.get(pk=known.pk)
    back = propose(
        article, words_of(Version.objects.get(pk=4)), by=ada(), kind="reinstatement", right="Back."
    )
    version = publish(submit(back, by=ada()), by=grace())
    assert version.members["status"] == "retracted"
    assert version.members["banners"] == [2, 4]
    assert list(verify()) == []


def test_destroying_leaves_nothing_to_bring_back(known: Article, tmp_path: Path) -> None:
    propose(known, document_at(known.version), by=ada(), why="Jane Roe asked.")  # type: ignore
    remove_article(known, order(), destroy=True)
    assert list(verify()) == []
    assert outsider(tmp_path).returncode == 0
    texts = Text.objects.filter(brought_by__subject=known.pk, body__isnull=False)
    assert not texts.filter(body__contains="Roe").exists()
    assert not Correction.objects.filter(version=None).exists()
    with pytest.raises(DocumentGone):
        words_of(Version.objects.get(pk=3))


def test_a_removed_explainer_is_not_removed_again_but_can_be_destroyed(known: Article) -> None:
    remove_article(known, order())
    with pytest.raises(RemovedAlready):
        remove_article(known, order())
    remove_article(known, order(), destroy=True)
    assert list(verify()) == []


def test_a_draft_is_deleted_instead() -> None:
    with pytest.raises(UserFacing, match="just delete it"):
        remove_article(a_draft(), order())


def test_words_are_withheld_from_a_removed_explainer_too(known: Article, tmp_path: Path) -> None:
    remove_article(known, order())
    remove_words(Sought(NAME), order())
    left = Text.objects.filter(body__contains="Jane Roe").exclude(body__contains="Roehampton")
    assert not left.exists()
    assert list(verify()) == []
    ran = outsider(tmp_path)
    assert ran.returncode == 0, ran.stdout
    assert all(json.loads(line) for line in export.lines())


def test_readers_are_told_that_words_are_gone_and_who_did_it(
    known: Article, client: Client
) -> None:
    remove_words(Sought(NAME), order(approver=None, alone="It is night."))
    page = client.get("/corrections/2/").content.decode()
    assert "Where they stood it says [withheld]." in page
    assert "Proposed and published by Ada Edits." in " ".join(page.split())
    assert "approved by" not in page


def test_what_is_withheld_from_a_proposal_is_not_published_by_who_approves_it_then(
    known: Article,
) -> None:
    other, version = a_published()
    proposal = submit(
        a_proposal(
            other,
            with_section(document_at(version), "full powers", "powers like Jane Roe"),
        ),
        by=ada(),
    )
    approver = grace()

    def approve() -> None:
        try:
            publish(proposal, by=approver)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with locked():
            approving = pool.submit(approve)
            # Until all is made and only the lock is waited for.
            time.sleep(0.7)
            for place in places():
                if place.label == "proposal":
                    assert place.withhold(Sought(NAME)) == 1
        approving.result(timeout=60)
    assert not Text.objects.filter(body__contains="powers like Jane").exists()
    assert Text.objects.filter(body__contains=r"powers like \[withheld\]").exists()
    assert list(verify()) == []


def test_a_legal_notice_stays_when_words_are_withheld_from_a_removed_explainer_later(
    known: Article, client: Client
) -> None:
    remove_article(known, order(because="law", notice="A court said so."))
    remove_words(Sought("Others"), order())
    answer = client.get(known.get_absolute_url())
    assert answer.status_code == 451
    assert "A court said so." in answer.content.decode()


def test_a_second_removal_speaks_for_the_one_whose_words_it_destroys(
    known: Article, client: Client
) -> None:
    remove_article(known, order(notice="A first notice."))
    remove_article(known, order(because="law", notice="A court said so."), destroy=True)
    answer = client.get(known.get_absolute_url())
    assert answer.status_code == 451
    assert "A court said so." in answer.content.decode()


def test_a_letter_that_waits_is_emptied_with_the_answer_of_the_mail_server(known: Article) -> None:
    Delivery.objects.create(
        courier="mail",
        content={"to": "ben@example.org", "body": "A letter about Jane\nRoe."},
        error="SMTPRecipientsRefused: {'jane.roe@example.org': (550, b'no')}",
    )
    remove_words(Sought(NAME), order())
    assert "roe" not in everything().lower().replace("roehampton", "")


def test_nothing_but_a_reinstatement_is_published_once_an_explainer_is_removed(
    known: Article,
) -> None:
    words = document_at(known.version)  # type: ignore[arg-type]
    proposal = submit(a_proposal(known, replace(words, title="Who was she?")), by=ada())
    remove_article(known, order())
    with pytest.raises(Incomplete, match="has to be reinstated first"):
        publish(proposal, by=grace())
    assert "Who was she?" not in "".join(export.lines())
    assert list(verify()) == []


def test_an_explainer_is_not_retracted_twice_by_two_who_approve_at_once(known: Article) -> None:
    words = document_at(known.version)  # type: ignore[arg-type]
    first, second = (
        submit(a_proposal(known, words, kind="retraction"), by=ada()) for _turn in range(2)
    )
    publish(first, by=grace())
    with pytest.raises(Incomplete, match="retracted already"):
        publish(second, by=grace())
    assert list(verify()) == []


def test_comments_on_proposals_and_what_one_follows_are_reached() -> None:
    article, version = a_published()
    held = document_at(version)
    first = a_proposal(article, with_section(held, "full powers", "powers like Jane Roe"))
    reject(submit(first, by=ada()), by=grace(), reason="Jane Roe objects.")
    second = a_proposal(article, with_section(held, "full powers", "powers of Jane Roe"))
    changed = replace(held, title="Who makes treaties?")
    propose(article, changed, by=ada(), follows=second)
    # What it follows goes on without the name; what it was written on still has it.
    revise(second, held, by=ada(), edition=0)
    remove_words(Sought(NAME), order())
    assert "roe" not in everything().lower()


def test_pages_lead_to_the_new_address_of_an_author_whose_old_one_held_the_words(
    client: Client,
) -> None:
    author = Author.objects.create(name="Standards desk", slug="jane-roe")
    article, _version = a_published(
        Document("Rain", lead="It rains.", authors=(DocumentAuthor(str(author.pk), author.name),))
    )
    assert "jane-roe" in client.get(article.get_absolute_url()).content.decode()
    remove_words(Sought(NAME), order())
    author.refresh_from_db()
    page = client.get(article.get_absolute_url()).content.decode()
    assert "jane-roe" not in page
    assert author.get_absolute_url() in page
    assert list(verify()) == []


def test_who_has_her_own_name_withheld_is_not_named_by_the_removal(known: Article) -> None:
    user = get_user_model().objects.create_user("jane.roe", first_name="Jane", last_name="Roe")
    remove_words(Sought(NAME), order(by=Signer.of(user)))
    assert "roe" not in everything().lower().replace("roehampton", "")
    assert list(verify()) == []


def test_a_name_that_was_withheld_is_not_signed_with_later(known: Article) -> None:
    user = get_user_model().objects.create_user("reporter", first_name="Jane", last_name="Roe")
    remove_words(Sought(NAME), order())
    user.refresh_from_db()
    assert Signer.of(user).name == "[withheld]"
