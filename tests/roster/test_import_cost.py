"""The benchmark of loading a roster does what it says; what loading costs must not grow with the number of rows in queries."""

from contextlib import nullcontext
from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Appointment, Upload
from contacts.spreadsheets.template import workbook

benchmark = import_module("benchmarks.import")


class NobodyBeside(nullcontext):
    """In place of the program that searches meanwhile, which would not see what is inside this test."""

    late = 1.0

    def __enter__(self):
        return self


@pytest.fixture
def seeded(db):
    call_command("load_places", verbosity=0)
    call_command("load_roles", verbosity=0)


def test_the_benchmark_makes_up_a_roster_changes_it_and_fills_another(seeded):
    figures = benchmark.measure(40, searching=NobodyBeside)
    assert figures.keys() == {
        "preview", "apply", "preview, all new", "apply, all new", benchmark.QUIET, benchmark.MEANWHILE,
    }  # fmt: skip
    assert all(seconds > 0 for seconds in figures.values())
    changed, filled = Upload.objects.order_by("pk")
    assert (changed.stage, changed.changes) == ("applied", 7)  # two have come, two have gone, three have another number
    assert (filled.stage, filled.changes) == ("applied", 40)
    assert Appointment.objects.filter(post__agency__slug="held").count() == 42
    assert Appointment.objects.filter(post__agency__slug="empty").count() == 40


def test_twice_the_rows_take_no_more_queries_but_for_their_batches(seeded):
    taken = []
    for slug, size in (("small", 30), ("twice", 60)):
        made = benchmark.agency(slug, size)
        rows = list(benchmark.people(size, benchmark.random.Random(1), slug))
        upload = benchmark.preview(made, workbook(benchmark.HEADER, rows))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            benchmark.apply(upload)
        taken.append(len(queries))
    assert taken[1] <= taken[0] + 12, taken
