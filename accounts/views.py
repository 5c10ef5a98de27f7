"""Signing in and out, and passwords. Nobody signs themselves up."""

from allauth.account import views as library
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_http_methods, require_safe

from .headers import secret_address
from .policy import anyone, signed_in

reads_and_sends = require_http_methods(["GET", "HEAD", "POST"])

sign_in = anyone(reads_and_sends(library.LoginView.as_view()))

password_reset = anyone(reads_and_sends(library.PasswordResetView.as_view()))
password_reset_sent = anyone(require_safe(library.PasswordResetDoneView.as_view()))
password_reset_from_key = anyone(secret_address(reads_and_sends(library.PasswordResetFromKeyView.as_view())))
password_reset_done = anyone(require_safe(library.PasswordResetFromKeyDoneView.as_view()))
password_change = signed_in(
    reads_and_sends(library.PasswordChangeView.as_view(success_url=reverse_lazy("account_password_changed")))
)


@signed_in
@require_safe
def password_changed(request):
    """Says that the new password is kept."""
    return render(request, "account/password_changed.html")


@anyone
@reads_and_sends
def sign_out(request):
    """End the session and have the browser forget its pages; harmless for somebody whose session has ended already."""
    if request.method != "POST":
        return render(request, "account/logout.html")
    logout(request)
    response = redirect("sign-in")
    response["Clear-Site-Data"] = '"cache"'
    return response
