"""What a load would do is decided without a database: each entry is added, changed, closed or unchanged."""

from datetime import date

import pytest

from agencies.registers.entries import Entry
from agencies.registers.plan import NOWHERE, Held, Place, compare

TODAY = date(2026, 11, 23)
LEEDS = Place("E08000035", 430100, 436200, "gb")


def entry(code="100001", row=1, **said):
    return Entry(row=row, code=code, kind="school", name="St Ann's", **said)


def plan(*entries, held=(), taken=(), places=None, authorities=("E08000035", "E10000023", "E07000163")):
    return compare(
        scheme="urn",
        entries=list(entries),
        held=dict(held),
        taken=set(taken),
        authorities=set(authorities),
        place_of=(places or {}).get,
        today=TODAY,
    )


def held_as(found, nth=1, closed_on=None, numbers=None):
    """What the directory holds once the first write of a plan is carried out."""
    [write] = found.writes()
    place = Place(*(write.columns[name] for name in Place._fields))
    given = {number: row for row, number in enumerate(write.begin, start=10 * nth)} if numbers is None else numbers
    return write.entry.code, Held(f"key{nth}", write.digest, place, closed_on or write.columns["closed_on"], given)


def test_what_is_not_held_is_added_with_its_numbers():
    found = plan(entry(numbers=(("ukprn", "1"),)))
    assert found.report() == "added 1 changed 0 closed 0 unchanged 0"
    assert found.add[0].begin == (("urn", "100001"), ("ukprn", "1"))
    assert found.add[0].columns["name_key"] == "st anns"


def test_what_has_not_changed_is_left_alone():
    first = entry(numbers=(("ukprn", "1"),), postcode="LS7 4AA")
    places = {"LS7 4AA": LEEDS}
    held = [held_as(plan(first, places=places))]
    assert plan(first, held=held, places=places).report() == "added 0 changed 0 closed 0 unchanged 1"


def test_one_changed_word_is_a_change():
    found = plan(entry(phone="0113 496 0103"), held=[held_as(plan(entry()))])
    assert found.report() == "added 0 changed 1 closed 0 unchanged 0"


def test_a_postcode_that_has_moved_to_another_council_is_a_change():
    said = entry(postcode="LS7 4AA")
    held = [held_as(plan(said, places={"LS7 4AA": LEEDS}))]
    moved = plan(said, held=held, places={"LS7 4AA": LEEDS._replace(authority="E07000163")})
    assert moved.change[0].columns["authority"] == "E07000163"


def test_where_a_setting_is_known_to_be_outlives_a_missing_file_of_postcodes():
    said = entry(postcode="LS7 4AA")
    held = [held_as(plan(said, places={"LS7 4AA": LEEDS}))]
    assert plan(said, held=held).unchanged == 1
    elsewhere = plan(entry(postcode="LS7 4AB"), held=held)
    assert elsewhere.change[0].columns["authority"] == ""


def test_closing_reopening_and_an_old_closure_are_told_apart():
    open_now, shut = entry(), entry(closed=True, closed_on=date(2026, 8, 31))
    assert plan(shut, held=[held_as(plan(open_now))]).report() == "added 0 changed 0 closed 1 unchanged 0"
    assert plan(open_now, held=[held_as(plan(shut))]).report() == "added 0 changed 1 closed 0 unchanged 0"
    assert plan(shut).report() == "added 1 changed 0 closed 0 unchanged 0"


def test_a_closure_without_a_date_counts_from_the_day_we_knew():
    shut = entry(closed=True)
    found = plan(shut, held=[held_as(plan(entry()))])
    assert found.close[0].columns["closed_on"] == date(2026, 11, 22)
    code, held = held_as(found, numbers={("urn", "100001"): 1})
    assert plan(shut, held=[(code, held)]).unchanged == 1


def test_a_closure_without_a_date_keeps_an_earlier_one():
    code, held = held_as(plan(entry()), closed_on=date(2020, 1, 1))
    assert plan(entry(closed=True), held=[(code, held)]).change[0].columns["closed_on"] == date(2020, 1, 1)


def test_what_closed_on_no_known_day_and_was_never_held_is_left_out():
    found = plan(entry(closed=True))
    assert (found.report(), found.undated) == ("added 0 changed 0 closed 0 unchanged 0", 1)


def test_what_the_file_does_not_name_is_counted_and_not_closed():
    gone = held_as(plan(entry("100002")), nth=2)
    closed_before = held_as(plan(entry("100003", closed=True, closed_on=date(2019, 1, 1))), nth=3)
    ours = ("100004", Held("key4", "", NOWHERE, None, {("urn", "100004"): 1}, own=False))
    found = plan(entry(), held=[gone, closed_before, ours])
    assert (found.absent, found.report()) == (1, "added 1 changed 0 closed 0 unchanged 0")


@pytest.mark.parametrize(
    "said, place",
    [
        ({"district": "E07000163", "council": "E10000023"}, Place("E07000163", *LEEDS[1:])),
        ({"district": "E07999999", "council": "E10000023"}, LEEDS),
        ({"easting": 1, "northing": 2}, Place("E08000035", 1, 2, "gb")),
        ({"easting": 1}, LEEDS),
        ({"postcode": "LS7 4ZZ", "council": "E10000023"}, Place("E10000023")),
        ({"postcode": "LS7 4ZZ"}, NOWHERE),
        ({"postcode": ""}, NOWHERE),
    ],
)
def test_the_register_says_where_a_school_is_then_its_postcode_then_its_council(said, place):
    [write] = plan(entry(**{"postcode": "LS7 4AA"} | said), places={"LS7 4AA": LEEDS}).add
    assert Place(*(write.columns[name] for name in Place._fields)) == place


def test_an_academy_takes_over_the_number_of_the_school_it_replaces():
    old = entry("100001", numbers=(("dfe", "383/9001"),))
    held = [held_as(plan(old))]
    row_of_number = held[0][1].numbers["dfe", "383/9001"]
    found = plan(
        entry("100001", closed=True, closed_on=date(2026, 8, 31), numbers=(("dfe", "383/9001"),)),
        entry("100002", row=2, numbers=(("dfe", "383/9001"),)),
        held=held,
    )
    assert found.close[0].end == (row_of_number,)
    assert found.add[0].begin == (("urn", "100002"), ("dfe", "383/9001"))
    assert found.shared == 0


def test_a_number_that_another_setting_goes_by_is_left_out():
    kept = held_as(plan(entry("100009", numbers=(("ukprn", "1"),))), nth=9)
    found = plan(
        entry("100001", numbers=(("ukprn", "1"), ("dfe", "383/9001"))),
        entry("100002", row=2, numbers=(("ukprn", "7"), ("dfe", "383/9001"))),
        held=[kept],
        taken={("ukprn", "7")},
    )
    assert [write.begin for write in found.add] == [(("urn", "100001"), ("dfe", "383/9001")), (("urn", "100002"),)]
    assert found.shared == 3


def test_a_number_that_changes_ends_and_begins_though_nothing_else_does():
    held = [held_as(plan(entry(numbers=(("dfe", "383/9001"),))))]
    found = plan(entry(numbers=(("dfe", "384/9001"),)), held=held)
    assert (found.change[0].begin, found.change[0].end) == ((("dfe", "384/9001"),), (11,))


def test_an_older_main_number_of_the_same_school_stays():
    code, held = held_as(plan(entry()), numbers={("urn", "100001"): 1, ("urn", "90001"): 2})
    assert plan(entry(), held=[(code, held), ("90001", held)]).unchanged == 1
