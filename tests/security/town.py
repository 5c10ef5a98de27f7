"""A town to knock on every door of: six people who sign in, and one object of each kind that makes a difference."""

import secrets
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import cycle
from zoneinfo import ZoneInfo

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.actions import make_first_door
from accounts.models import User
from accounts.sealing import seal
from agencies.models import Identifier, Invitation, Membership, Team
from agencies.ownership.rules import digest_of
from audit.log import record
from contacts.editing import values
from contacts.models import Absence, Correction, Cover, Watch
from contacts.spreadsheets.actions import take_in
from contacts.spreadsheets.comparing import make_plan
from outbox.models import Letter
from tests.profiles.world import World
from tests.security.access import ACTORS

AT = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/London"))
PASSWORD = "three quiet words"
NOBODY = "zzzzzzzzzz"
RIGHTS = dict(zip(ACTORS[1:], ("practitioner", "roster_admin", "manager", "privacy_lead", "directory_admin"), strict=True))


# Somebody who can be added, and a row that cannot be used.
SHEET = b"Name,E-mail,Post\nA Newcomer,newcomer@example.org,No such post\n,,\n"


class Nobody:
    """Whatever has the key that never was."""

    key = NOBODY


class Town:
    """The small Leeds of the profile pages, with a second agency, somebody restricted and a confidential place."""

    def __init__(self):
        self.world = world = World()
        self.users = {actor: self._user(actor, world.council, right) for actor, right in RIGHTS.items()}
        self.trust = world.agency("Example Health Trust", world.kind("health_trust", "Health trust"))
        self.refuge = world.agency("Example Refuge", world.kind("refuge", "Refuge"), confidential=True)
        self.people, self.posts, self.absences, self.covers, self.colleagues = {}, {}, {}, {}, {}
        for about, agency in (("own agency", world.council), ("other agency", self.trust), ("restricted", world.council)):
            post = world.post(f"Health visitor, {about}", agency=agency, covers=[world.leeds])
            person = world.person(f"Practitioner of {about}", "0113 496 0199", restricted=about == "restricted")
            world.appoint(person, post)
            self.people[about], self.posts[about] = person, post
            self._away_next_year(about, person, post)
        self.lines = {agency: world.phone(agency, f"01632 96050{nth}") for nth, agency in enumerate((world.council, self.trust))}
        self.corrections = {
            about: Correction.objects.create(what="number", point=self.lines[agency], agency=agency, opened_at=AT)
            for about, agency in (("own agency", world.council), ("other agency", self.trust))
        }
        self.changes = {
            about: record("changed a title", self.posts[about], by=None, at=AT, title=("As it was", self.posts[about].title))
            for about in ("own agency", "other agency")
        }
        theirs = Team.objects.create(agency=self.trust, name="Team of the trust")
        self.teams = {"own agency": world.team, "other agency": theirs}
        self.school = world.setting()
        Identifier.objects.create(setting=self.school, scheme=Identifier.URN, value="100001")
        self.shelter = world.setting("Example House", agency=self.refuge)
        self.asker = User.objects.create(email="asker@example.org", name="Somebody Asking")
        self.known = cycle(["asker", *RIGHTS])
        self.door = make_first_door(by=None, at=AT)
        self.token = "an open invitation"
        self.invitations = {
            about: Invitation.objects.create(agency=agency, email=f"{about[:3]}@example.net", digest=digest, made_at=AT)
            for about, agency, digest in (
                ("own agency", world.council, digest_of(self.token)), ("other agency", self.trust, digest_of("another"))
            )
        }  # fmt: skip
        self.watch = Watch.objects.create(who=self.asker, post=self.posts["own agency"], made_at=AT, told_to=AT)
        self.unsent = Letter.objects.create(
            key="unsent", to="x@example.org", subject="One", text="Two", written_at=AT, due_at=AT, send_after=AT, given_up_at=AT
        )  # fmt: skip

    @cached_property
    def uploads(self):
        """A file each admin has sent; made only where one is asked for, because reading it takes longer than the rest of the town."""
        made = {
            about: take_in(
                content=SHEET, file_name="roster.csv", part="agency", from_day=date(2026, 11, 1), agency=agency, by=None, at=AT
            )
            for about, agency in (("own agency", self.world.council), ("other agency", self.trust))
        }
        for each in made.values():
            make_plan(upload=each, by=None, at=AT)
        return made

    def _away_next_year(self, about, person, post):
        """An absence far ahead, for which a colleague was asked who has not answered."""
        colleague = self.world.person(f"Colleague, {about}")
        self.world.appoint(colleague, post, kind="deputy")
        self.colleagues[about] = colleague
        absence = Absence.objects.create(practitioner=person, starts_at=later(days=400), ends_at=later(days=401))
        self.absences[about] = absence
        self.covers[about] = Cover.objects.create(absence=absence, post=post, practitioner=colleague)

    def _user(self, actor, agency, right):
        user = User(email=f"{actor}@example.org", name=f"A {right.replace('_', ' ')}")
        user.set_password(PASSWORD)
        user.save()
        Membership.objects.create(user=user, agency=agency, right=right, starts_on=date(2026, 1, 1))
        return user

    def client(self, actor, **options):
        """A browser in which `actor` has signed in."""
        client = Client(**options)
        if actor != "anon":
            client.force_login(self.users[actor])
        return client

    def reset_link(self):
        """The secret part of a fresh link for somebody who has forgotten their password."""
        self.asker.refresh_from_db()
        return default_token_generator.make_token(self.asker)

    def address(self, name, about, actor="prac"):
        """Where `name` is for this kind of object; sealed ones are sealed for `actor`."""
        return reverse(name, args=self._arguments(name, about, actor)) + (
            f"?area={self.world.leeds.code}" if name == "answer" else ""
        )

    def _arguments(self, name, about, actor):
        mine = self.users.get(actor, self.users["prac"])
        question = {"name": "school", "text": "Which school?", "choices": []}
        asked = {"role": "hv", "query": {"area": [self.world.leeds.code]}, "question": question, "nearest": []}
        found = {
            "account_reset_password_from_key": lambda: [
                user_pk_to_url_str(self.asker), self.reset_link() if about == "fresh" else "d0-abc"
            ],
            "begin": lambda: [self.door],
            "ask": lambda: [seal(self.asker if about == "another's" else mine, {"q": "x"} if about == "words" else asked)],
            "results": lambda: [seal(self.asker if about == "another's" else mine, asked if about == "question" else {"q": "x"})],
            "answer": lambda: [{"role": "hv", "everyone": "everyone"}.get(about, "nobody-at-all")],
            "practitioner": lambda: [self.people[about].key if about in self.people else NOBODY],
            "post": lambda: [self.posts[about].key if about in self.posts else NOBODY],
            "agency": lambda: [{"own agency": self.world.council.slug, "other agency": self.trust.slug}.get(about, "nobody")],
            "admins": lambda: [{"other agency": self.trust.slug, "missing": "nobody"}.get(about, self.world.council.slug)],
            "end-admin": lambda: [
                self.trust.slug if about == "other agency" else self.world.council.slug,
                NOBODY if about == "missing" else self.users["roster"].key,
            ],
            "withdraw-invitation": lambda: [
                self.trust.slug if about == "other agency" else self.world.council.slug, self.invitations.get(about, Nobody).key
            ],
            "invitation": lambda: [self.token if about == "open" else "shut"],
            "stop-watching": lambda: [self.watch.key],
            "letter-again": lambda: [0 if about == "missing" else self.unsent.pk],
            "wrong-post": lambda: [self.posts.get("own agency" if about == "nothing" else about, Nobody).key],
            "wrong-person": lambda: [self.people.get("own agency" if about == "nothing" else about, Nobody).key],
            "wrong-setting": lambda: [
                {"known": self.school, "nothing": self.school, "confidential": self.shelter}.get(about, Nobody).key
            ],
            "duplicate": lambda: [
                self.people.get(about, Nobody).key,
                self.people["own agency"].key if about == "restricted" else self.colleagues.get(about, Nobody).key,
            ],
            "agency-health": lambda: self._arguments("agency", about, actor),
            "agency-history": lambda: self._arguments("agency", about, actor),
            "post-history": lambda: self._arguments("post", about, actor),
            "vcard": lambda: self._arguments("practitioner", about, actor),
            "person-history": lambda: self._arguments("practitioner", about, actor),
            "put-back": lambda: [seal(mine, {"event": self.changes[about].pk}) if about in self.changes else "zzz"],
            "wrong-agency": lambda: ["nobody" if about == "missing" else self.world.council.slug],
            "correction": lambda: [self.corrections.get(about, Nobody).key],
            "area": lambda: [self.world.leeds.code if about == "known" else "E08999999"],
            "away": lambda: [self.people[about].key if about in self.people else NOBODY],
            "absence": lambda: [self.absences[about].key if about in self.absences else NOBODY],
            "end-absence": lambda: [self.absences[about].key if about in self.absences else NOBODY],
            "cover": lambda: [self.covers[about].key if about in self.covers else NOBODY],
            "roster": lambda: [self._slug(about)],
            "add-person": lambda: [self._slug(about)],
            "upload-roster": lambda: [self._slug(about)],
            "roster-template": lambda: [self._slug(about)],
            "upload": lambda: [self.uploads.get(about, Nobody).key],
            "upload-failed-rows": lambda: [self.uploads.get(about, Nobody).key],
            "undo-upload": lambda: [self.uploads.get(about, Nobody).key],
            "close-agency": lambda: [self._slug(about)],
            "edit-agency": lambda: [self._slug(about)],
            "days-closed": lambda: [self._slug(about)],
            "post-roster": lambda: [self.posts.get(about, Nobody).key],
            "edit-post": lambda: [self.posts.get(about, Nobody).key],
            "edit-person": lambda: [self.people.get(about, Nobody).key],
            "edit-team": lambda: [self.teams.get(about, Nobody).key],
            "edit-appointment": lambda: [self._held(about)],
            "end-appointment": lambda: [self._held(about)],
            "setting": lambda: [{"known": self.school.key, "confidential": self.shelter.key}.get(about, NOBODY)],
        }  # fmt: skip
        return found.get(name, list)()

    def _slug(self, about):
        return {"own agency": self.world.council.slug, "other agency": self.trust.slug}.get(about, "nobody")

    def _held(self, about):
        return self.people[about].appointments.get().key if about in self.people else NOBODY

    def seen(self, name, about, actor):
        """The record an editor was shown, sealed for `actor`, who may never have been shown it."""
        user = self.users.get(actor, self.users["prac"])
        if about not in self.people:
            return ""
        row = self.people[about] if name == "edit-person" else self.people[about].appointments.get()
        shown = values.of_person(row) if name == "edit-person" else values.of_appointment(row)
        return seal(user, {"key": row.key, "seen": shown, "asked": []})

    def form(self, name, about):
        """What is posted to `name`."""
        words = {"q": "exa"}
        forms = {
            ("sign-in", "right"): {"login": "prac@example.org", "password": PASSWORD},
            ("sign-in", "wrong"): {"login": "prac@example.org", "password": "no"},
            ("account_login", "wrong"): {"login": "prac@example.org", "password": "no"},
            ("account_reset_password", "known"): {"email": f"{next(self.known)}@example.org"},
            # Somebody new each time: five tries for one mailbox are enough.
            ("account_reset_password", "unknown"): {"email": f"{secrets.token_hex(4)}@example.org"},
            ("account_change_password", "wrong"): {"oldpassword": "no", "password1": PASSWORD, "password2": PASSWORD},
            ("find", "place"): {"role": "hv", "area": self.world.leeds.code},
            ("patch", "place"): {"area": "Leeds"},
            ("wrong-post", "own agency"): {"what": "missing"},
            ("admins", "own agency"): {"email": f"{secrets.token_hex(4)}@example.org"},
            ("watch", "post"): {"thing": f"post/{self.posts['restricted'].key}"},
            ("watch", "missing"): {"thing": "post/nobody"},
            ("wrong-agency", "own agency"): {"what": "duplicate"},
            ("wrong-person", "own agency"): {"what": "duplicate"},
            ("wrong-setting", "known"): {"what": "duplicate"},
            ("duplicate", about): {"say": "different"},
            ("correction", about): {"decide": "use", "value": "01632 960777"},
        }
        sure = {
            "closed_on": "2027-03-31",
            "ends_on": "2027-03-31",
            "sure": "1",
            "name": "Somebody Else",
            "audience": "professional",
        }
        if name in ("close-agency", "end-appointment", "edit-person"):
            return {**sure, "phone": "01632 960555"} if name == "edit-person" else sure
        if name == "through" and about != "nothing":
            whose = "restricted" if about == "restricted" else "own agency"
            point = self.people[whose].contact_points.get()
            return {"said": f"{point.key}/{self.posts[whose].key}/{'wrong' if about == 'wrong' else 'spoke'}", "back": "/posts/"}
        return forms.get((name, about), words if about == "words" else {})


def addresses():
    """Every name in the project's addresses → its view; an address without a name is a fault of its own."""
    found = {}

    def walk(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns)
            else:
                assert pattern.name, f"{pattern.pattern} has no name"
                found[pattern.name] = pattern.callback

    walk(get_resolver().url_patterns)
    return found


NO_CONTENT = {"django_session", "cache", "django_migrations", "django_content_type", "auth_permission"}


def rows(but=NO_CONTENT):
    """{table: its rows} of everything in the database but sessions, counters of tries and what migrations write."""
    with connection.cursor() as cursor:
        held = {}
        for table in connection.introspection.table_names(cursor):
            if table not in but:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                held[table] = sorted(map(_as_text, cursor.fetchall()))
    return held


def _as_text(row):
    """A row as text; what is kept as bytes comes from one of the engines as a view, which says where it lies, not what it holds."""
    return repr([bytes(value) if isinstance(value, memoryview) else value for value in row])


def changed(before, after):
    """The rows that differ between two answers of `rows`."""
    return [row for table in after for row in set(before[table]) ^ set(after[table])]


def later(**time):
    """That long after the moment the town stands at."""
    return AT + timedelta(**time)
