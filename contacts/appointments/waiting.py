"""Finds what waits for whoever keeps the rosters of some agencies: as many queries for forty agencies as for one."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from agencies.models import Post, Role
from contacts.availability import counts
from contacts.models import Absence, Appointment, ContactPoint, Correction

from .tasks import GAPS, Kind, Task, in_order

# What lies further ahead is not yet anybody's to do.
AWAY_AHEAD, LEAVING_AHEAD = timedelta(days=14), timedelta(days=28)
MOST = 500
DEPUTY = Appointment.Kind.DEPUTY


def waiting(agencies, at):
    """The tasks of these agencies (a queryset) at the instant `at`, in their order."""
    day = timezone.localdate(at)
    return in_order(
        [
            *_vacant(agencies, day),
            *_uncovered(agencies, day, at),
            *_wrong(agencies),
            *_overdue(agencies, at),
            *_leavers(agencies, day),
        ]
    )


def held_on(day):
    """A condition on posts: somebody other than a deputy is in it on `day`."""
    return Exists(Appointment.objects.on(day).filter(post=OuterRef("pk")).exclude(kind=DEPUTY))


def vacancies(agencies, day):
    """The posts of these agencies that ought to be held on `day`, and are not."""
    posts = Post.objects.on(day).filter(agency__in=agencies.open_on(day), role__gap__in=GAPS, is_desk=False)
    posts = posts.exclude(role__kind__in=[Role.Kind.CASE, Role.Kind.EXTERNAL])
    return posts.filter(~held_on(day)).select_related("agency", "role").order_by("title", "pk")


def _vacant(agencies, day):
    return [
        Task(Kind.VACANT, post.agency.name, post.title, gap=post.role.gap, about=post.key)
        for post in vacancies(agencies, day)[:MOST]
    ]


def _uncovered(agencies, day, at):
    """Absences soon or now of people in posts here for which nobody has agreed to stand in. Nobody at risk is among them."""
    soon = Absence.objects.not_over(at).filter(starts_at__lt=at + AWAY_AHEAD, practitioner__restricted=False)
    held = Appointment.objects.on(day).filter(post__agency__in=agencies, post__is_desk=False).exclude(kind=DEPUTY)
    away = list(
        soon.filter(practitioner__in=held.values("practitioner"))
        .select_related("practitioner").prefetch_related("covers").order_by("starts_at", "pk")[:MOST]
    )  # fmt: skip
    posts = {}
    for one in held.filter(practitioner__in=[absence.practitioner_id for absence in away]).select_related("post__agency"):
        posts.setdefault(one.practitioner_id, []).append(one.post)
    return [
        Task(
            Kind.UNCOVERED,
            post.agency.name,
            post.title,
            absence.practitioner.name,
            day=timezone.localdate(absence.starts_at),
            about=absence.key,
        )
        for absence in away
        for post in posts.get(absence.practitioner_id, [])
        if not any(cover.post_id == post.pk and counts(cover.state) for cover in absence.covers.all())
    ]


def _wrong(agencies):
    count = Correction.objects.open().showable().filter(agency__in=agencies).count()
    return [Task(Kind.WRONG, "", count=count)] if count else []


def overdue(agencies, at):
    """The appointments of today that nobody has confirmed for longer than their role allows, or whose number nobody has.

    Somebody at risk confirms for themselves.
    """
    day = timezone.localdate(at)
    late = Q(pk=None)
    for days in Role.objects.order_by("review_days").values_list("review_days", flat=True).distinct():
        cut = at - timedelta(days=days)
        own = ContactPoint.objects.professional().filter(practitioner=OuterRef("practitioner"))
        late |= Q(post__role__review_days=days) & (
            Q(confirmed_at=None) | Q(confirmed_at__lt=cut) | Exists(own.filter(Q(verified_at=None) | Q(verified_at__lt=cut)))
        )
    return serving(agencies, day).filter(late, practitioner__restricted=False)


def serving(agencies, day):
    """Who is in a post of these agencies on `day`, in posts that exist then."""
    return Appointment.objects.on(day).filter(post__agency__in=agencies).filter(Q(post__ends_on=None) | Q(post__ends_on__gte=day))


def confirmed_share(agencies, at):
    """(how many are confirmed, how many there are) of those whom an admin may confirm."""
    whole = serving(agencies, timezone.localdate(at)).filter(practitioner__restricted=False).count()
    return whole - overdue(agencies, at).count(), whole


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
