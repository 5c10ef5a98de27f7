"""Says whose history an event about a person at work, or what belongs to them, is part of."""

from audit.scopes import concerned, register

from .models import Absence, Appointment, ContactPoint, Correction, Cover, Practitioner

# What a contact point or a report is about, by the field that says so.
_ABOUT = {
    "practitioner": "contacts.practitioner",
    "post": "agencies.post",
    "team": "agencies.team",
    "setting": "agencies.setting",
    "agency": "agencies.agency",
}


def people(pk, day):
    """The agencies somebody works for on `day` or later: one they have left does not read what the next one changes."""
    working = Appointment.objects.filter(practitioner=pk).not_over(day)
    return {f"agencies.agency:{agency}" for agency in working.values_list("post__agency", flat=True).distinct()}


def _appointments(pk, day):
    found = Appointment.objects.filter(pk=pk).values_list("post", "post__agency", "practitioner").first()
    if found is None:
        return set()
    post, agency, person = found
    return {f"agencies.post:{post}", f"agencies.agency:{agency}", f"contacts.practitioner:{person}"}


def _absences(pk, day):
    person = Absence.objects.filter(pk=pk).values_list("practitioner", flat=True).first()
    return concerned(f"contacts.practitioner:{person}", day) if person else set()


def _covers(pk, day):
    found = Cover.objects.filter(pk=pk).values_list("post", "post__agency", "practitioner", "absence__practitioner").first()
    if found is None:
        return set()
    post, agency, covering, away = found
    people_in_it = {f"contacts.practitioner:{covering}", f"contacts.practitioner:{away}"}
    return {f"agencies.post:{post}", f"agencies.agency:{agency}", *people_in_it}


def _of_one_thing(model, *fields):
    """A function for a model whose rows are about what `fields` name, and about whatever that concerns in turn."""

    def concerns(pk, day):
        row = model._base_manager.filter(pk=pk).values(*fields).first() or {}
        return {scope for field, to in row.items() if to for scope in concerned(f"{_ABOUT[field]}:{to}", day)}

    return concerns


def _corrections(pk, day):
    row = Correction.objects.filter(pk=pk).values_list("agency", "post", "point", "practitioner").first()
    if row is None:
        return set()
    agency, post, point, person = row
    told = {f"agencies.agency:{agency}"} if agency else set()
    told |= {f"agencies.post:{post}"} if post else set()
    told |= {f"contacts.practitioner:{person}"} if person else set()
    # Whose number it is, so that what is restricted stays hidden, but not the other agencies they work for.
    of_point = concerned(f"contacts.contactpoint:{point}", day) if point else set()
    return told | {scope for scope in of_point if not scope.startswith("agencies.agency:")}


def ready():
    """Registers what the models of this app concern."""
    register(Practitioner._meta.label_lower, people)
    register(Appointment._meta.label_lower, _appointments)
    register(Absence._meta.label_lower, _absences)
    register(Cover._meta.label_lower, _covers)
    register(ContactPoint._meta.label_lower, _of_one_thing(ContactPoint, *_ABOUT))
    register(Correction._meta.label_lower, _corrections)
