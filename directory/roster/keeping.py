"""Whether the thing an address names is on a roster that the asker keeps; if not, nobody learns more than they could see."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.permissions import refuse, require
from agencies.models import Agency, Post, Team
from agencies.rules import NOT_YOUR_ROSTER, kept_by, may_keep_roster
from contacts.appointments.rules import people_kept
from contacts.models import Appointment, Practitioner


def kept(request, agency):
    """`agency`, if the asker keeps its roster now; else the 403 page says why not."""
    require(may_keep_roster(request.user, agency, timezone.localdate()))
    return agency


def the_agency(request, slug):
    """The agency at this address."""
    return kept(request, get_object_or_404(Agency.objects.select_related("area", "successor"), slug=slug))


def the_post(request, key):
    """The post at this address."""
    row = get_object_or_404(Post.objects.select_related("agency", "team", "role"), key=key)
    kept(request, row.agency)
    return row


def the_team(request, key):
    """The team at this address."""
    row = get_object_or_404(Team.objects.select_related("agency"), key=key)
    kept(request, row.agency)
    return row


def the_appointment(request, key):
    """The appointment at this address. To those who do not keep its roster, that of somebody at risk is not there."""
    row = get_object_or_404(Appointment.objects.select_related("practitioner", "post__agency", "post__team"), key=key)
    ruling = may_keep_roster(request.user, row.post.agency, timezone.localdate())
    if not ruling and row.practitioner.restricted:
        raise Http404
    require(ruling)
    return row


def the_person(request, key):
    """The person at this address; somebody at risk has no page. Only who keeps every roster they are on may change them."""
    row = get_object_or_404(Practitioner.objects.listed(), key=key)
    if not people_kept(request.user, timezone.now()).filter(pk=row.pk).exists():
        require(refuse(NOT_YOUR_ROSTER))
    return row


def own_rosters(request):
    """The agencies whose rosters the asker keeps now; whoever keeps none is told so."""
    mine = kept_by(request.user, timezone.localdate())
    if not mine.exists():
        require(refuse(NOT_YOUR_ROSTER))
    return mine
