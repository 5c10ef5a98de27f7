"""A small Leeds, and a browser for whoever signs in."""

from tests.history.conftest import bola, browse, history, now, number, nurse, post, world

__all__ = ["bola", "browse", "history", "now", "number", "nurse", "post", "world"]
