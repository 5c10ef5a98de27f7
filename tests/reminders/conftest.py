"""A small Leeds whose people have mailboxes."""

from tests.profiles.conftest import now, world

__all__ = ["now", "world"]
