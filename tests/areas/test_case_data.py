"""What leads to a child or a case is known by its look, and nothing that people write about work is taken for it."""

import csv
import re
from datetime import date

import nhs_number
import pytest

from areas.case_data import Kind, case_data
from tests.architecture.reading import HOME, tracked

TODAY = date(2026, 11, 27)
# The numbers that may be shown anywhere, because no patient ever has them.
NHS_NUMBERS = [
    "943 476 5919", "9434765919", "943-476-5919", "943.476.5919", "94 34 76 59 19", "Nell 943 476 5919 twice", "９４３ ４７６ ５９１９",
    "943\u200b476\u200b5919", "943–476–5919", "NHS no: 999 000 0018",
]  # fmt: skip
BIRTH_DATES = [
    "dob 4/5/2015", "DOB: 04.05.15", "d.o.b. 4 May 2015", "date of birth 2015-05-04", "born 2015",
    "born on the 4th of May 2015", "born March 2015", "dob 040515", "4/5/2015 (dob)", "born 3 May", "Ann 01/02/2016",
    "Nell 3/4/14", "Nell 3/4/2014", "EDD 12/03/2027", "4th May 2015", "Jayden Smith - 04/05/2015",
]  # fmt: skip
CASE_REFERENCES = [
    "LCS 123456", "Case 12345 of somebody", "case ref AB/1234", "case no. 12", "CIN/12345", "CIN/2024/0012", "Mosaic id 123456",
    "Mosaic ID: 1234567", "crime ref 13210012345", "crime number 42/12345/21", "CAD 123 of 4 May", "CAD1234", "log 234 of 12/3",
    "incident 1234", "ref: ABC12345", "ref 12345", "Liquidlogic 99881", "child id 123", "UPN H801200001001", "12SY/3456/21",
    "PNC 2001/1234567X", "crime ref WY 123456",
]  # fmt: skip
CHILDREN = [
    "re: child", "Re: Child A", "re child Smith", "re: baby Smith", "re: the unborn baby", "child called Jayden",
    "Jayden, aged 7", "boy aged 7", "7yo", "7 y/o girl", "7 year old boy", "she is 7 years old", "Sam age 7",
]  # fmt: skip
ABOUT_WORK = [
    "+44 943 476 5919", "0943 476 5919", "0113 496 0142", "020 7946 0123", "07700 900123", "+44 7700 900123", "943 476 5918",
    "ext 1234, 0113 496 0142", "from 01/09/2026", "until 31/12/2026", "starts Monday 01/09/2026",
    "Cover until Friday 1 September 2023", "12/03/2027", "w/c 07/09/2026", "founded 4/5/1975",
    "Have the child's date of birth and postcode ready", "date of birth, option 2", "Mon-Fri 9-5", "24/7", "10.30-12.30",
    "staff ref 12345", "payroll reference 123456", "URN 107834", "ODS B86012", "B86012", "LS7 4BB", "LS17 6NL", "CIN team 2",
    "CIN 2", "MASH 0113 496 0142", "MASH 24/7", "MASH 0900-1700", "MARAC 2026", "Incident line 101", "Case progression team",
    "case review panel", "NHS 111", "referral number: 0113 496 0142", "Crime number: ring 101", "PC 1234", "GMC 1234567",
    "SW12345", "NMC pin 12A3456E", "Room 234", "Refuge worker", "Preferred 12345", "re: child protection",
    "re child protection conferences", "re children's services", "Children aged 5 to 11", "aged 0-19", "children aged 5",
    "Health visitor 0-19", "2 year review", "2-year-old check", "Child named doctor", "Child Named Nurse", "under 5s",
    "CAMHS 16+", "Day care 2 year olds", "re-opened", "core child", "MASH LS7 4BB", "Hospital number 0113 496 0142",
    "Bradford CIN and CP team 4", "Ask for ext. 4521", "Ring 101, option 2, then 1234", "services until age 2",
    "for mothers aged 19", "aged 16 and over", "In force 1 Sep 2026", "term 1/9/2026 - 12/12/2026",
]  # fmt: skip
HELD = [
    *((Kind.NHS_NUMBER, text) for text in NHS_NUMBERS),
    *((Kind.BIRTH_DATE, text) for text in BIRTH_DATES),
    *((Kind.CASE_REFERENCE, text) for text in CASE_REFERENCES),
    *((Kind.CHILD, text) for text in CHILDREN),
]


