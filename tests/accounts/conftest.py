"""Somebody who can sign in, and counters of tries that start at none."""

import pytest
from django.core.cache import cache

from accounts.models import User

PASSWORD = "three quiet words"


@pytest.fixture(autouse=True)
def _no_tries_yet(db):
    cache.clear()


@pytest.fixture
def person(db):
    user = User(email="a.practitioner@example.org", name="A. Practitioner")
    user.set_password(PASSWORD)
    user.save()
    return user
