"""Whatever is typed into whichever field of a roster, nobody sees a broken page and nothing is taken for markup."""

import pytest

from tests.conftest import FULL
from tests.security.naughty import NAUGHTY
from tests.security.test_naughty_text import FORM, encoded, faults

pytestmark = pytest.mark.at_length

ADDING = ("name", "email", "phone", "post", "role", "title", "team", "place", "kind", "order", "starts_on", "ends_on", "same")


def addresses(rosters):
    """address → the fields it reads, and what else is sent with each."""
    home = f"/agencies/{rosters.world.council.slug}/roster/"
    held, ann, post, team = rosters.held.key, rosters.ann.key, rosters.post.key, rosters.world.team.key
    reached = ("phone", "extension", "audience", "seen")
    return {
        home: (("find",), {}),
        f"{home}add/": (ADDING, {"kind": "holder", "role": "named-nurse", "order": "1"}),
        f"{home}close/": (("closed_on", "successor", "sure", "open"), {}),
        f"/appointments/{held}/end/": (("ends_on", "name", "email", "phone", "seen"), {}),
        f"/appointments/{held}/change/": (("kind", "order", "starts_on", "ends_on", "day_0", "pick_kind"), {"kind": "holder"}),
        f"/people/{ann}/change/": (("name", "known_as", "email", *reached), {"audience": "professional", "name": "Ann"}),
        f"/posts/{post}/change/": (("title", "team", "before_you_ring", "ends_on", *reached), {"audience": "professional"}),
        f"/teams/{team}/change/": (("name", "agency", "closed_on", *reached), {"audience": "professional"}),
        "/roster/confirm/": (("shown", "tick"), {}),
        "/roster/undo/": (("undo",), {}),
    }


def texts_for(nth):
    """Every odd text under ./test --full, otherwise a tenth of them: each field another tenth."""
    return NAUGHTY if FULL else NAUGHTY[nth % 10 :: 10]


@pytest.mark.parametrize("nth", range(10))
def test_whatever_is_posted_to_a_roster_gets_a_whole_page(rosters, keeping, nth):
    address, (fields, more) = list(addresses(rosters).items())[nth]
    found = []
    for turn, field in enumerate(fields, start=nth):
        for text in texts_for(turn):
            body = encoded(**{**more, field: text})
            found += [f"{field} {fault}" for fault in faults(keeping.post(address, body, content_type=FORM), text)]
    assert found == []


def test_whatever_a_rosters_address_asks_gets_a_whole_page(rosters, keeping):
    home = f"/agencies/{rosters.world.council.slug}/roster/"
    asked = {home: ("find", "page", "all", "undo"), f"{home}add/": ("post", "as"), "/roster/": ("page", "all")}
    asked |= {"/roster/confirm/": ("agency", "fix", "page"), f"/posts/{rosters.post.key}/roster/": ("day", "undo")}
    found = []
    pairs = [(address, field) for address, fields in asked.items() for field in fields]
    for turn, (address, field) in enumerate(pairs):
        for text in texts_for(turn):
            found += faults(keeping.get(f"{address}?{encoded(**{field: text})}"), text)
    assert found == []
