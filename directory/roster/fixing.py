"""Putting right, one after the other, those who were not confirmed together; the way back to them stays in the address, sealed."""

from urllib.parse import urlencode

from django.urls import reverse

from accounts.sealing import Unsealable, seal, unseal


def to_fix(request):
    """The keys of the appointments still to be put right; none when the address is broken or too old."""
    try:
        keys = unseal(request.user, request.GET.get("fix", ""))
    except Unsealable:
        return []
    return keys if isinstance(keys, list) else []


def address(request, keys):
    """The page on which the first of these appointments is put right, for the agency that the address names."""
    agency = request.GET.get("agency", "")
    return f"{reverse('bulk-confirm')}?{urlencode({**({'agency': agency} if agency else {}), 'fix': seal(request.user, keys)})}"


def back(request):
    """Where somebody goes after a change who came from putting people right; nothing for anybody else."""
    keys = to_fix(request)
    return address(request, keys) if keys else ""
