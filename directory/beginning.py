"""How a directory with nobody in it gets its first administrator: a page behind a door that opens once."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import come_through_first_door
from accounts.doors import DoorIsShut, open_door
from accounts.models import User
from accounts.policy import anyone
from agencies.actions import found_partnership, give_right
from agencies.models import Membership, Partnership
from directory.reached import WorkEmail
from directory.words import Words


def has_administrator(day):
    """Whether anybody is a directory administrator on `day`."""
    return Membership.objects.on(day).filter(right=Membership.Right.DIRECTORY_ADMIN, user__is_active=True).exists()


class FirstAdministratorForm(forms.Form):
    """Who will run the directory, and for which partnership when there is none yet."""

    name = Words(_("Your name"), 120)
    email = WorkEmail(_("Work e-mail"))
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput,
        help_text=_("12 characters or more. Three words together are easy to remember."),
    )
    partnership = Words(_("Safeguarding partnership"), 120, help_text=_("As people call it, for example Exampleshire."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if Partnership.objects.exists():
            del self.fields["partnership"]

    def clean_email(self):
        email = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Somebody has an account with this e-mail. Use another."))
        return email

    def clean(self):
        cleaned = super().clean()
        if password := cleaned.get("password"):
            try:
                validate_password(password, User(name=cleaned.get("name", ""), email=cleaned.get("email", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


@transaction.atomic
def begin(*, token, name, email, password, partnership="", at):
    """Make the first administrator of the directory, all or nothing. Raises `DoorIsShut`."""
    user = come_through_first_door(token=token, name=name, email=email, password=password, by=None, at=at)
    if has_administrator(timezone.localdate(at)):
        raise DoorIsShut
    held = Partnership.objects.select_related("business_unit").order_by("pk").first()
    if held is None or held.business_unit is None:
        held = found_partnership(name=partnership or held.name, by=user, at=at)
    give_right(
        user=user,
        agency=held.business_unit,
        right=Membership.Right.DIRECTORY_ADMIN,
        starts_on=timezone.localdate(at),
        by=user,
        at=at,
    )


@anyone
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def first_administrator(request, token):
    """Ask who runs the directory; only sending the form uses the door, and nobody is signed in by it."""
    at = timezone.now()
    try:
        if has_administrator(timezone.localdate(at)):
            raise DoorIsShut
        open_door(token, at)
        form = FirstAdministratorForm(request.POST or None)
        if not form.is_valid():
            return _for_this_page_only(render(request, "pages/begin.html", {"form": form}))
        begin(token=token, at=at, **form.cleaned_data)
    except DoorIsShut:
        return _for_this_page_only(render(request, "pages/begin_over.html", status=410))
    return redirect("sign-in")


def _for_this_page_only(response):
    """Keep the address, which is a secret until it is used, out of what the browser tells other pages."""
    response["Referrer-Policy"] = "strict-origin"
    return response
