"""The database itself refuses to change what was recorded or published, by raw SQL."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from articles.models import (
    Article,
    Author,
    Byline,
    ImportedNote,
    OldAddress,
    SectionRow,
    Slug,
)
from articles.old_addresses import keep_old_addresses
from articles.publishing import publish
from articles.sealed import PastNote, write_notes
from corrections.models import Correction, Source
from faq.models import FAQ
from record import guards
from record.chain import digest_of
from record.guards.spec import ProjectionTable, guarded_tables
from record.models import Signer, Text, Version
from tests.articles.cast import DOCUMENT, a_draft, a_published, ada, an_author
from tests.corrections.cast import publish_one
from tests.record.cast import a_correction, a_publication, a_removal, record, text_at

PROJECTED: tuple[type[models.Model], ...] = (
    *(Article, SectionRow, FAQ, Byline, Slug, ImportedNote),
    *(Correction, Source),
)


UNIQUE = [
    pytest.param(table.name, unique, id=f"{table.name}-{'-'.join(unique)}")
    for table in guarded_tables()
    for unique in (("rowid",), *table.unique)
]


def run(sql: str, parameters: Sequence[Any] = ()) -> None:
    """Runs one statement in a savepoint of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def refused(sql: str, parameters: Sequence[Any] = ()) -> bool:
    """Whether the database refuses the statement, by a guard or by what the guards rest on."""
    try:
        run(sql, parameters)
    except IntegrityError:
        return True
    return False


def columns(model: type[models.Model]) -> str:
    """The columns of a model, for SQL."""
    return ", ".join(f'"{field.column}"' for field in model._meta.local_concrete_fields)


def a_whole_explainer() -> Article:
    """A published and corrected explainer with rows in every projection."""
    draft = a_draft(replace(DOCUMENT, authors=(an_author(),)), import_key="treaty.json")
    write_notes(draft, [PastNote("2024-05", "An earlier edition named the wrong year.")])
    keep_old_addresses([(draft.pk, ["/2019/Treaty/"])])
    publish(draft, by=ada())
    publish_one(Article.objects.get(pk=draft.pk))
    return Article.objects.get(pk=draft.pk)


def test_every_guard_is_on_after_migrate() -> None:
    assert guards.missing() == []


def test_every_projection_of_an_explainer_is_guarded() -> None:
    named = {table.name for table in guarded_tables() if isinstance(table, ProjectionTable)}
    assert named == {model._meta.db_table for model in PROJECTED}


@pytest.mark.parametrize(
    "assignment",
    [
        "sealed = '{}'",
        "digest = 'x'",
        "recorded_at = '2020-01-01T00:00:00.000000Z'",
        "kind = 'x'",
        "number = 7",
        "serial = serial + 100",
        "serial = serial",
    ],
)
def test_a_version_does_not_change(assignment: str) -> None:
    record(a_publication())
    assert refused(f"UPDATE record_version SET {assignment}")


def test_a_version_is_not_deleted() -> None:
    record(a_publication())
    assert refused("DELETE FROM record_text")
    assert refused("DELETE FROM record_version")


def _insert_version(**changes: Any) -> tuple[str, list[Any]]:
    newest = Version.objects.newest()
    assert newest is not None
    values = {
        "serial": newest.serial + 1,
        "subject": newest.subject.hex if connection.vendor == "sqlite" else newest.subject,
        "number": newest.number + 1,
        "kind": "correction",
        "recorded_at": "2999-01-01T00:00:00.000000Z",
        "previous": newest.digest,
        "digest": digest_of("{}"),
        "sealed": "{}",
    } | changes
    sql = f"INSERT INTO record_version ({', '.join(values)}) VALUES ({', '.join(['%s'] * 8)})"
    return sql, list(values.values())


def test_an_insert_that_follows_the_chain_is_taken() -> None:
    record(a_publication())
    assert not refused(*_insert_version())


