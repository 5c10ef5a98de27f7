"""Finds what waits for whoever keeps the rosters of some agencies: as many queries for forty agencies as for one."""

from datetime import timedelta
from functools import lru_cache

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils import timezone

from agencies.prepared import Prepared
from contacts.models import Appointment, ContactPoint, Correction

from .gaps import DEPUTY, intervals, too_old, unconfirmed, vacancies, without_cover
from .tasks import Kind, Task, in_order

# Who leaves later than this is not yet anybody's to replace.
LEAVING_AHEAD = timedelta(days=28)
MOST = 500


def waiting(agencies, at):
    """The tasks of these agencies (primary keys) at the instant `at`, in their order. Every page of an admin's counts them."""
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
    return [Task(Kind.VACANT, name, title, gap=gap, about=key) for name, title, gap, key in VACANT(agencies, day)]


@Prepared
def VACANT(agencies, day):
    return vacancies(agencies, day).order_by("title", "pk").values_list("agency__name", "title", "role__gap", "key")[:MOST]


def _uncovered(agencies, at):
    return [
        Task(
            Kind.UNCOVERED, one.agency_name, one.title, one.person_name, day=timezone.localdate(one.starts_at), about=one.absence
        )
        for one in without_cover(agencies, at)[:MOST]
    ]  # fmt: skip


def _wrong(agencies):
    count = sum(number for (number,) in WRONG(agencies))
    return [Task(Kind.WRONG, "", count=count)] if count else []


@Prepared
def WRONG(agencies):
    wrong = Correction.objects.open().showable().filter(agency__in=agencies)
    return wrong.order_by().values("agency").annotate(number=Count("pk")).values_list("number")


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
    days = tuple(intervals())
    rows = _overdue_after(days)(agencies, timezone.localdate(at), [at - timedelta(days=each) for each in days])
    count = sum(number for (number,) in rows)
    return [Task(Kind.OVERDUE, "", count=count)] if count else []


@lru_cache(maxsize=16)
def _overdue_after(days):
    """How many of each agency are overdue, when roles ask to be confirmed after these intervals."""

    def count(agencies, day, cuts):
        late = serving(agencies, day).filter(too_old(days, cuts), practitioner__restricted=False)
        return late.order_by().values("post__agency").annotate(number=Count("pk")).values_list("number")

    return Prepared(count)


def _leavers(agencies, day):
    """Who leaves soon with nobody to follow, from posts that go on."""
    return [
        Task(Kind.LEAVER, agency, title, name, day=last, about=key)
        for agency, title, name, last, key in LEAVERS(agencies, day, day + LEAVING_AHEAD)
    ]


@Prepared
def LEAVERS(agencies, day, until):
    follows = Appointment.objects.filter(post=OuterRef("post"), practitioner__isnull=False).exclude(kind=DEPUTY)
    follows = follows.exclude(pk=OuterRef("pk")).filter(Q(ends_on=None) | Q(ends_on__gt=OuterRef("ends_on")))
    last = serving(agencies, day).filter(ends_on__lte=until, practitioner__restricted=False)
    last = last.exclude(kind=DEPUTY).filter(~Exists(follows)).exclude(post__ends_on__lte=until).order_by("ends_on", "pk")
    return last.values_list("post__agency__name", "post__title", "practitioner__name", "ends_on", "post__key")[:MOST]
