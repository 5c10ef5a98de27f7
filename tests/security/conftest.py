"""The town, on a Monday morning."""

import pytest
import time_machine
from django.core.cache import cache

from areas import sidefile
from areas.models import PostcodeEdition
from tests.security.town import AT, Town


@pytest.fixture
def clock():
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(db, clock, postcodes_file):
    PostcodeEdition.objects.create(id=1, version=sidefile.current().meta["version"], count=1, loaded_at=AT)
    cache.clear()
    return Town()


@pytest.fixture
def signed_in(town):
    """A browser in which a practitioner has signed in."""
    return town.client("prac")
