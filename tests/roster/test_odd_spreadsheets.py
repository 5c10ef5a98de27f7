"""Each odd spreadsheet that somebody may upload, by its number: what the page says of it, and what it may change.

The identifiers are those of a published list of bad inputs that the house is tried against.
"""

import re
import sys
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.models import Event
from contacts.models import Appointment, Practitioner, Upload
from contacts.spreadsheets.actions.writing import Writer
from contacts.spreadsheets.models import unpack
from outbox.models import Letter
from tests.profiles.world import words

from .spreadsheets import HEADER, OLE, archive, as_csv, as_script, as_strict, as_xlsx, bomb, bomb_in_name, repacked
from .test_uploads import BEN, TODAY, YESTERDAY, address, start

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


@pytest.fixture
def roster(rosters, keeping):
    """A roster, its keeper at a browser, and what is in it, before and after."""

    class Roster:
        def __init__(self):
            self.rosters, self.keeping, self.before = rosters, keeping, people()

        def send(self, content, name="roster.csv", **more):
            return added(keeping, rosters, content, name, **more)

        def new(self):
            return people() - self.before

    return Roster()


# ---- Files that are not taken: the page says why, and nothing of them is kept


PLAIN = as_xlsx([BEN])
DOCUMENT_TYPE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


def with_document_type(letters="utf-8", before=b""):
    """A workbook whose sheet asks for a file of the machine that reads it."""

    def change(part):
        if b"<worksheet" not in part:
            return part
        _declaration, head, rest = part.partition(b"?>\n")
        text = before + DOCUMENT_TYPE + rest.replace(b"</sheetData>", b"<row><c><v>&e;</v></c></row></sheetData>")
        return (_declaration.replace(b"UTF-8", letters.upper().encode()) + head + text).decode().encode(letters)

    return repacked(PLAIN, change)


def mixed_letters():
    """Fourteen lines in UTF-8, the last with a letter of another kind in it."""
    rows = [[f"Zoë {number}", f"zoe{number}@example.org", "", "Named nurse, Leeds", ""] for number in range(13)]
    return as_csv(rows).replace(b"zoe12@", b"zo\x81e12@")


REFUSED = {
    "SS-005": [(mixed_letters, "roster.csv", "We could not read line 14. Save as CSV UTF-8 or Excel workbook")],
    "SS-020": [
        (lambda: b"", "roster.csv", "The file is empty."),
        (lambda: b"\xef\xbb\xbf\r\n", "roster.csv", "The file is empty."),
    ],
    "SS-021": [
        (lambda: as_csv([]), "roster.csv", "The file has headings but no people."),
        (lambda: as_xlsx([]), "roster.xlsx", "The file has headings but no people."),
    ],
    "SS-023": [
        (
            lambda: as_csv(([f"P {n}", f"p{n}@example.org"] for n in range(200_001)), ["Name", "Email"]),
            "roster.csv",
            "The file has more than 10,000 rows: we stopped reading after 10,011. Split it",
        )
    ],
    "SS-042": [(lambda: as_csv([BEN]).replace(b"Ben", b"B\x00n"), "roster.csv", "Line 2 holds a character that is none.")],
    "SS-045": [(lambda: OLE, "roster.xlsx", "This is an older Excel file. Use Save As, Excel workbook")],
    "SS-046": [
        (
            lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
            "roster.xlsx",
            "This file has a password. Remove it (File, Info, Protect Workbook)",
        )
    ],
    "SS-048": [
        (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "roster.xlsx", "This is not a spreadsheet."),
        (lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "roster.xlsx", "This is not a spreadsheet."),
        (lambda: archive(readme__txt="no workbook"), "roster.xlsx", "This is not a spreadsheet."),
    ],
    "SS-049": [
        (
            lambda: archive(**{"[Content_Types]__xml": "<Types/>", "word/document__xml": "<w:document/>"}),
            "roster.xlsx",
            "This is a Word document.",
        )
    ],
    "SS-050": [
        (lambda: b"<table><tr><td>Name</td></tr></table>", "roster.xls", "This is a web page saved as Excel."),
        (
            lambda: b'\r\n<html xmlns:x="urn:schemas-microsoft-com:office:excel">',
            "roster.xls",
            "This is a web page saved as Excel.",
        ),
    ],
    "SS-053": [
        (lambda: bomb(20), "roster.xlsx", "This file unpacks to far more than it should."),
        # Nothing of this one can be unpacked: it is refused by the list of its parts alone.
        (lambda: bomb_in_name(667 << 20), "roster.xlsx", "This file unpacks to far more than it should."),
    ],
    "SS-056": [
        (with_document_type, "roster.xlsx", "This file holds instructions to read other files, so it is not opened."),
        (lambda: with_document_type(before=b" " * 10_000), "roster.xlsx", "This file holds instructions to read other files"),
        (lambda: with_document_type("utf-16-be"), "roster.xlsx", "This file holds instructions to read other files"),
    ],
}


