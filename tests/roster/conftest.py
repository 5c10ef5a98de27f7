"""A small Leeds on a Monday morning with a council and a trust, each with an admin of its own and somebody in a post."""

import pytest
from django.test import Client

from tests.profiles.conftest import now, world

from . import uploading

__all__ = ["now", "world"]


class Rosters:
    """Ann is the council's named nurse; Tom is in a post of the trust. `admin` keeps the council's roster, `other` the trust's."""

    def __init__(self, world):
        self.world = world
        self.nurse = world.role("NAMED_NURSE", "Named nurse", gap="must", review_days=90)
        self.post = world.post("Named nurse, Leeds", role=self.nurse, covers=[world.leeds])
        self.ann = world.person("Ann Holder", "01632 960001", user=world.user("ann@example.org"))
        self.held = world.appoint(self.ann, self.post)
        self.admin = world.user("roster@example.org", world.council, "roster_admin")
        self.trust = world.agency("Example Health Trust", world.kind("health_trust", "Health trust"))
        self.theirs = world.post("Health visitor, elsewhere", agency=self.trust)
        self.tom = world.person("Tom Elsewhere", "01632 960002")
        self.there = world.appoint(self.tom, self.theirs)
        self.other = world.user("other@example.org", self.trust, "roster_admin")

    def browser(self, who):
        client = Client()
        client.force_login(who)
        return client


@pytest.fixture
def rosters(world):
    return Rosters(world)


@pytest.fixture
def keeping(rosters):
    """The council's roster admin at a browser."""
    return rosters.browser(rosters.admin)


@pytest.fixture
def roster(rosters, keeping):
    """A roster, its keeper at a browser, and what is in it, before and after."""

    class Roster:
        def __init__(self):
            self.rosters, self.keeping, self.before = rosters, keeping, uploading.people()

        def send(self, content, name="roster.csv", **more):
            return uploading.added(keeping, rosters, content, name, **more)

        def new(self):
            return uploading.people() - self.before

    return Roster()
