"""A roster as a spreadsheet: taken away, edited, sent back, looked at, applied, found, undone; and rows that have to be mended first."""

import csv
import io
import re

import openpyxl
import pytest
from playwright.sync_api import expect

from agencies.models import Membership
from contacts.models import Appointment, ContactPoint, Heading, Practitioner, Upload
from tests.journeys.hands import Keyboard, Pointer
from tests.journeys.ways import DESK, PLAIN, TABLET, Way, ways
from tests.roster.spreadsheets import as_csv

KEYS = Way("phone-by-keyboard", 320, 568)
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def hand(page, way):
    """Whatever the reader works the page with."""
    return (Keyboard if way is KEYS else Pointer)(page)


@pytest.fixture
def agency(demo):
    """The agency whose roster the admin of the demonstration keeps; what its files taught us is forgotten afterwards."""
    agency = Membership.objects.get(user=demo.account("roster"), right=Membership.Right.ROSTER_ADMIN).agency
    yield agency
    Heading.objects.filter(agency=agency).delete()
    Upload.objects.filter(agency=agency).delete()


@pytest.fixture
def roster(signed_in, site, agency):
    """The roster's first page, in front of the admin."""
    page = signed_in("roster")
    page.goto(f"{site}/agencies/{agency.slug}/roster/")
    return page


@pytest.fixture
def as_it_stands(agency):
    """`as_it_stands()` is all that an upload could change of the roster."""

    def as_it_stands():
        held = Appointment.objects.filter(post__agency=agency)
        points = ContactPoint.objects.filter(practitioner__appointments__in=held).distinct()
        return (
            sorted(held.values_list("key", "practitioner__name", "post__title", "kind", "starts_on", "ends_on"), key=str),
            sorted(points.values_list("key", "value", "extension", "audience")),
        )

    return as_it_stands


def button(page, name):
    return page.get_by_role("main").get_by_role("button", name=name, exact=isinstance(name, str))


def link(page, name):
    return page.get_by_role("main").get_by_role("link", name=name)


def sheet_of(download):
    """The workbook that was downloaded, and where each of its columns is."""
    book = openpyxl.load_workbook(io.BytesIO(download.path().read_bytes()))
    return book, {cell.value: cell.column for cell in book.active[1]}