@pytest.mark.parametrize(
    "changes",
    [
        {"serial": 3},
        {"serial": 1},
        {"previous": "0" * 64},
        {"previous": "f" * 64},
        {"recorded_at": "2020-01-01T00:00:00.000000Z"},
        {"number": 1},
        {"number": 3},
    ],
)
def test_an_insert_that_skips_or_forks_the_chain_is_refused(changes: dict[str, Any]) -> None:
    record(a_publication())
    assert refused(*_insert_version(**changes))


@pytest.mark.sqlite
@pytest.mark.parametrize("changes", [{"serial": "zz"}, {"recorded_at": b"zz"}, {"number": "zz"}])
def test_a_text_that_sqlite_would_take_for_a_large_number_is_refused(
    changes: dict[str, Any],
) -> None:
    record(a_publication())
    assert refused(*_insert_version(**changes))


def test_two_versions_in_one_insert_see_each_other() -> None:
    first = record(a_publication())
    one, two = digest_of("1"), digest_of("2")
    subject = first.subject.hex if connection.vendor == "sqlite" else first.subject
    sql = (
        "INSERT INTO record_version"
        " (serial, subject, number, kind, recorded_at, previous, digest, sealed)"
        " VALUES (2, %s, 2, 'x', '2999-01-01T00:00:00.000000Z', %s, %s, '1'),"
        " (3, %s, 3, 'x', '2999-01-01T00:00:00.000001Z', %s, %s, '2')"
    )
    assert not refused(sql, [subject, first.digest, one, subject, one, two])


@pytest.mark.parametrize("assignment", ["body = 'x'", "salt = 'x'", "commitment = 'x'"])
def test_a_text_does_not_change(assignment: str) -> None:
    record(a_publication())
    assert refused(f"UPDATE record_text SET {assignment}")


def test_a_text_is_not_emptied_without_its_removal() -> None:
    record(a_publication())
    version = record(a_correction())
    empty = "UPDATE record_text SET body = NULL, salt = NULL, withheld_by_id = %s"
    assert refused(empty, [version.serial])
    assert refused(empty, [99])
    assert refused("UPDATE record_text SET body = NULL, salt = NULL")


def test_a_removal_does_not_empty_what_it_does_not_name() -> None:
    record(a_publication())
    version = record(a_removal())
    open_text = text_at(version, "document.title")
    empty = (
        "UPDATE record_text SET body = NULL, salt = NULL, withheld_by_id = %s WHERE commitment = %s"
    )
    assert refused(empty, [version.serial, open_text])


def test_a_withheld_text_does_not_come_back() -> None:
    record(a_publication())
    record(a_removal())
    assert refused(
        "UPDATE record_text SET body = 'x', salt = 'x', withheld_by_id = NULL"
        " WHERE withheld_by_id IS NOT NULL"
    )


@pytest.mark.parametrize("model", PROJECTED)
def test_no_published_row_is_deleted(model: type[models.Model]) -> None:
    a_whole_explainer()
    assert refused(f"DELETE FROM {model._meta.db_table}")


def _other_value(field: "models.Field[Any, Any]") -> Any:
    if isinstance(field, models.UUIDField):
        return "0b5e7a52-6c1f-4d8e-9a57-3d0c9e5f1a01"
    if isinstance(field, models.DateTimeField):
        return "2020-01-01 00:00:00+00:00"
    if isinstance(field, models.DateField):
        return "2020-01-01"
    if isinstance(field, models.IntegerField):
        return 77
    if isinstance(field, models.ForeignKey):
        return 1 if field.null and field.column != "version_id" else None
    return '["new"]' if isinstance(field, models.JSONField) else "new"


@pytest.mark.parametrize(
    ("model", "field"),
    [
        pytest.param(model, field, id=f"{model._meta.model_name}.{field.column}")
        for model in PROJECTED
        for field in model._meta.local_concrete_fields
        if not field.primary_key
        and field.column not in getattr(model, "FREE_COLUMNS", ())
        and field.column not in ("article_id", "author_id", "publish_by_id", "amends_id")
        and field.column not in ("proposer_id", "approver_id", "correction_id", "follows_id")
    ],
)
def test_no_column_of_a_published_row_changes(
    model: type[models.Model], field: "models.Field[Any, Any]"
) -> None:
    a_whole_explainer()
    value = _other_value(field)
    if field.column == "publish_at":
        # The CHECK refuses it first, which serves as well.
        value = "2999-01-01 00:00:00+00:00"
    assert refused(f'UPDATE {model._meta.db_table} SET "{field.column}" = %s', [value])


