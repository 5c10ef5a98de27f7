"""Whether this process can serve answers, for whoever watches it."""

from django.db import InterfaceError, OperationalError
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.policy import anyone
from areas.editions import edition_mismatch


@anyone
@require_safe
def healthz(request):
    """200 and "ok", or 503 and why not, in one query: the database answers, and the postcodes on disk are those it was given."""
    try:
        because = edition_mismatch()
    except (OperationalError, InterfaceError):
        because = _("The database does not answer.")
    if because:
        return JsonResponse({"status": "not ready", "because": because}, status=503)
    return JsonResponse({"status": "ok"})
