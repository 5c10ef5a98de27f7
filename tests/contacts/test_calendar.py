"""The bank holidays of the four nations, against a list made by hand for 2026 and 2027."""

from datetime import date

import pytest

from contacts.calendar import bank_holidays

# Weekdays on which offices are shut, by schedule 1 of the Banking and Financial Dealings Act 1971 and the yearly
# proclamations: for a holiday at a weekend, the next free weekday.
COMMON = "2026-01-01 2026-04-03 2026-05-04 2026-05-25 2026-12-25 2027-01-01 2027-03-26 2027-05-03 2027-05-31"
KEPT = {
    "E": "2026-04-06 2026-08-31 2026-12-28 2027-03-29 2027-08-30 2027-12-27 2027-12-28",
    "W": "2026-04-06 2026-08-31 2026-12-28 2027-03-29 2027-08-30 2027-12-27 2027-12-28",
    "S": "2026-01-02 2026-08-03 2026-11-30 2026-12-28 2027-01-04 2027-08-02 2027-11-30 2027-12-27 2027-12-28",
    "N": "2026-03-17 2026-04-06 2026-07-13 2026-08-31 2026-12-28 2027-03-17 2027-03-29 2027-07-12 2027-08-30 2027-12-27 2027-12-28",
}
# Days that look like holidays and are none there.
NOT_KEPT = {
    "E": "2026-01-02 2026-03-17 2026-07-13 2026-08-03 2026-11-30 2027-01-04",
    "W": "2026-03-01 2026-03-17 2026-08-03 2026-11-30",
    "S": "2026-04-06 2026-08-31 2027-03-29 2027-08-30 2026-03-17",
    "N": "2026-01-02 2026-08-03 2026-11-30",
}


def days(text):
    return {date.fromisoformat(day) for day in text.split()}


@pytest.mark.parametrize("nation", "EWSN")
def test_each_nation_keeps_the_days_the_law_gives_it(nation):
    found = bank_holidays(nation, 2026)
    assert days(COMMON) | days(KEPT[nation]) <= found
    assert not found & days(NOT_KEPT[nation])


def test_the_year_after_is_known_too_so_that_new_year_can_be_seen_coming():
    assert date(2027, 1, 1) in bank_holidays("E", 2026)


def test_an_unknown_nation_keeps_englands():
    assert bank_holidays("J", 2026) == bank_holidays("E", 2026)
