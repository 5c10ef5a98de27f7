"""The whole demonstration, in the order in which its parts need each other."""

from zoneinfo import ZoneInfo

from agencies.models import AgencyKind, Role
from areas.actions import ensure_postcode_area, make_local_area
from areas.models import Area

from . import calendar, councils, health, partners, policing, sites
from .actions import enter_demonstration, open_demo_account
from .cities import CITIES, POLICE_AREA
from .signins import ACCOUNTS, DOMAIN
from .staffing import Staffing

SEED = "West Yorkshire demonstration partnership"
LONDON = ZoneInfo("Europe/London")


def load(*, at, password, say=lambda words: None):
    """Makes the partnership as it stands at the instant `at`, and its accounts; returns what was drawn.

    `say` is told what is going on. Call it inside one transaction. Raises `ValueError` when a postcode district of the tables is
    not in the file of postcodes.
    """
    say("Mapping localities and police districts")
    make_areas(at)
    say("Inventing agencies, posts and people")
    demo = draw(at=at)
    say(f"Saving {len(demo.agencies)} agencies, {len(demo.posts)} posts and {len(demo.practitioners)} people")
    enter_demonstration(demo=demo, by=None, at=at)
    say("Opening accounts")
    for mailbox, name, agency, rights, home in ACCOUNTS:
        open_demo_account(
            email=f"{mailbox}@{DOMAIN}",
            name=name,
            password=password,
            agency=demo.found[agency],
            rights=rights,
            home=demo.cities.get(home),
            person=demo.listed.get(mailbox),
            by=None,
            at=at,
        )
    return demo


def make_areas(at):
    """The postcode districts and sectors that posts cover, the localities they make up, and the police's own districts."""
    for city in CITIES:
        for number, (locality, codes) in enumerate(city.localities, start=1):
            make_local_area(
                name=f"{city.name} {locality}",
                local_kind="locality",
                members=[ensure_postcode_area(code=code, by=None, at=at) for code in codes],
                key=f"demo-{city.slug}-{number}",
                by=None,
                at=at,
            )
        district = [Area.objects.get(code=city.code)]
        make_local_area(
            name=f"{city.name} District", local_kind="BCU", members=district, key=f"demo-{city.slug}-bcu", by=None, at=at
        )


def draw(*, at):
    """Everything of the demonstration at the instant `at`, unsaved, on the areas of `make_areas`; the same every time."""
    areas = {area.code: area for area in Area.objects.all()}
    demo = Staffing(
        seed=SEED,
        at=at.astimezone(LONDON),
        areas=areas,
        roles={role.slug: role for role in Role.objects.all()},
        kinds={kind.code: kind for kind in AgencyKind.objects.all()},
    )
    demo.force = areas[POLICE_AREA]
    demo.districts = {city.slug: areas[f"local:demo-{city.slug}-bcu"] for city in CITIES}
    demo.localities = {
        (city.slug, locality): areas[f"local:demo-{city.slug}-{number}"]
        for city in CITIES
        for number, (locality, _) in enumerate(city.localities, start=1)
    }
    sites.place_sites(demo)
    for part in (councils, policing, health, sites, partners, calendar):
        part.build(demo)
    demo.covered_twice(*cover_of_a_cover(demo))
    demo.arrange_covers()
    return demo


def cover_of_a_cover(demo):
    """A post whose holder is covered by somebody who is away as well: the prevent lead of Bradford, and two who sit beside."""
    team = [post for post in demo.posts if post.agency is demo.found["bradford-safety"]]
    post = next(post for post in team if post.role.slug == "prevent-lead")
    holder, first, second = (demo.holder_of(one) for one in (post, *(other for other in team if other is not post))[:3])
    return post, holder, first, second
