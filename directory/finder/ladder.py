"""Whom to ring first and whom next: holder, cover, deputy, team line, front door, out-of-hours route, in that order.

Pure: facts about posts and their lines come in; rungs come out, those who can be rung now before those who cannot.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from contacts.availability import EVERY_DAY, Days, Opening, State, Turn, opening, turns
from contacts.phones import dialled

from .matching import Match

# A number unconfirmed for twice its review interval gives way to a line checked more recently.
STALE_AFTER = 2


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number as written, with what is known about it."""

    value: str
    extension: str = ""
    label: str = ""
    note: str = ""
    verified_at: datetime | None = None
    verified_by: str = ""
    key: str = ""
    reported_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A team's line or an agency's front door: a name, a number, its hours (none: nobody has told us), its mailbox and its days."""

    key: str
    name: str
    number: Number | None = None
    week: tuple = ()
    address: str = ""
    days: Days = EVERY_DAY


@dataclass(frozen=True, slots=True)
class Post:
    """What is known about one post at the moment asked about."""

    id: int
    key: str
    title: str
    role: str
    role_slug: str
    agency: Line
    agency_slug: str
    match: Match | None = None
    team: Line | None = None
    number: Number | None = None
    week: tuple = ()
    is_desk: bool = False
    through_team: bool = False
    people: tuple = ()
    covers: dict = field(default_factory=dict)
    numbers: dict = field(default_factory=dict)
    confirmed: dict = field(default_factory=dict)
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    review_days: int = 90
    before_you_ring: str = ""
    entered_by: str = ""
    say: dict = field(default_factory=dict)

    @property
    def is_vacant(self):
        """Nobody holds it. A desk is never vacant, and a post that is reached through its team counts as held."""
        return not self.is_desk and not self.through_team and all(person.deputy for person in self.people)


class Step(StrEnum):
    """What sort of rung it is."""

    PERSON = "person"
    THROUGH_TEAM = "through team"
    DESK = "desk"
    TEAM = "team"
    AGENCY = "agency"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Rung:
    """One way to somebody: who or what, on which number, how they stand, and since when that was last confirmed."""

    step: Step
    post: Post | None = None
    line: Line | None = None
    turn: Turn | None = None
    opening: Opening | None = None
    number: Number | None = None
    fallback: bool = False
    overdue: bool = False
    stale: bool = False

    @property
    def can_be_rung(self):
        """Somebody is there now, and there is a number to reach them on."""
        if not self.number:
            return False
        return self.turn.can_be_rung if self.turn else bool(self.opening and self.opening.is_open)

    @property
    def may_be_there(self):
        """Nobody has told us the hours, so that a call may be answered."""
        return self.turn.state is State.UNSURE if self.turn else bool(self.opening and not self.opening.known)

    @property
    def days(self):
        """The days on which whoever is rung keeps their hours."""
        return self.turn.person.days if self.turn else self.post.agency.days

    @property
    def reported(self):
        """When somebody said that the number is wrong, and nobody has confirmed it since; else None."""
        return self.number.reported_at if self.number else None

    @property
    def confirmed(self):
        """When and by whom the older of the appointment and the number was confirmed: (instant or None, whom)."""
        seen = [(self.number.verified_at, self.number.verified_by)] if self.number else []
        if self.turn and self.post and self.turn.person.key in self.post.confirmed:
            seen.append(self.post.confirmed[self.turn.person.key])
        if any(at is None for at, _ in seen) or not seen:
            return None, ""
        return min(seen)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The whole answer: the rung to ring first (None when nobody is there now), the next ones, and posts nobody holds.

    `gave_way` is whoever would be first, had their number not been reported wrong, nor gone unconfirmed for far longer than
    that of `first`.
    """

    first: Rung | None
    rest: list
    vacant: list
    equals: int = 1
    gave_way: Rung | None = None


def build(posts, fallbacks, at, holidays=frozenset()):
    """Build the ladder for `posts` (best match first) and `fallbacks` (roles that stand in, in their order) at `at`.

    `fallbacks` is a list of lists of posts: one list for each role in the chain; each gives at most one rung.
    """
    persons, desks, lines, place = [], [], [], _places(posts)
    for post in sorted(posts, key=lambda post: (place[post.key], post.title)):
        if post.is_desk:
            desks.append(_desk(post, at, holidays))
        elif post.through_team:
            persons.append(_through_team(post, at, holidays))
        else:
            persons.extend(_person(post, turn, at) for turn in turns(post.people, at, holidays, post.covers))
        lines.extend(_lines(post, at, holidays))
    stand_ins = [rung for role in fallbacks for rung in _one_of(role, at, holidays)]
    # A deputy lead or head of the same agency comes before its switchboard; strangers come after.
    agencies = {post.agency.key for post in posts}
    colleagues = [rung for rung in stand_ins if rung.turn and rung.post.agency.key in agencies]
    stand_ins = [rung for rung in stand_ins if rung not in colleagues]
    persons.sort(key=lambda rung: (place[rung.post.key], _part(rung)))
    lines.sort(key=lambda rung: (place[rung.post.key], rung.step is Step.AGENCY))
    ordered = persons + desks + colleagues + lines + stand_ins
    there = [rung for rung in ordered if rung.can_be_rung]
    ready = _undoubted(there)
    gave_way = there[0] if there and ready[0] is not there[0] else None
    waiting = [rung for rung in ordered if not rung.can_be_rung]
    waiting.sort(key=lambda rung: (rung.reported is not None, not rung.may_be_there))
    ready, waiting = _each_number_once(ready), _each_number_once(waiting, ready)
    return Ladder(
        first=ready[0] if ready else None,
        rest=ready[1:] + waiting,
        vacant=[post for post in posts if post.is_vacant],
        equals=1 + len(list(takewhile(lambda rung: _equally_placed(ready[0], rung), ready[1:]))),
        gave_way=gave_way,
    )


