"""Health: the integrated care board, two hospital trusts, two mental health trusts, and three 0–19 services, each its own way."""

from datetime import time

from agencies.models import Basis, RoleRule
from contacts.models import ContactPoint

from .builder import ALWAYS, DAYTIME_EVERY_DAY, NINE_TO_FIVE, OFFICE
from .cities import BRADFORD, CITIES, LEEDS, WAKEFIELD

# Districts of Leeds that share a health visitor with the one before them, so that patches are of a believable size.
SHARED_PATCHES = {"LS2": "LS1", "LS3": "LS1", "LS5": "LS4", "LS22": "LS23", "LS20": "LS19", "LS21": "LS19"}


def build(demo):
    """Adds every health agency but the surgeries."""
    board(demo)
    hospitals(demo)
    mental_health(demo)
    leeds_0_19(demo)
    bradford_0_19(demo)
    wakefield_0_19(demo)
    substance_misuse(demo)
    ambulance(demo)


def board(demo):
    """Designated and named professionals, one of each to a place, several of them a few days a week."""
    icb = demo.agency(
        "West Yorkshire Integrated Care Board",
        "icb",
        code="icb",
        hours=NINE_TO_FIVE,
        what_for="Designated nurses and doctors, named GPs.",
    )
    areas = list(demo.cities.values())
    demo.held(icb, "icb-exec", "Executive lead for safeguarding, West Yorkshire", areas, deputy=True)
    sessions = (
        [(1, *_hours("09:00", "17:00")), (3, *_hours("09:00", "17:00"))],
        [(2, *_hours("08:30", "13:00")), (4, *_hours("08:30", "13:00"))],
    )
    for number, city in enumerate(CITIES):
        area, name = demo.cities[city.slug], city.name
        team = demo.team(icb, f"{name} safeguarding professionals", hours=NINE_TO_FIVE)
        demo.held(
            icb,
            "des-nurse",
            f"Designated nurse, {name}",
            (area,),
            team=team,
            state="away" if city is WAKEFIELD else None,
            deputy=True,
        )
        demo.held(
            icb,
            "des-doctor",
            f"Designated doctor, {name}",
            (area,),
            team=team,
            state="vacant" if city is BRADFORD else "part_time",
            deputy=city is not BRADFORD,
        )
        demo.held(icb, "des-cic", f"Designated nurse for children in care, {name}", (area,), team=team)
        demo.held(icb, "des-dr-death", f"Designated doctor for child deaths, {name}", (area,), team=team)
        demo.held(icb, "des-adult", f"Designated nurse for adults, {name}", (area,), team=team)
        demo.held(icb, "dco-dmo", f"Designated clinical officer for SEND, {name}", (area,), team=team)
        demo.held(
            icb, "macpt-health", f"Health member, child protection team, {name}", (area,), team=demo.found[f"{city.slug}-macpt"]
        )
        demo.partners += [(demo.found[f"{city.slug}-mash"], icb), (demo.found[f"{city.slug}-macpt"], icb)]
        # A named GP works a session or two a week, and in a surgery for the rest of it.
        post = demo.post(icb, "named-gp", f"Named GP, {name}", (area,), team=team)
        demo.cover(post, area, basis=Basis.RESIDENCE, priority=2)
        person = demo.found[f"{city.slug}-named-gp"] = demo.somebody(post, demo.chance("named gp", name), rank="Dr")
        demo.appoint(post, person, week=sessions[number % 2])
        demo.stamp(post, "confirmed", 14, "its roster admin")


def _hours(opens, closes):
    return time.fromisoformat(opens), time.fromisoformat(closes)


