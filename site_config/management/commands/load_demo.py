"""`manage.py load_demo`: the demonstration content, through the importers."""

import argparse
import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.importing import Options
from articles.models import Article, Topic
from articles.sources import Source, imported
from record.models import Signer
from site_config.import_report import Report

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
        with Report(self, total=len(files), file=None, skip_changed=False) as report:
            for name, about in files.items():
                source = Source(name, CONTENT / "explainers" / name)
                how = Options(about["author"], tuple(about["topics"]), signer)
                for outcome in imported([source], how):
                    report.add(outcome)
        for topic, about in demo["topics"].items():
            Topic.objects.filter(name=topic, description="").update(**about)
        if report.failed:
            raise CommandError(report.failure(), returncode=1)
