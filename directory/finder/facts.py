"""Fetches everything an answer needs to know, in a number of queries that does not grow with the number of posts."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Q

from agencies.models import Coverage, OpeningHours, Role, RoleFallback, RoleRule
from agencies.models import Post as PostRow
from contacts.availability import FOLLOW_COVER, LONDON, Away, Hours, Person
from contacts.models import Absence, Appointment, ContactPoint, Cover, WorkingHours

from .ladder import Line, Number, Post
from .matching import Row

# More candidates than this mean that the place is too wide for one person: the page asks for a smaller one.
TOO_MANY = 200
POST = (
    "id", "key", "title", "role_id", "role__everyday_name", "role__slug", "role__review_days", "role__kind", "is_desk",
    "team_first", "before_you_ring", "confirmed_at", "confirmed_by", "agency_id", "agency__key", "agency__name",
    "agency__slug", "agency__out_of_hours_id", "agency__entered_for__name", "team_id", "team__key", "team__name",
)  # fmt: skip
COVERAGE = ("role_id", "area_id", "setting_id", "agency_id", "basis", "priority", "override")
AGREED = (Cover.State.ACCEPTED, Cover.State.BY_PHONE)


def roles_for(slug, standing):
    """The role with this slug, the roles that stand in for it in their order, and `standing` ones (slugs), as a tuple.

    Returns (role or None, [stand-ins], {slug: role} of the standing ones).
    """
    roles = {
        role.pk: role
        for role in Role.objects.filter(
            Q(slug__in=[slug, *standing]) | Q(pk__in=RoleFallback.objects.filter(role__slug=slug).values("next"))
        )
    }
    wanted = next((role for role in roles.values() if role.slug == slug), None)
    order = RoleFallback.objects.filter(role=wanted).values_list("next_id", flat=True) if wanted else []
    by_slug = {role.slug: role for role in roles.values()}
    return wanted, [roles[pk] for pk in order], {name: by_slug[name] for name in standing if name in by_slug}


def coverage(places, day, roles=None):
    """Every coverage of these places on `day`, for some roles or for all: [(role id, Row, post's columns)]."""
    targets = defaultdict(list)
    for target in places.everything:
        targets[target.kind].append(target.id)
    if not targets:
        return []
    where = Q()
    for kind, ids in targets.items():
        where |= Q(**{f"{kind}__in": ids})
    rows = Coverage.objects.on(day).filter(where)
    rows = rows.filter(
        Q(post__starts_on=None) | Q(post__starts_on__lte=day), Q(post__ends_on=None) | Q(post__ends_on__gte=day),
        Q(post__agency__closed_on=None) | Q(post__agency__closed_on__gte=day),
    )  # fmt: skip
    if roles is not None:
        rows = rows.filter(role__in=[role.pk for role in roles])
    return [_coverage(values) for values in rows.values_list(*COVERAGE, *(f"post__{name}" for name in POST))]


def _coverage(values):
    role, area, setting, agency, basis, priority, override = values[: len(COVERAGE)]
    post = dict(zip(POST, values[len(COVERAGE) :], strict=True))
    kind, target = ("area", area) if area else ("setting", setting) if setting else ("agency", agency)
    return role, Row(post["id"], post["agency_id"], kind, target, basis, priority, override), post


def rules(role, agencies):
    """The basis by which each of these agencies shares out a role: agency id → basis."""
    return dict(RoleRule.objects.filter(role=role, agency__in=agencies).values_list("agency_id", "basis"))


def out_of_hours(rows):
    """The columns of the posts that agencies name as their out-of-hours route."""
    ids = {row["agency__out_of_hours_id"] for row in rows} - {None}
    return list(PostRow.objects.filter(pk__in=ids).values(*POST)) if ids else []


def posts(rows, at, own_agencies, matches=None):
    """Everything known about these posts (their columns) at the instant `at`: post id → `Post`.

    A restricted person's name and numbers never leave this module: their post is marked as reached through its team, like
    a post of shift workers. Numbers for one agency's own people come only for `own_agencies` (ids).
    """
    rows = {row["id"]: row for row in rows}
    held = _appointments([pk for pk, row in rows.items() if not row["is_desk"] and not _team_reached(row)], at)
    absent = _absences({a.who.id for people in held.values() for a in people}, at)
    patterns, weeks = _weeks(rows, held, absent)
    phones, mails = _numbers(rows, held, absent, own_agencies)
    return {
        pk: _post(row, held.get(pk, []), absent, patterns, weeks, phones, mails, (matches or {}).get(pk))
        for pk, row in rows.items()
    }


class Someone(NamedTuple):
    """A practitioner as far as an answer needs them."""

    id: int
    key: str
    name: str
    rank: str
    say_it: str
    restricted: bool


class Held(NamedTuple):
    """An appointment as far as an answer needs it."""

    id: int
    kind: str
    order: int
    term_time_only: bool
    confirmed: tuple
    who: Someone


class Absent(NamedTuple):
    """Who is away (id → the instant it ends), who agreed to cover whom ((id, post id) → id), and those who cover."""

    away: dict
    covers: dict
    covering: dict


def _team_reached(row):
    return row["team_first"] or row["role__kind"] == Role.Kind.CASE


def _appointments(post_ids, at):
    held = defaultdict(list)
    if not post_ids:
        return held
    current = Appointment.objects.on(at.astimezone(LONDON).date()).filter(post__in=post_ids).order_by("pk")
    for post, pk, kind, order, term, confirmed_at, confirmed_by, *who in current.values_list(
        "post_id", "id", "kind", "order", "term_time_only", "confirmed_at", "confirmed_by",
        *(f"practitioner__{name}" for name in Someone._fields),
    ):  # fmt: skip
        held[post].append(Held(pk, kind, order, term, (confirmed_at, confirmed_by), Someone(*who)))
    return held


def _absences(people, at):
    """Who is away at `at` and who agreed to cover them. A cover may be away and covered too, so this follows them twice."""
    away, covers, covering, looking = {}, {}, {}, people
    for _ in range(FOLLOW_COVER + 1):
        rows = Absence.objects.filter(practitioner__in=looking, starts_at__lte=at, ends_at__gt=at).order_by("ends_at")
        looking = set()
        for person, ends, post, state, *cover in rows.values_list(
            "practitioner_id", "ends_at", "covers__post_id", "covers__state",
            *(f"covers__practitioner__{name}" for name in Someone._fields),
        ):  # fmt: skip
            away[person] = ends
            if state in AGREED:
                cover = Someone(*cover)
                covers[person, post] = cover.id
                if cover.id not in covering:
                    covering[cover.id] = cover
                    looking.add(cover.id)
        if not looking:
            break
    return Absent(away, covers, covering)


def _weeks(rows, held, absent):
    """Working patterns of appointments (and, for covers, of people), and the hours of posts, teams and agencies."""
    appointments = [a.id for people in held.values() for a in people]
    patterns, weeks, ids = defaultdict(list), defaultdict(list), _ids(rows)
    own = WorkingHours.objects.filter(Q(appointment__in=appointments) | Q(appointment__practitioner__in=list(absent.covering)))
    columns = ("appointment_id", "appointment__practitioner_id", "day", "starts", "ends")
    for appointment, person, *hours in own.values_list(*columns):
        patterns["appointment", appointment].append(Hours(*hours))
        if person in absent.covering:
            patterns["person", person].append(Hours(*hours))
    hours = OpeningHours.objects.filter(Q(post__in=ids["post"]) | Q(team__in=ids["team"]) | Q(agency__in=ids["agency"]))
    for post, team, agency, *span in hours.values_list("post_id", "team_id", "agency_id", "day", "opens", "closes"):
        weeks[_thing(post, team, agency)].append(Hours(*span))
    return patterns, weeks


def _thing(post, team, agency, person=None):
    return ("post", post) if post else ("team", team) if team else ("agency", agency) if agency else ("person", person)


def _ids(rows):
    return {
        "post": list(rows),
        "team": list({row["team_id"] for row in rows.values()} - {None}),
        "agency": list({row["agency_id"] for row in rows.values()}),
    }


def _numbers(rows, held, absent, own_agencies):
    """The telephone number and e-mail address to give for each post, team, agency and listed person."""
    ids = _ids(rows)
    people = {a.who.id for appointments in held.values() for a in appointments if not a.who.restricted}
    people |= {pk for pk, person in absent.covering.items() if not person.restricted}
    reach = Q(post__in=ids["post"]) | Q(team__in=ids["team"]) | Q(agency__in=ids["agency"]) | Q(practitioner__in=people)
    points = ContactPoint.objects.filter(reach).seen_by(own_agencies).order_by("order", "pk")
    phones, mails, public = {}, {}, set()
    for post, team, agency, person, kind, audience, value, *rest in points.values_list(
        "post_id", "team_id", "agency_id", "practitioner_id", "kind", "audience", "value", "extension", "label", "note",
        "verified_at", "verified_by",
    ):  # fmt: skip
        thing = _thing(post, team, agency, person)
        if kind in (ContactPoint.Kind.EMAIL, ContactPoint.Kind.SECURE_EMAIL):
            mails.setdefault(thing, value)
        elif kind in (ContactPoint.Kind.PHONE, ContactPoint.Kind.SHORT):
            # Where a line for professionals stands beside the public one, it is the one to give them.
            is_public = audience == ContactPoint.Audience.PUBLIC
            if thing not in phones or (thing in public and not is_public):
                phones[thing] = Number(value, *rest)
                (public.add if is_public else public.discard)(thing)
    return phones, mails


def _post(row, appointments, absent, patterns, weeks, phones, mails, match):
    post = row["id"]
    hidden = any(a.who.restricted or _covered_by_restricted(a.who.id, post, absent) for a in appointments)
    through_team = not row["is_desk"] and (_team_reached(row) or hidden)
    agency = _line(row, "agency", weeks, phones, mails)
    team = _line(row, "team", weeks, phones, mails) if row["team_id"] else None
    week = tuple(weeks["post", post])
    usual = week or (team.week if team else ()) or agency.week
    people, covers, who = [], {}, []
    for a in () if through_team else appointments:
        own = tuple(patterns["appointment", a.id])
        deputy = a.kind == Appointment.Kind.DEPUTY
        people.append(_person(a.who, own or usual, post, absent, deputy=deputy, order=a.order, term_time_only=a.term_time_only))
        who.append(a.who)
        for cover in _followed(a.who.id, post, absent):
            covers[cover.key] = _person(cover, tuple(patterns["person", cover.id]) or usual, post, absent)
            who.append(cover)
    return Post(
        id=post, key=row["key"], title=row["title"], role=row["role__everyday_name"], role_slug=row["role__slug"],
        agency=agency, agency_slug=row["agency__slug"], match=match, team=team,
        number=None if through_team else phones.get(("post", post)), week=week, is_desk=row["is_desk"],
        through_team=through_team, people=tuple(people), covers=covers,
        numbers={person.key: phones["person", person.id] for person in who if ("person", person.id) in phones},
        confirmed={a.who.key: a.confirmed for a in appointments if not through_team},
        say={person.key: person.say_it for person in who if person.say_it},
        confirmed_at=row["confirmed_at"], confirmed_by=row["confirmed_by"], review_days=row["role__review_days"],
        before_you_ring=row["before_you_ring"], entered_by=row["agency__entered_for__name"] or "",
    )  # fmt: skip


def _followed(person, post, absent):
    """Those who cover somebody in a post, each followed to their own cover in turn."""
    for _ in range(FOLLOW_COVER):
        cover = absent.covering.get(absent.covers.get((person, post)))
        if cover is None:
            return
        yield cover
        person = cover.id


def _covered_by_restricted(person, post, absent):
    return any(cover.restricted for cover in _followed(person, post, absent))


def _person(who, week, post, absent, **more):
    away = None
    if who.id in absent.away:
        cover = absent.covering.get(absent.covers.get((who.id, post)))
        away = Away(absent.away[who.id], cover.key if cover else None)
    return Person(who.key, f"{who.rank} {who.name}".strip(), week, away, **more)


def _line(row, kind, weeks, phones, mails):
    pk = row[f"{kind}_id"]
    name, key = row[f"{kind}__name"], row[f"{kind}__key"]
    return Line(key, name, phones.get((kind, pk)), tuple(weeks[kind, pk]), mails.get((kind, pk), ""))
