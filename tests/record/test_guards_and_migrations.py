"""Guards around migrations: off while tables are remade, on again after, on both engines."""

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.management.sql import emit_pre_migrate_signal
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations import Migration
from django.db.migrations.recorder import MigrationRecorder

from articles.models import Article, Byline, SectionRow, Slug
from faq.models import FAQ
from record import guards
from record.models import SiteIdentity, Text, Version
from tests.articles.cast import DOCUMENT, a_published, an_author

pytestmark = pytest.mark.django_db(transaction=True)

ALTERED = [
    (Version, "kind"),
    (Text, "salt"),
    (Article, "title"),
    (SectionRow, "heading"),
    (FAQ, "question"),
    (Byline, "name"),
    (Slug, "slug"),
]


def alter(model: type[models.Model], name: str, longer: int) -> None:
    """A real AlterField: SQLite remakes the table for it, PostgreSQL alters the column."""
    old: Any = model._meta.get_field(name)
    new = old.clone()
    new.max_length = (old.max_length or 0) + longer
    new.set_attributes_from_name(name)
    new.model = model
    pair: list[Any] = [old, new] if longer > 0 else [new, old]
    with connection.schema_editor() as editor:
        editor.alter_field(model, *pair)


def refuses(model: type[models.Model]) -> bool:
    """Whether the database refuses to touch what the table holds."""
    key = model._meta.pk.column
    column = "version_id" if hasattr(model, "version") else key
    value = "version_id + 1" if hasattr(model, "version") else key
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE {model._meta.db_table} SET "{column}" = {value}')
    return True


@pytest.mark.parametrize(("model", "name"), ALTERED)
def test_a_migrate_that_remade_a_table_puts_its_guards_back(
    model: type[models.Model], name: str
) -> None:
    a_published(replace(DOCUMENT, authors=(an_author(),)))
    plan: Any = [(Migration("0002_longer", "articles"), False)]
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default", plan=plan, apps=apps)
    assert guards.missing() != []
    alter(model, name, 5)
    call_command("migrate", verbosity=0)
    try:
        assert guards.missing() == []
        for guarded, _name in ALTERED:
            assert refuses(guarded)
    finally:
        guards.remove()
        alter(model, name, -5)
        guards.install()


@pytest.mark.sqlite
def test_a_table_that_was_remade_by_other_means_is_known_by_the_check() -> None:
    a_published()
    with connection.constraint_checks_disabled():
        alter(SectionRow, "heading", 5)
    missing = [line for line in guards.missing() if "articles_sectionrow" in line]
    alter(SectionRow, "heading", -5)
    guards.install()
    assert len(missing) == 3


def test_a_migrate_with_nothing_to_apply_leaves_the_guards_on() -> None:
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default", plan=[], apps=apps)
    assert guards.missing() == []


def test_the_site_keeps_its_identity_over_migrations() -> None:
    before = SiteIdentity.objects.get().uuid
    call_command("migrate", verbosity=0)
    assert SiteIdentity.objects.get().uuid == before


def test_a_database_of_migrations_that_were_begun_anew_is_refused_with_what_to_do() -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_applied("articles", "0010_import_source")
    try:
        with pytest.raises(CommandError, match="made before the first release"):
            call_command("migrate", verbosity=0)
    finally:
        recorder.record_unapplied("articles", "0010_import_source")
