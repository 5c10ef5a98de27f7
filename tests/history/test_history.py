"""What was changed, read in words by those who keep a roster, and by nobody else."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.actions import give_right, set_hours, set_out_of_hours
from audit.log import place_old_events, record
from audit.models import Event, EventScope, EventValue
from contacts.actions import add_contact_point, add_practitioner, appoint, set_working_hours
from contacts.away.actions import go_away
from contacts.details.actions import change_number, change_title
from contacts.outcomes.actions import report_wrong, tell_outcome
from tests.profiles.world import NOW, words


def change(number, value, by, at=NOW):
    return change_number(point=number, value=value, says="the team", by=by, at=at)


def test_a_change_reads_as_a_sentence_with_what_was_and_what_is(browse, bola, number, history):
    change(number, "0113 496 0119", bola)
    said = words(browse(bola).get(history))
    assert "Bola Example changed the number of Ann Holder: was 0113 496 0101, now 0113 496 0119. 23 November, 10am" in said


def test_the_latest_stands_first_and_a_page_holds_twenty_five(browse, bola, number, history):
    for nth in range(30):
        change(number, f"0113 496 01{nth:02}", bola, NOW + timedelta(minutes=nth))
    first, second = (browse(bola).get(f"{history}?kind=reach&page={page}") for page in (1, 2))
    assert first.content.decode().count("moj-timeline__item") == 25
    assert "now 0113 496 0129" in words(first).partition("now 0113 496 0128")[0]
    assert "now 0113 496 0129" not in words(second)
    assert 'href="?kind=reach&amp;page=2"' in first.content.decode()


def test_people_posts_hours_and_absences_are_told_too(world, browse, bola, post, nurse, history):
    sam = add_practitioner(name="Sam Newcomer", by=bola, at=NOW)
    place = appoint(post=post, practitioner=sam, starts_on=date(2026, 12, 1), by=bola, at=NOW)
    set_working_hours(appointment=place, hours=[(day, time(9), time(17)) for day in range(5)], by=bola, at=NOW)
    set_hours(thing=post, hours=[(0, time(9), time(13))], by=bola, at=NOW)
    change_title(post=post, title="Named nurse, West", by=bola, at=NOW)
    tomorrow = NOW.replace(hour=0) + timedelta(days=1)
    go_away(practitioner=nurse, starts_at=tomorrow, ends_at=tomorrow + timedelta(days=2), by=bola, at=NOW)
    set_out_of_hours(agency=world.council, post=post, by=bola, at=NOW)
    give_right(user=world.user("new@example.org"), agency=world.council, right="manager", by=bola, at=NOW)
    said = words(browse(bola).get(history))
    for sentence in (
        "Bola Example put Sam Newcomer into Named nurse, West: first day 1 December.",
        "Bola Example changed when Sam Newcomer works in Named nurse, West: Monday to Friday, 9am to 5pm.",
        "Bola Example changed the hours of Named nurse, West: Monday, 9am to 1pm.",
        "Bola Example changed the title of a post: was Named nurse, East, now Named nurse, West.",
        "Bola Example noted that Ann Holder is away: from 24 November; until 25 November.",
        "Bola Example changed where a call goes when Leeds children's services is shut: Named nurse, West.",
        "Bola Example gave somebody a right: Somebody Looking; Manager.",
    ):
        assert sentence in said


def test_what_was_erased_says_that_it_is_no_longer_kept(browse, bola, number, history):
    change(number, "0113 496 0119", bola)
    EventValue.objects.filter(field="value").delete()
    assert "Bola Example changed the number of Ann Holder: (no longer kept)." in words(browse(bola).get(history))


def test_what_has_gone_and_who_has_gone_are_somebody_and_something(browse, world, bola, number, nurse, history):
    other = world.user("leaver@example.org")
    change(number, "0113 496 0119", other)
    other.delete()
    nurse.delete()
    said = words(browse(bola).get(history))
    assert "Somebody changed the number of Leeds children's services: was" in said


# Narrowed down


def test_it_is_narrowed_by_who_what_post_and_days(world, browse, bola, number, post, history):
    other = world.user("other@example.org", world.council, "roster_admin")
    change(number, "0113 496 0111", bola, NOW - timedelta(days=10))
    change_title(post=post, title="Named nurse, West", by=other, at=NOW)
    client = browse(bola)
    for query, number_told, title_told in (
        (f"who={bola.key}", True, False),
        (f"who={other.key}", False, True),
        ("kind=reach", True, False),
        ("kind=posts", False, True),
        (f"post={post.key}", False, True),
        ("until=2026-11-13", True, False),
        ("since=13/11/2026", True, True),
        ("since=2026-11-14", False, True),
        ("since=2026-11-23&until=2026-11-23", False, True),
    ):
        said = words(client.get(f"{history}?{query}"))
        assert ("changed the number" in said) is number_told, query
        assert ("changed the title" in said) is title_told, query


def test_nothing_in_these_dates_says_so_and_leads_back_to_everything(browse, bola, number, history):
    change(number, "0113 496 0111", bola)
    page = browse(bola).get(f"{history}?until=2020-01-01")
    assert "No changes in these dates." in words(page)
    assert f'href="{history}">Show everything' in page.content.decode()
    assert "No changes yet." in words(browse(bola).get(f"/posts/{number.practitioner.appointments.get().post.key}/history/"))


@pytest.mark.parametrize("query", ["since=nonsense", "since=2026-13-45", "until=31%2F02%2F2026", "since=%ED%A0%80"])
def test_a_day_that_is_none_is_said_and_what_was_typed_stays(browse, bola, number, history, query):
    page = browse(bola).get(f"{history}?{query}")
    assert page.status_code == 200
    assert "Give a day, like 23/11/2026." in words(page)


def test_days_the_wrong_way_round_and_choices_nobody_offers_are_said(browse, bola, history):
    assert "The last day is before the first." in words(browse(bola).get(f"{history}?since=2026-11-20&until=2026-11-19"))
    for query in ("who=zzzzzzzzzz", "kind=nonsense", "page=nonsense", "page=999999", "post=zzz"):
        assert browse(bola).get(f"{history}?{query}").status_code == 200


# Whose it is


def test_one_agency_reads_its_own_changes_and_never_anothers(world, browse, bola, number, history):
    trust = world.agency("Example Health Trust")
    theirs = world.user("theirs@example.org", trust, "roster_admin")
    line = world.phone(trust, "01632 960500")
    change(line, "01632 960501", theirs)
    change(number, "0113 496 0119", bola)
    assert "01632 960501" not in words(browse(bola).get(history))
    mine = words(browse(theirs).get(f"/agencies/{trust.slug}/history/"))
    assert "01632 960501" in mine
    assert "0113 496 0119" not in mine
    refused = browse(theirs).get(history)
    assert refused.status_code == 403
    assert "Only an agency’s own roster admin and its privacy lead can read what was changed there." in words(refused)


def test_whoever_moves_on_takes_what_the_next_agency_changes_with_them(world, browse, bola, number, nurse, post, history):
    trust = world.agency("Example Health Trust")
    nurse.appointments.update(ends_on=date(2026, 10, 31))
    world.appoint(nurse, world.post("Named nurse, trust", agency=trust))
    change(number, "0113 496 0119", bola)
    assert "0113 496 0119" not in words(browse(bola).get(history))
    assert "0113 496 0119" not in words(browse(bola).get(f"/people/{nurse.key}/history/"))


def test_a_post_and_a_person_have_a_history_of_their_own(world, browse, bola, number, nurse, post):
    other = world.person("Somebody Else", "0113 496 0177")
    world.appoint(other, world.post("Elsewhere"))
    change(number, "0113 496 0119", bola)
    change(other.contact_points.get(), "0113 496 0178", bola)
    change_title(post=post, title="Named nurse, West", by=bola, at=NOW)
    person, place = (
        words(browse(bola).get(address)) for address in (f"/people/{nurse.key}/history/", f"/posts/{post.key}/history/")
    )
    assert "0113 496 0119" in person
    assert "Named nurse, West" in place
    assert "0113 496 0178" not in person + place


def test_the_way_to_it_stands_on_the_pages_of_those_who_may_read_it(world, browse, bola, nurse, post):
    for address in (f"/agencies/{world.council.slug}/", f"/posts/{post.key}/", f"/people/{nurse.key}/"):
        assert f'href="{address}history/"' in browse(bola).get(address).content.decode()
        assert "history/" not in browse(world.user(f"{len(address)}@example.org")).get(address).content.decode()


# What it does not tell


def test_nothing_about_somebody_at_risk_is_told_and_not_that_they_became_so(world, browse, bola, number, nurse, post, history):
    change(number, "0113 496 0119", bola)
    set_working_hours(appointment=nurse.appointments.get(), hours=[(0, time(9), time(17))], by=bola, at=NOW)
    go_away(practitioner=nurse, starts_at=NOW, ends_at=NOW + timedelta(days=1), by=bola, at=NOW)
    report_wrong(what="name", agency=world.council, practitioner=nurse, post=post, by=bola, at=NOW)
    nurse.restricted = True
    nurse.save()
    lead = world.user("lead@example.org", world.council, "privacy_lead")
    for reader in (bola, lead):
        for address in (history, f"/posts/{post.key}/history/"):
            page = browse(reader).get(address).content.decode()
            assert not re.search("Holder|0119|restricted|at risk", page)
        assert browse(reader).get(f"/people/{nurse.key}/history/").status_code == 404


def test_an_admin_who_is_at_risk_is_not_named_for_what_they_did(world, browse, bola, number, history):
    world.person("Bola Example", user=bola, restricted=True)
    change(number, "0113 496 0119", bola)
    other = world.user("other@example.org", world.council, "roster_admin")
    page = browse(other).get(history)
    assert "Somebody changed the number of Ann Holder" in words(page)
    assert "Bola" not in page.content.decode()


def test_who_reported_and_how_calls_went_are_nobodys_to_read(world, browse, bola, number, post, history):
    caller = world.user("caller@example.org")
    caller.name = "Canary Caller"
    caller.save()
    tell_outcome(point=number, post=post, kind="no_answer", by=caller, at=NOW)
    report_wrong(what="title", agency=world.council, post=post, by=caller, at=NOW)
    page = browse(bola).get(history)
    assert "Something about Named nurse, East was reported wrong: The title is wrong." in words(page)
    assert "how a call" not in words(page)
    assert "Canary" not in page.content.decode()
    assert "Canary" not in browse(bola).get(f"{history}?who={caller.key}").content.decode()


# How it is kept


def test_events_of_an_older_installation_come_into_the_histories(browse, bola, number, history):
    old = Event.objects.create(
        at=NOW, actor=f"accounts.user:{bola.pk}", verb="changed a number", thing=f"contacts.contactpoint:{number.pk}",
        fields=["value"], salt="", digest="",
    )  # fmt: skip
    EventValue.objects.create(event=old, field="value", old="0113 496 0100", new="0113 496 0101")
    gone = Event.objects.create(at=NOW, verb="took out an absence", thing="contacts.absence:999", salt="", digest="")
    assert "0113 496 0100" not in words(browse(bola).get(history))
    assert place_old_events() == 2
    assert place_old_events() == 0
    assert "Bola Example changed the number of Ann Holder: was 0113 496 0100" in words(browse(bola).get(history))
    assert list(gone.scopes.values_list("scope", flat=True)) == ["contacts.absence:999"]


def test_an_event_may_name_further_things_it_concerns(world, bola, post):
    event = record("joined partnership", "somewhere", by=bola, at=NOW, about=[post])
    assert set(event.scopes.values_list("scope", flat=True)) == {
        "somewhere", f"agencies.post:{post.pk}", f"agencies.agency:{world.council.pk}",
    }  # fmt: skip


def test_ten_changes_cost_as_many_queries_as_one(world, browse, bola, number, history):
    client = browse(bola)
    costs = []
    for many in (1, 9):
        for nth in range(many):
            person = world.person(f"Person {many} {nth}", f"0113 496 02{many}{nth}")
            world.appoint(person, world.post(f"Post {many} {nth}"))
            change(person.contact_points.get(), f"0113 496 03{many}{nth}", bola)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(history)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_a_number_of_a_team_a_site_and_an_agency_is_told_by_whose_it_is(world, browse, bola, history):
    school = world.setting("Example Primary", agency=world.council)
    for nth, thing in enumerate((world.team, school, world.council)):
        add_contact_point(to=thing, kind="phone", value=f"0113 496 014{nth}", by=bola, at=NOW)
    said = words(browse(bola).get(history))
    for nth, name in enumerate(("Team North", "Example Primary", "Leeds children's services")):
        assert f"Bola Example added a way to reach {name}: 0113 496 014{nth}." in said
    assert EventScope.objects.filter(scope=f"agencies.agency:{world.council.pk}").count() == 3
    assert datetime.fromisoformat(re.search(r'datetime="([^"]+)"', browse(bola).get(history).content.decode())[1]) == NOW