@pytest.mark.parametrize("case, nth", [(case, nth) for case, files in REFUSED.items() for nth in range(len(files))])
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence_and_not_kept(roster, case, nth):
    make, name, said = REFUSED[case][nth]
    page = roster.send(make(), name)
    assert page.status_code == 200
    assert said in words(page)
    assert "There is a problem" in words(page)
    assert not Upload.objects.exists()
    assert roster.new() == set()


def test_an_older_file_and_one_with_a_password_are_told_apart():
    said = [REFUSED[case][0][2] for case in ("SS-045", "SS-046")]
    assert said[0] != said[1]


# ---- Files that are taken as they are


def in_excel(change):
    return as_xlsx([BEN], change=change)


def linked(book, sheet):
    """Ben's name in two kinds of letters, his address as a link, and a comment that is nobody's business."""
    sheet.write_rich_string(1, 0, "Ben ", book.add_format({"bold": True}), "Fresh")
    sheet.write_url(1, 1, "mailto:ben@example.org", string="ben@example.org")
    sheet.write_comment(1, 2, "Quillfeather")


def numbered(book, sheet):
    """Numbers that Excel worked out from others."""
    for row in range(1, 5):
        sheet.write_formula(row, 2, "=A1", value=f"01632 96000{row}")


TAKEN = {
    "SS-001": (lambda: as_csv([BEN], encoding="utf-8-sig"), "roster.csv", {"Ben Fresh"}),
    "SS-002": (lambda: as_csv([SIAN, BEN]), "roster.csv", {"Siân O’Neill £", "Ben Fresh"}),
    "SS-003": (lambda: as_csv([SIAN], delimiter="\t", encoding="utf-16"), "roster.csv", {"Siân O’Neill £"}),
    "SS-004": (lambda: as_csv([SIAN], encoding="cp1252"), "roster.csv", {"Siân O’Neill £"}),
    "SS-006": (
        lambda: as_csv(
            [[*BEN[:3], "Named nurse, Leeds", "Nurse, named, of a place, in a city, far away"]],
            delimiter=";",
        ),
        "roster.csv",
        {"Ben Fresh"},
    ),
    "SS-007": (lambda: as_csv([BEN], delimiter="\t"), "roster.csv", {"Ben Fresh"}),
    "SS-008": (lambda: as_csv([BEN], delimiter=";", before="sep=;\r\n"), "roster.csv", {"Ben Fresh"}),
    "SS-009": (lambda: as_csv([BEN, CEL], newline="\r"), "roster.csv", {"Ben Fresh", "Cel Fresh"}),
    "SS-012": (lambda: as_csv([[*BEN, *[""] * 40]], [*HEADER, *[""] * 40]), "roster.csv", {"Ben Fresh"}),
    "SS-014": (
        lambda: as_csv([["Roster of Leeds, 2026"], [], HEADER, BEN], header=None),
        "roster.csv",
        {"Ben Fresh"},
    ),
    "SS-019": (
        lambda: as_csv([["Ben Fresh", "01632 960777", "ben@example.org", BEN[3]]], ["Enw", "Ffôn", "E-bost", "Teitl swydd"]),
        "roster.csv",
        {"Ben Fresh"},
    ),
    "SS-029": (
        lambda: as_xlsx([[f"New {n}", f"new{n}@example.org", "", BEN[3], ""] for n in range(4)], change=numbered),
        "roster.xlsx",
        {f"New {n}" for n in range(4)},
    ),
    "SS-043": (lambda: in_excel(linked), "roster.xlsx", {"Ben Fresh"}),
    "SS-051": (lambda: PLAIN, "roster.csv", {"Ben Fresh"}),
    "SS-057": (
        lambda: repacked(
            PLAIN,
            more={
                "xl/externalLinks/externalLink1.xml": "<externalLink/>",
                "xl/externalLinks/_rels/externalLink1.xml.rels": r'<x Target="\\attacker\share" TargetMode="External"/>',
            },
        ),
        "roster.xlsx",
        {"Ben Fresh"},
    ),
    "SS-061": (lambda: as_csv([BEN, BEN]), "roster.csv", {"Ben Fresh"}),
    "SS-087": (lambda: as_strict(PLAIN), "roster.xlsx", {"Ben Fresh"}),
}
SAID = {
    "SS-004": "The letters were guessed. Do the names below look right?",
    "SS-014": "Row 3 was read as the headings. If it is another, press “Change which column is which”.",
    "SS-029": "4 cells hold formulas: their saved results were used.",
    "SS-061": "1 exact repeat was ignored.",
}


