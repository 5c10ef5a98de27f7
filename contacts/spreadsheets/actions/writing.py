"""Does what a plan says, in bulk; every change has its event."""

import gc
from collections import defaultdict
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agencies.actions import add_post, add_team, cover
from agencies.models import Agency, Basis, Post, Role, Setting, Team
from areas.models import Area
from areas.words import fold
from audit import bulk
from audit.log import record_many
from contacts.models import Appointment, ContactPoint, Practitioner
from search.index import gathered, refresh

from ..facts import as_date, iso
from ..models import StaffReference

BATCH = 500
AT_ONCE = 2000  # people
BY_ADMIN = "the team’s admin"
_POINT_KINDS = {"email": ContactPoint.Kind.EMAIL, "phone": ContactPoint.Kind.PHONE}
_SITES = {"school": Basis.SCHOOL, "practice": Basis.GP, "setting": Basis.SCHOOL}
_BASES = {"incident": Basis.INCIDENT, "employer": Basis.EMPLOYER}
DATES = ("starts_on", "ends_on")


def _portions(ops):
    """The ops about people, all about one together, so many people at a time that a large roster needs no large memory.

    `ops` is emptied.
    """
    together = defaultdict(list)
    for op in ops:
        if op[0] not in ("team", "post"):
            together[op[2] if op[0] == "set" else op[1]].append(op)
    ops.clear()
    every = list(together)
    for start in range(0, len(every), AT_ONCE):
        yield [op for person in every[start : start + AT_ONCE] for op in together.pop(person)]


