"""Edits people, posts, teams and appointments without losing what somebody else saved meanwhile; each change is recorded."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actions import set_hours
from agencies.models import Agency, Post, Team
from areas.words import fold
from audit.log import record
from contacts.actions import add_contact_point, set_working_hours
from contacts.models import Appointment, ContactPoint, Practitioner
from search.index import gathered, refresh

from . import values
from .merging import merge

# What a history tells, and puts back, as a change of its own; the rest of an edit is told as one.
HAVE_A_VERB = (
    ("changed a name", Practitioner, ("name",)),
    ("changed a title", Post, ("title",)),
    ("changed dates", Appointment, ("starts_on", "ends_on")),
)


EMAILS = (ContactPoint.Kind.EMAIL, ContactPoint.Kind.SECURE_EMAIL)


class SavedFirst(Exception):
    """Somebody saved the same fields first. `now` is the record as it stands, `conflicts` are field → (theirs, yours)."""

    def __init__(self, now, conflicts):
        super().__init__(", ".join(conflicts))
        self.now, self.conflicts = now, conflicts


@transaction.atomic
def edit_person(*, person, seen, mine, by, at):
    """Changes what is said of a person: their name, number, e-mail. When it was confirmed stays as it was.

    `seen` and `mine` are values as `values.of_person` writes them; of `mine`, fields left out stay. Raises SavedFirst when somebody
    else changed the same field since `seen`, and ValidationError for what no person can be called.
    """
    row = Practitioner.objects.select_for_update().get(pk=person.pk)
    changes, before = _merged(values.of_person(row), seen, mine)
    for field in values.PERSON:
        if field in changes:
            setattr(row, field, changes[field])
    row.name_key = fold(row.name) or row.name.casefold()
    with gathered():
        _save(row, changes, before, by=by, at=at)
        _reach(row, changes, by, at)
        refresh("person", [row.pk])
    return row


@transaction.atomic
def edit_post(*, post, seen, mine, by, at):
    """Changes a post: its title, team, last day, number. Raises as `edit_person` does."""
    row = Post.objects.select_for_update(of=("self",)).select_related("team").get(pk=post.pk)
    changes, before = _merged(values.of_post(row), seen, mine)
    was_in = row.team
    if "team" in changes:
        row.team = Team.objects.filter(key=changes["team"]).first()
    if "ends_on" in changes:
        row.ends_on = values.as_day(changes["ends_on"])
    if "team_first" in changes:
        row.team_first = bool(changes["team_first"])
    for field in ("title", "before_you_ring"):
        setattr(row, field, changes.get(field, getattr(row, field)))
    with gathered():
        _save(row, {field: value for field, value in changes.items() if field != "team"}, before, by=by, at=at)
        if row.team != was_in:
            record("moved to a team", row, by=by, at=at, team=(was_in and was_in.name, row.team and row.team.name))
        _reach(row, changes, by, at)
        _open(row, changes, before, by=by, at=at)
        refresh("post", [row.pk])
    return row


@transaction.atomic
def edit_team(*, team, seen, mine, by, at):
    """Renames, moves or closes a team; moved to another agency, it takes that agency's posts in it along. Raises as `edit_person` does."""
    row = Team.objects.select_for_update(of=("self",)).select_related("agency").get(pk=team.pk)
    changes, before = _merged(values.of_team(row), seen, mine)
    row.name = changes.get("name", row.name)
    if "closed_on" in changes:
        row.closed_on = values.as_day(changes["closed_on"])
    moved = []
    if "agency" in changes:
        there = Agency.objects.get(slug=changes["agency"])
        moved = list(Post.objects.select_for_update().filter(team=row, agency=row.agency))
        row.agency = there
    with gathered():
        _save(row, changes, before, by=by, at=at)
        for post in moved:
            record("moved with its team", post, by=by, at=at, agency=(post.agency_id, row.agency_id))
            post.agency = row.agency
            post.save(update_fields=["agency"])
        _reach(row, changes, by, at)
        _open(row, changes, before, by=by, at=at)
        refresh("team", [row.pk])
        refresh("post", [post.pk for post in moved])
    return row


@transaction.atomic
def edit_agency(*, agency, seen, mine, by, at):
    """Changes an agency's front door: its number, and when that is answered. Raises as `edit_person` does."""
    row = Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    changes, before = _merged(values.of_agency(row), seen, mine)
    with gathered():
        _reach(row, changes, by, at)
        _open(row, changes, before, by=by, at=at)
        refresh("agency", [row.pk])
    return row


