"""What was recorded is sealed soon after, and whoever changes it, or adds to it, or cuts it off, is found out."""

import json
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from audit import chain, triggers
from audit.log import record, record_many
from audit.models import Event, EventValue, Seal
from tests import another_process

AT = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/London"))
LATER = AT + timedelta(hours=2)
FEW = 3


@pytest.fixture
def few(monkeypatch):
    """Seven events under three seals: of three, three and one."""
    monkeypatch.setattr(chain, "UNDER_ONE", FEW)
    for nth in range(5):
        record("changed a number", f"contacts.contactpoint:{nth}", by=None, at=AT, value=(f"was {nth}", f"now {nth}"))
    record_many([("appointed", f"contacts.appointment:{nth}", {"agencies.agency:1"}, {}) for nth in range(2)], by=None, at=AT)
    assert chain.seal(AT) == 3
    return list(Event.objects.values_list("pk", flat=True))


def by_hand(statement, *values):
    """What somebody does who can write to the database and has taken its triggers away."""
    with connection.cursor() as cursor:
        for table, stem in triggers.TABLES.items():
            for name in triggers.names(stem):
                cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
        cursor.execute(statement, values)


def take_away(event):
    EventValue.objects.filter(event=event).delete()
    by_hand("DELETE FROM audit_eventscope WHERE event_id = %s", event)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE id = %s", [event])


def faults(*anchors):
    return chain.disagreements(anchors, LATER)


pytestmark = pytest.mark.django_db


def test_what_nobody_touched_agrees(few):
    assert faults() == []
    assert faults(chain.anchor()) == []
    assert [(seal.count, seal.last) for seal in Seal.objects.all()] == [(3, few[2]), (6, few[5]), (7, few[6])]


def test_sealing_again_seals_only_what_is_new(few):
    assert chain.seal(AT) == 0
    record("seeded places", "areas.seed", by=None, at=AT)
    assert chain.seal(AT) == 1
    assert (chain.anchor().count, faults()) == (8, [])


def test_there_is_no_head_before_anything_was_recorded():
    assert (chain.seal(AT), chain.anchor(), faults()) == (0, None, [])


@pytest.mark.parametrize(
    "column, value", [("actor", "accounts.user:7"), ("verb", "listed"), ("thing", "x:1"), ("salt", "s"), ("digest", "d")]
)
def test_an_event_that_was_changed_is_found_among_the_few_under_its_seal(few, column, value):
    by_hand(f"UPDATE audit_event SET {column} = %s WHERE id = %s", value, few[4])
    found = faults()
    assert f"Among the events {few[3]} to {few[5]} something was changed." in found
    # The seals before and after it hold, and say so by being silent.
    assert not [
        said
        for said in found
        if said.startswith((f"Among the events {few[0]} ", f"Among the events {few[6]} ", "Among the events 1 "))
    ]


def test_a_time_that_was_changed_is_found(few):
    by_hand("UPDATE audit_event SET at = %s WHERE id = %s", AT - timedelta(seconds=1), few[0])
    assert faults() == [f"Among the events 1 to {few[2]} something was changed."]


def test_an_event_that_was_taken_away_is_missing(few):
    take_away(few[4])
    assert faults() == [f"Of the events {few[3]} to {few[5]}, 1 are missing."]


def test_an_event_that_was_put_in_later_is_one_too_many(few):
    take_away(few[4])
    chain.seal(AT)
    event = Event(pk=few[4], at=AT, actor="", verb="listed", thing="x:1", fields=[], salt="s", digest="d")
    event.save(force_insert=True)
    assert faults() == [f"Among the events {few[3]} to {few[5]} something was changed."]


@pytest.mark.parametrize("number", [0, -1, -(2**63)])
def test_an_event_that_was_put_in_before_the_first_is_one_too_many(few, number):
    extra = Event(pk=number, at=AT, actor="", verb="listed", thing="x:1", fields=[], salt="s", digest="d")
    extra.save(force_insert=True)
    assert f"Of the events 1 to {few[2]}, 1 are too many." in faults()


def test_an_event_below_the_first_is_told_of_before_anything_was_sealed(db):
    Event(pk=-1, at=AT, actor="", verb="listed", thing="x:1", fields=[], salt="s", digest="d").save(force_insert=True)
    assert faults() == ["Event -1 is more than an hour old and has no seal. Is the background worker running?"]


def test_the_newest_cut_off_together_with_their_seals_are_missed_by_the_copy_kept_elsewhere(few):
    kept = chain.anchor()
    take_away(few[6])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_seal WHERE last = %s", [few[6]])
    assert faults() == []
    assert faults(kept) == [
        f"The copy of event {few[6]} that was kept elsewhere is not what is here: events were changed, or cut off at the end."
    ]


def test_seals_reckoned_anew_after_a_change_are_not_the_copy_kept_elsewhere(few):
    kept = chain.anchor()
    by_hand("DELETE FROM audit_seal")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET verb = 'listed' WHERE id = %s", [few[0]])
    chain.seal(AT)
    assert faults() == []
    assert len(faults(kept)) == 1


