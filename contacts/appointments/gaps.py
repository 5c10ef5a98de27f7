"""Where nobody can be reached: posts that ought to be held and are not, people away for whom nobody stands in, details too old.

The roster's list of what waits and the figures of how true an agency's details are both count these, so they are decided here once.
`agencies` are ids or a queryset; None is every agency there is.
"""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from agencies.models import Agency, Post, Role
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


def without_cover(agencies, at):
    """(absence, post) for everybody away now or soon whose cover nobody has agreed to, the next first.

    Nobody at risk is among them, and no post that is reached through its team: the team answers all the same.
    """
    held = Appointment.objects.on(timezone.localdate(at)).filter(post__is_desk=False, post__team_first=False).exclude(kind=DEPUTY)
    if agencies is not None:
        held = held.filter(post__agency__in=agencies)
    soon = Absence.objects.not_over(at).filter(starts_at__lt=at + AWAY_AHEAD, practitioner__restricted=False)
    soon = soon.filter(practitioner__in=held.values("practitioner")).select_related("practitioner")
    away = list(soon.order_by("starts_at", "pk"))
    posts = defaultdict(list)
    people = {absence.practitioner_id for absence in away}
    for one in held.filter(practitioner__in=people).select_related("post__agency").order_by("post__title", "pk"):
        posts[one.practitioner_id].append(one.post)
    said = Cover.objects.filter(absence__in=away).values_list("absence", "post", "state")
    agreed = {(absence, post) for absence, post, state in said if counts(state)}
    return [(absence, post) for absence in away for post in posts[absence.practitioner_id] if (absence.pk, post.pk) not in agreed]


def unconfirmed(at):
    """A condition on appointments: nobody has confirmed it for longer than its role allows, or one of the person's own numbers."""
    late = Q(pk=None)
    for days in intervals():
        cut = at - timedelta(days=days)
        own = ContactPoint.objects.professional().filter(practitioner=OuterRef("practitioner"))
        stale = Exists(own.filter(Q(verified_at=None) | Q(verified_at__lt=cut)))
        late |= Q(post__role__review_days=days) & (Q(confirmed_at=None) | Q(confirmed_at__lt=cut) | stale)
    return late


def intervals():
    """After how many days roles ask to be confirmed; there are a few, not one for each role."""
    return list(Role.objects.order_by("review_days").values_list("review_days", flat=True).distinct())
