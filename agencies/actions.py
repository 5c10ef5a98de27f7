"""Everything that changes which agencies there are and who has which right in them; each change is recorded."""

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from areas.words import fold
from audit.log import record

from .models import Agency, AgencyKind, Membership, Partnership, PartnershipMember

# What sort of body keeps the directory of a partnership: the children's safeguarding partnership's own staff.
BUSINESS_UNIT_KIND = "lscp"


@transaction.atomic
def found_partnership(*, name, by, at):
    """Make a partnership called `name`, and the agency that is its business unit. Returns the partnership."""
    kind, _ = AgencyKind.objects.get_or_create(
        code=BUSINESS_UNIT_KIND, defaults={"name": "Children's safeguarding partnership", "sector": "social_care"}
    )
    slug = slugify(name) or "partnership"
    unit_name = f"{name}, business unit"
    unit = Agency.objects.create(slug=f"{slug[:60]}-business-unit", name=unit_name, name_key=fold(unit_name), kind=kind)
    partnership = Partnership.objects.create(slug=slug[:80], name=name, business_unit=unit)
    PartnershipMember.objects.create(partnership=partnership, agency=unit)
    record("agencies.partnership_founded", partnership, by=by, at=at, name=("", name))
    return partnership


@transaction.atomic
def give_right(*, user, agency, right, by, at):
    """Give `user` a right (`Membership.Right`) in `agency` from the day of `at` on. Returns the membership."""
    membership = Membership.objects.create(user=user, agency=agency, right=right, starts_on=timezone.localdate(at))
    record("agencies.right_given", membership, by=by, at=at, right=("", right))
    return membership
