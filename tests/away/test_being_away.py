"""Saying when somebody is away, in one page and under a minute: by themselves, or by their roster admin."""

from datetime import date, datetime, time

import pytest

from audit.models import Event
from contacts.models import Absence, Cover
from tests.profiles.world import NOW, words


def london(text):
    return datetime.fromisoformat(text).replace(tzinfo=NOW.tzinfo)


def spans(person):
    return [(absence.starts_at, absence.ends_at) for absence in person.absences.all()]


def send(client, address="/me/away/", **form):
    response = client.post(address, form, follow=True)
    return words(response)


def test_one_page_asks_from_when_until_when_and_who_covers_and_never_why(ward, as_):
    page = as_(ward.ann).get("/me/away/")
    said = words(page)
    assert "When are you away?" in said
    assert "No reason needed." in said
    assert "Who covers Named nurse, Leeds?" in said
    html = page.content.decode()
    order = [html.index(name) for name in ("Bob Deputy", "Cat Deputy", "Dee Lead", "Eve Colleague", "Nobody")]
    assert order == sorted(order)
    assert "selected>Bob Deputy" in html


@pytest.mark.parametrize("when, ends", [("today", "2026-11-24 00:00"), ("week", "2026-11-30 00:00")])
def test_a_preset_is_one_choice(ward, as_, when, ends):
    send(as_(ward.ann), when=when)
    assert spans(ward.ann) == [(NOW, london(ends))]


def test_dates_and_a_cover_are_saved_and_the_cover_is_asked(ward, as_):
    said = send(
        as_(ward.ann),
        when="dates",
        starts="2026-12-01T00:00",
        ends="2026-12-03T00:00",
        **{f"cover_{ward.post.key}": ward.bob.key},
    )
    assert "Saved." in said
    assert "Away from Tuesday 1 December until Thursday 3 December." in said
    assert "Named nurse, Leeds: Bob Deputy – Asked" in said
    cover = Cover.objects.get()
    assert (cover.post, cover.practitioner, cover.state, cover.asked_at) == (ward.post, ward.bob, "asked", NOW)
    assert [event.verb for event in Event.objects.order_by("pk")][-3:] == [
        "recorded an absence",
        "asked for cover",
        "wrote a letter",
    ]


def test_empty_from_is_now_and_nobody_may_be_chosen(ward, as_):
    said = send(as_(ward.ann), when="dates", ends="2026-11-23T15:00")
    assert spans(ward.ann) == [(NOW, london("2026-11-23 15:00"))]
    assert "Away until 3pm. Nobody is asked to cover." in said


def test_saving_twice_is_one_absence(ward, as_):
    for _ in range(2):
        send(as_(ward.ann), when="dates", starts="2026-12-01T00:00", ends="2026-12-03T00:00")
    assert len(spans(ward.ann)) == 1


