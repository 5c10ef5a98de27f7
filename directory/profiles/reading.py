"""Reads posts for a profile page, in a number of queries that does not grow with them, and builds their ladders."""

from dataclasses import dataclass, field, replace

from agencies.models import Agency
from contacts.availability import LONDON
from contacts.calendar import bank_holidays
from contacts.models import ContactPoint
from contacts.phones import dialled, written
from directory import sentences
from directory.finder import facts, ladder
from directory.finder.answer import own_agencies

NUMBERS = (ContactPoint.Kind.PHONE, ContactPoint.Kind.SHORT)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking, and about when: what they may see depends on the agencies they belong to today."""

    at: object
    own: tuple

    @property
    def day(self):
        return self.at.astimezone(LONDON).date()


def viewer(user, at):
    """`user` looking at the instant `at`."""
    return Viewer(at, tuple(own_agencies(user)))


@dataclass(frozen=True, slots=True)
class Posts:
    """Some posts as a viewer may see them, in the order they were asked for."""

    viewer: Viewer
    holidays: frozenset
    here: list = field(default_factory=list)
    routes: dict = field(default_factory=dict)

    def ladder(self, *posts):
        """Whom to ring for these posts, ending with the out-of-hours route of the first one's agency."""
        route = self.routes.get(posts[0].id) if posts else None
        fallbacks = [[route]] if route and route not in posts else []
        return ladder.build(list(posts), fallbacks, self.viewer.at, self.holidays)


def posts(found, seer, closed=False):
    """The posts of a queryset as `seer` may see them. `closed` ones are reached through their team or front door only."""
    rows = list(found.values(*facts.POST))
    route_rows = facts.out_of_hours(rows, {row["id"]: row for row in rows}, seer.day)
    read = facts.posts([*rows, *route_rows], seer.at, seer.own) if rows else {}
    here = [read[row["id"]] for row in rows]
    if closed:
        here = [replace(post, people=(), covers={}, number=None, through_team=True) for post in here]
    routes = {row["id"]: read.get(row["agency__out_of_hours_id"]) for row in rows}
    return Posts(seer, bank_holidays(_nation(rows), seer.day.year), here, routes)


def _nation(rows):
    """E, W, S or N, as the code of the first post's agency's area begins; it decides the bank holidays."""
    if not rows:
        return "E"
    code = Agency.objects.filter(pk=rows[0]["agency_id"]).values_list("area__code", flat=True).first()
    return (code or "E")[0]


def rungs(ladder):
    """Every rung, the one to ring first at the head."""
    return [*([ladder.first] if ladder.first else []), *ladder.rest]


def points(seer, **owners):
    """The contact points of these owners (`post=…`, `team__in=…`) that `seer` may see, as rows of a summary list.

    Telephones first. Several owners are one query each, so that none widens another.
    """
    shown = []
    for owner, value in owners.items():
        shown += ContactPoint.objects.filter(**{owner: value}).seen_by(list(seer.own), seer.day).order_by("order", "pk")
    return [_row(point, seer.at) for point in sorted(shown, key=lambda point: point.kind not in NUMBERS)]


def _row(point, at):
    key = point.label or point.kind_in_words
    confirmed = sentences.confirmed_sentence(point.verified_at, point.verified_by, at)
    if point.kind in NUMBERS:
        number = {"number": written(point.value), "tel": dialled(point.value), "extension": point.extension}
        is_public = point.audience == ContactPoint.Audience.PUBLIC
        tried = f"{point.key}/"
        return {"key": key, "value": point.note, "public": is_public, "confirmed": confirmed, "tried": tried, **number}
    href = point.value if point.kind == ContactPoint.Kind.WEB else f"mailto:{point.value}"
    return {"key": key, "value": point.value, "href": href, "confirmed": confirmed}
