"""Letters about covers: whoever is asked learns of it, and whoever is away – or keeps their roster – learns the answer. No names."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from agencies.ownership.admins import keepers_of
from contacts.reminders.mailboxes import mailboxes
from outbox.actions import write


def tell_asked(cover, *, at):
    """Whoever is asked to cover learns for which post and days, if they have a mailbox."""
    box = mailboxes([cover.practitioner]).get(cover.practitioner_id)
    if box is None:
        return
    subject = _("Can you cover %(post)s, %(days)s?") % {"post": cover.post.title, "days": _days(cover.absence)}
    _send(f"cover:{cover.key}:asked:{cover.asked_at.isoformat()}", box, subject, reverse("cover", args=[cover.key]), at)


def tell_answer(cover, said, *, at):
    """Whoever is away learns what became of their request; without a mailbox of theirs, whoever keeps the roster of the post does.

    `said` is "agreed", "declined" or "silent".
    """
    absent = cover.absence.practitioner
    box = mailboxes([absent]).get(absent.pk)
    to = [box] if box else [user.email for user in keepers_of(cover.post.agency, timezone.localdate(at))]
    words = {
        "agreed": _("%(post)s, %(days)s: covered"),
        "declined": _("%(post)s, %(days)s: not covered yet, the next person is asked"),
        "silent": _("%(post)s, %(days)s: no answer yet, the next person is asked"),
    }
    subject = words[said] % {"post": cover.post.title, "days": _days(cover.absence)}
    where = reverse("my-card") if box else cover.post.get_absolute_url()
    for each in to:
        _send(f"cover:{cover.key}:{said}:{at.isoformat()}:{each.casefold()}"[:160], each, subject, where, at)


def _send(key, to, subject, where, at):
    said = _("Sign in to see it. We never ask for your details by reply.")
    write(key=key, to=to, subject=subject, text=f"{subject}\n\n{settings.BASE_URL}{where}\n\n{said}\n", by=None, at=at)


def _days(absence):
    """ "1 to 2 December": the days, in London, on which somebody is away; an absence that ends at midnight ends the day before."""
    first = timezone.localtime(absence.starts_at).date()
    last = timezone.localtime(absence.ends_at - timedelta(microseconds=1)).date()
    if first == last:
        return formats.date_format(first, "j F")
    if (first.year, first.month) == (last.year, last.month):
        return _("%(first)s to %(last)s") % {"first": first.day, "last": formats.date_format(last, "j F")}
    return _("%(first)s to %(last)s") % {"first": formats.date_format(first, "j F"), "last": formats.date_format(last, "j F")}
