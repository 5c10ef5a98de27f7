"""Puts people in posts, hands posts over, seconds, confirms many at once, and takes it back; each change is recorded."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Post
from audit.log import record
from contacts.actions import add_contact_point, add_practitioner, appoint, confirm
from contacts.editing import values
from contacts.editing.actions import edit_appointment
from contacts.models import Appointment, ContactPoint, Practitioner
from search.index import refresh

from .waiting import overdue

ONE_DAY = timedelta(days=1)
BY_ADMIN, BY_THEMSELVES = "the team’s admin", "themselves"


@transaction.atomic
def add_person(*, post, name="", practitioner=None, phone="", extension="", email="", kind=Appointment.Kind.HOLDER, order=1,
               starts_on=None, ends_on=None, by, at):  # fmt: skip
    """Puts somebody in a post: `practitioner`, or somebody called `name` who is listed now, with their number and e-mail.

    What is entered counts as confirmed by the team's admin. A secondment needs a last day. Raises ValidationError.
    """
    person = practitioner or add_practitioner(name=name, by=by, at=at)
    for way, value, more in ((ContactPoint.Kind.PHONE, phone, {"extension": extension}), (ContactPoint.Kind.EMAIL, email, {})):
        if value and values.first_point(person, way) is None:
            point = add_contact_point(to=person, kind=way, value=value, by=by, at=at, **more)
            confirm(thing=point, says=BY_ADMIN, by=by, at=at)
    made = appoint(
        post=post, practitioner=person, kind=kind, order=order, starts_on=starts_on, ends_on=ends_on, by=by, at=at
    )  # fmt: skip
    return confirm(thing=made, says=BY_ADMIN, by=by, at=at)


@transaction.atomic
def hand_over(*, appointment, seen, starts_on, by, at, **successor):
    """Somebody else is in a post from `starts_on` on, in the same way; whoever was there has their last day the day before.

    `seen` is the appointment as it was shown; `successor` is as for `add_person`. Returns both appointments. Raises SavedFirst,
    or ValidationError.
    """
    last_day = {"ends_on": values.as_text(starts_on - ONE_DAY)}
    old = edit_appointment(appointment=appointment, seen=seen, mine=last_day, by=by, at=at)
    new = add_person(post=old.post, kind=old.kind, order=old.order, starts_on=starts_on, by=by, at=at, **successor)
    return old, new


@transaction.atomic
def second(*, practitioner, post, homes, starts_on, ends_on, by, at):
    """Seconds somebody to `post` for some days; from each of `homes` (their appointments) they are away then, and back the day after.

    Returns (what changed, as `put_back` takes it). Raises ValidationError without both days.
    """
    if not (starts_on and ends_on):
        raise ValidationError(_("Say from when until when: they come back to their own post."))
    changes = []
    for home in Appointment.objects.select_for_update().filter(pk__in=[home.pk for home in homes]):
        before = values.of_appointment(home)
        if home.starts_on and home.starts_on >= starts_on:
            raise ValidationError(_("They are not in their own post before that day."))
        again = home.ends_on is None or home.ends_on > ends_on
        last, hours = home.ends_on, list(home.hours.values_list("day", "starts", "ends"))
        mine = {"ends_on": values.as_text(starts_on - ONE_DAY)}
        edit_appointment(appointment=home, seen=before, mine=mine, by=by, at=at)
        changes.append([home.key, before, {**before, **mine}])
        if again:
            back = appoint(
                post=home.post, practitioner=practitioner, kind=home.kind, order=home.order, starts_on=ends_on + ONE_DAY,
                ends_on=last, term_time_only=home.term_time_only, works_shifts=home.works_shifts, by=by, at=at,
            )  # fmt: skip
            for day, starts, ends in hours:
                back.hours.create(day=day, starts=starts, ends=ends)
            changes.append([back.key, None, values.of_appointment(back)])
    made = add_person(
        post=post, practitioner=practitioner, kind=Appointment.Kind.SECONDMENT, starts_on=starts_on, ends_on=ends_on, by=by, at=at
    )
    return [*changes, [made.key, None, values.of_appointment(made)]]


@transaction.atomic
def put_back(*, changes, listed="", post="", by, at):
    """Puts appointments back as they were: each change is [key, before, after], None where there was none.

    `listed` is the key of somebody who was listed for it, and is not any more when no post is left to them;
    `post` the key of a post that was made for it, and goes too when nobody else has come into it and nobody reported it.
    Raises ValidationError when one of them is no longer as it was left: then nothing is put back.
    """
    for key, before, after in reversed(changes):
        row = Appointment.objects.select_for_update().filter(key=key).first()
        if (row and values.of_appointment(row)) != after:
            raise ValidationError(_("Somebody has changed it since. It can no longer be undone."))
        if before is None:
            person = row.practitioner_id
            record("took an appointment back", row, by=by, at=at, ends_on=(row.ends_on, ""))
            row.delete()
            refresh("person", [person])
        else:
            edit_appointment(appointment=row, seen=after, mine=before, by=by, at=at)
    for person in Practitioner.objects.filter(key=listed, user=None, appointments=None) if listed else ():
        record("took off the list", person, by=by, at=at, name=(person.name, ""))
        gone = person.pk
        person.delete()
        refresh("person", [gone])
    for made in (
        Post.objects.select_for_update(of=("self",)).filter(key=post, appointments=None, corrections=None) if post else ()
    ):
        record("took a post back", made, by=by, at=at, title=(made.title, ""))
        gone = made.pk
        made.delete()
        refresh("post", [gone])


@transaction.atomic
def confirm_many(*, agencies, keys, by, at):
    """Confirms, as the team's admin, those of the appointments `keys` that are due in `agencies`. Returns how many.

    Whoever confirmed for themselves meanwhile keeps their own, stronger word.
    """
    due = list(overdue(agencies, at).filter(key__in=keys).values_list("pk", flat=True))
    count = 0
    for row in Appointment.objects.select_for_update().filter(pk__in=due).order_by("pk"):
        _confirm_all_of(row, BY_ADMIN, by=by, at=at)
        count += 1
    return count


@transaction.atomic
def confirm_own(*, practitioner, by, at):
    """Somebody says that their own card is right: every post they are in, and every number of theirs. Returns how many posts."""
    person = Practitioner.objects.select_for_update().get(pk=practitioner.pk)
    held = list(Appointment.objects.on(timezone.localdate(at)).filter(practitioner=person).order_by("pk"))
    for row in held:
        confirm(thing=row, says=BY_THEMSELVES, by=by, at=at)
    for point in _own_points(person):
        confirm(thing=point, says=BY_THEMSELVES, by=by, at=at)
    return len(held)


def _confirm_all_of(row, says, *, by, at):
    confirm(thing=row, says=says, by=by, at=at)
    mine = _own_points(row.practitioner)
    # A number somebody has confirmed for themselves since this post was last confirmed keeps that word.
    weaker = (
        Q(verified_at=None) | ~Q(verified_by=BY_THEMSELVES) | Q(verified_at__lt=at - timedelta(days=row.post.role.review_days))
    )
    for point in mine.filter(weaker):
        confirm(thing=point, says=says, by=by, at=at)


def _own_points(person):
    return person.contact_points.exclude(audience=ContactPoint.Audience.NOBODY).order_by("pk")
