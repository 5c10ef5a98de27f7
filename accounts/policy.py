"""Who may reach an address at all: every view says so, and one that says nothing is refused."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

ANYONE, SIGNED_IN = "anyone", "signed in"


def anyone(view):
    """This view answers people who have not signed in."""
    view.policy = ANYONE
    return view


def signed_in(view):
    """This view answers only people who have signed in; others are sent to the sign-in page."""
    view.policy = SIGNED_IN
    return view


class RefuseByDefault:
    """Sends strangers to the sign-in page, and refuses any view that does not say whom it answers."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        policy = getattr(view, "policy", None)
        if policy == ANYONE:
            return None
        if policy != SIGNED_IN:
            raise PermissionDenied(_("This page does not say who may see it, so nobody may."))
        if request.user.is_authenticated:
            return None
        # Only an address that can be fetched again is worth coming back to.
        return redirect_to_login(request.get_full_path() if request.method in ("GET", "HEAD") else "/")
