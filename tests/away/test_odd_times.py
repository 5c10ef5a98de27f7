"""Times that people type for an absence and that no clock shows, or that a clock shows twice."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from audit.models import Event
from tests.profiles.world import NOW, words

MINUTE = timedelta(minutes=1)
ALL_DAY = [(day, time(0), time(0)) for day in range(7)]


def london(text, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=NOW.tzinfo, fold=fold)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def spans(person):
    return [(absence.starts_at, absence.ends_at) for absence in person.absences.order_by("starts_at")]


def send(client, **form):
    return client.post("/me/away/", {"when": "dates", **form}, follow=True)


def kept(page, *pairs):
    """Whether what was typed stands in the boxes of a page."""
    return all(f'name="{name}" type="datetime-local" value="{value}"' in page.content.decode() for name, value in pairs)


def chosen(page):
    """The answers to questions about the clocks that a page has ticked."""
    return re.findall(r'name="(\w+_(?:fold|anyway))" type="\w+"(?: value="(\d)")? checked', page.content.decode())


def an_end_before_the_start(ward, client):
    """22:00 to 21:59 same day."""
    form = {"starts": "2026-11-27T22:00", "ends": "2026-11-27T21:59"}
    page = send(client, **form)
    assert "It ends (Friday 27 November, 9:59pm) before it starts (Friday 27 November, 10pm)." in words(page)
    assert kept(page, *form.items())
    assert "It ends as it starts: Friday 27 November, 10pm." in words(send(client, **form | {"ends": "2026-11-27T22:00"}))
    assert spans(ward.ann) == []
    send(client, **form | {"ends": "2026-11-28T06:00"})
    assert spans(ward.ann) == [(london("2026-11-27 22:00"), london("2026-11-28 06:00"))]


def a_time_the_clocks_skip(ward, client):
    """2027-03-28 01:30."""
    form = {"starts": "2027-03-28T01:30", "ends": "2027-03-29T00:00"}
    page = send(client, **form)
    assert "1:30am doesn’t exist on Sunday 28 March: clocks go forward. Choose another time." in words(page)
    assert "Use 2:30am instead" in words(page)
    assert kept(page, *form.items())
    assert chosen(page) == []
    assert spans(ward.ann) == []
    # An answer is still there when something else is wrong.
    page = send(client, **form | {"ends": "soon"}, starts_anyway="on")
    assert chosen(page) == [("starts_anyway", "")]
    send(client, **form, starts_anyway="on")
    assert spans(ward.ann) == [(utc("2027-03-28 01:30"), utc("2027-03-28 23:00"))]
    assert "Away from 2:30am on Sunday 28 March" in words(client.get("/me/away/"))


def a_time_that_comes_twice(ward, client):
    """2026-10-25 01:30."""
    form = {"starts": "2026-10-25T01:30", "ends": "2026-10-26T00:00"}
    with time_machine.travel(london("2026-10-20 10:00"), tick=False):
        client.force_login(ward.ann.user)
        page = send(client, **form)
        assert "1:30am comes twice on Sunday 25 October: clocks go back. First or second?" in words(page)
        assert kept(page, *form.items())
        assert chosen(page) == []
        assert spans(ward.ann) == []
        page = send(client, **form | {"ends": "soon"}, starts_fold="1")
        assert chosen(page) == [("starts_fold", "1")]
        page = send(client, **form | {"ends": "2026-10-25T01:30"}, starts_fold="1", ends_fold="0")
        both = "It ends (Sunday 25 October, 1:30am in summer time) before it starts (Sunday 25 October, 1:30am in winter time)."
        assert both in words(page)
        assert spans(ward.ann) == []
        send(client, **form | {"ends": "2026-10-25T01:30"}, starts_fold="0", ends_fold="1")
        assert spans(ward.ann) == [(utc("2026-10-25 00:30"), utc("2026-10-25 01:30"))]


CASES = {"UR-067": an_end_before_the_start, "UR-068": a_time_the_clocks_skip, "UR-069": a_time_that_comes_twice}


@pytest.mark.parametrize("case", CASES)
def test_what_no_clock_shows_once_is_explained(ward, as_, case):
    CASES[case](ward, as_(ward.ann))


@pytest.mark.parametrize("fold", [0, 1])
def test_through_the_repeated_hour_somebody_is_on_duty_or_away_and_never_both(ward, as_, fold):
    """Ann works round the clock and is away from the first, or the second, half past one; the page of her post follows."""
    ward.world.appoint(ward.ann, post := ward.world.post("Night nurse", covers=[ward.world.leeds]), week=ALL_DAY)
    client = as_(ward.ann)
    with time_machine.travel(london("2026-10-20 10:00"), tick=False):
        client.force_login(ward.ann.user)
        send(client, starts="2026-10-25T01:30", ends="2026-10-26T00:00", starts_fold=str(fold))
        [(starts, _ends)] = spans(ward.ann)
        assert starts == utc(f"2026-10-25 0{fold}:30")
        for at in (utc("2026-10-25 00:00") + nth * 15 * MINUTE for nth in range(12)):
            local = at.astimezone(NOW.tzinfo)
            page = client.get(f"/posts/{post.key}/?at={local:%Y-%m-%dT%H:%M}&fold={local.fold}")
            lead = words(page).partition("Ring 01632 960001 ")[2].partition("Did you")[0]
            assert ("Available now" in lead, "Away until 26 October" in lead) == (at < starts, at >= starts), at


@pytest.mark.parametrize("fold", [0, 1])
def test_to_change_something_else_about_such_an_absence_asks_nothing_again(ward, as_, fold):
    client = as_(ward.ann)
    with time_machine.travel(london("2026-10-20 10:00"), tick=False):
        client.force_login(ward.ann.user)
        send(client, starts="2026-10-25T01:30", ends="2026-10-26T00:00", starts_fold=str(fold))
        absence, before = ward.ann.absences.get(), Event.objects.count()
        page = client.get(f"/absences/{absence.key}/")
        assert chosen(page) == [("starts_fold", str(fold))]
        form = {"when": "dates", "starts": "2026-10-25T01:30", "starts_fold": str(fold), "ends": "2026-10-27T00:00"}
        assert "Saved." in words(client.post(f"/absences/{absence.key}/", form, follow=True))
        assert spans(ward.ann) == [(utc(f"2026-10-25 0{fold}:30"), london("2026-10-27 00:00"))]
        assert Event.objects.count() > before
