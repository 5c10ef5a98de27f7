"""Each odd file that somebody may upload, by its number: refused in a sentence, or read whatever it is called.

The identifiers are those of a published list of bad inputs that the house is tried against.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contacts.models import Upload
from tests.profiles.world import words

from .spreadsheets import HEADER, OLE, archive, as_csv, as_strict, as_xlsx, bomb, bomb_in_name, repacked
from .test_uploads import BEN, TODAY, address
from .uploading import CEL, PLAIN, SIAN, applied, kept

# ---- Files that are not taken: the page says why, and nothing of them is kept


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
