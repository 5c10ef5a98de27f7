"""The background worker: keeps the page for bad moments fresh, passes requests for cover on, sends letters, and tidies up once a day."""

import json
import logging
import signal
import threading
import time
from importlib import import_module

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error as DatabaseTrouble
from django.db import close_old_connections
from django.utils import timezone

from agencies.models import Partnership
from audit import chain
from audit.log import place_old_events
from contacts.away.actions import pass_on_covers
from contacts.freshness.actions import take_snapshots
from contacts.outcomes.actions import forget_who_tried, write_correction_digests
from contacts.reminders.actions import tell_the_listed, write_reminders
from contacts.spreadsheets.actions import forget_uploads
from contacts.spreadsheets.comparing import compare_waiting
from contacts.watching.actions import write_digests
from directory import outage
from outbox.actions import forget_letters
from outbox.delivery import deliver
from search.index import count_words

PAUSE = 2  # seconds between looks; somebody may be waiting for their spreadsheet
ROUND = 30  # seconds; the page for bad moments may be a minute old at most, and a round takes time too
TEN_MINUTES = 10 * 60  # seconds
HOUR = 60 * 60  # seconds
DAY = 24 * 60 * 60  # seconds
OLD_EVENTS = 20  # batches of a thousand
# What a bad round may raise without ending the worker: the database is away, the disk is full, or one row is odd.
# Anything else ends it, and whoever started it starts it again.
BAD_ROUND = (DatabaseTrouble, OSError, ValueError, TypeError, LookupError, AttributeError)

log = logging.getLogger(__name__)
heads = logging.getLogger("audit.heads")


class Command(BaseCommand):
    help = "Does what happens in the background until it is told to stop (TERM)."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Do one round of everything and stop.")

    def handle(self, *args, once=False, **options):
        stopping = threading.Event()
        if not once:
            for told in (signal.SIGTERM, signal.SIGINT):
                signal.signal(told, lambda *_: stopping.set())
        work(stopping, rounds=1 if once else None)


def work(stopping, rounds=None):
    """Go round until `stopping` (an Event) is set, or `rounds` times. A job that fails is logged and tried again next round."""
    often = (outage.write, ask_on, deliver, seal_events)
    daily = (clear_sessions, forget_callers, forget_old_letters, forget_old_uploads, count_details, place_events)
    due = {
        compare_uploads: (PAUSE, 0.0),
        **dict.fromkeys(often, (ROUND, 0.0)),
        count_words: (TEN_MINUTES, 0.0),
        **dict.fromkeys((remind, say_the_head), (HOUR, 0.0)),
        **dict.fromkeys(daily, (DAY, 0.0)),
    }
    done = 0
    while not stopping.is_set():
        for job, (every, next_time) in due.items():
            if time.monotonic() >= next_time and _did(job):
                due[job] = (every, time.monotonic() + every)
        done += 1
        if done == rounds:
            return
        stopping.wait(PAUSE)
        # The database may have been restarted since: see whether the connection still works, as each request does.
        close_old_connections()


def compare_uploads():
    """Compare the spreadsheets that wait for it with their rosters."""
    compare_waiting(timezone.now())


def forget_old_uploads():
    """Forget the spreadsheets that nobody went on with, and what would undo those of a month ago."""
    forget_uploads(by=None, at=timezone.now())


def ask_on():
    """Ask the next person to cover, wherever somebody declined or has not answered in time."""
    pass_on_covers(by=None, at=timezone.now())


def clear_sessions():
    """Forget the sessions that have run out."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def forget_callers():
    """Forget who rang whom, 90 days after they did."""
    forget_who_tried(by=None, at=timezone.now())


def count_details():
    """Keep how many details of each agency are confirmed, once for each week."""
    take_snapshots(by=None, at=timezone.now())


def place_events():
    """Put what was recorded before there were histories into them, so many a day that nothing else waits long."""
    for _batch in range(OLD_EVENTS):
        if not place_old_events():
            return


def seal_events():
    """Chain what has been recorded since, so that nobody changes it unseen."""
    chain.seal(timezone.now())


def say_the_head():
    """Write the newest head to the log: kept elsewhere, it shows also that the newest events have been cut off."""
    if newest := chain.anchor():
        heads.info(json.dumps(newest._asdict()))


def forget_old_letters():
    """Forget what letters said, and to whom, 90 days after they went."""
    forget_letters(by=None, at=timezone.now())


def remind():
    """Write the reminders and digests that are due; looking again writes none twice.

    The invented people of a demonstration are not asked: `send_reminders` shows what they would be sent.
    """
    digests = (write_correction_digests, write_digests)
    invented = Partnership.objects.filter(demonstration=True).exists()
    for write in digests if invented else (write_reminders, tell_the_listed, *digests):
        write(by=None, at=timezone.now())


def _did(job):
    try:
        job()
    except BAD_ROUND as problem:
        # The kind of trouble only: a message may repeat what somebody typed.
        log.error("%s failed: %s", job.__name__, type(problem).__name__)
        return False
    return True
