"""What the words found, as a page: at another time too, in the order in which somebody would ring, each with why it is there."""

import re
from datetime import time, timedelta

import pytest

from contacts.outcomes.actions import tell_outcome
from search.index import rebuild
from tests.finder.reading import main
from tests.profiles.world import LONG_AGO, NOW, words

FRIDAY_NIGHT = "2026-11-27T21:45"


@pytest.fixture
def three(leeds, client):
    """Three people called alike: one covers all of Leeds, one a ward elsewhere, one is away; and somebody who looks for them."""
    bradford = leeds.area("E08000032", "Bradford")
    made = {}
    for name, number, area in (("Ada Quince", "1", leeds.leeds), ("Bea Quince", "2", bradford), ("Cy Quince", "3", leeds.leeds)):
        post = leeds.post(f"Health visitor, {name[:3]}", covers=[area])
        made[name] = leeds.person(name, f"01632 96000{number}")
        leeds.appoint(made[name], post, week=[(day, time(9), time(17)) for day in range(5)])
    leeds.away(made["Cy Quince"])
    rebuild()
    client.force_login(leeds.reader)
    return made


def found(client, typed="quince", at=""):
    page = client.post("/search/", {"q": typed}, follow=True)
    return client.get(f"{page.request['PATH_INFO']}?at={at}") if at else page


def order(page):
    """The names of the people found, in order."""
    return re.findall(r"<bdi>(\w+ Quince)</bdi>", page.content.decode())


def test_who_answers_for_the_place_comes_first_then_who_is_there(three, client, leeds):
    page = found(client, "quince leeds")
    assert order(page) == ["Ada Quince", "Cy Quince", "Bea Quince"]
    ada, cy = main(page).index("Ada Quince"), main(page).index("Cy Quince")
    assert "Covers Leeds" in main(page)[ada:cy]
    assert "There now" in main(page)[ada:cy]
    assert "There now" not in main(page)[cy:].partition("Bea Quince")[0]


def test_who_is_away_is_shown_with_the_number_of_whoever_answers_instead(three, client):
    cy = main(found(client, "cy quince")).partition("Cy Quince")[2].partition("Their work")[0].partition("Called so")[0]
    assert "Away to 2 Dec · Team North 0113 496 0111" in cy
    assert "01632 960003" not in cy


def test_among_equals_who_was_confirmed_comes_before_who_was_not_and_says_when(three, client, leeds):
    three["Cy Quince"].absences.all().delete()
    three["Ada Quince"].appointments.update(confirmed_at=LONG_AGO)
    three["Ada Quince"].contact_points.update(verified_at=LONG_AGO)
    page = found(client, "quince leeds")
    assert order(page)[:2] == ["Cy Quince", "Ada Quince"]
    assert "Confirmed 23 November" in main(page).partition("Cy Quince")[2].partition("Ada Quince")[0]
    assert "Confirmed" not in main(page).partition("Ada Quince")[2].partition("Bea Quince")[0]


def test_among_equals_who_was_reached_last_time_comes_first_for_whoever_reached_them(three, client, leeds):
    three["Cy Quince"].absences.all().delete()
    point = three["Cy Quince"].contact_points.get()
    tell_outcome(point=point, kind="spoke", by=leeds.reader, at=NOW - timedelta(days=1))
    page = found(client, "quince leeds")
    assert order(page)[:2] == ["Cy Quince", "Ada Quince"]
    assert "You got through last time" in main(page)
    client.force_login(leeds.colleague)
    assert "You got through last time" not in main(found(client, "quince leeds"))


def test_at_another_time_it_says_so_and_shows_who_is_there_then(three, client):
    by_day, by_night = found(client), found(client, at=FRIDAY_NIGHT)
    assert "not now" not in main(by_day)
    assert "For Friday 27 November, 9:45pm – not now. Show now" in main(by_night)
    assert "There now" in main(by_day)
    assert "There now" not in main(by_night)
    assert "There at that time" not in main(by_night)  # nobody works at night
    assert "There at that time" in main(found(client, at="2026-11-27T10:00"))
    assert "Only who is there then" in main(by_night)


def test_every_way_on_from_another_time_stays_at_that_time(three, client):
    page = found(client, at=FRIDAY_NIGHT).content.decode()
    people = re.findall(r'href="(/people/[^"]+)"', page)
    narrower = re.findall(r'href="(/found/[^"]+|/search/[^"]+/[^"]*)"', page)
    assert people
    assert narrower
    assert all("at=2026-11-27T21%3A45" in href for href in people)
    assert all("at=2026-11-27T21%3A45" in href for href in narrower if "?" in href)
    assert "at=" not in re.search(r'href="([^"]*)">Show now', page)[1]


@pytest.mark.parametrize("odd", ["tomorrow", "2026-02-30T10:00", "9999-12-31T23:59"])
def test_an_odd_time_is_explained_and_the_words_stay(three, client, odd):
    page = found(client, at=odd)
    assert page.status_code == 200
    assert "Give a date and time" in main(page)


def test_nothing_found_gives_the_duty_line_of_the_place_that_was_named(three, client, leeds):
    leeds.desk("Leeds front door", "0113 496 0100", covers=[leeds.leeds])
    said = main(found(client, "xyzzy leeds"))
    assert "Or ring a duty line, Leeds" in said or "Ring a duty line" in said
    assert "0113 496 0100" in said
    assert "999" in said


def test_duty_numbers_at_another_time_say_so_and_are_in_the_order_of_that_time(leeds, client):
    leeds.desk("Leeds front door", "0113 496 0100", covers=[leeds.leeds])
    leeds.desk(
        "Leeds nights",
        "0113 496 0199",
        role=leeds.night_role,
        week=[(day, time(17), time(9)) for day in range(7)],
        covers=[leeds.leeds],
    )
    now, night = words(client.get("/duty/")), words(client.get(f"/duty/?at={FRIDAY_NIGHT}"))
    assert now.index("0113 496 0100") < now.index("0113 496 0199")
    assert night.index("0113 496 0199") < night.index("0113 496 0100")
    assert "For Friday 27 November, 9:45pm – not now." in night
    assert "not now" not in now
    assert "Give a date and time" in words(client.get("/duty/?at=soon"))
