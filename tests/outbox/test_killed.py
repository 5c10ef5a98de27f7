"""A sender that is killed at any moment loses no letter, and doubles at most the one it had in its hands."""

import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from outbox.actions import write
from outbox.delivery import deliver
from outbox.models import Letter
from tests import another_process

pytestmark = pytest.mark.at_length

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
# Every round is an hour later, so that whoever was killed before holds no letter any more.
SENDER = """
import sys
from datetime import datetime, timedelta
import django
django.setup()
from outbox.delivery import deliver
at = datetime.fromisoformat(sys.argv[1])
print("ready", flush=True)
deliver(now=lambda: at)
"""


def sender(server, at):
    """A process of its own that sends what waits in this database."""
    mail = {
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(server.port),
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    }
    return another_process.start(SENDER, at.isoformat(), **mail)


def test_killed_at_random_points_it_loses_nothing_and_doubles_one_letter_a_kill_at_most(transactional_db, server, scaled, chance):
    kills = scaled(100)
    for nth in range(10 * kills):
        write(key=f"n{nth}", to=f"n{nth}@example.org", subject="One", text="Two", by=None, at=NOW)
    at = NOW
    for _ in range(kills):
        running = sender(server, at)
        time.sleep(chance.uniform(0, 0.15))
        another_process.kill(running)
        at += timedelta(hours=1)
    for _ in range(2 + 10 * kills // 200):
        deliver(now=lambda: at)
    sent = Counter(address for address, _text in server.taken)
    assert sorted(sent) == sorted(f"n{nth}@example.org" for nth in range(10 * kills))
    assert sum(sent.values()) - len(sent) <= kills
    same = Counter(next(line for line in text.splitlines() if line.startswith("Message-ID")) for _address, text in server.taken)
    assert len(same) == len(sent)
    assert not Letter.objects.filter(sent_at=None).exists()
