"""The way back from what was just done on a roster: sealed, for whoever did it, for twelve hours."""

from accounts.sealing import seal
from contacts.editing import values


def after_appointments(user, changes, listed="", post=""):
    """What takes back a change of appointments: each [key, before, after], None where there was none.

    `listed` and `post` are the keys of a person and a post that were not there before.
    """
    return seal(user, {"changes": changes, "listed": listed, "post": post})


def after_edit(user, what, key, before, after):
    """What takes back an edit of a person, a post or a team."""
    return seal(user, {"what": what, "key": key, "before": before, "after": after})


def offered(address, token):
    """An address at which what was just done can be undone."""
    return f"{address}{'&' if '?' in address else '?'}undo={token}"


def made(appointment):
    """An appointment that was not there before."""
    return [appointment.key, None, values.of_appointment(appointment)]
