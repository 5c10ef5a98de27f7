"""The roster of an agency, or of many: what waits, adding people, handing over, confirming together, closing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.policy import signed_in
from accounts.sealing import Unsealable, seal, unseal
from agencies.models import Agency
from areas.case_data import case_data
from areas.words import fold
from contacts.appointments.actions import confirm_many
from contacts.appointments.waiting import overdue
from contacts.editing import values
from contacts.editing.actions import SavedFirst, close_agency_for_good
from contacts.models import Appointment
from directory import sentences

from . import fixing, keeping, reading, undoing
from .adding import add, choosable, follow, initial, like
from .forms import AddForm, CloseForm, EndForm, a_day

reads_and_sends = require_http_methods(["GET", "HEAD", "POST"])
ON_A_PAGE = 50
# So many agencies fit a list somebody switches in; more are found.
SWITCHED = 60


@signed_in
@require_safe
def rosters(request):
    """Somebody's roster, or what waits on all of theirs."""
    mine = keeping.own_rosters(request).order_by("name", "pk")
    some = list(mine[:2])
    if len(some) == 1:
        undo = request.GET.get("undo", "")
        return redirect(reverse("roster", args=[some[0].slug]) + (f"?undo={undo}" if undo else ""))
    context = reading.home(mine, timezone.now(), None, "", None, "all" in request.GET)
    page = Paginator(mine, SWITCHED).get_page(request.GET.get("page"))
    return render(request, "roster/many.html", {**context, "page": page, "undo": request.GET.get("undo", "")})


@signed_in
@sensitive_post_parameters()
@reads_and_sends
def roster(request, slug):
    """One agency: what waits, how much is confirmed, its teams with their posts and people.

    Whom somebody looks for here is sealed, so that no address holds a name.
    """
    agency, now = keeping.the_agency(request, slug), timezone.now()
    if request.method == "POST":
        typed = request.POST.get("find", "").replace("\0", "").encode(errors="ignore").decode().strip()[:80]
        if case_data(typed, timezone.localdate(now)):
            messages.error(request, _("The directory holds nothing about children or cases, so nothing was looked for or kept."))
            return redirect("roster", slug)
        return redirect(reverse("roster", args=[slug]) + (f"?find={seal(request.user, {'find': typed})}" if typed else ""))
    query = _looked_for(request)
    alone = Agency.objects.filter(pk=agency.pk)
    context = reading.home(alone, now, agency, query, request.GET.get("page"), "all" in request.GET)
    context |= {"agency": agency, "query": query, "find": request.GET.get("find", ""), "undo": request.GET.get("undo", "")}
    context["several"] = keeping.own_rosters(request).exclude(pk=agency.pk).exists()
    return render(request, "roster/roster.html", context)


def _looked_for(request):
    try:
        return unseal(request.user, request.GET.get("find", ""))["find"]
    except (Unsealable, KeyError, TypeError):
        return ""


@signed_in
@sensitive_post_parameters()
@reads_and_sends
def add_person(request, slug):
    """Somebody new with their post, place and number; or somebody who is here already, in another post."""
    agency, now = keeping.the_agency(request, slug), timezone.now()
    sent = request.POST if request.method == "POST" else None
    posts = choosable(agency, (sent or request.GET).get("post", "")[:10].replace("\0", ""), timezone.localdate())
    form = AddForm(sent, posts=posts, teams=agency.teams.order_by("name"), initial=initial(request, agency))
    alike = []
    if request.method == "POST" and form.is_valid():
        alike, person, chosen = like(request, form, now)
        if chosen:
            try:
                changes, listed, post, new = add(request.user, agency, form.cleaned_data, person, now)
            except ValidationError as problem:
                form.add_error(None, problem.messages)
            else:
                messages.success(request, _("Added. They will be told."))
                token = undoing.after_appointments(request.user, changes, listed, post.key if new else "")
                return redirect(undoing.offered(reverse("post-roster", args=[post.key]), token))
    return render(request, "roster/add.html", {"agency": agency, "form": form, "alike": alike})


@signed_in
@sensitive_post_parameters()
@reads_and_sends
def end_appointment(request, key):
    """Somebody's last day in a post, and whoever follows them."""
    row, now = keeping.the_appointment(request, key), timezone.now()
    seen = values.of_appointment(row)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"ends_on": seen["ends_on"]})
    alike, status = [], 200
    if request.method == "POST":
        try:
            kept = unseal(request.user, request.POST.get("seen", ""))
            shown = kept["seen"] if kept["key"] == row.key else {}
        except (Unsealable, KeyError, TypeError):
            shown = {}
        if form.is_valid():
            alike, person, chosen = like(request, form, now) if form.cleaned_data["name"] else ([], None, True)
            if chosen:
                try:
                    changes, listed = follow(request.user, row, shown, form.cleaned_data, person, now)
                except SavedFirst as first:
                    when = sentences.day(values.as_day(first.now["ends_on"]), now) if first.now["ends_on"] else _("none")
                    form.add_error(
                        None, _("Someone saved first. Their last day now: %(day)s. Save again to use yours.") % {"day": when}
                    )
                    seen, status = first.now, 409
                except ValidationError as problem:
                    form.add_error(None, problem.messages)
                else:
                    messages.success(request, _("Saved."))
                    back = fixing.back(request) or reverse("post-roster", args=[row.post.key])
                    return redirect(undoing.offered(back, undoing.after_appointments(request.user, changes, listed)))
    back = fixing.back(request) or reverse("post-roster", args=[row.post.key])
    page = {"row": row, "name": reading.shown_name(row.practitioner), "form": form, "alike": alike, "back": back}
    context = {**page, "seen": seal(request.user, {"key": row.key, "seen": seen})}
    return render(request, "roster/end.html", context, status=status)


