"""A record as plain text, field by field, so that it can be shown, compared, sealed and put back."""

from datetime import date, time

from contacts.models import ContactPoint

DAYS = [f"day_{day}" for day in range(7)]
# Monday to Sunday, and then bank holidays.
WEEK = [f"open_{day}" for day in range(8)]
APPOINTMENT = ("kind", "order", "starts_on", "ends_on", "term_time_only", "works_shifts")
PERSON = ("name", "known_as", "say_it", "pronouns", "languages")
REACH = ("phone", "extension", "audience")


def of_appointment(row):
    """An appointment with its working hours."""
    spans = {}
    for hours in row.hours.all():
        spans.setdefault(hours.day, []).append(f"{hours.starts:%H:%M}-{hours.ends:%H:%M}")
    week = {name: ", ".join(spans.get(day, [])) for day, name in enumerate(DAYS)}
    return {**{field: as_text(getattr(row, field)) for field in APPOINTMENT}, **week}


def of_person(row):
    """A person with the number and the e-mail they are reached by."""
    mail = first_point(row, ContactPoint.Kind.EMAIL)
    return {**{field: getattr(row, field) for field in PERSON}, **_reach(row), "email": mail.value if mail else ""}


def of_post(row):
    """A post with its own number and the hours in which that is answered."""
    fields = {"title": row.title, "team": row.team.key if row.team else "", "team_first": as_text(row.team_first)}
    return {**fields, "before_you_ring": row.before_you_ring, "ends_on": as_text(row.ends_on), **_reach(row), **_opening(row)}


def of_team(row):
    """A team with its line and the hours in which that is answered."""
    return {"name": row.name, "agency": row.agency.slug, "closed_on": as_text(row.closed_on), **_reach(row), **_opening(row)}


def of_agency(row):
    """An agency's front door: its number, and the hours in which that is answered."""
    return {**_reach(row), **_opening(row)}


def _opening(row):
    spans = {}
    for hours in row.hours.all():
        spans.setdefault(hours.day, []).append(f"{hours.opens:%H:%M}-{hours.closes:%H:%M}")
    return {name: ", ".join(spans.get(day, [])) for day, name in enumerate(WEEK)}


def first_point(row, kind):
    """The first contact point of this kind that anybody is shown, or None."""
    return row.contact_points.filter(kind=kind).exclude(audience=ContactPoint.Audience.NOBODY).first()


def _reach(row):
    point = first_point(row, ContactPoint.Kind.PHONE)
    if point is None:
        return {"phone": "", "extension": "", "audience": ContactPoint.Audience.PROFESSIONAL.value}
    return {"phone": point.value, "extension": point.extension, "audience": point.audience}


def as_text(value):
    """A value as text: nothing and no are empty, yes is "1"."""
    if value is None or value is False:
        return ""
    return "1" if value is True else value.isoformat() if isinstance(value, date) else str(value)


def as_day(text):
    """The day that `as_text` wrote, or None."""
    return date.fromisoformat(text) if text else None


def spans_of(text, overnight=False):
    """What "9:00-12:30, 13-17" says: [(time, time)]. Raises ValueError when it says nothing of the kind.

    Nobody's day ends before it begins; a line may be answered into the next morning, which `overnight` allows.
    """
    spans = []
    for part in filter(None, (part.strip() for part in text.replace("–", "-").split(","))):
        starts, dash, ends = part.partition("-")
        if not dash:
            raise ValueError(part)
        span = _time(starts), _time(ends)
        if span[1] <= span[0] and not overnight:
            raise ValueError(part)
        spans.append(span)
    return spans


def _time(text):
    hour, _colon, minute = text.strip().replace(".", ":").partition(":")
    return time(int(hour), int(minute or 0))
