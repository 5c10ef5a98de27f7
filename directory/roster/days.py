"""The days on which an agency is closed, and the terms of its schools."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.policy import signed_in
from agencies.actions import close_agency, set_terms, take_closure_out
from agencies.models import Setting
from agencies.rules import keeps_terms
from directory.sentences import day

from . import keeping
from .forms import ClosureForm, TermsForm

reads_and_sends = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@sensitive_post_parameters()
@reads_and_sends
def days_closed(request, slug):
    """Closures that are on or to come, one more, and the school terms that this agency decides."""
    agency, now = keeping.the_agency(request, slug), timezone.now()
    sent = request.POST if request.method == "POST" else None
    whose = keeps_terms(agency)
    closure = ClosureForm(sent if sent and "add" in sent else None)
    known = [(term.starts_on, term.ends_on) for term in whose.terms.all()] if whose else []
    terms = TermsForm(sent if sent and "set_terms" in sent else None, initial={"terms": TermsForm.written(known)})
    if sent is not None and _done(request, agency, whose, closure, terms, now):
        return redirect("days-closed", agency.slug)
    coming = agency.closures.filter(ends_on__gte=timezone.localdate(now))
    context = {
        "agency": agency,
        "closures": [
            {"pk": each.pk, "name": each.name, "first": day(each.starts_on, now), "last": day(each.ends_on, now)}
            for each in coming
        ],
        "closure": closure,
        "terms": terms,
        "keeps_terms": whose,
        "own": isinstance(whose, Setting),
    }
    return render(request, "roster/days.html", context)


def _done(request, agency, whose, closure, terms, now):
    """What was pressed, done; False when something first has to be put right."""
    by_at = {"by": request.user, "at": now}
    if number := request.POST.get("take_out", ""):
        row = agency.closures.filter(pk=number[:12]).first() if number.isdecimal() else None
        if row:
            take_closure_out(closure=row, **by_at)
            messages.success(request, _("Taken out: %(name)s. Your usual hours count.") % {"name": row.name})
        return True
    if closure.is_bound and closure.is_valid():
        given = closure.cleaned_data
        close_agency(agency=agency, name=given["name"], starts_on=given["starts_on"], ends_on=given["ends_on"], **by_at)
        messages.success(request, _("Saved. People read it on every answer on those days."))
        return True
    if whose and terms.is_bound and terms.is_valid():
        try:
            set_terms(thing=whose, terms=terms.cleaned_data["terms"], **by_at)
        except ValidationError as problem:
            terms.add_error("terms", problem.messages)
        else:
            messages.success(request, _("Saved."))
            return True
    return False
