"""What a roster is compared by: its people, posts and who is in which, as plain values. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True)
class Person:
    """Somebody on a roster in scope. Of a restricted person nothing is compared or shown."""

    key: str
    name: str
    name_key: str
    restricted: bool = False
    ours: bool = True  # in no post of an agency out of scope: else only what concerns our posts is changed
    email: str = ""
    phone: str = ""
    extension: str = ""
    emails: frozenset = frozenset()  # every address they are reached by, in small letters
    phones: frozenset = frozenset()
    refs: dict = field(default_factory=dict)  # agency → staff reference


@dataclass(slots=True)
class Held:
    """Somebody in a post from the day the upload counts from on, or on it."""

    key: str
    person: str
    post: str
    kind: str
    starts_on: str
    ends_on: str


@dataclass(slots=True)
class Post:
    """A post of an agency in scope."""

    key: str
    agency: str
    team: str
    title: str
    title_key: str
    role: str
    is_desk: bool = False


@dataclass(slots=True)
class Roster:
    """The agencies in scope as they stand. `place` reads the text of a place: (what it names, its name), or None."""

    from_day: date
    agencies: dict[str, str]  # slug → name
    called: dict[str, str]  # a folded name, or a code, → slug; "" for one that is not in scope
    teams: dict[str, tuple[str, str, str]]  # key → (agency, name, folded name)
    posts: dict[str, Post]
    people: dict[str, Person]
    held: dict[str, Held]
    roles: dict[str, tuple[str, ...]]  # folded name → slugs
    role_names: dict[str, str]  # slug → everyday name
    place: Callable


@dataclass(frozen=True, slots=True)
class Scope:
    """What a file covers: "agency" (the whole of it), "team", "additions" (only new people), or "many" agencies."""

    part: str
    agency: str = ""
    team: str = ""
    columns: frozenset = frozenset()


def as_date(text):
    """The day that a plan writes as text, None for the empty one."""
    return date.fromisoformat(text) if text else None


def iso(day):
    """A day as a plan writes it, empty for none."""
    return day.isoformat() if day else ""