def test_what_is_not_words_may_change_after_publication() -> None:
    article = a_whole_explainer()
    article.reviewed_on = article.dated_on
    article.save(update_fields=["reviewed_on"])


def test_a_published_section_does_not_move_to_another_explainer() -> None:
    a_whole_explainer()
    draft = a_draft(slug="another")
    pk = draft.pk.hex if connection.vendor == "sqlite" else draft.pk
    sql = "UPDATE articles_sectionrow SET article_id = %s WHERE version_id IS NOT NULL"
    assert refused(sql, [pk])


@pytest.mark.parametrize("model", PROJECTED)
def test_a_raised_version_without_its_version_is_refused(model: type[models.Model]) -> None:
    a_whole_explainer()
    assert refused(f"UPDATE {model._meta.db_table} SET version_id = version_id + 1")


@pytest.mark.parametrize("model", [SectionRow, FAQ, Article])
def test_a_version_of_another_explainer_is_refused(model: type[models.Model]) -> None:
    a_whole_explainer()
    _other, version = a_published(slug="another")
    table = model._meta.db_table
    assert refused(
        f"UPDATE {table} SET version_id = %s WHERE version_id < %s",
        [version.serial, version.serial],
    )


def test_a_draft_does_not_claim_a_version_that_is_not_its_own() -> None:
    article = a_whole_explainer()
    a_draft(slug="another")
    assert refused(
        "UPDATE articles_sectionrow SET version_id = %s WHERE version_id IS NULL",
        [article.version_id],
    )


def _invented(model: type[models.Model], article: Article) -> models.Model:
    """A row that nobody published, with values that no other row holds."""
    if model is Byline:
        author = Author.objects.create(name="Nobody", slug="nobody")
        return Byline(article=article, author=author, name="Nobody", position=9)
    if model is Slug:
        return Slug(article=article, slug="never-given")
    if model is FAQ:
        return FAQ(article=article, key="q99", position=99, question="Why?", answer="So.")
    return SectionRow(article=article, key="s99", position=99, heading="Never approved")


