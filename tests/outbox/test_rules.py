"""What follows from a letter that was not taken."""

from datetime import UTC, datetime, timedelta

import pytest

from outbox.rules import GIVEN_UP_AFTER, Next, Trouble, after

DUE = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize("tries, minutes", [(1, 1), (2, 5), (3, 15), (4, 60), (5, 60), (200, 60)])
def test_pauses_grow_up_to_an_hour(tries, minutes):
    assert after(Trouble("server"), tries, DUE, DUE).again_at == DUE + timedelta(minutes=minutes)


@pytest.mark.parametrize("trouble", [Trouble("server"), Trouble("mailbox", 451), Trouble("mailbox", 550, "5.7.1")])
def test_after_four_days_it_is_given_up_and_not_a_minute_before(trouble):
    assert after(trouble, 90, DUE, DUE + GIVEN_UP_AFTER) == Next()
    assert after(trouble, 90, DUE, DUE + GIVEN_UP_AFTER - timedelta(minutes=1)).again_at


@pytest.mark.parametrize("code, enhanced", [(550, "5.1.1"), (550, ""), (553, ""), (551, ""), (550, "5.2.1")])
def test_a_mailbox_that_is_not_there_is_told_at_once(code, enhanced):
    assert after(Trouble("mailbox", code, enhanced), 1, DUE, DUE) == Next(no_mailbox=True)


@pytest.mark.parametrize("trouble", [Trouble("mailbox", 550, "5.7.1"), Trouble("mailbox", 554), Trouble("server", 535, "5.7.8")])
def test_what_is_ours_to_mend_blames_no_mailbox_and_is_tried_again(trouble):
    follows = after(trouble, 1, DUE, DUE)
    assert follows.again_at
    assert not follows.no_mailbox


def test_a_letter_that_is_refused_for_good_is_given_up_at_once():
    assert after(Trouble("letter", 554, "5.6.0"), 1, DUE, DUE) == Next()


@pytest.mark.parametrize(
    "trouble, said",
    [
        (Trouble("mailbox", 550, "5.1.1"), "550 5.1.1"),
        (Trouble("server", 421), "421"),
        (Trouble("server", word="TimeoutError"), "TimeoutError"),
    ],
)
def test_trouble_is_told_in_codes(trouble, said):
    assert trouble.in_short == said
