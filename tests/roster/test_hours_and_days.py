"""When a line is answered, on which days an agency is closed, and school terms: kept by whoever keeps the roster."""

import re
from datetime import date, time

import pytest

from agencies.models import Closure, OpeningHours, TermDate
from tests.profiles.world import NIGHT, words
from tests.roster.test_pages import hidden

WEEK = {f"open_{day}": "" for day in range(8)}


@pytest.fixture
def desk(rosters):
    return rosters.world.desk("Leeds duty desk", "0113 496 0100", covers=[rosters.world.leeds])


def change(keeping, address, **fields):
    form = {"seen": hidden(keeping.get(address), "seen"), "audience": "professional", **fields}
    return keeping.post(address, form, follow=True)


def hours(thing):
    return [(each.day, each.opens, each.closes) for each in thing.hours.all()]


def test_a_desk_says_when_it_is_answered_and_the_answer_follows(rosters, keeping, desk):
    address = f"/posts/{desk.key}/change/"
    page = keeping.get(address)
    assert 'value="09:00-17:00"' in page.content.decode()
    assert "All empty: the team’s hours, or the agency’s." in words(page)
    week = {**WEEK, "open_0": "8:00-20:00", "open_7": "10-16"}
    after = change(keeping, address, title=desk.title, audience="public", phone="0113 496 0100", **week)
    assert "Saved." in words(after)
    assert hours(desk) == [(0, time(8), time(20)), (7, time(10), time(16))]
    assert "Available until 8pm." in words(keeping.get(f"/posts/{desk.key}/"))
    back = keeping.post("/roster/undo/", {"undo": hidden(after, "undo")}, follow=True)
    assert "Undone." in words(back)
    assert hours(desk) == [(day, time(9), time(17)) for day in range(5)]


def test_a_post_that_people_hold_is_not_asked_when_it_is_answered(rosters, keeping):
    assert "When the number is answered" not in words(keeping.get(f"/posts/{rosters.post.key}/change/"))


def test_a_team_is_answered_into_the_next_morning_and_round_the_clock(rosters, keeping):
    team = rosters.world.team
    form = {"name": team.name, "agency": team.agency.slug, "phone": "0113 496 0111"}
    change(keeping, f"/teams/{team.key}/change/", **form, **{**WEEK, "open_4": "17:00-9:00", "open_5": "0:00-0:00"})
    assert hours(team) == [(4, time(17), time(9)), (5, time(0), time(0))]


@pytest.mark.parametrize("odd", ["nine to five", "25:00-26:00", "9:00", "9-", "<b>"])
def test_hours_that_cannot_be_read_stay_on_the_form(rosters, keeping, odd):
    team = rosters.world.team
    before = hours(team)
    form = {"name": team.name, "agency": team.agency.slug, "phone": ""}
    page = change(keeping, f"/teams/{team.key}/change/", **form, **{**WEEK, "open_0": odd})
    assert "Give hours, like 9:00-17:00." in words(page)
    assert hours(team) == before


def test_two_who_change_the_same_day_are_told_and_another_day_is_kept(rosters, keeping):
    team = rosters.world.team
    address, form = f"/teams/{team.key}/change/", {"name": team.name, "agency": team.agency.slug, "phone": "0113 496 0111"}
    seen = hidden(keeping.get(address), "seen")
    change(keeping, address, **form, **{**WEEK, "open_0": "8-16"})
    second = keeping.post(address, {**form, **WEEK, "seen": seen, "audience": "professional", "open_0": "10-18"})
    assert second.status_code == 409
    assert "Theirs: 08:00-16:00" in words(second)
    assert "Yours: 10:00-18:00" in words(second)


def test_an_agency_changes_its_own_number_and_hours(rosters, keeping):
    council = rosters.world.council
    address = f"/agencies/{council.slug}/roster/change/"
    after = change(keeping, address, phone="0113 496 0150", **{**WEEK, "open_0": "9-17"})
    assert "Saved." in words(after)
    assert council.contact_points.get().value == "0113 496 0150"
    assert hours(council) == [(0, time(9), time(17))]
    keeping.post("/roster/undo/", {"undo": hidden(after, "undo")})
    assert hours(council) == []


def days(rosters):
    return f"/agencies/{rosters.world.council.slug}/roster/days/"


