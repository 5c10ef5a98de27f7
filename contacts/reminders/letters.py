"""The words of reminders: counts, titles of posts and one link; a name and a number only to the person whose they are."""

from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.phones import written

from .rules import ADMIN, NEVER, PARTNERSHIP, PERSON

MOST_TITLES = 20


def digest(part, numbers, day):
    """(subject, text) of one letter with everything that somebody is asked on `day`; `part` is step → what is due."""
    own, kept, running = (part[step] for step in (PERSON, ADMIN, PARTNERSHIP))
    count = len(own) + len(kept) + len(running)
    subject = ngettext("%(count)d entry to confirm", "%(count)d entries to confirm", count) % {"count": count}
    said = []
    if own:
        said.append(_own(own, numbers, day))
    if kept:
        said.append(_list(_("Entries of the rosters you keep that nobody has confirmed in time:"), kept))
    if running:
        said.append(_list(_("Entries whose agency has been asked and has not confirmed them for four weeks:"), running))
    said.append(_link(reverse("my-card") if own else reverse("home")))
    return subject, "\n\n".join(said)


def listed(person, titles, numbers):
    """(subject, text) of the letter that tells somebody that they are listed, what is held, and how to correct or object."""
    held = [_("- your name: %(name)s") % {"name": person.name}]
    held += [_("- your post: %(title)s") % {"title": title} for title in dict.fromkeys(titles)]
    if numbers:
        held.append(
            ngettext("- %(count)d way to reach you at work", "- %(count)d ways to reach you at work", numbers)
            % {"count": numbers}
        )
    text = _(
        "You are listed in %(product)s, where people who safeguard children find whom to ring in another agency. It holds:\n\n"
        "%(held)s\n\n"
        "Is something wrong, or do you object to being named? Sign in and press “Wrong details?” on the page of your post, or "
        "tell your agency’s roster admin. If you are at risk, your name and numbers can be hidden while your post still answers."
    )
    return _("You are listed in %(product)s") % {"product": settings.PRODUCT_NAME}, "\n\n".join(
        [text % {"product": settings.PRODUCT_NAME, "held": "\n".join(held)}, _link(reverse("privacy"))]
    )


def _own(entries, numbers, day):
    person = entries[0].person
    lines = [_("Dear %(name)s,") % {"name": person.name}, "", _("Is this still right?"), ""]
    lines += [f"- {one.post.title}: {_follows(one.entry, day)}" for one in entries]
    for point in numbers:
        number = written(point.value)
        lines.append(
            "- "
            + (
                _("%(number)s then %(extension)s") % {"number": number, "extension": point.extension}
                if point.extension
                else number
            )
        )
    return "\n".join(lines)


def _follows(entry, today):
    """What the answer shows when nobody confirms it."""
    if entry.runs_out_on == NEVER:
        return _("shown as unconfirmed, so the duty line is offered beside you")
    day = formats.date_format(entry.runs_out_on, "j F")
    if entry.runs_out_on <= today:
        return _("shown as unconfirmed since %(day)s, so the duty line is offered beside you") % {"day": day}
    return _("from %(day)s it is shown as unconfirmed, and the duty line is offered beside you") % {"day": day}


def _list(opening, entries):
    titles = sorted({one.post.title for one in entries})
    lines = [opening, "", *(f"- {title}" for title in titles[:MOST_TITLES])]
    if len(titles) > MOST_TITLES:
        lines.append(_("and %(count)d more") % {"count": len(titles) - MOST_TITLES})
    return "\n".join(lines)


def _link(address):
    said = _("Sign in to see it. We never ask for your details by reply.")
    return f"{settings.BASE_URL}{address}\n\n{said}\n"
