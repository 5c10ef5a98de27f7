"""Where nobody can be reached: posts that ought to be held and are not, people away for whom nobody stands in, details too old.

The roster's list of what waits and the figures of how true an agency's details are both count these, so they are decided here once.
`agencies` are ids or a queryset; None is every agency there is.
"""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from agencies.models import Agency, Post, Role
from agencies.prepared import Prepared
from contacts.availability import counts
from contacts.models import Absence, Appointment, ContactPoint, Cover

from .tasks import GAPS

# An absence further ahead than this can wait; one nearer without cover is a gap.
AWAY_AHEAD = timedelta(days=14)
DEPUTY = Appointment.Kind.DEPUTY


def held_on(day):
    """A condition on posts: somebody other than a deputy is in it on `day`. Somebody who is reached through the team is in theirs."""
    return Exists(Appointment.objects.on(day).filter(post=OuterRef("pk")).exclude(kind=DEPUTY))


def vacancies(agencies, day):
    """The posts of these agencies that ought to be held on `day`, and are not."""
    posts = Post.objects.on(day).filter(agency__in=Agency.objects.open_on(day), role__gap__in=GAPS, is_desk=False)
    posts = posts.exclude(role__kind__in=[Role.Kind.CASE, Role.Kind.EXTERNAL]).filter(~held_on(day))
    return posts if agencies is None else posts.filter(agency__in=agencies)


class Uncovered(NamedTuple):
    """Somebody away now or soon from a post for which nobody has agreed to stand in; what is a key or a name says so."""

    absence: str
    person_name: str
    starts_at: object
    ends_at: object
    agency: int
    agency_name: str
    post: str
    title: str


def without_cover(agencies, at):
    """Whoever is away now or soon and whose cover nobody has agreed to, the next first.

    Nobody at risk is among them, and no post that is reached through its team: the team answers all the same.
    """
    every = agencies is None
    asked = timezone.localdate(at), at, at + AWAY_AHEAD
    away = _away(None, *asked) if every else AWAY(agencies, *asked)
    if not away:
        return []
    people, absences = {row[0] for row in away}, [row[1] for row in away]
    posts = defaultdict(list)
    for person, *post in _held(None, asked[0], people) if every else HELD(agencies, asked[0], people):
        posts[person].append(post)
    agreed = {(absence, post) for absence, post, state in AGREED(absences) if counts(state)}
    return [
        Uncovered(*shown, *post) for person, absence, *shown in away for pk, *post in posts[person] if (absence, pk) not in agreed
    ]


def _in_posts(agencies, day):
    held = Appointment.objects.on(day).filter(post__is_desk=False, post__team_first=False).exclude(kind=DEPUTY)
    return held if agencies is None else held.filter(post__agency__in=agencies)


def _away(agencies, day, at, until):
    soon = Absence.objects.not_over(at).filter(starts_at__lt=until, practitioner__restricted=False)
    soon = soon.filter(practitioner__in=_in_posts(agencies, day).order_by().values("practitioner")).order_by("starts_at", "pk")
    return soon.values_list("practitioner", "pk", "key", "practitioner__name", "starts_at", "ends_at")


def _held(agencies, day, people):
    held = _in_posts(agencies, day).filter(practitioner__in=people).order_by("post__title", "pk")
    return held.values_list("practitioner", "post", "post__agency", "post__agency__name", "post__key", "post__title")


AWAY, HELD = Prepared(_away), Prepared(_held)
AGREED = Prepared(lambda absences: Cover.objects.filter(absence__in=absences).values_list("absence", "post", "state"))


def unconfirmed(at):
    """A condition on appointments: nobody has confirmed it for longer than its role allows, or one of the person's own numbers."""
    days = intervals()
    return too_old(days, [at - timedelta(days=each) for each in days])


def too_old(days, cuts):
    """The same, when these intervals are all there are and each began at the instant beside it in `cuts`."""
    late = Q(pk=None)
    for each, cut in zip(days, cuts, strict=False):
        own = ContactPoint.objects.professional().filter(practitioner=OuterRef("practitioner"))
        stale = Exists(own.filter(Q(verified_at=None) | Q(verified_at__lt=cut)))
        late |= Q(post__role__review_days=each) & (Q(confirmed_at=None) | Q(confirmed_at__lt=cut) | stale)
    return late


def intervals():
    """After how many days roles ask to be confirmed; there are a few, not one for each role."""
    return [days for (days,) in INTERVALS()]


INTERVALS = Prepared(lambda: Role.objects.order_by("review_days").values_list("review_days").distinct())
