"""Where mail to a person at work goes."""

from contacts.models import ContactPoint


def mailboxes(people):
    """The mailbox of each of some practitioners who has one: id → address. That of their account; else a work e-mail of theirs."""
    points = ContactPoint.objects.filter(practitioner__in=people, kind=ContactPoint.Kind.EMAIL, reported_at=None)
    found = dict(points.order_by("-order", "-id").values_list("practitioner_id", "value"))
    for person in people:
        if person.user and person.user.is_active:
            found[person.pk] = person.user.email
    return found
