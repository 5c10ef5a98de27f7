"""Knows who writes the documents of each kind of thing, and which documents name another thing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

EVERYBODY = "professional"


@dataclass(frozen=True, slots=True)
class Draft:
    """What one thing is found by and shown as, before it is folded into a `Document`.

    `thing` is its primary key and `key` what its address holds. `names` are texts that name it (`person` when they are somebody's
    own), `work` texts about it. Empty dates mean always. `facets` are lists of plain values to count and filter by.
    """

    thing: int
    key: str
    title: str
    label: str = ""
    names: tuple[str, ...] = ()
    work: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    mailboxes: tuple[str, ...] = ()
    person: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    visibility: str = EVERYBODY
    boost: int = 0
    facets: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be found. Each of `writers`, given primary keys or None for all, yields drafts of them.

    `named_by` maps another kind to a function from its primary keys to those of this kind whose documents name them.
    """

    name: str
    writers: list[Callable]
    named_by: dict


_KINDS: dict[str, Kind] = {}


def register(name, drafts, **named_by):
    """Makes a kind of thing findable; called by the app that owns it when it is ready, and by one above it that knows more of it."""
    kind = _KINDS.setdefault(name, Kind(name, [], {}))
    kind.writers.append(drafts)
    kind.named_by.update(named_by)


def kinds():
    """All kinds, in the order in which their apps came."""
    return _KINDS
