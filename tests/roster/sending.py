"""What the tests of odd spreadsheets share: who is in them, and how they are sent, applied and looked at afterwards."""

from contacts.models import Practitioner, Upload
from contacts.spreadsheets.models import unpack
from tests.profiles.world import words

from .spreadsheets import HEADER
from .test_uploads import address, start

CEL = ["Cel Fresh", "cel@example.org", "01632 960778", "Named nurse, Leeds", ""]
SIAN = ["Siân O’Neill £", "sian@example.org", "", "Named nurse, Leeds", ""]
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


class Roster:
    """A roster, its keeper at a browser, and who was in it before."""

    def __init__(self, rosters, keeping):
        self.rosters, self.keeping, self.before = rosters, keeping, people()

    def send(self, content, name="roster.csv", **more):
        return added(self.keeping, self.rosters, content, name, **more)

    def new(self):
        return people() - self.before
