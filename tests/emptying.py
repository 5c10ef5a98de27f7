"""Lets every table be emptied after a test that asks for it, although events refuse to be deleted."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def _events_may_be_emptied_between_tests():
    """On SQLite, emptying deletes row by row, which the triggers refuse; they come back with the signal that follows.

    PostgreSQL empties whole tables, which its triggers let pass.
    """
    from django.db.backends.sqlite3.base import DatabaseOperations

    from audit import triggers

    emptying = DatabaseOperations.sql_flush

    def sql_flush(self, style, tables, **options):
        return [f"DROP TRIGGER IF EXISTS {name}" for name in triggers.names()] + emptying(self, style, tables, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        yield
