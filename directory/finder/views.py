"""From who-and-where to one card: the home page, the question in between, the answer and the everyone sheet."""

from django.contrib import messages
from django.http import Http404, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import signed_in
from accounts.sealing import Unsealable, seal, unseal
from agencies.actions import set_home_patch
from agencies.models import HomePatch
from areas.models import Area
from directory.corrections import due as reported
from directory.me.pages import MOST_DUE, due

from . import asking, pages
from .answer import answer as resolve
from .forms import FindForm, PatchForm, role_groups
from .moments import asked_about, explain
from .places import MOST_CODES, read
from .sheet import sheet


@signed_in
@require_safe
def home(request):
    """Who do you need, and where?"""
    form = FindForm(initial={name: request.GET.get(name, "") for name in ("role", "school", "practice")})
    return _home(request, form)


def _home(request, form, asked=None):
    patch = HomePatch.objects.filter(user=request.user).select_related("area").first()
    context = {"form": form, "roles": role_groups(), "patch": patch, "offers": asked.offers if asked else [], **_named(form)}
    context |= _kept_place(request, form)
    context["due"] = [*due(request.user, timezone.now()), *reported.lines(request.user, timezone.now())][:MOST_DUE]
    context.update({f"suggest_{name}": reverse(f"suggest-{name}") for name in ("schools", "practices", "places")})
    return render(request, "finder/home.html", context)


def _kept_place(request, form):
    """The place that an answer was for, while somebody asks for another role there: its codes, and its name."""
    told = form.data.getlist("kept_area") if form.is_bound else request.GET.getlist("area")
    codes = [code for code in told if code and "\x00" not in code][:MOST_CODES]
    if not codes:
        return {}
    if form.is_bound:
        form.data.setlist("area", [typed for typed in form.data.getlist("area") if typed not in codes] or [""])
    given = read(QueryDict(urlencode({"area": codes}, doseq=True)), request.user)
    return {"kept_area": codes, "kept_place": given.name} if given.areas else {}


def _named(form):
    """Shows a school or surgery by its name where an address or a script gave its code; the codes go along for the script."""
    shown, codes = form.data if form.is_bound else form.initial, {}
    for name in ("school", "practice"):
        typed = (shown.get(name) or "").strip().upper()
        found = asking.settings_like(name, typed[:80], 1) if typed else []
        if found and found[0][0] == typed:
            codes[f"{name}_code"], shown[name] = found[0][:2]
    return codes


@signed_in
@sensitive_post_parameters()
@require_POST
def find(request):
    """What was typed becomes codes, and codes become the address of an answer; a postcode goes no further than this."""
    posted = _answered(request.POST)
    if posted is None:
        messages.error(request, _("Choose one, or type it."))
        return redirect(_own_page(request.POST.get("again", "")))
    return lead_on(request, posted)


def lead_on(request, posted):
    """From a form (a QueryDict that may be changed) to its answer, to the one question in between, or back with what is wrong."""
    form = FindForm(posted)
    if not form.is_valid():
        return _home(request, form)
    asked = asking.understand(posted)
    if asked.errors:
        if not asking.may_show(posted.get("postcode", "")):
            posted["postcode"] = ""
            form = FindForm(posted)
        for name, sentence in asked.errors.items():
            form.add_error(name if name in form.fields else None, sentence)
        return _home(request, form, asked)
    if asked.question or asked.nearest:
        sealed = {"role": asked.role, "query": asked.query, "question": asked.question, "nearest": asked.nearest}
        if asked.question or _needs_surgery(asked, request.user):
            return redirect("ask", seal(request.user, sealed))
    return redirect(asked.address)


def _answered(posted):
    """The form with the places a question kept put back where they belong; None when its question was left open."""
    asked, posted = posted.get("asked", ""), posted.copy()
    for name in ("school", "practice", "provider"):
        # Choices and the box beside them share a name: the box counts when something was typed in it.
        posted[name] = next((value for value in reversed(posted.getlist(name)) if value.strip()), "")
    posted["postcode"] = posted.get("postcode_instead") or posted.get("postcode", "")
    kept = posted.getlist("kept_area")
    if asked == "place":
        new = [code for code in posted.getlist("area") if code.strip()]
        if posted.get("place") == "same" and not (new or posted.get("postcode", "").strip()):
            posted.setlist("area", kept)
    elif kept:
        new = [code for code in posted.getlist("area") if code.strip()]
        if asked:
            posted.setlist("area", [*kept, *new] if new or asked != "area" else [])
        elif not (new or posted["postcode"].strip()):
            posted.setlist("area", kept)
    answers = {"area": ("area", "postcode"), "place": ("place", "area", "postcode")}.get(asked, (asked,))
    open_still = asked and not any(posted.get(name, "").strip() for name in (*answers, "unsure"))
    return None if open_still else posted


