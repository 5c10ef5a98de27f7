"""Reads the seed files of kinds of agency, roles and ambiguous words, and says everything that is wrong with them."""

import csv
import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent

# What a role can be found by. "none" means that nothing need be asked: the same answer holds everywhere.
KEYS = {
    "home",
    "where_now",
    "holding_authority",
    "incident",
    "employer",
    "school",
    "practice",
    "setting",
    "provider",
    "organisation",
    "none",
}
KINDS = {"person", "desk", "case", "external"}


@dataclass(frozen=True)
class SeedKind:
    """A kind of agency as the seed states it."""

    code: str
    name: str
    sector: str
    out_of_hours_route: str


@dataclass(frozen=True)
class SeedRole:
    """A role as the seed, or the database, states it; two that say the same have the same digest."""

    code: str
    slug: str
    name: str
    everyday_name: str
    abbreviation: str
    what_for: str
    agency_kind: str
    audience: str
    kind: str
    resolves_on: str
    question: str
    covers_kind: str
    held_at: str
    review_days: int
    gap: str
    deputy: str
    cover: str
    tier: str
    legal_basis: str
    evidence: str
    guess: str
    notes: str
    synonyms: tuple[str, ...]
    fallback: tuple[str, ...]

    @property
    def digest(self) -> str:
        """32 hexadecimal characters that change when anything said of the role changes."""
        return hashlib.blake2b(json.dumps(asdict(self)).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True)
class AmbiguousTerm:
    """Words that mean several roles, and the question that tells them apart."""

    term: str
    role_codes: tuple[str, ...]
    question: str
    note: str


@dataclass(frozen=True)
class Taxonomy:
    """The three seed files together."""

    kinds: tuple[SeedKind, ...]
    roles: tuple[SeedRole, ...]
    ambiguous: tuple[AmbiguousTerm, ...]


def read(folder: Path = FOLDER) -> Taxonomy:
    """The seed files of `folder`, unchecked. A missing file or column raises OSError or KeyError."""
    return Taxonomy(
        kinds=tuple(
            SeedKind(row["code"], row["name"], row["sector"], row["out_of_hours_route"])
            for row in _rows(folder / "agency_kinds.csv")
        ),
        roles=tuple(_role(row) for row in _rows(folder / "roles.csv")),
        ambiguous=tuple(
            AmbiguousTerm(row["term"], _several(row["role_codes"]), row["question"], row["note"])
            for row in _rows(folder / "ambiguous_terms.csv")
        ),
    )


def _rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: "" if cell == "-" else cell for name, cell in row.items()} for row in csv.DictReader(file)]


def _several(cell):
    return tuple(cell.split("|")) if cell else ()


def _role(row):
    renamed = {**row, "agency_kind": row["agency_type"], "review_days": int(row["review_days"])}
    renamed |= {"synonyms": _several(row["synonyms"]), "fallback": _several(row["fallback"])}
    return SeedRole(**{name: renamed[name] for name in SeedRole.__dataclass_fields__})


def problems(taxonomy: Taxonomy) -> list[str]:
    """Everything wrong with the taxonomy, one sentence each; an empty list when it is sound."""
    return [
        *_repeats("kind of agency", (kind.code for kind in taxonomy.kinds)),
        *_repeats("role code", (role.code for role in taxonomy.roles)),
        *_repeats("slug", (role.slug for role in taxonomy.roles)),
        *_unknown_kinds(taxonomy),
        *_bad_keys(taxonomy.roles),
        *_bad_chains(taxonomy.roles),
        *_bad_words(taxonomy),
    ]


def _repeats(what, values):
    return [f"The {what} {value!r} is used {times} times." for value, times in Counter(values).items() if times > 1]


def _unknown_kinds(taxonomy):
    known = {kind.code for kind in taxonomy.kinds}
    for role in taxonomy.roles:
        if role.agency_kind not in known:
            yield f"{role.code} belongs to an unknown kind of agency, {role.agency_kind!r}."
        if role.kind not in KINDS:
            yield f"{role.code} is of an unknown kind, {role.kind!r}."


def _bad_keys(roles):
    for role in roles:
        keys = role.resolves_on.split("|")
        plain = [key.removeprefix("~") for key in keys]
        if "" in plain:
            yield f"{role.code} has a blank key to go by."
        for key in plain:
            if key and key not in KEYS:
                yield f"{role.code} goes by an unknown key, {key!r}."
        if keys != sorted(keys, key=lambda key: key.startswith("~")) or keys[0].startswith("~"):
            yield f"{role.code} must name its proper key first and second best ones after it."
        if "none" in plain and len(plain) > 1:
            yield f"{role.code} needs no key, so it cannot have others."
        if not role.question:
            yield f"{role.code} has no question to ask."


def _bad_chains(roles):
    by_code = {role.code: role for role in roles}
    for role in roles:
        unknown = [code for code in role.fallback if code not in by_code]
        for code in unknown:
            yield f"{role.code} falls back to an unknown role, {code!r}."
        if unknown:
            continue
        if len({role.code, *role.fallback}) <= len(role.fallback):
            yield f"{role.code} falls back to itself, or to one role twice."
        end = by_code[role.fallback[-1]] if role.fallback else role
        if end.kind != "desk":
            yield f"The fallback chain of {role.code} ends in {end.code}, which is not a desk."
        elif _goes_round(role, by_code):
            yield f"The fallback chain of {role.code} goes round in a loop."


def _goes_round(role, by_code):
    """Whether following last step after last step comes back to where it has been."""
    met = set()
    while role.fallback:
        if role.code in met or role.fallback[-1] not in by_code:
            return role.code in met
        met.add(role.code)
        role = by_code[role.fallback[-1]]
    return False


def _bad_words(taxonomy):
    codes = {role.code for role in taxonomy.roles}
    listed = defaultdict(set)
    for term in taxonomy.ambiguous:
        listed[term.term.casefold()].update(term.role_codes)
        for code in term.role_codes:
            if code not in codes:
                yield f"The ambiguous term {term.term!r} names an unknown role, {code!r}."
    meant = defaultdict(list)
    for role in taxonomy.roles:
        for words in role.synonyms:
            if not words.strip():
                yield f"{role.code} has a blank synonym."
            meant[words.strip().casefold()].append(role.code)
    for words, role_codes in meant.items():
        if len(set(role_codes)) < len(role_codes):
            yield f"{role_codes[0]} has the synonym {words!r} twice."
        elif len(role_codes) > 1 and not set(role_codes) <= listed[words]:
            yield f"{words!r} means {' and '.join(role_codes)}, but the ambiguous terms do not list it for them."
