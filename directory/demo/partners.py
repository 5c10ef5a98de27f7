"""Everybody else: the business unit, charities, a refuge, care providers, probation, and the roles every large agency has."""

from agencies.models import Basis, Identifier, Setting

from .builder import ALWAYS, DAYTIME_EVERY_DAY, EXTENDED, NINE_TO_FIVE
from .cities import CITIES

# name, kind, city, role, title of the post
SMALL_AGENCIES = (
    ("Beckfold Youth Project", "vcs", "leeds", "vcs-dsl", "Safeguarding lead"),
    ("Beck and Goit Young Carers", "vcs", "leeds", "vcs-dsl", "Safeguarding lead"),
    ("Manningham Ladders Family Support", "vcs", "bradford", "vcs-dsl", "Safeguarding lead"),
    ("Five Rivers Food Bank", "vcs", "wakefield", "vcs-dsl", "Trustee for safeguarding"),
    ("Larkhill Lodge care home", "care_provider", "leeds", "care-reg-manager", "Registered manager"),
    ("Ashgrove Court nursing home", "care_provider", "bradford", "care-reg-manager", "Registered manager"),
    ("Steady Hands Home Care", "care_provider", "wakefield", "care-reg-manager", "Registered manager"),
    ("Moorside House children's home", "childrens_home", "bradford", "childrens-home-rm", "Registered manager"),
    ("Ings Cottage children's home", "childrens_home", "wakefield", "childrens-home-rm", "Registered manager"),
    ("Northern Terrace Homes", "housing", "leeds", "housing-sg", "Safeguarding lead"),
    ("Aire Valley Housing Association", "housing", "bradford", "housing-sg", "Safeguarding lead"),
    ("Little Acorns at Beckfold", "early_years", "leeds", "ey-dsl", "Safeguarding lead"),
    ("Thornwick Tots Nursery", "early_years", "bradford", "ey-dsl", "Safeguarding lead"),
    ("Ossett Ley Playgroup", "early_years", "wakefield", "ey-dsl", "Safeguarding lead"),
    ("Ings Learning Trust", "school_trust", "wakefield", "mat-sg-lead", "Trust safeguarding lead"),
    ("Three Ridings Diocese", "faith", "leeds", "faith-sg", "Diocesan safeguarding adviser"),
    ("Aire Valley Mosques Forum", "faith", "bradford", "faith-sg", "Safeguarding adviser"),
    ("Kirk Lane Juniors Football Club", "sport", "leeds", "sport-cwo", "Club welfare officer"),
    ("Calder Dolphins Swimming Club", "sport", "wakefield", "sport-cwo", "Club welfare officer"),
)
# Roles of `any` agency, and who fills them.
EVERY_AGENCY = (
    ("escalation-contact", "Escalation contact", "expected"),
    ("marac-rep", "MARAC representative", "expected"),
    ("caldicott", "Caldicott Guardian", "must"),
    ("dpo", "Data protection officer", "no"),
)
LARGE = (
    "leeds-children",
    "bradford-children",
    "wakefield-children",
    "leeds-adults",
    "bradford-adults",
    "wakefield-adults",
    "police",
    "icb",
    "leeds-hospitals",
    "bradford-hospitals",
    "leeds-mental-health",
    "bradford-mental-health",
    "leeds-0-19",
    "bradford-0-19",
    "wakefield-0-19",
    "leeds-housing",
)


def build(demo):
    """Adds them all."""
    business_unit(demo)
    domestic_abuse(demo)
    criminal_justice(demo)
    small_agencies(demo)
    colleges(demo)
    after_hours(demo)
    for code in LARGE:
        agency = demo.found[code]
        for role, title, _ in EVERY_AGENCY:
            demo.held(agency, role, f"{title}, {agency.name.removesuffix(' (demo)')}", (agency,))


def after_hours(demo):
    """Sends whoever rings an agency that has no night line of its own to the city's emergency duty team."""
    for agency in demo.agencies:
        if agency.out_of_hours is None and agency.area and not agency.confidential:
            kind = "edt-adult" if agency.kind.code in {"care_provider", "sab"} else "edt"
            agency.out_of_hours = demo.found[f"{demo.city_of[agency.slug]}-{kind}"]


def business_unit(demo):
    """The people who keep the partnership and this directory going."""
    areas = list(demo.cities.values())
    unit = demo.business_unit = demo.agency(
        "West Yorkshire safeguarding business unit",
        "lscp",
        city="leeds",
        code="business-unit",
        hours=NINE_TO_FIVE,
        what_for="Procedures, training, reviews, and this directory.",
    )
    team = demo.team(unit, "West Yorkshire business unit", hours=NINE_TO_FIVE)
    for role, title in (
        ("lscp-bm", "Partnership business manager, West Yorkshire"),
        ("lscp-training", "Multi-agency training coordinator, West Yorkshire"),
        ("cdop", "Child death overview panel coordinator, West Yorkshire"),
        ("partnership-chair", "Partnership chair, West Yorkshire"),
        ("indep-scrutineer", "Independent scrutineer, West Yorkshire"),
    ):
        demo.held(unit, role, title, (unit, *areas), team=team, state="steady" if role == "lscp-bm" else None)
    for partner in ("councils", "police", "health"):
        demo.held(unit, "lsp", f"Lead safeguarding partner, {partner}, West Yorkshire", (unit, *areas), deputy=False)
        demo.held(unit, "del-sp", f"Delegated safeguarding partner, {partner}, West Yorkshire", (unit, *areas))


