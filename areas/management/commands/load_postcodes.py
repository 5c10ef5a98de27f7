"""Builds the file of postcodes and puts it in service; safe to run again."""

from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from areas import build, sidefile, sources
from areas.actions import hold_file_areas, record_postcode_edition


class Command(BaseCommand):
    help = (
        "Builds the file of postcodes from the installed package, or from an ONSPD or NSPL file (CSV or zip), which adds ward, "
        "ICB, force and the postcodes no longer in use. The old file is served until the new one is whole."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="an ONSPD or NSPL file, CSV or zip")
        parser.add_argument("--again", action="store_true", help="build even when this edition is already served")

    def handle(self, *args, file, again, **options):
        progress = Progress(self.stderr)
        if file is None:
            source = partial(sources.from_package, progress.show)
            unless = None if again else sources.package_version()
        else:
            source, unless = partial(sources.from_file, file, progress.show), None
        try:
            edition = build.build(source, settings.POSTCODES_FILE, unless=unless)
        except build.CannotBuild as problem:
            raise CommandError(str(problem)) from problem
        finally:
            progress.end()
        now = timezone.now()
        record_postcode_edition(edition=edition, by=None, at=now)
        sidefile.forget()  # it may have been looked at less than a second ago
        hold_file_areas(by=None, at=now)
        self.stdout.write(f"{edition.count:,} postcodes of {edition.label} ({edition.version})")


class Progress:
    """A bar that fills on a terminal; elsewhere one dot for each twentieth."""

    WIDTH = 20

    def __init__(self, stream):
        self.stream = stream
        self.drawn = 0
        self.started = False

    def show(self, share):
        """Draw up to this share, from 0 to 1, when there is something new to see."""
        filled = int(share * self.WIDTH)
        if self.started and filled == self.drawn:
            return
        if self.stream.isatty():
            bar = "█" * filled + "░" * (self.WIDTH - filled)
            self.stream.write(f"\rReading postcodes {bar} {filled * 100 // self.WIDTH:3d} %", ending="")
        else:
            self.stream.write(("" if self.started else "Reading postcodes ") + "." * (filled - self.drawn), ending="")
        self.stream.flush()
        self.drawn, self.started = filled, True

    def end(self):
        """Leave the line."""
        if self.started:
            self.stream.write("", ending="\n")
