"""Compares uploads with their rosters: reads both, which may take seconds and holds nothing up, and then keeps the plan."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from .actions import keep_plan
from .models import Upload
from .plan import compare
from .reading import digest, read_roster, scope_of
from .rows import entries
from .stored import layout_of, sheet_of


def make_plan(*, upload, by, at, tick=None):
    """Compares an upload with the roster as it stands, and keeps the plan. Returns the upload.

    `tick(done)` is called now and then with the number of rows compared. Raises ValidationError when it has expired.
    """
    plan, told = _compared(upload, timezone.localdate(at), tick)
    return keep_plan(upload=upload, plan=plan, digest=told, by=by, at=at)


def _compared(upload, today, tick):
    """(the plan, the digest of the roster). The rows of the file and of the roster are forgotten before the plan is packed."""
    sheet, layout = sheet_of(upload), layout_of(upload)
    roster = read_roster(upload, today)
    told = entries(sheet["rows"], layout, sheet["odd"], today)
    plan = compare(roster, told.entries, scope_of(upload, layout.columns.values()), upload.answers, tick)
    plan.noted |= {**sheet["noted"], **told.noted, "hidden_sheets": sheet["hidden"], "guessed": int(sheet["guessed"])}
    plan.noted["unused"] = [heading for _index, heading in layout.unused if heading]
    plan.noted["rows"] = len(told.entries)
    if layout.header != sheet["rows"][0].number:
        plan.noted["header"] = layout.header
    return plan.as_dict(), digest(roster)


def compare_waiting(at):
    """Makes the plans that wait, the oldest first; how far each is stands in its row, for whoever looks meanwhile. Returns how many."""
    waiting = Upload.objects.open(at).filter(stage=Upload.Stage.PLANNING).select_related("agency", "team", "user").order_by("pk")
    done = 0
    for upload in waiting:
        try:
            make_plan(upload=upload, by=None, at=at, tick=Upload.objects.filter(pk=upload.pk).progress)
        except ValidationError:
            continue  # it was given up meanwhile
        done += 1
    return done
