"""Takes back what one upload changed, in bulk; every change has its event."""

from collections import defaultdict

from agencies.models import Agency, Post, Team
from areas.words import fold
from audit import bulk
from audit.log import record, record_many
from contacts.models import Appointment, ContactPoint, Practitioner
from search.index import gathered, refresh

from ..facts import as_date, iso
from ..models import StaffReference
from .writing import DATES


class TakingBack:
    """Puts back what one upload changed, except what somebody has changed since. `kept` counts those later changes."""

    def __init__(self, *, by, at):
        self.by, self.at = by, at
        self.events, self.people = [], set()
        self.back = self.kept = 0

    def take_back(self, undo):
        """Everything of `Writer.undo`, the last first, inside the caller's transaction."""
        kinds = defaultdict(list)
        for kind, *told in reversed(undo):
            kinds[kind].append(told)
        with gathered():
            self._appointments(kinds["dates"], kinds["appointment"])
            self._points(kinds["point"], kinds["made_point"])
            self._names(kinds["name"])
            self._refs(kinds["ref"])
            self._people(kinds["person"])
            self._posts(kinds["post"], kinds["team"])
            record_many(self.events, by=self.by, at=self.at)
            refresh("person", self.people)

    def _record(self, verb, thing, concerns, **changes):
        self.events.append((verb, thing, concerns, changes))
        self.back += 1

    def _appointments(self, changes, made):
        keys = [key for key, *_rest in (*changes, *made)]
        rows = {
            row.key: row
            for row in Appointment.objects.select_for_update(of=("self",))
            .filter(key__in=keys)
            .select_related("post", "practitioner")
        }
        changed, gone = [], []
        for key, fields in changes:
            row = rows.get(key)
            if row is None or any(_text(row, field) != now for field, (_was, now) in fields.items()):
                self.kept += 1
                continue
            for field, (was, _now) in fields.items():
                setattr(row, field, as_date(was) if field in DATES else was)
            changed.append(row)
            told = {field: (now, was) for field, (was, now) in fields.items()}
            both = {field: told.get(field, (_text(row, field), _text(row, field))) for field in DATES}
            self._record("changed dates", row, _about(row), **both)
        for key, (kind, starts, ends) in made:
            row = rows.get(key)
            if row is None or [row.kind, iso(row.starts_on), iso(row.ends_on)] != [kind, starts, ends]:
                self.kept += 1
                continue
            gone.append(row.pk)
            self._record("took an appointment back", row, _about(row), ends_on=(row.ends_on, ""))
        bulk.update(Appointment, [*DATES, "kind"], changed)
        self.people |= {row.practitioner_id for row in rows.values()}
        Appointment.objects.filter(pk__in=gone).delete()

    def _points(self, changes, made):
        keys = [key for key, *_rest in (*changes, *made)]
        rows = {point.key: point for point in ContactPoint.objects.select_for_update().filter(key__in=keys)}
        changed, gone = [], []
        for key, was, now in changes:
            point = rows.get(key)
            if point is None or [point.value, point.extension, point.audience] != now:
                self.kept += 1
                continue
            point.value, point.extension, point.audience = was
            changed.append(point)
            told = {"value": (now[0], was[0])}
            if point.kind == ContactPoint.Kind.EMAIL:
                self._record("changed an e-mail", point, _of(point), **told)
            else:
                self._record("changed a number", point, _of(point), **told, extension=(now[1], was[1]))
        for key, value in made:
            point = rows.get(key)
            if point is None or point.value != value:
                self.kept += 1
                continue
            gone.append(point.pk)
            self._record("took a contact point away", point, _of(point), value=(value, ""))
        bulk.update(ContactPoint, ["value", "extension", "audience"], changed)
        ContactPoint.objects.filter(pk__in=gone).delete()
        self.people |= {point.practitioner_id for point in rows.values()}

    def _names(self, changes):
        rows = {
            person.key: person for person in Practitioner.objects.select_for_update().filter(key__in=[key for key, *_ in changes])
        }
        changed = []
        for key, was, now in changes:
            person = rows.get(key)
            if person is None or person.name != now:
                self.kept += 1
                continue
            person.name, person.name_key = was, fold(was) or was.casefold()
            changed.append(person)
            self.people.add(person.pk)
            self._record("changed a name", person, (), name=(now, was))
        bulk.update(Practitioner, ["name", "name_key"], changed)

    def _refs(self, changes):
        for key, agency, was, now in changes:
            held = StaffReference.objects.filter(practitioner__key=key, agency__slug=agency)
            taken = StaffReference.objects.filter(agency__slug=agency, value=was).exclude(practitioner__key=key)
            if "".join(held.values_list("value", flat=True)) != now or taken.exists():
                self.kept += 1
            elif now and was:
                held.update(value=was)
            elif now:
                held.delete()
            else:
                held.create(agency=Agency.objects.get(slug=agency), practitioner=Practitioner.objects.get(key=key), value=was)

    def _people(self, keys):
        """Whoever was listed by the upload goes again, unless they have come into another post or an account meanwhile."""
        rows = Practitioner.objects.filter(key__in=[key for (key,) in keys])
        staying = rows.exclude(appointments=None, user=None)
        self.kept += staying.count()
        for person in rows.filter(appointments=None, user=None):
            self._record("took off the list", person, (), name=(person.name, ""))
        rows.filter(appointments=None, user=None).delete()

    def _posts(self, posts, teams):
        for post in Post.objects.filter(key__in=[key for (key,) in posts]):
            if post.appointments.exists() or post.contact_points.exists():
                self.kept += 1
                continue
            record("took a post back", post, by=self.by, at=self.at, title=(post.title, ""))
            pk = post.pk
            post.delete()
            self.back += 1
            refresh("post", [pk])
        for team in Team.objects.filter(key__in=[key for (key,) in teams], posts=None):
            record("took a team back", team, by=self.by, at=self.at, name=(team.name, ""))
            pk = team.pk
            team.delete()
            self.back += 1
            refresh("team", [pk])


def _text(row, field):
    value = getattr(row, field)
    return iso(value) if field in DATES else value


def _about(row):
    return {
        f"agencies.post:{row.post_id}",
        f"agencies.agency:{row.post.agency_id}",
        f"contacts.practitioner:{row.practitioner_id}",
    }


def _of(point):
    return {f"contacts.practitioner:{point.practitioner_id}"}
