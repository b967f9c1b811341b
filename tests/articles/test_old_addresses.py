"""Old addresses: kept at import, answered in one hop, never in the way of the site's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from articles.following import move
from articles.models import Article, OldAddress
from articles.old_addresses import address_of, keep_old_addresses
from articles.publishing import publish
from corrections.removal import Order
from corrections.removing import remove_article, remove_words
from record import guards
from record.removal.words import Sought
from tests.articles.cast import DOCUMENT, a_draft, a_published, ada, grace

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "/articles/what-is-a-treaty/"


@contextmanager
def nobody_takes(address: str) -> Iterator[None]:
    """A database in which that address can't be kept."""
    table = OldAddress._meta.db_table
    on = f"ALTER TABLE {table} ADD CONSTRAINT full CHECK (address <> '{address}')"
    off = f"ALTER TABLE {table} DROP CONSTRAINT full"
    if connection.vendor == "sqlite":
        on = (
            f"CREATE TRIGGER full BEFORE INSERT ON {table} WHEN NEW.address = '{address}'"
            " BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
        off = "DROP TRIGGER full"
    with connection.cursor() as cursor:
        cursor.execute(on.replace(" full ", ' "full" '))
        try:
            yield
        finally:
            cursor.execute(off.replace(" full", ' "full"'))


@pytest.fixture
def article() -> Article:
    """A published explainer that stood elsewhere before."""
    article, _version = a_published()
    aliases = ["https://old.example/2019/Treaties/", "/?p=123", "/caf%C3%A9/a b?id=7&x=1"]
    assert keep_old_addresses([(article.pk, aliases)]) == []
    return article


@pytest.mark.parametrize(
    ("alias", "address"),
    [
        ("https://old.example/2019/one/", "/2019/one/"),
        ("//old.example/one", "/one"),
        ("old/one", "/old/one"),
        ("/caf%C3%A9", "/café"),
        ("/cafe\u0301", "/café"),
        ("/caf%e9", "/caf%E9"),
        ("/a%3Fb", "/a%3Fb"),
        ("/one?b=2&a=1#there", "/one?a=1&b=2"),
        ("/one?utm_source=x&fbclid=y", "/one"),
        ("http://old.example/?p=12", "/?p=12"),
        ("http://old.example", None),
        ("/", None),
        ("", None),
        ("mailto:ada@example.org", None),
        ("javascript:alert(1)", None),
        ("urn:uuid:1", None),
        ("http://[", None),
        ("/a%00b", None),
        ("/a%0Ab", None),
        ("/" + "x" * 500, None),
    ],
)
def test_an_alias_is_kept_as_path_and_query(alias: str, address: str | None) -> None:
    assert address_of(alias) == address


@pytest.mark.parametrize(
    "asked",
    [
        "/2019/Treaties/",
        "/2019/treaties/",
        "/2019/Treaties",
        "/2019/TREATIES/index.html",
        "/2019/Treaties/index.php",
        "/2019/%54reaties/",
        "/2019/Treaties/?utm_source=letter",
        "/2019/Treaties/?page=2",
        "/?p=123",
        "/?p=123&utm_medium=mail",
        "/index.php?p=123",
        "/caf%C3%A9/a%20b?x=1&id=7",
    ],
)
def test_whoever_comes_by_an_old_address_is_sent_to_the_explainer(
    article: Article, client: Client, asked: str
) -> None:
    for ask in (client.get, client.head):
        response = ask(asked)
        assert response.status_code == 301
        assert response["Location"] == HERE


@pytest.mark.parametrize(
    "asked",
    ["/2019/", "/2019/Treaties/2/", "/caf%C3%A9/a%20b", "/caf%C3%A9/a%20b?id=8", "/index.php"],
)
def test_what_nobody_kept_is_not_found(article: Article, client: Client, asked: str) -> None:
    assert client.get(asked).status_code == 404


def test_what_is_posted_to_an_old_address_is_not_found(article: Article, client: Client) -> None:
    assert client.post("/2019/Treaties/").status_code == 404


def test_a_post_number_that_nobody_kept_shows_the_home_page(
    article: Article, client: Client
) -> None:
    assert client.get("/?p=124").status_code == 200
    assert client.get("/?page_id=123").status_code == 200


def test_the_home_page_asks_for_no_old_address_without_a_post_number(
    article: Article, client: Client
) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get("/?utm_source=letter")
        client.get("/")
    assert asked.captured_queries
    assert not [one for one in asked.captured_queries if "oldaddress" in one["sql"]]


def test_the_site_s_own_address_wins(article: Article, client: Client) -> None:
    a_published(replace(DOCUMENT, title="Another"))
    own = ["/articles/another/", "/articles/another", "/faq/", "/robots.txt", "/?p=5"]
    keep_old_addresses([(article.pk, own)])
    assert client.get("/articles/another/").status_code == 200
    assert client.get("/articles/another")["Location"] == "/articles/another/"
    assert client.get("/faq/").status_code == 200
    assert client.get("/robots.txt").status_code == 200


def test_an_address_of_another_shape_of_ours_leads_on_in_one_hop(
    article: Article, client: Client
) -> None:
    keep_old_addresses([(article.pk, ["/articles/treaty-2019/", "/articles/treaty-2020"])])
    assert client.get("/articles/treaty-2019/")["Location"] == HERE
    assert client.get("/articles/treaty-2019")["Location"] == HERE
    assert client.get("/articles/treaty-2020")["Location"] == HERE


def test_after_a_move_it_is_still_one_hop(article: Article, client: Client) -> None:
    move(article, "treaties", by=grace())
    assert client.get("/?p=123")["Location"] == "/articles/treaties/"


def test_where_only_the_case_differs_each_leads_to_its_own(
    article: Article, client: Client
) -> None:
    other, _version = a_published(replace(DOCUMENT, title="Another"))
    keep_old_addresses([(article.pk, ["/s/aB"]), (other.pk, ["/s/Ab"])])
    assert client.get("/s/aB")["Location"] == HERE
    assert client.get("/s/Ab")["Location"] == "/articles/another/"
    assert client.get("/s/ab").status_code == 404


def test_an_address_that_another_has_is_not_taken_from_it(article: Article, client: Client) -> None:
    other, _version = a_published(replace(DOCUMENT, title="Another"))
    (held,) = keep_old_addresses([(other.pk, ["/?p=123", "/another-old"])])
    assert (held.article, held.address, held.holder) == (other.pk, "/?p=123", article.pk)
    assert client.get("/?p=123")["Location"] == HERE
    assert client.get("/another-old")["Location"] == "/articles/another/"


def test_a_draft_s_old_address_is_not_found_until_it_is_published(client: Client) -> None:
    draft = a_draft()
    keep_old_addresses([(draft.pk, ["/old"])])
    assert client.get("/old").status_code == 404
    publish(draft, by=ada())
    assert client.get("/old")["Location"] == HERE


def test_many_are_kept_with_few_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    articles = [a_draft(replace(DOCUMENT, title=f"Number {one}")) for one in range(20)]
    pairs = [(one.pk, [f"/{place}/a", f"/{place}/b"]) for place, one in enumerate(articles)]
    with django_assert_num_queries(5):
        keep_old_addresses(pairs)
    assert OldAddress.objects.count() == 40
    keep_old_addresses(pairs)
    assert OldAddress.objects.count() == 40


@pytest.mark.parametrize(("because", "status"), [("privacy", 410), ("law", 451)])
@pytest.mark.parametrize("destroy", [False, True])
def test_a_removed_explainer_answers_as_its_own_address_does(
    article: Article, client: Client, because: str, status: int, destroy: bool
) -> None:
    order = Order(because=because, by=ada(), approver=grace())
    remove_article(article, order, destroy=destroy)
    for asked in ("/2019/Treaties/", "/2019/treaties", "/?p=123"):
        assert client.get(asked).status_code == status
    assert destroy is not OldAddress.objects.shown().exists()


def test_withheld_words_leave_no_old_address_and_it_is_gone(
    article: Article, client: Client
) -> None:
    keep_old_addresses([(article.pk, ["/on/Xanthippe-Quux/", "/on/others/"])])
    remove_words(Sought("Xanthippe Quux"), Order(because="safety", by=ada(), approver=grace()))
    assert not OldAddress.objects.filter(address__icontains="quux").exists()
    assert not OldAddress.objects.filter(loose__icontains="quux").exists()
    assert client.get("/on/Xanthippe-Quux/").status_code == 410
    assert client.get("/on/xanthippe-quux").status_code == 410
    assert client.get("/on/others/").status_code == 301
    keep_old_addresses([(article.pk, ["/on/Xanthippe-Quux/"])])
    assert client.get("/on/Xanthippe-Quux/").status_code == 410


def test_withhold_lists_old_addresses(article: Article, capsys: pytest.CaptureFixture[str]) -> None:
    keep_old_addresses([(article.pk, ["/on/Xanthippe-Quux/"])])
    call_command(
        "withhold", words="Xanthippe Quux", reason="safety", by="ada", alone="It is night."
    )
    row = OldAddress.objects.get(address="/on/Xanthippe-Quux/")
    assert f"old address {row.pk}, address" in capsys.readouterr().out


@override_settings(SECRET_KEY="b" * 50, SECRET_KEY_FALLBACKS=["a" * 50])
def test_a_withheld_old_address_is_known_by_an_earlier_key(client: Client) -> None:
    article, _version = a_published()
    with override_settings(SECRET_KEY="a" * 50, SECRET_KEY_FALLBACKS=[]):
        keep_old_addresses([(article.pk, ["/on/Xanthippe-Quux/"])])
        order = Order(because="safety", by=ada(), approver=grace())
        remove_words(Sought("Xanthippe Quux"), order)
    assert client.get("/on/Xanthippe-Quux/").status_code == 410


def test_an_export_carries_them(article: Article, tmp_path: Path, client: Client) -> None:
    keep_old_addresses([(article.pk, ["/a%2541"])])
    first, second = tmp_path / "first", tmp_path / "second"
    call_command("export_explainers", format="json", with_history=True, output=str(first))
    guards.remove()
    call_command("flush", interactive=False, verbosity=0)
    call_command("import_explainers", str(first))
    assert client.get("/?p=123")["Location"] == HERE
    assert OldAddress.objects.filter(address="/a%41").exists()
    call_command("export_explainers", format="json", with_history=True, output=str(second))
    name = "what-is-a-treaty.json"
    assert (first / name).read_bytes() == (second / name).read_bytes()


def test_the_admin_shows_them_with_the_explainer(article: Article, admin_client: Client) -> None:
    page = admin_client.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert "<code>/2019/Treaties/</code>" in page


class TestADraft:
    """In the admin, as long as no reader was sent by its old addresses."""

    @pytest.fixture
    def draft(self) -> Article:
        """A draft with two old addresses."""
        draft = a_draft()
        keep_old_addresses([(draft.pk, ["/old/one", "/old/two"])])
        return draft

    def test_shows_them(self, draft: Article, admin_client: Client) -> None:
        page = admin_client.get(f"/admin/articles/article/{draft.pk}/change/").content.decode()
        assert "<code>/old/one</code>, <code>/old/two</code>" in page
        assert f'href="/admin/articles/article/{draft.pk}/addresses/"' in page

    def test_loses_those_that_are_taken_away(self, draft: Article, admin_client: Client) -> None:
        address = f"/admin/articles/article/{draft.pk}/addresses/"
        assert "/old/two" in admin_client.get(address).content.decode()
        row = OldAddress.objects.get(address="/old/two")
        admin_client.post(address, {"addresses": [row.pk]})
        assert [one.address for one in OldAddress.objects.all()] == ["/old/one"]

    def test_keeps_them_once_it_is_published(self, draft: Article, admin_client: Client) -> None:
        publish(draft, by=ada())
        row = OldAddress.objects.get(address="/old/two")
        address = f"/admin/articles/article/{draft.pk}/addresses/"
        admin_client.post(address, {"addresses": [row.pk]})
        assert OldAddress.objects.count() == 2

    def test_loses_none_to_who_may_not_change_it(self, draft: Article, client: Client) -> None:
        client.force_login(User.objects.create_user("ben", is_staff=True))
        row = OldAddress.objects.get(address="/old/two")
        address = f"/admin/articles/article/{draft.pk}/addresses/"
        assert client.post(address, {"addresses": [row.pk]}).status_code == 403
        assert OldAddress.objects.count() == 2

    def test_loses_none_of_another(self, draft: Article, admin_client: Client) -> None:
        other = a_draft(replace(DOCUMENT, title="Another"))
        row = OldAddress.objects.get(address="/old/two")
        address = f"/admin/articles/article/{other.pk}/addresses/"
        assert admin_client.post(address, {"addresses": [row.pk]}).status_code == 200
        assert OldAddress.objects.count() == 2


class TestAnImport:
    """`import_explainers --redirects`."""

    @pytest.fixture
    def texts(self, tmp_path: Path) -> Path:
        """Two explainers that had one address elsewhere."""
        folder = tmp_path / "texts"
        folder.mkdir()
        for name in ("one", "two"):
            text = f"---\ntitle: {name.title()}\naliases: [/{name}/, /both/]\n---\n\nWords.\n"
            (folder / f"{name}.md").write_text(text, encoding="utf-8")
        return folder

    def test_keeps_old_addresses_and_says_which_another_has(
        self, texts: Path, client: Client, capsys: pytest.CaptureFixture[str]
    ) -> None:
        call_command("import_explainers", str(texts), "--publish", "--redirects")
        assert client.get("/one/")["Location"] == "/articles/one/"
        assert client.get("/both/")["Location"] == "/articles/one/"
        said = "the old address /both/ of “Two” belongs to “One” already, and stays there"
        assert said in capsys.readouterr().out

    def test_writes_the_lines_as_well(self, texts: Path, tmp_path: Path, client: Client) -> None:
        file = tmp_path / "lines"
        call_command("import_explainers", str(texts), "--publish", "--redirects", str(file))
        assert "/one/ /articles/one/ 301\n" in file.read_text(encoding="utf-8")
        assert client.get("/two/")["Location"] == "/articles/two/"

    @pytest.mark.parametrize("options", [["--dry-run", "--redirects"], []])
    def test_keeps_none_when_it_is_not_asked_to_or_dry(
        self, texts: Path, options: list[str]
    ) -> None:
        call_command("import_explainers", str(texts), *options)
        assert not OldAddress.objects.exists()

    def test_makes_no_explainer_whose_addresses_can_t_be_kept(
        self, texts: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with nobody_takes("/two/"), pytest.raises(CommandError, match="1 of 2 files"):
            call_command("import_explainers", str(texts), "--redirects")
        assert [one.slug for one in Article.objects.all()] == ["one"]
        assert set(OldAddress.objects.values_list("address", flat=True)) == {"/one/", "/both/"}
        assert "refused   two.md: can’t be stored" in capsys.readouterr().out

    def test_needs_what_to_import(self, texts: Path) -> None:
        with pytest.raises(CommandError, match="PATH"):
            call_command("import_explainers", "--redirects", str(texts))


@pytest.mark.parametrize("path", ["/a%00b", "/?p=%00", "/a?p=%00", "/a?%00=1", "/" + "a" * 600])
def test_what_can_be_no_old_address_is_asked_of_no_database(
    article: Article, client: Client, path: str
) -> None:
    assert client.get(path).status_code == (200 if path.startswith("/?") else 404)


def test_an_alias_that_is_too_long_in_lower_case_is_none() -> None:
    assert address_of("/" + "İ" * 400) is None


@pytest.mark.parametrize(
    "alias",
    ["/2019/jane-roe/", "/2019/Jane-Roe", "/2019/Jane-Roe/index.html", "/2019/Jane-Roe/?p=1"],
)
def test_a_withheld_address_does_not_come_back_in_another_spelling(alias: str) -> None:
    article, _version = a_published()
    keep_old_addresses([(article.pk, ["/2019/Jane-Roe/"])])
    remove_words(Sought("Jane Roe"), Order(because="privacy", by=ada(), approver=grace()))
    keep_old_addresses([(article.pk, [alias])])
    assert OldAddress.objects.count() == 1
