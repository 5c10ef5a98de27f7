"""A small Leeds on a Monday morning: somebody to ring, a team behind them, and a roster admin who hears of it."""

import pytest

from tests.profiles.conftest import now, world

__all__ = ["now", "world"]


@pytest.fixture
def ann(world):
    """Ann Holder, in a health visitor's post of Team North, with a number of her own."""
    return world.person("Ann Holder", "01632 960001")


@pytest.fixture
def post(world, ann):
    post = world.post(covers=[world.leeds])
    world.appoint(ann, post)
    return post


@pytest.fixture
def number(ann, post):
    """Ann's own number."""
    return ann.contact_points.get()


@pytest.fixture
def line(world, post):
    """The team's duty line."""
    return world.team.contact_points.get()


@pytest.fixture
def callers(world):
    """Four people who ring."""
    return [world.user(f"caller{nth}@example.org") for nth in range(4)]


@pytest.fixture
def roster(world):
    """The council's roster admin."""
    return world.user("roster@example.org", world.council, "roster_admin")
