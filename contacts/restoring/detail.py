"""What an event changed, at three moments: before it, after it, and now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from agencies.models import Agency, Post, Setting, Team
from contacts.models import Absence, Appointment, ContactPoint, Practitioner


def _hours_now(row, field):
    return "; ".join(map(str, row.hours.all()))


def _team_now(row, field):
    return row.team and row.team.name


@dataclass(frozen=True, slots=True)
class Restorable:
    """Which fields of which models the events of one verb changed, and what a field holds now (row, field), as an event would."""

    models: tuple
    fields: tuple
    now: Callable = getattr


RESTORABLE = {
    "changed a number": Restorable((ContactPoint,), ("value", "extension")),
    "changed an e-mail": Restorable((ContactPoint,), ("value",)),
    "took a number away": Restorable((ContactPoint,), ("audience",)),
    "changed who sees a number": Restorable((ContactPoint,), ("audience",)),
    "changed a name": Restorable((Practitioner,), ("name",)),
    "changed a title": Restorable((Post,), ("title",)),
    "moved to a team": Restorable((Post,), ("team",), _team_now),
    "changed dates": Restorable((Appointment,), ("starts_on", "ends_on")),
    "left a post": Restorable((Appointment,), ("ends_on",)),
    "set working hours": Restorable((Appointment,), ("hours",), _hours_now),
    "set hours": Restorable((Agency, Team, Post, Setting), ("hours",), _hours_now),
    "changed an absence": Restorable((Absence,), ("starts_at", "ends_at")),
}


@dataclass(frozen=True, slots=True)
class Detail:
    """One detail at three moments: before the event, after it, and now. All as events hold values."""

    was: dict
    then: dict
    now: dict

    @property
    def untouched(self):
        """Whether it still stands as the event left it."""
        return all(_same(self.then[field], self.now[field]) for field in self.then)

    @property
    def is_back(self):
        """Whether it is already as it was before the event."""
        return all(_same(self.was[field], self.now[field]) for field in self.was)


def can_restore(verb, values):
    """Whether an event of this `verb` with these kept values (field → (old, new)) can be put back at all."""
    known = RESTORABLE.get(verb)
    return bool(known) and all(field in values for field in known.fields) and any(old != new for old, new in values.values())


def detail_of(event, lock=False):
    """The row an event changed, under lock when asked, and its `Detail`; (None, None) when the row, or its kept value, has gone."""
    values = {value.field: (value.old, value.new) for value in event.values.all()}
    if not can_restore(event.verb, values):
        return None, None
    known = RESTORABLE[event.verb]
    label, _colon, pk = event.thing.partition(":")
    model = next(each for each in known.models if each._meta.label_lower == label)
    rows = model._default_manager.select_for_update() if lock else model._default_manager
    row = rows.filter(pk=pk).first()
    if row is None:
        return None, None
    was, then = ({field: values[field][nth] for field in known.fields} for nth in (0, 1))
    now = {field: _text(known.now(row, field)) for field in known.fields}
    return row, Detail(was, then, now)


def _text(value):
    return "" if value is None else str(value)


def _same(one, other):
    """Whether two recorded values are one: instants in two time zones are, and so are hours in another order."""
    if one == other or sorted(one.split("; ")) == sorted(other.split("; ")):
        return True
    try:
        return datetime.fromisoformat(one) == datetime.fromisoformat(other)
    except (ValueError, TypeError):
        return False
