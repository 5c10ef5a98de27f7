"""Which posts answer for the places somebody gave, on which key, and which question is still open.

Pure: coverage rows and places in, ranked matches out, each with the reason it is there.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

# What a key reads: the place given for it, and the bases on which a coverage may answer to it.
RESIDENCE, SCHOOL, GP, INCIDENT, EMPLOYER, AGENCY = "residence", "school", "gp", "incident", "employer", "agency"
KEYS = {
    "home": ("main", {RESIDENCE}),
    "where_now": ("main", {RESIDENCE}),
    "incident": ("main", {INCIDENT, RESIDENCE}),
    "employer": ("main", {EMPLOYER, RESIDENCE}),
    "holding_authority": ("authority", {RESIDENCE}),
    "school": ("school", {SCHOOL}),
    "practice": ("practice", {GP}),
    "setting": ("provider", {AGENCY, SCHOOL}),
    "provider": ("provider", {AGENCY}),
    "organisation": ("provider", {AGENCY}),
    "none": ("main", {RESIDENCE, INCIDENT, AGENCY}),
}
# The keys of a role that goes by two places at once: one picks the agency, the other may pick the person.
BOTH = {"home", "practice"}
ANY_BASIS = {RESIDENCE, SCHOOL, GP, INCIDENT, EMPLOYER, AGENCY}


@dataclass(frozen=True, slots=True)
class Target:
    """Something a coverage can name: an area, a setting or an agency, by its primary key and with its name."""

    kind: str
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Places:
    """What was given: for each kind of place, its targets with the smallest first. `main` is the role's own place."""

    main: tuple = ()
    school: tuple = ()
    practice: tuple = ()
    authority: tuple = ()
    provider: tuple = ()

    def for_key(self, key):
        """The targets that answer to `key`. Which council holds a plan may be given as a place on the map."""
        targets = getattr(self, KEYS[key][0])
        if key == "holding_authority":
            return targets or self.main
        if key == "setting":
            return targets or self.school
        return targets

    @property
    def everything(self):
        return self.main + self.school + self.practice + self.authority + self.provider


class Row(NamedTuple):
    """One coverage of one post."""

    post: int
    agency: int
    kind: str
    target: int
    basis: str
    priority: int = 1
    override: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Why a post is here: the key that found it, the target it covers, and whether the key is the proper one."""

    row: Row
    target: Target
    key: str
    proper: bool
    rank: tuple = field(compare=False)


@dataclass(frozen=True, slots=True)
class Matched:
    """The posts that answer, best first; those another of the places would point to; and the key still to ask for."""

    here: list
    elsewhere: list
    ask: str | None = None
    rule: str | None = None


def match(keys, rows, places):
    """Rank `rows` against `places` for a role whose keys are `keys` ("school", "~home": second best after a tilde).

    Proper keys are strict about the basis. A second-best key counts only when no proper key found anything, and then
    takes any basis: the page says so. Each post appears once, with its best reason; where home and surgery are both
    proper keys, once for each of the two, and `share_out` decides which of them counts.
    """
    proper = _matches([key for key in keys if not key.startswith("~")], rows, places, strict=True)
    if proper:
        return proper
    return _matches([key[1:] for key in keys if key.startswith("~")], rows, places, strict=False)


def match_anywhere(rows, places):
    """Rank the rows of a role that only stands in for another: any of the places given, on any basis."""
    by_target = {}
    for row in rows:
        by_target.setdefault((row.kind, row.target), []).append(row)
    best = {}
    for position, target in enumerate(places.everything):
        for row in by_target.get((target.kind, target.id), ()):
            rank = (not row.override, 0, position, row.priority)
            if row.post not in best or rank < best[row.post].rank:
                best[row.post] = Match(row, target, "", False, rank)
    return sorted(best.values(), key=lambda found: (found.rank, found.row.post))


def _matches(keys, rows, places, strict):
    by_target = {}
    for row in rows:
        by_target.setdefault((row.kind, row.target), []).append(row)
    apart = strict and set(keys) >= BOTH
    best = {}
    for nth, key in enumerate(keys):
        bases = KEYS[key][1] if strict else ANY_BASIS
        for position, target in enumerate(places.for_key(key)):
            for row in by_target.get((target.kind, target.id), ()):
                if row.basis not in bases:
                    continue
                rank = (not row.override, nth, position, row.priority)
                held = best.get((row.post, apart and key))
                if held is None or rank < held.rank:
                    best[row.post, apart and key] = Match(row, target, key, strict, rank)
    return sorted(best.values(), key=lambda found: (found.rank, found.row.post))


def share_out(matches, rules, places):
    """Apply each agency's own rule where a role goes by home and by surgery at once (health visiting).

    The home decides the agency; the agency's rule (`rules`: agency id → "gp", "residence", "team" …) decides whether its
    people go by home or by surgery. What the other place would have found goes to `elsewhere`. `ask` is "home" where no
    home was given, and "practice" where the rule is the surgery and none was given.
    """
    if not places.main:
        return Matched(_each_post_once(matches), [], ask="home")
    by_home = [found.row.agency for found in matches if found.key == "home"]
    rule = rules.get(by_home[0], RESIDENCE) if by_home else None
    here, elsewhere = [], []
    for found in matches:
        decides = found.key == "home" or rules.get(found.row.agency) == GP
        (here if decides and found.row.agency in by_home else elsewhere).append(found)
    if rule == GP:
        here.sort(key=lambda found: (found.key != "practice", found.rank, found.row.post))
    here = _each_post_once(here)
    others = _each_post_once(elsewhere, {found.row.post for found in here})
    return Matched(here, others, ask="practice" if rule == GP and not places.practice else None, rule=rule)


def _each_post_once(matches, besides=()):
    seen, once = set(besides), []
    for found in matches:
        if found.row.post not in seen:
            seen.add(found.row.post)
            once.append(found)
    return once


def missing_key(keys, places, unsure):
    """The proper key to ask for before answering, or None. Somebody who said "I don't know" is asked nothing more."""
    proper = [key for key in keys if not key.startswith("~")]
    if proper == ["none"] or any(places.for_key(key) for key in proper):
        return None
    second_best = any(places.for_key(key[1:]) for key in keys if key.startswith("~"))
    return None if unsure and (second_best or places.everything) else proper[0]
