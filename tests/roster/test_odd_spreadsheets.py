"""Each odd roster that somebody may upload, by its number: what is asked about it, and what happens to it meanwhile.

The identifiers are those of a published list of bad inputs that the house is tried against.
"""

import re
import sys

import pytest

from accounts.models import User
from audit.models import Event
from contacts.models import Appointment, Practitioner, Upload
from contacts.spreadsheets.actions.writing import Writer
from tests.profiles.world import words

from . import test_odd_cells, test_odd_files
from .spreadsheets import HEADER, as_csv, as_xlsx
from .test_uploads import BEN, YESTERDAY, address, start
from .uploading import CEL, applied, kept

# ---- Files about which something is asked first


def test_a_row_that_is_longer_than_its_headings_is_a_problem_and_a_shorter_one_is_not(roster):
    """SS-013"""
    short, slipped = BEN[:4], [*CEL, "", "left over"]
    page = roster.send(as_csv([short, slipped]))
    assert "1 new · 0 changed · 1 problem" in words(page)
    assert "Row 3: Cel Fresh “left over” stands under no heading: has the row slipped?" in words(page)
    assert "saved." in applied(roster.keeping, page)
    assert roster.new() == {"Ben Fresh"}


def test_what_stands_under_no_heading_may_be_said_not_to_be_used(roster):
    page = roster.send(as_csv([[*BEN, "left over"]]))
    columns = {"columns": "1", "column:5": ""}
    roster.keeping.post(address(page), {"recolumn": "1"})
    assert "1 new · 0 changed Columns" not in words(roster.keeping.get(address(page)))
    page = roster.keeping.post(address(page), columns, follow=True)
    assert "1 new · 0 changed" in words(page)
    assert "stands under no heading" not in words(page)


def test_two_rows_of_headings_are_asked_about(roster):
    """SS-015"""

    def group(book, sheet):
        sheet.merge_range(0, 0, 0, 2, "Contact")
        sheet.merge_range(0, 3, 0, 4, "Post")

    page = roster.send(as_xlsx([[], HEADER, BEN], header=None, change=group), "roster.xlsx")
    said = words(page)
    assert "Which row holds the headings?" in said
    assert "Row 1: Contact · Post" in said
    page = roster.keeping.post(address(page), {"columns": "1", "header": "2"}, follow=True)
    assert "1 new · 0 changed" in words(page)


def test_two_columns_of_one_name_are_asked_about(roster):
    """SS-017"""
    page = roster.send(as_csv([["Ben Fresh", "ben@example.org", "01632 960777", "01632 960999", BEN[3]]],
                              ["Name", "Email", "Phone", "Phone", "Post"]))  # fmt: skip
    assert "Two columns have the same meaning. Say which is which, or which is not used." in words(page)
    assert 'value="phone" selected' not in page.content.decode(), "neither is guessed"
    told = {"columns": "1", "column:2": "", "column:3": "phone"}
    roster.keeping.post(address(page), told)
    applied(roster.keeping, page)
    assert Practitioner.objects.get(name="Ben Fresh").contact_points.get(kind="phone").value == "01632 960999"


def test_without_a_column_of_addresses_one_can_be_named(roster):
    """SS-018"""
    page = roster.send(as_csv([["Ben Fresh", "ben@example.org", BEN[3]]], ["Name", "Post box", "Post"]))
    assert "No column for work e-mail. Is it one of these?" in words(page)
    assert '<option value="email">Work e-mail</option>' in page.content.decode()
    assert roster.new() == set()
    page = roster.keeping.post(address(page), {"columns": "1", "column:1": "email"}, follow=True)
    assert "ben@example.org" in words(page)


