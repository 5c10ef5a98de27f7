"""The demonstration is lent whole to each test that asks for it, whatever the one before did, and to no other."""

import pytest

from agencies.models import Agency, Partnership
from contacts.models import Practitioner


def empty_the_directory():
    Practitioner.objects.all().delete()
    assert not Practitioner.objects.exists()


@pytest.mark.parametrize("turn", [1, 2])
def test_what_an_ordinary_test_deletes_is_back_for_the_next(demo, turn):
    assert Practitioner.objects.count() > 400
    empty_the_directory()


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_that_commits_deletes_is_back_for_the_next(transactional_db, demo, turn):
    assert Practitioner.objects.count() > 400
    empty_the_directory()


@pytest.mark.parametrize("turn", [1, 2])
def test_a_live_server_sees_it_too(live_server, demo, turn):
    assert Practitioner.objects.count() > 400
    empty_the_directory()


@pytest.mark.django_db
def test_a_test_that_does_not_ask_sees_none_of_it():
    assert not Partnership.objects.exists()
    assert not Agency.objects.exists()
