"""Puts agencies, teams, posts and coverage together in memory, in the words the tables of this package use."""

import csv
import random
from datetime import time, timedelta
from pathlib import Path

from django.utils.text import slugify

from agencies.models import (
    Agency,
    Basis,
    Coverage,
    Identifier,
    OpeningHours,
    PartnershipMember,
    Post,
    RoleRule,
    Setting,
    Team,
)
from areas.models import Area
from areas.words import fold
from contacts.models import ContactPoint

from .cities import CITIES
from .numbers import Numbers, mailbox

HERE = Path(__file__).parent
LABEL = " (demo)"
BANK_HOLIDAY = OpeningHours.BANK_HOLIDAY


def _week(days, opens, closes):
    return tuple((day, time.fromisoformat(opens), time.fromisoformat(closes)) for day in days)


# Fridays end earlier, as most councils' do.
OFFICE = _week(range(4), "08:30", "17:00") + _week([4], "08:30", "16:30")
# Whatever the office leaves: nights, weekends and bank holidays, each until the next morning.
OUT_OF_HOURS = _week(range(4), "17:00", "08:30") + _week([4], "16:30", "08:30") + _week([5, 6, BANK_HOLIDAY], "08:30", "08:30")
NINE_TO_FIVE = _week(range(5), "09:00", "17:00")
EXTENDED = _week(range(5), "08:00", "20:00") + _week([5], "09:00", "13:00")
DAYTIME_EVERY_DAY = _week([*range(7), BANK_HOLIDAY], "08:00", "22:00")
SCHOOL_DAY = _week(range(5), "08:00", "16:15")
SURGERY_DAY = _week(range(5), "08:00", "18:30")
ALWAYS = _week([*range(7), BANK_HOLIDAY], "00:00", "00:00")

# Which basis a role's first proper key gives its coverage.
BASIS = {
    "home": Basis.RESIDENCE,
    "where_now": Basis.RESIDENCE,
    "holding_authority": Basis.RESIDENCE,
    "school": Basis.SCHOOL,
    "practice": Basis.GP,
    "incident": Basis.INCIDENT,
    "employer": Basis.EMPLOYER,
    "none": Basis.INCIDENT,
}


def basis_for(role, target):
    """The basis on which a post in `role` answers for `target` unless its agency does otherwise.

    For roles that go by a provider or an organisation: the whole agency when the target is one, else home addresses. A
    college or other setting with no basis of its own is asked for the way a school is.
    """
    if isinstance(target, Agency):
        return Basis.AGENCY
    if isinstance(target, Setting):
        return Basis.GP if target.kind == Setting.Kind.SURGERY else Basis.SCHOOL
    return BASIS.get(role.proper_keys[0], Basis.RESIDENCE)


