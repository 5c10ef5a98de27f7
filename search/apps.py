"""The search app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "search"

    def ready(self):
        from . import engines

        post_migrate.connect(engines.stand, sender=self)
