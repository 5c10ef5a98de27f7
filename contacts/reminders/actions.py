"""Writes the reminders that are due, one letter for each mailbox, and tells everybody once that they are listed."""

from collections import Counter, defaultdict

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone

from agencies.models import Membership
from agencies.ownership.admins import keepers_of
from audit.log import record
from contacts.models import Appointment, ContactPoint, Practitioner, Reminder
from outbox.actions import write
from outbox.models import Letter

from . import letters
from .mailboxes import mailboxes
from .reading import due
from .rules import ADMIN, PARTNERSHIP, PERSON, is_day_of, room

# People who are told in one go that they are listed: a loaded roster does not become a flood.
TOLD_AT_ONCE = 200


@transaction.atomic
def write_reminders(*, by, at):
    """Writes to everybody who is asked on the day of `at`, one digest each; returns how many letters. Twice a day writes once."""
    day = timezone.localdate(at)
    found, boxes = due(day)
    asked = _asked_today(day)
    parts, owners = defaultdict(lambda: {PERSON: [], ADMIN: [], PARTNERSHIP: []}), {}
    keepers = {}
    for one in found:
        agency = one.post.agency
        if one.step == PERSON:
            people = asked[agency.pk]
            if one.person.pk not in people and room(len(people)) == 0:
                continue
            people.add(one.person.pk)
            to = [(boxes[one.person.pk], one.person)]
        else:
            who = (one.step, agency.pk)
            if who not in keepers:
                keepers[who] = _keepers(one.step, agency, day)
            to = [(user.email, user) for user in keepers[who] if is_day_of(user.key, day)]
        for mailbox, owner in to:
            owners.setdefault(mailbox.casefold(), (mailbox, owner))
            parts[mailbox.casefold()][one.step].append(one)
    return sum(_write(*owners[box], parts[box], day, by=by, at=at) for box in sorted(parts))


def _write(mailbox, owner, part, day, *, by, at):
    """One digest; the steps it takes are noted with it."""
    key = f"reminder:{owner._meta.model_name}:{owner.key}:{day}"
    if Letter.objects.filter(key=key).exists():
        return 0
    subject, text = letters.digest(part, _numbers(part[PERSON]), day)
    letter = write(key=key, to=mailbox, subject=subject, text=text, by=by, at=at)
    steps = [
        Reminder(thing=one.entry.thing, step=step, runs_out_on=one.entry.runs_out_on, on=day)
        for step, entries in part.items()
        for one in entries
    ]
    Reminder.objects.bulk_create(steps, ignore_conflicts=True)
    record("reminded", letter, by=by, at=at, entries=("", len(steps)))
    return 1


def _numbers(entries):
    """The numbers of the people of `entries`, their own only: the same person as a rule."""
    points = ContactPoint.objects.filter(practitioner__in={one.person for one in entries}, kind=ContactPoint.Kind.PHONE)
    return list(points.exclude(audience=ContactPoint.Audience.NOBODY).order_by("order", "id"))


def _asked_today(day):
    """Whom of each agency has been asked on `day` already: agency → people."""
    things = Reminder.objects.filter(on=day, step=PERSON).values_list("thing", flat=True)
    pks = [int(thing.partition(":")[2]) for thing in things]
    asked = defaultdict(set)
    for agency, person in Appointment.objects.filter(pk__in=pks).values_list("post__agency", "practitioner"):
        asked[agency].add(person)
    return asked


def _keepers(step, agency, day):
    if step == ADMIN:
        return keepers_of(agency, day)
    held = Membership.objects.on(day).filter(right=Membership.Right.DIRECTORY_ADMIN, user__is_active=True)
    return list({each.user_id: each.user for each in held.select_related("user").order_by("pk")}.values())


@transaction.atomic
def tell_the_listed(*, by, at):
    """Tells everybody with a mailbox, once, what is held about them and how to correct or object; returns how many letters."""
    day = timezone.localdate(at)
    told = Letter.objects.filter(key=Concat(Value("listed:"), OuterRef("key"), output_field=CharField()))
    reachable = Q(user__is_active=True) | Q(contact_points__kind=ContactPoint.Kind.EMAIL)
    current = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day)).values("practitioner")
    new = Practitioner.objects.filter(reachable, ~Exists(told), pk__in=current).select_related("user").order_by("pk")
    people = list(new.distinct()[:TOLD_AT_ONCE])
    boxes = mailboxes(people)
    titles, numbers = (
        defaultdict(list),
        Counter(ContactPoint.objects.filter(practitioner__in=people).values_list("practitioner", flat=True)),
    )
    for person, title in Appointment.objects.filter(practitioner__in=people).values_list("practitioner", "post__title"):
        titles[person].append(title)
    for person in people:
        if person.pk in boxes:
            subject, text = letters.listed(person, titles[person.pk], numbers[person.pk])
            write(key=f"listed:{person.key}", to=boxes[person.pk], subject=subject, text=text, by=by, at=at)
    return len(people)