def _own_page(address):
    """One of our own question pages, to go back to; home for anything else."""
    return address if address.startswith("/find/") and "\\" not in address else reverse("home")


def _needs_surgery(asked, user):
    """Whether the answer would ask which surgery: then the nearest ones travel with the question."""
    if not asked.role:
        return False
    answered = resolve(asked.role, read(_query(asked.query), user), at=timezone.now(), user=user, unsure="unsure" in asked.query)
    return answered is not None and answered.ask == "practice"


def _query(query):
    made = QueryDict(mutable=True)
    for key, value in query.items():
        made.setlist(key, value if isinstance(value, list) else [value])
    return made


@signed_in
@require_safe
def ask(request, sealed):
    """One question more, at an address that only the person who asked can open."""
    try:
        state = unseal(request.user, sealed)
        given = read(_query(state["query"]), request.user)
    except (Unsealable, KeyError):  # or sealed, but for another page
        return redirect("home")
    answered = resolve(state["role"], given, at=timezone.now(), user=request.user) if state["role"] else None
    question = state["question"] or pages.question(answered)
    return pages.ask(request, question, given, state["role"], answered, nearest=state["nearest"])


@signed_in
@require_safe
def answer(request, slug):
    """The card: ring this person, on this number, because; then whom to try next."""
    at, now, odd = asked_about(request.GET)
    given = read(request.GET, request.user, timezone.localdate(at))
    if given.unknown:
        return pages.cannot_say(request)
    if odd:
        return explain(request, odd, given.query)
    if slug == asking.EVERYONE:
        return pages.everyone(request, sheet(given, at=at, user=request.user), at, now)
    answered = resolve(slug, given, at=at, user=request.user, unsure=bool(request.GET.get("unsure")))
    if answered is None:
        raise Http404
    if answered.ask or (given.is_empty and answered.role.resolves_on != "none"):
        return pages.ask(request, pages.question(answered), given, slug, answered)
    return pages.answer(request, answered, now)


@signed_in
@sensitive_post_parameters()
@require_POST
def suggest_schools(request):
    """Schools whose name starts like what is typed."""
    return _suggest("school", request.POST.get("q", ""))


@signed_in
@sensitive_post_parameters()
@require_POST
def suggest_practices(request):
    """Surgeries whose name starts like what is typed."""
    return _suggest("practice", request.POST.get("q", ""))


def _suggest(name, typed):
    found = asking.settings_like(name, typed[:80].replace("\x00", ""), limit=8)
    return JsonResponse({"suggestions": [{"code": code, "label": label, "kind": place} for code, label, place in found]})


@signed_in
@sensitive_post_parameters()
@require_POST
def suggest_places(request):
    """Towns, wards and councils whose name starts like what is typed."""
    typed = request.POST.get("q", "")[:80].replace("\x00", "")
    found = Area.objects.named_like(typed).exclude(kind__in=[Area.Kind.COUNTRY, Area.Kind.REGION])[:8]
    return JsonResponse({"suggestions": [{"code": a.code, "label": a.name, "kind": a.kind_name} for a in found]})


@signed_in
@sensitive_post_parameters()
@require_POST
def suggest_agencies(request):
    """Agencies whose name starts like what is typed."""
    found = asking.agencies_like(request.POST.get("q", "")[:80].replace("\x00", ""), limit=8)
    return JsonResponse({"suggestions": [{"code": slug, "label": name, "kind": kind} for slug, name, kind in found]})


@signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_patch(request):
    """Choose the place that is used when none is given."""
    patch = HomePatch.objects.filter(user=request.user).select_related("area").first()
    form = PatchForm(request.POST or None, initial={"area": patch.area.name if patch else ""})
    choices = []
    if request.method == "POST" and form.is_valid():
        asked = asking.Asked(query={"area": [], "near": []})
        asking.place(form.cleaned_data["area"], asked)
        area = Area.objects.filter(code__in=asked.query["area"], kind=Area.Kind.AUTHORITY).first() or Area.objects.filter(
            code__in=asked.query["area"]
        ).first()  # fmt: skip
        if area:
            set_home_patch(user=request.user, area=area, by=request.user, at=timezone.now())
            return redirect(reverse("home"))
        choices = asked.question["choices"] if asked.question else []
        form.add_error(
            "area",
            asked.question["text"] if asked.question else next(iter(asked.errors.values()), _("We don’t know that place.")),
        )
    return render(request, "finder/patch.html", {"form": form, "patch": patch, "choices": choices})
