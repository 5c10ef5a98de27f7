"""What share is confirmed, and how it has moved. Pure: counts and days in, figures out."""

from datetime import date, timedelta

QUARTERS = 8
# A season back is far enough for a difference to be one; anything under four weeks is too near.
SEASON, TOO_NEAR = timedelta(days=90), timedelta(days=28)


def percent(confirmed, details):
    """The share that is confirmed in whole per cent, never rounded up to all of it; None when there is nothing to confirm."""
    return confirmed * 100 // details if details else None


def monday(day):
    """The Monday of the week that `day` is in."""
    return day - timedelta(days=day.weekday())


def earlier(history, today):
    """With what to compare today: of (day, per cent), the latest a season ago, else the first that is not too near; or None."""
    known = sorted((day, share) for day, share in history if share is not None)
    old = [each for each in known if each[0] <= today - SEASON]
    if old:
        return old[-1]
    near = [each for each in known if each[0] <= today - TOO_NEAR]
    return near[0] if near else None


def quarter(day):
    """The first day of the quarter of a year that `day` is in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarters(history, today):
    """The last per cent known in each of the latest eight quarters, the oldest first: (first day of the quarter, per cent or None).

    Quarters before the first that was counted are left out.
    """
    last = {}
    for day, share in sorted(history):
        last[quarter(day)] = share
    wanted, start = [], quarter(today)
    for _ in range(QUARTERS):
        wanted.append(start)
        start = quarter(start - timedelta(days=1))
    first = min((start for start in last if start in wanted), default=None)
    return [(start, last.get(start)) for start in reversed(wanted) if first and start >= first]
