"""What every local authority lies in, read from the seed files; no database."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

SEED = Path(__file__).parent / "seed"

COUNTRIES = {
    "E": ("E92000001", "England"),
    "W": ("W92000004", "Wales"),
    "S": ("S92000003", "Scotland"),
    "N": ("N92000002", "Northern Ireland"),
}


class Place(NamedTuple):
    """A place as an answer names it: its code, its kind (a value of `Area.Kind`) and its name."""

    code: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Authority:
    """One local authority with what it lies in; `upper_tier` is itself unless a county runs its children's services."""

    place: Place
    upper_tier: Place
    force: Place
    region: Place | None
    country: Place

    def containers(self) -> tuple[Place, ...]:
        """What it lies in, smallest first, without itself."""
        county = () if self.upper_tier is self.place else (self.upper_tier,)
        region = () if self.region is None else (self.region,)
        return (*county, self.force, *region, self.country)


def _as_spoken(name):
    """The official lists turn three names round for sorting: "Bristol, City of"."""
    return name.removesuffix(", City of").removesuffix(", County of")


@lru_cache(maxsize=1)
def authorities() -> dict[str, Authority]:
    """Every authority of the United Kingdom by its GSS code."""
    known: dict[str, Place] = {}

    def place(code, kind, name):
        return known.setdefault(code, Place(code, kind, name))

    found = {}
    with (SEED / "local_authorities.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            code = row["code"]
            own = place(code, "authority", _as_spoken(row["name"]))
            of_its_own = row["upper_tier_code"] == code
            country = COUNTRIES[code[0]]
            found[code] = Authority(
                place=own,
                upper_tier=own if of_its_own else place(row["upper_tier_code"], "upper_tier", row["upper_tier_name"]),
                force=place(row["police_force_code"], "police", row["police_force_name"]),
                region=None if row["region_code"] == country[0] else place(row["region_code"], "region", row["region_name"]),
                country=place(country[0], "country", country[1]),
            )
    return found


@lru_cache(maxsize=1)
def places() -> dict[str, Place]:
    """Every seeded place by its code, the smallest kinds last in the order of `nestings`."""
    found = {}
    for authority in authorities().values():
        for place in (*reversed(authority.containers()), authority.place):
            found.setdefault(place.code, place)
    return found


@lru_cache(maxsize=1)
def nestings() -> frozenset[tuple[str, str]]:
    """Every pair (code, code of a larger place it lies in), transitively closed.

    An authority lies in its county, force, region and country. A county, force or region lies in a larger place when every
    authority of it does: forces never split an authority, and no English force crosses a region, but that is read here from
    the rows, not assumed.
    """
    within = {code: {place.code for place in authority.containers()} for code, authority in authorities().items()}
    members: dict[str, set[str]] = {}
    for code, containers in within.items():
        for container in containers:
            members.setdefault(container, set()).add(code)
    pairs = {(code, container) for code, containers in within.items() for container in containers}
    rank = {"upper_tier": 0, "police": 1, "region": 2, "country": 3}
    for inner, inside in members.items():
        for outer, around in members.items():
            if inside <= around and rank[places()[inner].kind] < rank[places()[outer].kind]:
                pairs.add((inner, outer))
    return frozenset(pairs)


@lru_cache(maxsize=1)
def aliases() -> tuple[tuple[str, str], ...]:
    """Everyday names of seeded places, as (code, name)."""
    with (SEED / "aliases.csv").open(newline="", encoding="utf-8") as file:
        return tuple((row["code"], row["name"]) for row in csv.DictReader(file))
