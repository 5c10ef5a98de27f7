"""Every kind of page that can be reached by links: nothing sticks out at 320 px, and no rule of accessibility is broken."""

import re
from urllib.parse import urljoin, urlsplit

from agencies.models import Setting
from contacts.models import Practitioner
from tests.journeys.ways import DESK, PHONE, TABLET, ways

SIGNED_IN = ["/", "/find/hv/?area=LS7&area=E08000035", "/find/everyone/?area=LS7&area=E08000035&school=900001&practice=Y90001"]
SIGNED_OUT = ["/sign-in/", "/duty/", "/nowhere/"]
# How many pages of one kind (/people/…, /agencies/…) are visited, besides those to start from.
OF_A_KIND = 1


def kind_of(address):
    """What sort of page an address leads to: its first part, and for an answer whether it is the sheet."""
    path = urlsplit(address).path
    if path.startswith("/find/"):
        return "sheet" if "/everyone/" in path else "answer"
    first = path.strip("/").split("/")[0]
    return f"{first}/…" if path.count("/") > 2 else path


def crawl(page, site, starts):
    """Follow links from `starts`, a few pages of each kind; yields the kind of each page once it is open."""
    waiting, seen = [urljoin(site, start) for start in starts], {}
    for address in waiting:
        kind = kind_of(address)
        if seen.get(kind, 0) >= OF_A_KIND and address not in waiting[: len(starts)]:
            continue
        seen[kind] = seen.get(kind, 0) + 1
        answered = page.goto(address)
        assert answered.status < 400 or address.endswith("/nowhere/"), f"{address}: {answered.status}"
        yield kind
        hrefs = page.locator("a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        found = [urljoin(address, href).split("#")[0] for href in hrefs if not re.match(r"(tel|mailto):", href)]
        waiting += [
            each for each in dict.fromkeys(found) if urlsplit(each).netloc == urlsplit(site).netloc and each not in waiting
        ]


@ways(PHONE)
def test_no_page_a_practitioner_can_reach_sticks_out_or_shuts_anybody_out(home, site, look):
    school, kinds = Setting.objects.with_code("urn", "900001").first(), set()
    for kind in crawl(home, site, [*SIGNED_IN, f"/settings/{school.key}/"]):
        kinds.add(kind)
        look(home, re.sub(r"\W+", "-", kind).strip("-") or "home")
    reached = {"people/…", "posts/…", "agencies/…", "areas/…", "settings/…"}
    assert kinds >= {"/", "/patch/", "/duty/", "/privacy/", "/accessibility/", "/wrong/", "answer", "sheet", *reached}


@ways(PHONE)
def test_no_page_for_everybody_sticks_out_or_shuts_anybody_out(page, site, look):
    kinds = set()
    for kind in crawl(page, site, SIGNED_OUT):
        kinds.add(kind)
        look(page, re.sub(r"\W+", "-", kind).strip("-"))
    assert kinds >= {"/sign-in/", "/duty/", "/privacy/", "/accessibility/", "/wrong/", "/nowhere/"}


@ways(TABLET, DESK)
def test_each_profile_fits_wider_windows_too(home, site, look):
    amin = Practitioner.objects.get(name="Hêvî Amin")
    addresses = {
        "person": f"/people/{amin.key}/",
        "post": f"/posts/{amin.appointments.first().post.key}/",
        "agency": "/agencies/leeds-0-19-public-health-service/",
        "area": "/areas/E08000035/",
        "setting": f"/settings/{Setting.objects.with_code('urn', '900001').first().key}/",
    }
    for which, address in addresses.items():
        assert home.goto(site + address).status == 200
        look(home, which)
