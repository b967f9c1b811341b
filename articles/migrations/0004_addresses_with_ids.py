"""An address gets a key of its own, so that the address itself can be withheld."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import articles.fields


def copy_addresses(apps: Any, _schema_editor: Any) -> None:
    """Every address with its explainer and its version."""
    rows = apps.get_model("articles", "Slug").objects.values("slug", "article_id", "version_id")
    new = apps.get_model("articles", "NewSlug")
    new.objects.bulk_create((new(**row) for row in rows.iterator(1000)), batch_size=1000)


def copy_back(apps: Any, _schema_editor: Any) -> None:
    """Every address that wasn't withheld."""
    rows = apps.get_model("articles", "NewSlug").objects.filter(slug__isnull=False)
    old = apps.get_model("articles", "Slug")
    values = rows.values("slug", "article_id", "version_id")
    old.objects.bulk_create((old(**row) for row in values.iterator(1000)), batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_imported_notes"),
        ("record", "0002_delivery"),
    ]

    operations = [
        migrations.CreateModel(
            name="NewSlug",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.CharField(
                        max_length=80,
                        null=True,
                        unique=True,
                        validators=[articles.fields.validate_slug],
                    ),
                ),
                (
                    "mark",
                    models.CharField(blank=True, db_index=True, editable=False, max_length=64),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.article",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.version",
                    ),
                ),
            ],
        ),
        migrations.RunPython(copy_addresses, copy_back),
    ]
