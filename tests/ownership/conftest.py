"""A small Leeds with an agency that another enters for, and its letters."""

import re

import pytest

from outbox.delivery import message
from outbox.models import Letter
from tests.profiles.conftest import now, world

__all__ = ["now", "world"]


@pytest.fixture
def surgery(world):
    """An agency without an admin of its own, entered by the council."""
    return world.agency("Example Surgery", world.kind("gp_practice", "Surgery"), entered_for=world.council)


@pytest.fixture
def caretaker(world):
    """The council's roster admin."""
    return world.user("caretaker@example.org", world.council, "roster_admin")


@pytest.fixture
def link():
    """The address in the last letter to a mailbox."""

    def of(mailbox):
        text = message(Letter.objects.filter(to=mailbox, key__startswith="invitation:").latest("pk")).body
        return re.search(r"http://127\.0\.0\.1:\d+(/invitations/\S+)", text)[1]

    return of
