"""What happens around an upload, by its number: somebody else, a process that stops, a name that leads elsewhere, too much."""

import re
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from audit.models import Event
from contacts.models import Appointment, Upload
from contacts.spreadsheets.actions.writing import Writer
from tests.profiles.world import words

from . import test_odd_cells, test_odd_spreadsheets
from .sending import CEL, applied
from .spreadsheets import as_csv, as_xlsx
from .test_uploads import BEN, TODAY, address

# ---- What happens meanwhile


def test_a_second_admin_sees_whose_file_is_open(roster):
    """SS-077"""
    roster.send(as_csv([BEN]))
    User.objects.filter(pk=roster.rosters.admin.pk).update(name="Sam Keeper")
    world = roster.rosters.world
    other = roster.rosters.browser(world.user("second@example.org", world.council, "roster_admin"))
    page = words(other.get(f"/agencies/{world.council.slug}/roster/upload/"))
    assert "Sam Keeper is uploading here, since " in page
    assert "Wait, or take over: See their file" in page
    row = Upload.objects.get()
    assert "1 new" in words(other.get(row.get_absolute_url()))
    assert "saved." in words(other.post(row.get_absolute_url(), {"apply": "1"}, follow=True))
    assert roster.new() == {"Ben Fresh"}
    late = words(roster.keeping.post(row.get_absolute_url(), {"apply": "1"}, follow=True))
    assert "saved." in late
    assert Appointment.objects.filter(practitioner__name="Ben Fresh").count() == 1


def test_a_file_is_still_there_after_signing_in_again(roster):
    """SS-078"""
    where = address(roster.send(as_csv([BEN])))
    roster.keeping.logout()
    sent = roster.keeping.post(where, {"apply": "1"})
    assert sent["Location"].startswith("/sign-in/")
    assert roster.new() == set()
    roster.keeping.force_login(roster.rosters.admin)
    assert "1 new" in words(roster.keeping.get(where))


def test_what_stops_half_way_has_changed_nothing(roster, monkeypatch):
    """SS-079: nothing of it is there until all of it is, and the page says which."""
    where = address(roster.send(as_csv([BEN, CEL])))
    events = Event.objects.count()

    class Stopped(BaseException):
        """Like the end of the program: nobody catches it."""

    def stop(*args, **kwargs):
        assert roster.new() == {"Ben Fresh", "Cel Fresh"}, "it had begun"
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(Writer, "_appointments", stop)
        with pytest.raises(Stopped):
            roster.keeping.post(where, {"apply": "1"})
    assert roster.new() == set()
    assert Event.objects.count() == events
    assert "Nothing saved yet 2 new" in words(roster.keeping.get(where))
    assert "saved." in words(roster.keeping.post(where, {"apply": "1"}, follow=True))
    assert roster.new() == {"Ben Fresh", "Cel Fresh"}
    assert "changes saved." in words(roster.keeping.get(where))


def test_sent_twice_it_is_one_import(roster):
    """SS-082"""
    page = roster.send(as_csv([BEN]))
    said = [applied(roster.keeping, page) for _press in range(3)]
    assert all("1 change saved." in each for each in said)
    assert Appointment.objects.filter(practitioner__name="Ben Fresh").count() == 1
    assert Event.objects.filter(verb="applied a roster").count() == 1


def test_a_roster_that_changed_meanwhile_is_shown_again_before_anything_is_applied(roster):
    """SS-083"""
    rows = [["Ann Holder", roster.rosters.ann.key, "01632 960555", BEN[3]], ["Ben Fresh", "", "", BEN[3]]]
    page = roster.send(as_csv(rows, ["Name", "Directory person", "Phone", "Post"]))
    roster.rosters.ann.contact_points.update(value="01632 960333")
    said = applied(roster.keeping, page)
    assert "The roster changed meanwhile. Here is the new difference. Nothing was applied." in said
    assert "Number: was 01632 960333, now 01632 960555" in said
    assert roster.new() == set()
    applied(roster.keeping, page)
    assert roster.new() == {"Ben Fresh"}


# ---- What comes with a file


