"""What every page needs around it: the product's name, the way about, and whether this is a demonstration."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import Partnership


def frame(request):
    """Template context for base.html. The partnership's name is looked up only when a page prints it."""
    here = request.path
    nav = [{"label": label, "url": url, "current": here == url} for label, url in _ways(getattr(request, "user", None))]
    return {"product_name": settings.PRODUCT_NAME, "nav": nav, "partnership": _partnership}


def _ways(user):
    if user is not None and user.is_authenticated:
        return [(_("Find"), reverse("home")), (_("Duty numbers"), reverse("duty"))]
    return [(_("Duty numbers"), reverse("duty")), (_("Sign in"), reverse("sign-in"))]


def _partnership():
    return Partnership.objects.order_by("pk").first()
