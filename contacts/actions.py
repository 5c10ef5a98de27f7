"""Everything that changes who holds a post, how they are reached and when they are away; each change is recorded."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Post, Setting, Team
from areas.words import fold
from audit.log import record
from search.index import gathered, refresh

from .models import Absence, Appointment, ContactPoint, Cover, Practitioner, WorkingHours

# What a contact point can reach, by the field that says so.
REACHABLE = {Post: "post", Team: "team", Agency: "agency", Setting: "setting", Practitioner: "practitioner"}
# What the index calls it.
_FOUND_AS = {**REACHABLE, Practitioner: "person"}
_FIELDS = {field: _FOUND_AS[model] for model, field in REACHABLE.items()}


def _added(thing, *, verb, by, at, **told):
    """Checks and saves a new row and records it with the fields worth telling."""
    thing.full_clean()
    thing.save(force_insert=True)
    record(verb, thing, by=by, at=at, **{field: ("", value) for field, value in told.items()})
    return thing


@transaction.atomic
def add_practitioner(*, name, known_as="", say_it="", rank="", pronouns="", languages="", restricted=False, user=None, by, at):
    """Lists a person at work. Raises ValidationError when the name is empty or a field is too long."""
    person = Practitioner(
        name=name,
        name_key=fold(name) or name.casefold(),
        known_as=known_as,
        say_it=say_it,
        rank=rank,
        pronouns=pronouns,
        languages=languages,
        restricted=restricted,
        user=user,
    )
    _added(person, verb="listed", by=by, at=at, name=name)
    refresh("person", [person.pk])
    return person


@transaction.atomic
def link_account(*, practitioner, user, by, at):
    """Lets an account speak for somebody who is listed: their card, their absences, their covers. Each has one at most."""
    row = Practitioner.objects.select_for_update().get(pk=practitioner.pk)
    record("linked an account", row, by=by, at=at, user=(row.user_id, user.pk))
    row.user = user
    row.full_clean()
    row.save(update_fields=["user"])
    return row


@transaction.atomic
def appoint(
    *,
    post,
    practitioner,
    kind=Appointment.Kind.HOLDER,
    order=1,
    starts_on=None,
    ends_on=None,
    term_time_only=False,
    works_shifts=False,
    by,
    at,
):
    """Puts a person in a post from `starts_on` to `ends_on`, both included.

    Raises ValidationError for a desk, which nobody holds, for dates the wrong way round, and when the same person is
    already in the post on one of those days.
    """
    appointment = Appointment(
        post=post,
        practitioner=practitioner,
        kind=kind,
        order=order,
        starts_on=starts_on,
        ends_on=ends_on,
        term_time_only=term_time_only,
        works_shifts=works_shifts,
    )
    _refuse_a_desk(post)
    others = Appointment.objects.filter(post=post, practitioner=practitioner)
    if ends_on:
        others = others.filter(Q(starts_on=None) | Q(starts_on__lte=ends_on))
    if starts_on:
        others = others.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    if others.exists():
        raise ValidationError(_("They are already in this post on some of these days."))
    _added(appointment, verb="appointed", by=by, at=at, practitioner=practitioner.pk, starts_on=starts_on, ends_on=ends_on)
    refresh("person", [practitioner.pk])
    return appointment


@transaction.atomic
def set_working_hours(*, appointment, hours, by, at):
    """Replaces the working pattern of somebody in a post; `hours` holds (weekday, starts, ends), Monday being 0.

    No hours at all means that they keep their team's. Raises ValidationError for a day that is no weekday.
    """
    before = [str(row) for row in appointment.hours.all()]
    rows = [WorkingHours(appointment=appointment, day=day, starts=starts, ends=ends) for day, starts, ends in hours]
    for row in rows:
        row.full_clean()
    appointment.hours.all().delete()
    WorkingHours.objects.bulk_create(rows)
    record("set working hours", appointment, by=by, at=at, hours=("; ".join(before), "; ".join(map(str, rows))))
    return rows


@transaction.atomic
def add_contact_point(
    *,
    to,
    kind,
    value,
    extension="",
    label="",
    note="",
    audience=ContactPoint.Audience.PROFESSIONAL,
    order=1,
    by,
    at,
):
    """Adds a way to reach `to`: a post, team, agency, setting or practitioner. New ones are for professionals.

    Raises ValidationError when the value is empty or a choice is unknown.
    """
    point = ContactPoint(kind=kind, value=value, extension=extension, label=label, note=note, audience=audience, order=order)
    setattr(point, REACHABLE[type(to)], to)
    _added(point, verb="added a contact point", by=by, at=at, kind=kind, value=value, audience=audience)
    refresh(_FOUND_AS[type(to)], [to.pk])
    return point


@transaction.atomic
def confirm(*, thing, says, how="", by, at):
    """Notes that a post, an appointment or a contact point was found right at the instant `at`.

    `says` is who says so, in words; `how` (contact points only) is how they checked. Raises ValidationError without `says`.
    """
    if not says.strip():
        raise ValidationError(_("Say who confirms it."))
    row = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    field = "verified" if isinstance(row, ContactPoint) else "confirmed"
    before = getattr(row, f"{field}_at")
    setattr(row, f"{field}_at", at)
    setattr(row, f"{field}_by", says)
    changed = [f"{field}_at", f"{field}_by"]
    if field == "verified":
        row.verified_how, row.reported_at = how, None
        changed += ["verified_how", "reported_at"]
    row.full_clean()
    row.save(update_fields=changed)
    record("confirmed", row, by=by, at=at, **{f"{field}_at": (before, at)})
    return row


@transaction.atomic
def record_absence(*, practitioner, starts_at, ends_at, by, at):
    """Notes that somebody is away from one instant up to, not including, another. Why is never asked.

    Raises ValidationError unless it ends after it starts.
    """
    absence = Absence(practitioner=practitioner, starts_at=starts_at, ends_at=ends_at)
    return _added(absence, verb="recorded an absence", by=by, at=at, starts_at=starts_at, ends_at=ends_at)


@transaction.atomic
def ask_cover(*, absence, post, practitioner, by, at):
    """Asks somebody to stand in for one absence in one post. It does not count until they agree.

    Raises ValidationError when they are the person who is away, or were asked already.
    """
    cover = Cover(absence=absence, post=post, practitioner=practitioner, asked_at=at)
    _refuse_covering_oneself(cover)
    return _added(cover, verb="asked for cover", by=by, at=at, post=post.pk, practitioner=practitioner.pk)


@transaction.atomic
def accept_cover(*, cover, by_phone=False, by, at):
    """Notes that the person asked agreed to cover: here, or on the telephone to whoever notes it."""
    row = Cover.objects.select_for_update().get(pk=cover.pk)
    before, row.state = row.state, Cover.State.BY_PHONE if by_phone else Cover.State.ACCEPTED
    row.save(update_fields=["state"])
    record("agreed to cover", row, by=by, at=at, state=(before, row.state))
    return row


@transaction.atomic
def enter_roster(*, practitioners=(), appointments=(), hours=(), contact_points=(), absences=(), covers=(), source, by, at):
    """Enters many unsaved rows at once, as a whole roster comes, under one record that names its `source` and counts them.

    Rows may refer to each other before they are saved. The same rules hold as for one row at a time, except that being
    twice in one post is not looked for. Raises ValidationError, or IntegrityError where the database itself refuses.
    """
    for person in practitioners:
        person.name_key = fold(person.name) or person.name.casefold()
    for appointment in appointments:
        _refuse_a_desk(appointment.post)
    for cover in covers:
        _refuse_covering_oneself(cover)
    counts = {}
    for model, rows in (
        (Practitioner, practitioners),
        (Appointment, appointments),
        (WorkingHours, hours),
        (ContactPoint, contact_points),
        (Absence, absences),
        (Cover, covers),
    ):
        # Relations are the database's to check; asking it about each would cost a query a row.
        relations = [field.name for field in model._meta.fields if field.is_relation]
        for row in rows:
            row.clean_fields(exclude=relations)
        model._default_manager.bulk_create(rows, batch_size=500)
        counts[model._meta.model_name] = ("", len(rows))
    record("entered a roster", f"roster:{source}", by=by, at=at, **counts)
    with gathered():
        refresh("person", [person.pk for person in practitioners])
        refresh("person", [appointment.practitioner_id for appointment in appointments])
        for point in contact_points:
            for field, kind in _FIELDS.items():
                refresh(kind, [getattr(point, f"{field}_id")])


def _refuse_a_desk(post):
    if post.is_desk:
        raise ValidationError(_("A desk is answered by whoever is there: nobody holds it."))


def _refuse_covering_oneself(cover):
    if cover.practitioner is cover.absence.practitioner or (
        cover.practitioner.pk and cover.practitioner.pk == cover.absence.practitioner_id
    ):
        raise ValidationError(_("Nobody covers for themselves."))