def hospitals(demo):
    """Two trusts; Wakefield's children go to the second."""
    for name, city, served in (
        ("Leeds Riverside Hospitals NHS Trust", LEEDS, (LEEDS,)),
        ("Airewharfe Hospitals NHS Trust", BRADFORD, (BRADFORD, WAKEFIELD)),
    ):
        code = f"{city.slug}-hospitals"
        trust = demo.agency(
            name, "nhs_provider", city=city.slug, code=code, hours=ALWAYS, what_for="Hospital and maternity care."
        )
        areas = [demo.cities[one.slug] for one in served]
        team = demo.team(trust, f"{city.name} hospital safeguarding team", hours=NINE_TO_FIVE)
        for role, title in (
            ("named-nurse", "Named nurse for children"),
            ("named-doctor", "Named doctor for children"),
            ("named-midwife", "Named midwife"),
            ("named-adult", "Named nurse for adults"),
        ):
            demo.held(
                trust,
                role,
                f"{title}, {city.name} hospitals",
                (trust, *areas),
                team=team,
                state="steady" if role == "named-midwife" else None,
                deputy=role == "named-nurse" or None,
            )
        trust.out_of_hours = demo.desk(
            trust,
            "paed-oncall",
            f"On-call paediatrician, {city.name} hospitals",
            areas,
            hours=ALWAYS,
            before_you_ring="Ask the switchboard to bleep the child protection consultant.",
        )
        for one in served:
            demo.desk(
                trust, "community-midwife", f"Community midwives, {one.name}", (demo.cities[one.slug],), hours=DAYTIME_EVERY_DAY
            )
        if city is LEEDS:
            demo.desk(trust, "sarc", "Sexual assault referral centre, West Yorkshire", (demo.force,), hours=ALWAYS, public=True)
    records = demo.agency("West Yorkshire Child Health Records", "nhs_provider", city="bradford", code="chis", hours=NINE_TO_FIVE)
    demo.desk(records, "chis", "Child health information service, West Yorkshire", list(demo.cities.values()), hours=NINE_TO_FIVE)


def mental_health(demo):
    """Children's access points by place, and crisis lines that never close."""
    for name, served in (
        ("Leeds Lantern NHS Foundation Trust", (LEEDS,)),
        ("Calder and Aire Mental Health NHS Foundation Trust", (BRADFORD, WAKEFIELD)),
    ):
        city = served[0]
        trust = demo.agency(name, "mh_provider", city=city.slug, code=f"{city.slug}-mental-health", hours=NINE_TO_FIVE)
        areas = [demo.cities[one.slug] for one in served]
        for one in served:
            area = demo.cities[one.slug]
            camhs = demo.desk(trust, "camhs", f"CAMHS access point, {one.name}", (area,), hours=NINE_TO_FIVE, public=True)
            demo.cover(camhs, area, basis=Basis.RESIDENCE, priority=2)
        crisis = demo.desk(trust, "mh-crisis", f"Mental health crisis line, {city.name}", areas, hours=ALWAYS, public=True)
        trust.out_of_hours = crisis
        team = demo.team(trust, f"{city.name} mental health safeguarding team", hours=NINE_TO_FIVE)
        for role, title in (("named-nurse", "Named nurse for children"), ("named-adult", "Named professional for adults")):
            demo.held(trust, role, f"{title}, {name}", (trust,), team=team)


def _service(demo, city, name, partners=()):
    """A 0–19 service with a line for everybody in its authority."""
    area = demo.cities[city.slug]
    service = demo.agency(
        name, "community_0_19", city=city.slug, code=f"{city.slug}-0-19", what_for="Health visitors and school nurses."
    )
    service.out_of_hours = demo.found[f"{city.slug}-edt"]
    duty = demo.numbers.line(city.slug)
    team = demo.team(service, f"{city.name} 0–19 duty team", number=duty, partners=partners)
    demo.desk(service, "hv", f"Health visiting duty line, {city.name}", (area,), team=team, number=duty, priority=9)
    line = demo.desk(service, "school-nurse", f"School nursing duty line, {city.name}", (area,), team=team, priority=9)
    demo.cover(line, area, basis=Basis.RESIDENCE, priority=9)
    if city is not WAKEFIELD:
        demo.desk(service, "scphn", f"Public health nurses, {city.name}", (area,), team=team, hours=NINE_TO_FIVE)
    demo.held(service, "named-nurse", f"Named nurse, {name}", (service,), team=team)
    demo.rule(service, "school-nurse", RoleRule.Basis.SCHOOL)
    schools = [school for school in demo.schools if school.authority is area]
    for first in range(0, len(schools), 2):
        pair = schools[first : first + 2]
        demo.held(
            service,
            "school-nurse",
            f"School nurse, {city.name} patch {first // 2 + 1}",
            pair,
            team=team,
            deputy=False,
            state="steady" if first == 0 else None,
        )
    return service, team