def test_a_team_that_is_written_once_is_the_team_of_all_its_rows(roster):
    """SS-025"""
    rows = [[f"New {n}", f"new{n}@example.org", f"Named nurse, {n}", "Named nurse", ""] for n in range(12)]
    content = as_xlsx(
        rows, ["Name", "E-mail", "Post", "Role", "Team"],
        change=lambda book, sheet: sheet.merge_range(1, 4, 12, 4, "Night nurses"),
    )  # fmt: skip
    page = roster.send(content, "roster.xlsx")
    assert "1 merged cell was filled in for each of its rows." in words(page)
    applied(roster.keeping, page)
    team = roster.rosters.world.council.teams.get(name="Night nurses")
    assert team.posts.count() == 12


def test_what_is_hidden_is_not_read_and_the_page_says_so(roster):
    """SS-026: whoever wants it read shows it in Excel first."""

    def hide(book, sheet):
        for row in (2, 3, 4):
            sheet.set_row(row, options={"hidden": True})
        sheet.set_column(2, 2, options={"hidden": True})
        sheet.autofilter(0, 0, 4, 4)

    hidden = [[f"Hidden {n}", f"hidden{n}@example.org", "", BEN[3], ""] for n in range(3)]
    page = roster.send(as_xlsx([BEN, *hidden], change=hide), "roster.xlsx")
    said = words(page)
    assert "3 hidden rows were ignored. Show them in Excel to include them." in said
    assert "1 hidden column was ignored. Show it in Excel to include it." in said
    assert "Hidden 1" not in kept()
    assert BEN[2] not in kept()
    applied(roster.keeping, page)
    assert roster.new() == {"Ben Fresh"}


def test_hidden_sheets_are_never_kept(roster):
    """SS-027"""

    def hide(book, sheet):
        for name, how in (("Old", "hide"), ("Older", "very_hidden")):
            other = book.add_worksheet(name)
            other.write_row(0, 0, HEADER)
            other.write_row(1, 0, CEL)
            getattr(other, how)()

    page = roster.send(as_xlsx([BEN], change=hide), "roster.xlsx")
    assert "2 hidden sheets were not read." in words(page)
    assert "Cel" not in kept()
    applied(roster.keeping, page)
    assert roster.new() == {"Ben Fresh"}


def test_of_several_sheets_one_is_chosen(roster):
    """SS-028"""

    def more(book, sheet):
        other = book.add_worksheet("Other staff")
        other.write_row(0, 0, HEADER)
        other.write_row(1, 0, CEL)
        book.add_worksheet("Only headings").write_row(0, 0, HEADER)

    page = roster.send(as_xlsx([BEN], change=more), "roster.xlsx")
    assert "Which sheet? Staff Other staff Only headings" in words(page)
    refused = roster.keeping.post(address(page), {"columns": "1", "sheet": "2"}, follow=True)
    assert "There are headings, but no people below them." in words(refused)
    roster.keeping.post(address(page), {"columns": "1", "sheet": "1"})
    applied(roster.keeping, page)
    assert roster.new() == {"Cel Fresh"}


# ---- People


def test_two_rows_of_one_address_stand_side_by_side(roster):
    """SS-062"""
    page = roster.send(as_csv([BEN, ["Ben Fresh", "ben@example.org", "01632 960888", BEN[3], ""]]))
    said = words(page)
    assert "Two rows for Ben Fresh differ. Which is right?" in said
    assert "Row 2: Ben Fresh, ben@example.org, 01632 960777 Row 3: Ben Fresh, ben@example.org, 01632 960888" in said
    assert "Decide 1 thing first." in applied(roster.keeping, page)
    roster.keeping.post(address(page), {"which:2": "3", "decide": "1"})
    applied(roster.keeping, page)
    number = Practitioner.objects.get(name="Ben Fresh").contact_points.get(kind="phone")
    assert number.value == "01632 960888"


