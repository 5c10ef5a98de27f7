"""What a register says about one school or surgery, in a shape that no longer depends on the register."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from .csv_file import Problem

# The longest text the directory holds of each.
LONGEST = {"name": 160, "address": 300, "postcode": 8, "town": 80, "phone": 30, "head": 120, "phase": 60}
_PHONE_WITHOUT_ITS_ZERO = re.compile(r"[1-9]\d{8,9}")
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})")


@dataclass(frozen=True, slots=True)
class Entry:
    """One school or surgery in a register.

    `code` is its own number there; `numbers` what other schemes call it, as (scheme, value). `closed` is the register's word for it;
    `closed_on` the last day it was open, where that is known. `district` and `council` are GSS codes, the smaller area
    first; `easting` and `northing` are in metres on the British grid. Empty text and None mean that the register is silent.
    """

    row: int
    code: str
    kind: str
    name: str
    address: str = ""
    postcode: str = ""
    town: str = ""
    phone: str = ""
    head: str = ""
    phase: str = ""
    opened_on: date | None = None
    closed: bool = False
    closed_on: date | None = None
    numbers: tuple[tuple[str, str], ...] = ()
    district: str = ""
    council: str = ""
    easting: int | None = None
    northing: int | None = None

    def problems(self) -> list[Problem]:
        """What stops this entry from being held: a missing name or a text that is too long."""
        found = [] if self.name else [Problem(f"{self.code} has no name.", self.row)]
        for name, longest in LONGEST.items():
            if len(getattr(self, name)) > longest:
                found.append(Problem(f"the {name} of {self.code} is longer than {longest} characters.", self.row))
        return found


@dataclass
class Reading:
    """What a file says: its entries, everything wrong with it, and how many rows it has in all."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0

    def add(self, entry: Entry) -> None:
        """Keep `entry`, or the reasons why it cannot be kept."""
        found = entry.problems()
        self.problems += found
        if not found:
            self.entries.append(entry)

    def refuse_repeats(self) -> None:
        """Note every entry whose code an earlier row already had."""
        first: dict[str, int] = {}
        for entry in self.entries:
            row = first.setdefault(entry.code, entry.row)
            if row != entry.row:
                self.problems.append(Problem(f"{entry.code} is already in row {row}.", entry.row))


class BadCell(ValueError):
    """A cell does not hold what its column should; the message says so without naming the row."""


def day(text: str, pattern: str, example: str) -> date | None:
    """The date in a cell, or None for an empty one. Raises `BadCell`."""
    if not text:
        return None
    try:
        found = datetime.strptime(text, pattern).date()
    except ValueError:
        found = None
    # strptime is lenient about missing zeros, which would let "2020133" pass for a day in January.
    if found is None or found.strftime(pattern) != text:
        raise BadCell(f"“{text}” is not a date such as {example}.")
    return found


def metres(text: str) -> int | None:
    """A grid figure, or None for an empty one; registers also write 0 where they do not know. Raises `BadCell`."""
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 7:
        raise BadCell(f"“{text}” is not a grid reference in metres.")
    return int(text) or None


def phone(text: str) -> str:
    """A telephone number as printed, with the leading 0 that spreadsheets drop."""
    return f"0{text}" if _PHONE_WITHOUT_ITS_ZERO.fullmatch(text) else text


def postcode(text: str) -> str:
    """A postcode in capitals with its space, or "" when it is not one (registers also print "Not known")."""
    match = _POSTCODE.fullmatch(text.upper())
    return f"{match[1]} {match[2]}" if match else ""
