"""The order of what was found: words, then the place, then who is there, who is sure, and who was reached last time."""

from dataclasses import replace
from datetime import date
from itertools import permutations, product
from random import Random

import pytest

from directory.finder.order import TIERS, Place, Standing, ordered
from search.find import Hit

DAY = date(2026, 11, 3)
HERE = Standing(Place.HERE, "Covers Leeds.", True, DAY, True)


def hit(name, score=1.0, how="named", kind="person"):
    return Hit(kind, hash(name), name, name, "", score, how)


def told(hits, **standings):
    by_name = {each.title: each for each in hits}
    return [each.title for each in ordered(hits, {("person", by_name[name].thing): stands for name, stands in standings.items()})]


@pytest.mark.parametrize(
    "better, worse",
    [
        (HERE, replace(HERE, place=Place.PART)),
        (replace(HERE, place=Place.PART), replace(HERE, place=Place.ELSEWHERE)),
        (replace(HERE, place=Place.HERE, there=False, confirmed=None, reached=False), replace(HERE, place=Place.PART)),
        (HERE, replace(HERE, there=False)),
        (replace(HERE, confirmed=None, reached=False), replace(HERE, there=False)),
        (HERE, replace(HERE, confirmed=None)),
        (replace(HERE, reached=False), replace(HERE, confirmed=None)),
        (HERE, replace(HERE, reached=False)),
    ],
)
def test_among_equals_place_then_presence_then_confirmation_then_the_last_call_decide(better, worse):
    assert told([hit("first"), hit("second")], first=worse, second=better) == ["second", "first"]
    assert told([hit("first"), hit("second")], first=better, second=worse) == ["first", "second"]


def test_better_words_come_first_however_somebody_stands():
    hits = [hit("exact", 1.55), hit("longer", 1.2)]
    assert told(hits, longer=HERE) == ["exact", "longer"]
    hits = [hit(how, 1.0, how) for how in TIERS]
    assert told(hits[::-1], near=HERE, alike=HERE) == list(TIERS)


def test_words_that_match_about_as_well_are_equals():
    assert told([hit("a", 1.3), hit("b", 1.2)], b=HERE) == ["b", "a"]


def test_what_is_equal_in_everything_keeps_the_order_of_its_words():
    assert told([hit("a"), hit("b"), hit("c")]) == ["a", "b", "c"]
    assert told([hit("a"), hit("b"), hit("c")], a=HERE, b=HERE, c=HERE) == ["a", "b", "c"]


def test_a_place_or_an_agency_gives_way_to_nobody_for_not_being_there():
    people, agency = hit("somebody"), hit("agency", kind="agency")
    stands = {("agency", agency.thing): Standing(Place.HERE), ("person", people.thing): replace(HERE, there=False)}
    assert ordered([people, agency], stands) == [agency, people]


def test_the_order_does_not_hang_on_the_order_things_came_in_where_anything_tells_them_apart():
    states = [Standing(place, "", there, day, reached)
              for place, there, day, reached in product(Place, (True, False), (DAY, None), (True, False))]  # fmt: skip
    hits = [hit(str(nth)) for nth in range(len(states))]
    stands = {("person", each.thing): state for each, state in zip(hits, states, strict=True)}
    first = ordered(hits, stands)
    chance = Random(7)
    for _ in range(50):
        mixed = hits[:]
        chance.shuffle(mixed)
        assert ordered(mixed, stands) == first
    assert stands["person", first[0].thing] == Standing(Place.HERE, "", True, DAY, True)
    assert stands["person", first[-1].thing] == Standing(Place.ELSEWHERE, "", False, None, False)


def test_every_pair_is_ordered_the_same_way_round():
    three = [hit("a", 1.31), hit("b", 1.12), hit("c", 0.95)]
    stands = {("person", three[1].thing): HERE}
    assert {tuple(each.title for each in ordered(list(some), stands)) for some in permutations(three)} == {("b", "a", "c")}