def domestic_abuse(demo):
    """A service to each city, and a refuge of which nothing is known but its telephone."""
    for city in CITIES:
        area, name = demo.cities[city.slug], city.name
        service = demo.agency(f"{name} domestic abuse service", "vcs", city=city.slug, code=f"{city.slug}-idva", hours=EXTENDED)
        service.address = service.postcode = ""
        team = demo.team(service, f"{name} domestic abuse advisers", hours=EXTENDED)
        desk = demo.desk(
            service, "idva", f"Domestic abuse advisers, {name}", (area,), team=team, hours=DAYTIME_EVERY_DAY, public=True
        )
        service.out_of_hours = desk
        demo.held(service, "vcs-dsl", f"Safeguarding lead, {name} domestic abuse service", (service,), team=team)
    demo.desk(
        demo.found["leeds-idva"],
        "isva",
        "Sexual violence advisers, West Yorkshire",
        (demo.force,),
        hours=NINE_TO_FIVE,
        public=True,
    )
    refuge = demo.agency(
        "Juniper women's refuge",
        "vcs",
        city="leeds",
        code="refuge",
        hours=ALWAYS,
        public=False,
        confidential=True,
        what_for="Places for women and children; ring at any hour.",
    )
    demo.held(refuge, "vcs-dsl", "Safeguarding lead, Juniper women's refuge", (refuge,), state="steady", line=False)


def criminal_justice(demo):
    """Probation by authority, and services that cover more than the partnership."""
    probation = demo.agency("West Yorkshire Probation", "probation", city="leeds", code="probation", hours=NINE_TO_FIVE)
    for city in CITIES:
        team = demo.team(probation, f"{city.name} probation delivery unit")
        demo.held(
            probation,
            "probation-spoc",
            f"Probation safeguarding contact, {city.name}",
            (demo.cities[city.slug],),
            team=team,
            deputy=True,
        )
    mappa = demo.held(probation, "mappa-coord", "MAPPA coordinator, West Yorkshire", (demo.force, probation), deputy=True)
    demo.stamp(mappa, "confirmed", 200, "its roster admin")
    court = demo.agency("Family court advisers, Yorkshire", "cafcass", city="wakefield", code="cafcass", hours=NINE_TO_FIVE)
    demo.held(court, "cafcass", "Service manager, family court advisers, Yorkshire", list(demo.cities.values()))
    fire = demo.agency("Ridings Fire and Rescue", "fire", city="bradford", code="fire", hours=ALWAYS)
    demo.held(fire, "fire-sg", "Safeguarding lead, Ridings Fire and Rescue", (demo.force,))
    jobs = demo.agency("West Yorkshire Jobcentres", "dwp", code="dwp", hours=NINE_TO_FIVE)
    demo.held(jobs, "dwp-sg", "Senior safeguarding leader, West Yorkshire Jobcentres", list(demo.cities.values()))


def small_agencies(demo):
    """Charities, care providers and clubs, each answering for itself."""
    for name, kind, city, role, title in SMALL_AGENCIES:
        agency = demo.agency(name, kind, city=city, hours=NINE_TO_FIVE)
        agency.entered_for = demo.business_unit if kind in {"faith", "sport", "early_years"} else None
        if kind == "childrens_home":
            agency.address = agency.postcode = ""
        demo.held(agency, role, f"{title}, {name}", (agency,))


def colleges(demo):
    """Two colleges, each a setting with its own roster."""
    for number, (name, city, street) in enumerate(
        (
            ("Leeds Ginnel Sixth Form College", "leeds", "Ginnel Street"),
            ("Bradford Wool Exchange College", "bradford", "Exchange Row"),
        )
    ):
        agency = demo.agency(name, "fe_college", city=city, hours=NINE_TO_FIVE)
        setting = Setting(
            kind=Setting.Kind.COLLEGE,
            name=agency.name,
            name_key=agency.name_key,
            agency=agency,
            authority=agency.area,
            address=f"{street}, {agency.area.name}",
            postcode=agency.postcode,
            town=agency.area.name,
            phone=demo.switchboards[agency.slug],
        )
        demo.settings.append(setting)
        demo.identifiers.append(Identifier(scheme=Identifier.URN, value=str(900101 + number), setting=setting))
        post = demo.held(agency, "fe-dsl", f"Designated safeguarding lead, {name}", (setting,), deputy=True)
        demo.cover(post, agency, basis=Basis.AGENCY)
