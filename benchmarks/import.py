"""What it costs to load a roster from a spreadsheet: its preview and Apply as in the browser, and all at once by the command."""

import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

from django.conf import settings

# Seconds for so many rows, and megabytes of the command; Apply holds the lock for writing all the while.
ROWS, COMMAND_ROWS = 10_000, 50_000
BUDGET = {"preview": 20, "apply": 4, "preview, all new": 20, "command": 120, "command, memory": 300}
QUIET, MEANWHILE = "searching, 95th percentile", "searching meanwhile, 95th percentile"
UNITS = {"command, memory": "MB", QUIET: "ms", MEANWHILE: "ms"}
HEADER = ["Name", "Staff reference", "Work e-mail", "Work phone", "Team", "Post", "How they hold it"]
TEAM_OF, POST_OF = 50, 2  # people in a team, and in a post
LOOKED = 5  # seconds, before anything is applied
ONE_IN = 10  # of the people of a roster has another number, one in twice as many has left, and as many come


def main(argv):
    """Prints each engine's figures; the exit code is 1 when one of them is over its budget."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks import")
    parser.add_argument("--rows", type=int, default=ROWS, help=f"of a file in the browser (default {ROWS})")
    parser.add_argument("--command-rows", type=int, default=COMMAND_ROWS, help=f"of the command's file (default {COMMAND_ROWS})")
    parser.add_argument("--inside", type=int, nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--searching", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.searching:
        json.dump(search_until_told(), sys.stdout)
        return 0
    if options.inside:
        rows, command_rows = options.inside
        json.dump({**measure(rows), **by_command(command_rows)}, sys.stdout)
        return 0
    from benchmarks import fresh

    over = False
    with fresh.databases() as every:
        for engine, database, folder in every:
            figures = fresh.inside("import", database, folder, options.rows, options.command_rows)
            print(f"{engine}, a file of {options.rows:,} rows, and one of {options.command_rows:,} by the command:")
            for name, figure in figures.items():
                print(f"  {name:<40}{figure:10.2f} {UNITS.get(name, 's')}", flush=True)
                over = over or figure > BUDGET.get(name, float("inf"))
    return int(over)


def measure(size, searching=None):
    """Seconds for so many people: of a roster that a file changes here and there, and of one that it fills; and of searching beside it."""
    from django.utils import timezone

    from contacts.spreadsheets import actions
    from contacts.spreadsheets.stored import plan_of
    from contacts.spreadsheets.template import workbook

    chance = random.Random(496)
    held, empty = agency("held", size), agency("empty", size)
    fill(held, size)
    rows = list(people(size, random.Random(496), "held"))
    for row in rows[::ONE_IN]:
        row[3] = f"0113 496 {chance.randrange(1000):04}"
    rows = rows[size // (2 * ONE_IN) :] + [
        [f"Newcomer {nth}", f"N{nth}", f"n{nth}@example.org", "01632 960001", *row[4:]]
        for nth, row in enumerate(rows[: size // (2 * ONE_IN)])
    ]
    figures = {}
    upload, figures["preview"] = timed(preview, held, workbook(HEADER, rows))
    gone = {f"missing:{one['key']}": f"left:{timezone.localdate().isoformat()}" for one in plan_of(upload)["missing"]}
    upload = actions.answer(upload=upload, answers=gone, by=None, at=at())
    upload = compared(upload)
    _upload, figures["apply"] = timed(apply, upload)
    everybody = workbook(HEADER, list(people(size, chance, "empty")))
    upload, figures["preview, all new"] = timed(preview, empty, everybody)
    beside = searching or Searching
    with beside() as quiet:
        time.sleep(LOOKED if beside is Searching else 0)
    with beside() as meanwhile:
        _upload, figures["apply, all new"] = timed(apply, upload)
    figures[QUIET], figures[MEANWHILE] = quiet.late, meanwhile.late
    return figures


class Searching:
    """Somebody who searches without a pause in a program of their own. Afterwards `late` is their 95th percentile in milliseconds."""

    def __enter__(self):
        command = [sys.executable, "-m", "benchmarks", "import", "--searching"]
        self.program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.program.stdout.readline()
        return self

    def __exit__(self, *_raised):
        said, _errors = self.program.communicate()
        self.late = json.loads(said)


def search_until_told():
    """Searches for made-up people until nobody listens any more; the 95th percentile of what one takes, in milliseconds."""
    from benchmarks.crowd import FIRST, LAST
    from search import find

    told, chance, taken = threading.Event(), random.Random(7), []
    find.vocabulary()
    print("ready", flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), told.set()), daemon=True).start()
    while not told.is_set():
        text = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        taken.append(timed(find.find, text, day=at().date())[1] * 1000)
    return statistics.quantiles(taken, n=20)[18]


def by_command(size):
    """Seconds and megabytes of `manage.py import_roster` for a CSV file of so many people, all of them new."""
    large = agency("large", size)
    file = Path(settings.DATA_DIR) / "large.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([HEADER, *people(size, random.Random(25), "large")])
    manage = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py")]
    began = time.perf_counter()
    # Apart from this process, whose own memory would count.
    running = subprocess.Popen(
        [*manage, "import_roster", large.slug, str(file), "--additions", "--apply"], stdout=subprocess.DEVNULL
    )
    _pid, status, used = os.wait4(running.pid, 0)
    if status:
        raise SystemExit("The command failed.")
    return {"command": time.perf_counter() - began, "command, memory": used.ru_maxrss / 1000}


def timed(call, *args, **named):
    """(what a call returns, in how many seconds)."""
    began = time.perf_counter()
    found = call(*args, **named)
    return found, time.perf_counter() - began


def at():
    """Now; what is measured here does not depend on the day."""
    from django.utils import timezone

    return timezone.now()


def agency(slug, size):
    """An agency with its teams, and a post for every two people."""
    from agencies.models import Agency, AgencyKind, Coverage, Post, Role, Team
    from areas.models import Area

    area = Area.objects.filter(kind="authority").order_by("code").first()
    made = Agency.objects.create(
        name=f"Agency {slug}", name_key=f"agency {slug}", slug=slug, kind=AgencyKind.objects.order_by("pk").first(), area=area
    )
    role = Role.objects.exclude(kind="desk").order_by("pk").first()
    teams = Team.objects.bulk_create(
        [Team(agency=made, name=f"Team {nth}") for nth in range(size // TEAM_OF + 1)], batch_size=500
    )
    posts = Post.objects.bulk_create(
        [
            Post(agency=made, role=role, team=teams[nth * POST_OF // TEAM_OF], title=f"Post {nth}")
            for nth in range(size // POST_OF + 1)
        ],
        batch_size=500,
    )
    Coverage.objects.bulk_create([Coverage(post=post, role=role, area=area, basis="residence") for post in posts], batch_size=500)
    return made


def people(size, chance, mark):
    """The rows of so many people, as a spreadsheet holds them; the same numbers come back, for there are few that nobody has."""
    from benchmarks.crowd import FIRST, LAST

    for nth in range(size):
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        yield [
            name, f"{mark}{nth}", f"{mark}{nth}@example.org", f"01632 960{nth % 1000:03}", f"Team {nth // TEAM_OF}",
            f"Post {nth // POST_OF}", "Job share",
        ]  # fmt: skip


def fill(made, size):
    """Puts so many people into the posts of an agency, as its files name them, and writes the index."""
    from contacts.actions import enter_roster
    from contacts.models import Appointment, ContactPoint, Practitioner, StaffReference
    from search.index import gathered

    posts = list(made.posts.order_by("pk"))
    rows = list(people(size, random.Random(496), made.slug))
    named = [Practitioner(name=row[0]) for row in rows]
    held = [Appointment(post=posts[nth // POST_OF], practitioner=person, kind="job_share") for nth, person in enumerate(named)]
    points = [
        ContactPoint(practitioner=person, kind=kind, value=row[column])
        for person, row in zip(named, rows, strict=True)
        for kind, column in (("email", 2), ("phone", 3))
    ]
    with gathered(then_all=True):
        enter_roster(practitioners=named, appointments=held, contact_points=points, source="benchmark", by=None, at=at())
    StaffReference.objects.bulk_create(
        [StaffReference(agency=made, practitioner=person, value=row[1]) for person, row in zip(named, rows, strict=True)],
        batch_size=500,
    )


def preview(made, content):
    """The upload of a workbook for the whole agency, compared: all that happens between the press and the page."""
    from django.utils import timezone

    from contacts.models import Upload
    from contacts.spreadsheets import actions

    upload = actions.take_in(
        content=content, file_name="roster.xlsx", part=Upload.Part.AGENCY, from_day=timezone.localdate(), agency=made, by=None, at=at()
    )  # fmt: skip
    return compared(upload)


def compared(upload):
    """The upload with its plan; the progress is written as the worker writes it."""
    from contacts.models import Upload
    from contacts.spreadsheets.comparing import make_plan

    return make_plan(upload=upload, by=None, at=at(), tick=Upload.objects.filter(pk=upload.pk).progress)


def apply(upload):
    """Apply, with the number of leavers that it asks for."""
    from contacts.spreadsheets import actions
    from contacts.spreadsheets.stored import plan_of

    return actions.apply(upload=upload, typed_leavers=str(plan_of(upload)["leavers"]), by=None, at=at())
