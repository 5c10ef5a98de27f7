"""How times and states are said, the same on every page."""

from datetime import UTC, datetime, time

import pytest

from contacts.availability import LONDON, Away, Hours, Opening, Person, State, Turn
from directory import sentences

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=LONDON)  # a Monday


def at(text, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON, fold=fold)


def ann(*days, **more):
    return Person("ann", "Ann", tuple(Hours(day, time(9), time(17)) for day in days), **more)


@pytest.mark.parametrize(
    "moment, said",
    [
        ("00:00", "midnight"),
        ("00:05", "12:05am"),
        ("08:45", "8:45am"),
        ("12:00", "noon"),
        ("12:30", "12:30pm"),
        ("17:00", "5pm"),
        ("23:59", "11:59pm"),
    ],
)
def test_a_time_of_day(moment, said):
    assert sentences.clock(at(f"2026-11-23 {moment}")) == said


@pytest.mark.parametrize(
    "moment, said",
    [
        ("2026-11-23 17:00", "5pm"),
        ("2026-11-24 00:00", "midnight"),
        ("2026-11-24 08:45", "8:45am tomorrow"),
        ("2026-11-25 00:00", "midnight tomorrow"),
        ("2026-11-25 00:30", "12:30am on Wednesday 25 November"),
        ("2026-11-28 00:00", "midnight on Friday 27 November"),
        ("2026-11-30 08:45", "8:45am on Monday 30 November"),
    ],
)
def test_a_moment_seen_from_now(moment, said):
    assert sentences.when(at(moment), NOW) == said
    assert sentences.when(at(moment).astimezone(UTC), NOW.astimezone(UTC)) == said


@pytest.mark.parametrize(
    "opening, said, short",
    [
        (Opening(True), "Answered day and night.", "day and night"),
        (Opening(True, until=at("2026-11-23 17:00")), "Available until 5pm.", "till 5pm"),
        (Opening(False, opens=at("2026-11-24 08:45")), "Closed until 8:45am tomorrow.", "closed till 8:45am"),
        (Opening(False), "Closed.", "closed"),
        (Opening(False, known=False), "We don’t know its hours.", "hours not known"),
    ],
)
def test_how_a_line_stands(opening, said, short):
    assert (sentences.open_sentence(opening, NOW), sentences.short_open(opening, NOW)) == (said, short)


@pytest.mark.parametrize(
    "turn, said",
    [
        (Turn(ann(0), State.ON, at("2026-11-23 17:00")), "Available until 5pm."),
        (Turn(ann(0), State.ON), "Available now."),
        (Turn(ann(0), State.OFF, at("2026-11-23 13:00")), "Not working now. Back at 1pm."),
        (Turn(ann(1), State.OFF, at("2026-11-24 09:00")), "Not working now. Back at 9am tomorrow."),
        (Turn(ann(4), State.OFF, at("2026-11-27 09:00")), "Not working today. Back on Friday 27 November."),
        (Turn(ann(0), State.OFF, at("2026-11-30 09:00")), "Not working now. Back on Monday 30 November."),
        (Turn(ann(0), State.OFF), "Not working now."),
        (Turn(ann(), State.UNSURE), "We don’t know their hours."),
        (Turn(ann(), State.AWAY, at("2026-12-02 00:00")), "Away until 2 December. No cover agreed."),
        (Turn(ann(), State.AWAY, at("2027-01-04 00:00")), "Away until 4 January 2027. No cover agreed."),
        (Turn(ann(), State.AWAY, at("2026-11-23 14:00")), "Away until 2pm. No cover agreed."),
    ],
)
def test_how_a_person_stands(turn, said):
    assert sentences.turn_sentence(turn, NOW) == said


def test_a_cover_is_named_where_the_name_may_be_said():
    turn = Turn(ann(away=Away(at("2026-12-02 00:00"), "bea")), State.AWAY_COVERED, at("2026-12-02 00:00"))
    assert sentences.turn_sentence(turn, NOW, "Bea Cover") == "Away until 2 December. Bea Cover has agreed to cover."
    assert sentences.turn_sentence(turn, NOW) == "Away until 2 December. Cover is agreed."


def test_how_sure_it_is():
    last = at("2026-11-03 09:00")
    assert sentences.confirmed_sentence(last, "the team", NOW) == "Confirmed by the team on 3 November."
    assert sentences.unconfirmed_sentence(at("2025-03-03 09:00"), NOW) == "Unconfirmed since 3 March 2025."
    assert sentences.stale_sentence(at("2026-03-03 09:00"), NOW) == (
        "Not confirmed since 3 March, so a line checked more recently comes first."
    )
    assert sentences.stale_sentence(None, NOW) == "Never confirmed, so a line checked more recently comes first."
    for sentence in (sentences.confirmed_sentence(None, "", NOW), sentences.unconfirmed_sentence(None, NOW)):
        assert sentence == "Nobody has confirmed this yet."


def test_the_strip_for_another_time():
    assert sentences.moment_strip(at("2026-11-27 16:45"), at("2026-11-24 10:00")) == "Friday 27 November, 4:45pm"
    assert sentences.moment_strip(at("2027-03-28 02:30"), at("2026-11-24 10:00")) == "Sunday 28 March 2027, 2:30am"
