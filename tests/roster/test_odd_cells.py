"""Each odd cell of a spreadsheet, by its number: a problem of its row, or worth a look.

The identifiers are those of a published list of bad inputs that the house is tried against.
"""

from datetime import date

import pytest
from django.utils import timezone

from contacts.models import Appointment, Practitioner
from outbox.models import Letter
from tests.profiles.world import words

from .spreadsheets import as_csv, as_script, as_xlsx
from .test_uploads import BEN
from .uploading import CEL, WITH_DATES, applied, with_dates

# ---- Cells


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