@contextmanager
def _nothing_collected():
    """Whatever is made here is needed until the end: looking for rubbish among it would take a fifth of the time."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Writer:
    """Writes the ops of one plan. Afterwards `undo` is what `take_back` needs."""

    def __init__(self, *, by, at):
        self.by, self.at = by, at
        self.events, self.undo = [], []
        self.people, self.posts = {}, {}

    def write(self, ops):
        """Everything, inside the caller's transaction; `ops` is emptied. Raises ValidationError for what the directory cannot hold."""
        with gathered(), _nothing_collected():
            self._teams_and_posts(
                [told for kind, *told in ops if kind == "team"], [told for kind, *told in ops if kind == "post"]
            )
            for some in _portions(ops):
                self._write(some)

    def _write(self, ops):
        kinds = defaultdict(list)
        for kind, *told in ops:
            kinds[kind].append(told)
        self.people, self.events = {}, []
        self._new_people(kinds["person"])
        keys = {told[1] for told in kinds["set"] if told[0] == "person"}
        keys |= {told[0] for kind in ("reach", "second", "ref", "appointment") for told in kinds[kind]}
        known = Practitioner.objects.select_for_update().filter(key__in=[key for key in keys if not key.startswith("new:")])
        self.people.update({person.key: person for person in known.order_by("pk")})
        self._where(kinds)
        self._names([told for told in kinds["set"] if told[0] == "person"])
        self._reach(kinds["reach"], kinds["second"])
        self._refs(kinds["ref"])
        self._appointments(kinds["appointment"], [told for told in kinds["set"] if told[0] == "appointment"])
        record_many(self.events, by=self.by, at=self.at)
        refresh("person", [person.pk for person in self.people.values()])

    # ---- Posts and teams: few, so that each is made by the action that makes one

    def _teams_and_posts(self, teams, posts):
        agencies = Agency.objects.in_bulk(
            {told[1] for told in teams} | {told["agency"] for _key, told in posts}, field_name="slug"
        )
        roles = {role.slug: role for role in Role.objects.filter(slug__in={told["role"] for _key, told in posts})}
        made = {}
        for key, agency, name in teams:
            made[key] = add_team(agency=agencies[agency], name=name, by=self.by, at=self.at)
            self.undo.append(["team", made[key].key])
        held = {team.key: team for team in Team.objects.filter(key__in={told["team"] for _key, told in posts})}
        for key, told in posts:
            role, agency = roles[told["role"]], agencies[told["agency"]]
            post = add_post(
                role=role, agency=agency, team=made.get(told["team"]) or held.get(told["team"]), title=told["title"],
                confirmed_by=BY_ADMIN, by=self.by, at=self.at,
            )  # fmt: skip
            self._cover(post, role, agency, told["place"])
            self.posts[key] = post
            self.undo.append(["post", post.key])

    def _cover(self, post, role, agency, place):
        kind, _colon, value = place.partition(":")
        key = role.keys[0]
        if kind == "setting":
            cover(
                post=post, basis=_SITES.get(key, Basis.RESIDENCE), target=Setting.objects.get(key=value), by=self.by, at=self.at
            )
            return
        target = Area.objects.get(code=value) if kind == "area" else value if kind == "part" else agency.area
        if target:
            cover(post=post, basis=_BASES.get(key, Basis.RESIDENCE), target=target, by=self.by, at=self.at)

    # ---- People and how they are reached

    def _new_people(self, people):
        points = []
        for key, told in people:
            person = Practitioner(name=told["name"], name_key=fold(told["name"]) or told["name"].casefold())
            person.clean_fields(exclude=["user"])
            self.people[key] = person
            points += [
                (person, kind, told[kind], told["extension"] if kind == "phone" else "")
                for kind in ("phone", "email")
                if told[kind]
            ]
        bulk.create(Practitioner, [self.people[key] for key, _told in people])
        for key, _told in people:
            self.undo.append(["person", self.people[key].key])
        self.points, self.told_with_them = points, len(points)

    def _where(self, kinds):
        """The posts that are written to, and the agencies each person's events belong to."""
        keys = {told[1] for told in kinds["appointment"] if not told[1].startswith("new:")}
        self.posts.update({post.key: post for post in Post.objects.filter(key__in=keys)})
        self.agencies = defaultdict(set)
        ids = [person.pk for person in self.people.values()]
        working = Appointment.objects.filter(practitioner__in=ids).not_over(self.at.date())
        for person, agency in working.values_list("practitioner", "post__agency").distinct():
            self.agencies[person].add(f"agencies.agency:{agency}")
        for key, post, *_rest in kinds["appointment"]:
            self.agencies[self.people[key].pk].add(f"agencies.agency:{self._post(post).agency_id}")
        # One event for somebody new and how they are reached: an agency that fills its roster adds thousands at once.
        refs = {key: now for key, _agency, _was, now in kinds["ref"] if now}
        for key, told in kinds["person"]:
            first = {"name": told["name"], "phone": told["phone"], "email": told["email"], "reference": refs.get(key)}
            said = {field: ("", value) for field, value in first.items() if value}
            self._record("listed", self.people[key], self._concerns(self.people[key]), **said)

    def _post(self, key):
        if key not in self.posts:
            raise ValidationError(_("A post has gone meanwhile."))
        return self.posts[key]

    def _concerns(self, person):
        return {f"contacts.practitioner:{person.pk}", *self.agencies[person.pk]}

    def _record(self, verb, thing, concerns, **changes):
        self.events.append((verb, thing, concerns, changes))

    def _names(self, changes):
        rows = []
        for _model, key, _field, was, now in changes:
            person = self.people[key]
            person.name, person.name_key = now, fold(now) or now.casefold()
            person.clean_fields(exclude=["user"])
            rows.append(person)
            self._record("changed a name", person, self._concerns(person), name=(was, now))
            self.undo.append(["name", key, was, now])
        bulk.update(Practitioner, ["name", "name_key"], rows)

    def _reach(self, changes, seconds):
        held = defaultdict(list)
        ids = {self.people[told[0]].pk for told in changes}
        rows = (
            ContactPoint.objects.select_for_update().filter(practitioner__in=ids).exclude(audience=ContactPoint.Audience.NOBODY)
        )
        for point in rows.order_by("order", "id"):
            held[point.practitioner_id, point.kind].append(point)
        changed = []
        for key, kind, was, now, was_ext, now_ext in changes:
            person = self.people[key]
            point = next(iter(held[person.pk, _POINT_KINDS[kind]]), None)
            if point is None:
                self.points.append((person, kind, now, now_ext))
                continue
            before = [point.value, point.extension, point.audience]
            if now:
                point.reported_at = None if now != point.value else point.reported_at
                point.value, point.extension = now, now_ext
            else:
                point.audience = ContactPoint.Audience.NOBODY
            point.clean_fields(exclude=["practitioner", "post", "team", "agency", "setting"])
            changed.append(point)
            self.undo.append(["point", point.key, before, [point.value, point.extension, point.audience]])
            concerns = self._concerns(person)
            if not now:
                self._record("changed who sees a number", point, concerns, audience=(before[2], point.audience))
            elif kind == "email":
                self._record("changed an e-mail", point, concerns, value=(was, now))
            else:
                self._record("changed a number", point, concerns, value=(was, now), extension=(was_ext, now_ext))
        bulk.update(ContactPoint, ["value", "extension", "audience", "reported_at"], changed)
        self.points += [(self.people[key], "phone", value, "") for key, value in seconds]
        self._new_points()

    def _new_points(self):
        rows = [
            ContactPoint(
                practitioner=person, kind=_POINT_KINDS[kind], value=value, extension=extension, verified_at=self.at,
                verified_by=BY_ADMIN,
            )
            for person, kind, value, extension in self.points
        ]  # fmt: skip
        for row in rows:
            row.clean_fields(exclude=["practitioner", "post", "team", "agency", "setting"])
        bulk.create(ContactPoint, rows)
        for row in rows[self.told_with_them :]:
            told = {"kind": ("", row.kind), "value": ("", row.value), "audience": ("", row.audience)}
            self._record("added a contact point", row, self._concerns(row.practitioner), **told)
        self.undo += [["made_point", row.key, row.value] for row in rows]

    def _refs(self, refs):
        agencies = Agency.objects.in_bulk({agency for _key, agency, *_rest in refs}, field_name="slug")
        given = [now for *_rest, now in refs if now]
        there = StaffReference.objects.filter(agency__in=agencies.values(), value__in=given)
        holders = {(agency, value): person for agency, value, person in there.values_list("agency", "value", "practitioner")}
        for key, agency, _was, now in refs:
            person = self.people[key]
            if now and holders.setdefault((agencies[agency].pk, now), person.pk) != person.pk:
                raise ValidationError(_("Two people have the staff reference %(ref)s.") % {"ref": now})
            if not now:
                StaffReference.objects.filter(agency=agencies[agency], practitioner=person).delete()
        rows = [
            StaffReference(agency=agencies[agency], practitioner=self.people[key], value=now)
            for key, agency, _was, now in refs
            if now
        ]
        StaffReference.objects.bulk_create(
            rows, batch_size=BATCH, update_conflicts=True, unique_fields=["agency", "practitioner"], update_fields=["value"]
        )
        for key, agency, was, now in refs:
            person = self.people[key]
            if not key.startswith("new:"):
                self._record("noted a staff reference", person, self._concerns(person), reference=(was, now))
            self.undo.append(["ref", person.key, agency, was, now])

    # ---- Who is in which post

    def _appointments(self, made, changes):
        rows = []
        for key, post, kind, starts, ends in made:
            row = Appointment(
                post=self._post(post), practitioner=self.people[key], kind=kind, starts_on=as_date(starts), ends_on=as_date(ends),
                confirmed_at=self.at, confirmed_by=BY_ADMIN,
            )  # fmt: skip
            row.clean_fields(exclude=["post", "practitioner"])
            if row.post.is_desk:
                raise ValidationError(_("A desk is answered by whoever is there: nobody holds it."))
            rows.append(row)
        self._changed_appointments(changes)
        bulk.create(Appointment, rows)
        for row in rows:
            told = {"practitioner": ("", row.practitioner_id), "starts_on": ("", row.starts_on), "ends_on": ("", row.ends_on)}
            self._record("appointed", row, self._about(row), **told)
            self.undo.append(["appointment", row.key, [row.kind, iso(row.starts_on), iso(row.ends_on)]])

    def _changed_appointments(self, changes):
        by_key = defaultdict(dict)
        for _model, key, field, was, now in changes:
            by_key[key][field] = (was, now)
        rows = Appointment.objects.select_for_update(of=("self",)).filter(key__in=by_key).select_related("post", "practitioner")
        changed = []
        for row in rows.order_by("pk"):
            for field, (_was, now) in by_key[row.key].items():
                setattr(row, field, as_date(now) if field in DATES else now)
            if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
                raise ValidationError(_("%(name)s would leave before they came.") % {"name": row.practitioner.name})
            changed.append(row)
            self.people.setdefault(row.practitioner.key, row.practitioner)
            dates = {field: change for field, change in by_key[row.key].items() if field in DATES}
            if dates:
                both = {field: dates.get(field, (getattr(row, field), getattr(row, field))) for field in DATES}
                self._record("changed dates", row, self._about(row), **both)
            if "kind" in by_key[row.key]:
                self._record("edited", row, self._about(row), kind=by_key[row.key]["kind"])
            self.undo.append(["dates", row.key, by_key[row.key]])
        if len(changed) != len(by_key):
            raise ValidationError(_("Somebody has left the roster meanwhile."))
        bulk.update(Appointment, [*DATES, "kind"], changed)

    def _about(self, row):
        agency = f"agencies.agency:{row.post.agency_id}"
        return {f"agencies.post:{row.post_id}", agency, f"contacts.practitioner:{row.practitioner_id}"}