def _places(posts):
    """The place of each post by its key: best first, as given, and those that match on equal terms share one."""
    ranks = {}
    return {post.key: ranks.setdefault(post.match.rank if post.match else post.key, len(ranks)) for post in posts}


def _part(rung):
    """Holders before those who cover them, and these before deputies and whoever covers a deputy."""
    if rung.turn is None:
        return 0
    deputy = (rung.turn.instead_of or rung.turn.person).deputy
    return 2 if deputy else 1 if rung.turn.instead_of else 0


def own_rung(post, at, holidays=frozenset()):
    """The one rung a list shows for a post: a desk as it stands, else whom to ring for it now; None when there is nobody."""
    if post.is_desk:
        return _desk(post, at, holidays)
    ladder = build([post], [], at, holidays)
    return ladder.first or next(iter(ladder.rest), None)


def _person(post, turn, at):
    holder = not turn.person.deputy and turn.instead_of is None
    number = post.numbers.get(turn.person.key) or (post.number if holder else None)
    rung = Rung(Step.PERSON, post, turn=turn, number=number or (post.team.number if post.team else None))
    return _aged(rung, at)


def _aged(rung, at):
    """Mark a rung whose confirmation has run out, or ran out so long ago that it should give way."""
    confirmed_at, _ = rung.confirmed
    if rung.number is None:
        return rung
    review = timedelta(days=rung.post.review_days)
    overdue = bool(rung.reported) or confirmed_at is None or at - confirmed_at > review
    # A number that is said to be wrong is treated like one that nobody has confirmed for far too long.
    stale = bool(rung.reported) or confirmed_at is None or at - confirmed_at > review * STALE_AFTER
    return replace(rung, overdue=overdue, stale=stale)


def _through_team(post, at, holidays):
    line = post.team if post.team and post.team.number else post.agency
    return Rung(Step.THROUGH_TEAM, post, line=line, opening=_opening(line, post, at, holidays), number=line.number)


def _desk(post, at, holidays):
    line = Line(post.key, post.title, post.number, post.week or (post.team.week if post.team else ()) or post.agency.week)
    number = post.number or (post.team.number if post.team else None) or post.agency.number
    rung = Rung(Step.DESK, post, opening=opening(line.week, at, holidays, post.agency.days), number=number)
    return _aged(rung, at)


def _opening(line, post, at, holidays):
    return opening(line.week or post.agency.week, at, holidays, post.agency.days)


def _lines(post, at, holidays):
    """The team's line, then the agency's front door."""
    if post.team and post.team.number:
        yield Rung(Step.TEAM, post, line=post.team, opening=_opening(post.team, post, at, holidays), number=post.team.number)
    if post.agency.number:
        shown = _opening(post.agency, post, at, holidays)
        yield Rung(Step.AGENCY, post, line=post.agency, opening=shown, number=post.agency.number)


def _one_of(role, at, holidays):
    """The one rung a role in the chain gives: whoever can be rung now, else its desk as it stands."""
    rungs = []
    for post in role:
        if post.is_desk:
            rungs.append(_desk(post, at, holidays))
        elif post.through_team:
            rungs.append(_through_team(post, at, holidays))
        else:
            rungs.extend(_person(post, turn, at) for turn in turns(post.people, at, holidays, post.covers))
    best = [rung for rung in rungs if rung.can_be_rung] or [rung for rung in rungs if rung.step is Step.DESK]
    return [replace(rung, fallback=True) for rung in best[:1]]


def _undoubted(ready):
    """Let a number that is said to be wrong go after every other that can be rung, and a stale one after a fresher line."""
    sound = [rung for rung in ready if not rung.reported]
    return _unstale(sound) + [rung for rung in ready if rung.reported]


def _unstale(ready):
    """Let a deputy or a line that was checked more recently go before a person nobody has confirmed for far too long.

    Only who answers for this very post may do so: whoever stands in from another role comes no sooner for it.
    """
    if not ready or not ready[0].stale or not ready[0].turn:
        return ready
    last, _ = ready[0].confirmed
    fresher = next((rung for rung in ready if not (rung.stale or rung.fallback) and _since(rung, last)), None)
    return [fresher, *(rung for rung in ready if rung is not fresher)] if fresher else ready


def _since(rung, last):
    """Whether the rung was confirmed later than `last`; None is never."""
    confirmed_at, _ = rung.confirmed
    return confirmed_at is not None and (last is None or confirmed_at > last)


def _each_number_once(rungs, already=()):
    """Drop lines whose number an earlier rung has, and people who have had their turn; two people may share a number."""
    numbers = {_dialled(rung) for rung in already}
    people = {rung.turn.person.key for rung in already if rung.turn}
    kept = []
    for rung in rungs:
        if (rung.turn and rung.turn.person.key in people) or (not rung.turn and _dialled(rung) in numbers):
            continue
        numbers.add(_dialled(rung))
        if rung.turn:
            people.add(rung.turn.person.key)
        kept.append(rung)
    return kept


def _dialled(rung):
    return dialled(rung.number.value, rung.number.extension) if rung.number else rung.post.key


def _equally_placed(one, other):
    """Two holders whose posts (or whose one post) answer here on equal terms: either can help."""
    holders = all(rung.step is Step.PERSON and not rung.fallback and _part(rung) == 0 for rung in (one, other))
    return holders and None not in (one.post.match, other.post.match) and one.post.match.rank == other.post.match.rank
