"""Counts how many details of an agency are confirmed and what is amiss, in as many queries for one as for all."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from agencies.models import Post
from contacts.appointments.gaps import intervals, unconfirmed, vacancies, without_cover
from contacts.availability import LONDON
from contacts.models import Appointment, Correction


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
    for rows, agency, sure in ((people, "post__agency", ~unconfirmed(at)), (desks, "agency", _fresh(at))):
        fresh = Count("pk", filter=sure)
        for pk, every, known in rows.order_by().values_list(agency).annotate(every=Count("pk"), known=fresh):
            details[pk] += every
            confirmed[pk] += known
    vacant = Counter(dict(vacancies(agencies, day).order_by().values_list("agency").annotate(Count("pk"))))
    uncovered = Counter(one.agency for one in without_cover(agencies, at))
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


def _fresh(at):
    """A condition on desks: confirmed no longer ago than the role asks for."""
    fresh = Q(pk__in=[])
    for days in intervals():
        fresh |= Q(role__review_days=days, confirmed_at__gte=at - timedelta(days=days))
    return fresh
