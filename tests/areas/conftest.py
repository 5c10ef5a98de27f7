"""What the tests of places stand on."""

import datetime

import pytest
from django.utils import timezone

from areas.actions import seed_places

NOON = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def noon():
    return NOON


@pytest.fixture
def places(db):
    """Every seeded place."""
    return seed_places(by=None, at=NOON)


@pytest.fixture
def by_system(noon):
    """Who and when, for actions the system takes."""
    return {"by": None, "at": noon}
