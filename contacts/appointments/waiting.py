"""Finds what waits for whoever keeps the rosters of some agencies: as many queries for forty agencies as for one."""

from datetime import timedelta

from django.db.models import Exists, Min, OuterRef, Q
from django.utils import timezone

from contacts.models import Appointment, ContactPoint, Correction

from .gaps import DEPUTY, unconfirmed, vacancies, without_cover
from .tasks import Kind, Task, in_order

# Who leaves later than this is not yet anybody's to replace.
LEAVING_AHEAD = timedelta(days=28)
MOST = 500


def waiting(agencies, at):
    """The tasks of these agencies (a queryset) at the instant `at`, in their order."""
    day = timezone.localdate(at)
    return in_order(
        [
            *_vacant(agencies, day),
            *_uncovered(agencies, at),
            *_wrong(agencies),
            *_overdue(agencies, at),
            *_leavers(agencies, day),
        ]
    )


def _vacant(agencies, day):
    return [
        Task(Kind.VACANT, post.agency.name, post.title, gap=post.role.gap, about=post.key)
        for post in vacancies(agencies, day).select_related("agency", "role").order_by("title", "pk")[:MOST]
    ]


def _uncovered(agencies, at):
    return [
        Task(
            Kind.UNCOVERED, post.agency.name, post.title, absence.practitioner.name,
            day=timezone.localdate(absence.starts_at), about=absence.key,
        )
        for absence, post in without_cover(agencies, at)[:MOST]
    ]  # fmt: skip


def _wrong(agencies):
    count = Correction.objects.open().showable().filter(agency__in=agencies).count()
    return [Task(Kind.WRONG, "", count=count)] if count else []


def overdue(agencies, at):
    """The appointments of today that nobody has confirmed for longer than their role allows, or whose number nobody has.

    Somebody at risk confirms for themselves.
    """
    return serving(agencies, timezone.localdate(at)).filter(unconfirmed(at), practitioner__restricted=False)


def next_check(agencies, at):
    """The day on which the first of those who are confirmed now falls due, or None when nobody does."""
    sure = serving(agencies, timezone.localdate(at)).filter(practitioner__restricted=False)
    own = ContactPoint.objects.professional().filter(practitioner__appointments__in=sure)
    posts = sure.order_by().values_list("post__role__review_days").annotate(Min("confirmed_at"))
    numbers = own.order_by().values_list("practitioner__appointments__post__role__review_days").annotate(Min("verified_at"))
    due = [first + timedelta(days=days) for days, first in [*posts, *numbers] if first]
    return timezone.localdate(min(due)) if due else None


def serving(agencies, day):
    """Who is in a post of these agencies on `day`, in posts that exist then."""
    return Appointment.objects.on(day).filter(post__agency__in=agencies).filter(Q(post__ends_on=None) | Q(post__ends_on__gte=day))


def _overdue(agencies, at):
    count = overdue(agencies, at).count()
    return [Task(Kind.OVERDUE, "", count=count)] if count else []


def _leavers(agencies, day):
    """Who leaves soon with nobody to follow, from posts that go on."""
    follows = Appointment.objects.filter(post=OuterRef("post"), practitioner__isnull=False).exclude(kind=DEPUTY)
    follows = follows.exclude(pk=OuterRef("pk")).filter(Q(ends_on=None) | Q(ends_on__gt=OuterRef("ends_on")))
    last = serving(agencies, day).filter(ends_on__lte=day + LEAVING_AHEAD, practitioner__restricted=False)
    last = last.exclude(kind=DEPUTY).filter(~Exists(follows)).exclude(post__ends_on__lte=day + LEAVING_AHEAD)
    return [
        Task(Kind.LEAVER, one.post.agency.name, one.post.title, one.practitioner.name, day=one.ends_on, about=one.post.key)
        for one in last.select_related("post__agency", "practitioner").order_by("ends_on", "pk")[:MOST]
    ]
