"""What the decisions say of the running product is so."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from tests.architecture.reading import HOME, sources
from tests.architecture.test_locks import LOCKS, pinned

NOT_USED = (HOME / "docs" / "decisions" / "0013-what-is-not-used.md").read_text()


def pragma(name):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_database_keeps_what_it_has_confirmed_and_waits_for_nobody_for_ever():
    if connection.vendor == "sqlite":
        assert pragma("synchronous") == 2  # FULL
        assert pragma("journal_mode") == ("wal" if settings.WAL_IS_SAFE else "delete")
        assert pragma("mmap_size") == 0
        assert connection.transaction_mode == "IMMEDIATE"
        return
    with connection.cursor() as cursor:
        for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute("SELECT setting::int FROM pg_settings WHERE name = %s", [name])
            assert cursor.fetchone()[0] > 0


def test_no_request_is_one_long_transaction():
    assert not any(database.get("ATOMIC_REQUESTS") for database in settings.DATABASES.values())


def test_the_packages_we_do_without_are_not_installed():
    # The first cell of a row may name several; a database or a setting in it is no package.
    named = {name for row in re.findall(r"^\| (.*?) \|", NOT_USED, re.M) for name in re.findall(r"`([a-z-]+[a-z0-9]*)`", row)}
    assert {"gunicorn", "django-simple-history", "openpyxl", "psycopg", "celery"} <= named
    assert named & pinned(LOCKS["requirements.txt"]).keys() == set()


def test_there_is_no_second_way_to_change_rows():
    assert not apps.is_installed("django.contrib.admin")
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_nothing_of_ours_listens_to_signals_or_points_at_just_anything():
    # The two listeners wait for the framework's own moment after a migration, to put triggers back: of the events, of the index.
    listening = re.compile(r"@receiver|\w+_(?:save|delete|migrate|init)\.connect")
    assert [source.path for source in sources() if listening.search(source.text)] == ["audit/apps.py", "search/apps.py"]
    assert [source.path for source in sources() if "GenericForeignKey" in source.text] == []
