"""The bytes that an explainer was imported from, so that the same are known whoever reads them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_old_addresses"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="import_source",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
    ]
