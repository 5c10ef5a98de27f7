"""The panel over a page that was asked for in a hurry: 999, and the out-of-hours number of the place."""

from django.http import QueryDict

from agencies.snapshot import roles

from . import asking, cards
from .answer import answer
from .ladder import Step
from .places import read

DESKS = {"adults": "edt-adult", "": "edt-child"}


def panel(given, *, at, user, slug=""):
    """What the emergency panel says for these places: the team that answers out of hours there, for whom the role `slug` is for.

    No number where nobody is known to answer.
    """
    asked_for = roles().by_slug.get(slug)
    desk = DESKS.get(asked_for.audience if asked_for else "", DESKS[""])
    found = answer(desk, given, at=at, user=user, unsure=True) if not given.is_empty else None
    rungs = [rung for rung in (found.ladder.first, *found.ladder.rest) if rung] if found else []
    rung = next((rung for rung in rungs if rung.step is Step.DESK and rung.post.role_slug == desk and rung.number), None)
    if rung is None:
        return {"number": ""}
    council = given.council
    return {**cards.card(rung, at), "place": council.name if council else ""}


def panel_for_words(found, *, at, user):
    """The panel for what the box understood: the one place that was named, else the asker's own patch."""
    form = QueryDict(mutable=True)
    form["postcode"] = found.postcode
    named = [(name, choices[0][0]) for name in ("areas", "schools", "practices") if len(choices := getattr(found, name)) == 1]
    for name, code in named:
        form[name[:-1]] = code
    query, places = QueryDict(mutable=True), asking.understand(form).query
    for name, value in places.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return panel(read(query, user), at=at, user=user, slug=found.role)
