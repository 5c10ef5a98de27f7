"""Pages that say things about the directory itself: privacy, accessibility, what to do when something is wrong."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.policy import anyone
from agencies.models import Agency, Partnership
from contacts.models import ContactPoint
from contacts.phones import dialled, written


@anyone
@require_safe
def privacy(request):
    """What is held about whom, for how long, and how to object."""
    return render(request, "pages/privacy.html", {"unit": _business_unit(), "mail": _mail_of_unit()})


@anyone
@require_safe
def accessibility(request):
    """What works for whom, what does not yet, and how to say so."""
    return render(request, "pages/accessibility.html", {"mail": _mail_of_unit()})


@anyone
@require_safe
def wrong(request):
    """How to report a wrong number: whoever has signed in and names an agency tells it at once, others ring it.

    What no agency answers for goes to the partnership's business unit.
    """
    if request.user.is_authenticated and (agency := Agency.objects.filter(slug=request.GET.get("agency", "")).first()):
        return redirect("wrong-agency", agency.slug)
    return render(request, "pages/wrong.html", {"unit": _business_unit(), "unit_points": _unit_points()})


@anyone
@require_safe
def robots(request):
    """No page here is for a search engine."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


@anyone
@require_safe
def security_txt(request):
    """Where to report a weakness (RFC 9116): the page that says whom to write to, good for most of a year from today."""
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=300)
    lines = [
        f"Contact: {settings.BASE_URL}/wrong/",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _business_unit():
    partnership = Partnership.objects.select_related("business_unit").order_by("pk").first()
    return partnership and partnership.business_unit


def _unit_points():
    """How anybody, signed in or not, may reach the business unit."""
    unit = _business_unit()
    points = ContactPoint.objects.public().filter(agency=unit).order_by("order", "pk") if unit else []
    return [_shown(point) for point in points]


def _mail_of_unit():
    return next((point["value"] for point in _unit_points() if "number" not in point), "")


def _shown(point):
    if point.kind in (ContactPoint.Kind.PHONE, ContactPoint.Kind.SHORT):
        return {
            "key": point.label or point.kind_in_words,
            "number": written(point.value),
            "tel": dialled(point.value),
            "extension": point.extension,
            "value": "",
        }
    href = point.value if point.kind == ContactPoint.Kind.WEB else f"mailto:{point.value}"
    return {"key": point.label or point.kind_in_words, "value": point.value, "href": href}
