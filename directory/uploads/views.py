"""A spreadsheet on its way into a roster: choose it, say what its columns are, see what will change, apply it, undo it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import require
from accounts.policy import signed_in
from agencies.models import Team
from agencies.rules import kept_by, may_keep_roster
from contacts.models import Upload
from contacts.spreadsheets import actions
from contacts.spreadsheets.columns import Column
from contacts.spreadsheets.comparing import make_plan
from contacts.spreadsheets.files import Refused
from contacts.spreadsheets.reading import read_roster
from contacts.spreadsheets.rows import as_day
from contacts.spreadsheets.stored import plan_of
from contacts.spreadsheets.template import roster_file, rows_file
from directory.roster import keeping
from directory.sentences import day

from . import reading, words
from .forms import UploadForm

reads_and_sends = require_http_methods(["GET", "HEAD", "POST"])
# So many rows are compared while somebody waits; more are left to the worker, and the page shows how far it is.
AT_ONCE = 1_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in
@sensitive_post_parameters()
@reads_and_sends
def upload_roster(request, slug):
    """What part of one agency's roster a file covers, from when, and the file."""
    return _start(request, keeping.the_agency(request, slug))


@signed_in
@sensitive_post_parameters()
@reads_and_sends
def upload_rosters(request):
    """One file for all the rosters somebody keeps."""
    keeping.own_rosters(request)
    return _start(request, None)


