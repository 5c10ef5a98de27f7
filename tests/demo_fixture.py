"""The demonstration partnership, loaded once for the whole run and lent to every test that asks for `demo`.

A test that asks for `demo` runs in a database of its own that already holds places, roles and the demonstration; all other
tests go on in the empty one. The demonstration is loaded once, into a copy of the empty test database. An ordinary test then
works there inside a transaction that is rolled back; a test with a live server or with `transactional_db`, after which every
table is emptied, gets a fresh copy (a file copied on SQLite, `CREATE DATABASE … TEMPLATE` on PostgreSQL). The clock stands at
`demo.at` and runs on from there, because who is on duty depends on it; a test may travel elsewhere inside.

    def test_somebody_answers(demo, client):
        client.force_login(demo.account("practitioner"))
"""

from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command

# A Tuesday in term time, mid-morning: offices are open, emergency duty teams are not.
AT = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/London"))
PASSWORD = "gritstone-lantern-27"


@dataclass(frozen=True)
class Demo:
    """The moment the demonstration was made for, and the password of its accounts."""

    at: datetime = AT
    password: str = PASSWORD

    def account(self, mailbox):
        """One of the five users: practitioner, roster, manager, privacy or admin."""
        from accounts.models import User

        return User.objects.get(email=f"{mailbox}@demo.example.org")


def load(at=AT):
    """Places, roles and the demonstration, into the database in use."""
    said = StringIO()
    call_command("load_places", stdout=said)
    call_command("load_roles", stdout=said)
    call_command("load_demo", "--at", at.isoformat(), stdout=said)
    return said.getvalue()


def _use(name):
    """From now on every new connection goes to this database."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = name


def _copy(suffix):
    """A copy of the database in use, whose name ends in `suffix`; returns that name."""
    from django.db import connection

    connection.close()  # on SQLite, so that the file holds everything
    connection.creation.clone_test_db(suffix, verbosity=0, autoclobber=True)
    return connection.creation.get_test_db_clone_settings(suffix)["NAME"]


def _drop(suffix):
    from django.db import connection

    connection.creation.destroy_test_db(suffix=suffix, verbosity=0)


@pytest.fixture(scope="session")
def demo_template(django_db_setup, django_db_blocker, full_postcodes):
    """The name of a database that holds the demonstration, and nothing that a test did."""
    from django.conf import settings
    from django.db import connection

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        empty = connection.settings_dict["NAME"]
        name = _copy("demo")
        patch.setattr(settings, "POSTCODES_FILE", full_postcodes)
        patch.setenv("DEMO_PASSWORD", PASSWORD)
        _use(name)
        try:
            load()
        finally:
            _use(empty)
    yield name
    with django_db_blocker.unblock():
        _drop("demo")


@pytest.fixture(scope="session")
def _shared_copy(demo_template, django_db_blocker):
    from django.db import connection

    with django_db_blocker.unblock():
        empty = connection.settings_dict["NAME"]
        _use(demo_template)
        name = _copy("shared")
        _use(empty)
    yield name
    with django_db_blocker.unblock():
        _use(demo_template)
        _drop("shared")
        _use(empty)


@pytest.fixture
def shared_demo(_shared_copy, django_db_blocker, postcodes_file):
    """`demo` for journeys that only look things up: what they leave behind (sessions) stays in the copy that they all share.

    Copying and emptying a database for each would take longer than most of them do.
    """
    from django.db import connection

    with django_db_blocker.unblock(), time_machine.travel(AT, tick=True):
        empty = connection.settings_dict["NAME"]
        _use(_shared_copy)
        yield Demo()
        _use(empty)


@pytest.fixture
def _lent_database(request, django_db_blocker):
    """Puts a test that asks for `demo` into the demonstration's database, before anything opens a transaction."""
    if "demo" not in request.fixturenames:
        yield
        return
    from django.db import connection

    template = request.getfixturevalue("demo_template")
    emptied = {"live_server", "transactional_db"} & set(request.fixturenames)
    marker = request.node.get_closest_marker("django_db")
    emptied = emptied or (marker and marker.kwargs.get("transaction"))
    with django_db_blocker.unblock():
        empty = connection.settings_dict["NAME"]
        _use(template)
        if emptied:
            _use(_copy("lent"))
    yield
    with django_db_blocker.unblock():
        if emptied:
            _use(template)
            _drop("lent")
        _use(empty)


@pytest.fixture
def _django_db_helper(_lent_database, _django_db_helper):
    """pytest-django's own, which opens the transaction, once the right database is in place."""
    return _django_db_helper


@pytest.fixture
def demo(db, postcodes_file):
    """The demonstration partnership; see the top of this file."""
    with time_machine.travel(AT, tick=True):
        yield Demo()
