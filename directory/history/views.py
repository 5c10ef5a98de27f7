"""The history of an agency, a post and a person: read, narrowed down, a page at a time."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import require
from accounts.policy import signed_in
from accounts.sealing import Unsealable, unseal
from agencies.models import Agency, Post
from agencies.rules import kept_by
from audit.models import Event
from audit.scopes import concerned
from contacts.models import Practitioner
from contacts.restoring.actions import ChangedSince, put_back
from contacts.restoring.detail import detail_of

from . import reading
from .forms import Narrow
from .rules import histories_of, may_put_back, may_read_history

ON_A_PAGE = 25
# A list to choose from holds no more posts than this; the history of each stands on its own page as well.
MOST_POSTS = 300


@signed_in
@require_safe
def agency_history(request, slug):
    """What was changed in an agency."""
    agency = get_object_or_404(Agency, slug=slug)
    require(may_read_history(request.user, [agency.pk], timezone.localdate()))
    posts = Post.objects.filter(agency=agency).order_by("title", "pk").values_list("key", "title")[:MOST_POSTS]
    return _history(request, agency, reading.of(f"{reading.AGENCY}:{agency.pk}"), [agency.pk], posts=list(posts))


@signed_in
@require_safe
def post_history(request, key):
    """What was changed about a post, whoever was in it."""
    post = get_object_or_404(Post, key=key)
    require(may_read_history(request.user, [post.agency_id], timezone.localdate()))
    return _history(request, post, reading.of(f"{reading.POST}:{post.pk}"), [post.agency_id])


@signed_in
@require_safe
def person_history(request, key):
    """What was changed about somebody, as far as it happened in agencies whose history the reader may read."""
    person = get_object_or_404(Practitioner.objects.listed(), key=key)
    theirs = Agency.objects.filter(posts__appointments__practitioner=person).values_list("pk", flat=True)
    agencies = set(theirs) & set(histories_of(request.user, timezone.localdate()).values_list("pk", flat=True))
    require(may_read_history(request.user, agencies, timezone.localdate()))
    return _history(request, person, reading.within(reading.of(f"{reading.PERSON}:{person.pk}"), agencies), agencies)


def _history(request, thing, events, agencies, posts=()):
    """A page of `events`; changes in `agencies` can be put back by whoever keeps one of their rosters."""
    keeps = kept_by(request.user, timezone.localdate()).filter(pk__in=agencies).exists()
    now = timezone.now()
    form = Narrow(request.GET or None, people=reading.people(events), posts=posts)
    given = form.cleaned_data if form.is_valid() else {}
    page = Paginator(reading.narrowed(events, given), ON_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "thing": thing,
        "form": form,
        "page": page,
        "lines": reading.lines(list(page), now, request.user if keeps else None),
        "query": f"{query.urlencode()}&" if query else "",
        "narrowed": any(given.values()),
        "clear": request.path,
    }
    return render(request, "history/history.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def put_back_change(request, sealed):
    """Put back what one event changed; where it has been changed again since, show was, then and now, and ask."""
    now = timezone.now()
    try:
        event = Event.objects.filter(pk=unseal(request.user, sealed).get("event")).prefetch_related("values").first()
    except (Unsealable, AttributeError):
        event = None
    if event is None:
        raise Http404
    scopes = concerned(event.thing, timezone.localdate(now))
    if reading.is_about_somebody_at_risk(scopes):
        raise Http404
    require(may_put_back(request.user, scopes, timezone.localdate(now)))
    agency = Agency.objects.filter(pk__in=reading.keys(scopes, reading.AGENCY)).order_by("pk").first()
    back = redirect("agency-history", agency.slug)
    row, detail = detail_of(event)
    if row is None:
        messages.error(request, _("That is not there any more, so it cannot be put back."))
        return back
    if detail.is_back:
        messages.success(request, _("It is already as it was."))
        return back
    if request.method == "POST":
        try:
            put_back(event=event, says=agency.name, seen=_seen(request.POST, detail), by=request.user, at=now)
        except ChangedSince:
            pass
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
            return back
        else:
            messages.success(request, _("Put back."))
            return back
    [line] = reading.lines([event], now)
    context = {"line": line, "moments": reading.moments(detail, now), "untouched": detail.untouched, "agency": agency}
    return render(request, "history/put_back.html", context)


def _seen(sent, detail):
    """What stood there when the page was made, as far as it was sent back."""
    return {field: sent.get(f"seen-{field}", "").replace("\r\n", "\n") for field in detail.now}
