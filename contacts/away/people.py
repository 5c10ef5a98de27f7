"""Who could cover a post: its deputies, the lead of its team, and the colleagues beside them."""

from typing import NamedTuple

from django.db.models import Q

from contacts.availability import LONDON, away_until
from contacts.models import Absence, Appointment, Practitioner

# More colleagues than this do not fit a list that somebody chooses from in a minute.
MOST_COLLEAGUES = 40


class CouldCover(NamedTuple):
    """People by how near they are to the post: deputies in their order, who leads its team, and colleagues by name."""

    deputies: list
    leads: list
    colleagues: list

    @property
    def in_turn(self):
        """Those who are asked one after the other."""
        return list(dict.fromkeys([*self.deputies, *self.leads]))


def could_cover(post, whom, at):
    """Who could cover `post` for `whom` at the instant `at`. Nobody who is away then, and nobody restricted, whose name stays put."""
    day = at.astimezone(LONDON).date()
    serving = Appointment.objects.on(day).filter(practitioner__restricted=False).exclude(practitioner=whom)
    serving = serving.select_related("practitioner").order_by("order", "practitioner__name", "pk")
    deputies = _people(serving.filter(post=post, kind=Appointment.Kind.DEPUTY))
    leads = _people(serving.filter(post=post.team.lead_id).exclude(kind=Appointment.Kind.DEPUTY)) if _lead(post) else []
    beside = Q(post__team=post.team_id) if post.team_id else Q(post__agency=post.agency_id)
    near = _people(serving.filter(beside).order_by("practitioner__name", "pk")[: MOST_COLLEAGUES * 2])
    away = away_at({person.pk for person in (*deputies, *leads, *near)}, at)
    deputies, leads, near = ([one for one in people if one.pk not in away] for people in (deputies, leads, near))
    return CouldCover(deputies, leads, [one for one in near if one not in deputies][:MOST_COLLEAGUES])


def _lead(post):
    return post.team_id and post.team.lead_id


def _people(appointments):
    return list(dict.fromkeys(appointment.practitioner for appointment in appointments))


def away_at(people, at):
    """Those of some people (ids) who are away at the instant `at`, and when each is back: id → instant."""
    spans = {}
    for person, *span in (
        Absence.objects.not_over(at).filter(practitioner__in=people).values_list("practitioner_id", "starts_at", "ends_at")
    ):
        spans.setdefault(person, []).append(tuple(span))
    back = {person: away_until(theirs, at) for person, theirs in spans.items()}
    return {person: until for person, until in back.items() if until}


def practitioner_of(user):
    """The practitioner somebody who has signed in is listed as, or None."""
    return Practitioner.objects.filter(user=user).first()