@pytest.mark.parametrize("case", TAKEN)
def test_a_file_of_an_odd_make_is_read_shown_and_applied(roster, case):
    make, name, new = TAKEN[case]
    page = roster.send(make(), name)
    assert f"{len(new)} new · 0 changed" in words(page)
    assert SAID.get(case, "") in words(page)
    assert "problem" not in words(page)
    for person in new:
        assert person in words(page)
    assert "Quillfeather" not in kept(), "what stands in a comment is nobody's"
    assert "attacker" not in kept()
    assert roster.new() == set(), "nothing is saved before it is applied"
    assert "saved." in applied(roster.keeping, page)
    assert roster.new() == new


def test_another_row_may_be_said_to_hold_the_headings(roster):
    page = roster.send(as_csv([["Agency", "Team"], HEADER, BEN, CEL], header=None))
    where = address(page)
    assert "Which row holds the headings?" in words(page)
    page = roster.keeping.post(where, {"columns": "1", "header": "1"}, follow=True)
    roster.keeping.post(where, {"recolumn": "1"})
    assert "Another row holds the headings" in words(roster.keeping.get(where))
    asked = words(roster.keeping.post(where, {"columns": "1", "header": "ask"}, follow=True))
    assert "Row 2: Name · Work e-mail · Work phone · Post · Role" in asked
    page = roster.keeping.post(where, {"columns": "1", "header": "2"}, follow=True)
    assert "2 new · 0 changed" in words(page)
    assert "Row 2 was read as the headings." in words(page)


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


# ---- Cells


def with_dates(starts, ends=""):
    return as_csv([[*BEN, starts, ends]], WITH_DATES)


PROBLEMS = {
    "SS-030": [
        (
            lambda: as_script([["=A1", *BEN[1:]], CEL]),
            "Row 2: Name: this cell is a formula with no saved result. Open the file in Excel and save it.",
        )
    ],
    "SS-031": [
        (lambda error=error: as_script([[error, *BEN[1:]], CEL]), "Row 2: Name: this cell holds an error (such as #N/A)")
        for error in ("#N/A", "#REF!", "#VALUE!")
    ]
    + [(lambda: as_csv([["#N/A", *BEN[1:]], CEL]), "Row 2: Name: this cell holds an error (such as #N/A)")],
    "SS-035": [
        (lambda typed=typed: with_dates(typed), f"“{typed}” is no real date. Like 7/12/2026.")
        for typed in ("31/02/2026", "00/01/2026", "29/02/2027")
    ],
    "SS-036": [
        (lambda: with_dates("", "26"), "“26” is no real date."),
        (lambda: with_dates("", "01/01/1900"), "The date “01/01/1900” is too far away."),
        (lambda: with_dates("", "31/12/9999"), "The date “31/12/9999” is too far away."),
    ],
    "SS-038": [
        (
            lambda: as_csv([[*BEN[:2], "4.47701E+11", *BEN[3:]]]),
            "“4.47701E+11”: Excel has shortened this number. The last digits are lost. Type it again.",
        )
    ],
    "SS-073": [
        (
            lambda: as_csv([["Ben", "", "ben@example.org", BEN[3]]], ["First name", "Surname", "Email", "Post"]),
            "The surname is missing.",
        )
    ],
}


