"""The contacts app."""

from django.apps import AppConfig

from search.registry import register


class ContactsConfig(AppConfig):
    name = "contacts"

    def ready(self):
        from . import documents

        register("person", documents.people, post=documents.people_in_posts)
        for kind in ("agency", "team", "setting", "post"):
            register(kind, documents.numbers_of(kind))
