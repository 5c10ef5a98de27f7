"""A small Leeds to watch."""

from tests.profiles.conftest import looking, now, world

__all__ = ["looking", "now", "world"]
