"""Registers the app of places."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from search.registry import register


class AreasConfig(AppConfig):
    name = "areas"
    verbose_name = _("Areas")

    def ready(self):
        from . import documents

        register("area", documents.areas)