@signed_in
@require_safe
def post_roster(request, key):
    """Who is, was and will be in a post, and who was on any day."""
    post, now = keeping.the_post(request, key), timezone.now()
    typed = request.GET.get("day", "")[:20]
    day = a_day(typed)
    odd = bool(typed) and day is None
    context = reading.timeline(post, day or timezone.localdate(), now)
    context |= {"post": post, "day": day, "typed": typed, "odd": odd, "undo": request.GET.get("undo", "")}
    return render(request, "roster/post.html", {**context, "said": sentences.day(day, now) if day else ""})


@signed_in
@reads_and_sends
def bulk_confirm(request):
    """These people are still right: all but the unticked are confirmed together, and the unticked are then put right one by one."""
    mine, now = keeping.own_rosters(request), timezone.now()
    agency = mine.filter(slug=request.GET.get("agency", "")).first()
    agencies = Agency.objects.filter(pk=agency.pk) if agency else mine
    if request.method == "POST":
        return _confirmed(request, mine, agency, now)
    if "fix" in request.GET:
        return _fix(request, mine, agency)
    due = overdue(agencies, now).select_related("practitioner", "post__agency", "post__team", "post__role")
    whole = due.order_by("post__agency__name", "post__team__name", "practitioner__name", "pk")
    page = Paginator(whole, ON_A_PAGE).get_page(request.GET.get("page"))
    shown = seal(request.user, [one.key for one in page])
    context = {
        "page": page,
        "rows": reading.due_rows(list(page), now),
        "shown": shown,
        "agency": agency,
        "count": page.paginator.count,
    }
    context["query"] = f"agency={agency.slug}&" if agency else ""
    return render(request, "roster/confirm.html", {**context, "back": _home(agency)})


def _home(agency):
    return reverse("roster", args=[agency.slug]) if agency else reverse("rosters")


def _confirmed(request, agencies, agency, now):
    try:
        shown = unseal(request.user, request.POST.get("shown", ""))
    except Unsealable:
        messages.error(request, _("The list is too old. Look again, then confirm."))
        return redirect(request.get_full_path())
    ticked = [key for key in shown if key in request.POST.getlist("tick")]
    rest = [key for key in shown if key not in ticked] + fixing.to_fix(request)
    count = confirm_many(agencies=agencies, keys=ticked, by=request.user, at=now)
    said = ngettext("%(count)d confirmed by you.", "%(count)d confirmed by you.", count) % {"count": count}
    if rest:
        said += " " + _("%(rest)d to fix.") % {"rest": len(rest)}
    messages.success(request, said)
    if rest:
        return redirect(fixing.address(request, rest))
    if "fix" in request.GET:
        return redirect(_home(agency))
    return redirect(reverse("bulk-confirm") + (f"?agency={agency.slug}" if agency else ""))


def _fix(request, agencies, agency):
    """The first of those that were not right: put right here, then confirmed, and on to the next."""
    keys, now = fixing.to_fix(request), timezone.now()
    rows = Appointment.objects.filter(key__in=keys[:1], post__agency__in=agencies, practitioner__restricted=False)
    one = rows.select_related("practitioner", "post__agency", "post__role").first()
    if one is None:
        return redirect(fixing.address(request, keys[1:]) if keys[1:] else _home(agency))
    context = {
        "row": reading.due_rows([one], now)[0],
        "when": reading.span(one, now),
        "count": len(keys),
        "fix": request.GET["fix"],
        "agency": agency,
        "due": overdue(agencies, now).filter(pk=one.pk).exists(),
        "shown": seal(request.user, keys[:1]),
        "confirm": fixing.address(request, keys[1:]),
        "following": fixing.address(request, keys[1:]) if keys[1:] else _home(agency),
        "last": not keys[1:],
        "undo": request.GET.get("undo", ""),
    }
    return render(request, "roster/fix.html", context)


@signed_in
@reads_and_sends
def close_agency(request, slug):
    """The last day of an agency and who takes its place; asked for a second time before it is done."""
    agency = keeping.the_agency(request, slug)
    form = CloseForm(
        request.POST if request.method == "POST" else None,
        initial={"closed_on": values.as_text(agency.closed_on), "successor": agency.successor.name if agency.successor else ""},
    )
    if request.method == "POST" and request.POST.get("open"):
        close_agency_for_good(agency=agency, closed_on=None, by=request.user, at=timezone.now())
        messages.success(request, _("It stays open."))
        return redirect("roster", agency.slug)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["successor"]
        successor = Agency.objects.filter(name_key=fold(name)).first() if name else None
        if name and successor is None:
            form.add_error("successor", _("There is no agency of this name here."))
        else:
            try:
                close_agency_for_good(
                    agency=agency,
                    closed_on=form.cleaned_data["closed_on"],
                    successor=successor,
                    by=request.user,
                    at=timezone.now(),
                )
            except ValidationError as problem:
                form.add_error(None, problem.messages)
            else:
                messages.success(request, _("Saved. To undo it, press “Keep it open” here."))
                return redirect("close-agency", agency.slug)
    people = reading.serving_count(agency, timezone.localdate())
    return render(request, "roster/close.html", {"agency": agency, "form": form, "people": people})
