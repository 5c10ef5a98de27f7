"""Reads the NHS file of prescribers (`epraccur`), keeping the surgeries and leaving the rest.

The file has no headings and 27 columns by position, as the NHS "GP practices" file specification lists them. Two dialects
exist: status letters with prescribing setting 4 in the older downloads, status words with setting RO76 in the newer export.
"""

import re

from . import csv_file
from .capitals import ordinary
from .csv_file import BadFile, Problem
from .entries import BadCell, Entry, Reading, day, phone, postcode

NAME = "gp-practices"
SCHEME = "ods"
# Every scheme of which the register is the keeper.
SCHEMES = ("ods",)
THINGS = "surgeries"

COLUMNS = 27
_CODE, _NAME, _ADDRESS, _POSTCODE, _OPENED, _CLOSED, _STATUS, _PHONE, _SETTING = 0, 1, slice(4, 9), 9, 10, 11, 12, 17, 25
_SURGERY = {"4", "RO76"}
# Dormant: kept for old prescriptions, with nobody registered there.
_SHUT = {"A": False, "ACTIVE": False, "P": False, "PROPOSED": False}
_SHUT |= {"C": True, "CLOSED": True, "D": True, "DORMANT": True, "INACTIVE": True}
_ODS_CODE = re.compile(r"[A-Z0-9]{3,10}")

# Printed as the last line of an address although no letter needs them.
_COUNTIES = frozenset(
    """AVON|BEDFORDSHIRE|BERKSHIRE|BUCKINGHAMSHIRE|CAMBRIDGESHIRE|CHESHIRE|CLEVELAND|CO DURHAM|CO.DURHAM|CORNWALL|COUNTY DURHAM|CUMBRIA
    |DERBYSHIRE|DEVON|DORSET|EAST RIDING OF YORKSHIRE|EAST SUSSEX|EAST YORKSHIRE|ESSEX|GLOUCESTERSHIRE|GREATER LONDON|GREATER MANCHESTER
    |HAMPSHIRE|HEREFORDSHIRE|HERTFORDSHIRE|ISLE OF WIGHT|KENT|LANCASHIRE|LEICESTERSHIRE|LINCOLNSHIRE|MERSEYSIDE|MIDDLESEX|NE LINCOLNSHIRE
    |NORFOLK|NORTH EAST LINCOLNSHIRE|NORTH HUMBERSIDE|NORTH LINCOLNSHIRE|NORTH SOMERSET|NORTH YORKSHIRE|NORTHAMPTONSHIRE|NORTHUMBERLAND
    |NOTTINGHAMSHIRE|OXFORDSHIRE|RUTLAND|SHROPSHIRE|SOMERSET|SOUTH GLOUCESTERSHIRE|SOUTH HUMBERSIDE|SOUTH YORKSHIRE|STAFFORDSHIRE|SUFFOLK
    |SURREY|TYNE & WEAR|TYNE AND WEAR|WARWICKSHIRE|WEST MIDLANDS|WEST SUSSEX|WEST YORKSHIRE|WILTSHIRE|WORCESTERSHIRE""".replace(
        "\n    ", ""
    ).split("|")
)


def read(data: bytes) -> Reading:
    """The surgeries in the file, and everything wrong with it. Rows that are no surgery are counted, not judged."""
    reading = Reading()
    try:
        rows = csv_file.rows(data)
    except BadFile as bad:
        reading.problems.append(bad.problem)
        return reading
    if problem := _other_file(rows[0][1]):
        reading.problems.append(problem)
        return reading
    reading.rows = len(rows)
    for number, cells in rows:
        if len(cells) != COLUMNS:
            reading.problems.append(Problem(f"it has {len(cells)} columns, and the NHS file of surgeries has {COLUMNS}.", number))
        elif cells[_SETTING].upper() in _SURGERY:
            try:
                reading.add(_entry(number, cells))
            except BadCell as bad:
                reading.problems.append(Problem(str(bad), number))
    reading.refuse_repeats()
    if not reading.entries and not reading.problems:
        reading.problems.append(Problem("No row is a surgery (prescribing setting 4 or RO76). Is this the file epraccur?"))
    return reading


def _other_file(first):
    """The file is recognisably another one, so that complaining row by row would only hide it."""
    if "URN" in first:
        return Problem("This looks like the file of schools, not the NHS file of surgeries (epraccur).")
    if len(first) == COLUMNS and not _ODS_CODE.fullmatch(first[_CODE]):
        return Problem(f"it should start with an NHS organisation code, not “{first[_CODE][:40]}”. The file has no headings.", 1)
    return None


def _entry(number, cells):
    code = cells[_CODE]
    if not _ODS_CODE.fullmatch(code):
        raise BadCell(f"“{code[:40]}” is not an NHS organisation code.")
    status = cells[_STATUS].upper()
    if status not in _SHUT:
        raise BadCell(f"“{cells[_STATUS][:40]}” is not a status of the NHS file, such as ACTIVE, INACTIVE, A or C.")
    lines = [line for line in cells[_ADDRESS] if line]
    return Entry(
        row=number,
        code=code,
        kind="surgery",
        name=ordinary(cells[_NAME]),
        address=", ".join(map(ordinary, lines)),
        postcode=postcode(cells[_POSTCODE]),
        town=ordinary(_town(lines)),
        phone=phone(cells[_PHONE]),
        opened_on=day(cells[_OPENED], "%Y%m%d", "20200131"),
        closed=_SHUT[status],
        closed_on=day(cells[_CLOSED], "%Y%m%d", "20200131"),
    )


def _town(lines):
    """The last line that is not a county; "HANDSWORTH, BIRMINGHAM" is in Birmingham, "STOCKPORT,CHESHIRE" in Stockport."""
    places = [part.strip() for line in lines[1:] for part in line.split(",")]
    while len(places) > 1 and places[-1].upper() in _COUNTIES:
        places.pop()
    return places[-1] if places else ""
