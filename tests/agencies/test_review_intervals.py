"""How long a confirmation lasts comes from the role: front doors a month, named leads a quarter, others half a year."""

import csv

import pytest

from tests.architecture.reading import HOME

ROLES = {row["code"]: row for row in csv.DictReader((HOME / "agencies/seed/roles.csv").read_text(encoding="utf-8").splitlines())}


def days(code):
    return int(ROLES[code].get("review_days") or ROLES[code]["review"])


@pytest.mark.parametrize("code", ["FRONT_DOOR_CHILD", "FRONT_DOOR_ADULT", "POLICE_FRONT_DOOR", "EDT_CHILD", "EDT_ADULT"])
def test_a_front_door_is_asked_every_month(code):
    assert days(code) == 30


@pytest.mark.parametrize(
    "code", ["NAMED_GP", "NAMED_NURSE", "NAMED_DOCTOR", "NAMED_MIDWIFE", "DES_NURSE", "DES_DOCTOR", "LADO", "DSL"]
)
def test_a_named_lead_is_asked_every_quarter(code):
    assert days(code) == 90


def test_nobody_is_asked_at_any_other_interval():
    assert {days(code) for code in ROLES} == {30, 90, 180}
