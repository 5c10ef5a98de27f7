"""Reads the register of schools in England (GIAS, "Get information about schools": edubasealldata), by its headings.

Columns have come and gone over the years, so none is known by its place. The register holds no safeguarding lead.
"""

import re

from . import csv_file
from .csv_file import BadFile, Problem
from .entries import BadCell, Entry, Reading, day, metres, phone, postcode

NAME = "schools"
SCHEME = "urn"
SCHEMES = ("urn", "dfe", "ukprn")
THINGS = "schools"

# Without one of these a load would blank what we hold.
REQUIRED = [
    "URN",
    "LA (code)",
    "EstablishmentNumber",
    "EstablishmentName",
    "TypeOfEstablishment (name)",
    "EstablishmentTypeGroup (name)",
    "EstablishmentStatus (name)",
    "OpenDate",
    "CloseDate",
    "PhaseOfEducation (name)",
    "UKPRN",
    "Street",
    "Locality",
    "Address3",
    "Town",
    "Postcode",
    "TelephoneNum",
    "HeadTitle (name)",
    "HeadFirstName",
    "HeadLastName",
]
_ADDRESS = ["Street", "Locality", "Address3", "Town", "County (name)"]
_HEAD = ["HeadTitle (name)", "HeadFirstName", "HeadLastName"]
# These three are still there; every other status means that the school is not.
_OPEN = {"open", "open, but proposed to close", "proposed to open"}
_STATUSES = _OPEN | {"closed", "pending approval", "de-registered", "rejected opening", "created in error"}
_NO_PHASE = {"", "not applicable"}
_URN = re.compile(r"\d{5,7}")
_GSS = re.compile(r"[EWSN]\d{8}")


def read(data: bytes) -> Reading:
    """The schools and colleges in the file, and everything wrong with it."""
    reading = Reading()
    try:
        (_, headings), *rows = csv_file.rows(data)
    except BadFile as bad:
        reading.problems.append(bad.problem)
        return reading
    if problem := _headings_problem(headings) or (None if rows else Problem("The file has headings but no schools.")):
        reading.problems.append(problem)
        return reading
    reading.rows = len(rows)
    for number, cells in rows:
        if len(cells) != len(headings):
            reading.problems.append(Problem(f"it has {len(cells)} columns, and the headings name {len(headings)}.", number))
            continue
        try:
            reading.add(_entry(number, dict(zip(headings, cells, strict=True))))
        except BadCell as bad:
            reading.problems.append(Problem(str(bad), number))
    reading.refuse_repeats()
    return reading


def _headings_problem(headings):
    missing = [name for name in REQUIRED if name not in headings]
    if not missing:
        repeated = sorted({name for name in REQUIRED if headings.count(name) > 1})
        return Problem(f"it has more than one column called {', '.join(repeated)}.", 1) if repeated else None
    if "URN" in missing and len(headings) == 27:
        return Problem("This looks like the NHS file of surgeries, not the file of schools (edubasealldata).")
    return Problem(f"This is not the whole file of schools: it has no column called {', '.join(missing)}.")


def _entry(number, row):
    urn = row["URN"]
    if not urn.isascii() or not _URN.fullmatch(urn):
        raise BadCell(f"“{urn[:40]}” is not a school number (URN).")
    status = row["EstablishmentStatus (name)"].casefold()
    if status not in _STATUSES:
        raise BadCell(f"“{row['EstablishmentStatus (name)'][:40]}” is not a status of the register of schools, such as Open.")
    closed = status not in _OPEN
    return Entry(
        row=number,
        code=urn,
        kind=_kind(row),
        name=row["EstablishmentName"],
        address=", ".join(row.get(name, "") for name in _ADDRESS if row.get(name, "")),
        postcode=postcode(row["Postcode"]),
        town=row["Town"],
        phone=phone(row["TelephoneNum"]),
        head=" ".join(row[name] for name in _HEAD if row[name]),
        phase=_phase(row),
        opened_on=day(row["OpenDate"], "%d-%m-%Y", "31-01-2020"),
        closed=closed,
        # A day on which a school that is still open means to close is a plan, and plans move.
        closed_on=_close_date(row) if closed else None,
        numbers=_numbers(row, shares_its_number=status == "proposed to open"),
        district=_gss(row.get("DistrictAdministrative (code)", "")),
        council=_gss(row.get("GSSLACode (name)", "")),
        easting=metres(row.get("Easting", "")),
        northing=metres(row.get("Northing", "")),
    )


def _close_date(row):
    return day(row["CloseDate"], "%d-%m-%Y", "31-01-2020")


def _kind(row):
    if row["EstablishmentTypeGroup (name)"].casefold() in {"colleges", "universities"}:
        return "college"
    return "other" if row["TypeOfEstablishment (name)"].casefold().startswith("children's centre") else "school"


def _phase(row):
    phase = row["PhaseOfEducation (name)"]
    return row["TypeOfEstablishment (name)"] if phase.casefold() in _NO_PHASE else phase


def _numbers(row, *, shares_its_number):
    """Its other numbers. An academy about to open often bears the number of the school that it replaces, which still has it."""
    authority, establishment = row["LA (code)"], row["EstablishmentNumber"]
    dfe = [("dfe", f"{authority}/{establishment}")] if authority and establishment and not shares_its_number else []
    return (*dfe, *([("ukprn", row["UKPRN"])] if row["UKPRN"] else []))


def _gss(text):
    """A GSS code that names a place: those of nines mean "none" or "abroad"."""
    return text if _GSS.fullmatch(text) and not text.endswith("99999999") else ""
