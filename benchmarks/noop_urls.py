"""The directory's addresses and one more: a page that knows who is asking and does nothing."""

from django.http import HttpResponse
from django.urls import path

from accounts.policy import signed_in
from directory.urls import handler403, handler404, handler500, urlpatterns

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]


@signed_in
def noop(request):
    return HttpResponse(request.user.name)


urlpatterns = [*urlpatterns, path("no-op/", noop, name="no-op")]