def test_days_closed_are_added_read_by_everybody_and_taken_out(rosters, keeping, desk):
    assert "No days closed are known." in words(keeping.get(days(rosters)))
    form = {"add": "1", "name": "Moving house", "starts_on": "23/11/2026", "ends_on": "24/11/2026"}
    said = words(keeping.post(days(rosters), form, follow=True))
    assert "Moving house, 23 November to 24 November" in said
    assert "Moving house" in words(keeping.get(f"/posts/{desk.key}/"))
    closure = Closure.objects.get()
    after = words(keeping.post(days(rosters), {"take_out": closure.pk}, follow=True))
    assert "Taken out: Moving house." in after
    assert "Available until 5pm." in words(keeping.get(f"/posts/{desk.key}/"))
    history = words(keeping.get(f"/agencies/{rosters.world.council.slug}/history/"))
    assert "noted when the agency is closed" in history
    assert "is not closed after all" in history


@pytest.mark.parametrize(
    "sent, said",
    [
        ({"name": "X"}, "Give the first day."),
        ({"name": "X", "starts_on": "2026-12-24", "ends_on": "2026-12-20"}, "The last day is before the first."),
        ({"starts_on": "2026-12-24", "ends_on": "2026-12-26"}, "Say what it is called."),
        ({"name": "Kestrel, NHS number 943 476 5919", "starts_on": "2026-12-24", "ends_on": "2026-12-26"}, "holds nothing about"),
    ],
)
def test_days_closed_that_make_no_sense_are_put_right_first(rosters, keeping, sent, said):
    page = keeping.post(days(rosters), {"add": "1", **sent})
    assert said in words(page)
    assert not Closure.objects.exists()


def test_somebody_elses_closure_cannot_be_taken_out(rosters, keeping):
    other = rosters.world.agency("Another trust")
    theirs = Closure.objects.create(agency=other, name="Theirs", starts_on=date(2026, 12, 24), ends_on=date(2026, 12, 26))
    keeping.post(days(rosters), {"take_out": theirs.pk})
    assert Closure.objects.get() == theirs


def test_a_council_gives_the_terms_of_its_schools(rosters, keeping):
    page = keeping.get(days(rosters))
    assert "Terms of all schools in Leeds, one to a line" in words(page)
    keeping.post(days(rosters), {"set_terms": "1", "terms": "2/9/2026 to 23/10/2026\n\n2/11/2026 – 18/12/2026"})
    assert [(each.starts_on, each.ends_on) for each in TermDate.objects.filter(area=rosters.world.leeds)] == [
        (date(2026, 9, 2), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18)),
    ]  # fmt: skip
    assert "2/9/2026 to 23/10/2026" in keeping.get(days(rosters)).content.decode()
    odd = keeping.post(days(rosters), {"set_terms": "1", "terms": "2/9/2026 to 23/10/2026\nautumn"})
    assert "Line 2: give two days" in words(odd)
    assert "autumn" in odd.content.decode()
    overlapping = keeping.post(days(rosters), {"set_terms": "1", "terms": "2/9/2026 to 23/10/2026\n1/10/2026 to 2/12/2026"})
    assert "Each term ends before the next one starts." in words(overlapping)
    assert TermDate.objects.count() == 2


def test_a_school_gives_its_own_terms(rosters, keeping):
    school = rosters.world.setting("Example Primary", agency=rosters.world.council)
    assert "Terms of Example Primary, one to a line" in words(keeping.get(days(rosters)))
    keeping.post(days(rosters), {"set_terms": "1", "terms": "1/9/2026 to 23/10/2026"})
    assert TermDate.objects.get().setting == school


def test_whoever_keeps_no_terms_is_not_asked_for_them(rosters, keeping):
    kind = rosters.world.council.kind
    kind.code = "charity"
    kind.save()
    assert "School terms" not in words(keeping.get(days(rosters)))
    keeping.post(days(rosters), {"set_terms": "1", "terms": "1/9/2026 to 23/10/2026"})
    assert not TermDate.objects.exists()


def test_a_night_teams_hours_come_back_as_they_were_given(rosters, keeping):
    night = rosters.world.desk("Leeds nights", "0113 496 0199", role=rosters.world.night_role, week=NIGHT)
    before = set(OpeningHours.objects.filter(post=night).values_list("day", "opens", "closes"))
    page = keeping.get(f"/posts/{night.key}/change/")
    shown = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page.content.decode()) for name in WEEK}
    form = {name: found[1] if found else "" for name, found in shown.items()}
    change(keeping, f"/posts/{night.key}/change/", title=night.title, audience="public", phone="0113 496 0199", **form)
    assert set(OpeningHours.objects.filter(post=night).values_list("day", "opens", "closes")) == before
