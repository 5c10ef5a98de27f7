"""Changing one record of a roster – a person, a post, a team, an appointment – and taking the change back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.policy import signed_in
from accounts.sealing import Unsealable, seal, unseal
from agencies.models import Agency, Team
from agencies.rules import kept_by
from contacts.appointments.actions import put_back
from contacts.editing import actions, values

from . import fixing, keeping, undoing
from .forms import AgencyForm, AppointmentForm, PersonForm, PostForm, TeamForm
from .reading import shown_name

reads_and_sends = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@sensitive_post_parameters()
@reads_and_sends
def edit_person(request, key):
    """Change what is said of a person."""
    person = keeping.the_person(request, key)
    page = {"title": person.name, "back": person.get_absolute_url(), "shown": person}
    return _edit(request, "person", person, PersonForm, {}, actions.edit_person, page)


@signed_in
@sensitive_post_parameters()
@reads_and_sends
def edit_post(request, key):
    """Change what is said of a post."""
    post = keeping.the_post(request, key)
    teams = Team.objects.filter(agency=post.agency) | Team.objects.filter(pk=post.team_id)
    hint = _("All empty: the team’s hours, or the agency’s.")
    page = {"title": post.title, "back": reverse("post-roster", args=[post.key]), "shown": post, "if_empty": hint}
    return _edit(
        request, "post", post, PostForm, {"teams": teams.order_by("name"), "answered": post.is_desk}, actions.edit_post, page
    )


@signed_in
@sensitive_post_parameters()
@reads_and_sends
def edit_team(request, key):
    """Rename a team, move it to another agency that the asker keeps, or close it."""
    team = keeping.the_team(request, key)
    agencies = kept_by(request.user, timezone.localdate()).order_by("name")
    hint = _("All empty: the agency’s hours.")
    page = {"title": team.name, "back": reverse("roster", args=[team.agency.slug]), "shown": team, "if_empty": hint}
    return _edit(request, "team", team, TeamForm, {"agencies": agencies}, actions.edit_team, page)


@signed_in
@sensitive_post_parameters()
@reads_and_sends
def edit_agency(request, slug):
    """Change an agency's own number and when it is answered."""
    agency = keeping.the_agency(request, slug)
    hint = _("All empty: nobody is told when it is answered.")
    page = {"title": agency.name, "back": reverse("roster", args=[agency.slug]), "shown": agency, "if_empty": hint}
    return _edit(request, "agency", agency, AgencyForm, {}, actions.edit_agency, page)


@signed_in
@sensitive_post_parameters()
@reads_and_sends
def edit_appointment(request, key):
    """Change as what, from when to when and in which hours somebody is in a post."""
    row = keeping.the_appointment(request, key)
    page = {
        "title": f"{shown_name(row.practitioner)}, {row.post.title}",
        "back": reverse("post-roster", args=[row.post.key]),
        "end": reverse("end-appointment", args=[row.key]),
        "shown": row,
    }
    return _edit(request, "appointment", row, AppointmentForm, {}, actions.edit_appointment, page)


READ = {
    "person": values.of_person, "post": values.of_post, "team": values.of_team, "agency": values.of_agency,
    "appointment": values.of_appointment,
}  # fmt: skip


def _edit(request, what, row, form_class, more, action, page):
    """One record: shown, changed, and when somebody else saved first, both versions of what the two disagree about."""
    now, read = timezone.now(), READ[what]
    seen, asked = read(row), []
    if request.method == "POST":
        seen, asked = _seen(request, row)
        form = form_class(request.POST, initial=seen, **more)
        picks = {field: request.POST.get(f"pick_{field}", "") for field in asked}
        if form.is_valid() and all(picks.values()):
            mine = {field: value for field, value in form.mine.items() if picks.get(field) != "theirs"}
            try:
                after = action(**{what: row, "seen": seen, "mine": mine, "by": request.user, "at": now})
            except actions.SavedFirst as first:
                sealed = seal(request.user, _record(row, first.now, first.conflicts))
                return _page(request, form, page, sealed, first.conflicts, status=409)
            except ValidationError as problem:
                form.add_error(None, problem.messages)
            else:
                messages.success(request, _("Saved. When it was confirmed stays as it was."))
                return _after_edit(request, what, row, seen, read(after), page["back"])
        theirs = {field: (read(row)[field], form.data.get(field, "")) for field in asked}
        if theirs and not all(picks.values()):
            form.add_error(None, _("Choose theirs or yours for each."))
        return _page(request, form, page, request.POST.get("seen", ""), theirs)
    form = form_class(initial=seen, **more)
    return _page(request, form, page, seal(request.user, _record(row, seen)), {})


