"""Takes a spreadsheet in, remembers what was said about it, compares it, applies it as one, and takes it back."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Agency, Post
from areas.case_data import case_data
from audit.log import record
from contacts.models import Appointment, ContactPoint, Practitioner

from .. import files
from ..columns import Column, folded, lay_out, recognised
from ..files import Refused, Why
from ..models import Heading, Upload, pack, unpack
from ..reading import agencies_of, digest, read_roster
from ..rows import as_day
from ..stored import layout_of, plan_of, questions_of, sheet_of, shown_name
from .taking_back import TakingBack
from .writing import Writer

# Dates and numbers stand in columns of their own; in these nothing is looked for that a case would leave.
_NOT_WORDS = {Column.STARTS_ON, Column.ENDS_ON, Column.PHONE, Column.EXTENSION}


class RosterChanged(Exception):
    """The roster is not as it was when the preview was made: nothing was applied, and the preview is made again."""


@transaction.atomic
def take_in(*, content, file_name, part, from_day, agency=None, team=None, most_rows=files.MOST_ROWS, by, at):
    """Reads a file and keeps its rows, nothing else; returns the upload. Nothing on the roster changes.

    Raises `Refused` for what cannot be taken: then nothing of it is kept.
    """
    read = files.read(content, most_rows, is_heading=recognised)
    for sheet in read.sheets:
        _refuse_case_data(sheet, timezone.localdate(at))
    packed = {
        "sheets": [
            [sheet.name, [list(row) for row in sheet.rows], [list(odd) for odd in sheet.odd], sheet.noted]
            for sheet in read.sheets
        ],
        "hidden": read.hidden_sheets,
        "guessed": read.guessed_letters,
    }
    upload = Upload.objects.create(
        user=by,
        agency=agency,
        team=team,
        part=part,
        from_day=from_day,
        file_name=shown_name(file_name),
        created_at=at,
        read=pack(packed),
    )
    record("uploaded a roster", upload, by=by, at=at, about=[agency] if agency else [], file=("", upload.file_name))
    if not _lay_out(upload):
        raise Refused(Why.NO_PEOPLE)
    return upload


def _refuse_case_data(sheet, today):
    """A file with anything about a child or a case in it is not taken, and nothing of it is kept."""
    rows = sheet.rows
    layout = lay_out(rows, {}, {})
    header = layout.header or 0
    plain = {index for index, column in layout.columns.items() if column in _NOT_WORDS}
    for heading in (row for row in rows if row.number == header):
        for cell in heading.cells:
            words = folded(cell)
            if words in _CASE_HEADINGS:
                raise Refused(Why.CASE_DATA, row=heading.number, kind=_CASE_HEADINGS[words])
    for row in rows:
        for index, cell in enumerate(row.cells):
            # Only what could be one is looked at closely: most cells of most files are names.
            if index not in plain and any(character.isdigit() for character in cell):
                found = None if _is_a_date(cell) and index not in layout.columns else case_data(cell, today)
                if found:
                    raise Refused(Why.CASE_DATA, row=row.number, kind=str(found))


_CASE_HEADINGS = {
    "nhs number": "nhs_number", "nhs no": "nhs_number", "dob": "birth_date", "d o b": "birth_date", "date of birth": "birth_date",
    "birth date": "birth_date", "case reference": "case_reference", "case ref": "case_reference", "case number": "case_reference",
    "case no": "case_reference", "mosaic id": "case_reference", "child": "child", "childs name": "child", "child name": "child",
    "child s name": "child", "name of child": "child", "patient": "child", "patient name": "child", "pupil": "child", "pupil name": "child",
}  # fmt: skip


def _is_a_date(cell):
    """Whether a cell is one plain date: in a column of which nobody knows what it is, perhaps of a training."""
    return as_day(cell)[0] is not None


@transaction.atomic
def answer_columns(*, upload, said, by, at):
    """Notes which sheet, which row of headings and which columns; headings that were explained are remembered for the agency."""
    row = _open(upload, at)
    before = {} if "header" in said else row.said  # of another row of headings, whatever was said of the columns is void
    sheet = {name: value for name, value in row.said.items() if name == "sheet"}
    row.said = {name: value for name, value in {**sheet, **before, **said}.items() if name != "show"}
    row.answers, row.plan = {}, b""
    if not _lay_out(row):
        raise ValidationError(_("There are headings, but no people below them."))
    sheet, layout = sheet_of(row), layout_of(row)
    heading_row = next((each for each in sheet["rows"] if each.number == layout.header), None)
    if row.agency_id and heading_row:
        for key, column in said.items():
            kind, _colon, index = key.partition(":")
            if kind == "column" and index.isdecimal() and int(index) < len(heading_row.cells) and heading_row.cells[int(index)]:
                words = folded(heading_row.cells[int(index)])[:120]
                Heading.objects.update_or_create(agency=row.agency, heading=words, defaults={"column": column})
    record("explained the columns of an upload", row, by=by, at=at, about=[row.agency] if row.agency_id else [])
    return row


@transaction.atomic
def ask_columns_again(*, upload, by, at):
    """Shows every column with what it was taken for, to be put right."""
    row = _open(upload, at)
    row.said, row.stage, row.plan = {**row.said, "show": "columns"}, Upload.Stage.ASKING, b""
    row.save(update_fields=["said", "stage", "plan"])
    record("asked about the columns of an upload", row, by=by, at=at, about=[row.agency] if row.agency_id else [])
    return row


def _lay_out(upload):
    """Ready to be compared when the columns are clear, else they are asked about. Returns whether there is anybody in the file."""
    layout, rows = layout_of(upload), sheet_of(upload)["rows"]
    chosen = "sheet" not in questions_of(upload)
    clear = chosen and not layout.questions
    upload.stage = Upload.Stage.PLANNING if clear else Upload.Stage.ASKING
    upload.total = sum(row.number > layout.header for row in rows) if clear else 0
    upload.done = 0
    upload.save()
    return not chosen or layout.header is None or rows[-1].number > layout.header


def _open(upload, at):
    row = Upload.objects.select_for_update(of=("self",)).select_related("agency", "team", "user").get(pk=upload.pk)
    if not row.is_open or row.has_expired(at):
        raise ValidationError(_("Kept 24 hours. Upload it again."))
    return row


@transaction.atomic
def keep_plan(*, upload, plan, digest, by, at):
    """Keeps what an upload will change, and the digest of the roster that it was compared with.

    When something else was said about it meanwhile, nothing is kept: it is compared again.
    """
    row = _open(upload, at)
    if (row.said, row.answers) != (upload.said, upload.answers):
        return row
    row.plan, row.digest, row.stage, row.done = pack(plan), digest, Upload.Stage.READY, row.total
    row.save(update_fields=["plan", "digest", "stage", "done"])
    record("compared an upload", row, by=by, at=at, about=[row.agency] if row.agency_id else [])
    return row


@transaction.atomic
def answer(*, upload, answers, by, at):
    """Keeps what was decided about people and leavers; the plan is then made anew."""
    row = _open(upload, at)
    row.answers = {**row.answers, **answers}
    row.stage, row.done = Upload.Stage.PLANNING, 0
    row.save(update_fields=["answers", "stage", "done"])
    record("decided about an upload", row, by=by, at=at, about=[row.agency] if row.agency_id else [])
    return row


@transaction.atomic
def apply(*, upload, typed_leavers="", by, at):
    """Does what the preview shows, as one: all of it or nothing. Applied twice, it is done once. Returns the upload.

    Raises `RosterChanged` when the roster is not as the preview had it, and ValidationError while something is undecided, when many
    leave and their number was not typed, or when the directory cannot hold what the file says.
    """
    row = Upload.objects.select_for_update(of=("self",)).select_related("agency", "team", "user").get(pk=upload.pk)
    if row.stage == Upload.Stage.APPLIED:
        return row
    row = _open(row, at)
    plan = plan_of(row)
    if row.stage != Upload.Stage.READY or plan is None:
        raise ValidationError(_("It is still being compared. Wait a moment."))
    if plan["undecided"]:
        raise ValidationError(_("Decide the open questions first."))
    if plan["many_leave"] and typed_leavers.strip() != str(plan["leavers"]):
        raise ValidationError(_("Type %(count)d: so many people have left.") % {"count": plan["leavers"]})
    if not plan["ops"]:
        raise ValidationError(_("There is nothing to change."))
    _hold_still(row, at)
    if digest(read_roster(row, timezone.localdate(at))) != row.digest:
        raise RosterChanged
    told = {name: ("", len(plan.pop(name))) for name in ("new", "changed")}
    writer = Writer(by=by, at=at)
    writer.write(plan.pop("ops"))
    row.stage, row.applied_at, row.changes, row.undo = Upload.Stage.APPLIED, at, plan["changes"], pack(writer.undo)
    row.read = b""
    row.save(update_fields=["stage", "applied_at", "changes", "undo", "read"])
    record(
        "applied a roster", row, by=by, at=at, about=[row.agency] if row.agency_id else [],
        **told, left=("", plan["leavers"]),
    )  # fmt: skip
    return row


def _hold_still(upload, at):
    """Until this transaction ends nobody else changes the rosters an upload is for: who was earlier is seen, who is later waits.

    In the order in which other actions take hold of rows, so that none waits for us while we wait for it. SQLite has one writer anyhow.
    """
    if not connection.features.has_select_for_update:
        return
    agencies = list(agencies_of(upload, timezone.localdate(at)).values_list("pk", flat=True))
    held = Appointment.objects.filter(post__agency__in=agencies)
    people = held.order_by().values("practitioner")
    for rows in (
        Practitioner.objects.filter(pk__in=people).select_for_update(no_key=True),
        ContactPoint.objects.filter(practitioner__in=people).select_for_update(of=("self",)),
        held.select_for_update(of=("self",)),
        Post.objects.filter(agency__in=agencies).select_for_update(of=("self",)),
        Agency.objects.filter(pk__in=agencies).select_for_update(of=("self",)),
    ):
        list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def undo(*, upload, by, at):
    """Takes back what an upload changed, except what has been changed since. Returns (how much, how much was kept)."""
    row = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if not row.can_be_undone(at):
        raise ValidationError(_("It can no longer be undone."))
    _hold_still(row, at)
    taking = TakingBack(by=by, at=at)
    taking.take_back(unpack(row.undo))
    row.stage, row.undo, row.plan = Upload.Stage.UNDONE, b"", b""
    row.save(update_fields=["stage", "undo", "plan"])
    record("took a roster back", row, by=by, at=at, about=[row.agency] if row.agency_id else [], back=("", taking.back))
    return taking.back, taking.kept


@transaction.atomic
def give_up(*, upload, by, at):
    """Closes an upload that was not applied, and forgets what it held."""
    row = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if row.is_open:
        row.stage, row.read, row.plan, row.answers = Upload.Stage.CLOSED, b"", b"", {}
        row.save(update_fields=["stage", "read", "plan", "answers"])
        record("gave an upload up", row, by=by, at=at, about=[row.agency] if row.agency_id else [])
    return row


@transaction.atomic
def forget_uploads(*, by, at):
    """Forgets the rows of files that nobody went on with, and what takes back an upload that is too old for it. Returns how many."""
    stale = list(Upload.objects.stale(at).exclude(read=b"", plan=b"", undo=b"").select_for_update()[:500])
    for row in stale:
        row.read = row.plan = row.undo = b""
        row.answers = {}
        row.stage = row.stage if row.stage == Upload.Stage.APPLIED else Upload.Stage.CLOSED
        row.save(update_fields=["read", "plan", "undo", "answers", "stage"])
    if stale:
        record("forgot uploads", "contacts.uploads", by=by, at=at, count=("", len(stale)))
    return len(stale)
