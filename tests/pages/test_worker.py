"""The background worker does its rounds, survives a bad one, and stops when it is told to."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from agencies.models import Partnership
from contacts.models import Outcome
from contacts.outcomes.actions import tell_outcome
from directory import outage
from directory.management.commands import work
from tests.architecture.reading import HOME
from tests.profiles.world import LONG_AGO, NOW


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(work, "ROUND", 0)
    monkeypatch.setattr(work, "PAUSE", 0)


def session(key, days):
    return Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + timedelta(days=days))


def test_one_round_writes_the_page_and_forgets_old_sessions(world, outage_file):
    session("old", -1)
    session("live", 1)
    call_command("work", once=True)
    assert "999" in outage_file.read_text()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["live"]


def test_once_a_day_it_forgets_who_rang_whom_ninety_days_ago(world, outage_file):
    caller, point = world.user(), world.phone(world.council, "01632 960700")
    tell_outcome(point=point, kind="spoke", by=caller, at=NOW - timedelta(days=91))
    tell_outcome(point=point, kind="spoke", by=caller, at=NOW - timedelta(days=89))
    call_command("work", once=True)
    assert sorted(Outcome.objects.values_list("who", flat=True), key=str) == [caller.pk, None]


def test_a_bad_round_is_logged_by_its_kind_and_the_next_one_goes_on(
    transactional_db, world, outage_file, quick, monkeypatch, caplog
):
    rounds = []

    def write():
        rounds.append(1)
        if len(rounds) == 1:
            raise OSError("a message that says what somebody typed")

    write.__name__ = "write"
    monkeypatch.setattr(outage, "write", write)
    work.work(threading.Event(), rounds=3)
    assert len(rounds) == 3
    assert [record.getMessage() for record in caplog.records] == ["write failed: OSError"]


def test_sessions_are_looked_at_once_a_day(transactional_db, world, outage_file, quick, monkeypatch):
    looked = []
    monkeypatch.setattr(work, "clear_sessions", lambda: looked.append(1))
    work.work(threading.Event(), rounds=4)
    assert len(looked) == 1


def test_the_page_is_never_older_than_a_minute():
    assert work.ROUND <= 60


def test_told_to_stop_it_does_no_further_round(world, outage_file):
    stopping = threading.Event()
    stopping.set()
    work.work(stopping)
    assert not outage_file.exists()


def test_without_a_database_it_goes_on_and_ends_cleanly_on_term(tmp_path):
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "BASE_URL")}
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=HOME,
        env={**kept, "DATA_DIR": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        # Both jobs fail on an empty database; by the second line the first round is nearly over.
        said = [worker.stderr.readline() for _ in range(2)]
        assert worker.poll() is None
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
    finally:
        worker.kill()
        worker.stderr.close()
    assert all("OperationalError" in line for line in said), said


def test_each_round_sends_what_waits_and_reminds_whoever_is_due(world, outage_file, mailoutbox):
    person = world.person("Ann Holder", user=world.user("ann@example.org"))
    world.appoint(person, world.post(), confirmed_at=LONG_AGO)
    call_command("work", once=True)
    call_command("work", once=True)
    assert [letter.subject for letter in mailoutbox] == ["1 entry to confirm", "You are listed in Who to ring"]


def test_in_a_demonstration_nobody_invented_is_asked(world, outage_file, mailoutbox):
    Partnership.objects.update(demonstration=True)
    person = world.person("Ann Holder", user=world.user("ann@example.org"))
    world.appoint(person, world.post(), confirmed_at=LONG_AGO)
    call_command("work", once=True)
    call_command("work", once=True)
    assert mailoutbox == []
