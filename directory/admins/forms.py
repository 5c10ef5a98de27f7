"""The form that invites an admin, and the one with which a new one comes in."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from directory.reached import KeepsOdd, WorkEmail
from directory.words import Words


class InviteForm(KeepsOdd):
    """A work mailbox, and whether its owner takes the place of whoever invites them."""

    email = WorkEmail(_("Work e-mail"), error_messages={"required": _("Enter a work e-mail address.")})
    instead = forms.BooleanField(label=_("They take my place: I stop being an admin when they accept"), required=False)


class JoinForm(forms.Form):
    """Who comes in, and a password of their own."""

    name = Words(_("Your name"), 120, error_messages={"required": _("Enter your name.")})
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput,
        help_text=_("12 characters or more. Three words together are easy to remember."),
        error_messages={"required": _("Choose a password.")},
    )

    def __init__(self, *args, email, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self):
        given = super().clean()
        if password := given.get("password"):
            try:
                validate_password(password, User(name=given.get("name", ""), email=self.email))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given