@pytest.mark.parametrize("model", [SectionRow, FAQ, Byline, Slug])
def test_a_row_is_not_inserted_with_a_version(model: type[models.Model]) -> None:
    article = a_whole_explainer()
    row: Any = _invented(model, article)
    row.version_id = article.version_id
    with pytest.raises(IntegrityError, match="begins without a version"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("model", [SectionRow, FAQ, Byline, Slug])
def test_no_row_joins_a_version_that_its_explainer_follows_already(
    model: type[models.Model],
) -> None:
    article = a_whole_explainer()
    row: Any = _invented(model, article)
    row.save(force_insert=True)
    table, pk = model._meta.db_table, model._meta.pk.column
    with pytest.raises(IntegrityError, match="that version is closed"):
        run(f'UPDATE {table} SET version_id = %s WHERE "{pk}" = %s', [article.version_id, row.pk])


def test_a_byline_is_not_given_to_another_author() -> None:
    a_whole_explainer()
    other = Author.objects.create(name="Nobody", slug="nobody")
    pk = other.pk.hex if connection.vendor == "sqlite" else other.pk
    assert refused("UPDATE articles_byline SET author_id = %s", [pk])


@pytest.fixture
def _no_recursive_triggers(db: None) -> Iterator[None]:
    """As on an attacker's own connection: REPLACE runs no DELETE trigger."""
    run("PRAGMA recursive_triggers = OFF")
    yield
    run("PRAGMA recursive_triggers = ON")


@pytest.mark.sqlite
@pytest.mark.usefixtures("_no_recursive_triggers")
class TestReplace:
    """SQLite's REPLACE deletes what is in its way without a word."""

    @pytest.mark.parametrize("model", [Version, Text, *PROJECTED])
    @pytest.mark.parametrize("verb", ["REPLACE", "INSERT OR REPLACE"])
    def test_a_row_put_in_anew_is_refused(self, model: type[models.Model], verb: str) -> None:
        a_whole_explainer()
        table = model._meta.db_table
        assert refused(f"{verb} INTO {table} SELECT * FROM {table} LIMIT 1")

    @pytest.mark.parametrize(("table", "unique"), UNIQUE)
    def test_a_draft_s_row_with_one_value_of_a_published_one_is_refused(
        self, table: str, unique: tuple[str, ...]
    ) -> None:
        a_whole_explainer()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT rowid, * FROM {table} LIMIT 1")
            row = cursor.fetchone()
            names = [column[0] for column in cursor.description]
        held = dict(zip(["rowid", *names[1:]], row, strict=True))
        values = _fresh(table, held) | {name: held[name] for name in unique}
        columns = ", ".join(f'"{name}"' for name in values)
        sql = f"INSERT OR REPLACE INTO {table} ({columns}) VALUES"
        statement = f"{sql} ({', '.join(['%s'] * len(values))})"
        message = refusal(statement, list(values.values()))
        # Where the key is the rowid itself, SQLite names that.
        named = [", ".join(unique), "rowid"] if unique == ("id",) else [", ".join(unique)]
        assert any(message.endswith(f"another row has this {name}") for name in named)

    def test_an_update_or_replace_does_not_push_out_a_published_row(self) -> None:
        article = a_whole_explainer()
        draft = a_draft(slug="another")
        section = SectionRow.objects.filter(version__isnull=False).earliest("pk")
        rowid = "(SELECT rowid FROM articles_article WHERE version_id IS NOT NULL)"
        mine = f"WHERE id = '{draft.pk.hex}'"
        one = f"WHERE article_id = '{draft.pk.hex}' AND key = 's1'"
        for sql in (
            f"articles_article SET id = '{article.pk.hex}' {mine}",
            f"articles_article SET slug = '{article.slug}' {mine}",
            f"articles_article SET rowid = {rowid} {mine}",
            f"articles_sectionrow SET id = {section.pk} {one}",
            f"articles_sectionrow SET rowid = {section.pk} {one}",
            f"articles_sectionrow SET article_id = '{article.pk.hex}' {one}",
        ):
            assert refused(f"UPDATE OR REPLACE {sql}"), sql
        assert Article.objects.filter(pk=article.pk, version__isnull=False).exists()


def refusal(sql: str, parameters: Sequence[Any]) -> str:
    """The words with which the database refuses a statement; empty when it takes it."""
    try:
        run(sql, parameters)
    except IntegrityError as error:
        return str(error)
    return ""


def _fresh(table: str, held: dict[str, Any]) -> dict[str, Any]:
    """A row's values as a draft has them, with new ones in every unique column."""
    fresh: dict[str, Any] = {
        **dict.fromkeys(("version_id", "published_at", "changed_at", "dated_on", "import_key")),
        **{"slug": "fresh", "key": "s99", "author_id": "f" * 32, "commitment": "f" * 64},
        **{"serial": 99, "number": 99, "previous": "f" * 64, "digest": "e" * 64},
        "address": "/fresh",
        "id": "f" * 32 if table == "articles_article" else 99_999,
    }
    return {name: fresh.get(name, value) for name, value in held.items() if name != "rowid"}


@pytest.mark.parametrize("model", [Version, Text, *PROJECTED])
def test_an_upsert_changes_nothing(model: type[models.Model]) -> None:
    a_whole_explainer()
    table, pk, names = model._meta.db_table, model._meta.pk.column, columns(model)
    column = {"record_version": "sealed", "record_text": "body"}.get(table, "version_id")
    where = " WHERE true" if connection.vendor == "sqlite" else ""
    before = list(model._default_manager.order_by("pk").values())
    sql = (
        f"INSERT INTO {table} ({names}) SELECT {names} FROM {table}{where}"
        f' ON CONFLICT ("{pk}") DO UPDATE SET "{column}" = NULL'
    )
    assert refused(sql)
    assert list(model._default_manager.order_by("pk").values()) == before


@pytest.mark.postgresql
@pytest.mark.parametrize("model", [Version, Text, *PROJECTED])
def test_truncate_is_refused(model: type[models.Model]) -> None:
    a_whole_explainer()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    assert refused(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.postgresql
def test_a_temporary_table_of_the_same_name_does_not_stand_in_for_the_record() -> None:
    article = a_whole_explainer()
    run("CREATE TEMPORARY TABLE record_version AS SELECT * FROM public.record_version")
    run("UPDATE pg_temp.record_version SET serial = 99")
    try:
        assert refused("UPDATE articles_article SET title = 'x', version_id = 99")
        assert refused("UPDATE public.record_version SET sealed = '{}'")
    finally:
        run("DROP TABLE pg_temp.record_version")
    article.refresh_from_db()
    assert article.title == DOCUMENT.title


@pytest.mark.sqlite
def test_a_temporary_table_of_the_same_name_does_not_stand_in_on_sqlite() -> None:
    a_whole_explainer()
    run("CREATE TEMPORARY TABLE record_version AS SELECT * FROM main.record_version")
    try:
        run("UPDATE temp.record_version SET serial = 99")
        assert refused("UPDATE articles_article SET title = 'x', version_id = 99")
        assert refused("UPDATE main.record_version SET sealed = '{}'")
    finally:
        run("DROP TABLE temp.record_version")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM articles_oldaddress",
        "UPDATE articles_oldaddress SET address = '/another/'",
        "UPDATE articles_oldaddress SET loose = '/another'",
        "UPDATE articles_oldaddress SET address = 'withheld:'",
        "UPDATE articles_oldaddress SET address = 'withheld:/2019/Treaty/'",
        f"UPDATE articles_oldaddress SET address = 'withheld:{'G' * 64}'",
        f"UPDATE articles_oldaddress SET address = 'withheld:{'a' * 65}'",
        "UPDATE articles_oldaddress SET id = id + 1",
    ],
)
def test_an_old_address_of_a_published_explainer_stays(statement: str) -> None:
    a_whole_explainer()
    assert refused(statement)
    assert OldAddress.objects.get().address == "/2019/Treaty/"


