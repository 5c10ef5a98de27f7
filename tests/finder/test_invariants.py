"""What must stay true of the whole house: no holder is stored, and hours, absence and cover are decided in one place."""

import ast

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Practitioner
from directory.finder.sheet import sheet
from tests.architecture.reading import PACKAGES, Source, sources
from tests.profiles.world import NOW

# Who may point at a person: what says when, how and instead of whom, what was reported of them, who may be one with whom, and
# what their agency’s files call them.
# A post, a team or an agency may not.
POINTS_AT_A_PERSON = {"Appointment", "ContactPoint", "Absence", "Cover", "Correction", "Merged", "Pair",
                      "StaffReference"}  # fmt: skip
HOLDER_WORDS = {"holder", "current", "incumbent", "occupant", "on_duty", "vacant", "is_held", "available"}

# How many posts were vacant in some week, for a trend; no page that says whom to ring reads it.
COUNTED = {"Snapshot.vacant"}

DECIDES = "contacts/availability.py"
# Times of day, spans of absence, and whether a cover was agreed to.
TIMES = {"opens", "closes", "starts", "ends", "starts_at", "ends_at", "state"}
COMPARED = {"opens", "closes", "starts_at", "ends_at"}
LOOKS_UP = {"filter", "exclude", "get", "Q", "When", "annotate", "aggregate"}
# An absence is looked up by the day it touches; the database checks that it ends after it starts.
BY_DATE = {
    ("directory/finder/facts.py", "ends_at__gt"),
    ("contacts/models.py", "ends_at__gt"),
    ("contacts/models.py", "absence__ends_at__gt"),
    ("contacts/appointments/gaps.py", "starts_at__lt"),
}
PURE = {
    DECIDES,
    "contacts/away/asking.py",
    "contacts/calendar.py",
    "contacts/phones.py",
    "directory/finder/ladder.py",
    "directory/finder/matching.py",
}
READS_THE_CLOCK = {"now", "today", "utcnow", "localtime", "localdate", "time_ns", "monotonic"}


def own_models():
    return [model for package in PACKAGES for model in apps.get_app_config(package).get_models(include_auto_created=True)]


def test_no_field_says_who_holds_a_post_now():
    named = [f"{model.__name__}.{field.name}" for model in own_models() for field in model._meta.get_fields()
             if not field.auto_created and any(word in field.name for word in HOLDER_WORDS)]  # fmt: skip
    assert set(named) == COUNTED


def test_only_dated_or_accepted_things_point_at_a_person():
    pointing = {model.__name__ for model in own_models() for field in model._meta.get_fields()
                if field.related_model is Practitioner and not field.auto_created}  # fmt: skip
    assert pointing == POINTS_AT_A_PERSON


def looks_up_times(source):
    """Where a query narrows by a time of day, a span of absence or a cover's state, so that the database would decide."""
    if source.path == DECIDES or source.inside("migrations"):
        return []
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            asked = {keyword.arg for keyword in node.keywords if keyword.arg} if called in LOOKS_UP else set()
            found += [f"{source.path}:{node.lineno} {name}" for name in asked
                      if TIMES & set(name.split("__")) and (source.path, name) not in BY_DATE]  # fmt: skip
    return found


def compares_times(source):
    """Where code outside the one place asks whether a time lies before or after an opening, a closing or an absence."""
    if source.path == DECIDES or source.inside("migrations", "demo"):
        return []
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Compare) and any(isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in node.ops):
            sides = [getattr(side, "attr", getattr(side, "id", "")) for side in (node.left, *node.comparators)]
            found += [f"{source.path}:{node.lineno} {side}" for side in sides if side in COMPARED]
    return found


def reads_the_clock(source):
    calls = [node.func for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    return [f"{source.path}:{call.lineno}" for call in calls if isinstance(call, ast.Attribute) and call.attr in READS_THE_CLOCK]


def test_the_database_narrows_by_role_place_and_date_only():
    assert [fault for source in sources() for fault in looks_up_times(source)] == []


def test_hours_and_absence_are_compared_with_the_clock_in_one_place():
    assert [fault for source in sources() for fault in compares_times(source)] == []


def test_decisions_are_given_the_time_and_never_read_it():
    assert {source.path for source in sources()} >= PURE
    assert [fault for source in sources() if source.path in PURE for fault in reads_the_clock(source)] == []


@pytest.mark.parametrize(
    "line",
    [
        "WorkingHours.objects.filter(starts__lte=now)",
        "rows.exclude(hours__closes__lt=now)",
        "Q(covers__state='accepted')",
        "Absence.objects.filter(starts_at__lte=at)",
    ],
)
def test_the_gate_sees_a_query_that_decides(line):
    assert looks_up_times(Source("directory/finder/facts.py", line)) != []


def test_the_gate_lets_dates_and_places_be():
    assert looks_up_times(Source("directory/finder/facts.py", "rows.filter(starts_on__lte=day, area__in=areas)")) == []


@pytest.mark.parametrize("line", ["absence.starts_at <= at < absence.ends_at", "hours.opens > clock", "opens <= now"])
def test_the_gate_sees_a_comparison_that_decides(line):
    assert compares_times(Source("directory/duty.py", line)) != []
    assert compares_times(Source(DECIDES, line)) == []


def test_the_gate_sees_a_decision_that_reads_the_clock():
    assert reads_the_clock(Source(DECIDES, "timezone.now()")) != []


def test_asking_changes_nothing(leeds):
    post = leeds.post(covers=[leeds.leeds])
    leeds.appoint(leeds.person("Ann Holder", "01632 960001"), post)
    with CaptureQueriesContext(connection) as queries:
        found = leeds.ask()
        sheet(found.given, at=NOW, user=leeds.reader)
    assert queries.captured_queries
    assert [query["sql"] for query in queries if not query["sql"].lstrip("( ").upper().startswith("SELECT")] == []