def test_a_row_of_somebody_elsewhere_is_refused_and_the_others_go(roster):
    """SS-065: whether it names their agency or their key."""
    tom = roster.rosters.tom
    rows = [["Tom Elsewhere", "tom@example.org", "Example Health Trust", BEN[3], ""],
            ["Somebody", "s@example.org", "", BEN[3], tom.key], ["Ben Fresh", "ben@example.org", "", BEN[3], ""]]  # fmt: skip
    page = roster.send(as_csv(rows, ["Name", "Email", "Agency", "Post", "Directory person"]))
    said = words(page)
    assert "Row 2: Tom Elsewhere “Example Health Trust” is not on your roster." in said
    assert "Row 3: Somebody This person is not on your roster." in said
    assert "01632 960002" not in said
    assert "Health visitor, elsewhere" not in said
    applied(roster.keeping, page)
    assert roster.new() == {"Ben Fresh"}
    tom.refresh_from_db()
    assert tom.name == "Tom Elsewhere"
    assert tom.appointments.count() == 1


def test_columns_that_are_not_ours_change_nothing(roster):
    """SS-067"""
    header = [*HEADER, "id", "agency_id", "is_superuser", "restricted", "verified_at"]
    row = [*BEN[:4], "admin", "1", str(roster.rosters.trust.pk), "TRUE", "false", "2026"]
    before = set(User.objects.values_list("email", "is_active"))
    page = roster.send(as_csv([row], header))
    assert "Columns not used: id, agency_id, is_superuser, restricted, verified_at." in words(page)
    applied(roster.keeping, page)
    ben = Practitioner.objects.get(name="Ben Fresh")
    assert (ben.restricted, ben.user) == (False, None)
    assert ben.pk != 1
    assert ben.appointments.get().post == roster.rosters.post
    assert set(User.objects.values_list("email", "is_active")) == before


def test_when_many_are_missing_their_number_is_typed(roster):
    """SS-076: 212 of 260. A second admin is not asked for."""
    world, post = roster.rosters.world, roster.rosters.post
    staff = Practitioner.objects.bulk_create(
        Practitioner(name=f"Staff {n:03}", name_key=f"staff {n:03}") for n in range(259)
    )  # fmt: skip
    Appointment.objects.bulk_create(Appointment(practitioner=one, post=post, kind="holder") for one in staff)
    stay = [[f"Staff {n:03}", one.key, post.key] for n, one in enumerate(staff[:48])]
    page = start(roster.keeping, roster.rosters, as_csv(stay, ["Name", "Directory person", "Directory post"]))
    assert "212 not in the file" in words(page)
    gone = {"all_missing": "left", "all_left": f"{YESTERDAY:%d/%m/%Y}", "apply": "1"}
    for typed in ("", "211"):
        assert "Type 212: so many people have left." in applied(roster.keeping, page, **gone, leavers=typed)
        assert not Appointment.objects.filter(ends_on=YESTERDAY).exists()
    assert "212 changes saved." in applied(roster.keeping, page, leavers="212")
    assert Appointment.objects.filter(post__agency=world.council, ends_on=YESTERDAY).count() == 212


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
    assert all("changes saved." in each for each in said)
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


# Those that were thought of.
THOUGHT_OF = [
    *range(1, 10), 12, 13, 14, 15, *range(17, 22), 23, *range(25, 32), *range(33, 37), 38, 40, 42, 43, 45, 46, *range(48, 54), 56, 57,
    *range(61, 64), 65, 67, 70, 71, 73, *range(76, 80), *range(82, 88),
]  # fmt: skip


def test_every_case_is_tested():
    modules = (sys.modules[__name__], test_odd_files, test_odd_cells)
    told = [test.__doc__ or "" for module in modules for name, test in vars(module).items() if name.startswith("test_")]
    tables = (test_odd_files.REFUSED, test_odd_files.TAKEN, test_odd_cells.PROBLEMS, test_odd_cells.HINTS)
    tested = {*re.findall(r"SS-\d{3}", " ".join(told)), *(case for table in tables for case in table)}
    assert sorted(tested) == [f"SS-{number:03}" for number in THOUGHT_OF]
    assert len(THOUGHT_OF) == 62
