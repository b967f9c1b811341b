"""`manage.py load_demo`: the demonstration content, through the importers."""

import argparse
import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from articles.models import Article, Topic
from corrections.models import Correction
from imports.correction_files import Signers, corrections_in, taken_in
from imports.importing import Options
from imports.report import ImportReport
from imports.sources.intake import imported
from imports.sources.paths import SourceFile
from record.models import Signer

CONTENT = Path(settings.BASE_DIR) / "content"


class Command(BaseCommand):
    """Imports and publishes what lies in `content/`."""

    help = "Load the demonstration content. Only into a site that holds nothing else."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Adds what the command takes."""
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing, quietly, where explainers are"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Imports each file with the author and topics that `demo.toml` names."""
        with (CONTENT / "demo.toml").open("rb") as file:
            demo = tomllib.load(file)
        files = demo["explainers"]
        if Article.objects.exclude(import_key__in=files).exists():
            if options["if_empty"]:
                return
            raise CommandError("This site holds explainers that are not the demonstration’s.")
        if options["if_empty"] and Article.objects.exists():
            return
        self.stdout.write("Loading the demonstration …")
        signer = Signer.of_import()
        with ImportReport(self, total=len(files)) as report:
            for name, about in files.items():
                source = SourceFile(name, CONTENT / "explainers" / name)
                how = Options(about["author"], tuple(about["topics"]), signer)
                for outcome in imported([source], how):
                    report.add(outcome)
        self._correct()
        for topic, about in demo["topics"].items():
            Topic.objects.filter(name=topic, description="").update(**about)
        if report.failed:
            raise CommandError(report.failure(), returncode=1)

    def _correct(self) -> None:
        """Publishes the demonstration's corrections, by two people who can't log in."""
        writer, editor = (_demo_signer(name) for name in ("writer", "editor"))
        for file in sorted((CONTENT / "corrections").glob("*.yaml")):
            corrections = corrections_in(file.read_text(encoding="utf-8"))
            if Correction.objects.filter(article__slug=file.stem).exists():
                continue
            for outcome in taken_in(corrections, Signers(writer, editor)):
                self.stdout.write(f"{outcome.result} correction {outcome.name} {outcome.reason}")
                if outcome.result == "refused":
                    raise CommandError("The demonstration could not be corrected.")


def _demo_signer(name: str) -> Signer:
    user, made = get_user_model().objects.get_or_create(
        username=f"demonstration-{name}",
        defaults={"first_name": "Demonstration", "last_name": name, "is_active": False},
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return Signer.of(user)
