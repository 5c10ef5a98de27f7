"""How the sign-in library behaves here: nobody signs themselves up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _


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

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        """Signing in and out needs no announcement: the page that follows says it."""