def leeds_0_19(demo):
    """By home address: each health visitor has a postcode district or two."""
    service, _ = _service(demo, LEEDS, "Leeds 0–19 public health service")
    demo.rule(service, "hv", RoleRule.Basis.RESIDENCE)
    patches = {}
    for locality, code in LEEDS.patches:
        district = code.split()[0]
        patches.setdefault((locality, SHARED_PATCHES.get(district, district)), []).append(code)
    teams = {locality: demo.team(service, f"{locality} Leeds health visitors") for locality, _ in LEEDS.localities}
    states = {
        "LS7": "steady",
        "LS8": "share",
        "LS9": "vacant",
        "LS10": "steady",
        "LS11": "away_covered",
        "LS14": "part_time",
        "LS28": "handover",
    }
    for (locality, district), codes in patches.items():
        state = states.get(district)
        title = f"Health visitor, {' and '.join(dict.fromkeys(code.split()[0] for code in codes))}"
        post = demo.held(
            service,
            "hv",
            title,
            [demo.areas[code] for code in codes],
            team=teams[locality],
            deputy=district == "LS9" if district in states else None,
            state="steady" if state == "away_covered" else state,
        )
        if state == "away_covered":
            demo.away(demo.holder_of(post), post, 3, -9, "accepted")


def bradford_0_19(demo):
    """By surgery: a health visitor is linked to one, and the duty line answers for whoever has none."""
    service, team = _service(demo, BRADFORD, "Bradford 0–19 public health service")
    demo.rule(service, "hv", RoleRule.Basis.GP)
    surgeries = [surgery for surgery in demo.surgeries if surgery.authority is demo.cities["bradford"]]
    for number, surgery in enumerate(surgeries):
        title = surgery.name.removesuffix(" (demo)")
        state = {0: "steady", 1: "vacant", 2: "share"}.get(number)
        post = demo.held(
            service, "hv", f"Health visitor, {title}", (surgery,), team=team, basis=Basis.GP, state=state, deputy=False
        )
        if number % 2 == 0:
            person = demo.holder_of(post) if state == "steady" else None
            demo.held(service, "hv-gp-link", f"Link health visitor, {title}", (surgery,), team=team, person=person, deputy=False)


def wakefield_0_19(demo):
    """As one team: nobody has a patch of their own."""
    service, team = _service(demo, WAKEFIELD, "Wakefield 0–19 public health service")
    demo.rule(service, "hv", RoleRule.Basis.TEAM)
    lead = demo.held(
        service,
        "hv",
        "Health visiting team lead, Wakefield",
        (demo.cities["wakefield"],),
        team=team,
        team_first=True,
        state="steady",
    )
    return lead


def substance_misuse(demo):
    """One drug and alcohol service to each authority."""
    for city in CITIES:
        service = demo.agency(f"{city.name} drug and alcohol service", "substance_misuse", city=city.slug, hours=OFFICE)
        team = demo.team(service, f"{city.name} recovery duty")
        demo.held(
            service,
            "substance-misuse",
            f"Safeguarding lead, {city.name} drug and alcohol service",
            (demo.cities[city.slug], service),
            team=team,
        )


def ambulance(demo):
    """The ambulance service, with the number that patients ring."""
    service = demo.agency("Yorkshire Moors Ambulance Service", "ambulance", code="ambulance", hours=ALWAYS)
    demo.point(
        "111", agency=service, kind=ContactPoint.Kind.SHORT, label="For patients", audience=ContactPoint.Audience.PUBLIC, order=3
    )
    demo.held(service, "named-ambulance", "Named professional, ambulance service", (service, demo.force), deputy=True)