def test_an_old_address_does_not_move_to_another_explainer() -> None:
    a_whole_explainer()
    other = a_draft(slug="another")
    pk = other.pk.hex if connection.vendor == "sqlite" else other.pk
    assert refused("UPDATE articles_oldaddress SET article_id = %s", [pk])


def test_an_old_address_is_withheld_once_and_for_ever() -> None:
    a_whole_explainer()
    hide = "UPDATE articles_oldaddress SET address = %s, loose = %s"
    assert not refused(hide, [f"withheld:{'a' * 64}", f"withheld:{'b' * 64}"])
    assert refused(hide, [f"withheld:{'c' * 64}", f"withheld:{'d' * 64}"])
    assert refused("UPDATE articles_oldaddress SET address = '/2019/Treaty/'")


@pytest.mark.sqlite
def test_replace_takes_no_old_address_from_its_explainer() -> None:
    a_whole_explainer()
    other = a_draft(slug="another")
    assert refused(
        "INSERT OR REPLACE INTO articles_oldaddress (address, loose, article_id)"
        " VALUES ('/2019/Treaty/', '/2019/treaty', %s)",
        [other.pk.hex],
    )


def test_a_draft_s_old_addresses_go_with_it() -> None:
    draft = a_draft()
    keep_old_addresses([(draft.pk, ["/2019/Treaty/"])])
    draft.delete()
    assert not OldAddress.objects.exists()


def test_a_missing_guard_is_named_by_the_check() -> None:
    name = "record_version_guard_update"
    if connection.vendor == "postgresql":
        name = "record_version_guard_row"
        run(f"DROP TRIGGER {name} ON record_version")
    else:
        run(f"DROP TRIGGER {name}")
    warnings = guards.check_guards(databases=["default"])
    assert [warning.msg for warning in warnings] == [f"the guard {name} is missing"]
    assert not any(warning.is_serious() for warning in warnings)