def _start(request, agency):
    now = timezone.now()
    teams = agency.teams.filter(closed_on=None).order_by("name") if agency else []
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadForm(*sent, agency=agency, teams=teams, initial={"from_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            upload = actions.take_in(
                content=given["file"].read(), file_name=given["file"].name, part=given["part"], from_day=given["from_day"], agency=agency,
                team=Team.objects.filter(agency=agency, key=given["team"]).first() if given["part"] == Upload.Part.TEAM else None,
                by=request.user, at=now,
            )  # fmt: skip
        except Refused as refused:
            form.add_error("file", words.refusal(refused))
        else:
            _compare(upload, now)
            return redirect(upload)
    rosters = keeping.own_rosters(request) if agency is None else [agency]
    context = {
        "agency": agency,
        "form": form,
        "open": reading.open_uploads(rosters, now, request.user),
        "applied": reading.applied_uploads(rosters, now, request.user),
    }
    return render(request, "uploads/start.html", context)


def _compare(upload, now):
    """Compares a small file at once; a large one waits for the worker."""
    if upload.stage == Upload.Stage.PLANNING and upload.total <= AT_ONCE:
        make_plan(upload=upload, by=upload.user, at=now)
        upload.refresh_from_db()


def _the_upload(request, key):
    """The upload at this address, for whoever keeps its roster; one of many agencies for whoever began it."""
    row = get_object_or_404(Upload.objects.select_related("agency", "team", "user"), key=key)
    today = timezone.localdate()
    if row.agency_id:
        require(may_keep_roster(request.user, row.agency, today))
    elif row.user_id != request.user.pk or not kept_by(request.user, today).exists():
        raise Http404
    return row


@signed_in
@sensitive_post_parameters()
@reads_and_sends
def upload(request, key):
    """Where a file stands: what is asked about its columns, what it will change, or what it has changed."""
    row, now = _the_upload(request, key), timezone.now()
    if request.method == "POST":
        return _decided(request, row, now)
    context = {"upload": row, "agency": row.agency, "back": _home(row)}
    if row.stage == Upload.Stage.APPLIED:
        until = day(row.undo_until, now) if row.can_be_undone(now) else ""
        return render(request, "uploads/applied.html", {**context, "about": reading.about(row), "until": until})
    if not row.is_open or row.has_expired(now):
        return render(request, "uploads/over.html", context)
    if row.stage == Upload.Stage.ASKING:
        return render(request, "uploads/columns.html", {**context, **reading.asking(row)})
    if row.stage == Upload.Stage.PLANNING:
        response = render(request, "uploads/busy.html", {**context, "done": f"{row.done:,}", "total": f"{row.total:,}"})
        response["Refresh"] = "3"
        return response
    plan = plan_of(row)
    shown = reading.preview(row, plan, request.GET.get("section", ""), request.GET.get("page"))
    return render(
        request, "uploads/section.html" if "section" in shown else "uploads/preview.html", {**context, "plan": plan, **shown}
    )


def _home(row):
    return reverse("roster", args=[row.agency.slug]) if row.agency_id else reverse("rosters")


def _decided(request, row, now):
    """What was pressed: about the columns, about people, Apply, or give up."""
    try:
        if "give_up" in request.POST:
            actions.give_up(upload=row, by=request.user, at=now)
            messages.success(request, _("Nothing was changed."))
            return redirect(_home(row))
        if "columns" in request.POST:
            said = _said_columns(request.POST)
            if not said:
                raise ValidationError(_("Choose one first."))
            row = actions.answer_columns(upload=row, said=said, by=request.user, at=now)
            _compare(row, now)
        elif "recolumn" in request.POST:
            row = actions.ask_columns_again(upload=row, by=request.user, at=now)
        elif row.stage == Upload.Stage.READY or row.stage == Upload.Stage.APPLIED:
            _decide_and_apply(request, row, now)
    except ValidationError as problem:
        for said in problem.messages:
            messages.error(request, said)
    return redirect(row)


def _said_columns(sent):
    said = {}
    if sent.get("sheet", "").isdecimal():
        said["sheet"] = int(sent["sheet"])
    if sent.get("header", "").isdecimal():
        said["header"] = int(sent["header"])
    elif sent.get("header") == "ask":
        said["header"] = "ask"
    known = {"", *Column}
    said |= {name: value for name, value in sent.items() if name.startswith("column:") and value in known}
    if sent.get("no_email"):
        said["no_email"] = "yes"
    return said


def _decide_and_apply(request, row, now):
    if row.stage == Upload.Stage.APPLIED:
        return
    plan = plan_of(row)
    answers = _answers(request.POST, plan)
    if answers:
        row = actions.answer(upload=row, answers=answers, by=request.user, at=now)
        _compare(row, now)
        if row.stage != Upload.Stage.READY:
            return
    if "apply" not in request.POST:
        return
    if any(not key.startswith("missing:") for key in answers):
        messages.info(request, _("Your answers are kept. Look once more, then apply."))
        return
    try:
        row = actions.apply(upload=row, typed_leavers=request.POST.get("leavers", "")[:10], by=request.user, at=now)
    except actions.RosterChanged:
        row = actions.answer(upload=row, answers={}, by=request.user, at=now)
        _compare(row, now)
        messages.error(request, _("The roster changed meanwhile. Here is the new difference. Nothing was applied."))


def _answers(sent, plan):
    """What was answered anew, as the plan takes it: only to what it asks, and only with what it offers."""
    said = {}
    for one in plan["questions"]:
        both = {"yes", "no"}
        people = {"different", *(choice["key"] for choice in one.get("choices", ()) if "key" in choice)}
        offered = {"zeros": both, "private": both, "same": people}
        allowed = offered.get(one["kind"]) or {str(choice["row"]) for choice in one["choices"]}
        value = sent.get(one["key"], "")
        if not value and sent.get("all_same") and one["kind"] == "same" and len(one["choices"]) == 1:
            value = one["choices"][0]["key"]
        if value in allowed and value != one["answer"]:
            said[one["key"]] = value
    for one in plan["missing"]:
        name = f"missing:{one['key']}"
        value = sent.get(name, "") or ("" if one["answer"] else sent.get("all_missing", ""))
        if value == "left":
            last = as_day(sent.get(f"left:{one['key']}", "") or sent.get("all_left", ""))[0]
            value = f"left:{last.isoformat()}" if last else ""
        elif value == "moved":
            to = sent.get(f"to:{one['key']}", "")
            value = f"moved:{to}" if to else ""
        elif value == "again":
            value = "again"
        elif value != "keep":
            value = ""
        if value and value != one["answer"]:
            said[name] = value
    return said


@signed_in
@require_safe
def failed_rows(request, key):
    """Only the rows that could not be used, to mend and upload again."""
    row = _the_upload(request, key)
    plan = plan_of(row)
    if not row.is_open or not plan or not plan["problems"]:
        raise Http404
    response = HttpResponse(rows_file(*reading.rejected(row, plan)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rows-to-mend.csv"'
    return response


@signed_in
@require_POST
def undo_upload(request, key):
    """Takes back what an upload changed, except what was changed since."""
    row = _the_upload(request, key)
    try:
        _back, kept = actions.undo(upload=row, by=request.user, at=timezone.now())
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect(row)
    said = _("Put back as it was.")
    if kept:
        said = _("Put back.") + " " + ngettext("Kept %(n)d later edit.", "Kept %(n)d later edits.", kept) % {"n": kept}
    messages.success(request, said)
    return redirect(_home(row))


@signed_in
@require_safe
def template(request, slug):
    """The roster as a spreadsheet: download, edit, upload."""
    agency = keeping.the_agency(request, slug)
    return _template(request, agency, f"roster-{agency.slug}.xlsx")


@signed_in
@require_safe
def templates(request):
    """All the rosters somebody keeps, as one spreadsheet."""
    keeping.own_rosters(request)
    return _template(request, None, "rosters.xlsx")


def _template(request, agency, name):
    today = timezone.localdate()
    whole = Upload(user=request.user, agency=agency, part=Upload.Part.AGENCY if agency else Upload.Part.MANY, from_day=today)
    team = agency.teams.filter(key=request.GET.get("team", "")[:10].replace("\0", "")).first() if agency else None
    content = roster_file(read_roster(whole, today), agency and agency.slug, team.key if team else "")
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
