"""What every test of an odd spreadsheet does: sends a file of people to add, and applies it."""

from contacts.models import Practitioner, Upload
from contacts.spreadsheets.models import unpack
from tests.profiles.world import words

from .spreadsheets import HEADER, as_csv, as_xlsx
from .test_uploads import BEN, address, start

CEL = ["Cel Fresh", "cel@example.org", "01632 960778", "Named nurse, Leeds", ""]
SIAN = ["Siân O’Neill £", "sian@example.org", "", "Named nurse, Leeds", ""]
PLAIN = as_xlsx([BEN])
WITH_DATES = [*HEADER, "Start date", "End date"]


def added(keeping, rosters, content, name="roster.csv", **more):
    """The page after a file of people to add."""
    return start(keeping, rosters, content, name, **{"part": "additions", **more})


def applied(keeping, response, **more):
    return words(keeping.post(address(response), {"apply": "1", **more}, follow=True))


def people():
    return set(Practitioner.objects.values_list("name", flat=True))


def kept():
    """Everything that is held of the one upload, as text."""
    row = Upload.objects.get()
    return str([unpack(row.read), unpack(row.plan), row.answers, row.said])


def with_dates(starts, ends=""):
    """Ben from day to day."""
    return as_csv([[*BEN, starts, ends]], WITH_DATES)
