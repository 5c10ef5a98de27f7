"""Loads the kinds of agency and the roles that the product knows."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.seed import taxonomy
from agencies.seed.actions import BadTaxonomy, load_roles


class Command(BaseCommand):
    help = "Load the kinds of agency and the roles; run it again after an upgrade."

    def handle(self, **options):
        seed = taxonomy.read()
        try:
            loaded = load_roles(taxonomy=seed, by=None, at=timezone.now())
        except BadTaxonomy as bad:
            raise CommandError(str(bad)) from bad
        if loaded.kept:
            self.stdout.write(f"kept as edited here: {', '.join(loaded.kept)}")
        self.stdout.write(f"{len(seed.kinds)} kinds of agency, {len(seed.roles)} roles")
        self.stdout.write(f"added {loaded.added} changed {loaded.changed} unchanged {loaded.unchanged}")
