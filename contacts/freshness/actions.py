"""Keeps the counts of each week; what is kept is recorded."""

from django.db import transaction

from audit.log import record
from contacts.availability import LONDON
from contacts.models import Snapshot

from .counting import counted
from .trend import monday

COUNTS = ("details", "confirmed", "vacant", "uncovered", "reported")


@transaction.atomic
def take_snapshots(*, by, at):
    """Keeps what every agency's counts are at the instant `at`, in place of an earlier one of the same week; returns how many."""
    week = monday(at.astimezone(LONDON).date())
    rows = [
        Snapshot(agency_id=agency, week=week, **{name: getattr(counts, name) for name in COUNTS})
        for agency, counts in counted(None, at).items()
    ]
    Snapshot.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["agency", "week"], update_fields=list(COUNTS)
    )
    record("counted how true the details are", "freshness", by=by, at=at, agencies=("", len(rows)))
    return len(rows)
