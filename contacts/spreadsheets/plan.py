"""Compares a spreadsheet with the roster as it stands: new, changed, moved, missing, and what only a person can decide. Pure.

The result is what is shown and what is applied: `ops` are the very changes, one list of plain values each.
"""

from collections import defaultdict
from dataclasses import dataclass, field, fields
from datetime import date, timedelta

from .columns import Column
from .facts import Person, Roster, Scope
from .matching import Matching, name_key
from .rows import Entry

ONE_DAY = timedelta(days=1)
# More leavers than one in so many of the people in scope must be typed as a number.
LARGE_SHARE = 4
# When more than half of a column cannot be read, it is probably another one.
HALF = 2


@dataclass(slots=True)
class Plan:
    """Everything the preview shows and `apply` does."""

    ops: list = field(default_factory=list)
    new: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    questions: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    hints: list = field(default_factory=list)
    noted: dict = field(default_factory=dict)
    unchanged: int = 0
    undecided: int = 0
    leavers: int = 0
    people: int = 0

    @property
    def many_leave(self):
        """Whether more than a quarter of those in scope would leave."""
        return self.leavers * LARGE_SHARE > self.people

    @property
    def changes(self):
        """In how many places the roster changes: somebody new, changed or gone."""
        return len(self.new) + len(self.changed) + sum(one["answer"].startswith(("left:", "moved:")) for one in self.missing)

    def as_dict(self):
        """As plain values, to keep and to show."""
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        return told | {"many_leave": self.many_leave, "changes": self.changes}


def compare(roster: Roster, entries: list[Entry], scope: Scope, answers: dict, tick=None) -> Plan:
    """What a file changes, given what was answered so far.

    `answers`: "zeros" and "private" → "yes" or "no"; "same:<row>" → a person's key or "different"; "which:<row>" → the row that is right;
    "missing:<key>" → "left:<day>", "moved:<post>" or "keep". `tick(done)` is called now and then.
    """
    return _Comparison(roster, scope, answers, Plan()).run(entries, tick)


