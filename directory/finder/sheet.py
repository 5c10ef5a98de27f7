"""Everyone who answers around some places, in one page: the ring-round before a strategy discussion. It stores nothing."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from agencies.models import Role
from agencies.snapshot import roles
from contacts.availability import LONDON
from contacts.calendar import bank_holidays

from . import facts
from .answer import is_outside, own_agencies, posts_of
from .ladder import Post, Rung, own_rung
from .matching import BOTH, match, share_out
from .places import Given

DOORS = {"front-door-child", "front-door-adult", "pro-consult-line", "edt-child", "edt-adult", "police-emergency"}
DOMESTIC_ABUSE = {"marac-coord", "marac-rep", "idva", "isva", "da-coord", "sarc"}
GROUPS = {
    "doors": _("Front door and out of hours"),
    "social_care": _("Social care"),
    "health": _("Health"),
    "education": _("School"),
    "police": _("Police and probation"),
    "adults": _("Adults and domestic abuse"),
    "other": _("Housing and others"),
}
# At most this many posts for one role: two people may share an area, a crowd belongs on the role's own page.
MOST_FOR_A_ROLE = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the role, one of its posts, and that post's best rung now (None when there is none)."""

    role: Role
    post: Post
    rung: Rung | None
    vacant: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page: groups of rows, the core roles that nobody is known for, and what could still be given."""

    given: Given
    at: datetime
    groups: list
    nobody: list
    missing: list = field(default_factory=list)
    outside: bool = False


def sheet(given, *, at, user):
    """Everyone who answers at the places `given` at the instant `at`, for `user` to see."""
    day, places = at.astimezone(LONDON).date(), given.places
    every = roles()
    rows = {}
    for role, row, _route in facts.coverage(places, day):
        rows.setdefault(role, []).append(row)
    matched = {
        pk: match(role.resolves_on.split("|"), rows[pk], places)[: facts.TOO_MANY]
        for pk, role in every.by_pk.items()
        if pk in rows
    }
    shared = [pk for pk in matched if set(every.by_pk[pk].proper_keys) >= BOTH]
    for pk in shared:
        rules = facts.rules(every.by_pk[pk], {hit.row.agency for hit in matched[pk]})
        matched[pk] = share_out(matched[pk], rules, places).here
    matched = {pk: _best(hits) for pk, hits in matched.items() if hits}
    why = {hit.row.post: hit for hits in matched.values() for hit in hits}
    columns = facts.columns(list(why), day)
    posts = facts.posts(list(columns.values()), at, own_agencies(user), why)
    holidays = bank_holidays(given.nation, day.year)
    lines = {pk: _lines(every.by_pk[pk], posts_of(posts, hits), at, holidays) for pk, hits in matched.items()}
    groups = [
        (
            title,
            [
                line
                for pk, role in every.by_pk.items()
                if pk in lines and group_of(role, every.sectors) == name
                for line in lines[pk]
            ],
        )
        for name, title in GROUPS.items()
    ]
    return Sheet(
        given=given,
        at=at,
        groups=[(title, rows) for title, rows in groups if rows],
        nobody=[role.everyday_name for pk, role in every.by_pk.items() if pk not in lines and _expected(role, places)],
        missing=[name for name in ("school", "practice") if not getattr(given, name)],
        outside=not lines and is_outside(given, day),
    )


def group_of(role, sectors):
    """The group a role is listed under; `sectors` maps kinds of agency to their sector."""
    if role.slug in DOORS:
        return "doors"
    if role.slug in DOMESTIC_ABUSE or role.audience == "adults":
        return "adults"
    sector = sectors[role.agency_kind_id]
    return {"probation": "police"}.get(sector, sector if sector in GROUPS else "other")


def _best(hits):
    """Those on equal terms with the best one, few enough for a sheet."""
    return [hit for hit in hits if hit.rank[:3] == hits[0].rank[:3]][:MOST_FOR_A_ROLE]


def _lines(role, posts, at, holidays):
    """The rows of one role: each of its posts by its best rung."""
    return [Line(role, post, own_rung(post, at, holidays), vacant=post.is_vacant) for post in posts]


def _expected(role, places):
    """Whether somebody should answer for this role here: a core role whose own key was given."""
    return role.tier == "core" and role.kind != Role.Kind.EXTERNAL and any(
        places.for_key(key) for key in role.proper_keys if key in ("home", "where_now", "school", "practice", "incident")
    )  # fmt: skip
