"""What people see when a page cannot be shown."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.policy import anyone

from . import outage


@anyone
def unreadable(request, exception=None):
    """400 for an address or a form that cannot be read, whatever it was meant to be; 413 for what is too large to be read."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    too_many = isinstance(exception, TooManyFieldsSent | TooManyFilesSent)
    return render(request, "400.html", {"too_many": too_many}, status=400)


@anyone
def forbidden(request, exception=None):
    """403, with the reason."""
    because = str(exception) if exception and str(exception) else _("You cannot do that here.")
    return render(request, "403.html", {"because": because}, status=403)


@anyone
def stale_form(request, reason=""):
    """403 for a form that was open too long, or came from somewhere else."""
    return render(
        request, "403.html", {"because": _("This form was open too long. Go back, reload the page and try again.")}, status=403
    )


@anyone
def missing(request, exception=None):
    """404."""
    return render(request, "404.html", status=404)


@anyone
def broken(request):
    """500, or 503 with the duty numbers when the database cannot be reached."""
    if outage.caused_by_database():
        return outage.page()
    return render(request, "500.html", status=500)
