"""Each requirement of OWASP ASVS 5.0, levels 1 and 2, has its row: a test that is there, a chapter that is there, or a reason."""

import csv
import re
from collections import Counter

import pytest

from tests.architecture.reading import HOME
from tests.docs.test_documents import anchors

# How many requirements of each level version 5.0.0 of the standard has.
OF_LEVEL = {"1": 70, "2": 183}
MET, NOT_APPLICABLE, OPERATOR, OPEN = "met", "not applicable", "operator", "open"
ANSWERED = 200
# What level 1 still asks for: it shrinks, and nothing joins it unseen.
STILL_OPEN_OF_LEVEL_ONE = ["6.2.4"]
ROWS = list(csv.DictReader((HOME / "docs" / "asvs.csv").read_text().splitlines()))


def faults(row):
    """What is wrong with a row, in words; nothing when all is well."""
    if row["status"] != MET:
        return [] if len(row["shown_by"].split()) > 1 else [f"{row['requirement']} gives no reason"]
    shown = row["shown_by"].split()
    return [f"{row['requirement']} names {each}, which is not there" for each in shown if not is_there(each)] or (
        [] if shown else [f"{row['requirement']} names nothing"]
    )


def is_there(named):
    """Whether `tests/x.py::test_y` is a test, or `docs/x.md#heading` a chapter."""
    path, _, what = named.partition("::") if "::" in named else named.partition("#")
    if not what or not (HOME / path).is_file():
        return False
    text = (HOME / path).read_text()
    return bool(re.search(rf"^def {what}\(", text, re.M)) if path.endswith(".py") else what in anchors(text)


def test_every_requirement_has_one_row():
    numbers = [row["requirement"] for row in ROWS]
    assert [number for number, count in Counter(numbers).items() if count > 1] == []
    assert Counter(row["level"] for row in ROWS) == OF_LEVEL
    assert numbers == sorted(numbers, key=lambda number: [int(part) for part in number.split(".")])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["requirement"])
def test_what_a_row_names_is_there(row):
    assert faults(row) == []
    assert row["status"] in {MET, NOT_APPLICABLE, OPERATOR, OPEN}
    assert row["about"]


def test_level_one_but_for_what_is_named_and_most_of_level_two_is_answered():
    answered = [row for row in ROWS if row["status"] != OPEN]
    still_open = [row["requirement"] for row in ROWS if row["level"] == "1" and row["status"] == OPEN]
    assert still_open == STILL_OPEN_OF_LEVEL_ONE
    assert len(answered) >= ANSWERED


def test_the_gate_sees_what_is_not_there():
    there = {"requirement": "1.1.1", "status": MET}
    here = "tests/docs/test_asvs.py::test_every_requirement_has_one_row"
    assert faults({**there, "shown_by": here}) == []
    assert faults({**there, "shown_by": f"{here}_"}) == [f"1.1.1 names {here}_, which is not there"]
    assert faults({**there, "shown_by": "docs/controls.md#nothing"}) == [
        "1.1.1 names docs/controls.md#nothing, which is not there"
    ]
    assert faults({**there, "shown_by": ""}) == ["1.1.1 names nothing"]
    assert faults({"requirement": "1.1.1", "status": OPERATOR, "shown_by": "Yes"}) == ["1.1.1 gives no reason"]
