"""Where an explainer was imported from, so that what has vanished there is noticed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_publish_permission"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="import_origin",
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
    ]