@pytest.mark.postgresql
def test_a_disabled_guard_is_named() -> None:
    run("ALTER TABLE record_version DISABLE TRIGGER record_version_guard_row")
    assert guards.missing() == ["the guard record_version_guard_row is missing"]


@pytest.mark.postgresql
def test_a_guard_that_was_hollowed_out_is_named() -> None:
    run(
        "CREATE OR REPLACE FUNCTION record_version_guard_row() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RETURN NEW; END'"
    )
    assert guards.missing() == ["the guard record_version_guard_row is missing"]


@pytest.mark.postgresql
def test_a_guard_whose_body_was_hollowed_out_is_named() -> None:
    run(
        "CREATE OR REPLACE FUNCTION record_version_guard_row() RETURNS trigger LANGUAGE plpgsql"
        " SET search_path = public, pg_temp AS 'BEGIN RETURN NEW; END'"
    )
    assert guards.missing() == ["the guard record_version_guard_row differs"]


@pytest.mark.sqlite
def test_a_guard_that_was_hollowed_out_is_named_on_sqlite() -> None:
    name = "record_version_guard_delete"
    run(f"DROP TRIGGER {name}")
    run(f"CREATE TRIGGER {name} BEFORE DELETE ON record_version BEGIN SELECT 1; END")
    assert guards.missing() == [f"the guard {name} differs"]


def test_a_new_unique_index_that_the_guards_do_not_know_is_named() -> None:
    run("CREATE UNIQUE INDEX sneaky ON articles_sectionrow (heading) WHERE heading = 'x'")
    assert guards.missing() == ["articles_sectionrow has 3 unique indexes; the guards know 2"]


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "trigger",
    [
        "BEFORE INSERT ON record_version FOR EACH ROW",
        "BEFORE INSERT OR UPDATE OF kind OR DELETE ON record_version FOR EACH ROW",
        "BEFORE INSERT OR UPDATE OR DELETE ON record_version FOR EACH ROW WHEN (false)",
        "BEFORE INSERT OR UPDATE OR DELETE ON articles_topic FOR EACH ROW",
        "AFTER INSERT OR UPDATE OR DELETE ON record_version FOR EACH ROW",
    ],
)
def test_a_guard_that_fires_for_less_is_named(trigger: str) -> None:
    name = "record_version_guard_row"
    run(f"DROP TRIGGER {name} ON record_version")
    run(f"CREATE TRIGGER {name} {trigger} EXECUTE FUNCTION {name}()")
    assert guards.missing() == [f"the guard {name} is missing"]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE record_siteidentity SET uuid = '0b5e7a526c1f4d8e9a573d0c9e5f1a01'",
        "DELETE FROM record_siteidentity",
        "DELETE FROM record_signer",
        "UPDATE record_signer SET user_id = NULL",
    ],
)
def test_who_and_what_the_record_names_stays(sql: str) -> None:
    a_whole_explainer()
    assert refused(sql)


def test_a_signer_may_get_another_name_for_later_versions() -> None:
    a_whole_explainer()
    Signer.objects.update(name="Standards desk")


def test_a_text_is_not_put_beside_an_older_version() -> None:
    record(a_publication())
    record(a_correction())
    sql = "INSERT INTO record_text (commitment, salt, body, brought_by_id) VALUES (%s, %s, 'x', 1)"
    assert refused(sql, ["f" * 64, "f" * 64])


def test_installing_mends_what_is_missing() -> None:
    guards.remove()
    assert guards.missing() != []
    guards.install()
    assert guards.missing() == []


def test_a_guard_raises_what_django_knows_as_an_integrity_error() -> None:
    record(a_publication())
    with pytest.raises(DatabaseError) as raised, transaction.atomic():
        Version.objects.update(sealed="{}")
    assert isinstance(raised.value, IntegrityError)