NAMES = {
    "../../etc/passwd": "passwd",
    "..\\..\\con.xlsx": "con.xlsx",
    "con.xlsx": "con.xlsx",
    "x" * 300 + ".xlsx": "x" * 75 + ".xlsx",
    "a'b<i>.csv": "a'b<i>.csv",
    "a\u202ecsv.exe": "acsv.exe",
    "two\nlines.csv": "twolines.csv",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_name_leads_nowhere(roster, name, settings, tmp_path):
    """SS-084: nothing is stored under any name; what is shown of it is short and says what it says."""
    held = SimpleUploadedFile("plain.csv", as_csv([BEN]))
    held._name = name
    sent = {"part": "additions", "from_day": f"{TODAY:%d/%m/%Y}", "file": held}
    assert "1 new" in words(
        roster.keeping.post(f"/agencies/{roster.rosters.world.council.slug}/roster/upload/", sent, follow=True)
    )
    row = Upload.objects.get()
    assert len(row.file_name) <= 80
    assert row.file_name == NAMES[name] or "\n" in name
    assert row.file_name.isprintable()
    assert len(row.key) == 10


def test_what_a_browser_says_a_file_is_does_not_count(roster):
    """SS-085"""
    sent = {
        "part": "additions",
        "from_day": f"{TODAY:%d/%m/%Y}",
        "file": SimpleUploadedFile("photo.png", as_xlsx([BEN]), "image/png"),
    }
    page = roster.keeping.post(f"/agencies/{roster.rosters.world.council.slug}/roster/upload/", sent, follow=True)
    assert "1 new · 0 changed" in words(page)


class Unread:
    """A body that nobody may read."""

    def read(self, *args):
        raise AssertionError("read")

    readline = read


def test_a_file_that_is_far_too_large_is_refused_before_it_is_read(roster):
    """SS-052"""
    where = f"/agencies/{roster.rosters.world.council.slug}/roster/upload/"
    form = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "wsgi.input": Unread(), "CONTENT_LENGTH": str(300 << 20)}
    for client in (roster.keeping, Client()):
        page = client.generic("POST", where, **form)
        assert page.status_code == 413
        assert "This is too large Nothing was saved. A file may have up to 10 MB" in words(page)
    with pytest.raises(AssertionError, match="read"):
        roster.keeping.generic("POST", where, **{**form, "CONTENT_LENGTH": str(10 << 20)})


def test_a_size_that_is_no_number_is_none(roster):
    where = f"/agencies/{roster.rosters.world.council.slug}/roster/upload/"
    page = roster.keeping.generic("POST", where, CONTENT_LENGTH="many", CONTENT_TYPE="multipart/form-data; boundary=x")
    assert page.status_code == 200
    assert "Choose a file." in words(page)


def test_a_file_that_is_a_little_too_large_is_refused_by_the_form(roster):
    """SS-052: a form may be a little larger than the file in it."""
    page = roster.send(as_csv([BEN]) + b" " * (10 << 20))
    assert page.status_code == 200
    assert "The file is larger than 10 MB." in words(page)
    assert not Upload.objects.exists()


def test_more_fields_or_files_than_any_form_has_are_refused(roster):
    """SS-086"""
    where = f"/agencies/{roster.rosters.world.council.slug}/roster/upload/"
    fields = {f"field{n}": "" for n in range(1001)}
    files = {f"file{n}": SimpleUploadedFile("a.csv", b"a") for n in range(101)}
    for sent in (fields, files):
        page = roster.keeping.post(where, sent)
        assert page.status_code == 400
        assert "Too much was sent at once Nothing was saved." in words(page)


# Those that were thought of.
THOUGHT_OF = [
    *range(1, 10), 12, 13, 14, 15, *range(17, 22), 23, *range(25, 32), *range(33, 37), 38, 40, 42, 43, 45, 46, *range(48, 54), 56, 57,
    *range(61, 64), 65, 67, 70, 71, 73, *range(76, 80), *range(82, 88),
]  # fmt: skip


def test_every_case_is_tested():
    modules = (test_odd_spreadsheets, test_odd_cells, sys.modules[__name__])
    tests = [test for module in modules for name, test in vars(module).items() if name.startswith("test_") and callable(test)]
    tested = {case for test in tests for case in re.findall(r"SS-\d{3}", test.__doc__ or "")}
    tested |= {*test_odd_spreadsheets.REFUSED, *test_odd_spreadsheets.TAKEN, *test_odd_cells.PROBLEMS, *test_odd_cells.HINTS}
    assert sorted(tested) == [f"SS-{number:03}" for number in THOUGHT_OF]
    assert len(THOUGHT_OF) == 62
