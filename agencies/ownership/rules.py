"""How long an invitation stands, and the sentences that say no."""

import hashlib
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

STANDS_OPEN = timedelta(hours=72)
NOT_YOURS = _(
    "Only this agency’s admins, whoever enters its roster for it and the directory’s administrators decide who its admins are."
)
LAST_ONE = _("%(agency)s would be left without an admin. Invite another first; when they have accepted, this can be done.")


class InvitationIsOver(Exception):
    """This invitation was used, withdrawn, gave way to a newer one, is too old, or never was."""


def digest_of(token):
    """What is kept of a token: its SHA-256, from which it cannot be had back."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
