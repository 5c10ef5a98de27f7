"""What every page needs around it: the product's name, the way about, and whether this is a demonstration."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Partnership
from agencies.prepared import Prepared
from agencies.rules import kept_keys
from contacts.appointments.waiting import waiting
from contacts.models import Practitioner


def frame(request):
    """Template context for base.html. The partnership's name is looked up only when a page prints it."""
    here = request.path
    nav = [{"label": label, "url": url, "current": here == url} for label, url in _ways(getattr(request, "user", None))]
    return {"product_name": settings.PRODUCT_NAME, "nav": nav, "partnership": _partnership}


def _ways(user):
    if user is not None and user.is_authenticated:
        mine = [(_("My card"), reverse("my-card"))] if LISTED(user.pk) else []
        return [(_("Find"), reverse("home")), *mine, *_roster(user), (_("Duty numbers"), reverse("duty"))]
    return [(_("Duty numbers"), reverse("duty")), (_("Sign in"), reverse("sign-in"))]


def _roster(user):
    """The roster somebody keeps, and how much waits there; for everybody else it costs the query for their rights and no more."""
    now = timezone.now()
    kept = kept_keys(user.pk, timezone.localdate(now))
    if kept is None:
        return []
    count = len(waiting(kept, now))
    label = _("Roster (%(count)d to do)") % {"count": count} if count else _("Roster")
    return [(label, reverse("rosters"))]


@Prepared
def LISTED(user):
    """Whether somebody who has signed in is listed themselves: every page asks, so it is the cheapest of queries."""
    return Practitioner.objects.filter(user=user).values_list("pk")


def _partnership():
    return Partnership.objects.order_by("pk").first()
