"""The sentences that say how somebody stands, each in one place and the same on every page."""

from datetime import datetime, timedelta

from django.utils import formats
from django.utils.translation import gettext as _

from contacts.availability import HOLIDAY, LONDON, MIDNIGHT, SCHOOL_HOLIDAY, State


def clock(instant):
    """A time of day as people say it: 5pm, 8:45am, noon, midnight."""
    local = instant.astimezone(LONDON)
    if (local.hour, local.minute) in ((0, 0), (12, 0)):
        return _("midnight") if local.hour == 0 else _("noon")
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{_('am') if local.hour < 12 else _('pm')}"


def day(date, now):
    """A date as people say it, seen from `now`: 3 November, with the year when it is another one."""
    date = _local_date(date)
    return formats.date_format(date, "j F" if date.year == _local_date(now).year else "j F Y")


def when(instant, now):
    """A moment as people say it: 5pm, 8:45am tomorrow, 9am on Monday 30 November. Midnight belongs to the day before it."""
    date, today = _local_date(instant), _local_date(now)
    if instant.astimezone(LONDON).time() == MIDNIGHT:
        date -= timedelta(days=1)
    if date == today:
        return clock(instant)
    if date == today + timedelta(days=1):
        return _("%(time)s tomorrow") % {"time": clock(instant)}
    return _("%(time)s on %(day)s") % {"time": clock(instant), "day": weekday(date)}


def weekday(date):
    """Friday 27 November."""
    return formats.date_format(_local_date(date), "l j F")


def until_day(instant, now):
    """The first day back after an absence that ends at `instant`: "2 December"; or the time, when that is today."""
    return clock(instant) if _local_date(instant) == _local_date(now) else day(instant, now)


def until_back(instant, now):
    """Until when somebody is away, for themselves: 5pm, midnight, Wednesday 2 December, 1pm on Wednesday 2 December."""
    tonight = instant.astimezone(LONDON).time() == MIDNIGHT
    if _local_date(instant) == _local_date(now) or (tonight and _local_date(instant) - timedelta(days=1) == _local_date(now)):
        return clock(instant)
    words = {"time": clock(instant), "day": weekday(instant)}
    return words["day"] if tonight else _("%(time)s on %(day)s") % words


def absence_sentence(starts, ends, begun, now):
    """An absence in words; `begun` says that it has started."""
    if begun:
        return _("Away until %(back)s.") % {"back": until_back(ends, now)}
    starting = weekday(starts) if starts.astimezone(LONDON).time() == MIDNIGHT else until_back(starts, now)
    return _("Away from %(start)s until %(back)s.") % {"start": starting, "back": until_back(ends, now)}


def days_between(starts, ends, now):
    """The days of an absence: 1 to 2 December, 30 November to 2 December; within one day 23 November, 2pm to 5pm."""
    first, last = _local_date(starts), _local_date(ends)
    whole = {starts.astimezone(LONDON).time(), ends.astimezone(LONDON).time()} == {MIDNIGHT}
    if ends.astimezone(LONDON).time() == MIDNIGHT:
        last -= timedelta(days=1)
    if first == last:
        words = {"day": day(first, now), "start": clock(starts), "end": clock(ends)}
        return words["day"] if whole else _("%(day)s, %(start)s to %(end)s") % words
    same_month = (first.year, first.month) == (last.year, last.month)
    return _("%(first)s to %(last)s") % {"first": first.day if same_month else day(first, now), "last": day(last, now)}


def open_sentence(opening, now):
    """How a line stands: available until five, open round the clock, closed until tomorrow, or hours nobody told us."""
    if opening.is_open:
        if opening.until is None:
            return _("Answered day and night.")
        return _("Available until %(when)s.") % {"when": when(opening.until, now)}
    if opening.opens:
        return _join(_("Closed until %(when)s.") % {"when": when(opening.opens, now)}, day_off(opening.because))
    return _join(_("Closed."), day_off(opening.because)) if opening.known else _("We don’t know its hours.")


def day_off(because):
    """Why a working day is a day off: a bank holiday, school holidays, or the name of a closure; nothing without a reason."""
    said = {HOLIDAY: _("Bank holiday."), SCHOOL_HOLIDAY: _("School holidays.")}
    return said.get(because, f"{because}." if because else "")


def term_sentence():
    """That somebody keeps school terms, which nobody has told us."""
    return _("We don’t know this school’s term dates.")


