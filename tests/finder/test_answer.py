"""The answer from the database: who is rung first for a role here and now, and what of it anybody may see."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import Basis, Coverage, OpeningHours, Role, RoleFallback, RoleRule, Team
from contacts.availability import AGREED
from contacts.models import Appointment, Cover, WorkingHours
from tests.finder.conftest import as_words, held
from tests.profiles.world import LONG_AGO, NIGHT, NOW

TWO_AM = NOW.replace(day=24, hour=2)
TUESDAYS = [(1, time(9), time(17))]
MONDAYS = [(0, time(9), time(17))]


# Each kind of ladder.


def test_the_holder_then_the_deputies_then_the_team(leeds):
    held(leeds, "Ann Holder", ("Dee Second", "deputy", {"order": 2}), ("Cat First", "deputy", {"order": 1}))
    assert leeds.told() == ["Ann Holder", "Cat First", "Dee Second", "Team North"]


def test_accepted_cover_comes_before_the_deputy_and_cover_that_was_only_asked_for_does_not_count(leeds):
    post, people = held(leeds, "Ann Holder", ("Dee Deputy", "deputy", {}))
    cover = leeds.cover(leeds.away(people["Ann Holder"]), post, leeds.person("Bea Cover", "01632 960050"), "asked")
    assert leeds.told() == ["Dee Deputy", "Team North", "~Ann Holder"]
    for state in ("accepted", "by_phone"):
        Cover.objects.filter(pk=cover.pk).update(state=state)
        assert leeds.told() == ["Bea Cover", "Dee Deputy", "Team North", "~Ann Holder"]
    Cover.objects.filter(pk=cover.pk).update(state="declined")
    assert leeds.told() == ["Dee Deputy", "Team North", "~Ann Holder"]


def test_a_cover_counts_in_the_states_that_mean_yes():
    assert {Cover.State.ACCEPTED, Cover.State.BY_PHONE} == AGREED
    assert {Cover.State.ASKED, Cover.State.DECLINED}.isdisjoint(AGREED)


def test_cover_for_one_post_does_not_cover_another(leeds):
    post, people = held(leeds, "Ann Holder")
    other = leeds.post("Another post", covers=[leeds.leeds])
    leeds.appoint(people["Ann Holder"], other)
    leeds.cover(leeds.away(people["Ann Holder"]), other, leeds.person("Bea Cover", "01632 960050"))
    answer = leeds.ask()
    assert next(each for each in answer.posts if each.id == post.id).covers == {}
    assert as_words(answer.ladder) == ["Bea Cover", "Team North", "~Ann Holder"]


def test_a_cover_who_is_away_is_followed_to_theirs(leeds):
    post, people = held(leeds, "Ann Holder")
    bea, cat = leeds.person("Bea Cover", "01632 960050"), leeds.person("Cat Cover", "01632 960051")
    leeds.cover(leeds.away(people["Ann Holder"]), post, bea)
    leeds.cover(leeds.away(bea), post, cat)
    assert leeds.told() == ["Cat Cover", "Team North", "~Ann Holder"]


def test_a_circle_of_covers_ends(leeds):
    post, people = held(leeds, "Ann Holder", ("Bea Deputy", "deputy", {}))
    leeds.cover(leeds.away(people["Ann Holder"]), post, people["Bea Deputy"])
    leeds.cover(leeds.away(people["Bea Deputy"]), post, people["Ann Holder"])
    assert leeds.told() == ["Team North", "~Ann Holder", "~Bea Deputy"]


@pytest.mark.parametrize(
    "at, first",
    [
        (datetime(2026, 12, 1, 9, 59), "Team North"),
        (datetime(2026, 12, 1, 10, 0), "Ann Holder"),
        (datetime(2026, 11, 30, 14, 59), "Ann Holder"),
        (datetime(2026, 11, 30, 15, 0), "Team North"),
    ],
)
def test_an_absence_holds_from_its_first_instant_up_to_its_last(leeds, at, first):
    _, people = held(leeds, "Ann Holder")
    zone = NOW.tzinfo
    absence = leeds.away(people["Ann Holder"], until=datetime(2026, 12, 1, 10, 0, tzinfo=zone))
    type(absence).objects.filter(pk=absence.pk).update(starts_at=datetime(2026, 11, 30, 15, 0, tzinfo=zone))
    assert leeds.told(at=at.replace(tzinfo=zone))[0] == first


def test_of_two_absences_the_later_end_is_told(leeds):
    _, people = held(leeds, "Ann Holder")
    for day in (4, 2):
        leeds.away(people["Ann Holder"], until=datetime(2026, 12, day, tzinfo=NOW.tzinfo))
    away = next(rung for rung in leeds.ask().ladder.rest if rung.turn)
    assert away.turn.until == datetime(2026, 12, 4, tzinfo=NOW.tzinfo)


def test_a_covers_hours_are_those_they_work_now_and_not_those_of_a_post_they_left(leeds):
    post, people = held(leeds, "Ann Holder")
    bea = leeds.person("Bea Cover", "01632 960050")
    left = leeds.post("A post left behind")
    leeds.appoint(bea, left, week=MONDAYS, ends_on=date(2026, 10, 1))
    leeds.appoint(bea, leeds.post("Where they work now"), week=TUESDAYS)
    leeds.cover(leeds.away(people["Ann Holder"]), post, bea)
    assert leeds.told() == ["Team North", "~Ann Holder", "~Bea Cover"]


def test_a_part_timer_gives_way_on_a_day_off_and_a_job_share_goes_by_weekday(leeds):
    held(leeds, ("Ann Monday", "job_share", {"week": MONDAYS}), ("Bea Tuesday", "job_share", {"week": TUESDAYS}))
    assert leeds.told() == ["Ann Monday", "Team North", "~Bea Tuesday"]
    assert leeds.told(at=NOW + timedelta(days=1)) == ["Bea Tuesday", "Team North", "~Ann Monday"]


def test_a_vacancy_is_told_and_the_team_is_rung(leeds):
    held(leeds, ("Dee Deputy", "deputy", {}))
    answer = leeds.ask()
    assert [post.title for post in answer.ladder.vacant] == ["Health visitor, Chapel Allerton"]
    assert as_words(answer.ladder) == ["Dee Deputy", "Team North"]


@pytest.mark.parametrize(
    "starts, ends, there",
    [
        (None, "2026-11-23", True),
        (None, "2026-11-22", False),
        ("2026-11-23", None, True),
        ("2026-11-24", None, False),
        ("2026-11-24", "2027-11-24", False),
    ],
)
def test_an_appointment_holds_on_its_first_and_last_day_and_not_beyond(leeds, starts, ends, there):
    dates = {"starts_on": starts and date.fromisoformat(starts), "ends_on": ends and date.fromisoformat(ends)}
    held(leeds, ("Ann Holder", "holder", dates))
    assert (leeds.told()[0] == "Ann Holder") is there
    assert (not leeds.ask().ladder.vacant) is there


@pytest.mark.parametrize("what", ["post", "coverage"])
def test_what_has_ended_does_not_answer(leeds, what):
    post, _ = held(leeds, "Ann Holder")
    for last_day, there in ((date(2026, 11, 23), True), (date(2026, 11, 22), False)):
        thing = type(post).objects.filter(pk=post.pk) if what == "post" else Coverage.objects.filter(post=post)
        thing.update(ends_on=last_day)
        assert bool(leeds.ask().posts) is there


def test_at_two_in_the_morning_the_agencys_own_route_then_the_councils_desk_are_rung(leeds):
    held(leeds, "Ann Holder")
    leeds.desk("Leeds front door", "01632 960700", covers=[leeds.leeds])
    leeds.desk("Leeds out of hours", "01632 960600", role=leeds.night_role, week=NIGHT, covers=[leeds.leeds])
    assert leeds.told() == ["Ann Holder", "Team North", "Leeds front door", "~Leeds out of hours"]
    assert leeds.told(at=TWO_AM) == ["Leeds out of hours", "~Ann Holder", "~Team North", "~Leeds front door"]
    route = leeds.desk("Night nurse", "01632 960601", role=leeds.role("NIGHT", "Night nurse", Role.Kind.DESK), week=NIGHT)
    type(leeds.council).objects.filter(pk=leeds.council.pk).update(out_of_hours=route)
    assert leeds.told(at=TWO_AM)[:2] == ["Night nurse", "Leeds out of hours"]
    assert [post.title for post in leeds.ask(at=TWO_AM).posts] == ["Health visitor, Chapel Allerton"]
    type(route).objects.filter(pk=route.pk).update(ends_on=date(2026, 11, 22))
    assert leeds.told(at=TWO_AM)[0] == "Leeds out of hours"


def test_another_services_night_route_is_not_mistaken_for_this_ones(leeds):
    Role.objects.filter(pk=leeds.visitor.pk).update(resolves_on="home|practice")
    surgery = leeds.setting("Example Surgery", kind="surgery")
    surgery.identifiers.create(scheme="ods", value="B86001")
    night = leeds.role("NIGHT", "Night nurse", Role.Kind.DESK)
    theirs = leeds.agency(
        "Bradford service", out_of_hours=leeds.desk("Bradford night nurse", "01632 960601", role=night, week=NIGHT)
    )
    linked = leeds.post("Visitor of the surgery", agency=theirs)
    Coverage.objects.create(post=linked, role=linked.role, basis=Basis.GP, setting=surgery)
    leeds.desk("Leeds out of hours", "01632 960600", role=leeds.night_role, week=NIGHT, covers=[leeds.leeds])
    held(leeds, "Ann Holder")
    answer = leeds.ask(query="area=E08000035&practice=B86001", at=TWO_AM)
    assert [post.title for post in answer.elsewhere] == ["Visitor of the surgery"]
    assert as_words(answer.ladder)[0] == "Leeds out of hours"


def test_roles_that_stand_in_are_asked_in_their_order(leeds):
    records = leeds.role("CHIS", "Child health records")
    lead = leeds.role("LEAD", "Team lead")
    for order, following in enumerate((lead, records), 1):
        RoleFallback.objects.create(role=leeds.visitor, next=following, order=order)
    elsewhere = leeds.agency("Example trust")
    for role, name in ((records, "Ray Records"), (lead, "Lea Lead")):
        leeds.appoint(
            leeds.person(name, f"01632 9601{len(name)}0"), post := leeds.post(f"Post of {name}", role=role, agency=elsewhere)
        )
        Coverage.objects.create(post=post, role=role, basis=Basis.INCIDENT, area=leeds.leeds)
        leeds.hours(post)
    held(leeds)
    assert leeds.told() == ["Team North", "Lea Lead", "Ray Records"]


def test_hours_nobody_told_us_are_not_called_closed(leeds):
    held(leeds, "Ann Holder")
    OpeningHours.objects.all().delete()
    answer = leeds.ask()
    assert as_words(answer.ladder) == ["~Ann Holder", "~Team North"]
    assert not answer.ladder.rest[1].opening.known


def test_somebody_unconfirmed_for_long_gives_way_to_the_team(leeds):
    held(leeds, ("Ann Holder", "holder", {"confirmed_at": LONG_AGO}))
    answer = leeds.ask()
    assert as_words(answer.ladder) == ["Team North", "Ann Holder"]
    assert answer.ladder.rest[0].stale


def test_two_who_hold_one_post_are_both_the_answer(leeds):
    held(leeds, "Ann Holder", ("Bea Holder", "job_share", {}))
    assert leeds.ask().ladder.equals == 2


def test_more_than_two_hundred_posts_are_too_many_for_one_answer(leeds):
    for nth in range(201):
        leeds.post(f"Post {nth:03}", covers=[leeds.leeds])
    answer = leeds.ask()
    assert (answer.too_wide, answer.posts) == (201, [])


def test_a_place_that_no_partnership_covers_is_said_to_be_outside(leeds):
    leeds.area("E06000014", "York")
    assert leeds.ask(query="area=E06000014").outside
    assert not leeds.ask().outside


# Which question, and whose council.


def test_health_visiting_asks_for_what_decides_it(leeds):
    Role.objects.filter(pk=leeds.visitor.pk).update(resolves_on="home|practice")
    surgery = leeds.setting("Example Surgery", kind="surgery")
    surgery.identifiers.create(scheme="ods", value="B86001")
    held(leeds, "Ann Holder")
    linked = leeds.post("Visitor of the surgery")
    Coverage.objects.create(post=linked, role=linked.role, basis=Basis.GP, setting=surgery)
    leeds.appoint(leeds.person("Sue Surgery", "01632 960050"), linked)
    both = "area=E08000035&practice=B86001"

    assert leeds.ask().ask is None
    assert [post.title for post in leeds.ask(query=both).elsewhere] == ["Visitor of the surgery"]
    assert leeds.ask(query="practice=B86001").ask == "home"
    assert leeds.ask(query="practice=B86001", unsure=True).ask is None
    RoleRule.objects.create(agency=leeds.council, role=leeds.visitor, basis=RoleRule.Basis.GP)
    assert leeds.ask().ask == "practice"
    assert leeds.ask(unsure=True).ask is None
    assert leeds.told(query=both)[:2] == ["Sue Surgery", "Ann Holder"]


def test_the_council_that_holds_the_plan_gets_a_card_of_its_own(leeds):
    Role.objects.filter(pk=leeds.front_door_role.pk).update(resolves_on="where_now|~home|~holding_authority")
    bradford = leeds.area("E08000032", "Bradford")
    leeds.desk("Leeds front door", "01632 960700", covers=[leeds.leeds])
    leeds.desk("Bradford front door", "01632 960701", covers=[bradford], agency=leeds.agency("Bradford children's services"))
    answer = leeds.ask("front-door-child", "area=E08000035&authority=E08000032")
    assert as_words(answer.ladder)[0] == "Leeds front door"
    assert as_words(answer.holding) == ["Bradford front door"]
    leeds.desk("Bradford out of hours", "01632 960601", role=leeds.night_role, week=NIGHT, covers=[bradford])
    by_night = leeds.ask("front-door-child", "area=E08000035&authority=E08000032", at=TWO_AM)
    assert as_words(by_night.holding) == ["Bradford out of hours", "~Bradford front door"]
    assert leeds.ask("front-door-child").holding is None
    assert leeds.ask("front-door-child", "area=E08000035&authority=E08000035").holding is None


# What it costs, and what it does not depend on.


def test_the_answer_asks_the_database_as_often_for_one_post_as_for_fifty(leeds):
    leeds.desk("Leeds front door", "01632 960700", covers=[leeds.leeds])
    counts, made = {}, 0
    for wanted in (1, 3, 50):
        while made < wanted:
            one_more(leeds, made)
            made += 1
        with CaptureQueriesContext(connection) as queries:
            assert len(leeds.ask().posts) == wanted
        counts[wanted] = len(queries)
    assert len(set(counts.values())) == 1, counts
    assert counts[50] <= 20


def one_more(leeds, nth):
    """A post with a team of its own, a holder, and a deputy who is away and covered."""
    team = Team.objects.create(agency=leeds.council, name=f"Team {nth}")
    leeds.phone(team, f"01632 9602{nth:02}")
    post = leeds.post(f"Post {nth}", team=team, covers=[leeds.leeds])
    leeds.appoint(leeds.person(f"Holder {nth}", f"01632 9603{nth:02}"), post, week=MONDAYS)
    deputy = leeds.person(f"Deputy {nth}", f"01632 9604{nth:02}")
    leeds.appoint(deputy, post, "deputy")
    leeds.cover(leeds.away(deputy), post, leeds.person(f"Cover {nth}", f"01632 9605{nth:02}"))


def test_the_answer_does_not_depend_on_who_was_entered_first(leeds):
    names = ["Cat Visitor", "Ann Visitor", "Bea Visitor"]

    def entered(order):
        for name in order:
            post = leeds.post(f"Patch of {name}", covers=[leeds.leeds])
            leeds.appoint(leeds.person(name, f"01632 960{ord(name[0]):03}"), post, week=MONDAYS)
            leeds.appoint(leeds.person(f"Deputy of {name}", f"01632 961{ord(name[0]):03}"), post, "deputy")
        told = leeds.told()
        WorkingHours.objects.all().delete()
        Appointment.objects.all().delete()
        Coverage.objects.all().delete()
        return told

    assert entered(names) == entered(names[::-1]) == entered(sorted(names))


def test_a_moment_in_another_zone_is_the_same_moment(leeds):
    held(leeds, "Ann Holder")
    assert leeds.told(at=NOW.astimezone(ZoneInfo("Pacific/Auckland"))) == leeds.told()
