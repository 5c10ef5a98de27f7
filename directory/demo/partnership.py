"""The whole demonstration, in the order in which its parts need each other."""

from zoneinfo import ZoneInfo

from agencies.models import AgencyKind, Role
from areas.actions import ensure_postcode_area, make_local_area
from areas.models import Area

from . import councils, health, partners, policing, sites
from .actions import enter_demonstration, open_demo_account
from .cities import CITIES, POLICE_AREA
from .signins import ACCOUNTS, DOMAIN
from .staffing import Staffing

SEED = "West Yorkshire demonstration partnership"
LONDON = ZoneInfo("Europe/London")


def load(*, at, password, say=lambda words: None):
    """Makes the partnership as it stands at the instant `at`, and its accounts; returns what was built.

    `say` is told what is going on. Call it inside one transaction. Raises `ValueError` when a postcode district of the tables is
    not in the file of postcodes.
    """
    say("Mapping localities and police districts")
    demo = Staffing(
        seed=SEED,
        at=at.astimezone(LONDON),
        place=lambda code: places[code],
        roles={role.slug: role for role in Role.objects.all()},
        kinds={kind.code: kind for kind in AgencyKind.objects.all()},
    )
    places = {code: ensure_postcode_area(code=code, by=None, at=at) for city in CITIES for _, code in city.patches}
    demo.force = Area.objects.get(code=POLICE_AREA)
    demo.localities, demo.districts = {}, {}
    for city in CITIES:
        demo.districts[city.slug] = make_local_area(
            name=f"{city.name} District",
            local_kind="BCU",
            members=[demo.cities[city.slug]],
            key=f"demo-{city.slug}-bcu",
            by=None,
            at=at,
        )
        for number, (locality, codes) in enumerate(city.localities, start=1):
            demo.localities[city.slug, locality] = make_local_area(
                name=f"{city.name} {locality}",
                local_kind="locality",
                members=[places[code] for code in codes],
                key=f"demo-{city.slug}-{number}",
                by=None,
                at=at,
            )
    say("Inviting agencies, posts and people")
    sites.place_sites(demo)
    for part in (councils, policing, health, sites, partners):
        part.build(demo)
    demo.covered_twice(*cover_of_a_cover(demo))
    demo.arrange_covers()
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
            by=None,
            at=at,
        )
    return demo


def cover_of_a_cover(demo):
    """A post whose holder is covered by somebody who is away as well: the prevent lead of Bradford, and two who sit beside."""
    team = [post for post in demo.posts if post.agency is demo.found["bradford-safety"]]
    post = next(post for post in team if post.role.slug == "prevent-lead")
    holder, first, second = (demo.holder_of(one) for one in (post, *(other for other in team if other is not post))[:3])
    return post, holder, first, second
