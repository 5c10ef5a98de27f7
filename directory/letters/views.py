"""What could not be sent. It shows why and to which domain, never to whom nor what was said."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import ALLOWED, refuse, require
from accounts.policy import signed_in
from agencies.models import Membership
from directory import sentences
from outbox.actions import send_again
from outbox.models import Letter

ON_A_PAGE = 25
NOT_YOURS = gettext_lazy("Only the directory’s administrators see which letters could not be sent.")


def may_see_letters(user, day):
    """Whether `user` may see, on `day`, which letters could not be sent."""
    held = Membership.objects.on(day).filter(user=user, right=Membership.Right.DIRECTORY_ADMIN)
    return ALLOWED if held.exists() else refuse(NOT_YOURS)


@signed_in
@require_safe
def letters(request):
    """Letters given up, the latest first, and how many are being tried again."""
    now = timezone.now()
    require(may_see_letters(request.user, timezone.localdate(now)))
    page = Paginator(Letter.objects.given_up(), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "pk": each.pk,
            "domain": each.to.rpartition("@")[2],
            "why": each.trouble,
            "tries": each.tries,
            "since": sentences.day(each.due_at, now),
            "may_go": bool(each.text) and Letter.SECRET not in each.text,
        }
        for each in page
    ]
    return render(request, "letters/list.html", {"page": page, "rows": rows, "put_off": Letter.objects.put_off().count()})


@signed_in
@require_POST
def again(request, pk):
    """Try one again."""
    now = timezone.now()
    require(may_see_letters(request.user, timezone.localdate(now)))
    send_again(letter=get_object_or_404(Letter.objects.given_up(), pk=pk), by=request.user, at=now)
    messages.success(request, _("It is sent within a minute."))
    return redirect("letters")