@transaction.atomic
def edit_appointment(*, appointment, seen, mine, by, at):
    """Changes from when to when, as what and in which hours somebody is in a post. Raises as `edit_person` does."""
    row = Appointment.objects.select_for_update().get(pk=appointment.pk)
    changes, before = _merged(values.of_appointment(row), seen, mine)
    for field in ("starts_on", "ends_on"):
        if field in changes:
            setattr(row, field, values.as_day(changes[field]))
    for field in ("term_time_only", "works_shifts"):
        if field in changes:
            setattr(row, field, bool(changes[field]))
    row.kind, row.order = changes.get("kind", row.kind), int(changes.get("order") or row.order)
    _save(row, {field: value for field, value in changes.items() if field not in values.DAYS}, before, by=by, at=at)
    if set(values.DAYS).intersection(changes):
        week = {**before, **changes}
        hours = [(day, *span) for day, name in enumerate(values.DAYS) for span in values.spans_of(week[name])]
        set_working_hours(appointment=row, hours=hours, by=by, at=at)
    refresh("person", [row.practitioner_id])
    return row


@transaction.atomic
def close_agency_for_good(*, agency, closed_on, successor=None, by, at):
    """Notes the last day an agency answers, and which one takes its place; no day opens it again.

    Raises ValidationError when it would follow itself, or closes before it opened.
    """
    row = Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    if successor and successor.pk == row.pk:
        raise ValidationError(_("An agency cannot take its own place."))
    if closed_on and row.opened_on and closed_on < row.opened_on:
        raise ValidationError(_("That is before it opened."))
    record(
        "closed an agency", row, by=by, at=at,
        closed_on=(row.closed_on, closed_on), successor=(row.successor_id, successor and successor.pk),
    )  # fmt: skip
    row.closed_on, row.successor = closed_on, successor
    row.save(update_fields=["closed_on", "successor"])
    refresh("agency", [row.pk])
    return row


def _merged(now, seen, mine):
    found = merge(seen, now, mine)
    if found.conflicts:
        raise SavedFirst(now, found.conflicts)
    return found.changes, now


def _save(row, changes, before, *, by, at):
    row.full_clean()
    row.save()
    left = {field: value for field, value in changes.items() if field not in (*values.REACH, *values.WEEK, "email")}
    for verb, model, fields in HAVE_A_VERB:
        if isinstance(row, model) and left.keys() & set(fields):
            record(verb, row, by=by, at=at, **{field: (before[field], left.pop(field, before[field])) for field in fields})
    if left:
        record("edited", row, by=by, at=at, **{field: (before[field], value) for field, value in left.items()})


def _reach(row, changes, by, at):
    """Changes, adds or takes away the number and the e-mail. An edit says nothing about when they were last confirmed."""
    if set(values.REACH).intersection(changes):
        point = values.first_point(row, ContactPoint.Kind.PHONE)
        if point is None:
            if changes.get("phone"):
                _point(row, ContactPoint.Kind.PHONE, changes["phone"], changes, by, at)
        else:
            _change_point(point, {**changes, "value": changes.get("phone", point.value)}, by, at)
    if "email" in changes:
        point = values.first_point(row, ContactPoint.Kind.EMAIL)
        if point is None:
            _point(row, ContactPoint.Kind.EMAIL, changes["email"], {}, by, at)
        else:
            _change_point(point, {"value": changes["email"]}, by, at)


def _open(row, changes, before, *, by, at):
    """Changes when a line is answered."""
    if set(values.WEEK).intersection(changes):
        week = {**before, **changes}
        spans = [(day, *span) for day, name in enumerate(values.WEEK) for span in values.spans_of(week[name], overnight=True)]
        set_hours(thing=row, hours=spans, by=by, at=at)


def _point(row, kind, value, changes, by, at):
    more = {field: changes[field] for field in ("extension", "audience") if field in changes}
    add_contact_point(to=row, kind=kind, value=value, by=by, at=at, **more)


def _change_point(point, changes, by, at):
    point = ContactPoint.objects.select_for_update().get(pk=point.pk)
    told = {}
    if not changes["value"]:
        changes = {"audience": ContactPoint.Audience.NOBODY}
    for field in ("value", "extension", "audience"):
        if field in changes and changes[field] != getattr(point, field):
            told[field] = (getattr(point, field), changes[field])
            setattr(point, field, changes[field])
    if "value" in told:
        point.reported_at = None
    point.full_clean()
    point.save()
    if "audience" in told:
        record("changed who sees a number", point, by=by, at=at, audience=told.pop("audience"))
    if told and point.kind in EMAILS:
        record("changed an e-mail", point, by=by, at=at, value=told["value"])
    elif told:
        same = {field: (getattr(point, field), getattr(point, field)) for field in ("value", "extension")}
        record("changed a number", point, by=by, at=at, **{**same, **told})
