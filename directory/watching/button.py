"""The button "Watch" on the page of a post, an agency or an area."""

from agencies.models import Agency, Post
from areas.models import Area

NAMES = {Post: ("post", "key"), Agency: ("agency", "slug"), Area: ("area", "code")}


def button(thing):
    """What the button sends for `thing`."""
    kind, field = NAMES[type(thing)]
    return f"{kind}/{getattr(thing, field)}/"
