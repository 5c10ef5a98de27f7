"""How two entries that may be one person read side by side."""

from collections import defaultdict

from django.utils.translation import gettext_lazy as _

from contacts.duplicates import likeness
from contacts.models import Appointment, ContactPoint, Practitioner
from contacts.phones import written

REASONS = {
    likeness.SAME_NAME: _("the same name"),
    likeness.SHORT_NAME: _("a short form of the same name"),
    likeness.SURNAME: _("the same surname"),
    likeness.MAILBOX: _("the same e-mail before the @"),
    likeness.NUMBER: _("the same number"),
}


def why(found):
    """What speaks for it, in words: "the same name, the same number"."""
    return ", ".join(str(REASONS[reason]) for reason in found.reasons)


def entries(pks, day):
    """Key of row → what is shown of each of these people: name, address and the posts they are or will be in, in two queries."""
    posts = defaultdict(list)
    working = Appointment.objects.not_over(day).filter(practitioner__in=pks).order_by("post__title", "pk")
    for pk, title, agency in working.values_list("practitioner", "post__title", "post__agency__name"):
        posts[pk].append(f"{title}, {agency}")
    people = Practitioner.objects.listed().filter(pk__in=pks)
    return {
        person.pk: {"key": person.key, "name": person.name, "href": person.get_absolute_url(), "posts": posts[person.pk]}
        for person in people
    }


def reach(person, seer):
    """The numbers and addresses of somebody that the reader may see, as they are printed."""
    points = ContactPoint.objects.filter(practitioner=person).seen_by(list(seer.own), seer.day).order_by("order", "pk")
    return [point.value if "@" in point.value else written(point.value) for point in points]
