"""Schools and surgeries: some keep their own roster, some have a caretaker, some are only on the map."""

from agencies.models import Basis, Identifier, Setting

from .builder import SCHOOL_DAY, SURGERY_DAY
from .cities import CITIES

AUTHORITIES = {city.code: city for city in CITIES}


def place_sites(demo):
    """Puts every school and surgery on the map, so that others may cover them."""
    demo.schools = [
        _site(demo, row, Setting.Kind.SCHOOL, Identifier.URN, row["urn"], phase=row["phase"]) for row in demo.table("schools")
    ]
    demo.surgeries = [_site(demo, row, Setting.Kind.SURGERY, Identifier.ODS, row["ods"]) for row in demo.table("surgeries")]


def _site(demo, row, kind, scheme, code, **fields):
    return demo.setting(kind, row["name"], row, scheme=scheme, code=code, city=AUTHORITIES[row["authority"]].slug, **fields)


def build(demo):
    """Makes agencies of those that keep a roster, and puts people in them."""
    for number, row in enumerate(demo.table("schools")):
        _school(demo, row, demo.schools[number], number)
    for number, row in enumerate(demo.table("surgeries")):
        _surgery(demo, row, demo.surgeries[number], number)


def _adopt(demo, row, setting, kind, hours):
    """The agency that a setting is, or None for one that is only on the map, with a number anybody may ring."""
    city = AUTHORITIES[row["authority"]]
    if row["roster"] == "none":
        setting.phone = demo.numbers.line(city.slug)
        return None
    address = (f"{row['street']}, {row['town']}", row["postcode"])
    agency = demo.agency(row["name"], kind, city=city.slug, hours=hours, address=address)
    agency.out_of_hours = demo.found[f"{city.slug}-edt"]
    setting.agency = agency
    setting.phone = demo.switchboards[agency.slug]
    if row["roster"] == "caretaken":
        agency.entered_for = demo.found[f"{city.slug}-education" if kind == "school" else "icb"]
    return agency


def _school(demo, row, school, number):
    city = AUTHORITIES[row["authority"]]
    agency = _adopt(demo, row, school, "school", SCHOOL_DAY)
    if agency is None:
        return
    name = row["name"]
    primary = row["phase"] in {"Primary", "Special", "Pupil referral unit"}
    head = demo.held(
        agency, "headteacher", f"Headteacher, {name}", (school,), state="steady" if number < 6 else None, deputy=False
    )
    # In small schools the head is the safeguarding lead too.
    same = demo.holder_of(head) if primary and number % 3 == 2 else None
    states = {900001: "steady", 900002: "share", 900003: "vacant", 900005: "away", 900014: "steady", 900024: "steady"}
    demo.held(
        agency,
        "dsl",
        f"Designated safeguarding lead, {name}",
        (school,),
        person=same,
        deputy=False,
        state=states.get(int(row["urn"])),
    )
    demo.held(agency, "ddsl", f"Deputy designated safeguarding lead, {name}", (school,), deputy=False)
    if not primary:
        demo.held(agency, "ddsl", f"Second deputy safeguarding lead, {name}", (school,), deputy=False, priority=2)
    demo.held(agency, "senco", f"SENCO, {name}", (school,), deputy=False)
    demo.held(agency, "dt-cic", f"Designated teacher, {name}", (school,), deputy=False)
    if number % 2 == 0:
        demo.held(agency, "sg-governor", f"Safeguarding governor, {name}", (school,), deputy=False, line=False)
    if number % 4 == 1:
        demo.held(agency, "smhl", f"Senior mental health lead, {name}", (school,), deputy=False)
    officer = demo.found.get(f"{city.slug}-schools-officer-{number % 2}")
    if not primary and officer:
        demo.cover(officer, school)


def _surgery(demo, row, surgery, number):
    city = AUTHORITIES[row["authority"]]
    agency = _adopt(demo, row, surgery, "gp_practice", SURGERY_DAY)
    if agency is None:
        return
    name = row["name"]
    own = demo.found.pop(f"{city.slug}-named-gp", None)  # the named GP works in the first surgery of the city as well
    fields = {"basis": Basis.GP, "rank": "Dr"}
    demo.held(
        agency,
        "gp-sg-lead",
        f"Safeguarding lead, {name}",
        (surgery,),
        person=own,
        deputy=False,
        state="vacant" if number == 2 else None,
        **fields,
    )
    demo.held(
        agency,
        "gp-sg-deputy",
        f"Deputy safeguarding lead, {name}",
        (surgery,),
        deputy=False,
        state="steady" if number == 2 else None,
        **fields,
    )
    demo.held(
        agency,
        "gp-practice-contact",
        f"Practice manager, {name}",
        (surgery,),
        deputy=False,
        basis=Basis.GP,
        state="steady" if number == 0 else None,
    )
