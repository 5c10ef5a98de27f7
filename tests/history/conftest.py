"""A small Leeds whose roster admin reads what was changed."""

import pytest
from django.test import Client

from tests.profiles.conftest import now, world

__all__ = ["now", "world"]


@pytest.fixture
def browse():
    """`browse(user)` is a browser in which `user` has signed in."""

    def browse(user):
        client = Client()
        client.force_login(user)
        return client

    return browse


@pytest.fixture
def bola(world):
    """The council's roster admin."""
    user = world.user("bola@example.org", world.council, "roster_admin")
    user.name = "Bola Example"
    user.save()
    return user


@pytest.fixture
def nurse(world):
    """Ann Holder, in the post of a named nurse, with a number and an e-mail of her own."""
    person = world.person("Ann Holder", "0113 496 0101")
    world.phone(person, "ann.holder@example.org", kind="email")
    world.appoint(person, world.post("Named nurse, East"))
    return person


@pytest.fixture
def number(nurse):
    return nurse.contact_points.get(kind="phone")


@pytest.fixture
def post(nurse):
    return nurse.appointments.get().post


@pytest.fixture
def history(world):
    """Where the council's history is."""
    return f"/agencies/{world.council.slug}/history/"
