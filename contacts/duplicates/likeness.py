"""How likely two entries are one person, and why. Pure: facts in, reasons out."""

from dataclasses import dataclass

from search.folding import words
from search.names import TITLES, nicknames

# From here on somebody is asked whether they are one.
LIKELY = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one entry. `mailboxes` are what stands before the @, `numbers` their own, as they are printed."""

    id: int
    name: str
    mailboxes: frozenset = frozenset()
    numbers: frozenset = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """The sum of what speaks for it, and the reasons by name, the weightiest first."""

    score: int
    reasons: tuple

    @property
    def is_likely(self):
        return self.score >= LIKELY


SAME_NAME, SHORT_NAME, SURNAME, MAILBOX, NUMBER = "name", "short name", "surname", "mailbox", "number"
# The same name is worth a question by itself; anything less needs a second sign. A number may be a shared desk's.
WEIGHTS = {SAME_NAME: 3, SHORT_NAME: 2, SURNAME: 1, MAILBOX: 2, NUMBER: 1}


def parts(name):
    """A name as (first names, surname), folded, without its title; no surname for a single word."""
    found = words(name)
    while len(found) > 1 and found[0] in TITLES:
        found = found[1:]
    return (found[:-1], found[-1]) if len(found) > 1 else (found, "")


def same_first(one, other):
    """Whether two first names may be one person's: the same, a short form, or an initial of the other."""
    short, long = sorted((one, other), key=len)
    return one == other or other in nicknames().get(one, ()) or (len(short) == 1 and long.startswith(short))


def compare(one: Entry, other: Entry) -> Likeness:
    """How likely `one` and `other` are the same person."""
    (first, surname), (their_first, their_surname) = parts(one.name), parts(other.name)
    reasons = []
    if (first, surname) == (their_first, their_surname):
        reasons.append(SAME_NAME)
    elif surname and surname == their_surname and first and their_first and same_first(first[0], their_first[0]):
        reasons.append(SHORT_NAME)
    elif surname and surname == their_surname:
        reasons.append(SURNAME)
    if one.mailboxes & other.mailboxes:
        reasons.append(MAILBOX)
    if one.numbers & other.numbers:
        reasons.append(NUMBER)
    return Likeness(sum(WEIGHTS[reason] for reason in reasons), tuple(reasons))


def variants(name):
    """The whole names, folded, that the same person may be entered under: with every other form of the first name."""
    first, surname = parts(name)
    if not first or not surname:
        return {" ".join([*first, surname]).strip()}
    others = {first[0], *nicknames().get(first[0], ())}
    whole = {" ".join([form, *first[1:], surname]) for form in others}
    return whole | {f"{form} {surname}" for form in others}
