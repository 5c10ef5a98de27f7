"""Puts a changed detail back through the action that changes such details; what is put back is recorded as such."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actions import set_hours
from agencies.models import Team
from audit.log import record
from contacts.actions import set_working_hours
from contacts.away.actions import change_absence
from contacts.details import actions, hours

from .detail import detail_of


class ChangedSince(ValidationError):
    """The detail has been changed again since the event, and not to what the person saw: they are to look again."""


def _number(row, old, says, by, at):
    value = f"{old['value']} ext {old['extension']}" if old["extension"] else old["value"]
    actions.change_number(point=row, value=value, says=says, by=by, at=at)


def _email(row, old, says, by, at):
    actions.change_email(point=row, value=old["value"], says=says, by=by, at=at)


def _audience(row, old, says, by, at):
    actions.change_audience(point=row, audience=old["audience"], by=by, at=at)


def _name(row, old, says, by, at):
    actions.change_name(practitioner=row, name=old["name"], by=by, at=at)


def _title(row, old, says, by, at):
    actions.change_title(post=row, title=old["title"], by=by, at=at)


def _team(row, old, says, by, at):
    team = Team.objects.filter(agency=row.agency, name=old["team"], closed_on=None).first() if old["team"] else None
    if old["team"] and team is None:
        raise ValidationError(_("That team is not there any more. Choose another."))
    actions.move_to_team(post=row, team=team, by=by, at=at)


def _dates(row, old, says, by, at):
    starts, ends = (date.fromisoformat(text) if text else None for text in (old.get("starts_on"), old["ends_on"]))
    starts = starts if "starts_on" in old else row.starts_on
    actions.change_dates(appointment=row, starts_on=starts, ends_on=ends, by=by, at=at)


def _working_hours(row, old, says, by, at):
    set_working_hours(appointment=row, hours=hours.recorded(old["hours"]), by=by, at=at)


def _opening_hours(row, old, says, by, at):
    set_hours(thing=row, hours=hours.recorded(old["hours"]), by=by, at=at)


def _absence(row, old, says, by, at):
    starts_at, ends_at = (datetime.fromisoformat(old[field]) for field in ("starts_at", "ends_at"))
    change_absence(absence=row, starts_at=starts_at, ends_at=ends_at, by=by, at=at)


# What writes the old values of each verb: (row, old values, who says so in words, by, at).
WRITES = {
    "changed a number": _number,
    "changed an e-mail": _email,
    "took a number away": _audience,
    "changed who sees a number": _audience,
    "changed a name": _name,
    "changed a title": _title,
    "moved to a team": _team,
    "changed dates": _dates,
    "left a post": _dates,
    "set working hours": _working_hours,
    "set hours": _opening_hours,
    "changed an absence": _absence,
}


@transaction.atomic
def put_back(*, event, says, seen=None, by, at):
    """Gives what `event` changed the value it had before, through the action that changes such details.

    `says` (in words) vouches for a number or address. Where it was changed again since, `seen` is what stood there when the
    person decided; unless it still does, `ChangedSince` is raised. Raises ValidationError when it has gone, or is no such
    detail any more. Returns the row.
    """
    row, detail = detail_of(event, lock=True)
    if row is None:
        raise ValidationError(_("That is not there any more."))
    if not detail.untouched and seen != detail.now:
        raise ChangedSince(_("Somebody has changed it since."))
    WRITES[event.verb](row, detail.was, says, by, at)
    record("put back", row, by=by, at=at, event=("", event.pk))
    return row