def bytes_of(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(page, hand, name, content, covers, kind=SPREADSHEET):
    """Fills the upload's first page in and sends it."""
    hand.tick(page.get_by_label(covers))
    page.get_by_label("Which file?").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    hand.press(button(page, "Upload and see what would change"))


def search(page, site, hand, words):
    page.goto(site)
    box = page.get_by_label("Who do you need, and where?")
    hand.write(box, words)
    box.press("Enter")


@ways(KEYS, TABLET, DESK, PLAIN)
def test_the_roster_is_taken_away_edited_sent_back_applied_and_undone(roster, site, agency, hand, look, as_it_stands):
    page, before = roster, as_it_stands()
    with page.expect_download() as downloading:
        hand.take(link(page, "Download"))
    book, columns = sheet_of(downloading.value)
    sheet = book.active
    named = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=2)}
    amin, leaver = named["Hêvî Amin"], next(name for name in named if name != "Hêvî Amin")
    sheet.cell(amin, columns["Work phone"], "0113 496 0981")
    sheet.cell(1, columns["Work e mail"], "Post box")
    new = {
        "Name": "Wren Saltmarsh",
        "Work e mail": "wren@example.org",
        "Work phone": "1134960982",
        "Post": "Health visitor, LS16",
    }
    below = sheet.max_row + 1
    for heading, text in new.items():
        sheet.cell(below, columns[heading], text)
    sheet.delete_rows(named[leaver])

    hand.press(link(page, "Upload a spreadsheet"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Upload a spreadsheet")
    look(page, "start")
    hand.press(button(page, "Upload and see what would change"))
    expect(page.get_by_role("alert")).to_contain_text("Say what the file covers.")
    look(page, "mistakes")
    send(page, hand, "roster.xlsx", bytes_of(book), "Everybody in the agency")

    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing saved yet")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Columns not used: Post box.")
    hand.press(button(page, "Change which column is which"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Which column is which?")
    look(page, "columns")
    hand.pick(page.get_by_label("Post box"), "Work e-mail")
    hand.press(button(page, "Continue"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing saved yet")
    expect(main).to_contain_text("1 new · 1 changed")
    expect(main).to_contain_text("number has lost its first 0")
    expect(main).to_contain_text("Not in the file: 1")
    look(page, "preview")
    hand.tick(page.get_by_label("Put the 0 back in all of them"))
    hand.tick(page.get_by_label("Left; last day"))
    hand.press(button(page, "Keep these answers"))
    expect(main).to_contain_text(f"{leaver}, ")
    expect(main).to_contain_text("now 0113 496 0981")
    look(page, "decided")
    hand.press(button(page, "Apply 3 changes"))

    expect(page.get_by_role("heading", level=1)).to_have_text("3 changes saved.")
    look(page, "applied")
    there = page.url
    search(page, site, hand, "wren saltmarsh")
    expect(page.get_by_role("link", name="Wren Saltmarsh").first).to_be_visible()
    expect(page.locator("a[href='tel:+441134960982']").first).to_be_visible()
    page.goto(f"{site}/find/hv/?area=LS7&area=E08000035")
    expect(page.locator("a[href='tel:+441134960981']").first).to_be_visible()

    page.goto(there)
    hand.press(button(page, "Undo"))
    expect(page.get_by_role("status")).to_contain_text("Put back")
    search(page, site, hand, "wren saltmarsh")
    expect(page.get_by_role("main")).to_contain_text("Nothing found")
    assert as_it_stands() == before
    assert not Practitioner.objects.filter(name="Wren Saltmarsh").exists()
    page.goto(there)
    expect(page.get_by_role("heading", level=1)).to_have_text("This was undone.")
    look(page, "over")


@ways(KEYS, DESK, PLAIN)
def test_rows_that_cannot_be_used_are_taken_away_mended_and_sent_again(roster, site, agency, hand, look, as_it_stands):
    page, before = roster, as_it_stands()
    header = ["Name", "Work e-mail", "Work phone", "Post"]
    good = ["Wren Saltmarsh", "wren@example.org", "0113 496 0983", "Health visitor, LS16"]
    bad = ["Ivo Lark", "ivo at example.org", "0113 496 0984", "Health visitor, LS27"]
    hand.press(link(page, "Upload a spreadsheet"))
    send(page, hand, "new.csv", as_csv([good, bad], header), re.compile("^Only people to add"), "text/csv")
    main = page.get_by_role("main")
    expect(main).to_contain_text("1 new · 0 changed · 1 problem")
    expect(main).to_contain_text("“ivo at example.org” is no e-mail address.")
    look(page, "problems")
    with page.expect_download() as downloading:
        hand.take(link(page, "Get these rows"))
    rows = list(csv.reader(io.StringIO(downloading.value.path().read_bytes().decode("utf-8-sig"))))
    assert rows[0] == [*header, "What is wrong"]
    assert [row[0] for row in rows[1:]] == ["Ivo Lark"]
    hand.press(button(page, "Apply 1 change"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("saved.")
    applied = [page.url]

    hand.press(link(page, "To the roster"))
    hand.press(link(page, "Upload a spreadsheet"))
    rows[1][1] = "ivo@example.org"
    send(page, hand, "rows-to-mend.csv", as_csv(rows[1:], rows[0]), re.compile("^Only people to add"), "text/csv")
    expect(main).to_contain_text("1 new · 0 changed")
    expect(main).not_to_contain_text("problem")
    look(page, "mended")
    hand.press(button(page, "Apply 1 change"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("saved.")
    applied.append(page.url)
    assert Practitioner.objects.filter(name__in=["Wren Saltmarsh", "Ivo Lark"]).count() == 2

    for there in applied:
        page.goto(there)
        hand.press(button(page, "Undo"))
        expect(page.get_by_role("status")).to_contain_text("Put back")
    assert as_it_stands() == before


@ways(KEYS, PLAIN)
def test_a_file_about_children_is_refused_in_a_sentence_and_one_given_up_changes_nothing(roster, hand, look, agency):
    page = roster
    hand.press(link(page, "Upload a spreadsheet"))
    about_a_child = as_csv([["Wren Saltmarsh", "wren@example.org", "03/04/2019"]], ["Name", "E-mail", "Date of birth"])
    send(page, hand, "list.csv", about_a_child, "Everybody in the agency", "text/csv")
    expect(page.get_by_role("alert")).to_contain_text("Row 1 holds a date of birth. Nothing was kept.")
    look(page, "refused")
    assert not Upload.objects.filter(agency=agency).exists()
    send(page, hand, "list.csv", as_csv([["Wren Saltmarsh", "wren@example.org"]], ["Name", "E-mail"]), "Everybody in the agency")
    hand.press(button(page, "Give up, change nothing"))
    expect(page.get_by_role("status")).to_contain_text("Nothing was changed.")
    assert not Practitioner.objects.filter(name="Wren Saltmarsh").exists()
