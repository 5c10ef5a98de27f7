"""Letters about corrections: their owner hears how many wait, their reporter what was decided. No names, no numbers."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outbox.actions import write


def digest(new, waiting):
    """(subject, text) of the letter that tells an owner of `new` corrections among those `waiting`."""
    subject = ngettext("%(count)d new report of wrong details", "%(count)d new reports of wrong details", new) % {"count": new}
    text = ngettext("%(count)d waits for your decision.", "%(count)d wait for your decision.", waiting) % {"count": waiting}
    return subject, _text(text, reverse("corrections"))


def tell_reporters(correction, *, at):
    """Whoever reported it hears what was decided – unless it was about somebody at risk, of whom nothing is told."""
    if correction.point and correction.point.practitioner and correction.point.practitioner.restricted:
        return
    thing = correction.post or correction.agency
    said = (
        _("What you reported has been put right. Thanks.")
        if correction.decision == correction.Decision.USED
        else _("What you reported was checked, and is right as it stands.")
    )
    for report in correction.reports.filter(who__is_active=True).select_related("who"):
        write(
            key=f"correction:{correction.key}:{report.who.key}",
            to=report.who.email,
            subject=_("What you reported: %(thing)s") % {"thing": thing} if thing else _("What you reported"),
            text=_text(said, thing.get_absolute_url() if thing else reverse("home")),
            by=None,
            at=at,
        )


def _text(said, where):
    closing = _("Sign in to see it. We never ask for your details by reply.")
    return f"{said}\n\n{settings.BASE_URL}{where}\n\n{closing}\n"
