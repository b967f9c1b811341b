"""The new table of addresses takes the place of the old one.

By itself: PostgreSQL doesn't alter a table in the transaction that filled it.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_addresses_with_ids")]

    operations = [
        migrations.DeleteModel(name="Slug"),
        migrations.RenameModel(old_name="NewSlug", new_name="Slug"),
        migrations.AlterField(
            model_name="slug",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="slugs",
                to="articles.article",
            ),
        ),
    ]
