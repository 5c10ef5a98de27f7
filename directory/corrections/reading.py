"""What a report can be about, and how an open correction reads to whoever decides it."""

from django.utils.translation import gettext as _

from agencies.models import Post
from contacts.models import Correction
from contacts.phones import written
from directory import sentences
from directory.profiles.post_page import has_ended
from directory.profiles.reading import points, posts, rungs

NEEDS_A_NUMBER = (Correction.What.NUMBER, Correction.What.MISSING)


def numbers_of_post(row, seer):
    """The numbers that the page of a post shows `seer`: [(key, words)]. A post reached through its team has its team's."""
    found = posts(Post.objects.filter(pk=row.pk), seer, closed=has_ended(row, seer.day))
    shown = {
        rung.number.key: f"{_written(rung.number)}, {_whose(rung)}"
        for rung in rungs(found.ladder(*found.here))
        if rung.number and not rung.fallback
    }
    return list(shown.items())


def numbers_of_agency(agency, seer):
    """The numbers of the agency itself that `seer` may see: [(key, words)]."""
    rows = [row for row in points(seer, agency=agency.pk) if "number" in row]
    return [(row["tried"].strip("/"), f"{row['number']}, {row['key']}") for row in rows]


def _written(number):
    said = written(number.value)
    return _("%(number)s then %(extension)s") % {"number": said, "extension": number.extension} if number.extension else said


def _whose(rung):
    return rung.turn.person.name if rung.turn else rung.line.name if rung.line else rung.post.title


def as_row(correction, at):
    """An open correction as its owner reads it: what is wrong, what stands there now, what is proposed, what each button does."""
    point = correction.point
    return {
        "key": correction.key,
        "what": correction.get_what_display(),
        "thing": _thing(correction),
        "about": correction.post if correction.post else correction.agency,
        "agency": correction.agency,
        "now": _written(point) if point else _("No number"),
        "proposed": _proposed(correction),
        "since": sentences.day(correction.opened_at, at),
        "alert": correction.alerted_at is not None,
        "lowered": bool(point and point.reported_at),
        "needs_number": needs_number(correction),
        "use": _use(correction),
        "may_go": bool(point and correction.what == Correction.What.NUMBER and not point.is_shared),
    }


def needs_number(correction):
    """Whether putting it right means writing a number down."""
    return correction.what in NEEDS_A_NUMBER


def _thing(correction):
    """Whose number it is, or the post or agency itself. Somebody at risk has no correction that is shown."""
    point = correction.point
    if point is None:
        return correction.post or correction.agency
    return point.practitioner or point.post or point.team or point.agency or point.setting


def _proposed(correction):
    if not correction.proposed:
        return ""
    extension = correction.proposed_extension
    return f"{correction.proposed} ext {extension}" if extension else correction.proposed


def _use(correction):
    """The words on the button that puts it right."""
    point = correction.point
    if needs_number(correction):
        return _("Use it")
    if correction.what == Correction.What.LEFT and point and point.practitioner and correction.post:
        return _("Yes, they have left")
    if point and not point.is_shared and correction.what != Correction.What.LEFT:
        return _("Take the number away")
    return _("Noted, I’ll see to it")
