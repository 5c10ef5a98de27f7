"""Loads countries, regions, police forces, counties and authorities from the seed files; safe to run again."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from areas.actions import hold_file_areas, seed_places


class Command(BaseCommand):
    help = "Loads countries, regions, police forces, counties and local authorities. Safe to run again."

    def handle(self, *args, **options):
        now = timezone.now()
        counts = seed_places(by=None, at=now)
        hold_file_areas(by=None, at=now)
        self.stdout.write("added {added} changed {changed} unchanged {unchanged}".format(**counts))