def turn_sentence(turn, now, cover_name=""):
    """How a person stands: available, away (covered or not), not working today, or hours nobody has told us."""
    if turn.state is State.ON:
        if turn.until is None:
            return _("Available now.")
        return _("Available until %(when)s.") % {"when": when(turn.until, now)}
    if turn.state is State.SHIFTS:
        return through_team_sentence()
    if turn.state is State.AWAY_COVERED:
        covered = turn.person.away.covered_until or turn.until
        words = {"when": until_day(turn.until, now), "name": cover_name, "covered": until_day(covered, now)}
        if cover_name and covered != turn.until:
            return _("Away until %(when)s. %(name)s has agreed to cover until %(covered)s.") % words
        if cover_name:
            return _("Away until %(when)s. %(name)s has agreed to cover.") % words
        return _("Away until %(when)s. Cover is agreed.") % words
    if turn.state is State.AWAY:
        return _("Away until %(when)s. No cover agreed.") % {"when": until_day(turn.until, now)}
    if turn.state is State.UNSURE:
        return _("We don’t know their hours.")
    return _join(_off_sentence(turn, now), day_off(turn.because))


def _off_sentence(turn, now):
    if turn.until is None:
        return _("Not working now.")
    if _local_date(turn.until) <= _local_date(now) + timedelta(days=1):
        return _("Not working now. Back at %(when)s.") % {"when": when(turn.until, now)}
    if any(hours.day == _local_date(now).weekday() for hours in turn.person.week):
        return _("Not working now. Back on %(day)s.") % {"day": weekday(turn.until)}
    return _("Not working today. Back on %(day)s.") % {"day": weekday(turn.until)}


def short_open(opening, now):
    """How a line stands, for a column: till 5pm, day and night, closed till 8:30am."""
    if opening.is_open:
        return _("till %(when)s") % {"when": clock(opening.until)} if opening.until else _("day and night")
    if opening.opens and opening.opens - now < timedelta(days=1):
        return _("closed till %(when)s") % {"when": clock(opening.opens)}
    return _("closed") if opening.known else _("hours not known")


def short_turn(turn, now):
    """How a person stands, for a column: till 5pm, away to 2 Dec, back 9am."""
    if turn.state is State.ON:
        return _("till %(when)s") % {"when": clock(turn.until)} if turn.until else _("now")
    if turn.state in (State.AWAY, State.AWAY_COVERED):
        return _("away to %(day)s") % {"day": formats.date_format(_local_date(turn.until), "j M")}
    if turn.state is State.UNSURE:
        return _("hours not known")
    if turn.state is State.SHIFTS:
        return _("through the team")
    if turn.until and turn.until - now < timedelta(days=1):
        return _("back %(when)s") % {"when": clock(turn.until)}
    return _("not working")


def confirmed_sentence(at, by, now):
    """Who last said that this is right, and when; or that nobody has."""
    if at is None:
        return _("Nobody has confirmed this yet.")
    return _("Confirmed by %(whom)s on %(day)s.") % {"whom": by, "day": day(at, now)}


def unconfirmed_sentence(at, now):
    """A confirmation that has run out."""
    if at is None:
        return _("Nobody has confirmed this yet.")
    return _("Unconfirmed since %(day)s.") % {"day": day(at, now)}


def stale_sentence(at, now):
    """A confirmation so old that another line goes first."""
    if at is None:
        return _("Never confirmed, so a line checked more recently comes first.")
    return _("Not confirmed since %(day)s, so a line checked more recently comes first.") % {"day": day(at, now)}


def reported_sentence(at, now):
    """A number that somebody has said is wrong, and nobody has confirmed since."""
    if _local_date(at) == _local_date(now):
        return _("Reported wrong today.")
    return _("Reported wrong on %(day)s.") % {"day": day(at, now)}


def doubt_sentence(rung, now):
    """Why a rung's number is in doubt: reported wrong, or a confirmation that has run out."""
    return reported_sentence(rung.reported, now) if rung.reported else unconfirmed_sentence(rung.confirmed[0], now)


def gave_way_sentence(rung, now):
    """Why somebody who is there does not come first: their number is said to be wrong, or was confirmed too long ago."""
    if not rung.reported:
        return stale_sentence(rung.confirmed[0], now)
    return _("%(reported)s Another number comes first.") % {"reported": reported_sentence(rung.reported, now)}


def vacant_sentence():
    return _("Nobody is in this post.")


def through_team_sentence():
    """For shift workers, roles held by case, and people at risk, alike."""
    return _("Reached through the team.")


def moment_strip(at, now):
    """The strip over an answer for another time than now: Friday 27 November, 4:45pm; with the year when it is another one."""
    there = at.astimezone(LONDON)
    other_year = there.year != now.astimezone(LONDON).year
    return _("%(day)s, %(time)s") % {"day": f"{weekday(at)} {there.year}" if other_year else weekday(at), "time": clock(at)}


def _join(*said):
    return " ".join(sentence for sentence in said if sentence)


def _local_date(value):
    return value.astimezone(LONDON).date() if isinstance(value, datetime) else value
