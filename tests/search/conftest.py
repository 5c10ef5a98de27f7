"""The small Leeds of the profile pages, whose changes go through the actions, so that the index follows."""

from datetime import date

import pytest
import time_machine

from agencies import actions as agencies
from agencies.models import Basis
from areas.actions import make_local_area
from contacts import actions as contacts
from search import find as finding
from search import index
from tests.profiles.world import NOW, World

DAY = date(2026, 11, 23)


class Found(World):
    """A Leeds in which people, posts and numbers come and go by the actions."""

    def __init__(self):
        super().__init__()
        index.rebuild()

    def listed(self, name, number="", **details):
        person = contacts.add_practitioner(name=name, by=None, at=NOW, **details)
        if number:
            self.reached(person, number)
        return person

    def reached(self, thing, value, kind="phone", **details):
        return contacts.add_contact_point(to=thing, kind=kind, value=value, by=None, at=NOW, **details)

    def opened(self, title, *, covers=(), **details):
        details.setdefault("role", self.visitor)
        post = agencies.add_post(agency=self.council, title=title, by=None, at=NOW, **details)
        if covers:
            agencies.cover_many(post=post, basis=Basis.RESIDENCE, targets=covers, by=None, at=NOW)
        return post

    def appointed(self, person, post, **details):
        return contacts.appoint(practitioner=person, post=post, by=None, at=NOW, **details)

    def locality(self, name):
        return make_local_area(name=name, local_kind="locality", members=[self.leeds], by=None, at=NOW)

    def finds(self, text, *, day=DAY, **how):
        """The titles found, best first."""
        finding.forget()
        return [hit.title for hit in finding.find(text, day=day, **how)]

    def people(self, text, **how):
        return self.finds(text, kinds=("person",), **how)


@pytest.fixture
def leeds(db, settings, tmp_path):
    settings.POSTCODES_FILE = tmp_path / "none.sqlite3"
    with time_machine.travel(NOW, tick=False):
        yield Found()
