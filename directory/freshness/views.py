"""How true an agency's details are, for those who can do something about it."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import require
from accounts.policy import signed_in
from agencies.models import Agency
from agencies.rules import may_keep_roster

from . import reading
from .rules import may_see


@signed_in
@require_safe
def agency_health(request, slug):
    """What share is confirmed, how it has moved over eight quarters, and what is amiss."""
    agency = get_object_or_404(Agency, slug=slug)
    now, day = timezone.now(), timezone.localdate()
    require(may_see(request.user, agency, day))
    context = {**reading.read(agency, now), "keeps": may_keep_roster(request.user, agency, day)}
    return render(request, "freshness/agency.html", context)
