"""Compares what a register says with what the directory holds, and says what would be written."""

import hashlib
import json
from collections.abc import Callable, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from areas.words import fold

from .entries import Entry


class Place(NamedTuple):
    """Where a postcode is: the GSS code of its authority, a reference in metres, and the grid ("gb" or "ie") it is on."""

    authority: str = ""
    easting: int | None = None
    northing: int | None = None
    grid: str = ""


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Held:
    """A setting as the directory holds it: its key, the digest of what the register said of it last, where it is, and its last day.

    `numbers` are those of the register's schemes that it goes by now, with the ids of their rows. `own` says that it is
    this register's setting, not one of ours that happens to bear one of its numbers.
    """

    key: str
    digest: str
    place: Place
    closed_on: date | None
    numbers: dict[tuple[str, str], int]
    own: bool = True


@dataclass(frozen=True, slots=True)
class Write:
    """One setting to write: its columns (the authority by code), its digest, the numbers that begin and the rows of those that end."""

    entry: Entry
    columns: dict
    digest: str
    held: Held | None = None
    begin: tuple[tuple[str, str], ...] = ()
    end: tuple[int, ...] = ()


@dataclass
class Plan:
    """What a load would do; every entry is in one of the first four or in `undated`.

    `close` are those that were open here. `undated` counts entries that closed on a day the register does not say and that were
    never held: nothing true could be written of them. `absent` counts open settings of this register that the file does
    not name, which is no sign that they closed. `shared` counts numbers left out because another setting goes by them.
    """

    add: list[Write] = field(default_factory=list)
    change: list[Write] = field(default_factory=list)
    close: list[Write] = field(default_factory=list)
    unchanged: int = 0
    undated: int = 0
    absent: int = 0
    shared: int = 0
    without_authority: int = 0

    def writes(self) -> list[Write]:
        """Everything to write, in the order of the file."""
        return sorted([*self.add, *self.change, *self.close], key=lambda write: write.entry.row)

    def report(self) -> str:
        """The line that a load ends with."""
        return f"added {len(self.add)} changed {len(self.change)} closed {len(self.close)} unchanged {self.unchanged}"


def compare(
    *,
    scheme: str,
    entries: list[Entry],
    held: dict[str, Held],
    taken: Set[tuple[str, str]],
    authorities: Set[str],
    place_of: Callable[[str], Place | None],
    today: date,
) -> Plan:
    """What to write so that the directory says what the register says.

    `held` are settings by their number under `scheme`, `taken` the other numbers of all other settings, `authorities` the codes
    of the areas that exist. `place_of` finds a postcode, None when it does not know it. A number that one entry gives up, another
    may take up in the same file.
    """
    plan = Plan()
    in_use = set(taken) | _kept(entries, held)
    for entry in entries:
        old = held.get(entry.code)
        columns = _columns(entry)
        digest = _digest(columns, entry)
        if entry.closed and not entry.closed_on:
            if old is None:
                plan.undated += 1
                continue
            # The register does not say since when: it is since we knew.
            columns["closed_on"] = min(old.closed_on or date.max, today - timedelta(days=1))
        same = old is not None and old.digest == digest
        place = _place(entry, place_of, authorities) or (old.place if same else NOWHERE)
        columns |= place._asdict()
        plan.without_authority += not place.authority
        begin, end = _numbers(scheme, entry, old, in_use, plan)
        write = Write(entry, columns, digest, old, begin, end)
        if old is None:
            plan.add.append(write)
        elif same and place == old.place and not begin and not end:
            plan.unchanged += 1
        elif _shut(columns["closed_on"], today) and not _shut(old.closed_on, today):
            plan.close.append(write)
        else:
            plan.change.append(write)
    named = {entry.code for entry in entries}
    plan.absent = sum(old.own and not _shut(old.closed_on, today) for code, old in held.items() if code not in named)
    return plan


def _kept(entries, held):
    """The numbers that held settings go on using: all of those the file does not name, and those it confirms."""
    confirmed = {entry.code: frozenset() if entry.closed else frozenset(entry.numbers) for entry in entries}
    return {number for code, old in held.items() for number in old.numbers if code not in confirmed or number in confirmed[code]}


def _shut(closed_on, today):
    return closed_on is not None and closed_on < today


def _place(entry, place_of, authorities):
    """The register's own word first, then where the postcode is, then the council that maintains it; None when nobody knows."""
    found = place_of(entry.postcode) if entry.postcode else None
    authority = next((code for code in (entry.district, found and found.authority, entry.council) if code in authorities), "")
    if entry.easting and entry.northing:
        return Place(authority, entry.easting, entry.northing, "gb")
    if found:
        return found._replace(authority=authority)
    return Place(authority) if authority else None


def _columns(entry):
    return {
        "kind": entry.kind,
        "name": entry.name,
        "name_key": fold(entry.name),
        "address": entry.address,
        "postcode": entry.postcode,
        "town": entry.town,
        "phone": entry.phone,
        "head": entry.head,
        "phase": entry.phase,
        "opened_on": entry.opened_on,
        "closed_on": entry.closed_on,
    }


def _digest(columns, entry):
    """32 hexadecimal characters that change when anything the register says changes, save where it is and its numbers."""
    said = json.dumps([*columns.values(), entry.closed], default=str, separators=(",", ":"))
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


def _numbers(scheme, entry, old, in_use, plan):
    """The numbers that begin, and the rows of those that end.

    A setting keeps its main number for good, closed or not; its other numbers go to whoever replaces it.
    """
    now = old.numbers if old else {}
    wanted = [(scheme, entry.code)]
    for number in () if entry.closed else entry.numbers:
        if number in now or number not in in_use:
            wanted.append(number)
            in_use.add(number)
        else:
            plan.shared += 1
    begin = tuple(number for number in wanted if number not in now)
    end = tuple(row for number, row in now.items() if number[0] != scheme and number not in wanted)
    return begin, end
