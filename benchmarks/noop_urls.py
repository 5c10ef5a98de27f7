"""The directory's addresses and one more: a page that knows who is asking and does nothing."""

from django.http import HttpResponse
from django.urls import path

from accounts.policy import anyone, signed_in
from areas.lookup import locate
from directory.urls import handler403, handler404, handler500, urlpatterns

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]


@signed_in
def noop(request):
    return HttpResponse(request.user.name)


@anyone
def nothing(request, text):
    return HttpResponse(text)


@anyone
def look_up(request, text):
    return HttpResponse(" ".join(area.code for area in locate(text).areas))


urlpatterns = [
    *urlpatterns,
    path("no-op/", noop, name="no-op"),
    path("nothing/<str:text>/", nothing),
    path("look-up/<str:text>/", look_up),
]