@pytest.mark.parametrize("case, nth", [(case, nth) for case, files in PROBLEMS.items() for nth in range(len(files))])
def test_a_cell_that_cannot_be_used_is_a_problem_of_its_row_and_of_no_other(roster, case, nth):
    make, said = PROBLEMS[case][nth]
    page = roster.send(make())
    assert said in words(page)
    assert "1 problem" in words(page)
    whole = "Cel Fresh" in words(page)
    applied(roster.keeping, page)
    assert roster.new() == ({"Cel Fresh"} if whole else set())


HINTS = {
    "SS-034": (lambda: with_dates("03/04/2026"), "“03/04/2026” is read day first: 3 April 2026.", "Ben Fresh"),
    "SS-036": (lambda: with_dates("", "1/12/26"), "“1/12/26” is read day first: 1 December 2026.", "Ben Fresh"),
    "SS-040": (lambda: as_xlsx([[True, *BEN[1:]]]), "Is “TRUE” a name?", "TRUE"),
    "SS-042": (
        lambda: as_csv([["Ben\x07 Fr_x000D_esh", *BEN[1:]]]),
        "Name: characters that nobody sees were taken out of this cell.",
        "Ben Fresh",
    ),
    "SS-063": (
        lambda: as_csv([BEN, ["Ben Fresh", "other@example.org", "", "Named nurse, Leeds", ""]]),
        "Two people here are called Ben Fresh.",
        "Ben Fresh",
    ),
}


@pytest.mark.parametrize("case", HINTS)
def test_a_cell_that_may_be_a_slip_is_worth_a_look_and_stops_nothing(roster, case):
    make, said, name = HINTS[case]
    page = roster.send(make())
    assert "Worth a look: 1" in words(page)
    assert said in words(page)
    applied(roster.keeping, page)
    assert roster.new() == {name}


def test_a_truth_that_is_nobody_is_no_name(roster):
    """SS-040: without anything else in its row."""
    page = roster.send(as_csv([["TRUE", "", "", "", ""], CEL]))
    assert "Row 2: TRUE The post is missing." in words(page)
    applied(roster.keeping, page)
    assert roster.new() == {"Cel Fresh"}


def test_the_days_of_a_workbook_that_counts_from_1904_are_right(roster):
    """SS-033"""

    def day(book, sheet):
        sheet.write_datetime(1, 5, timezone.datetime(2026, 3, 4), book.add_format({"num_format": "dd/mm/yyyy"}))

    page = roster.send(as_xlsx([BEN], WITH_DATES, {"date_1904": True}, day), "roster.xlsx")
    applied(roster.keeping, page)
    assert Appointment.objects.get(practitioner__name="Ben Fresh").starts_on == date(2026, 3, 4)


def test_a_column_of_numbers_under_the_wrong_heading_is_noticed(roster):
    """SS-071"""
    rows = [[f"New {n}", f"01632 96000{n}", f"new{n}@example.org", BEN[3], ""] for n in range(3)]
    page = roster.send(as_csv(rows))
    assert "The e-mail column does not look like e-mail addresses. Change which column is which?" in words(page)
    assert "Change which column is which" in page.content.decode().split("recolumn")[1]


def test_a_script_in_a_name_is_a_name(roster):
    """SS-070: on every page of it, and in what is sent."""
    name = "<script>alert(1)</script>"
    page = roster.send(as_csv([[name, *BEN[1:]]]))
    applied(roster.keeping, page)
    person = Practitioner.objects.get(name=name)
    pages = [page, roster.keeping.get(person.get_absolute_url()), roster.keeping.get(f"/posts/{roster.rosters.post.key}/")]
    for shown in [*pages, roster.keeping.post("/search/", {"q": name}, follow=True)]:
        assert "<script>alert" not in shown.content.decode()
    for shown in pages:
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown.content.decode()
    assert [letter for letter in Letter.objects.all() if "<script>alert" in getattr(letter, "html", "")] == []


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
    sent = {"part": "additions", "from_day": f"{TODAY:%d/%m/%Y}", "file": SimpleUploadedFile("photo.png", PLAIN, "image/png")}
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
    told = " ".join(test.__doc__ or "" for name, test in vars(sys.modules[__name__]).items() if name.startswith("test_"))
    tested = {*re.findall(r"SS-\d{3}", told), *REFUSED, *TAKEN, *PROBLEMS, *HINTS}
    assert sorted(tested) == [f"SS-{number:03}" for number in THOUGHT_OF]
    assert len(THOUGHT_OF) == 62
