"""A mail server of the test's own, and letters to send to it."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from outbox.actions import write
from tests.outbox.mailserver import Server

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def server(settings):
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 0.3
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def letter(db):
    """Writes a letter, of a key and to a mailbox."""

    def make(key="one", to="someone@example.org", **said):
        given = {"subject": "One thing to do", "text": "Sign in to see it.", "by": None, "at": AT, **said}
        return write(key=key, to=to, **given)

    return make


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.at = AT

    def __call__(self):
        return self.at

    def on(self, **time):
        self.at += timedelta(**time)


@pytest.fixture
def clock():
    return Clock()
