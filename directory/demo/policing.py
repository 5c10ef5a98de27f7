"""One police force over all three authorities: desks for the force, supervisors by district, officers by neighbourhood."""

from agencies.models import Identifier
from contacts.models import ContactPoint

from .builder import ALWAYS, EXTENDED, NINE_TO_FIVE
from .cities import CITIES
from .staffing import FULL_WEEK


def build(demo):
    """Adds the force."""
    force = demo.force
    police = demo.agency(
        "West Yorkshire Police", "police", code="police", what_for="Crime, missing people, public protection.", hours=ALWAYS
    )
    demo.identify(police, Identifier.FORCE, "west-yorkshire")
    control = demo.post(police, "police-emergency", "Police control room, West Yorkshire", (force,), is_desk=True)
    short = {"kind": ContactPoint.Kind.SHORT, "audience": ContactPoint.Audience.PUBLIC, "post": control, "fresh": True}
    demo.point("999", label="Emergency", **short)
    demo.point("101", label="Not an emergency", order=2, **short)
    demo.open(ALWAYS, post=control)
    demo.stamp(control, "confirmed", 9, "The control room")
    police.out_of_hours = control
    hub = demo.team(police, "Public protection referral desk", hours=ALWAYS)
    demo.desk(police, "police-front-door", "Public protection referral desk, West Yorkshire", (force,), team=hub, hours=ALWAYS)
    demo.desk(police, "prevent-police", "Prevent referrals, West Yorkshire", (force,), hours=NINE_TO_FIVE)
    demo.held(police, "force-pp-head", "Head of public protection, West Yorkshire Police", (force,), deputy=True, rank="Det Supt")
    for city in CITIES:
        _district(demo, city, police)
        _neighbourhoods(demo, city, police)


def _district(demo, city, police):
    """Supervisors by district. Shift workers are reached through their team, and so is everybody beside them."""
    area, district, name = demo.cities[city.slug], demo.districts[city.slug], city.name
    mash, protection = demo.found[f"{city.slug}-mash"], demo.found[f"{city.slug}-macpt"]
    demo.partners += [(mash, police), (protection, police)]
    demo.held(police, "police-mash-ds", f"Police MASH supervisor, {name}", (area,), team=mash, deputy=True, rank="DS")
    demo.held(police, "macpt-police", f"Police member, child protection team, {name}", (area,), team=protection, rank="DC")
    abuse = demo.team(police, f"{name} child abuse investigation team", hours=EXTENDED)
    for number in (1, 2):
        demo.held(
            police,
            "cait-ds",
            f"Child abuse team sergeant {number}, {name}",
            (district,),
            team=abuse,
            team_first=True,
            priority=number,
            rank="DS",
            state="steady" if number == 1 else None,
        )
    demo.held(police, "ppu-di", f"Public protection inspector, {name}", (district,), team=abuse, rank="DI")
    demo.held(police, "missing-police", f"Missing people coordinator, {name}", (district,), rank="PC")
    _offender_management(demo, city, police)


def _offender_management(demo, city, police):
    """Everybody in this unit is reached through it, so that nobody can tell who needs to be."""
    district, name = demo.districts[city.slug], city.name
    unit = demo.team(police, f"Offender management unit, {name}")
    demo.desk(police, "mosovo", f"Offender management desk, {name}", (district,), team=unit)
    for number in range(1, 5):
        title = f"Offender manager {number}, {name}"
        post = demo.post(police, "mosovo", title, (district,), team=unit, team_first=True, priority=2)
        chance = demo.chance("offender manager", title)
        person = demo.somebody(post, chance, rank="DC", restricted=(city.slug, number) == ("leeds", 3))
        demo.appoint(post, person, week=FULL_WEEK)
        demo.stamp(post, "confirmed", 20 + number, "its roster admin")


def _neighbourhoods(demo, city, police):
    """An officer to each postcode district or sector that is wholly the city's own, but one in nine, and schools officers."""
    teams = {
        locality: demo.team(police, f"{city.name} {locality} neighbourhood team", hours=EXTENDED)
        for locality, _ in city.localities
    }
    for number, (locality, codes) in enumerate(city.localities):
        # Officers share the sectors of a split district among them, and take whole districts one each.
        for district in dict.fromkeys(code.split()[0] for code in codes):
            patch = [demo.areas[code] for code in codes if code.split()[0] == district]
            demo.held(
                police,
                "npt-pc",
                f"Neighbourhood officer, {district}, {city.name}",
                patch,
                team=teams[locality],
                rank="PC",
                deputy=False,
                state={"LS7": "steady", "BD8": "vacant", "LS14": "past"}.get(district),
            )
        if number < 2:
            demo.found[f"{city.slug}-schools-officer-{number}"] = demo.held(
                police, "schools-officer", f"Safer schools officer, {city.name} {locality}", (), team=teams[locality], rank="PC"
            )
