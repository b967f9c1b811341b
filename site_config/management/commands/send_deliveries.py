"""`manage.py send_deliveries`: tries again what could not be told outside the database."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from record.delivering import send_due
from record.models import Delivery


class Command(BaseCommand):
    """Tries everything in the outbox that is due."""

    help = "Send what is waiting in the outbox: mail that could not be sent at once."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Adds what the command takes."""
        parser.add_argument("--dry-run", action="store_true", help="list, and send nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Sends and says what; exit status 1 when something failed again."""
        if options["dry_run"]:
            for delivery in Delivery.objects.order_by("pk"):
                self.stdout.write(f"{delivery}: {_waiting(delivery)}")
            return
        failed = 0
        for outcome in send_due():
            failed += outcome.error is not None
            self.stdout.write(f"{outcome.delivery}: {outcome.error or 'sent'}")
        if failed:
            message = f"{failed} could not be sent; they will be tried again."
            raise CommandError(message, returncode=1)


def _waiting(delivery: Delivery) -> str:
    due = "due" if delivery.due_at <= timezone.now() else f"waits until {delivery.due_at}"
    return f"{due}; {delivery.attempts} tries: {delivery.error}" if delivery.error else due
