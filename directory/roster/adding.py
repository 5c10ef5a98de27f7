"""Putting somebody in a post: who they may be, which post, and what takes it back."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actions import add_post, cover
from agencies.models import Basis, Role, Setting, Team
from agencies.rules import kept_by
from areas.models import Area
from areas.words import fold
from contacts.appointments import actions
from contacts.appointments.gaps import held_on
from contacts.appointments.rules import may_be_appointed
from contacts.appointments.waiting import serving
from contacts.editing import values
from contacts.editing.actions import edit_appointment
from contacts.models import Appointment

from . import undoing

MOST_ALIKE, MOST_OFFERED = 5, 300
ONE_DAY = timedelta(days=1)
# The basis on which a place decides, by the key a role goes by; any other is by home address.
BASES = {"incident": Basis.INCIDENT, "employer": Basis.EMPLOYER}
SITES = {"school": Basis.SCHOOL, "practice": Basis.GP, "setting": Basis.SCHOOL}


def choosable(agency, key, day):
    """The posts of an agency that the form offers: those nobody is in, and the one with this key."""
    posts = agency.posts.on(day).filter(is_desk=False)
    vacant = posts.filter(~held_on(day)).order_by("title", "pk")[:MOST_OFFERED]
    return list(dict.fromkeys([*posts.filter(key=key), *vacant]))


def initial(request, agency):
    """What the form begins with: the post its address names, and the agency's own place."""
    return {
        "post": request.GET.get("post", "")[:10],
        "kind": request.GET.get("as", "") or Appointment.Kind.HOLDER,
        "place": agency.area.name if agency.area else "",
        "audience": "professional",
    }


def like(request, form, at):
    """(people like the one in the form, who of them was chosen, whether that is decided).

    Among them is nobody of an agency whose roster the asker does not keep.
    """
    given = form.cleaned_data
    number, _extension = given["phone"]
    same = Q(name_key=fold(given["name"]) or given["name"].casefold())
    if given["email"]:
        same |= Q(contact_points__value__iexact=given["email"])
    if number:
        same |= Q(contact_points__value=number)
    found = may_be_appointed(request.user, at).filter(same).distinct().order_by("name", "pk")[:MOST_ALIKE]
    alike = [{"person": one, "posts": ", ".join(one.appointments.values_list("post__title", flat=True)[:3])} for one in found]
    answer = request.POST.get("same", "")
    person = next((each["person"] for each in alike if each["person"].key == answer), None)
    return alike, person, not alike or person is not None or answer == "different"


@transaction.atomic
def add(user, agency, given, person, at):
    """Puts `person`, or somebody new, in the post of the form.

    Returns (changes, the key of whoever is listed now, the post, whether it is new).
    """
    new = not given["post"]
    post = agency.posts.filter(key=given["post"]).first() if not new else _new_post(user, agency, given, at)
    dates = {"starts_on": given["starts_on"], "ends_on": given["ends_on"]}
    if given["kind"] == Appointment.Kind.SECONDMENT:
        if person is None:
            raise ValidationError(_("Somebody who is seconded has a post of their own. Add them there first."))
        mine = kept_by(user, timezone.localdate(at))
        homes = (
            serving(mine, given["starts_on"]).filter(practitioner=person).exclude(post=post).exclude(kind=Appointment.Kind.DEPUTY)
        )
        return actions.second(practitioner=person, post=post, homes=homes, by=user, at=at, **dates), "", post, new
    made = actions.add_person(
        post=post, kind=given["kind"], order=given["order"] or 1, by=user, at=at, **dates, **_somebody(given, person)
    )  # fmt: skip
    return [undoing.made(made)], "" if person else made.practitioner.key, post, new


def _somebody(given, person):
    number, extension = given["phone"]
    return {"practitioner": person, "name": given["name"], "phone": number, "extension": extension, "email": given["email"]}


def _new_post(user, agency, given, at):
    role = Role.objects.get(slug=given["role"])
    team = Team.objects.filter(key=given["team"], agency=agency).first()
    post = add_post(
        role=role, agency=agency, team=team, title=given["title"] or f"{role.everyday_name}, {given['place'] or agency.name}",
        confirmed_by=actions.BY_ADMIN, by=user, at=at,
    )  # fmt: skip
    if given["place"]:
        key, called = role.keys[0], fold(given["place"])
        site = Setting.objects.filter(name_key=called).first() if key in SITES else None
        area = Area.objects.filter(name_key=called).first()
        basis = SITES[key] if site else BASES.get(key, Basis.RESIDENCE)
        cover(post=post, basis=basis, target=site or area or given["place"].strip().upper(), by=user, at=at)
    return post


@transaction.atomic
def follow(user, row, seen, given, person, at):
    """The last day of `row`, and whoever follows it; returns (changes, the key of whoever is listed now)."""
    before, last = values.of_appointment(row), given["ends_on"]
    if row.starts_on and last < row.starts_on:
        raise ValidationError(_("The last day is before the first."))
    if not given["name"]:
        after = edit_appointment(appointment=row, seen=seen, mine={"ends_on": values.as_text(last)}, by=user, at=at)
        return [[row.key, before, values.of_appointment(after)]], ""
    old, new = actions.hand_over(
        appointment=row, seen=seen, starts_on=last + ONE_DAY, by=user, at=at, **_somebody(given, person)
    )  # fmt: skip
    return [[row.key, before, values.of_appointment(old)], undoing.made(new)], "" if person else new.practitioner.key
