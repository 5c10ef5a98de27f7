"""The twelve searches of a working day in Haringey, each typed as it would be said, each with the answer it should get."""

from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from agencies.models import UnmetNeed
from contacts.models import ContactPoint, Practitioner
from tests.finder.haringey import NOW, Haringey
from tests.finder.reading import cards, main, ring

pytestmark = pytest.mark.at_length


@pytest.fixture
def haringey(db, client, postcodes_file):
    with time_machine.travel(NOW, tick=False):
        made = Haringey()
        client.force_login(made.reader)
        yield made


@pytest.fixture
def typed(haringey, client):
    """`typed(words)` is the page that the one box leads to."""

    def page(words):
        found = client.post("/search/", {"q": words}, follow=True)
        assert found.status_code == 200
        return found

    return page


def address(page):
    return urlsplit(page.request["PATH_INFO"]).path, {
        name: value for name, [value, *_more] in parse_qs(page.request["QUERY_STRING"]).items()
    }


def number_of(thing):
    return ContactPoint.objects.filter(**{type(thing).__name__.lower(): thing}).first().value


def always(page):
    """What every one of them shows, wherever it leads: 999 at hand, and for a person how sure we are and who is next."""
    said = main(page)
    assert "Immediate danger: ring 999" in said
    return said


# 1


@pytest.mark.parametrize("words", ["health visitor for N17 9AA", "hv n17 9aa", "helth visiter N17 9AA"])
def test_a_health_visitor_by_postcode(haringey, typed, words):
    page = typed(words)
    said = always(page)
    assert "Anneliese Mbeki" in ring(page)
    assert "Covers Haringey, by home address." in ring(page)
    assert "Confirmed by the team on 23 November." in ring(page)
    assert "Duty line" in said
    assert "Wrong details?" in said
    assert "9AA" not in page.request["PATH_INFO"] + page.request["QUERY_STRING"]


def test_a_health_visitor_where_they_go_by_surgery(haringey, typed):
    haringey.goes_by_surgery()
    said = always(typed("health visitor for N17 9AA"))
    assert "Which surgery is the child registered with?" in said
    assert "Or ring the duty line now" in said


def test_a_postcode_in_several_councils_asks_which(haringey, typed):
    said = always(typed("health visitor n17"))
    assert "N17 lies in more than one council area. Which? Haringey Enfield Waltham Forest" in said


def test_a_postcode_that_is_in_no_file_is_gone_by_as_far_as_it_is_known(haringey, typed):
    said = always(typed("health visitor N17 9ZZ"))
    assert "We don’t know that postcode. It may be new, so we went by its first half." in said
    assert "N17 lies in more than one council area. Which? Haringey Enfield Waltham Forest" in said
    assert "9ZZ" not in said


# 2


@pytest.mark.parametrize(
    "words", ["who covers for DS Okonjo this week", "who covers for DS Okonjo", "DS okonjo", "ds rosalind okonjo"]
)
def test_a_sergeant_by_rank_and_name_shows_the_post_and_who_covers(haringey, typed, words):
    absence = haringey.is_away(haringey.okonjo, datetime(2026, 12, 2, tzinfo=NOW.tzinfo))
    haringey.cover(absence, haringey.cait, haringey.deputy)
    page = typed(words)
    said = always(page)
    assert "Child abuse team sergeant, North Area" in said
    assert "Rosalind Okonjo" in said
    assert "Tobias Lindqvist" in ring(page)
    assert "Desk" in said


def test_without_a_cover_it_says_so_and_the_desk_is_there(haringey, typed):
    haringey.deputy.appointments.all().delete()
    haringey.is_away(haringey.okonjo, datetime(2026, 12, 2, tzinfo=NOW.tzinfo))
    said = always(typed("who covers for DS Okonjo this week"))
    assert "Rosalind Okonjo" in said
    assert "away" in said.casefold()
    assert number_of(haringey.sergeants) in said


def test_a_rank_and_the_name_of_somebody_at_risk_confirm_nothing(haringey, typed):
    Practitioner.objects.filter(pk=haringey.okonjo.pk).update(restricted=True)
    from search import index

    index.refresh("person", [haringey.okonjo.pk])
    said, strange = always(typed("DS Okonjo")), always(typed("DS Marchetti-Oyelaran"))
    assert "Rosalind" not in said
    assert said.replace("DS Okonjo", "") == strange.replace("DS Marchetti-Oyelaran", "")


# 3


def test_the_named_gp_of_a_place_with_a_way_to_a_surgerys_own_lead(haringey, typed):
    page = typed("named GP Haringey")
    said = always(page)
    assert "Ibrahim Castellane" in ring(page)
    assert "Or somebody else who is called so" in said
    assert "GP practice safeguarding lead" in said


def test_a_vacant_named_gp_is_said_to_be_vacant(haringey, typed):
    haringey.named_gp.appointments.all().delete()
    said = always(typed("named GP Haringey"))
    assert "Named GP, Haringey: Nobody is in this post. Ring the number below." in said
    assert "Haringey MASH" in said


# 4


@pytest.mark.parametrize(
    "words", ["school nurse for West Green primary", "school nurse west green primary", "school nurse west grene primary"]
)
def test_a_school_nurse_by_school(haringey, typed, words):
    page = typed(words)
    always(page)
    assert "Dympna Carrickfergus" in ring(page)
    assert "Covers West Green Primary School, by school." in ring(page)


