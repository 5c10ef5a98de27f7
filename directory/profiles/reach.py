"""How often the lines of an agency reach somebody, for its managers and roster admins alone."""

from collections import defaultdict

from django.utils.translation import gettext as _

from agencies.models import Membership
from contacts.models import Outcome
from contacts.outcomes.rules import day_of_try, reach, remembered_since
from contacts.phones import written

MAY_SEE = (Membership.Right.MANAGER, Membership.Right.ROSTER_ADMIN)


def reach_of(agency, user, at):
    """Rows, one for each shared line of `agency` that enough people have tried in the last 90 days; none for others to see."""
    day = day_of_try(at)
    if not Membership.objects.on(day).filter(user=user, agency=agency, right__in=MAY_SEE).exists():
        return []
    lines, tries = {}, defaultdict(list)
    told = Outcome.objects.shared_lines().of_agency(agency).whose_caller_is_known().filter(on__gte=remembered_since(at))
    for outcome in told.select_related("point__team", "point__post", "point__agency").order_by("point__order", "point"):
        lines[outcome.point_id] = outcome.point
        tries[outcome.point_id].append((outcome.kind, outcome.who_id))
    return [_row(lines[pk], *share) for pk, each in tries.items() if (share := reach(each))]


def _row(point, reached, tried):
    whose = point.team or point.post or point.agency
    value = _("Reached first time: %(reached)d of %(tried)d") % {"reached": reached, "tried": tried}
    return {"key": f"{whose}, {written(point.value)}", "value": value}
