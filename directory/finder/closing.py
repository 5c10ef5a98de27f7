"""The days on which agencies are closed and schools have holidays, in two queries however many agencies there are."""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Q

from agencies import snapshot
from agencies.models import Closure, TermDate
from agencies.prepared import Prepared
from contacts.availability import LOOK_AHEAD, Days, Terms

NOBODYS = Terms()


class Calendar(NamedTuple):
    """Closures and terms by agency id, and which agencies are schools, whose own hours hold in term only."""

    closures: dict
    terms: dict
    schools: frozenset

    def of_lines(self, agency):
        """The days on which the lines of an agency keep their hours."""
        return Days(self.closures.get(agency, ()), self._terms(agency) if agency in self.schools else None)

    def of_person(self, agency, term_time_only, own_hours):
        """The days on which somebody there works: in term only, if they do or if the hours they keep are a school's."""
        term_time = term_time_only or (agency in self.schools and not own_hours)
        return Days(self.closures.get(agency, ()), self._terms(agency) if term_time else None)

    def _terms(self, agency):
        return self.terms.get(agency, NOBODYS)


def calendar(agencies, day, term_time=()):
    """The `Calendar` of some agencies around `day`.

    `agencies` maps ids to (kind id, area id or None); `term_time` are those in which somebody works in term only, besides schools.
    """
    schools = frozenset(pk for pk, (kind, _) in agencies.items() if kind in snapshot.roles().schools)
    closures = closed(agencies.keys(), day)
    asked = schools | frozenset(term_time)
    return Calendar(closures, _terms({pk: agencies[pk][1] for pk in asked}) if asked else {}, schools)


def closed(agencies, day):
    """The closures around `day` of some agencies (ids), as `Days` takes them: agency id → (first day, last day, name) each."""
    closures = defaultdict(tuple)
    for agency, *span in CLOSED(agencies, day - timedelta(days=1), day + timedelta(days=LOOK_AHEAD)):
        closures[agency] += (tuple(span),)
    return closures


def _terms(areas):
    """Agency id → `Terms`: its own as a school, and its council's. `areas` maps agency ids to the area they sit in, or None."""
    own, councils = defaultdict(tuple), defaultdict(tuple)
    for area, agency, *span in TERMS(set(areas.values()) - {None}, areas.keys()):
        (councils if area else own)[area or agency] += (tuple(span),)
    return {agency: Terms(own[agency], councils[area] if area else ()) for agency, area in areas.items()}


@Prepared
def CLOSED(agencies, first, last):
    return (
        Closure.objects.filter(agency__in=agencies, ends_on__gte=first, starts_on__lte=last)
        .order_by("starts_on", "pk")
        .values_list("agency_id", "starts_on", "ends_on", "name")
    )


@Prepared
def TERMS(areas, agencies):
    return (
        TermDate.objects.filter(Q(area__in=areas) | Q(setting__agency__in=agencies))
        .order_by("starts_on", "pk")
        .values_list("area_id", "setting__agency_id", "starts_on", "ends_on")
    )
