"""Says where a postcode is, or why nobody can say: one value for every text, never an exception, never a query of the database."""

import logging
import math
import sqlite3
from typing import NamedTuple

from django.utils.translation import gettext as _

from areas import postcodes, sidefile
from areas.answers import Elsewhere, Exact, Near, Point, Refused, Share, Split, Suggested, Unknown
from areas.facts import COUNTRIES, Place, authorities, places
from areas.postcodes import Postcode, Refusal

log = logging.getLogger(__name__)

# Districts one postcode area may list before the reader is asked to type more of it.
MOST_SHARES = 20

# What is not in the United Kingdom, or nowhere in it.
ELSEWHERE = {"bfpo", "gibraltar", "eircode", "crown_dependency", "girobank"}


class _Profile(NamedTuple):
    """What one combination of codes in the file stands for, worked out once for each edition."""

    number: int
    areas: tuple[Place, ...]
    ward: Place | None
    authority: Place
    upper_tier: Place
    icb: Place | None
    force: Place | None
    region: Place | None
    country: Place
    grid: str


def locate(text: str) -> Exact | Split | Unknown | Elsewhere | Refused:
    """Where this text, typed for a postcode, is."""
    parsed = postcodes.parse(text)
    held = sidefile.current()
    try:
        if type(parsed) is Refusal:
            return _refused(parsed, held)
        if held is None:
            return Unknown(_written(parsed), loaded=False)
        return _whole(parsed, held) if type(parsed) is Postcode else _part(parsed, held)
    except sqlite3.Error as problem:
        log.error("The file of postcodes cannot be read: %s", problem)
        return Unknown(_written(parsed), loaded=False)


class Profiled(NamedTuple):
    """A place the file's rows name, and the codes of what all its rows lie in."""

    own: Place
    within: frozenset[str]


def profiled() -> dict[str, Profiled]:
    """The wards, ICBs and councils in the rows of the file now served, by code; nothing while there is none.

    Places of the seed keep their seeded name. What lies in what is read from the rows: one postcode outside is outside.
    """
    held = sidefile.current()
    found: dict[str, Profiled] = {}
    for number in held.profiles() if held else ():
        profile = held.kept.get(number) or _learn(held, number)
        for at, place in enumerate(profile.areas):
            if place.kind in ("ward", "icb", "authority"):
                # What follows is larger, except that nothing but a council and its wards lies in an ICB.
                outer = frozenset(other.code for other in profile.areas[at + 1 :] if place.kind != "icb")
                known = found.get(place.code)
                found[place.code] = Profiled(place, outer & known.within if known else outer)
    return found


def named(code: str) -> Place | None:
    """The place that the file now served calls by this code, None when it names none."""
    held = sidefile.current()
    return Place(code, *held.names[code]) if held and code in held.names else None


def locate_point(text: str) -> Point | None:
    """The grid reference of a whole postcode, None when it has none or is not one."""
    found = locate(text)
    return found.point if type(found) is Exact else None


def distance_m(a, b) -> float | None:
    """Metres in a straight line between two things with `easting`, `northing` and `grid`.

    None when either has no grid reference or they are on different grids: a British and an Irish reference are not comparable,
    taken together they would put Belfast in Lancashire.
    """
    if a is None or b is None or a.easting is None or b.easting is None or a.grid != b.grid:
        return None
    return math.hypot(a.easting - b.easting, a.northing - b.northing)


def _written(parsed):
    return parsed.spaced if type(parsed) is Postcode else parsed.written


def _whole(postcode, held):
    row = held.postcode(postcode.spaced)
    if row is None:
        return Unknown(
            postcode.spaced,
            choices=_shares(held, "district", postcode.district),
            suggestions=_offers(postcodes.alternatives(postcode), held),
            edition=held.meta["label"],
        )
    number, easting, northing, ended = row
    profile = held.kept.get(number) or _learn(held, number)
    if profile.authority is None:
        choices = _shares(held, "district", postcode.district)
        return Elsewhere(postcode.spaced, "no_place", choices=choices, edition=held.meta["label"])
    near = ()
    if easting is not None:
        irish = profile.grid == "ie"
        others = held.near(sidefile.cell_of(easting, northing, irish))
        if others:
            near = _near(held, profile.number, easting, northing, others)
    return Exact(
        postcode.spaced,
        (
            Place(postcode.sector, "postcode_sector", postcode.sector),
            Place(postcode.district, "postcode_district", postcode.district),
            *profile.areas,
        ),
        *profile[2:9],
        easting,
        northing,
        profile.grid if easting is not None else "",
        near,
        f"{ended // 100}-{ended % 100:02}" if ended else "",
        False,
        postcode.from_text,
        held.meta["label"],
    )


