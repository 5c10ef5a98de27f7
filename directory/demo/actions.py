"""Saves the demonstration partnership and its five accounts."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import User
from agencies.actions import give_right, set_home_patch
from agencies.models import (
    Agency,
    Closure,
    Coverage,
    Identifier,
    OpeningHours,
    Partnership,
    PartnershipArea,
    PartnershipMember,
    Post,
    RoleRule,
    Setting,
    Team,
    TermDate,
)
from audit.log import record
from contacts.actions import enter_roster, link_account
from search.index import gathered, refresh


@transaction.atomic
def enter_demonstration(*, demo, by, at):
    """Saves everything a `directory.demo.staffing.Staffing` holds, in an order in which nothing points at what is not there yet.

    Every field is checked as a form would; relations and rules between fields are the database's. Raises ValidationError or
    IntegrityError. One record counts the agencies' side, another (from `enter_roster`) the people's.
    """
    later = [(agency, agency.out_of_hours, agency.entered_for) for agency in demo.agencies]
    for agency in demo.agencies:
        agency.out_of_hours = agency.entered_for = None
    saved = [(Agency, demo.agencies), (Team, demo.teams), (Setting, demo.settings), (Identifier, demo.identifiers)]
    saved += [(Post, demo.posts), (Coverage, demo.coverages), (OpeningHours, demo.hours), (RoleRule, demo.rules)]
    saved += [(TermDate, demo.terms), (Closure, demo.closures)]
    for model, rows in saved:
        _keep(model, rows)
    for agency, out_of_hours, caretaker in later:
        agency.out_of_hours, agency.entered_for = out_of_hours, caretaker
    Agency.objects.bulk_update(demo.agencies, ["out_of_hours", "entered_for"], batch_size=200)
    for team, post in demo.leads:
        team.lead = post
    Team.objects.bulk_update([team for team, _post in demo.leads], ["lead"], batch_size=200)
    Team.partners.through.objects.bulk_create(Team.partners.through(team=team, agency=partner) for team, partner in demo.partners)
    partnership = Partnership(
        slug="west-yorkshire-demonstration-partnership",
        name="West Yorkshire demonstration partnership",
        business_unit=demo.business_unit,
        demonstration=True,
    )
    _keep(Partnership, [partnership])
    _keep(PartnershipArea, [PartnershipArea(partnership=partnership, area=area) for area in demo.cities.values()])
    for member in demo.members:
        member.partnership = partnership
    _keep(PartnershipMember, demo.members)
    counts = {model._meta.model_name: ("", len(rows)) for model, rows in saved}
    record("entered a partnership", partnership, by=by, at=at, **counts)
    with gathered():
        # Teams, posts and people are found with the agencies that they name.
        refresh("agency", [agency.pk for agency in demo.agencies])
        refresh("setting", [setting.pk for setting in demo.settings])
        enter_roster(
            practitioners=demo.practitioners,
            appointments=demo.appointments,
            hours=demo.working_hours,
            contact_points=demo.contact_points,
            absences=demo.absences,
            covers=demo.covers,
            source="demonstration",
            by=by,
            at=at,
        )
    return partnership


def _keep(model, rows):
    relations = [field.name for field in model._meta.fields if field.is_relation]
    for row in rows:
        row.clean_fields(exclude=relations)
    model._default_manager.bulk_create(rows, batch_size=500)


@transaction.atomic
def open_demo_account(*, email, name, password, agency, rights, home, person=None, by, at):
    """Makes one of the accounts to try the product with: its rights in `agency`, its home patch, and its `password`.

    `person` is the practitioner it belongs to, if they are listed. Without a password it cannot sign in until it is given one.
    """
    user = User(email=email, name=name, password=make_password(password))
    user.full_clean()
    user.save()
    for right in rights:
        give_right(user=user, agency=agency, right=right, by=by, at=at)
    if home:
        set_home_patch(user=user, area=home, by=by, at=at)
    if person:
        link_account(practitioner=person, user=user, by=by, at=at)
    record("opened a demonstration account", user, by=by, at=at, rights=("", " ".join(rights)))
    return user
