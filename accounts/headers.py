"""Headers that keep pages out of caches and search engines, and a refusal of input no page can read."""

from django.http import HttpResponseBadRequest
from django.utils.cache import patch_cache_control

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=()"


class PrivateByDefault:
    """Every page is for the person who asked, now: nothing is stored by browsers, proxies or search engines."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow, noarchive")
        return response


class RefuseUnreadable:
    """Answers 400 to an address that holds a NUL, which PostgreSQL cannot compare and SQLite silently can."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest("This address cannot be read.", content_type="text/plain; charset=utf-8")
        return self.get_response(request)
