"""A process that is killed at any moment while it applies a roster leaves all of it or nothing, and the next one completes it."""

import time

import pytest
import time_machine
from django.utils import timezone

from audit.models import Event
from contacts.models import Appointment, ContactPoint, Practitioner, Upload
from contacts.spreadsheets import actions
from contacts.spreadsheets.comparing import make_plan
from search.index import disagreements, rebuild
from search.models import Document
from tests import another_process
from tests.profiles.world import NOW, World
from tests.roster.conftest import Rosters
from tests.roster.spreadsheets import as_csv

pytestmark = pytest.mark.at_length

PEOPLE = 60
# It says that it begins, and how long it took.
APPLIER = f"""
import sys, time
from datetime import datetime
import django
django.setup()
from contacts.models import Upload
from contacts.spreadsheets.actions import apply
upload = Upload.objects.get(key=sys.argv[1])
print("ready", flush=True)
began = time.perf_counter()
apply(upload=upload, by=None, at=datetime.fromisoformat("{NOW.isoformat()}"))
print(time.perf_counter() - began, flush=True)
"""


@pytest.fixture
def rosters(transactional_db):
    with time_machine.travel(NOW, tick=False):
        yield Rosters(World())


def staged(rosters):
    """A file that adds people and changes one, compared."""
    new = [[f"Person {nth}", f"p{nth}@example.org", f"01632 960{nth:03}", "Named nurse, Leeds"] for nth in range(PEOPLE)]
    changed = ["Ann Married", "ann.old@example.org", "01632 960998", "Named nurse, Leeds"]
    upload = actions.take_in(
        content=as_csv([*new, changed], ["Name", "Work e-mail", "Work phone", "Post"]), file_name="roster.csv", part="agency",
        from_day=timezone.localdate(NOW), agency=rosters.world.council, by=None, at=NOW,
    )  # fmt: skip
    return make_plan(upload=upload, by=None, at=NOW)


def counted():
    """What an upload writes, counted in every table it writes to, and what it changes."""
    return {
        "people": Practitioner.objects.count(),
        "held": Appointment.objects.count(),
        "points": ContactPoint.objects.count(),
        "found": Document.objects.filter(kind="person").count(),
        "events": Event.objects.filter(verb__in=["listed", "appointed", "added a contact point", "changed a name"]).count(),
        "applied": Event.objects.filter(verb="applied a roster").count(),
        "renamed": Practitioner.objects.filter(name="Ann Married").count(),
        "stage": Upload.objects.filter(stage=Upload.Stage.APPLIED).count(),
    }


def test_killed_at_random_points_it_leaves_all_or_nothing_and_the_next_one_completes_it(rosters, scaled, chance):
    rosters.world.phone(rosters.ann, "ann.old@example.org", kind="email")
    rebuild()
    whole = another_process.start(APPLIER, (upload := staged(rosters)).key)
    takes = float(whole.stdout.readline())
    another_process.kill(whole)
    actions.undo(upload=upload, by=None, at=NOW)
    outcomes = {"nothing": 0, "all": 0}
    for nth in range(scaled(200)):
        upload = staged(rosters)
        before = counted()
        running = another_process.start(APPLIER, upload.key)
        time.sleep(chance.uniform(0, 1.1 * takes))
        another_process.kill(running)
        after = counted()
        added = {
            "people": PEOPLE, "held": PEOPLE, "points": 2 * PEOPLE, "found": PEOPLE, "events": 2 * PEOPLE + 1, "applied": 1, "renamed": 1,
            "stage": 1,
        }  # fmt: skip
        grown = {name: count - before[name] for name, count in after.items()}
        outcome = "all" if grown["stage"] else "nothing"
        outcomes[outcome] += 1
        assert grown == (added if outcome == "all" else dict.fromkeys(added, 0)), f"kill {nth}"
        actions.apply(upload=upload, by=None, at=NOW)
        assert {name: count - before[name] for name, count in counted().items()} == added
        if nth % 20 == 0:
            assert disagreements() == []
        _back, kept = actions.undo(upload=upload, by=None, at=NOW)
        assert kept == 0
    assert outcomes["nothing"] > 0, outcomes
    assert Practitioner.objects.count() == 2
