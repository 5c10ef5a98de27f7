"""Puts what the words found into the order in which somebody would ring: who answers for the place, who is there, who is sure.

Pure: hits come in the order of their words, with what is known of each; nothing is looked up here.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

# Hits whose words match this nearly as well as the best of their sort are equals; only among equals does the rest decide.
BAND = 0.2
# The better the words match, the sooner; what merely holds some of them comes last.
TIERS = ("number", "named", "described", "alike", "near")


class Place(IntEnum):
    """Whether something answers for the place asked about."""

    HERE = 0
    PART = 1
    ELSEWHERE = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one hit at the moment asked about.

    `there` is None where nobody can be there or not: places, agencies, sites. `confirmed` is the day of a confirmation that has
    not run out, else None. `reached` says that whoever asks got through on its number when they last tried.
    """

    place: Place = Place.ELSEWHERE
    covers: str = ""
    there: bool | None = None
    confirmed: date | None = None
    reached: bool = False


UNKNOWN = Standing()


def ordered(hits, standings):
    """The hits in the order to show them. `standings` maps (kind, thing) to a `Standing`; what has none keeps its place by words.

    Words first. Among hits whose words match about equally well: who answers for the place, then who is there, then who was
    confirmed and has not run out since, then who was reached last time, then the order of the words.
    """
    best = {}
    for hit in hits:
        best[hit.how] = max(best.get(hit.how, 0.0), hit.score)

    def place(numbered):
        nth, hit = numbered
        stands = standings.get((hit.kind, hit.thing), UNKNOWN)
        return (
            TIERS.index(hit.how),
            int((best[hit.how] - hit.score) / BAND),
            stands.place,
            stands.there is False,
            stands.confirmed is None and stands.there is not None,
            not stands.reached,
            nth,
        )

    return [hit for _nth, hit in sorted(enumerate(hits), key=place)]
