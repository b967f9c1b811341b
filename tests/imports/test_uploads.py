"""Bringing explainers in: sent, read, looked at, chosen, taken, and the way back."""

import json

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Asset, Author
from corrections.models import Correction
from corrections.removal import Order
from corrections.removing import remove_words
from imports.models import Item, Upload, UploadState
from record.models import Signer, Version
from record.removal.words import Sought
from site_config.accounts import WRITERS
from tests.admin.cast import desk_of as anyones_desk
from tests.admin.cast import text_of
from tests.admin.corrections_cast import desk_of, person
from tests.imports.uploads_cast import (
    ADD,
    LIST,
    RIVERS,
    TIDES,
    a_picture,
    chosen,
    page_of,
    read,
    sent,
    taken,
    zipped,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada() -> Client:
    """Ada's browser; she edits."""
    return desk_of("ada")


def queries(desk: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(address).status_code == 200
    return len(captured)


def item_of(upload: Upload, title: str) -> Item:
    return upload.items.get(title__startswith=title)


def take_all(desk: Client, **files: str) -> Upload:
    named = {f"{name}.md": text for name, text in files.items()}
    return taken(desk, read(desk, {"all.zip": zipped(named)}))


def test_a_zip_is_read_and_nothing_is_written(ada: Client) -> None:
    upload = read(ada, {"all.zip": zipped({"tides.md": TIDES, "rivers.md": RIVERS})})

    assert upload.state == UploadState.CHOOSING
    assert upload.items.counts("result") == {"made": 2}
    assert not Article.objects.exists()
    assert "What are tides?" in text_of(ada.get(page_of(upload)))


def test_what_is_ticked_becomes_drafts_and_the_rest_is_forgotten(ada: Client) -> None:
    upload = read(ada, {"all.zip": zipped({"tides.md": TIDES, "rivers.md": RIVERS})})
    rivers, tides = upload.items.all()
    ada.post(page_of(upload, "choose"), {"shown": [rivers.pk, tides.pk], "take": [tides.pk]})

    upload = taken(ada, upload)

    assert [one.title for one in Article.objects.all()] == ["What are tides?"]
    assert Article.objects.get().lead == "The sea rises and falls."
    assert upload.state == UploadState.DONE
    assert not upload.items.exclude(reading={}).exists()


def test_what_is_taken_is_what_was_read_not_what_the_file_says_now(ada: Client) -> None:
    upload = read(ada, {"tides.md": TIDES})

    taken(ada, upload)

    assert Article.objects.get().import_key == "tides.md"
    assert not list((settings.STATE_DIR / "uploads").glob(f"{upload.pk}/*"))


def test_options_count_for_all(ada: Client) -> None:
    upload = read(ada, {"tides.md": TIDES}, author="Ada Mora", topics="Sea, Moon", language="de")

    taken(ada, upload)

    article = Article.objects.get()
    assert [one.name for one in Author.objects.all()] == ["Ada Mora"]
    assert {one.name for one in article.topics.all()} == {"Sea", "Moon"}
    assert article.language == "de"


def test_a_second_import_of_the_same_file_has_nothing_to_take(ada: Client) -> None:
    take_all(ada, tides=TIDES)

    upload = read(ada, {"all.zip": zipped({"tides.md": TIDES})})

    assert upload.items.counts("result") == {"unchanged": 1}
    assert "Nothing here can be taken in." in text_of(ada.get(page_of(upload)))


def test_a_broken_file_says_where_and_why_and_stops_no_other(ada: Client) -> None:
    files: dict[str, str | bytes] = {
        "tides.md": TIDES,
        "bad.md": b"# Bad\n\nA \x00 sign.\n",
        "no.docx": b"PK\x03\x04",
    }
    upload = read(ada, {"all.zip": zipped(files)})

    words = text_of(ada.get(page_of(upload)))
    assert upload.items.counts("result") == {"made": 1, "refused": 2}
    assert "all.zip: bad.md" in words
    assert "Line 3: found" in words


def test_markup_in_a_name_or_a_title_is_shown_as_text(ada: Client) -> None:
    upload = read(ada, {"<img src=x>.md": "# <script>alert(1)</script>\n\nWords.\n"})

    page = ada.get(page_of(upload)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt;.md" in page


def test_publishing_at_once_signs_with_the_editors_own_signer(ada: Client) -> None:
    upload = read(ada, {"tides.md": TIDES}, publishes="yes")
    assert upload.items.counts("result") == {"published": 1}

    taken(ada, upload)

    article = Article.objects.get()
    version = Version.objects.get(subject=article.pk)
    signer = Signer.objects.get(user=person("ada"))
    assert [one["id"] for one in version.members["signers"]] == [str(signer.pk)]


def test_a_dry_run_makes_no_signer(ada: Client) -> None:
    read(ada, {"tides.md": TIDES}, publishes="yes")

    assert not Signer.objects.exists()


def test_writers_are_not_offered_to_publish_and_can_not(ada: Client) -> None:
    wilma = desk_of("wilma")
    assert "Is published at once" not in text_of(wilma.get(ADD))

    upload = read(wilma, {"tides.md": TIDES}, publishes="yes")
    taken(wilma, upload)

    assert not Article.objects.get().is_published


def test_who_may_publish_no_more_brings_in_drafts(ada: Client) -> None:
    upload = read(ada, {"tides.md": TIDES}, publishes="yes")
    person("ada").groups.clear()
    person("wilma")
    Upload.objects.update(owner=person("wilma"))

    taken(desk_of("wilma"), upload)

    assert not Article.objects.get().is_published


def test_a_changed_file_of_a_published_explainer_becomes_a_proposal_of_the_editor(
    ada: Client,
) -> None:
    taken(ada, read(ada, {"tides.md": TIDES}, publishes="yes"))
    changed = TIDES.replace("rises and falls", "rises twice a day")
    upload = read(ada, {"tides.md": changed})
    item = upload.items.get()

    looked = text_of(ada.get(page_of(upload, "item", item.pk)))
    assert not Correction.objects.exists()
    taken(ada, upload)

    assert item.result == "proposed"
    assert "twice a day" in looked
    proposal = Correction.objects.get()
    assert proposal.proposer.user == person("ada")
    assert proposal.document.lead == "The sea rises twice a day."


def test_changed_ones_can_be_left_alone(ada: Client) -> None:
    taken(ada, read(ada, {"tides.md": TIDES}, publishes="yes"))

    upload = read(ada, {"tides.md": TIDES.replace("falls", "sinks")}, proposes="")

    assert upload.items.counts("result") == {"changed": 1}
    assert not upload.items.filter(chosen=True).exists()


def test_the_editors_own_proposal_is_foreseen_to_be_brought_up_to_date(ada: Client) -> None:
    taken(ada, read(ada, {"tides.md": TIDES}, publishes="yes"))
    taken(ada, read(ada, {"tides.md": TIDES.replace("falls", "sinks")}))

    upload = read(ada, {"tides.md": TIDES.replace("falls", "drops")})
    taken(ada, upload)

    assert Correction.objects.get().document.lead == "The sea rises and drops."


def test_an_upload_taken_after_the_site_changed_is_decided_on_anew_and_says_so(
    ada: Client,
) -> None:
    upload = read(ada, {"tides.md": TIDES})
    take_all(desk_of("grace"), tides=TIDES)

    upload = taken(ada, upload)

    assert upload.items.get().became == "unchanged"
    assert "The site had changed meanwhile." in text_of(ada.get(page_of(upload)))


def test_pictures_wait_with_the_upload_are_shown_and_come_along(ada: Client) -> None:
    text = "# Tides\n\n![The sea](sea.png)\n"
    upload = read(ada, {"all.zip": zipped({"tides.md": text, "sea.png": a_picture()})})
    item = upload.items.get()
    (sha256,) = item.reading["pictures"]

    page = ada.get(page_of(upload, "item", item.pk)).content.decode()
    shown = ada.get(page_of(upload, "picture", sha256))
    assert f'src="{page_of(upload, "picture", sha256)}"' in page
    assert shown.content == a_picture()
    assert shown["Content-Type"] == "image/png"
    assert not Asset.objects.exists()

    taken(ada, upload)
    assert Asset.objects.get().pk == sha256


def test_the_preview_is_the_page_of_readers_and_no_cache_keeps_it(ada: Client) -> None:
    upload = read(ada, {"tides.md": TIDES}, author="Ada Mora", topics="Sea")

    response = ada.get(page_of(upload, "item", upload.items.get().pk))

    words = text_of(response)
    assert "Preview: nobody else sees this." in words
    assert "The sea rises and falls." in words
    assert "Ada Mora" in words
    assert "no-store" in response["Cache-Control"]
    assert not Author.objects.exists()


def test_the_report_is_a_line_of_json_an_explainer(ada: Client) -> None:
    upload = read(ada, {"all.zip": zipped({"tides.md": TIDES, "x.css": "a {}"})})

    response = ada.get(page_of(upload, "report"))

    lines = [json.loads(line) for line in b"".join(response).decode().splitlines()]
    assert [(one["file"], one["result"]) for one in lines] == [
        ("all.zip: tides.md", "made"),
        ("all.zip: x.css", "left out"),
    ]


def test_who_may_not_propose_leaves_published_ones_as_they_are(ada: Client) -> None:
    taken(ada, read(ada, {"tides.md": TIDES}, publishes="yes"))
    Group.objects.get(name=WRITERS).permissions.remove(
        Permission.objects.get(codename="add_correction")
    )

    upload = read(desk_of("wilma"), {"tides.md": TIDES.replace("falls", "sinks")})

    assert upload.items.counts("result") == {"changed": 1}


def test_long_names_of_files_are_logged_short(ada: Client) -> None:
    upload = read(ada, {f"{letter * 180}.md": TIDES for letter in "abc"})

    taken(ada, upload)

    assert len(LogEntry.objects.latest("pk").object_repr) <= 200


def test_addresses_that_it_had_elsewhere_lead_here(ada: Client) -> None:
    text = "---\ntitle: Tides\naliases: [/old/tides/]\n---\n\nThe sea rises.\n"
    taken(ada, read(ada, {"tides.md": text}, publishes="yes"))

    assert Client().get("/old/tides/")["Location"] == "/articles/tides/"


def test_an_address_beside_one_that_was_not_taken_is_told(ada: Client) -> None:
    files = {"a.md": "# Tides\n\nThe sea rises.\n", "b.md": "# Tides\n\nOf money and men.\n"}
    upload = read(ada, {"all.zip": zipped(files)})
    first, second = upload.items.all()
    ada.post(page_of(upload, "choose"), {"shown": [first.pk, second.pk], "take": [second.pk]})

    taken(ada, upload)

    assert (second.slug, Article.objects.get().slug) == ("tides-2", "tides")
    assert (
        "its address is “tides”, not “tides-2” as was foreseen"
        in upload.items.get(pk=second.pk).why
    )


class TestTheWayBack:
    """Drafts that an import made can be deleted, unless somebody has touched them."""

    def test_untouched_drafts_go_edited_ones_stay(self, ada: Client) -> None:
        upload = take_all(ada, tides=TIDES, rivers=RIVERS)
        Article.objects.filter(slug="what-are-tides").update(lead="Edited here.")

        ada.post(page_of(upload, "undo"))
        for _step in range(3):
            ada.post(page_of(upload, "step"))

        assert [one.slug for one in Article.objects.all()] == ["what-are-tides"]
        upload.refresh_from_db()
        assert upload.state == UploadState.DONE
        assert upload.items.counts("became") == {"made": 1, "deleted": 1}

    def test_what_was_published_since_stays(self, ada: Client) -> None:
        upload = take_all(ada, tides=TIDES)
        article = Article.objects.get()
        ada.post(f"/admin/articles/article/{article.pk}/publish/", {"edition": article.edition})
        assert Article.objects.get().is_published

        ada.post(page_of(upload, "undo"))
        ada.post(page_of(upload, "step"))

        assert Article.objects.get().is_published

    def test_drafts_of_others_stay(self, ada: Client) -> None:
        take_all(ada, tides=TIDES)
        upload = take_all(ada, tides=TIDES, rivers=RIVERS)

        ada.post(page_of(upload, "undo"))
        ada.post(page_of(upload, "step"))

        assert [one.slug for one in Article.objects.all()] == ["what-are-tides"]

    def test_writers_who_may_not_delete_drafts_may_not_here(self) -> None:
        wilma = desk_of("wilma")
        upload = take_all(wilma, tides=TIDES)

        assert wilma.post(page_of(upload, "undo")).status_code == 403
        assert "Delete the drafts" not in text_of(wilma.get(page_of(upload)))


class TestTheReport:
    """Fifty on a page, by result, and the choice survives going from page to page."""

    @pytest.fixture
    def many(self, ada: Client) -> Upload:
        files = {f"{n:03}.md": f"# Explainer {n:03}\n\nWords {n}.\n" for n in range(120)}
        return read(ada, {"all.zip": zipped({**files, "x.css": "a {}"})})

    def test_a_page_has_fifty(self, ada: Client, many: Upload) -> None:
        first, last = ada.get(page_of(many)), ada.get(page_of(many), {"page": "3"})

        assert len(first.context["rows"]) == 50
        assert len(last.context["rows"]) == 21

    def test_the_choice_survives_paging(self, ada: Client, many: Upload) -> None:
        shown = [row["item"].pk for row in ada.get(page_of(many)).context["rows"]]
        choice = {"shown": shown, "take": shown[1:], "page": "1", "go": "page:2"}

        response = ada.post(page_of(many, "choose"), choice)

        assert response["Location"].endswith("?result=&page=2")
        assert many.items.filter(chosen=True).count() == 119
        assert not many.items.get(pk=shown[0]).chosen

    def test_all_of_a_result_can_be_unticked_and_ticked(self, ada: Client, many: Upload) -> None:
        ada.post(page_of(many, "choose"), {"result": "made", "go": "none:"})
        none = many.items.filter(chosen=True).count()
        ada.post(page_of(many, "choose"), {"result": "made", "go": "all:"})

        assert none == 0
        assert many.items.filter(chosen=True).count() == 120

    def test_what_can_not_be_taken_can_not_be_ticked(self, ada: Client, many: Upload) -> None:
        css = many.items.get(result="left out")
        ada.post(page_of(many, "choose"), {"shown": [css.pk], "take": [css.pk]})

        assert not many.items.get(pk=css.pk).chosen

    def test_a_filter_shows_one_result(self, ada: Client, many: Upload) -> None:
        response = ada.get(page_of(many), {"result": "left out"})

        assert [row["item"].name for row in response.context["rows"]] == ["all.zip: x.css"]

    def test_a_page_takes_the_same_few_queries_however_many_there_are(
        self, ada: Client, many: Upload
    ) -> None:
        one = read(ada, {"tides.md": TIDES})

        assert queries(ada, page_of(many)) <= queries(ada, page_of(one)) <= 12


class TestWho:
    """Those who may add explainers, each her own; superusers see all."""

    def test_a_stranger_is_sent_to_the_login(self) -> None:
        assert Client().get(ADD).status_code == 302

    def test_who_may_not_add_explainers_may_not_bring_them_in(self) -> None:
        ben = anyones_desk("ben")
        assert ben.get(ADD).status_code == 403
        assert ben.post(ADD, chosen()).status_code == 403
        assert ben.get(LIST).status_code == 403

    @pytest.mark.parametrize("name", ["wilma", "ada", "petra"])
    def test_writers_editors_and_publishers_may(self, name: str) -> None:
        desk = desk_of(name)
        taken(desk, read(desk, {"tides.md": TIDES}))

        assert Article.objects.get().title == "What are tides?"

    @pytest.mark.parametrize(
        "step", ["change", "step", "take", "drop", "undo", "choose", "report", "send"]
    )
    def test_anothers_import_is_not_there(self, ada: Client, step: str) -> None:
        upload = read(ada, {"tides.md": TIDES})
        grace = desk_of("grace")

        assert grace.get(page_of(upload, step))["Location"] == LIST
        assert grace.post(page_of(upload, step))["Location"] == LIST
        upload.refresh_from_db()
        assert upload.state == UploadState.CHOOSING

    def test_anothers_explainers_and_pictures_are_not_there(self, ada: Client) -> None:
        text = "# Tides\n\n![The sea](sea.png)\n"
        upload = read(ada, {"all.zip": zipped({"tides.md": text, "sea.png": a_picture()})})
        item = upload.items.get()
        grace = desk_of("grace")

        assert grace.get(page_of(upload, "item", item.pk)).status_code == 302
        picture = page_of(upload, "picture", item.reading["pictures"][0])
        assert grace.get(picture).status_code == 404

    def test_the_list_has_ones_own_and_a_superuser_sees_all(self, ada: Client) -> None:
        read(ada, {"tides.md": TIDES})
        root = person("petra")
        root.is_superuser = True
        root.save()

        assert "tides.md" in text_of(ada.get(LIST))
        assert "tides.md" not in text_of(desk_of("grace").get(LIST))
        assert "tides.md" in text_of(desk_of("petra").get(LIST))

    @pytest.mark.parametrize("step", ["step", "take", "drop", "choose", "send"])
    def test_each_step_wants_a_token(self, ada: Client, step: str) -> None:
        upload = read(ada, {"tides.md": TIDES})
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(person("ada"))

        assert strict.post(page_of(upload, step)).status_code == 403


def test_dropping_forgets_everything(ada: Client) -> None:
    upload = sent(ada, {"tides.md": TIDES})
    assert list((settings.STATE_DIR / "uploads").glob(f"{upload.pk}/*"))

    ada.post(page_of(upload, "drop"))

    assert not Upload.objects.exists()
    assert not list((settings.STATE_DIR / "uploads").glob(f"{upload.pk}*"))


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"files": []}, "Choose the files to bring in."),
        ({"language": "no tag!"}, "expected a language tag"),
        ({"format_name": "pdf"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_with_the_form_is_said_beside_it(
    ada: Client, fields: dict[str, object], problem: str
) -> None:
    words = text_of(ada.post(ADD, chosen(**fields)))

    assert problem in words
    assert not Upload.objects.exists()


def test_an_empty_import_says_so(ada: Client) -> None:
    upload = read(ada, {"all.zip": zipped({})})

    assert "There was no explainer in these files" in text_of(ada.get(page_of(upload)))


def test_withheld_words_leave_a_waiting_import(ada: Client) -> None:
    taken(ada, read(ada, {"tides.md": TIDES.replace("sea", "Jane Roe")}, publishes="yes"))
    secret = "# A “new” one\n\nAsk Jane Roe\nabout it.\n"
    upload = read(ada, {"new.md": secret})

    by = Signer.of(person("grace"))
    remove_words(Sought("Jane Roe"), Order(because="privacy", by=by, alone="It is night."))
    upload = taken(ada, upload)

    item = upload.items.get()
    assert item.became == "refused"
    assert "withheld" in item.why
    assert Article.objects.count() == 1
