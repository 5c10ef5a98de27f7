"""A small Leeds, and a browser for whoever signs in."""

from tests.history.conftest import bola, browse, history, now, number, nurse, post, world
from tests.pages.conftest import outage_file

__all__ = ["bola", "browse", "history", "now", "number", "nurse", "outage_file", "post", "world"]