def test_an_old_event_without_a_seal_is_told_of(few):
    record("seeded places", "areas.seed", by=None, at=AT)
    newest = Event.objects.latest("pk").pk
    assert faults() == [f"Event {newest} is more than an hour old and has no seal. Is the background worker running?"]
    assert chain.disagreements([], AT + timedelta(minutes=59)) == []


def test_values_that_are_not_those_recorded_are_found_and_erased_ones_are_no_fault(few):
    EventValue.objects.filter(event=few[1]).update(new="another")
    EventValue.objects.filter(event=few[0]).delete()
    assert faults() == [f"The values of event {few[1]} are not those that were recorded."]


def test_values_without_their_event_are_told_of(few):
    """As a program leaves them that does not ask for foreign keys: SQLite's own shell does not."""
    by_hand("DELETE FROM audit_event WHERE id = %s", few[4])
    assert faults() == [
        f"Of the events {few[3]} to {few[5]}, 1 are missing.",
        f"There are values of event {few[4]}, which is gone.",
    ]
    EventValue.objects.filter(event=few[4]).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_eventscope WHERE event_id = %s", [few[4]])


@pytest.mark.parametrize("tamper", [lambda: Seal.objects.update(head="x"), lambda: Seal.objects.all().delete()])
def test_the_database_itself_refuses_to_change_or_delete_a_seal(few, tamper):
    with pytest.raises(IntegrityError, match=triggers.SAYS), transaction.atomic():
        tamper()


WRITES = """
import django; django.setup()
from django.db import transaction
from django.utils import timezone
from audit import bulk
from audit.log import record
from audit.models import Event
import sys, time
with transaction.atomic():
    if sys.argv[1] == "has a number":
        bulk.reserve(Event, 1)
    else:
        record("seeded places", "areas.seed", by=None, at=timezone.now())
    print("writing", flush=True)
    time.sleep(60)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("somebody", ["has a number", "has written"])
def test_nothing_is_sealed_while_somebody_who_came_earlier_is_still_writing(somebody):
    if connection.vendor != "postgresql":
        pytest.skip("On SQLite there is one writer at a time: whoever seals is alone.")
    with transaction.atomic():
        record("seeded places", "areas.seed", by=None, at=AT)
    writing = another_process.start(WRITES, somebody)
    try:
        assert chain.seal(AT) == 0
    finally:
        another_process.kill(writing)
    assert chain.seal(AT) == 1


# The command


def check(**options):
    out = StringIO()
    call_command("check_audit", stdout=out, stderr=out, **options)
    return out.getvalue()


def test_the_command_says_that_all_is_well(few):
    assert check() == "7 events are as they were recorded.\n"


def test_the_command_has_nothing_to_say_of_an_empty_directory():
    assert check() == "Nothing has been recorded yet.\n"
    with pytest.raises(CommandError, match="Nothing has been recorded yet."):
        check(anchor=True)


def test_the_command_names_what_was_changed_and_fails(few):
    by_hand("UPDATE audit_event SET verb = 'listed' WHERE id = %s", few[0])
    out = StringIO()
    with pytest.raises(CommandError, match="What was recorded is not what it was."):
        call_command("check_audit", stdout=out, stderr=out)
    assert f"Among the events 1 to {few[2]} something was changed." in out.getvalue()


def test_heads_are_kept_elsewhere_as_they_are_printed_or_as_the_log_has_them(few, tmp_path):
    printed = check(anchor=True)
    assert json.loads(printed) == {"count": 7, "last": few[6], "head": chain.anchor().head}
    file = tmp_path / "heads"
    file.write_text(f"a line about something else\n2026-11-23 10:00:00,000 INFO audit.heads: {printed}{printed}")
    assert check(against=file) == "7 events are as they were recorded.\n"
    file.write_text(printed.replace('"head": "', '"head": "0'))
    with pytest.raises(CommandError, match="not what it was"):
        check(against=file)


@pytest.mark.parametrize("text", ['{"count": 7}', "{nonsense", '{"a": 1, "count": 1, "last": 1, "head": ""}'])
def test_a_file_that_holds_something_else_is_refused(few, tmp_path, text):
    file = tmp_path / "heads"
    file.write_text(text)
    with pytest.raises(CommandError, match="holds something else than heads"):
        check(against=file)
    with pytest.raises(CommandError, match="cannot be read"):
        check(against=tmp_path / "missing")


def test_the_background_worker_seals_and_says_the_head(few, caplog):
    from directory.management.commands import work

    record("seeded places", "areas.seed", by=None, at=AT)
    work.seal_events()
    assert chain.anchor().count == 8
    work.heads.propagate = True
    try:
        with caplog.at_level("INFO", logger="audit.heads"):
            work.say_the_head()
    finally:
        work.heads.propagate = False
    assert json.loads(caplog.messages[-1])["count"] == 8
