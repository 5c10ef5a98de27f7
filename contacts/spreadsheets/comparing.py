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
    today = timezone.localdate(at)
    sheet, layout = sheet_of(upload), layout_of(upload)
    roster = read_roster(upload, today)
    told = entries(sheet["rows"], layout, sheet["odd"], today)
    plan = compare(roster, told.entries, scope_of(upload, layout.columns.values()), upload.answers, tick)
    plan.noted |= {**sheet["noted"], **told.noted, "hidden_sheets": sheet["hidden"], "guessed": int(sheet["guessed"])}
    plan.noted["unused"] = [heading for _index, heading in layout.unused if heading]
    plan.noted["rows"] = len(told.entries)
    if layout.header != sheet["rows"][0].number:
        plan.noted["header"] = layout.header
    return keep_plan(upload=upload, plan=plan.as_dict(), digest=digest(roster), by=by, at=at)


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
