"""Seals events into a chain, and finds out whether what was sealed is still what it was."""

import hashlib
import json
from collections import defaultdict
from datetime import UTC, timedelta
from itertools import chain
from typing import NamedTuple

from django.db import OperationalError, connection, transaction

from .log import digest
from .models import Event, EventValue, Seal

BEGINNING = "0" * 64
# So few under one seal, that whatever is wrong is soon found among them.
UNDER_ONE = 200
# What is older than this and has no seal was put in later, or its seal was taken away. An import may take minutes.
SEALED_WITHIN = timedelta(hours=1)
PART = 2000  # events read at a time
COLUMNS = ("id", "at", "actor", "verb", "thing", "fields", "salt", "digest")


class Head(NamedTuple):
    """How many events there are up to `last`, and what they come to."""

    count: int
    last: int
    head: str


def seal(at, most=50):
    """Seals the events that are not yet sealed, at most so many times; returns how many seals were made.

    It waits for nobody: while somebody is writing it leaves the rest to the next time.
    """
    made = 0
    while made < most and _seal_some(at):
        made += 1
    return made


def _seal_some(at):
    with transaction.atomic():
        if not _alone():
            return False
        before = _last_seal()
        events = list(Event.objects.filter(pk__gt=before.last).order_by("pk").values_list(*COLUMNS)[:UNDER_ONE])
        if not events:
            return False
        head = before.head
        for event in events:
            head = _link(head, event)
        Seal.objects.create(at=at, last=events[-1][0], count=before.count + len(events), head=head)
    return True


def _alone():
    """Whether nobody else is adding events until this transaction ends, so that none of a lower number comes after.

    On SQLite whoever writes is alone. On PostgreSQL whoever adds one, or has been given its number, holds a lock on the table.
    """
    if connection.vendor != "postgresql":
        return True
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Event._meta.db_table} IN SHARE MODE NOWAIT")
    except OperationalError:
        return False
    return True


def _last_seal():
    newest = Seal.objects.order_by("-last").first()
    return Head(newest.count, newest.last, newest.head) if newest else Head(0, 0, BEGINNING)


def _link(head, event):
    """SHA-256 of the head before it and everything an event says."""
    key, at, *said = event
    told = json.dumps([head, key, at.astimezone(UTC).isoformat(timespec="microseconds"), *said], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def anchor():
    """The newest head, to be kept where nobody who runs the directory can write; None before anything was sealed."""
    found = _last_seal()
    return found if found.count else None


def disagreements(anchors, at):
    """What does not fit together, one sentence each; an empty list when everything does. `anchors` are heads that were kept elsewhere."""
    seals = list(Seal.objects.order_by("last"))
    return [*_broken(seals), *_cut_off(seals, anchors), *_never_sealed(seals, at), *_values_changed()]


def _broken(seals):
    """The seals that the events before them no longer come to; each is reckoned from the one before it as that stands."""
    found, count, head, waiting = [], 0, BEGINNING, iter(seals)
    first, due = 1, next(waiting, None)
    for event in chain.from_iterable(_parts()):
        while due and event[0] > due.last:
            found += _fault(due, first, count, head)
            first, count, head, due = due.last + 1, due.count, due.head, next(waiting, None)
        if due is None:
            break
        count, head = count + 1, _link(head, event)
    while due:
        found += _fault(due, first, count, head)
        first, count, head, due = due.last + 1, due.count, due.head, next(waiting, None)
    return found


def _fault(seal, first, count, head):
    if count != seal.count:
        what = "missing" if count < seal.count else "too many"
        return [f"Of the events {first} to {seal.last}, {abs(count - seal.count)} are {what}."]
    return [f"Among the events {first} to {seal.last} something was changed."] if head != seal.head else []


def _cut_off(seals, anchors):
    held = {seal.last: Head(seal.count, seal.last, seal.head) for seal in seals}
    return [
        f"The copy of event {kept.last} that was kept elsewhere is not what is here: events were changed, or cut off at the end."
        for kept in anchors
        if held.get(kept.last) != kept
    ]


def _never_sealed(seals, at):
    last = seals[-1].last if seals else None
    old = _after(last, Event.objects.filter(at__lt=at - SEALED_WITHIN), "pk").order_by("pk").first()
    return [f"Event {old.pk} is more than an hour old and has no seal. Is the background worker running?"] if old else []


def _values_changed():
    """The events whose old and new values are not those that were recorded. Values that were erased are gone, which is no fault."""
    found, last = [], None
    for some in _parts():
        values = _after(last, EventValue.objects.filter(event_id__lte=some[-1][0]), "event_id")
        found += _changed_among({event[0]: event for event in some}, values)
        last = some[-1][0]
    return found + _changed_among({}, _after(last, EventValue.objects.all(), "event_id"))


def _parts():
    """All events in their order, a part at a time: no statement takes long, however many there are."""
    last = None
    while some := list(_after(last, Event.objects.order_by("pk"), "pk").values_list(*COLUMNS)[:PART]):
        yield some
        last = some[-1][0]


def _after(last, rows, number):
    """The rows after `last`; from the lowest there is when it is None: whoever adds an event by hand may choose its number."""
    return rows if last is None else rows.filter(**{f"{number}__gt": last})


def _changed_among(events, rows):
    values = defaultdict(list)
    for event, *said in rows.order_by("event_id").values_list("event_id", "field", "old", "new"):
        values[event].append(said)
    # In Python's order, as they were recorded; a database may have another.
    return [said for key, each in values.items() if (said := _changed(key, events.get(key), sorted(each)))]


def _changed(key, event, values):
    if event is None:
        return f"There are values of event {key}, which is gone."
    told = dict(zip(COLUMNS, event, strict=True))
    # Where some were erased, what is left can no longer be proved.
    whole = [field for field, *_ in values] == sorted(told["fields"])
    wrong = whole and digest(told["salt"], values) != told["digest"]
    return f"The values of event {key} are not those that were recorded." if wrong else ""
