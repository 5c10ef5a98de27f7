"""What follows from how a call went: what it says about a number, when a number gives way, and when a rate may be shown.

Pure: kinds are the stored values of `Outcome.Kind` and `Correction.What`.
"""

from datetime import timedelta

from contacts.availability import LONDON

# Somebody answered who could help, or sent the caller on to one who could.
SUCCESSES = frozenset({"spoke", "helped"})
# What each of these says is wrong.
WRONG = {"wrong": "number", "left": "left", "not_right": "not_here"}
# These put the number in doubt at once; that something is missing or there twice does not.
LOWERS = frozenset({*WRONG.values(), "email"})
REMEMBERED = timedelta(days=90)
MANY_TRIES, MANY_PEOPLE = 5, 3
# The first hour of each part of a day, the latest first; before the last of them it is still night.
BANDS = ((22, "night"), (18, "evening"), (12, "afternoon"), (6, "morning"))


def band_of(at):
    """The part of the day, in London, in which the instant `at` lies: morning, afternoon, evening or night."""
    hour = at.astimezone(LONDON).hour
    return next((band for first, band in BANDS if hour >= first), "night")


def day_of_try(at):
    """The day, in London, on which a call at the instant `at` counts."""
    return at.astimezone(LONDON).date()


def remembered_since(at):
    """The first day whose callers are still remembered at the instant `at`: 90 days back."""
    return day_of_try(at) - REMEMBERED


def reach(tries):
    """How often one of `tries` reached somebody: (successes, tries), or None while there are too few to show.

    `tries` are (kind, caller). Shown from five tries by three people, so that no figure is one caller's.
    """
    tries = list(tries)
    if len(tries) < MANY_TRIES or len({caller for _, caller in tries}) < MANY_PEOPLE:
        return None
    return sum(kind in SUCCESSES for kind, _ in tries), len(tries)
