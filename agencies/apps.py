"""The agencies app."""

from django.apps import AppConfig

from search.registry import register


class AgenciesConfig(AppConfig):
    name = "agencies"

    def ready(self):
        from . import concerns, documents

        concerns.ready()
        register("role", documents.roles)
        register("agency", documents.agencies)
        register("team", documents.teams, agency=documents.teams_of_agencies)
        register("setting", documents.settings)
        register(
            "post",
            documents.posts,
            role=lambda pks: documents.posts_of(role__in=pks),
            agency=lambda pks: documents.posts_of(agency__in=pks),
            team=lambda pks: documents.posts_of(team__in=pks),
        )
