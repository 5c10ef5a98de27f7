"""Loads a register: writes what it says of schools and surgeries, and nothing that is ours."""

from django.db import transaction
from django.utils import timezone

from areas.models import Area
from audit.log import record
from search.index import refresh

from ..models import Identifier, Setting
from .held import plan_for

BATCH = 500


@transaction.atomic
def load_register(*, register, reading, by, at):
    """Bring the settings of `register` (one of `held.REGISTERS`) to what `reading` says, and return the `Plan` carried out.

    Only the register's own columns and numbers are written: contact points, coverage, hours, the agency a setting has become, and
    whatever else people here have added stay. Nothing is deleted, and a setting that the file does not name is left alone.
    Raises ValueError, with nothing written, when the reading has problems.
    """
    if reading.problems:
        raise ValueError(str(reading.problems[0]))
    plan = plan_for(register, reading, timezone.localdate(at))
    _end_numbers([row for write in plan.writes() for row in write.end], timezone.localdate(at))
    _write(plan.writes(), register)
    record(
        "loaded register",
        f"agencies.register:{register.NAME}",
        by=by,
        at=at,
        added=(None, len(plan.add)),
        changed=(None, len(plan.change)),
        closed=(None, len(plan.close)),
        unchanged=(None, plan.unchanged),
    )
    refresh("setting", _written(register, plan.writes()))
    return plan


def _end_numbers(rows, day):
    for start in range(0, len(rows), BATCH):
        Identifier.objects.filter(pk__in=rows[start : start + BATCH]).update(ends_on=day)


def _write(writes, register):
    areas = dict(Area.objects.filter(code__in={write.columns["authority"] for write in writes}).values_list("code", "pk"))
    stored = [_stored(write, register, areas) for write in writes]
    settings = [
        Setting(key=write.held.key, **columns) if write.held else Setting(**columns)
        for write, columns in zip(writes, stored, strict=True)
    ]
    Setting.objects.bulk_create([row for row, write in zip(settings, writes, strict=True) if not write.held], batch_size=BATCH)
    if held := [row for row, write in zip(settings, writes, strict=True) if write.held]:
        # An insertion that meets the row of the same key and writes these columns over it: a batch is one statement.
        Setting.objects.bulk_create(
            held, batch_size=BATCH, update_conflicts=True, unique_fields=["key"], update_fields=list(stored[0])
        )
    Identifier.objects.bulk_create(
        (
            Identifier(scheme=scheme, value=value, setting=row)
            for row, write in zip(settings, writes, strict=True)
            for scheme, value in write.begin
        ),
        batch_size=BATCH,
    )


def _written(register, writes):
    """The primary keys of the settings that were written."""
    held = [write.held.key for write in writes if write.held]
    new = [value for write in writes if not write.held for scheme, value in write.begin if scheme == register.SCHEME]
    found = set()
    for start in range(0, len(held), BATCH):
        found.update(Setting.objects.filter(key__in=held[start : start + BATCH]).values_list("pk", flat=True))
    for start in range(0, len(new), BATCH):
        rows = Identifier.objects.filter(scheme=register.SCHEME, ends_on=None, setting__isnull=False)
        found.update(rows.filter(value__in=new[start : start + BATCH]).values_list("setting", flat=True))
    return found


def _stored(write, register, areas):
    stored = {name: value for name, value in write.columns.items() if name != "authority"}
    return stored | {
        "authority_id": areas.get(write.columns["authority"]),
        "register": register.NAME,
        "register_digest": write.digest,
    }
