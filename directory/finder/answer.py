"""One resolver: for a role and the places given, at a moment, who answers – for every page, print and file alike."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from agencies.models import Membership, PartnershipArea, Role
from agencies.prepared import Prepared
from agencies.snapshot import role_called, roles
from contacts.availability import LONDON
from contacts.calendar import bank_holidays

from . import facts
from .ladder import Ladder, build
from .matching import BOTH, Places, match, match_anywhere, missing_key, share_out
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


def own_agencies(user):
    """The ids of the agencies somebody belongs to today: asking about another day lets nobody see more than they may now."""
    return [agency for (agency,) in BELONGS(user.pk, timezone.localdate())]


@Prepared
def BELONGS(user, day):
    return Membership.objects.on(day).filter(user=user).values_list("agency_id")


def answer(slug, given, *, at, user, unsure=False):
    """Who answers for the role `slug` at the places `given`, at the instant `at`, for `user` to see; None: no such role.

    `unsure` says that the person does not know the role's proper key, so that a second-best one may be used, openly.
    """
    day = at.astimezone(LONDON).date()
    role, known = role_called(slug), roles()
    if role is None:
        return None
    always = [known.by_slug[name] for name in STANDING.get(role.audience, STANDING[""]) if name in known.by_slug]
    chain = [other for other in dict.fromkeys([*known.stand_ins[role.pk], *always]) if other.pk != role.pk]
    places, keys = given.places, role.resolves_on.split("|")
    rows, named = _covering(places, day, [role, *chain])
    matched, elsewhere, rule, ask = _matched(role, keys, places, rows[role.pk], unsure)
    too_wide = len(matched) if len(matched) > facts.TOO_MANY else 0
    kept, elsewhere = [] if too_wide else matched, elsewhere[:STAND_INS]
    behind = [match_anywhere(rows[other.pk], places)[:STAND_INS] for other in chain]
    plan, behind_plan = _plan_elsewhere(role, chain, given, rows)
    hits = [*kept, *elsewhere, *plan, *(hit for each in (*behind, *behind_plan) for hit in each)]
    # A desk of the chain that covers these places goes before the one another place's agency would be sent to.
    covered = {other.pk for other, found in zip(chain, behind, strict=True) if found}
    found = [hit.row.post for hit in hits]
    columns = facts.columns([*found, *filter(None, (named[hit.row.agency] for hit in kept))], day)
    routes = facts.out_of_hours([columns[hit.row.post] for hit in kept if hit.row.post in columns], columns, day)
    routes = [route for route in routes if route["role_id"] not in covered]
    wanted = dict.fromkeys([*(pk for pk in found if pk in columns), *(route["id"] for route in routes)])
    why = {hit.row.post: hit for hit in reversed(hits)}
    posts = facts.posts([columns[pk] for pk in wanted], at, own_agencies(user), why)
    here, fallbacks = posts_of(posts, kept), [posts_of(posts, each) for each in behind]
    # An agency's own out-of-hours route goes before the last desk of the chain.
    fallbacks.insert(-1 if fallbacks else 0, [posts[route["id"]] for route in routes])
    holidays = bank_holidays(given.nation, day.year)
    return Answer(
        role=role,
        given=given,
        at=at,
        ladder=build(here, fallbacks, at, holidays),
        ask=ask,
        posts=here,
        elsewhere=posts_of(posts, elsewhere),
        rule=rule,
        holding=build(posts_of(posts, plan), [posts_of(posts, each) for each in behind_plan], at, holidays) if plan else None,
        too_wide=too_wide,
        outside=not here and is_outside(given, day),
    )


def _covering(places, day, wanted):
    """The coverage rows of each role (id → rows), and the out-of-hours route each agency among them names (id → post id or None)."""
    rows, named = {role.pk: [] for role in wanted}, {}
    for role, row, route in facts.coverage(places, day, list(rows)):
        rows[role].append(row)
        named[row.agency] = route
    return rows, named


def _matched(role, keys, places, rows, unsure):
    """The role's own matches, those another place would give, the rule used, and the key to ask for before answering."""
    ask = missing_key(keys, places, unsure)
    matches = match(keys, rows, places)
    if ask == "organisation" and len({hit.row.agency for hit in matches}) == 1:
        # Only one agency here has such a post, so there is nothing to choose; the page says which place was used.
        return matches, [], None, None
    if ask:
        return [], [], None, ask
    if set(role.proper_keys) >= BOTH:
        shared = share_out(matches, facts.rules(role, {hit.row.agency for hit in matches}), places)
        return shared.here, shared.elsewhere, shared.rule, None if unsure else shared.ask
    return matches, [], None, None


def _plan_elsewhere(role, chain, given, rows):
    """The same role, and those that stand in, in the council that holds the plan, where the place is in another council."""
    if not (given.authority and given.areas) or not set(role.keys) >= {"where_now", "holding_authority"}:
        return [], []
    there = given.council
    councils = {area.code for area in given.authority if area.kind == "authority"}
    if there is None or there.code in councils:
        return [], []
    around_here = {target.id for target in given.places.main}
    plan = Places(main=tuple(target for target in given.places.authority if target.id not in around_here))
    held, *behind = [match_anywhere(rows[each.pk], plan)[:STAND_INS] for each in (role, *chain)]
    return held, behind


def posts_of(posts, hits):
    """The posts of some matches, without those that somebody has ended since they were found."""
    return [posts[hit.row.post] for hit in hits if hit.row.post in posts]


def is_outside(given, day):
    """Whether the place lies in no authority that a partnership here covers."""
    areas = [area.id for area in (*given.areas, *given.authority, *given.school_areas, *given.practice_areas) if area.id]
    if not areas:
        return False
    return not PartnershipArea.objects.on(day).filter(area__in=areas).exists()
