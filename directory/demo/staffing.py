"""Puts invented people in the posts, with the mess of real life: vacancies, job shares, absences, records gone stale."""

from datetime import time, timedelta

from agencies.models import Post
from contacts.models import Absence, Appointment, ContactPoint, Cover, Practitioner, WorkingHours

from .builder import Builder, days_before
from .names import Names
from .numbers import mailbox

HOLDER, SHARE, ACTING, DEPUTY = (
    Appointment.Kind.HOLDER,
    Appointment.Kind.JOB_SHARE,
    Appointment.Kind.ACTING,
    Appointment.Kind.DEPUTY,
)

# How a post is held, and how often in a hundred. A post named in the tables may say which instead.
STATES = {
    "steady": 52,
    "part_time": 15,
    "away": 7,
    "vacant": 7,
    "share": 5,
    "acting": 4,
    "leave_soon": 4,
    "handover": 3,
    "past": 3,
}
# How long ago a holder confirmed their entry: (from, to) in days, and how often in a hundred. None never did.
CONFIRMED = (((1, 75), 70), ((95, 175), 14), ((185, 520), 8), (None, 8))
DEPUTY_CHANCE = {"must": 0.85, "expected": 0.4, "no": 0.08}

FULL_WEEK = [(day, time(9), time(17)) for day in range(5)]
PART_WEEKS = (
    ((0, 1, 2), time(9), time(17)),
    ((1, 2, 3), time(9), time(17)),
    ((0, 1, 3, 4), time(9), time(14, 30)),
    ((2, 3, 4), time(8, 30), time(16, 30)),
    ((0, 2, 4), time(9, 15), time(15)),
)
SHIFT_ROLES = {"npt-pc"}
TERM_TIME_ROLES = {"ddsl", "senco", "dt-cic", "smhl", "school-nurse"}


