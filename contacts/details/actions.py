"""Changes one detail of a person, a post or a contact point; each change is recorded."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Post
from areas.words import fold
from audit.log import record
from contacts.actions import confirm
from contacts.models import Appointment, ContactPoint, Practitioner
from search.index import refresh

from . import typed


@transaction.atomic
def change_number(*, point, value, says, by, at):
    """Gives a contact point another telephone number, which `says` (in words) vouches for.

    Raises ValidationError when `value` is no telephone number.
    """
    value, extension = typed.number(value, own=bool(point.practitioner_id))
    row = ContactPoint.objects.select_for_update().get(pk=point.pk)
    before = (row.value, row.extension)
    row.value, row.extension = value, extension
    row.full_clean()
    row.save(update_fields=["value", "extension"])
    record("changed a number", row, by=by, at=at, value=(before[0], value), extension=(before[1], extension))
    _found_by(row)
    return confirm(thing=row, says=says, by=by, at=at)


@transaction.atomic
def change_email(*, point, value, says, by, at):
    """Gives a contact point another e-mail address, which `says` (in words) vouches for. Raises ValidationError when it is none."""
    value = typed.email(value)
    row = ContactPoint.objects.select_for_update().get(pk=point.pk)
    before, row.value = row.value, value
    row.full_clean()
    row.save(update_fields=["value"])
    record("changed an e-mail", row, by=by, at=at, value=(before, value))
    _found_by(row)
    return confirm(thing=row, says=says, by=by, at=at)


@transaction.atomic
def change_audience(*, point, audience, by, at):
    """Lets others, or fewer, see a contact point (`ContactPoint.Audience`). Raises ValidationError for an unknown audience."""
    row = ContactPoint.objects.select_for_update().get(pk=point.pk)
    before, row.audience = row.audience, audience
    row.full_clean()
    row.save(update_fields=["audience"])
    record("changed who sees a number", row, by=by, at=at, audience=(before, audience))
    _found_by(row)
    return row


@transaction.atomic
def change_name(*, practitioner, name, by, at):
    """Gives somebody at work another name. Raises ValidationError for one that is empty, or reads as a case."""
    name = typed.words(name)
    row = Practitioner.objects.select_for_update().get(pk=practitioner.pk)
    before, row.name = row.name, name
    row.name_key = fold(name) or name.casefold()
    row.full_clean()
    row.save(update_fields=["name", "name_key"])
    record("changed a name", row, by=by, at=at, name=(before, name))
    refresh("person", [row.pk])
    return row


@transaction.atomic
def change_title(*, post, title, by, at):
    """Gives a post another title. Raises ValidationError for one that is empty, or reads as a case."""
    title = typed.words(title)
    row = Post.objects.select_for_update().get(pk=post.pk)
    before, row.title = row.title, title
    row.full_clean()
    row.save(update_fields=["title"])
    record("changed a title", row, by=by, at=at, title=(before, title))
    refresh("post", [row.pk])
    return row


@transaction.atomic
def move_to_team(*, post, team, by, at):
    """Puts a post into another team of its agency, or into none. Raises ValidationError for a team of another agency."""
    row = Post.objects.select_for_update().get(pk=post.pk)
    if team is not None and team.agency_id != row.agency_id:
        raise ValidationError(_("That is another agency’s team."))
    before, row.team = row.team, team
    row.full_clean()
    row.save(update_fields=["team"])
    record("moved to a team", row, by=by, at=at, team=(before and before.name, team and team.name))
    refresh("post", [row.pk])
    return row


@transaction.atomic
def change_dates(*, appointment, starts_on, ends_on, by, at):
    """Gives somebody's time in a post another first or last day (None: open). Raises ValidationError when they are out of order."""
    row = Appointment.objects.select_for_update().get(pk=appointment.pk)
    before = (row.starts_on, row.ends_on)
    row.starts_on, row.ends_on = starts_on, ends_on
    if starts_on and ends_on and ends_on < starts_on:
        raise ValidationError(_("The last day is before the first."))
    others = Appointment.objects.filter(post=row.post, practitioner=row.practitioner).exclude(pk=row.pk)
    if any(_overlap(row, other) for other in others):
        raise ValidationError(_("They are already in this post on some of these days."))
    row.save(update_fields=["starts_on", "ends_on"])
    record("changed dates", row, by=by, at=at, starts_on=(before[0], starts_on), ends_on=(before[1], ends_on))
    refresh("person", [row.practitioner_id])
    return row


def _overlap(one, other):
    begins = [row.starts_on for row in (one, other) if row.starts_on]
    ends = [row.ends_on for row in (one, other) if row.ends_on]
    return not begins or not ends or max(begins) <= min(ends)


def _found_by(point):
    """Whatever the contact point reaches is found by it from now on."""
    for kind, pk in (
        ("person", point.practitioner_id),
        ("post", point.post_id),
        ("team", point.team_id),
        ("agency", point.agency_id),
        ("setting", point.setting_id),
    ):
        refresh(kind, [pk])
