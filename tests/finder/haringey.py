"""A small Haringey, with real places and roles and invented people: what the twelve searches of a working day ask for."""

from datetime import time
from io import StringIO

from django.core.management import call_command

from agencies.models import (
    Agency,
    AgencyKind,
    Basis,
    Coverage,
    HomePatch,
    Identifier,
    Partnership,
    PartnershipArea,
    Role,
    RoleRule,
    Setting,
    Team,
)
from agencies.snapshot import forget
from areas.models import Area
from contacts.models import Absence
from search import index
from tests.profiles.world import LONG_AGO, NIGHT, NOW, World

SHORT_FRIDAY = [*[(day, time(8, 45), time(17)) for day in range(4)], (4, time(8, 45), time(16, 45))]
FIELD = {Area: "area", Setting: "setting", Agency: "agency"}
OFFICE = [(day, time(9), time(17)) for day in range(5)]
# name, council, number of the register
SCHOOLS = [
    ("West Green Primary School", "Haringey", "102001"),
    ("St Mary’s Catholic Primary School", "Haringey", "102002"),
    ("St Mary’s Church of England Primary School", "Haringey", "102003"),
    ("St Mary’s School", "Enfield", "102004"),
    ("St Mary’s Primary School", "Southwark", "102005"),
]


class Haringey(World):
    """The agencies that somebody in Haringey rings, each with a post, a holder and a number of the drama ranges."""

    def __init__(self):
        for command in ("load_places", "load_roles"):
            call_command(command, stdout=StringIO())
        forget()
        self.haringey, self.enfield, self.southwark, self.guildford = (
            Area.objects.get(name=name, kind=Area.Kind.AUTHORITY) for name in ("Haringey", "Enfield", "Southwark", "Guildford")
        )
        self.leeds = self.haringey  # where a setting is that is nowhere else
        self.kinds = {kind.code: kind for kind in AgencyKind.objects.all()}
        self.council_kind = self.kinds["la_children"]
        self.team = None
        self.digits = iter(range(100, 1000))
        self.council = self.agency("Haringey children’s services", self.council_kind, area=self.haringey)
        partnership = Partnership.objects.create(slug="north", name="North Example Partnership", business_unit=self.council)
        PartnershipArea.objects.create(partnership=partnership, area=self.haringey)
        self._councils()
        self._health()
        self._police()
        self._schools()
        self._others()
        index.rebuild()
        self.reader = self.user(agency=self.council)
        HomePatch.objects.create(user=self.reader, area=self.haringey)

    def a_role(self, slug):
        return Role.objects.get(slug=slug)

    def number(self):
        return f"020 7946 0{next(self.digits):03}"

    def line(self, slug, title, agency, *targets, basis=Basis.RESIDENCE, week=None, audience="professional"):
        """A desk with a number."""
        post = self.post(title, role=self.a_role(slug), agency=agency, is_desk=True)
        self._answers_for(post, targets, basis)
        self.phone(post, self.number(), audience=audience)
        self.hours(post, week)
        return post

    def held(self, slug, title, agency, name, *targets, basis=Basis.RESIDENCE, team=None, **details):
        """A post with somebody in it who has a number."""
        post = self.post(title, role=self.a_role(slug), agency=agency, team=team)
        self._answers_for(post, targets, basis)
        person = self.person(name, self.number(), **details)
        self.appoint(person, post, week=OFFICE)
        return post, person

    def _answers_for(self, post, targets, basis):
        for target in targets:
            Coverage.objects.create(post=post, role=post.role, basis=basis, **{FIELD[type(target)]: target})

    def _councils(self):
        council = self.council
        self.front_door = self.line(
            "front-door-child", "Haringey MASH", council, self.haringey, week=SHORT_FRIDAY, audience="public"
        )
        self.phone(self.front_door, self.number(), label="Professionals’ line")
        self.edt = self.line("edt-child", "Haringey emergency duty team", council, self.haringey, week=NIGHT, audience="public")
        self.lado, self.lado_holder = self.held(
            "lado", "LADO, Haringey", council, "Folake Adeyemi-Grant", self.haringey, basis=Basis.EMPLOYER
        )
        enfield = self.agency("Enfield children’s services", self.council_kind, area=self.enfield)
        self.held("lado", "LADO, Enfield", enfield, "Piotr Walczak", self.enfield, basis=Basis.EMPLOYER)
        self.line("front-door-child", "Enfield MASH", enfield, self.enfield, audience="public")
        self.held("escalation-contact", "Escalation manager, Haringey children’s services", council, "Marguerite Obi", council,
                  basis=Basis.AGENCY)  # fmt: skip
        adults = self.agency("Southwark adult social care", self.kinds["la_adults"], area=self.southwark)
        self.adults = self.line("front-door-adult", "Southwark adult safeguarding", adults, self.southwark, audience="public")
        self.line("edt-adult", "Southwark emergency duty team, adults", adults, self.southwark, week=NIGHT)
        surrey = self.agency("Surrey community safety", self.kinds["la_community_safety"], area=self.guildford)
        self.marac, self.coordinator = self.held(
            "marac-coord", "MARAC coordinator, Guildford and Waverley", surrey, "Hettie Larkspur", self.guildford
        )

    def _health(self):
        trust = self.agency("North London 0–19 service", self.kinds["community_0_19"], area=self.haringey)
        self.health = trust
        self.locality = Team.objects.create(agency=trust, name="Health visiting, Tottenham")
        self.phone(self.locality, self.number(), label="Duty line")
        self.hours(self.locality)
        self.visitor, self.visitor_holder = self.held(
            "hv", "Health visitor, Tottenham", trust, "Anneliese Mbeki", self.haringey, team=self.locality
        )
        self.rule = RoleRule.objects.create(agency=trust, role=self.a_role("hv"), basis=RoleRule.Basis.RESIDENCE)
        board = self.agency("NHS West and North London", self.kinds["icb"], area=self.haringey)
        self.named_gp, self.named_gp_holder = self.held(
            "named-gp", "Named GP, Haringey", board, "Ibrahim Castellane", self.haringey
        )
        self.line("paed-oncall", "On-call paediatrician, North Example Hospital", trust, self.haringey,
                  week=[(day, time(0), time(0)) for day in range(7)])  # fmt: skip
        surgery = self.setting("Lordship Lane Surgery", kind="surgery", authority=self.haringey)
        Identifier.objects.create(setting=surgery, scheme=Identifier.ODS, value="F85001")
        self.surgery = surgery

    def _police(self):
        police = self.agency("Metropolitan Police, North Area", self.kinds["police"], area=self.haringey)
        self.police_desk = self.line("police-front-door", "Police safeguarding desk, North Area", police, self.haringey,
                                     self.enfield, basis=Basis.INCIDENT, week=[(day, time(0), time(0)) for day in range(7)])  # fmt: skip
        self.sergeants = Team.objects.create(agency=police, name="Child abuse team, North Area")
        self.phone(self.sergeants, self.number(), label="Desk")
        self.hours(self.sergeants)
        self.cait, self.okonjo = self.held(
            "cait-ds", "Child abuse team sergeant, North Area", police, "Rosalind Okonjo", self.haringey, self.enfield,
            basis=Basis.INCIDENT, team=self.sergeants, rank="DS",
        )  # fmt: skip
        self.deputy = self.person("Tobias Lindqvist", self.number())
        self.appoint(self.deputy, self.cait, "deputy")

    def _schools(self):
        self.schools = {}
        for name, council, urn in SCHOOLS:
            authority = Area.objects.get(name=council, kind=Area.Kind.AUTHORITY)
            school = self.setting(name, authority=authority, town="London")
            Identifier.objects.create(setting=school, scheme=Identifier.URN, value=urn)
            self.schools[urn] = school
        green = self.schools["102001"]
        self.nurse, self.nurse_holder = self.held(
            "school-nurse", "School nurse, West Green", self.health, "Dympna Carrickfergus", green, basis=Basis.SCHOOL
        )
        own = self.agency("West Green Primary", self.kinds["school"], area=self.haringey)
        self.lead, self.lead_holder = self.held(
            "dsl", "Safeguarding lead, West Green Primary", own, "Yusuf Penhaligon", green, basis=Basis.SCHOOL
        )

    def _others(self):
        self.home = self.setting("Rye Lane House", kind="care_home", authority=self.southwark)

    def goes_by_surgery(self):
        """From now on health visitors are shared out by the surgery a child is registered with."""
        self.rule.basis = RoleRule.Basis.GP
        self.rule.save()
        forget()

    def is_away(self, person, until):
        return Absence.objects.create(practitioner=person, starts_at=LONG_AGO, ends_at=until)


__all__ = ["NOW", "Haringey"]
