"""Says that two entries are different people, proposes that they are one, and makes them one; each is recorded."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agencies.models import Agency
from audit.log import record
from contacts.models import Appointment, ContactPoint, Cover, Merged, Pair, Practitioner
from search.index import refresh

# What an entry takes over where it has nothing of its own.
FILLED = ("known_as", "say_it", "rank", "pronouns", "languages")


@transaction.atomic
def say_different(*, one, other, agency=None, by, at):
    """Remembers that two entries are different people: nobody is asked again. Raises ValidationError for one entry twice."""
    first, second = _both(one, other)
    pair, _made = Pair.objects.update_or_create(
        first=first, second=second, defaults={"keep": None, "agency": agency, "who": by, "at": at}
    )
    record("said they differ", first, by=by, at=at, about=[second])
    return pair


@transaction.atomic
def propose(*, keep, other, agency, by, at):
    """Notes that `agency` says two entries are one person, of whom `keep` is to stay; an admin of the other side has to agree."""
    first, second = _both(keep, other)
    pair, _made = Pair.objects.update_or_create(
        first=first, second=second, defaults={"keep": keep, "agency": agency, "who": by, "at": at}
    )
    record("proposed a merge", keep, by=by, at=at, about=[other])
    return pair


@transaction.atomic
def merge(*, keep, gone, by, at):
    """Makes two entries into one: everything `gone` has becomes `keep`'s, whose history tells both. It cannot be undone.

    Where both have the same number, post or cover, one is enough. Of two accounts the one of `keep` stays linked. Raises
    ValidationError when either has been merged already, or is protected.
    """
    _both(keep, gone)
    keep, gone = (Practitioner.objects.get(pk=each.pk) for each in (keep, gone))
    places = Agency.objects.filter(posts__appointments__practitioner__in=[keep, gone]).distinct()
    record("merged", keep, by=by, at=at, about=[gone, *places], name=(gone.name, keep.name))
    _drop_what_both_have(keep, gone)
    _move_everything(gone, keep)
    user = keep.user or gone.user
    # An account speaks for one person, so the entry that goes gives it up first.
    gone.user = None
    gone.save(update_fields=["user"])
    keep.user = user
    for field in FILLED:
        setattr(keep, field, getattr(keep, field) or getattr(gone, field))
    keep.save(update_fields=["user", *FILLED])
    Merged.objects.create(kept=keep, gone=gone.pk, gone_key=gone.key, at=at)
    pk = gone.pk
    gone.delete()
    refresh("person", [keep.pk, pk])
    return keep


def _both(one, other):
    """Two people in order, under lock. Raises ValidationError when one of them has gone, or is somebody at risk."""
    rows = list(Practitioner.objects.select_for_update().listed().filter(pk__in=[one.pk, other.pk]).order_by("pk"))
    if len(rows) != 2:
        raise ValidationError(_("One of these entries is not there any more."))
    return rows


def _drop_what_both_have(keep, gone):
    """Takes out what would stand twice: the same number, the same post on the same days, the same cover."""
    held = set(ContactPoint.objects.filter(practitioner=keep).values_list("kind", "value", "extension"))
    for point in ContactPoint.objects.filter(practitioner=gone):
        if (point.kind, point.value, point.extension) in held:
            point.delete()
    for appointment in Appointment.objects.filter(practitioner=gone):
        theirs = Appointment.objects.filter(practitioner=keep, post=appointment.post)
        if other := next((each for each in theirs if _overlap(appointment, each)), None):
            # In the post from the earlier first day to the later last one; no date is open-ended.
            other.starts_on = other.starts_on and appointment.starts_on and min(other.starts_on, appointment.starts_on)
            other.ends_on = other.ends_on and appointment.ends_on and max(other.ends_on, appointment.ends_on)
            other.save(update_fields=["starts_on", "ends_on"])
            appointment.delete()
    # Nobody covers for themselves, which they would once the two are one.
    Cover.objects.filter(practitioner=gone, absence__practitioner=keep).delete()
    Cover.objects.filter(practitioner=keep, absence__practitioner=gone).delete()
    Pair.objects.of(keep, gone).delete()
    for pair in Pair.objects.filter(Q(first=gone) | Q(second=gone)):
        other = pair.second if pair.first_id == gone.pk else pair.first
        pair.first, pair.second = sorted((keep, other), key=lambda each: each.pk)
        pair.keep = keep if pair.keep_id == gone.pk else pair.keep
        if Pair.objects.of(keep, other).exists():
            pair.delete()
        else:
            pair.save(update_fields=["first", "second", "keep"])


def _overlap(one, other):
    begins = [row.starts_on for row in (one, other) if row.starts_on]
    ends = [row.ends_on for row in (one, other) if row.ends_on]
    return not begins or not ends or max(begins) <= min(ends)


def _move_everything(gone, keep):
    """Gives `keep` every row that names `gone`; a row the database will not have twice is taken out."""
    for relation in Practitioner._meta.related_objects:
        if relation.many_to_many:
            continue
        field = relation.field.name
        for row in relation.related_model._base_manager.filter(**{field: gone}):
            setattr(row, field, keep)
            try:
                with transaction.atomic():
                    row.save(update_fields=[field])
            except IntegrityError:
                row.delete()
