"""Prints the one-time address at which the first directory administrator makes their account."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from accounts.actions import make_first_door
from directory.beginning import has_administrator


class Command(BaseCommand):
    help = (
        "Prints a one-time address that makes the first directory administrator. It works for 72 hours; a newer one replaces it."
    )

    def handle(self, *args, **options):
        at = timezone.now()
        if has_administrator(timezone.localdate(at)):
            raise CommandError("This directory has an administrator already.")
        self.stdout.write(settings.BASE_URL + reverse("begin", args=[make_first_door(by=None, at=at)]))
