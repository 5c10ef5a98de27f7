"""A small Leeds to look at: a council with a team, a desk for the night, and people one at a time, as a test needs them."""

import re
from datetime import date, datetime, time
from html import unescape
from zoneinfo import ZoneInfo

from accounts.models import User
from agencies.models import (
    Agency,
    AgencyKind,
    Basis,
    Coverage,
    Membership,
    OpeningHours,
    Partnership,
    PartnershipArea,
    Post,
    Role,
    Setting,
    Team,
)
from agencies.snapshot import forget
from areas.models import Area, Nesting
from areas.words import fold
from contacts.models import Absence, Appointment, ContactPoint, Cover, Practitioner, WorkingHours

# A Monday morning in term.
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/London"))
LONG_AGO = datetime(2026, 3, 3, 10, 0, tzinfo=ZoneInfo("Europe/London"))
WEEKDAYS = range(5)
NIGHT = [*[(day, time(17), time(9)) for day in WEEKDAYS], (5, time(0), time(0)), (6, time(0), time(0))]


def words(response):
    """What is read aloud or seen, with single spaces."""
    text = re.sub(r"<(script|head)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()).replace(" .", ".").replace(" ,", ",")


def without_tokens(response):
    """The page without the tokens that differ in every form."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())


class World:
    """Makes rows; every method takes what matters to a test and chooses the rest."""

    def __init__(self):
        self.leeds = self.area("E08000035", "Leeds")
        self.council_kind = self.kind("la_children", "Council children's services", 1)
        self.council = self.agency("Leeds children's services", self.council_kind, area=self.leeds)
        self.partnership = Partnership.objects.create(slug="leeds", name="Leeds Example Partnership", business_unit=self.council)
        PartnershipArea.objects.create(partnership=self.partnership, area=self.leeds)
        self.visitor = self.role("HV", "Health visitor")
        self.front_door_role = self.role("FRONT_DOOR_CHILD", "Children's front door", Role.Kind.DESK)
        self.night_role = self.role("EDT_CHILD", "Out-of-hours social work", Role.Kind.DESK)
        self.team = Team.objects.create(agency=self.council, name="Team North")
        self.phone(self.team, "0113 496 0111", label="Duty line")
        self.hours(self.team)

    def area(self, code, name, kind="authority", within=(), **details):
        area = Area.objects.create(code=code, name=name, name_key=fold(name), kind=kind, **details)
        Nesting.objects.bulk_create(Nesting(area=area, within=outer) for outer in within)
        return area

    def kind(self, code, name, order=2):
        return AgencyKind.objects.create(code=code, name=name, sector="social_care", order=order)

    def agency(self, name, kind=None, **details):
        slug = fold(name).replace(" ", "-")
        return Agency.objects.create(slug=slug, name=name, name_key=fold(name), kind=kind or self.council_kind, **details)

    def role(self, code, name, kind=Role.Kind.PERSON, **details):
        fixed = {"resolves_on": "home", "question": "Where?", "audience": "children", "agency_kind": self.council_kind}
        slug = code.lower().replace("_", "-")
        order = Role.objects.count()
        forget()
        return Role.objects.create(
            code=code, slug=slug, name=name, everyday_name=name, kind=kind, order=order, **{**fixed, **details}
        )

    def post(self, title="Health visitor, Chapel Allerton", *, role=None, agency=None, covers=(), **details):
        details.setdefault("team", None if agency else self.team)
        details.setdefault("confirmed_at", NOW)
        details.setdefault("confirmed_by", "the team")
        post = Post.objects.create(role=role or self.visitor, agency=agency or self.council, title=title, **details)
        for target in covers:
            field = {Area: "area", Setting: "setting", Agency: "agency"}[type(target)]
            basis = Basis.RESIDENCE if field == "area" else Basis.SCHOOL
            Coverage.objects.create(post=post, role=post.role, basis=basis, **{field: target})
        return post

    def desk(self, title, number, *, role=None, audience="public", week=None, covers=(), **details):
        details.setdefault("team", None)
        desk = self.post(title, role=role or self.front_door_role, is_desk=True, covers=covers, **details)
        self.phone(desk, number, audience=audience)
        self.hours(desk, week)
        return desk

    def person(self, name, number="", **details):
        person = Practitioner.objects.create(name=name, name_key=fold(name), **details)
        if number:
            self.phone(person, number)
        return person

    def appoint(self, person, post, kind="holder", week=None, **details):
        details.setdefault("confirmed_at", NOW)
        details.setdefault("confirmed_by", "the team")
        appointment = Appointment.objects.create(practitioner=person, post=post, kind=kind, **details)
        for day, starts, ends in week or ():
            WorkingHours.objects.create(appointment=appointment, day=day, starts=starts, ends=ends)
        return appointment

    def phone(self, thing, value, *, kind="phone", audience="professional", verified=NOW, **details):
        field = {Post: "post", Team: "team", Agency: "agency", Setting: "setting", Practitioner: "practitioner"}[type(thing)]
        by = "the team" if verified else ""
        return ContactPoint.objects.create(
            **{field: thing}, kind=kind, value=value, audience=audience, verified_at=verified, verified_by=by, **details
        )

    def hours(self, thing, week=None):
        field = {Post: "post", Team: "team", Agency: "agency", Setting: "setting"}[type(thing)]
        for day, opens, closes in week or [(day, time(9), time(17)) for day in WEEKDAYS]:
            OpeningHours.objects.create(**{field: thing}, day=day, opens=opens, closes=closes)

    def away(self, person, until=datetime(2026, 12, 2, tzinfo=NOW.tzinfo)):
        return Absence.objects.create(practitioner=person, starts_at=LONG_AGO, ends_at=until)

    def cover(self, absence, post, person, state="accepted"):
        return Cover.objects.create(absence=absence, post=post, practitioner=person, state=state)

    def setting(self, name="Example Primary", kind="school", **details):
        details.setdefault("authority", self.leeds)
        return Setting.objects.create(name=name, name_key=fold(name), kind=kind, **details)

    def user(self, email="looking@example.org", agency=None, right=Membership.Right.PRACTITIONER):
        user = User(email=email, name="Somebody Looking")
        user.set_unusable_password()
        user.save()
        if agency:
            Membership.objects.create(user=user, agency=agency, right=right, starts_on=date(2026, 1, 1))
        return user
