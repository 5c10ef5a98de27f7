"""Who is asked to confirm an entry, and on which day.

Pure: an entry is somebody in a post, or a desk. It runs out its role's interval after it was last confirmed. Fourteen days
before, the person is asked; when it has run out and they have had fourteen days, whoever keeps the roster; four weeks later
the directory's administrators. Each is asked once for one confirmation that runs out, and not everybody on one day.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta

PERSON, ADMIN, PARTNERSHIP = "person", "admin", "partnership"
BEFORE = timedelta(days=14)
TO_ANSWER = timedelta(days=14)
UNTIL_PARTNERSHIP = timedelta(days=28)
# People of one agency who are asked on one day; whoever waits longest goes first.
MOST_A_DAY = 5
# What was never confirmed ran out before anything else.
NEVER = date(2000, 1, 1)
WORKING_DAYS = 5


@dataclass(frozen=True)
class Entry:
    """Somebody in a post, or a desk: `confirmed_on` is None when nobody ever confirmed it; `sent` says which step was taken when."""

    thing: str
    confirmed_on: date | None
    review_days: int
    has_mailbox: bool
    sent: dict = field(default_factory=dict, hash=False)

    @property
    def runs_out_on(self):
        """The first day on which it is shown as unconfirmed."""
        return self.confirmed_on + timedelta(days=self.review_days + 1) if self.confirmed_on else NEVER


def next_step(entry, whom, today):
    """The step (PERSON, ADMIN, PARTNERSHIP) that is due `today` for an entry of the person `whom`, or None."""
    sent, out = entry.sent, entry.runs_out_on
    if ADMIN in sent:
        due = max(out, sent[ADMIN]) + UNTIL_PARTNERSHIP
        return PARTNERSHIP if PARTNERSHIP not in sent and today >= due else None
    if PERSON in sent:
        return ADMIN if today >= max(out, sent[PERSON] + TO_ANSWER) else None
    if entry.has_mailbox:
        return PERSON if today >= asked_on(out, whom) else None
    return ADMIN if today >= out - BEFORE else None


def asked_on(runs_out_on, whom):
    """The working day, in the first ten days of the fortnight before it runs out, on which the person `whom` is asked."""
    day = runs_out_on - BEFORE + timedelta(days=_drawn(whom, 10))
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= WORKING_DAYS else day


def is_day_of(keeper, today):
    """Whether `today` is the weekday on which the keeper of a roster (a key) gets the digest. Everybody has one of five."""
    return today.weekday() == _drawn(keeper, WORKING_DAYS)


def room(asked_today):
    """How many more people of an agency may be asked on a day on which `asked_today` have been."""
    return max(0, MOST_A_DAY - asked_today)


def _drawn(key, sides):
    """A number below `sides`, always the same for a key."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % sides