def _part(partial, held):
    reading = partial
    shares = _shares(held, partial.kind, partial.written)
    if not shares and partial.otherwise:
        reading = partial.otherwise
        shares = _shares(held, reading.kind, reading.written)
    label = held.meta["label"]
    if not shares:
        return Unknown(partial.written, edition=label)
    own = _own_areas(reading)
    if len(shares) == 1:
        profile = _profile_of(held, shares[0].authority.code, None, None, None)
        return Exact(reading.written, own + profile.areas, *profile[2:9], partial=True, edition=label)
    common = _in_all([_containers(share) for share in shares])
    return Split(reading.written, shares[:MOST_SHARES], own + common, more=max(0, len(shares) - MOST_SHARES), edition=label)


def _own_areas(partial):
    """The sector and district a part of a postcode names; a postcode area ("LS") is too large to be one of ours."""
    if partial.kind == "area":
        return ()
    district = partial.written.split(" ")[0]
    areas = (Place(district, "postcode_district", district),)
    return areas if partial.kind == "district" else (Place(partial.written, "postcode_sector", partial.written), *areas)


def _containers(share):
    authority = authorities().get(share.authority.code)
    return authority.containers() if authority else ()


def _in_all(lists):
    first, *others = lists
    return tuple(place for place in first if all(place in other for other in others))


def _learn(held, number):
    """Works out a profile the first time it is met and keeps it for as long as this edition is served."""
    authority, ward, icb, force = held.profile(number)
    profile = _profile_of(held, held.authorities.get(authority), ward, icb, force)._replace(number=authority)
    held.kept[number] = profile
    return profile


def _profile_of(held, code, ward, icb, force):
    if code is None:
        return _Profile(0, (), None, None, None, None, None, None, None, "")
    ward, icb = _named(held, ward, "ward"), _named(held, icb, "icb")
    known = authorities().get(code)
    if known:
        council, upper_tier, region, country = known.place, known.upper_tier, known.region, known.country
        force = _named(held, force, "police") or known.force
    else:
        # A council newer than our list of them: true as far as it goes, without a region and perhaps without a name.
        council = upper_tier = _named(held, code, "authority")
        region, country = None, Place(COUNTRIES[code[0]][0], "country", COUNTRIES[code[0]][1])
        force = _named(held, force, "police")
    county = None if upper_tier is council else upper_tier
    areas = tuple(place for place in (ward, council, county, icb, force, region, country) if place)
    grid = "ie" if code.startswith("N") else "gb"
    return _Profile(0, areas, ward, council, upper_tier, icb, force, region, country, grid)


def _named(held, code, kind):
    if code is None:
        return None
    return places().get(code) or Place(code, *held.names.get(code, (kind, code)))


def _council(held, number):
    """The authority with this number in the file, and the one that runs children's services there."""
    key = ("council", number)
    found = held.kept.get(key)
    if found is None:
        profile = _profile_of(held, held.authorities[number], None, None, None)
        found = held.kept[key] = (profile.authority, profile.upper_tier)
    return found


def _shares(held, kind, written):
    counted = held.shares(kind, written)
    total = sum(count for _number, count in counted)
    return tuple(Share(*_council(held, number), count, count / total) for number, count in counted)


def _near(held, own, easting, northing, others):
    found = []
    for number, e, n in others:
        if number != own:
            metres = math.hypot(e - easting, n - northing)
            if metres <= sidefile.NEAR:
                found.append((metres, number))
    found.sort()
    return tuple(Near(*_council(held, number), max(100, round(metres / 100) * 100)) for metres, number in found)


def _refused(refusal, held):
    if refusal.kind in ELSEWHERE:
        return Elsewhere(refusal.written, refusal.kind, edition=held.meta["label"] if held else "")
    offers = _offers(refusal.suggestions, held) if refusal.suggestions else ()
    if refusal.suggestions and not offers:
        offers = tuple(Suggested(suggestion.spaced, _label(suggestion)) for suggestion in refusal.suggestions)
    return Refused(refusal.kind, refusal.written, offers, refusal.found, refusal.position, refusal.looks_like)


def _offers(suggestions, held):
    """Those of the suggestions that the file holds."""
    if held is None:
        return ()
    return tuple(Suggested(offer.spaced, _label(offer)) for offer in suggestions if held.postcode(offer.spaced))


def _label(suggestion):
    characters = {
        "0": _("with a zero"),
        "1": _("with a one"),
        "2": _("with a two"),
        "5": _("with a five"),
        "8": _("with an eight"),
    }
    how = characters.get(suggestion.meant) or (
        suggestion.meant and _("with the letter %(letter)s") % {"letter": suggestion.meant}
    )
    if how:
        return _("Use %(postcode)s, %(how)s") % {"postcode": suggestion.spaced, "how": how}
    return _("Use %(postcode)s") % {"postcode": suggestion.spaced}
