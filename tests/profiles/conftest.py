"""A small Leeds on a Monday morning, and somebody who has signed in to look at it."""

import pytest
import time_machine

from agencies.snapshot import forget
from tests.profiles.world import NOW, World


@pytest.fixture
def now():
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def world(db, now, settings, tmp_path):
    settings.POSTCODES_FILE = tmp_path / "none.sqlite3"
    yield World()
    forget()


@pytest.fixture
def looking(client, world):
    """A client of somebody who has signed in and belongs to no agency here."""
    client.force_login(world.user())
    return client