def _record(row, seen, conflicts=()):
    return {"key": _key(row), "seen": seen, "asked": list(conflicts)}


def _key(row):
    """What an address calls it: an agency by its name, anything else by its key."""
    return row.slug if isinstance(row, Agency) else row.key


def _seen(request, row):
    """(the record as it was shown, the fields where two disagreed); nothing when the seal is too old: then all is asked again."""
    try:
        kept = unseal(request.user, request.POST.get("seen", ""))
        return (kept["seen"], kept["asked"]) if kept["key"] == _key(row) else ({}, [])
    except (Unsealable, KeyError, TypeError):
        return {}, []


def _page(request, form, page, seen, conflicts, status=200):
    choices = [
        {
            "field": field,
            "label": form.fields[field].label,
            "theirs": _said(form, field, theirs),
            "yours": _said(form, field, yours),
        }
        for field, (theirs, yours) in conflicts.items()
        if field in form.fields
    ]
    page = {**page, "back": fixing.back(request) or page["back"]}
    return render(request, "roster/edit.html", {**page, "form": form, "seen": seen, "conflicts": choices}, status=status)


def _said(form, field, value):
    """A value as the form's own choices say it."""
    words, value = dict(getattr(form.fields[field], "choices", ())), form.fields[field].prepare_value(value)
    if value in words:
        return words[value]
    return {"": _("Nothing"), "1": _("Yes")}.get(value, value)


def _after_edit(request, what, row, before, after, back):
    """Back to where the record was chosen, with a way to undo. Whoever's seal was too old has nothing to undo."""
    there = fixing.back(request)
    if not before or before == after:
        return redirect(there or back)
    if what == "appointment":
        token = undoing.after_appointments(request.user, [[row.key, before, after]])
    else:
        changed = {field for field in after if after[field] != before.get(field)}
        parts = ({field: each[field] for field in changed} for each in (before, after))
        token = undoing.after_edit(request.user, what, _key(row), *parts)
    return redirect(undoing.offered(there or _roster_of(what, row, after), token))


def _roster_of(what, row, after):
    if what == "person":
        return reverse("rosters")
    if what in ("team", "agency"):
        return reverse("roster", args=[after["agency"] if what == "team" else row.slug])
    return reverse("post-roster", args=[row.key if what == "post" else row.post.key])


EDITS = {
    "person": (keeping.the_person, actions.edit_person),
    "post": (keeping.the_post, actions.edit_post),
    "team": (keeping.the_team, actions.edit_team),
    "agency": (keeping.the_agency, actions.edit_agency),
}


@signed_in
@require_POST
def undo(request):
    """Take back what was just done, if everything it touched is still as it was left."""
    try:
        kept = unseal(request.user, request.POST.get("undo", ""))
    except Unsealable:
        kept = {}
    by_at = {"by": request.user, "at": timezone.now()}
    try:
        if isinstance(kept, dict) and "changes" in kept:
            return _take_back(request, kept, by_at)
        if isinstance(kept, dict) and kept.get("what") in EDITS:
            find, action = EDITS[kept["what"]]
            row = find(request, kept["key"])
            action(**{kept["what"]: row, "seen": kept["after"], "mine": kept["before"]}, **by_at)
            messages.success(request, _("Undone."))
            return redirect("rosters")
    except (ValidationError, actions.SavedFirst, Http404):
        messages.error(request, _("Somebody has changed it since. It can no longer be undone."))
        return redirect("rosters")
    messages.error(request, _("That can no longer be undone."))
    return redirect("rosters")


def _take_back(request, kept, by_at):
    rows = [keeping.the_appointment(request, key) for key, _before, _after in kept["changes"]]
    post = rows[-1].post
    put_back(changes=kept["changes"], listed=kept["listed"], post=kept.get("post", ""), **by_at)
    messages.success(request, _("Undone."))
    return redirect("roster", post.agency.slug) if kept.get("post") else redirect("post-roster", post.key)