class _Comparison(Matching):
    # ---- The whole

    def run(self, entries, tick):
        self._zeros(entries)
        self._private_mail(entries)
        lines = []
        for done, entry in enumerate(entries, start=1):
            line = self.line(entry)
            if line:
                lines.append(line)
            if tick and done % 500 == 0:
                tick(done)
        for same in self._people(lines):
            self._compare_person(same)
        self._missing()
        self._columns_look_wrong(entries)
        plan = self.plan
        in_scope = {held.person for held in self._held_in_scope()}
        plan.people = len(in_scope)
        plan.undecided = sum(question["answer"] == "" for question in plan.questions)
        plan.undecided += sum(one["answer"] == "" for one in plan.missing)
        plan.noted["same_names"] = sum(hint["kind"] == "same_name" for hint in plan.hints)
        return plan

    def _zeros(self, entries):
        """Numbers that lost their first 0: put back together, or left out together."""
        lost = [entry for entry in entries if entry.lost_zero]
        if not lost:
            return
        answer = self.answers.get("zeros", "")
        self._ask(
            "zeros", "zeros", answer, row=lost[0].row, count=len(lost), meant=lost[0].lost_zero, was=lost[0].values["phone"]
        )
        for entry in lost:
            entry.values[Column.PHONE] = entry.lost_zero if answer == "yes" else ""

    def _private_mail(self, entries):
        """Addresses of no work domain that are not here yet: kept because somebody says that they are for work, or left out together."""
        odd = [entry for entry in entries if self._is_private(entry) and entry.email.casefold() not in self.by_email]
        if not odd:
            return
        answer = self.answers.get("private", "")
        self._ask("private", "private", answer, row=odd[0].row, count=len(odd), email=odd[0].email)
        for entry in odd:
            entry.values[Column.EMAIL] = entry.email if answer == "yes" else ""

    def _is_private(self, entry):
        return any(hint.kind == "email_private" for hint in entry.hints)

    def _bad(self, entry, column):
        return any(problem.column == column for problem in entry.problems)

    def _columns_look_wrong(self, entries):
        for column in (Column.EMAIL, Column.PHONE):
            filled = [entry for entry in entries if entry.values.get(column) or self._bad(entry, column)]
            bad = [entry for entry in filled if self._bad(entry, column)]
            if len(bad) * HALF > len(filled) > 1:
                self.plan.noted[f"looks_wrong_{column}"] = len(bad)

    # ---- People

    def _people(self, lines):
        """The lines of each person together; somebody new is one person in as many rows as have their e-mail, number or staff reference."""
        together = defaultdict(list)
        names = defaultdict(set)
        for line in lines:
            entry = line.entry
            key = line.person or self._as_new(line)
            names[name_key(entry.name)].add(key)
            together[key].append(line)
        for name, keys in names.items():
            if len(keys) > 1:
                first = next(line for key in keys for line in together[key] if name_key(line.entry.name) == name)
                self.plan.hints.append({"row": first.entry.row, "kind": "same_name", "column": "name", "text": first.entry.name})
        return together.values()

    def _as_new(self, line):
        entry = line.entry
        name = name_key(entry.name)
        if entry.staff_ref:
            return f"ref:{line.agency}:{entry.staff_ref.casefold()}"
        if entry.email:
            return f"mail:{entry.email.casefold()}"
        return f"phone:{name}:{entry.phone}" if entry.phone else f"row:{entry.row}"

    def _compare_person(self, lines):
        person = self.roster.people.get(lines[0].person)
        if person and person.restricted:
            self.plan.unchanged += len(lines)
            self.seen.update(held.key for held in self.posts_of[person.key])
            return
        chosen = self._agreed(lines)
        if chosen is None:
            for line in lines:
                self._wait(line.entry, line.person)
            return
        key, changes = (
            (person.key, self._person_changes(person, chosen, lines)) if person else (self._new_person(chosen, lines), [])
        )
        name = person.name if person else chosen.name
        spoken_for = {line.post for line in lines}
        changed_already = False
        for line in lines:
            if (key, line.post) in self.made:
                self.plan.problems.append(
                    {"row": line.entry.row, "name": name, "kind": "twice", "column": Column.POST, "text": self._title(line.post)}
                )
                continue
            self.made.add((key, line.post))
            held = next((one for one in self.posts_of[key] if one.post == line.post), None) if person else None
            if held:
                self.seen.add(held.key)
                lines_told = changes + self._appointment_changes(held, line.entry)
                if lines_told:
                    self._changed(line, name, lines_told)
                    changed_already = True
                elif not changed_already:
                    self.plan.unchanged += 1
                changes = []
            else:
                self._into_post(line, key, name, changes, spoken_for, is_new=person is None)
                changes = []

    def _agreed(self, lines):
        """The entry whose name and numbers count; None while rows about one person disagree and nobody has said which is right."""
        said = {(line.entry.name, line.entry.email.casefold(), line.entry.phone, line.entry.extension) for line in lines}
        if len(said) == 1:
            return lines[0].entry
        key = f"which:{lines[0].entry.row}"
        rows = [line.entry.row for line in lines]
        answer = self.answers.get(key, "")
        answer = answer if answer in map(str, rows) else ""
        choices = [{"row": e.row, "name": e.name, "email": e.email, "phone": e.phone} for e in (line.entry for line in lines)]
        self._ask(key, "which", answer, row=rows[0], name=lines[0].entry.name, choices=choices)
        return next((line.entry for line in lines if str(line.entry.row) == answer), None)

    def _new_person(self, entry, lines):
        key = f"new:{self.new_people}"
        self.new_people += 1
        told = {"name": entry.name, "email": entry.email, "phone": entry.phone, "extension": entry.extension}
        self.plan.ops.append(["person", key, told])
        self._second(key, entry)
        if entry.staff_ref:
            self.plan.ops.append(["ref", key, lines[0].agency, "", entry.staff_ref])
        return key

    def _second(self, key, entry):
        if entry.second and entry.second not in getattr(self.roster.people.get(key), "phones", ()):
            self.plan.ops.append(["second", key, entry.second])

    def _person_changes(self, person, entry, lines):
        """The ops for somebody known, and what they change in words: [field, was, now]."""
        if not person.ours:
            said = {(entry.name, person.name), (entry.email.casefold(), person.email.casefold()), (entry.phone, person.phone)}
            if any(now and now != was for now, was in said):
                self.plan.hints.append({"row": entry.row, "kind": "not_only_yours", "column": "name", "text": person.name})
            return []
        told, emptied = [], entry.from_template
        if entry.name and entry.name != person.name:
            told.append(["name", person.name, entry.name])
            self.plan.ops.append(["set", "person", person.key, "name", person.name, entry.name])
        for kind in ("email", "phone"):
            was, now = getattr(person, kind), entry.values.get(kind, "")
            more = kind == "phone" and Column.EXTENSION in self.scope.columns
            was_ext, now_ext = (person.extension, entry.extension) if more else ("", "")
            shown = (kind in self.scope.columns and not self._bad(entry, kind) and not entry.lost_zero) or now
            if not shown or (not now and not emptied) or (not now and not was):
                continue
            same = was.casefold() == now.casefold() or now.casefold() in {each.casefold() for each in getattr(person, f"{kind}s")}
            if same and not emptied and now.casefold() != was.casefold():
                continue  # one of several ways to reach them, and not the first
            if was.casefold() != now.casefold() or (more and was_ext != now_ext and (now_ext or emptied)):
                told.append([kind, _with(was, was_ext), _with(now, now_ext)])
                ext = [person.extension, now_ext if more else person.extension if was == now else ""]
                self.plan.ops.append(["reach", person.key, kind, was, now, *(ext if kind == "phone" else ["", ""])])
        if Column.STAFF_REF in self.scope.columns and (entry.staff_ref or emptied):
            was = person.refs.get(lines[0].agency, "")
            if was != entry.staff_ref:
                told.append(["staff_ref", was, entry.staff_ref])
                self.plan.ops.append(["ref", person.key, lines[0].agency, was, entry.staff_ref])
        self._second(person.key, entry)
        return told

    def _appointment_changes(self, held, entry):
        told = []
        for column in (Column.KIND, Column.STARTS_ON, Column.ENDS_ON):
            was, now = getattr(held, column), entry.values.get(column, "")
            if column not in self.scope.columns or was == now or (not now and (column is Column.KIND or not entry.from_template)):
                continue
            told.append([str(column), was, now])
            self.plan.ops.append(["set", "appointment", held.key, str(column), was, now])
        return told

    # ---- Posts

    def _into_post(self, line, key, name, changes, spoken_for, is_new):
        """Somebody comes into a post; somebody known who is in another that the file does not speak of has moved."""
        entry, plan = line.entry, self.plan
        self._make_post(line.post)
        starts = entry.dates.get(Column.STARTS_ON) or self.roster.from_day
        leaves = None
        if not is_new and self.scope.part != "additions":
            others = [held for held in self.posts_of[key] if self._in_scope(held) and held.key not in self.seen | self.moved]
            leaves = next((held for held in others if held.post not in spoken_for), None)
        if leaves:
            self.moved.add(leaves.key)
            last = max(starts - ONE_DAY, date.fromisoformat(leaves.starts_on)) if leaves.starts_on else starts - ONE_DAY
            plan.ops.append(["set", "appointment", leaves.key, "ends_on", leaves.ends_on, last.isoformat()])
        plan.ops.append(
            ["appointment", key, line.post, entry.kind or "holder", starts.isoformat(), entry.values.get(Column.ENDS_ON, "")]
        )  # fmt: skip
        if leaves:
            moved = ["moved", self.roster.posts[leaves.post].title, self._title(line.post)]
            self._changed(line, name, [*changes, moved])
        elif is_new:
            plan.new.append(
                {"row": entry.row, "name": name, "post": self._title(line.post), "agency": line.agency, "email": entry.email,
                 "phone": entry.phone, "starts_on": starts.isoformat(), "new_post": line.post.startswith("new:")}
            )  # fmt: skip
        else:
            self._changed(line, name, [*changes, ["also", "", self._title(line.post)]])

    def _make_post(self, key):
        """A new post, and its new team before it, the first time somebody comes into it."""
        post = self.post_by_key.get(key)
        if post is None or post.get("made"):
            return
        post["made"] = True
        if post["team"].startswith("new:") and post["team"] in self.team_by_key:
            agency, name = self.team_by_key.pop(post["team"])
            self.plan.ops.append(["team", post["team"], agency, name])
        self.plan.ops.append(["post", key, {name: post[name] for name in ("title", "role", "agency", "team", "place")}])

    def _changed(self, line, name, told):
        agency = self.roster.agencies[line.agency]
        self.plan.changed.append(
            {"row": line.entry.row, "name": name, "post": self._title(line.post), "agency": agency, "lines": told}
        )  # fmt: skip

    # ---- Who is not in the file

    def _missing(self):
        if self.scope.part == "additions":
            return
        spoken_of = self._agencies_spoken_of()
        rows = [held for held in self._held_in_scope() if held.key not in self.seen | self.moved]
        for held in sorted(rows, key=lambda one: (self.roster.posts[one.post].title, one.key)):
            person: Person = self.roster.people[held.person]
            post = self.roster.posts[held.post]
            if person.restricted or held.person in self.waiting or person.name_key in self.waiting_names:
                continue
            if self.scope.part == "many" and post.agency not in spoken_of:
                continue
            self._one_missing(held, person, post)

    def _agencies_spoken_of(self):
        """Only an agency that the file names can have people missing from it."""
        agencies = {self.roster.posts[post].agency for _person, post in self.made if post in self.roster.posts}
        return agencies | {post["agency"] for post in self.new_posts.values()}

    def _one_missing(self, held, person, post):
        answer = self.answers.get(f"missing:{held.key}", "")
        what, _colon, more = answer.partition(":")
        if what == "left" and (day := _day(more)):
            last = max(day, date.fromisoformat(held.starts_on)) if held.starts_on else day
            self.plan.ops.append(["set", "appointment", held.key, "ends_on", held.ends_on, last.isoformat()])
            self.plan.leavers += 1
        elif what == "moved" and more in self.roster.posts and more != held.post:
            last = self.roster.from_day - ONE_DAY
            if held.starts_on:
                last = max(last, date.fromisoformat(held.starts_on))
            self.plan.ops.append(["set", "appointment", held.key, "ends_on", held.ends_on, last.isoformat()])
            self.plan.ops.append(["appointment", held.person, more, held.kind, self.roster.from_day.isoformat(), held.ends_on])
        elif answer != "keep":
            answer = ""  # not said, or to be said again
        self.plan.missing.append(
            {
                "key": held.key,
                "name": person.name,
                "post": post.title,
                "agency": self.roster.agencies[post.agency],
                "answer": answer,
            }
        )


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _with(number, extension):
    return f"{number} ext {extension}" if number and extension else number
