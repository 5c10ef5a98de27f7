"""Writes the reminders that are due and sends what waits, for a timer; the worker does the same by itself."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from contacts.reminders.actions import tell_the_listed, write_reminders
from outbox.delivery import deliver


class Command(BaseCommand):
    help = "Writes the reminders that are due today, once however often it runs, and sends what waits."

    def handle(self, *args, **options):
        at = timezone.now()
        written = write_reminders(by=None, at=at) + tell_the_listed(by=None, at=at)
        self.stdout.write(f"wrote {written} sent {deliver()}")
