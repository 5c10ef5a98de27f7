"""Fetches everything an answer needs to know, in a number of queries that does not grow with the number of posts."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from agencies import snapshot
from agencies.models import Coverage, OpeningHours, Role, RoleRule
from agencies.models import Post as PostRow
from agencies.prepared import Prepared
from contacts.availability import FOLLOW_COVER, LONDON, Away, Hours, Person, away_until, counts, day_of, holds, through_team
from contacts.models import Absence, Appointment, ContactPoint, WorkingHours

from .closing import calendar
from .ladder import Line, Number, Post
from .matching import Row

# More candidates than this mean that the place is too wide for one person: the page asks for a smaller one.
TOO_MANY = 200
POST = (
    "id", "key", "title", "role_id", "is_desk", "team_first", "before_you_ring", "confirmed_at", "confirmed_by",
    "agency_id", "agency__key", "agency__name", "agency__slug", "agency__out_of_hours_id", "agency__entered_for__name",
    "agency__kind_id", "agency__area_id",
    "team_id", "team__key", "team__name", "team__closed_on",
)  # fmt: skip
COVERAGE = (
    "role_id", "area_id", "setting_id", "agency_id", "basis", "priority", "override",
    "post_id", "post__agency_id", "post__agency__out_of_hours_id",
)  # fmt: skip


def coverage(places, day, among=None):
    """Every coverage of these places on `day`, for some roles (`among`: ids) or for all.

    [(role id, Row, the id of the post that the post's agency names as its out-of-hours route)]. There may be thousands where a
    directory is large, so this reads no more than ranking them needs; `columns` has the rest, for those that are to be shown.
    """
    targets = {"area": [], "setting": [], "agency": []}
    for target in places.everything:
        targets[target.kind].append(target.id)
    if not any(targets.values()):
        return []
    here = (targets["area"], targets["setting"], targets["agency"], day)
    return [_coverage(*values) for values in (COVERING(*here) if among is None else COVERING_SOME(*here, among))]


@Prepared
def COVERING(areas, settings, agencies, day):
    return _covering(Q(area__in=areas) | Q(setting__in=settings) | Q(agency__in=agencies), day)


@Prepared
def COVERING_SOME(areas, settings, agencies, day, roles):
    """The roles are said with each sort of place, so that each goes by the index that holds both."""
    some = {"role__in": roles}
    return _covering(Q(area__in=areas, **some) | Q(setting__in=settings, **some) | Q(agency__in=agencies, **some), day)


def _covering(here, day):
    return (
        Coverage.objects.on(day)
        .filter(
            here,
            Q(post__starts_on=None) | Q(post__starts_on__lte=day),
            Q(post__ends_on=None) | Q(post__ends_on__gte=day),
            Q(post__agency__closed_on=None) | Q(post__agency__closed_on__gte=day),
        )
        .values_list(*COVERAGE)
    )


def _coverage(role, area, setting, agency, basis, priority, override, post, employer, route):
    kind, target = ("area", area) if area else ("setting", setting) if setting else ("agency", agency)
    return role, Row(post, employer, kind, target, basis, priority, override), route


def columns(posts, day):
    """The columns of those of these posts (ids) that exist on `day`: id → columns."""
    return {values[0]: dict(zip(POST, values, strict=True)) for values in COLUMNS_OF(posts, day)} if posts else {}


@Prepared
def COLUMNS_OF(posts, day):
    return PostRow.objects.on(day).filter(pk__in=posts).values_list(*POST)


def rules(role, agencies):
    """The basis by which each of these agencies shares out a role: agency id → basis."""
    return dict(RULES(role.pk, agencies))


@Prepared
def RULES(role, agencies):
    return RoleRule.objects.filter(role=role, agency__in=agencies).values_list("agency_id", "basis")


def out_of_hours(rows, known, day):
    """The columns of the posts that agencies name as their out-of-hours route on `day`, in the order of `rows`.

    `known` are columns already at hand.
    """
    ids = dict.fromkeys(row["agency__out_of_hours_id"] for row in rows if row["agency__out_of_hours_id"])
    missing = ids.keys() - known.keys()
    fetched = columns(missing, day)
    return [row for pk in ids if (row := known.get(pk) or fetched.get(pk))]


def posts(rows, at, own_agencies, matches=None):
    """Everything known about these posts (their columns) at the instant `at`: post id → `Post`.

    A restricted person's name and numbers never leave this module: their post is marked as reached through its team, like
    that of somebody who works shifts. Numbers for one agency's own people come only for `own_agencies` (ids).
    """
    rows = {row["id"]: _without_closed_team(row, at) for row in rows}
    held = _appointments([pk for pk, row in rows.items() if not row["is_desk"] and not _team_reached(row)], at)
    absent = _absences({a.who.id for people in held.values() for a in people}, at)
    patterns, weeks = _weeks(rows, held, absent, at)
    phones, mails = _numbers(rows, held, absent, own_agencies, at.astimezone(LONDON).date())
    days = _days(rows, held, at)
    return {
        pk: _post(row, held.get(pk, []), absent, patterns, weeks, days, phones, mails, (matches or {}).get(pk))
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
    works_shifts: bool = False


COLUMNS = Someone._fields[:-1]  # of a practitioner; how somebody works is no column of theirs


class Held(NamedTuple):
    """An appointment as far as an answer needs it."""

    id: int
    kind: str
    order: int
    term_time_only: bool
    confirmed: tuple
    who: Someone


class Absent(NamedTuple):
    """Who is away (id → the instant they are back), who agreed to cover whom ((id, post id) → id, until when), and those who cover."""

    away: dict
    covers: dict
    covering: dict

    def cover(self, person, post):
        """Whoever agreed to cover somebody in a post, and until when; (None, None) without."""
        pk, until = self.covers.get((person, post), (None, None))
        return self.covering.get(pk), until


def _without_closed_team(row, at):
    """The columns of a post, without a team that has closed: its line is nobody's."""
    closed = row["team__closed_on"]
    return row if closed is None or closed >= at.astimezone(LONDON).date() else {**row, "team_id": None}


def _team_reached(row):
    return row["team_first"] or snapshot.role(row["role_id"]).kind == Role.Kind.CASE


def _appointments(post_ids, at):
    held = defaultdict(list)
    if not post_ids:
        return held
    rows = APPOINTED(post_ids, at.astimezone(LONDON).date())
    for post, pk, kind, order, term, confirmed_at, confirmed_by, *who in rows:
        # What somebody works is a matter of this appointment: its column comes last, where `Someone` has it.
        held[post].append(Held(pk, kind, order, term, (confirmed_at, confirmed_by), Someone(*who)))
    return held


@Prepared
def APPOINTED(posts, day):
    return (
        Appointment.objects.on(day)
        .filter(post__in=posts)
        .order_by("pk")
        .values_list(
            "post_id", "id", "kind", "order", "term_time_only", "confirmed_at", "confirmed_by",
            *(f"practitioner__{name}" for name in COLUMNS), "works_shifts",
        )
    )  # fmt: skip


def _absences(people, at):
    """Who is away at `at` and who agreed to cover them. A cover may be away and covered too, so this follows them twice."""
    away, covers, covering, looking = {}, {}, {}, people
    midnight, day = day_of(at)[0], at.astimezone(LONDON).date()
    for _ in range(FOLLOW_COVER + 1):
        rows, spans = ABSENT(looking, midnight, day), defaultdict(set)
        looking = set()
        for person, starts, ends, post, state, *cover in rows:
            spans[person].add((starts, ends))
            if holds(starts, ends, at) and counts(state):
                cover = Someone(*cover)
                covers[person, post] = cover.id, ends
                if cover.id not in covering:
                    covering[cover.id] = cover
                    looking.add(cover.id)
        back = {person: away_until(theirs, at) for person, theirs in spans.items()}
        away.update({person: until for person, until in back.items() if until})
        if not looking:
            break
    return Absent(away, covers, covering)


@Prepared
def ABSENT(people, midnight, day):
    """Absences that touch the day or come later, since one that follows at once goes on with the first."""
    shifts = Appointment.objects.on(day).filter(practitioner=OuterRef("covers__practitioner"), works_shifts=True)
    return (
        Absence.objects.filter(practitioner__in=people, ends_at__gt=midnight)
        .order_by("ends_at", "pk", "covers__pk")
        .values_list(
            "practitioner_id", "starts_at", "ends_at", "covers__post_id", "covers__state",
            *(f"covers__practitioner__{name}" for name in COLUMNS), Exists(shifts),
        )
    )  # fmt: skip


def _weeks(rows, held, absent, at):
    """Working patterns of appointments (and, for covers, of people), and the hours of posts, teams and agencies."""
    appointments = [a.id for people in held.values() for a in people]
    patterns, weeks, ids = defaultdict(list), defaultdict(list), _ids(rows)
    for appointment, person, *hours in WORKING(appointments, absent.covering.keys(), at.astimezone(LONDON).date()):
        patterns["appointment", appointment].append(Hours(*hours))
        if person in absent.covering:
            patterns["person", person].append(Hours(*hours))
    for post, team, agency, *span in OPENING(ids["post"], ids["team"], ids["agency"]):
        weeks[_thing(post, team, agency)].append(Hours(*span))
    return patterns, weeks


@Prepared
def WORKING(appointments, people, day):
    theirs = Q(appointment__in=appointments) | Q(appointment__in=Appointment.objects.on(day).filter(practitioner__in=people))
    return WorkingHours.objects.filter(theirs).values_list(
        "appointment_id", "appointment__practitioner_id", "day", "starts", "ends"
    )


@Prepared
def OPENING(posts, teams, agencies):
    theirs = Q(post__in=posts) | Q(team__in=teams) | Q(agency__in=agencies)
    return OpeningHours.objects.filter(theirs).values_list("post_id", "team_id", "agency_id", "day", "opens", "closes")


def _days(rows, held, at):
    """When agencies are closed, and the terms of those that keep any."""
    agencies = {row["agency_id"]: (row["agency__kind_id"], row["agency__area_id"]) for row in rows.values()}
    term_time = {rows[post]["agency_id"] for post, people in held.items() if any(a.term_time_only for a in people)}
    return calendar(agencies, at.astimezone(LONDON).date(), term_time)


def _thing(post, team, agency, person=None):
    return ("post", post) if post else ("team", team) if team else ("agency", agency) if agency else ("person", person)


def _ids(rows):
    return {
        "post": list(rows),
        "team": list({row["team_id"] for row in rows.values()} - {None}),
        "agency": list({row["agency_id"] for row in rows.values()}),
    }


def _numbers(rows, held, absent, own_agencies, day):
    """The telephone number and e-mail address to give for each post, team, agency and listed person."""
    ids = _ids(rows)
    people = {a.who.id for appointments in held.values() for a in appointments if not a.who.restricted}
    people |= {pk for pk, person in absent.covering.items() if not person.restricted}
    phones, mails, public = {}, {}, set()
    points = REACHING(ids["post"], ids["team"], ids["agency"], people, own_agencies, day)
    for post, team, agency, person, kind, audience, value, *rest in points:
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


@Prepared
def REACHING(posts, teams, agencies, people, own_agencies, day):
    reach = Q(post__in=posts) | Q(team__in=teams) | Q(agency__in=agencies) | Q(practitioner__in=people)
    return (
        ContactPoint.objects.filter(reach)
        .seen_by(own_agencies, day)
        .order_by("order", "pk")
        .values_list(
            "post_id", "team_id", "agency_id", "practitioner_id", "kind", "audience", "value", "extension", "label", "note",
            "verified_at", "verified_by", "key", "reported_at",
        )
    )  # fmt: skip


def _post(row, appointments, absent, patterns, weeks, days, phones, mails, match):
    post, employer = row["id"], row["agency_id"]
    everybody = [one for a in appointments for one in (a.who, *_followed(a.who.id, post, absent))]
    by_team = not row["is_desk"] and (_team_reached(row) or through_team(everybody))
    agency = _line(row, "agency", weeks, days, phones, mails)
    team = _line(row, "team", weeks, days, phones, mails) if row["team_id"] else None
    role = snapshot.role(row["role_id"])
    week = tuple(weeks["post", post])
    usual = week or (team.week if team else ()) or agency.week
    people, covers, who = [], {}, []
    for a in () if by_team else appointments:
        own = tuple(patterns["appointment", a.id])
        deputy = a.kind == Appointment.Kind.DEPUTY
        kept = days.of_person(employer, a.term_time_only, own)
        people.append(_person(a.who, own or usual, post, absent, deputy=deputy, order=a.order, days=kept))
        who.append(a.who)
        for cover in _followed(a.who.id, post, absent):
            own = tuple(patterns["person", cover.id])
            kept = days.of_person(employer, False, own)
            covers[cover.key] = _person(cover, own or usual, post, absent, days=kept)
            who.append(cover)
    return Post(
        id=post, key=row["key"], title=row["title"], role=role.everyday_name, role_slug=role.slug,
        agency=agency, agency_slug=row["agency__slug"], match=match, team=team,
        number=None if by_team else phones.get(("post", post)), week=week, is_desk=row["is_desk"],
        through_team=by_team, people=tuple(people), covers=covers,
        numbers={person.key: phones["person", person.id] for person in who if ("person", person.id) in phones},
        confirmed={a.who.key: a.confirmed for a in appointments if not by_team},
        say={person.key: person.say_it for person in who if person.say_it},
        confirmed_at=row["confirmed_at"], confirmed_by=row["confirmed_by"], review_days=role.review_days,
        before_you_ring=row["before_you_ring"], entered_by=row["agency__entered_for__name"] or "",
    )  # fmt: skip


def _followed(person, post, absent):
    """Those who cover somebody in a post, each followed to their own cover in turn."""
    for _ in range(FOLLOW_COVER):
        cover, _until = absent.cover(person, post)
        if cover is None:
            return
        yield cover
        person = cover.id


def _person(who, week, post, absent, **more):
    away = None
    if who.id in absent.away:
        cover, until = absent.cover(who.id, post)
        away = Away(absent.away[who.id], cover.key if cover else None, until)
    return Person(who.key, f"{who.rank} {who.name}".strip(), week, away, works_shifts=who.works_shifts, **more)


def _line(row, kind, weeks, days, phones, mails):
    pk = row[f"{kind}_id"]
    name, key = row[f"{kind}__name"], row[f"{kind}__key"]
    kept = days.of_lines(row["agency_id"])
    return Line(key, name, phones.get((kind, pk)), tuple(weeks[kind, pk]), mails.get((kind, pk), ""), kept)
