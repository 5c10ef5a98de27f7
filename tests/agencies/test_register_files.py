"""The files of surgeries and schools are read as published, and a wrong file is refused in one sentence."""

from datetime import date

import pytest

from agencies.registers import gp_practices, schools
from tests.agencies.samples import HEADINGS, practice, practices_file, school, schools_file


def sentences(register, data):
    return [str(problem) for problem in register.read(data).problems]


def test_a_surgery_is_read_from_the_older_dialect():
    [entry] = gp_practices.read(practices_file(practice())).entries
    assert (entry.code, entry.name, entry.kind) == ("A99001", "The Dene Surgery", "surgery")
    assert (entry.address, entry.town) == ("The Dene Surgery, 1 Chapel Lane, Leeds, West Yorkshire", "Leeds")
    assert (entry.postcode, entry.phone) == ("LS7 4AA", "0113 4960101")
    assert (entry.opened_on, entry.closed, entry.closed_on) == (date(1974, 4, 1), False, None)


@pytest.mark.parametrize("status, closed", [("ACTIVE", False), ("PROPOSED", False), ("INACTIVE", True)])
def test_a_surgery_is_read_from_the_newer_dialect(status, closed):
    [entry] = gp_practices.read(practices_file(practice(status=status, setting="RO76"))).entries
    assert entry.closed is closed


def test_a_closed_surgery_says_since_when():
    [entry] = gp_practices.read(practices_file(practice(status="C", closed="20171031"))).entries
    assert (entry.closed, entry.closed_on) == (True, date(2017, 10, 31))


def test_prescribers_that_are_no_surgery_are_counted_and_left():
    reading = gp_practices.read(practices_file(practice(), practice(code="A99002", setting="9", status="whatever")))
    assert (reading.rows, len(reading.entries), reading.problems) == (2, 1, [])


@pytest.mark.parametrize(
    "lines, town",
    [
        (("THE SURGERY", "1 HIGH ST", "SKIPTON", "NORTH YORKSHIRE", ""), "Skipton"),
        (("THE SURGERY", "1 HIGH ST", "NORTHWOOD", "KIRKBY", ""), "Kirkby"),
        (("THE SURGERY", "1 HIGH ST", "SOHO", "HANDSWORTH, BIRMINGHAM", ""), "Birmingham"),
        (("THE SURGERY", "1 HIGH ST", "", "STOCKPORT,CHESHIRE", ""), "Stockport"),
        (("46 HIGH ST", "LONDON", "", "", ""), "London"),
        (("46 HIGH ST", "", "", "", ""), ""),
    ],
)
def test_the_town_is_the_last_line_that_is_no_county(lines, town):
    [entry] = gp_practices.read(practices_file(practice(address=lines))).entries
    assert entry.town == town


def test_a_postcode_that_is_none_is_left_out_and_a_lost_leading_nought_comes_back():
    [entry] = gp_practices.read(practices_file(practice(postcode="NOT KNOWN", phone="1134960101"))).entries
    assert (entry.postcode, entry.phone) == ("", "01134960101")


def test_a_school_is_read_by_its_headings_wherever_they_stand():
    data = schools_file(school(), headings=HEADINGS[::-1])
    [entry] = schools.read(data).entries
    assert (entry.code, entry.kind, entry.name, entry.phase) == ("990001", "school", "St Ann's Primary School", "Primary")
    assert entry.head == "Mrs Ffion Maddox"
    assert entry.address == "Chapel Lane, Leeds, West Yorkshire"
    assert entry.numbers == (("dfe", "383/9001"), ("ukprn", "99000001"))
    assert (entry.district, entry.easting, entry.northing) == ("E08000035", 430100, 436200)
    assert (entry.opened_on, entry.closed) == (date(1970, 9, 1), False)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_a_name_with_accents_survives_every_encoding_in_use(encoding):
    [entry] = schools.read(schools_file(school(EstablishmentName="Ysgol Siân –"), encoding=encoding)).entries
    assert entry.name == "Ysgol Siân –"


@pytest.mark.parametrize(
    "status, closed",
    [("Open", False), ("Open, but proposed to close", False), ("Proposed to open", False), ("Closed", True)],
)
def test_a_school_is_closed_when_the_register_says_so_and_not_before(status, closed):
    row = school(**{"EstablishmentStatus (name)": status, "CloseDate": "31-08-2026"})
    [entry] = schools.read(schools_file(row)).entries
    assert (entry.closed, entry.closed_on) == (closed, date(2026, 8, 31) if closed else None)


def test_an_academy_about_to_open_leaves_its_number_to_the_school_it_replaces():
    [entry] = schools.read(schools_file(school(**{"EstablishmentStatus (name)": "Proposed to open", "UKPRN": ""}))).entries
    assert entry.numbers == ()


@pytest.mark.parametrize(
    "group, kind_of_school, kind",
    [
        ("Colleges", "Further education", "college"),
        ("Other types", "Children's centre", "other"),
        ("Academies", "Academy", "school"),
    ],
)
def test_colleges_and_childrens_centres_are_not_called_schools(group, kind_of_school, kind):
    row = school(**{"EstablishmentTypeGroup (name)": group, "TypeOfEstablishment (name)": kind_of_school})
    [entry] = schools.read(schools_file(row)).entries
    assert entry.kind == kind


def test_a_school_without_a_phase_says_what_type_it_is():
    row = school(**{"PhaseOfEducation (name)": "Not applicable", "TypeOfEstablishment (name)": "Pupil referral unit"})
    assert schools.read(schools_file(row)).entries[0].phase == "Pupil referral unit"


