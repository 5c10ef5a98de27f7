"""How the sign-in library behaves here: nobody signs themselves up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import actions


class ClosedDoor(DefaultAccountAdapter):
    """Accounts are made by invitation only, and every failure says the same sentence."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail or password doesn’t match."),
        "invalid_login": _("E-mail or password doesn’t match."),
        "account_inactive": _("E-mail or password doesn’t match."),
        "too_many_login_attempts": _("Too many tries. Try again in 15 minutes."),
    }

    def is_open_for_signup(self, request):
        return False

    def authenticate(self, request, **credentials):
        """The account these credentials open, or none. The library would tell whoever knows the password that the account has ended."""
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None

    def set_password(self, user, password):
        """Whoever is here chose it for themselves: by the old password, or by the link that only their mailbox got."""
        kept = actions.set_password(user=user, password=password, by=user, at=timezone.now())
        user.password = kept.password  # by which the library keeps this one session open

    def get_reset_password_from_key_url(self, key):
        """A link in a mail leads to where we are known to be, whatever host the request says it came to."""
        who, secret = key.split("-", 1)
        return settings.BASE_URL + reverse("account_reset_password_from_key", kwargs={"uidb36": who, "key": secret})

    def is_ajax(self, request):
        """No script of ours signs anybody in, so every answer is a page, and a reset goes through its link."""
        return False

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        """Signing in and out needs no announcement: the page that follows says it."""