@pytest.mark.parametrize(
    "form, sentence",
    [
        ({}, "Say from when until when."),
        ({"when": "dates"}, "Say until when."),
        ({"when": "never"}, "Select a valid choice"),
        ({"when": "dates", "ends": "tomorrow"}, "Give a date and time, like 27 November 2026, 4:45pm."),
        ({"when": "dates", "ends": "9999-12-31T23:59"}, "Give a date and time"),
        ({"when": "dates", "starts": "2026-11-01T09:00", "ends": "2026-11-02T09:00"}, "That is over already."),
        ({"when": "dates", "starts": "\x00", "ends": "2026-12-02T09:00"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_saved(ward, as_, form, sentence):
    assert sentence in send(as_(ward.ann), **form)
    assert not Absence.objects.exists()


def test_somebody_who_cannot_be_chosen_is_not_asked(ward, as_):
    stranger = ward.world.person("Far Away", restricted=True)
    said = send(as_(ward.ann), when="today", **{f"cover_{ward.post.key}": stranger.key})
    assert "Select a valid choice" in said
    assert not Cover.objects.exists()


def test_a_colleague_who_is_away_then_is_not_offered(ward, as_):
    ward.world.away(ward.bob)
    assert "Bob Deputy" not in words(as_(ward.ann).get("/me/away/"))


def test_a_roster_admin_says_it_for_somebody_and_may_note_that_they_agreed_by_phone(ward, as_):
    there = f"/people/{ward.ann.key}/away/"
    assert "When is Ann Holder away?" in words(as_(ward.admin).get(there))
    form = {"when": "today", f"cover_{ward.post.key}": ward.bob.key, f"phone_{ward.post.key}": "on"}
    assert "Bob Deputy – Agreed by phone" in send(as_(ward.admin), there, **form)
    assert Cover.objects.get().state == "by_phone"


def test_somebody_cannot_say_for_themselves_that_the_cover_agreed_by_phone(ward, as_):
    assert "They agreed by phone" not in words(as_(ward.ann).get("/me/away/"))
    send(as_(ward.ann), when="today", **{f"cover_{ward.post.key}": ward.bob.key, f"phone_{ward.post.key}": "on"})
    assert Cover.objects.get().state == "asked"


def test_anybody_else_is_told_why_not(ward, as_):
    response = as_(ward.eve).get(f"/people/{ward.ann.key}/away/")
    assert response.status_code == 403
    assert "Only they and their agency’s roster admin can say when they are away." in words(response)


def test_the_admin_of_the_caretaker_may_too(ward, as_):
    keeper = ward.world.agency("Keeper of rosters")
    admin = ward.world.user("keeper@example.org", keeper, "roster_admin")
    assert as_(admin).get(f"/people/{ward.ann.key}/away/").status_code == 403
    ward.world.council.entered_for = keeper
    ward.world.council.save()
    assert as_(admin).get(f"/people/{ward.ann.key}/away/").status_code == 200


def test_a_right_that_has_ended_allows_nothing(ward, as_):
    ward.admin.memberships.update(ends_on=date(2026, 11, 22))
    assert as_(ward.admin).get(f"/people/{ward.ann.key}/away/").status_code == 403


def test_a_restricted_person_says_it_themselves_or_their_admin_does_and_nobody_else_finds_the_page(ward, as_):
    ward.ann.restricted = True
    ward.ann.save()
    there = f"/people/{ward.ann.key}/away/"
    assert as_(ward.eve).get(there).status_code == 404
    assert as_(ward.admin).get(there).status_code == 200
    assert as_(ward.ann).get("/me/away/").status_code == 200


def absence_of(ward, starts="2026-12-01 00:00", ends="2026-12-03 00:00", cover=None, state="asked"):
    absence = Absence.objects.create(practitioner=ward.ann, starts_at=london(starts), ends_at=london(ends))
    if cover:
        Cover.objects.create(absence=absence, post=ward.post, practitioner=cover, state=state, asked_at=NOW)
    return absence


def test_an_absence_is_changed_and_the_change_undone(ward, as_):
    absence = absence_of(ward, cover=ward.bob, state="accepted")
    page = as_(ward.ann).get(f"/absences/{absence.key}/").content.decode()
    assert 'value="2026-12-01T00:00"' in page
    assert "selected>Bob Deputy" in page
    form = {"when": "dates", "starts": "2026-12-01T00:00", "ends": "2026-12-10T00:00", f"cover_{ward.post.key}": ward.bob.key}
    response = as_(ward.ann).post(f"/absences/{absence.key}/", form, follow=True)
    assert "until Thursday 10 December" in words(response)
    # He agreed to two days, not to nine.
    assert Cover.objects.get().state == "asked"
    undo(as_(ward.ann), response)
    absence.refresh_from_db()
    assert absence.ends_at == london("2026-12-03 00:00")
    assert Cover.objects.get().state == "accepted"


def test_a_shorter_absence_keeps_the_agreement(ward, as_):
    absence = absence_of(ward, cover=ward.bob, state="accepted")
    form = {"when": "dates", "starts": "2026-12-01T00:00", "ends": "2026-12-02T00:00", f"cover_{ward.post.key}": ward.bob.key}
    as_(ward.ann).post(f"/absences/{absence.key}/", form)
    assert Cover.objects.get().state == "accepted"


def test_another_cover_takes_the_place_of_the_one_who_was_asked(ward, as_):
    absence = absence_of(ward, cover=ward.bob)
    form = {"when": "dates", "starts": "2026-12-01T00:00", "ends": "2026-12-03T00:00", f"cover_{ward.post.key}": ward.cat.key}
    as_(ward.ann).post(f"/absences/{absence.key}/", form)
    assert [cover.practitioner for cover in Cover.objects.all()] == [ward.cat]


def undo(client, response):
    sealed = response.context["undo"]
    assert sealed
    return words(client.post("/absences/undo/", {"undo": sealed}, follow=True))


def test_ending_an_absence_can_be_undone(ward, as_):
    absence = absence_of(ward, starts="2026-11-20 00:00", cover=ward.bob)
    response = as_(ward.ann).post(f"/absences/{absence.key}/end/", follow=True)
    absence.refresh_from_db()
    assert absence.ends_at == NOW
    assert "Undone." in undo(as_(ward.ann), response)
    absence.refresh_from_db()
    assert absence.ends_at == london("2026-12-03 00:00")
    assert Cover.objects.get().practitioner == ward.bob


def test_taking_out_one_that_has_not_begun_can_be_undone_with_its_covers(ward, as_):
    absence = absence_of(ward, cover=ward.bob)
    response = as_(ward.ann).post(f"/absences/{absence.key}/end/", follow=True)
    assert not Absence.objects.exists()
    undo(as_(ward.ann), response)
    assert Absence.objects.get().key == absence.key
    assert Cover.objects.get().practitioner == ward.bob


def test_what_was_just_saved_can_be_undone(ward, as_):
    response = as_(ward.ann).post("/me/away/", {"when": "today"}, follow=True)
    assert Absence.objects.exists()
    undo(as_(ward.ann), response)
    assert not Absence.objects.exists()


def test_nobody_else_can_undo_it_and_a_seal_that_is_none_says_so(ward, as_):
    response = as_(ward.ann).post("/me/away/", {"when": "today"}, follow=True)
    for sealed in (response.context["undo"], "nonsense", ""):
        said = words(as_(ward.bob).post("/absences/undo/", {"undo": sealed}, follow=True))
        assert "That can no longer be undone." in said
    assert Absence.objects.exists()


def test_absences_that_touch_are_one_for_whoever_looks_for_them(ward, as_, world):
    absence_of(ward, starts="2026-11-20 00:00", ends="2026-11-25 00:00")
    absence_of(ward, starts="2026-11-25 00:00", ends="2026-11-28 00:00")
    absence_of(ward, starts="2026-11-27 12:00", ends="2026-12-02 00:00")
    absence_of(ward, starts="2026-12-04 00:00", ends="2026-12-09 00:00")
    assert "Away until 2 December. No cover agreed. Ring the deputy." in words(as_(ward.eve).get(f"/people/{ward.ann.key}/"))


def test_a_cover_for_the_first_of_two_absences_that_touch_says_until_when(ward, as_):
    absence_of(ward, starts="2026-11-20 00:00", ends="2026-11-25 00:00", cover=ward.eve, state="accepted")
    absence_of(ward, starts="2026-11-25 00:00", ends="2026-12-02 00:00")
    said = words(as_(ward.bob).get(f"/people/{ward.ann.key}/"))
    assert "Away until 2 December. Eve Colleague has agreed to cover until 25 November." in said


def test_i_have_to_go_now_hands_over_in_one_press_and_back_is_one_more(ward, as_):
    world, client = ward.world, as_(ward.ann)
    assert "I have to go now" in words(client.get("/me/"))
    said = words(client.post("/me/away/now/", follow=True))
    assert spans(ward.ann) == [(NOW, london("2026-11-23 17:00"))]
    assert "You’re away until 5pm. The deputy is next. Back? Press here" in said
    assert [(cover.practitioner, cover.state) for cover in Cover.objects.all()] == [(ward.bob, "asked")]
    assert "01632 960002" in words(as_(world.user()).get(f"/people/{ward.ann.key}/")).partition("Ring 0")[2][:20].join(["0", ""])
    client = as_(ward.ann)
    client.post("/me/away/now/")
    [absence] = ward.ann.absences.all()
    assert "Welcome back." in words(client.post(f"/absences/{absence.key}/end/", {"back": "1"}, follow=True))
    assert "I have to go now" in words(client.get("/me/"))


def test_without_hours_it_is_until_midnight(ward, as_, world):
    world.team.hours.all().delete()
    as_(ward.ann).post("/me/away/now/")
    assert spans(ward.ann) == [(NOW, london("2026-11-24 00:00"))]


def test_a_pattern_of_ones_own_ends_the_day(ward, as_, world):
    world.appoint(ward.ann, world.post("Mornings"), week=[(0, time(8), time(12, 30))])
    as_(ward.ann).post("/me/away/now/")
    assert spans(ward.ann) == [(NOW, london("2026-11-23 17:00"))]
    world.team.hours.all().delete()
    Absence.objects.all().delete()
    as_(ward.ann).post("/me/away/now/")
    assert spans(ward.ann) == [(NOW, london("2026-11-23 12:30"))]


def test_somebody_who_is_not_listed_is_told_so(world, as_):
    client = as_(world.user())
    assert "You are not listed" in words(client.get("/me/"))
    assert client.get("/me/away/")["Location"] == "/me/"
    assert "My card" not in words(client.get("/patch/"))


def test_my_card_shows_what_others_see_and_is_in_the_menu(ward, as_):
    said = words(as_(ward.ann).get("/me/"))
    assert said.count("My card") >= 3
    assert "How others see you" in said
    assert "Available until 5pm." in said
    assert "01632 960001" in said


def test_my_card_shows_who_is_away_in_my_team_and_what_i_cover(ward, as_):
    ward.world.away(ward.eve)
    absence_of(ward, cover=ward.bob, state="accepted")
    said = words(as_(ward.bob).get("/me/"))
    assert "Away in your team Eve Colleague until Wednesday 2 December" in said
    assert "You cover Named nurse, Leeds, 1 to 2 December" in said


def test_the_admins_way_to_the_page_is_on_the_persons_own(ward, as_):
    assert "Say when Ann Holder is away" in words(as_(ward.admin).get(f"/people/{ward.ann.key}/"))
    assert "Say when Ann Holder is away" not in words(as_(ward.eve).get(f"/people/{ward.ann.key}/"))
