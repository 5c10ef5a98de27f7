"""The contacts app."""

from django.apps import AppConfig

from outbox.refusals import when_refused
from search.registry import register


class ContactsConfig(AppConfig):
    name = "contacts"

    def ready(self):
        from . import concerns, documents
        from .outcomes.actions import mail_came_back

        concerns.ready()
        register("person", documents.people, post=documents.people_in_posts)
        for kind in ("agency", "team", "setting", "post"):
            register(kind, documents.numbers_of(kind))
        when_refused(mail_came_back)
