"""Headers that keep pages out of caches and search engines, and a refusal of requests no page can read."""

from functools import wraps

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.utils.cache import patch_cache_control, patch_vary_headers

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=()"


class PrivateByDefault:
    """Every page is for the person who asked, now: nothing is stored by browsers, proxies or search engines."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True)
            # Always, not only where a view happened to look at the session: that would tell a known e-mail from an unknown one.
            patch_vary_headers(response, ["Cookie"])
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow, noarchive")
        return response


def secret_address(view):
    """The address of this view is a secret until it is used: browsers tell the next page only the host they came from."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    return answer


class RefuseUnreadable:
    """Refuses an address that no page can read – with a NUL, which PostgreSQL cannot hold, or without an end – and what is too large.

    A request says itself how large it is, so nothing of it is read first, and nobody fills our memory.
    """

    LONGEST = 8000  # characters; a sealed question, the longest address of ours, has about 2,000
    LARGEST = (10 << 20) + (64 << 10)  # bytes; a spreadsheet of 10 MB with the rest of its form

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path_info or "\x00" in query or "%00" in query:
            raise BadRequest("A NUL in the address.")
        if len(request.path_info) + len(query) > self.LONGEST:
            raise BadRequest("The address is too long.")
        if _size(request) > self.LARGEST:
            raise RequestDataTooBig("The request is too large.")
        return self.get_response(request)


def _size(request):
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0  # Django reads nothing then
