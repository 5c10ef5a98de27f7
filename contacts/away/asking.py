"""Whom to ask to cover, one after the other, and when somebody who does not answer has had long enough.

Pure: who was asked when, who could be, and the moment come in; whom to give up on and whom to ask come out.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from contacts.availability import counts

SHORTEST, LONGEST = timedelta(minutes=30), timedelta(hours=24)
WAITING = "asked"


class Asked(NamedTuple):
    """Somebody who was asked: the person's id, what came of it (a state of `Cover`) and when; None when nobody noted it."""

    person: int
    state: str
    at: datetime | None


class Step(NamedTuple):
    """What to do now: the people whose silence counts as an answer, and whom to ask next (None: nobody)."""

    silent: tuple = ()
    ask: int | None = None


def patience(asked_at, starts_at, left):
    """How long somebody asked at one instant for an absence from another may take, with `left` more people to ask.

    An equal share of the time there is, so that everybody can be asked before it begins; half an hour at least, a day at most.
    """
    return min(max((starts_at - asked_at) / (left + 1), SHORTEST), LONGEST)


def step(asked, candidates, starts_at, at):
    """The next `Step` for one absence in one post at the instant `at`.

    `asked` are those asked so far; nobody at all means that nobody is wanted. `candidates` are ids in the order to ask them:
    deputies, then the team's lead. While somebody has agreed, or may still answer, there is nothing to do.
    """
    left = [person for person in candidates if person not in {one.person for one in asked}]
    if not asked or not left or any(counts(one.state) for one in asked):
        return Step()
    waiting = [one for one in asked if one.state == WAITING]
    silent = [one for one in waiting if one.at and at - one.at >= patience(one.at, starts_at, len(left))]
    if len(silent) < len(waiting):
        return Step()
    return Step(tuple(one.person for one in silent), left[0])