class Staffing(Builder):
    """A `Builder` that also fills posts."""

    def __init__(self, **given):
        super().__init__(**given)
        self.today = self.at.date()
        self.names = Names()
        self.practitioners, self.appointments, self.working_hours, self.absences, self.covers = [], [], [], [], []
        self.listed = {}  # mailbox of an account → who it is
        self.away_from = []  # (absence, post, what to do about it)

    def held(
        self, agency, role, title, covers=(), *, state=None, deputy=None, person=None, line=None, rank="", leads=False, **fields
    ):
        """A post with people in it. `state` is one of `STATES`; `person` is somebody who holds another post already.

        `deputy` forces or forbids one; `line` False means that the post has no number of its own; `leads` that whoever holds it
        leads its team.
        """
        post = self.post(agency, role, title, covers, **fields)
        chance = self.chance("staff", agency.slug, title)
        known = state == "steady"
        state = state or chance.choices(list(STATES), weights=STATES.values())[0]
        if not post.team_first and line is not False:
            self._own_line(post, 0 if known else chance.random(), chance)
        if person:
            self.appoint(post, person, HOLDER)
        else:
            getattr(self, f"_{state}")(post, chance, rank)
        # A handover, a leaver or a vacancy shows whether anybody is left to ring.
        if deputy is None:
            deputy = chance.random() < DEPUTY_CHANCE.get(post.role.deputy, 0.1) * (0.6 if state == "vacant" else 1)
        if deputy:
            appointment = self.appoint(post, self.somebody(post, chance, "deputy"), DEPUTY)
            if chance.random() < 0.3:
                self._pattern(appointment, chance)
        if leads:
            self.leads.append((post.team, post))
        if post.role.slug in SHIFT_ROLES and not known and self.chance("shifts", title).random() < 0.4:
            for appointment in self.appointments:
                appointment.works_shifts = appointment.works_shifts or appointment.post is post
        if known:
            self._just_confirmed(post)
        elif state != "vacant" and chance.random() < 0.8:
            self.stamp(post, "confirmed", chance.randint(2, 120), "its roster admin")
        return post

    # People, and what they have.

    def somebody(self, post, chance, part="holder", *, rank="", restricted=False):
        """A new person who works for the post's agency, with a mailbox and perhaps a mobile."""
        source = self.chance("person", post.agency.slug, post.title, part)
        person = Practitioner(rank=rank, restricted=restricted, **self.names.draw(source))
        self.practitioners.append(person)
        if restricted or source.random() < 0.92:
            self.point(
                mailbox(person.name, post.agency.slug), practitioner=person, kind=ContactPoint.Kind.EMAIL, label="Work", order=2
            )
        if restricted or source.random() < 0.55:
            own = (
                ContactPoint.Audience.AGENCY if source.random() < 0.12 and not restricted else ContactPoint.Audience.PROFESSIONAL
            )
            self.point(self.numbers.mobile(), practitioner=person, label="Work mobile", audience=own)
        return person

    def appoint(self, post, person, kind=HOLDER, *, starts=None, ends=None, week=None):
        """Somebody in a post from and to a number of days from today (negative for the past)."""
        chance = self.chance("appointment", post.agency.slug, post.title, person.name)
        starts = -chance.randint(60, 2400) if starts is None else starts
        appointment = Appointment(
            post=post,
            practitioner=person,
            kind=kind,
            starts_on=self._day(starts),
            ends_on=None if ends is None else self._day(ends),
            term_time_only=post.role.slug in TERM_TIME_ROLES and chance.random() < 0.8,
        )
        span = chance.choices([span for span, _ in CONFIRMED], weights=[weight for _, weight in CONFIRMED])[0]
        if span and starts < 0:
            # Confirmed while they held it: neither before they came nor after they left.
            days = max(min(chance.randint(*span), -starts), -(ends or 0))
            self.stamp(appointment, "confirmed", days, chance.choice(("themselves", "themselves", "their roster admin")))
        self.appointments.append(appointment)
        if week:
            self.working_hours += [WorkingHours(appointment=appointment, day=day, starts=s, ends=e) for day, s, e in week]
        return appointment

    def _day(self, offset):
        return self.today + timedelta(days=offset)

    def _just_confirmed(self, post):
        """What the tables call steady has been confirmed within the month: the post, whoever is in it, and their numbers."""
        days = self.chance("just confirmed", post.title).randint(2, 25)
        for thing in [post, *(one for one in self.appointments if one.post is post)]:
            self.stamp(thing, "confirmed", days, "themselves" if thing is not post else "its roster admin")
        people = {id(one.practitioner) for one in self.appointments if one.post is post}
        for point in self.contact_points:
            if point.practitioner and id(point.practitioner) in people:
                self.stamp(point, "verified", days, "themselves")
                point.verified_how = "Answered a reminder"

    def _own_line(self, post, draw, chance):
        """A direct number, an extension on the switchboard, or nothing, as `draw` from 0 to 1 falls."""
        if draw < 0.42:
            self.point(self.numbers.line(self.city_of[post.agency.slug]), post=post, label="Direct", fresh=draw == 0)
        elif draw < 0.72:
            number = self.switchboards[post.agency.slug]
            self.point(number, post=post, extension=str(chance.randint(200, 4999)), label="Switchboard, extension")

    def _pattern(self, appointment, chance):
        days, starts, ends = chance.choice(PART_WEEKS)
        self.working_hours += [WorkingHours(appointment=appointment, day=day, starts=starts, ends=ends) for day in days]

    # How a post may be held.

    def _steady(self, post, chance, rank):
        # Half of them have never said when they work: the team's hours stand for them.
        week = FULL_WEEK if chance.random() < 0.5 else None
        return self.appoint(post, self.somebody(post, chance, rank=rank), HOLDER, week=week)

    def _part_time(self, post, chance, rank):
        self._pattern(self.appoint(post, self.somebody(post, chance, rank=rank)), chance)

    def _away(self, post, chance, rank):
        appointment = self._steady(post, chance, rank)
        starts, ends = chance.choice(((3, -9), (1, -4), (12, -16), (40, -75), (0, -1)))
        self.away(
            appointment.practitioner, post, starts, ends, chance.choices(("accepted", "asked", "none"), weights=(5, 2, 3))[0]
        )

    def _leave_soon(self, post, chance, rank):
        appointment = self._steady(post, chance, rank)
        self.away(appointment.practitioner, post, -6, -17, chance.choice(("accepted", "asked", "none")))

    def _vacant(self, post, chance, rank):
        """Nobody, and nobody on record."""

    def _past(self, post, chance, rank):
        """Somebody left some weeks ago and nobody followed."""
        self.appoint(
            post,
            self.somebody(post, chance, "past", rank=rank),
            HOLDER,
            starts=-chance.randint(700, 1500),
            ends=-chance.randint(12, 60),
        )

    def _handover(self, post, chance, rank):
        """Somebody leaves in a few weeks, and their successor starts the day after."""
        last = chance.randint(6, 40)
        self.appoint(post, self.somebody(post, chance, rank=rank), HOLDER, ends=last)
        self.appoint(post, self.somebody(post, chance, "successor", rank=rank), HOLDER, starts=last + 1)

    def _acting(self, post, chance, rank):
        self.appoint(
            post,
            self.somebody(post, chance, "acting", rank=rank),
            ACTING,
            starts=-chance.randint(10, 90),
            ends=chance.randint(20, 120),
        )

    def _share(self, post, chance, rank):
        """Two people with complementary days, who overlap on Wednesday."""
        for part, days in (("first", (0, 1, 2)), ("second", (2, 3, 4))):
            week = [(day, time(9), time(17)) for day in days]
            self.appoint(post, self.somebody(post, chance, part, rank=rank), SHARE, week=week)

    # Absence and cover.

    def away(self, person, post, starts, ends, cover):
        """Notes an absence that began `starts` days ago and ends `-ends` days from now, and what is to be done about cover."""
        absence = Absence(
            practitioner=person,
            starts_at=days_before(self.at, starts, 0 if starts else self.at.hour),
            ends_at=days_before(self.at, ends, 0),
        )
        self.absences.append(absence)
        self.away_from.append((absence, post, cover))
        return absence

    def arrange_covers(self):
        """Finds somebody for each absence that is covered, or about which somebody was asked: a teammate, else a colleague."""
        busy = {id(absence.practitioner) for absence in self.absences}
        serving = self.serving
        states = {"accepted": (Cover.State.ACCEPTED, Cover.State.BY_PHONE), "asked": (Cover.State.ASKED, Cover.State.DECLINED)}
        for absence, post, wanted in self.away_from:
            others = [one for one in serving if one.post.agency is post.agency and id(one.practitioner) not in busy]
            others = [one for one in others if one.post.team is post.team and one.post.role is post.role] or others
            if wanted == "none" or not others:
                continue
            chance = self.chance("cover", post.agency.slug, post.title)
            state = states[wanted][0 if chance.random() < 0.8 else 1]
            self.covers.append(Cover(absence=absence, post=post, practitioner=chance.choice(others).practitioner, state=state))

    @property
    def serving(self):
        """Appointments that hold today, of people whom anybody may be told of."""
        return [
            one
            for one in self.appointments
            if one.starts_on <= self.today
            and (one.ends_on is None or one.ends_on >= self.today)
            and not one.practitioner.restricted
        ]

    def covered_twice(self, post, holder, first, second):
        """A cover who is away too: `holder` is covered by `first`, and `first`, in this post, by `second`."""
        for away, cover in ((holder, first), (first, second)):
            absence = Absence(practitioner=away, starts_at=days_before(self.at, 2, 0), ends_at=days_before(self.at, -12, 0))
            self.absences.append(absence)
            self.covers.append(Cover(absence=absence, post=post, practitioner=cover, state=Cover.State.ACCEPTED))

    def holder_of(self, post: Post):
        """Who was put first in a post."""
        return next(appointment.practitioner for appointment in self.appointments if appointment.post is post)
