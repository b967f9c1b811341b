import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import articles.fields
import corrections.models.reports


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0001_initial"),
        ("record", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Being written"),
                            ("in_review", "In review"),
                            ("published", "Published"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("correction", "Correction"),
                            ("clarification", "Clarification"),
                            ("update", "Update"),
                            ("addition", "Addition"),
                            ("editors_note", "Editor’s note"),
                            ("partial_retraction", "Partial retraction"),
                            ("retraction", "Retraction"),
                            ("reinstatement", "Reinstatement"),
                            ("copy_edit", "Copy edit"),
                            ("minor_fix", "Minor fix"),
                            ("link_repair", "Link repair"),
                            ("removal", "Removal"),
                        ],
                        default="correction",
                        max_length=20,
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("minor", "Minor"),
                            ("significant", "Significant"),
                            ("major", "Major"),
                        ],
                        default="significant",
                        max_length=11,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("source_error", "The source was wrong"),
                            ("misreading", "We misread the source"),
                            ("calculation", "We miscalculated"),
                            ("transcription", "A slip in copying"),
                            ("editing", "It came in while editing"),
                            ("outdated_source", "The source was outdated"),
                            ("production", "It came in during production"),
                            ("generated_text", "A program wrote it"),
                            ("other", "Another cause"),
                            ("not_known", "Not known"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "right",
                    articles.fields.PlainField(
                        blank=True,
                        help_text="In one sentence, as it would be said aloud.",
                        max_length=2000,
                        verbose_name="the right fact",
                    ),
                ),
                (
                    "why",
                    articles.fields.PlainField(
                        blank=True,
                        help_text="What went wrong, in a sentence or two.",
                        max_length=2000,
                        verbose_name="why it was wrong",
                    ),
                ),
                (
                    "no_source",
                    articles.fields.PlainField(
                        blank=True,
                        help_text="Only where none can be given.",
                        max_length=2000,
                        verbose_name="why there is no source",
                    ),
                ),
                (
                    "alone",
                    articles.fields.PlainField(
                        blank=True,
                        help_text="Only where no second person can be had. Readers see “second review pending”.",
                        max_length=2000,
                        verbose_name="why it is published alone",
                    ),
                ),
                (
                    "credit",
                    articles.fields.LineField(
                        blank=True,
                        help_text="The reader who reported it, if they want to be named.",
                        max_length=500,
                    ),
                ),
                (
                    "discovered",
                    articles.fields.PartialDateField(
                        blank=True,
                        help_text="When the error was noticed: 2026-11-24, 2026-11 or 2026.",
                        max_length=10,
                    ),
                ),
                (
                    "world_changed",
                    articles.fields.PartialDateField(
                        blank=True,
                        help_text="For an update: since when it is otherwise.",
                        max_length=10,
                        verbose_name="when the world changed",
                    ),
                ),
                ("incident", models.UUIDField(blank=True, editable=False, null=True)),
                ("proposed", models.TextField(blank=True, editable=False)),
                ("written_on", models.TextField(blank=True, editable=False)),
                ("comment", models.TextField(blank=True, editable=False)),
                ("file_key", models.CharField(blank=True, editable=False, max_length=500)),
                (
                    "file_id",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="The id that a corrections file gave it, by which that file is known again.",
                        max_length=200,
                    ),
                ),
                (
                    "contributors",
                    models.JSONField(
                        default=list,
                        editable=False,
                        help_text="The ids of all who wrote at it; none of them approves it, and the record names them.",
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                ("number", models.PositiveIntegerField(editable=False, null=True, unique=True)),
                ("published_at", models.DateTimeField(editable=False, null=True)),
                (
                    "amends",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amended_by",
                        to="corrections.correction",
                    ),
                ),
                (
                    "approver",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approved",
                        to="record.signer",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="articles.article",
                    ),
                ),
                (
                    "base",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="record.version",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        editable=False,
                        help_text="A proposal whose words this one changes further; it is published first.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="corrections.correction",
                    ),
                ),
                (
                    "proposer",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposed",
                        to="record.signer",
                    ),
                ),
                (
                    "published_in",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="record.version",
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
            options={
                "ordering": ["-number", "-pk"],
                "permissions": [
                    ("review_correction", "Can review corrections of others, and publish them"),
                    ("retract_correction", "Can retract and reinstate explainers"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Elsewhere",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=12)),
                ("sentence", models.TextField()),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("yes", "It is corrected too"),
                            ("no", "It stays as it is"),
                            ("not_asked", "Nobody was asked (import)"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", articles.fields.LineField(blank=True, max_length=500)),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.article",
                    ),
                ),
                (
                    "correction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="elsewhere",
                        to="corrections.correction",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.signer",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="made_for",
                        to="corrections.correction",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ErrorReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=corrections.models.reports.new_token,
                        editable=False,
                        max_length=43,
                        unique=True,
                    ),
                ),
                (
                    "version_number",
                    models.PositiveIntegerField(verbose_name="version that it is about"),
                ),
                ("part", models.CharField(default="explainer", max_length=12)),
                (
                    "words",
                    articles.fields.PlainField(
                        blank=True, max_length=1000, verbose_name="quoted words"
                    ),
                ),
                (
                    "wrong",
                    articles.fields.PlainField(max_length=4000, verbose_name="what is wrong"),
                ),
                (
                    "source",
                    articles.fields.LineField(
                        blank=True, max_length=2000, verbose_name="where it can be checked"
                    ),
                ),
                ("name", articles.fields.LineField(blank=True, max_length=100)),
                ("may_be_named", models.BooleanField(default=False)),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
                ),
                ("suspected", models.BooleanField(default=False, verbose_name="looks like spam")),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("found", "They stand in the text"),
                            ("not_found", "Passage not found"),
                            ("corrected", "Corrected since"),
                        ],
                        max_length=9,
                    ),
                ),
                ("corrected_by", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("duplicate", "Duplicate"),
                        ],
                        default="received",
                        max_length=9,
                    ),
                ),
                (
                    "reason",
                    articles.fields.PlainField(
                        blank=True, max_length=2000, verbose_name="answer to the reporter"
                    ),
                ),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answered_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="articles.article",
                    ),
                ),
                (
                    "correction",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="corrections.correction",
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates",
                        to="corrections.errorreport",
                    ),
                ),
                (
                    "handled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports_handled",
                        to="record.signer",
                    ),
                ),
            ],
            options={
                "verbose_name": "report",
                "ordering": ["received_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ProposalEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("revised", "Revised"),
                            ("submitted", "Sent to review"),
                            ("sent_back", "Sent back"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                            ("approved", "Approved and published"),
                            ("published", "Published by one person"),
                            ("confirmed", "Confirmed by a second person"),
                        ],
                        max_length=9,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("comment", models.TextField(blank=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.article",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.signer",
                    ),
                ),
                (
                    "correction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="corrections.correction",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                ("title", articles.fields.LineField(blank=True, max_length=500)),
                ("publisher", articles.fields.LineField(blank=True, max_length=500)),
                (
                    "url",
                    articles.fields.LineField(blank=True, max_length=2000, verbose_name="address"),
                ),
                (
                    "archived",
                    articles.fields.LineField(
                        blank=True, max_length=2000, verbose_name="archived copy"
                    ),
                ),
                (
                    "quoted",
                    articles.fields.PlainField(
                        blank=True, max_length=2000, verbose_name="quoted words"
                    ),
                ),
                (
                    "supports",
                    articles.fields.PlainField(
                        blank=True, max_length=2000, verbose_name="what it supports"
                    ),
                ),
                ("published", articles.fields.PartialDateField(blank=True, max_length=10)),
                ("accessed", articles.fields.PartialDateField(blank=True, max_length=10)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.article",
                    ),
                ),
                (
                    "correction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="corrections.correction",
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
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("number__isnull", True),
                        ("published_in__isnull", True),
                        ("version__isnull", True),
                    ),
                    models.Q(
                        ("number__isnull", False),
                        ("proposed", ""),
                        ("published_in__isnull", False),
                        ("state", "published"),
                        ("version__isnull", False),
                        ("written_on", ""),
                    ),
                    _connector="OR",
                ),
                name="correction_is_numbered_when_published",
            ),
        ),
        migrations.AddIndex(
            model_name="errorreport",
            index=models.Index(fields=["state", "received_at"], name="report_by_state"),
        ),
        migrations.AddConstraint(
            model_name="errorreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answered_at__isnull", True),
                        ("closed_at__isnull", True),
                        ("state", "received"),
                    ),
                    models.Q(
                        models.Q(("state", "received"), _negated=True),
                        ("answered_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="report_is_answered_once_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="errorreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "accepted"), _negated=True),
                    ("correction__isnull", False),
                    _connector="OR",
                ),
                name="report_accepted_has_correction",
            ),
        ),
        migrations.AddConstraint(
            model_name="errorreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="report_declined_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="errorreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("duplicate_of__isnull", False),
                        ("state", "duplicate"),
                        models.Q(("duplicate_of", models.F("id")), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "duplicate"), _negated=True),
                        ("duplicate_of__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="report_duplicate_has_other",
            ),
        ),
    ]