def test_a_school_with_no_nurse_recorded_says_so(haringey, typed):
    said = always(typed("school nurse St Mary’s Church of England"))
    assert "We know no school nurse here. Ring the number below." in said


# 5


@pytest.mark.parametrize("words", ["who do I ring at 2am", "2am", "who do i ring at 2 am"])
def test_two_in_the_morning(haringey, typed, words):
    page = typed(words)
    said = always(page)
    assert "Haringey emergency duty team" in ring(page)
    assert number_of(haringey.edt) in ring(page)
    assert "2am" in said
    assert address(page)[1] == {"at": "2026-11-24T02:00"}
    assert "Haringey. Change" in said


def test_asked_at_two_in_the_morning_it_is_the_same_and_now(haringey, client):
    with time_machine.travel(NOW.replace(hour=2), tick=False):
        page = client.post("/search/", {"q": "who do I ring"}, follow=True)
        assert "haringey" in main(page).casefold()
        page = client.post("/search/", {"q": "edt"}, follow=True)
    assert "Out-of-hours social work" in main(page)


# 6


@pytest.mark.parametrize("words", ["LADO teacher lives in Enfield works in Haringey", "lado works in haringey, lives in enfield"])
def test_the_lado_goes_by_where_somebody_works(haringey, typed, words):
    page = typed(words)
    said = always(page)
    assert "Folake Adeyemi-Grant" in ring(page)
    assert "by where the adult works" in ring(page)
    assert "Somebody may have to be told in Enfield as well." in said
    assert "Walczak" not in said


# 7


def test_a_name_of_many_schools_asks_which_ones_own_council_first(haringey, typed):
    said = always(typed("DSL st marys"))
    assert "You asked for School safeguarding lead" in said
    places = [said.index(where) for where in ("London · Haringey", "London · Enfield", "London · Southwark")]
    assert places == sorted(places)


def test_the_one_school_that_was_meant_answers(haringey, typed):
    page = typed("dsl west green primary")
    assert "Yusuf Penhaligon" in ring(page)


# 8


def test_a_strategy_meeting_finds_the_police_desk(haringey, typed):
    page = typed("police child protection strategy meeting")
    said = always(page)
    assert "Police safeguarding desk" in said
    if not cards(page):
        assert "Where" in said


# 9


def test_a_disagreement_shows_whom_to_escalate_to(haringey, typed, client):
    said = always(typed("disagree with MASH decision"))
    assert "Which of these do you need?" in said
    assert said.index("Escalation manager") < said.index("MASH manager")
    page = client.post("/find/", {"role": "escalation-contact"}, follow=True)
    assert "Haringey children’s services" in main(page)
    page = client.post("/find/", {"role": "escalation-contact", "provider": haringey.council.slug}, follow=True)
    assert "Marguerite Obi" in ring(page)


# 10


def test_a_care_home_asks_what_about_it_and_then_goes_by_where_it_is(haringey, typed, client):
    said = always(typed("adult safeguarding care home SE15"))
    assert "Which of these do you need?" in said
    for offered in ("Adult safeguarding duty line", "Care home or home care manager"):
        assert offered in said
    said = main(client.post("/find/", {"role": "front-door-adult", "postcode": "SE15"}, follow=True))
    assert "SE15 lies in more than one council area. Which? Southwark Lewisham" in said
    page = client.post("/find/", {"role": "front-door-adult", "area": haringey.southwark.code}, follow=True)
    assert "Southwark adult safeguarding" in ring(page)


# 11


def test_marac_asks_what_is_wanted_and_keeps_the_place(haringey, typed, client):
    page = typed("MARAC Guildford")
    said = always(page)
    assert "Do you want to refer, reach your own agency’s representative, or get support" in said.replace("'", "’")
    assert f'name="area" value="{haringey.guildford.code}"' in page.content.decode()
    page = client.post("/find/", {"role": "marac-coord", "area": haringey.guildford.code}, follow=True)
    assert "Hettie Larkspur" in ring(page)
    assert "Hettie Larkspur" in ring(typed("marack guildford"))


# 12


@pytest.mark.parametrize("words", ["who is the social worker for Kayden Example", "health visitor for Kayden Example"])
def test_a_childs_name_is_neither_searched_nor_kept(haringey, typed, words):
    page = typed(words)
    said = always(page)
    assert "We hold nothing about children, so we didn’t search for that" in said
    assert "Haringey MASH" in said
    assert "Kayden" not in page.content.decode() + page.request["PATH_INFO"]
    assert not UnmetNeed.objects.exists()


# And besides


def test_a_sentence_may_hold_a_day_and_a_time(haringey, typed):
    page = typed("lado friday 16:45")
    assert address(page) == ("/find/lado/", {"at": "2026-11-27T16:45"})
    assert "Folake Adeyemi-Grant" in main(page)


def test_nobody_found_gives_the_duty_lines_of_the_place(haringey, typed):
    said = always(typed("xyzzy plugh haringey"))
    assert "Nothing found" in said
    assert number_of(haringey.edt) in said
    need = UnmetNeed.objects.get()
    assert (need.role, need.authority, need.count) == ("", haringey.haringey.code, 1)
