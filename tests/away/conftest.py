"""A small Leeds with a post, its holder, its deputies and a colleague, and accounts for those who sign in."""

import pytest

from agencies.models import Membership
from tests.profiles.conftest import now, world

__all__ = ["now", "world"]


class Ward:
    """Ann holds a post in Team North; Bob and Cat are its deputies, Dee leads the team, Eve is a colleague in another post."""

    def __init__(self, world):
        self.world = world
        self.post = world.post("Named nurse, Leeds", covers=[world.leeds])
        self.ann = self._listed("Ann Holder", "01632 960001")
        self.bob = self._listed("Bob Deputy", "01632 960002")
        self.cat = self._listed("Cat Deputy", "01632 960003")
        self.dee = self._listed("Dee Lead", "01632 960004")
        self.eve = self._listed("Eve Colleague", "01632 960005")
        world.appoint(self.ann, self.post)
        world.appoint(self.bob, self.post, "deputy", order=1)
        world.appoint(self.cat, self.post, "deputy", order=2)
        self.head = world.post("Team manager", covers=[])
        world.appoint(self.dee, self.head)
        world.appoint(self.eve, world.post("Another post"))
        world.team.lead = self.head
        world.team.save()
        self.admin = world.user("roster@example.org", world.council, Membership.Right.ROSTER_ADMIN)

    def _listed(self, name, number):
        user = self.world.user(f"{name.split()[0].lower()}@example.org")
        return self.world.person(name, number, user=user)


@pytest.fixture
def ward(world):
    return Ward(world)


@pytest.fixture
def as_(client):
    """A client in which somebody has signed in: a practitioner's own account, or an account."""

    def sign_in(who):
        client.force_login(getattr(who, "user", None) or who)
        return client

    return sign_in
