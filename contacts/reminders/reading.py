"""What is to be confirmed: everybody in a post, and every desk, with what was asked about it."""

from collections import defaultdict
from typing import NamedTuple

from django.utils import timezone

from agencies.models import Agency, Post
from contacts.models import Appointment, ContactPoint, Practitioner, Reminder

from .mailboxes import mailboxes
from .rules import Entry, next_step

NUMBERS = (ContactPoint.Kind.PHONE, ContactPoint.Kind.SHORT)


class Due(NamedTuple):
    """A step that is due for one entry: of a person, or of a desk (`person` is None then)."""

    step: str
    entry: Entry
    post: Post
    person: Practitioner | None


def due(day):
    """Every step that is due on `day`, what ran out first before the rest, and the mailbox of each person who has one."""
    appointments = list(
        Appointment.objects.on(day)
        .filter(post__in=Post.objects.on(day), post__agency__in=Agency.objects.open_on(day))
        .select_related("post__role", "post__agency", "practitioner__user")
        .order_by("pk")
    )
    desks = list(
        Post.objects.on(day)
        .filter(is_desk=True, agency__in=Agency.objects.open_on(day))
        .select_related("role", "agency")
        .order_by("pk")
    )
    people = list({each.practitioner_id: each.practitioner for each in appointments}.values())
    boxes, verified, sent = mailboxes(people), _verified(), _sent()
    found = []
    for each in appointments:
        thing, person = f"appointment:{each.pk}", each.practitioner
        own = verified["practitioner", person.pk]
        number = verified["post", each.post_id] if own is ... and each.kind != Appointment.Kind.DEPUTY else own
        at = _older(number, each.confirmed_at)
        entry = _entry(thing, at, each.post, person.pk in boxes, sent[thing])
        if step := next_step(entry, person.key, day):
            found.append(Due(step, entry, each.post, person))
    for post in desks:
        thing, number = f"post:{post.pk}", verified["post", post.pk]
        at = post.confirmed_at if number is ... else number
        entry = _entry(thing, at, post, False, sent[thing])
        if step := next_step(entry, post.key, day):
            found.append(Due(step, entry, post, None))
    return sorted(found, key=lambda one: (one.entry.runs_out_on, one.entry.thing)), boxes


def _verified():
    """When each first number of a person or post was confirmed: (field, id) → instant, None for never; absent without a number."""
    first = defaultdict(lambda: ...)
    points = ContactPoint.objects.filter(kind__in=NUMBERS).exclude(audience=ContactPoint.Audience.NOBODY)
    rows = points.filter(team=None, agency=None, setting=None).order_by("-order", "-id")
    for practitioner, post, at in rows.values_list("practitioner_id", "post_id", "verified_at"):
        first["practitioner" if practitioner else "post", practitioner or post] = at
    return first


def _older(number, confirmed_at):
    """The confirmation that the answer shows: the older of that of the number and that of the entry; None when either never was."""
    seen = [at for at in (number, confirmed_at) if at is not ...]
    return None if None in seen else min(seen)


def _sent():
    sent = defaultdict(list)
    for thing, step, runs_out_on, on in Reminder.objects.values_list("thing", "step", "runs_out_on", "on"):
        sent[thing].append((runs_out_on, step, on))
    return sent


def _entry(thing, at, post, has_mailbox, sent):
    confirmed_on = at and timezone.localdate(at)
    entry = Entry(thing, confirmed_on, post.role.review_days, has_mailbox)
    taken = {step: on for runs_out_on, step, on in sent if runs_out_on == entry.runs_out_on}
    return Entry(thing, confirmed_on, post.role.review_days, has_mailbox, taken)
