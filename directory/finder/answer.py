"""One resolver: for a role and the places given, at a moment, who answers – for every page, print and file alike."""

from dataclasses import dataclass, field
from datetime import datetime

from agencies.models import Membership, PartnershipArea, Role
from agencies.snapshot import roles
from contacts.availability import LONDON
from contacts.calendar import bank_holidays

from . import facts
from .ladder import Ladder, build
from .matching import match, match_anywhere, missing_key, share_out
from .places import Given

# Desks that stand behind every answer, so that none is a dead end: the front door, then the out-of-hours team.
STANDING = {"adults": ("front-door-adult", "edt-adult"), "": ("front-door-child", "edt-child")}
# How many posts of a role that merely stands in are worth looking at.
STAND_INS = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page says: a ladder, or the key still to ask for, with everything the sentences need."""

    role: Role
    given: Given
    at: datetime
    ladder: Ladder
    ask: str | None = None
    posts: list = field(default_factory=list)
    elsewhere: list = field(default_factory=list)
    rule: str | None = None
    holding: Ladder | None = None
    too_wide: int = 0
    outside: bool = False


def own_agencies(user, day):
    """The ids of the agencies somebody belongs to on `day`."""
    return list(Membership.objects.on(day).filter(user=user).values_list("agency_id", flat=True))


def answer(slug, given, *, at, user, unsure=False):
    """Who answers for the role `slug` at the places `given`, at the instant `at`, for `user` to see; None: no such role.

    `unsure` says that the person does not know the role's proper key, so that a second-best one may be used, openly.
    """
    day = at.astimezone(LONDON).date()
    known = roles()
    role = known.by_slug.get(slug)
    if role is None:
        return None
    always = [known.by_slug[name] for name in STANDING.get(role.audience, STANDING[""]) if name in known.by_slug]
    chain = [other for other in dict.fromkeys([*known.stand_ins[role.pk], *always]) if other.pk != role.pk]
    places, keys = given.places, role.resolves_on.split("|")
    ask = missing_key(keys, places, unsure)
    found = facts.coverage(places, day, [each.pk for each in (role, *chain)])
    matched, elsewhere, rule = [], [], None
    if ask is None:
        matched, elsewhere, rule, ask = _matched(role, keys, places, [row for pk, row, _ in found if pk == role.pk], unsure)
    too_wide = len(matched) if len(matched) > facts.TOO_MANY else 0
    kept = [] if too_wide else matched
    behind = [match_anywhere([row for pk, row, _ in found if pk == other.pk], places)[:STAND_INS] for other in chain]
    columns = {post["id"]: post for _, _, post in found}
    wanted = [hit.row.post for hit in [*kept, *elsewhere[:STAND_INS], *(hit for hits in behind for hit in hits)]]
    routes = facts.out_of_hours([columns[pk] for pk in wanted], columns)
    columns.update({route["id"]: route for route in routes})
    why = {hit.row.post: hit for hit in [*(hit for hits in behind for hit in hits), *elsewhere, *kept]}
    posts = facts.posts(
        [columns[pk] for pk in dict.fromkeys([*wanted, *(route["id"] for route in routes)])], at, own_agencies(user, day), why
    )
    here = [posts[hit.row.post] for hit in kept]
    fallbacks = [[posts[hit.row.post] for hit in hits] for hits in behind]
    fallbacks.insert(-1 if fallbacks else 0, [posts[route["id"]] for route in routes])
    holidays = bank_holidays(given.nation, day.year)
    return Answer(
        role=role,
        given=given,
        at=at,
        ladder=build(here, fallbacks, at, holidays),
        ask=ask,
        posts=here,
        elsewhere=[posts[hit.row.post] for hit in elsewhere[:STAND_INS]],
        rule=rule,
        holding=_holding(role, found, posts, given, at, holidays),
        too_wide=too_wide,
        outside=not here and is_outside(given, day),
    )


def _matched(role, keys, places, rows, unsure):
    """The role's own matches, those another place would give, the rule used, and the key to ask for after all."""
    matches = match(keys, rows, places)
    if "home" in role.proper_keys and "practice" in role.proper_keys:
        shared = share_out(matches, facts.rules(role, {hit.row.agency for hit in matches}), bool(places.practice))
        return shared.here, shared.elsewhere, shared.rule, None if unsure else shared.ask
    return matches, [], None, None


def _holding(role, found, posts, given, at, holidays):
    """The second council's own ladder, where the child is in one council and another holds the plan."""
    if not (given.authority and given.areas) or not {"where_now", "holding_authority"} <= set(role.keys):
        return None
    there = given.council
    plan = [area for area in given.authority if area.kind == "authority"]
    if not plan or there is None or plan[0].code == there.code:
        return None
    hits = match_anywhere([row for pk, row, _ in found if pk == role.pk], given.places.__class__(main=given.places.authority))
    held = [posts[hit.row.post] for hit in hits if hit.row.post in posts and hit.target.name != there.name]
    return build(held, [], at, holidays) if held else None


def is_outside(given, day):
    """Whether the place lies in no authority that a partnership here covers."""
    areas = [area.id for area in (*given.areas, *given.authority, *given.school_areas, *given.practice_areas) if area.id]
    if not areas:
        return False
    return not PartnershipArea.objects.on(day).filter(area__in=areas).exists()
