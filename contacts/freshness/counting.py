"""Counts how many details of an agency are confirmed and what is amiss, in as many queries for one as for all."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q

from agencies.models import Post, Role
from contacts.availability import LONDON, counts
from contacts.models import Absence, Appointment, Correction, Cover

# An absence further ahead than this can wait; one nearer without cover is a gap.
AHEAD = timedelta(days=14)
MATTERS = "must"


@dataclass(frozen=True, slots=True)
class Counts:
    """One agency: people in posts and desks, how many of those are confirmed within their role's interval, and what is amiss."""

    details: int = 0
    confirmed: int = 0
    vacant: int = 0
    uncovered: int = 0
    reported: int = 0


def counted(agencies, at):
    """Agency id → its counts at the instant `at`, for these agencies (ids), or for all that have posts when None."""
    day = at.astimezone(LONDON).date()
    people = Appointment.objects.on(day).filter(post__in=Post.objects.on(day), post__is_desk=False)
    desks = Post.objects.on(day).filter(is_desk=True)
    if agencies is not None:
        people, desks = people.filter(post__agency__in=agencies), desks.filter(agency__in=agencies)
    details, confirmed = Counter(), Counter()
    for rows, agency, role in ((people, "post__agency", "post__role"), (desks, "agency", "role")):
        fresh = Count("pk", filter=_fresh(role, at))
        for pk, every, known in rows.order_by().values_list(agency).annotate(every=Count("pk"), known=fresh):
            details[pk] += every
            confirmed[pk] += known
    vacant = Counter(dict(_of(vacancies(day), agencies).order_by().values_list("agency").annotate(Count("pk"))))
    uncovered = Counter(post.agency_id for _absence, post in without_cover(agencies, at))
    reported = Counter(
        dict(
            _of(Correction.objects.open().showable(), agencies)
            .exclude(agency=None)
            .order_by()
            .values_list("agency")
            .annotate(Count("pk"))
        )
    )
    return {
        pk: Counts(details[pk], confirmed[pk], vacant[pk], uncovered[pk], reported[pk])
        for pk in (agencies if agencies is not None else {*details, *vacant, *uncovered, *reported})
    }


def _of(rows, agencies):
    return rows if agencies is None else rows.filter(agency__in=agencies)


def _fresh(role, at):
    """Confirmed no longer ago than the role asks for; there are a few intervals, not one for each role."""
    fresh = Q(pk__in=[])
    for days in Role.objects.order_by().values_list("review_days", flat=True).distinct():
        fresh |= Q(**{f"{role}__review_days": days}, confirmed_at__gte=at - timedelta(days=days))
    return fresh


def vacancies(day):
    """Posts that matter and that nobody is in on `day`. Somebody who is reached through the team is in theirs."""
    held = Appointment.objects.on(day).filter(post=OuterRef("pk")).exclude(kind=Appointment.Kind.DEPUTY)
    return Post.objects.on(day).filter(~Exists(held), is_desk=False, role__gap=MATTERS, agency__closed_on=None)


def without_cover(agencies, at):
    """(absence, post) for everybody away now or soon whose cover nobody has agreed to, the next first; nobody at risk among them."""
    day = at.astimezone(LONDON).date()
    soon = Absence.objects.not_over(at).filter(starts_at__lt=at + AHEAD, practitioner__restricted=False)
    soon = list(soon.select_related("practitioner").order_by("starts_at", "pk"))
    working = Appointment.objects.on(day).filter(practitioner__in={absence.practitioner_id for absence in soon})
    working = working.exclude(kind=Appointment.Kind.DEPUTY).filter(post__team_first=False).select_related("post")
    if agencies is not None:
        working = working.filter(post__agency__in=agencies)
    posts = defaultdict(list)
    for appointment in working:
        posts[appointment.practitioner_id].append(appointment.post)
    said = Cover.objects.filter(absence__in=soon).values_list("absence", "post", "state")
    agreed = {(absence, post) for absence, post, state in said if counts(state)}
    return [(absence, post) for absence in soon for post in posts[absence.practitioner_id] if (absence.pk, post.pk) not in agreed]