class Builder:
    """Everything of the demonstration, unsaved, in lists that `directory.demo.actions` saves in order.

    `areas`, `roles` and `kinds` map codes and slugs to saved rows. Whatever is
    drawn at random for a thing is drawn from a source named after it, so that adding one thing does not change the others.
    """

    def __init__(self, *, seed, at, areas, roles, kinds):
        self.seed, self.at, self.areas, self.roles, self.kinds = seed, at, areas, roles, kinds
        self.numbers = Numbers(seed)
        self.cities = {city.slug: areas[city.code] for city in CITIES}
        self.offices = {}
        for row in self.table("offices"):
            self.offices.setdefault(row["authority"], []).append(row["postcode"])
        self.city_of, self.switchboards, self.found = {}, {}, {}
        self.agencies, self.teams, self.settings, self.identifiers = [], [], [], []
        self.posts, self.coverages, self.hours, self.rules = [], [], [], []
        self.contact_points, self.members, self.partners = [], [], []
        self.terms, self.closures, self.leads = [], [], []

    @staticmethod
    def table(name):
        """The rows of one of the tables beside this file."""
        with (HERE / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def chance(self, *about):
        """A source of random numbers named after what it decides."""
        return random.Random("|".join([self.seed, *map(str, about)]))  # noqa: S311 - drawn the same every time, on purpose

    def agency(self, name, kind, *, city=None, code="", hours=OFFICE, what_for="", public=True, address="", **fields):
        """An agency with a front-door number, a mailbox and hours; `code` finds it again in `found`."""
        slug = slugify(name.replace("–", "-"))
        area = self.cities.get(city)
        agency = Agency(
            slug=slug,
            name=name + LABEL,
            name_key=fold(name + LABEL),
            kind=self.kinds[kind],
            area=area,
            what_for=what_for,
            **fields,
        )
        if not agency.confidential and not address and area:
            agency.postcode = self.offices[area.code].pop()
            agency.address = f"{self.chance(slug).randint(1, 90)} Demonstration Way, {area.name}"
        elif address:
            agency.address, agency.postcode = address
        self.city_of[slug] = city
        self.agencies.append(agency)
        self.members.append(PartnershipMember(agency=agency))
        self.found[code or slug] = agency
        self.switchboards[slug] = number = self.numbers.line(city) if city else self.numbers.london()
        audience = ContactPoint.Audience.PUBLIC if public else ContactPoint.Audience.PROFESSIONAL
        self.point(number, agency=agency, label="Front door", audience=audience)
        self.point(mailbox("office", slug), agency=agency, kind=ContactPoint.Kind.EMAIL, label="Mailbox", audience=audience)
        self.open(hours, agency=agency)
        return agency

    def team(self, agency, name, *, partners=(), hours=OFFICE, number=None):
        """A team with a duty line of its own (or the one given) and a mailbox."""
        team = Team(agency=agency, name=name)
        self.teams.append(team)
        self.partners += [(team, partner) for partner in partners]
        number = number or self.numbers.line(self.city_of[agency.slug])
        self.point(number, team=team, label="Duty line")
        self.point(mailbox(name, agency.slug), team=team, kind=ContactPoint.Kind.EMAIL, label="Team mailbox")
        self.open(hours, team=team)
        return team

    def post(self, agency, role, title, covers=(), *, team=None, basis=None, priority=1, **fields):
        """A post that answers for each of `covers` (areas, settings or agencies)."""
        post = Post(role=self.roles[role], agency=agency, title=title, team=team, **fields)
        self.posts.append(post)
        for target in covers:
            self.cover(post, target, basis=basis, priority=priority)
        return post

    def cover(self, post, target, *, basis=None, priority=1, **fields):
        """One more thing that a post answers for."""
        name = next(name for kind, name in ((Area, "area"), (Setting, "setting"), (Agency, "agency")) if isinstance(target, kind))
        basis = basis or basis_for(post.role, target)
        self.coverages.append(Coverage(post=post, role=post.role, basis=basis, priority=priority, **{name: target}, **fields))

    def desk(self, agency, role, title, covers=(), *, hours=OFFICE, public=False, team=None, number=None, **fields):
        """A post that is always somebody: a professionals' number, a mailbox, hours and, when `public`, a public number."""
        post = self.post(agency, role, title, covers, team=team, is_desk=True, **fields)
        city = self.city_of[agency.slug]
        looked_after = self.chance("desk line", title).random() < 0.9
        self.point(number or self.numbers.line(city), post=post, label="Professionals’ line", fresh=looked_after)
        if public:
            self.point(
                self.numbers.line(city),
                post=post,
                label="Public line",
                audience=ContactPoint.Audience.PUBLIC,
                order=2,
                fresh=True,
            )
        self.point(
            mailbox(post.role.slug, agency.slug), post=post, kind=ContactPoint.Kind.SECURE_EMAIL, label="Referrals", order=3
        )
        self.open(hours, post=post)
        self._confirm_desk(post)
        return post

    def _confirm_desk(self, post):
        chance = self.chance("desk", post.title)
        if chance.random() < 0.93:
            self.stamp(
                post, "confirmed", chance.randint(1, 28) if chance.random() < 0.85 else chance.randint(35, 70), "the team itself"
            )

    def stamp(self, thing, what, days, says):
        """Notes that `thing` was `confirmed` or `verified` some days before the moment of loading."""
        chance = self.chance("stamp", says, days, thing)
        setattr(thing, f"{what}_at", days_before(self.at, days, chance.randint(8, 17), chance.randint(0, 59)))
        setattr(thing, f"{what}_by", says)

    def setting(self, kind, name, row, *, scheme, code, city, **fields):
        """A school, surgery or college at a real postcode, known by its register's number."""
        setting = Setting(
            kind=kind,
            name=name + LABEL,
            name_key=fold(name + LABEL),
            authority=self.cities[city],
            address=f"{row['street']}, {row['town']}",
            postcode=row["postcode"],
            town=row["town"],
            easting=int(row["easting"]),
            northing=int(row["northing"]),
            grid="gb",
            **fields,
        )
        self.settings.append(setting)
        self.identifiers.append(Identifier(scheme=scheme, value=code, setting=setting))
        self.found[code] = setting
        return setting

    def identify(self, agency, scheme, value):
        """What a register calls an agency."""
        self.identifiers.append(Identifier(scheme=scheme, value=value, agency=agency))

    def point(self, value, *, kind=ContactPoint.Kind.PHONE, fresh=False, **fields):
        """A way to reach something; most were checked at some time by somebody, and say so. A fresh one was this month."""
        point = ContactPoint(kind=kind, value=value, **fields)
        chance = self.chance("point", value, point.extension)
        draw = 0 if fresh else chance.random()
        if draw < 0.88:
            days = (
                chance.randint(1, 25 if fresh else 80)
                if draw < 0.66
                else chance.randint(81, 175)
                if draw < 0.8
                else chance.randint(181, 420)
            )
            self.stamp(point, "verified", days, chance.choice(("the team itself", "its roster admin", "the business unit")))
            point.verified_how = chance.choice(("Rang it", "Answered a reminder", "Read on its website"))
        self.contact_points.append(point)
        return point

    def open(self, week, **owner):
        """Opening hours of one agency, team, post or setting."""
        self.hours += [OpeningHours(day=day, opens=opens, closes=closes, **owner) for day, opens, closes in week]

    def rule(self, agency, role, basis):
        """How an agency shares out a role."""
        self.rules.append(RoleRule(agency=agency, role=self.roles[role], basis=basis))


def days_before(at, days, hour=9, minute=0):
    """A time of day on the day that is some days before `at`, or after it when `days` is negative."""
    return (at - timedelta(days=days)).replace(hour=hour, minute=minute, second=0, microsecond=0)
