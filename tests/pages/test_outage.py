"""When the database cannot answer, the duty numbers are still there."""

import os
import stat

import pytest
from django.core.management import call_command
from django.db import OperationalError, connections

from agencies.snapshot import forget
from directory import duty, outage
from tests.profiles.world import LONG_AGO, World, words

FRONT = "0113 496 0100"


@pytest.fixture
def written(transactional_db, now, outage_file, settings, tmp_path):
    """A world with one public desk, and the page for bad moments written from it."""
    settings.POSTCODES_FILE = tmp_path / "none.sqlite3"
    world = World()
    world.desk("Leeds front door", FRONT, covers=[world.leeds])
    hidden = world.person("Canary Person", "07700 900666", restricted=True)
    world.appoint(hidden, world.post("Nurse", covers=[world.leeds]))
    world.desk("For professionals", "0113 496 0105", audience="professional", covers=[world.leeds])
    outage.write()
    yield world
    forget()


def refuse(*args, **kwargs):
    raise OperationalError("could not connect to server")


@pytest.fixture
def no_database(transactional_db):
    """The database is gone until the test is over: nobody can connect to it any more."""
    with pytest.MonkeyPatch.context() as broken:
        connections["default"].close()
        broken.setattr(connections["default"], "connect", refuse)
        yield


@pytest.fixture
def calm(client):
    """A client that shows the page for what went wrong, as a server would."""
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("address", ["/duty/", "/sign-in/", "/nowhere/", "/privacy/"])
def test_without_a_database_every_page_shows_the_duty_numbers(calm, written, no_database, address):
    response = calm.get(address)
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert response["Cache-Control"] == "no-store"
    said = words(response)
    assert "Sorry, the service is unavailable" in said
    assert "Numbers as at 10:00am on 23 November:" in said
    assert f"Children {FRONT} Leeds front door Monday to Friday, 9am to 5pm." in said
    assert "999" in said
    assert "101" in said


def test_somebody_signed_in_gets_it_too(calm, written, request):
    calm.force_login(written.user())
    request.getfixturevalue("no_database")
    response = calm.get("/")
    assert response.status_code == 503
    assert FRONT in words(response)


def test_before_it_was_ever_written_the_national_numbers_are_there(calm, outage_file, transactional_db, no_database):
    response = calm.get("/duty/")
    assert response.status_code == 503
    assert "999" in words(response)
    assert "Try again in a few minutes." in words(response)


def test_when_the_database_is_back_so_is_the_page(calm, written, monkeypatch):
    with monkeypatch.context() as broken:
        connections["default"].close()
        broken.setattr(connections["default"], "connect", refuse)
        assert calm.get("/duty/").status_code == 503
    assert calm.get("/duty/").status_code == 200


def test_one_bad_query_is_our_mistake_and_not_an_outage(calm, written, monkeypatch):
    def one_bad_query(at):
        raise OperationalError("too many terms in the query")

    monkeypatch.setattr(duty, "public_numbers", one_bad_query)
    response = calm.get("/duty/")
    assert response.status_code == 500
    assert "Something went wrong" in words(response)
    assert "Retry-After" not in response


def test_any_other_mistake_of_ours_is_a_500(calm, written, monkeypatch):
    monkeypatch.setattr(duty, "public_numbers", lambda at: 1 / 0)
    assert calm.get("/duty/").status_code == 500


def test_only_public_lines_are_in_the_file(written, outage_file):
    page = outage_file.read_text()
    for canary in ("Canary", "07700 900666", "0113 496 0105"):
        assert canary not in page
    assert FRONT in page


def test_a_changed_number_is_in_the_file_after_the_next_round(written, outage_file):
    desk = written.council.posts.get(title="Leeds front door")
    desk.contact_points.update(value="0113 496 0122")
    call_command("work", once=True)
    page = outage_file.read_text()
    assert "0113 496 0122" in page
    assert FRONT not in page


def test_the_file_is_replaced_whole_and_leaves_nothing_behind(written, outage_file, monkeypatch):
    before = outage_file.read_text()

    def full(*args):
        raise OSError("No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(OSError):
            outage.write(LONG_AGO)
    assert outage_file.read_text() == before
    assert list(outage_file.parent.glob(".unavailable-*")) == []
    assert stat.S_IMODE(outage_file.stat().st_mode) == 0o644