def test_codes_of_nines_and_grid_references_of_nought_say_nothing():
    row = school(**{"DistrictAdministrative (code)": "E99999999", "GSSLACode (name)": "", "Easting": "0", "Northing": "0"})
    [entry] = schools.read(schools_file(row)).entries
    assert (entry.district, entry.council, entry.easting, entry.northing) == ("", "", None, None)


@pytest.mark.parametrize("register", [gp_practices, schools])
@pytest.mark.parametrize(
    "data, sentence",
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf\r\n", "The file is empty."),
        (b" \r\n", "The file is empty."),
        (b'""\r\n,,\r\n', "The file is empty."),
        (
            b"PK\x03\x04 and so on",
            "This is a zip file or an Excel workbook: give the CSV file that is inside it, or save it as CSV.",
        ),
        (b"\xd0\xcf\x11\xe0\xa1", "This is an older Excel workbook: save it as CSV first."),
        (b"%PDF-1.7", "This is a PDF, not a CSV file."),
        (b"\x1f\x8b\x08", "This is a compressed file: unpack it first."),
        (b"\n <!doctype html>", "This is a web page, not a CSV file: download the file itself."),
        (b"a,b\nc,\x00d\n", "Row 2: it holds a NUL character, so the file is damaged."),
        (b"a,b\nc,\x81\xff\n", "Row 2: its characters cannot be read: save the file as CSV UTF-8."),
        (b'a,b\n"c"d,e\n', "Row 2: its quotation marks do not pair up, so its columns cannot be told apart."),
        (b'a,b\n"c,d\n', "Row 2: its quotation marks do not pair up, so its columns cannot be told apart."),
    ],
)
def test_what_is_no_csv_file_is_refused_with_what_it_is(register, data, sentence):
    assert sentences(register, data) == [sentence]


@pytest.mark.parametrize(
    "row, sentence",
    [
        (practice()[:26], "Row 2: it has 26 columns, and the NHS file of surgeries has 27."),
        (practice(opened="2020133"), "Row 2: “2020133” is not a date such as 20200131."),
        (practice(closed="20200230"), "Row 2: “20200230” is not a date such as 20200131."),
        (practice(status="MAYBE"), "Row 2: “MAYBE” is not a status of the NHS file, such as ACTIVE, INACTIVE, A or C."),
        (practice(code="a b"), "Row 2: “a b” is not an NHS organisation code."),
        (practice(code="A99002", name=""), "Row 2: A99002 has no name."),
        (practice(code="A99002", name="X" * 161), "Row 2: the name of A99002 is longer than 160 characters."),
        (practice(), "Row 2: A99001 is already in row 1."),
    ],
)
def test_a_bad_row_of_surgeries_is_named_with_its_number(row, sentence):
    assert sentences(gp_practices, practices_file(practice(), row)) == [sentence]


@pytest.mark.parametrize(
    "changed, sentence",
    [
        ({"OpenDate": "1970-09-01"}, "Row 3: “1970-09-01” is not a date such as 31-01-2020."),
        ({"EstablishmentStatus (name)": "Gone"}, "Row 3: “Gone” is not a status of the register of schools, such as Open."),
        ({"URN": "EY12"}, "Row 3: “EY12” is not a school number (URN)."),
        ({"URN": "99000²"}, "Row 3: “99000²” is not a school number (URN)."),
        ({"Easting": "4.3E5"}, "Row 3: “4.3E5” is not a grid reference in metres."),
        ({"URN": "990001"}, "Row 3: 990001 is already in row 2."),
    ],
)
def test_a_bad_row_of_schools_is_named_with_its_number(changed, sentence):
    assert sentences(schools, schools_file(school(), school(**{"URN": "990002"} | changed))) == [sentence]


def test_a_row_with_too_few_columns_for_its_headings_is_refused():
    data = schools_file(school()) + b'"990002","383"\r\n'
    assert sentences(schools, data) == ["Row 3: it has 2 columns, and the headings name 26."]


def test_missing_headings_are_listed():
    data = schools_file(school(), headings=[name for name in HEADINGS if name not in {"Town", "UKPRN"}])
    assert sentences(schools, data) == ["This is not the whole file of schools: it has no column called UKPRN, Town."]


def test_a_heading_that_comes_twice_is_refused():
    assert sentences(schools, schools_file(school(), headings=[*HEADINGS, "Town"])) == [
        "Row 1: it has more than one column called Town."
    ]


def test_headings_without_schools_are_refused():
    assert sentences(schools, schools_file()) == ["The file has headings but no schools."]


def test_each_register_knows_the_others_file():
    assert sentences(schools, practices_file(practice())) == [
        "This looks like the NHS file of surgeries, not the file of schools (edubasealldata)."
    ]
    assert sentences(gp_practices, schools_file(school())) == [
        "This looks like the file of schools, not the NHS file of surgeries (epraccur)."
    ]


def test_a_file_with_headings_is_not_the_nhs_file():
    assert sentences(gp_practices, practices_file(["Organisation Code", *practice()[1:]])) == [
        "Row 1: it should start with an NHS organisation code, not “Organisation Code”. The file has no headings."
    ]


def test_a_file_of_other_nhs_bodies_is_refused():
    assert sentences(gp_practices, practices_file(practice(setting="0"))) == [
        "No row is a surgery (prescribing setting 4 or RO76). Is this the file epraccur?"
    ]


def test_a_grid_figure_or_date_that_is_missing_says_nothing():
    [entry] = schools.read(schools_file(school(Easting="", OpenDate=""))).entries
    assert (entry.easting, entry.opened_on) == (None, None)