@pytest.mark.parametrize("kind, text", HELD)
def test_what_is_never_held_is_known(kind, text):
    assert case_data(text, TODAY) == kind
    assert case_data(f"  Ring first.\n{text.upper() if kind != Kind.CHILD else text}  ", TODAY) == kind


@pytest.mark.parametrize("text", ABOUT_WORK)
def test_what_people_write_about_work_passes(text):
    assert case_data(text, TODAY) is None


@pytest.mark.parametrize(
    "text, kind",
    [
        ("28/11/2007", Kind.BIRTH_DATE),  # nineteen tomorrow: still eighteen
        ("27/11/2007", None),  # nineteen today
        ("27/11/2026", Kind.BIRTH_DATE),
        ("28/11/2026", None),  # nobody is born tomorrow
        ("27/11/26", Kind.BIRTH_DATE),
        ("28/11/27", None),
        ("31/02/2015", None),
        ("4/13/2015", None),
    ],
)
def test_a_date_by_itself_counts_when_somebody_born_then_is_a_child_today(text, kind):
    assert case_data(f"Ann {text}", TODAY) == kind


def test_every_number_that_passes_the_check_is_known_and_no_other(scaled, chance):
    for _ in range(scaled(3000)):
        digits = str(chance.randrange(4_000_000_000, 8_000_000_000))
        expected = Kind.NHS_NUMBER if nhs_number.is_valid(digits) else None
        for written in (digits, f"{digits[:3]} {digits[3:6]} {digits[6:]}", f"for {digits[:3]}-{digits[3:6]}-{digits[6:]}, ring"):
            assert case_data(written, TODAY) == expected, written


def test_no_telephone_number_is_taken_for_one_however_it_is_written(scaled, chance):
    for _ in range(scaled(3000)):
        area, rest = chance.choice([("0113", 7), ("020", 8), ("01632", 6), ("07700", 6), ("0300", 7)])
        local = "".join(chance.choices("0123456789", k=rest))
        spaced = f"{area} {local[:-4]} {local[-4:]}"
        for written in (
            spaced,
            area + local,
            f"({area}) {local}",
            f"+44 {spaced[1:]}",
            f"+44{area[1:]}{local}",
            f"+44 (0){area[1:]} {local}",
        ):
            for text in (written, f"Duty line {written}", f"MASH {written} ext 1234", f"Ring {written} or {spaced}, option 2"):
                assert case_data(text, TODAY) is None, text


def seeds():
    for name in tracked():
        if re.search(r"/(seed|demo|judged)/[^/]+\.csv$", name):
            with open(HOME / name, encoding="utf-8", newline="") as lines:
                yield from ((name, cell) for row in csv.reader(lines) for cell in row)


def test_nothing_we_ship_is_taken_for_it():
    found, read = [], 0
    for name, cell in seeds():
        for text in {cell, *cell.split("|")}:
            read += 1
            if kind := case_data(text, TODAY):
                found.append((name, kind, text))
    assert found == []
    assert read > 10_000


def test_a_long_text_is_read_in_a_moment():
    for piece in (
        "case ref ",
        "9 ",
        "re: the a an my ",
        "dob is was in on the of ",
        "1/1/2000 - ",
        "CIN.#:/(-",
        "LCS id ref no ",
    ):
        assert case_data(piece * 2000, TODAY) in (None, *Kind)


@pytest.mark.parametrize(
    "part", ["é", "A", "ref ", "no ", "case-", "LCS no ", "1/2/", "0113496014 ", "aged ", "12 ", "born in the "]
)
def test_a_long_text_of_what_might_be_the_beginning_of_something_is_read_to_its_end(part):
    """A search that begins anew at each letter, or goes back over every word, would not come to the end of these today."""
    assert case_data(part * 10_000, TODAY) is None
    assert case_data(part * 10_000 + "; NHS no 943 476 5919", TODAY) is Kind.NHS_NUMBER
