"""Finds what each row of a spreadsheet means: its agency, team, post and person, or why that cannot be said. Pure."""

from collections import defaultdict
from dataclasses import dataclass

from search.folding import fold

from .columns import Column
from .facts import Held, Post
from .rows import Entry, Problem


@dataclass(slots=True)
class Line:
    """An entry of a spreadsheet with what it was matched to."""

    entry: Entry
    agency: str = ""
    team: str = ""
    post: str = ""  # a key, or "new:<n>"
    person: str = ""


def name_key(name):
    """A name as it is compared; one of signs alone stays as it is."""
    return fold(name) or name.casefold()


class Matching:
    """Rows against a roster. What is noticed on the way goes into the plan: problems, hints, and questions."""

    def __init__(self, roster, scope, answers, plan):
        self.roster, self.scope, self.answers = roster, scope, answers
        self.plan = plan
        self.seen, self.moved, self.waiting, self.waiting_names = set(), set(), set(), set()
        self.new_posts, self.new_teams, self.new_people = {}, {}, 0
        self.post_by_key, self.team_by_key = {}, {}
        self.made = set()  # (person, post) that a row has spoken for
        self._index()

    def _index(self):
        """What is looked up for every row, by how it is looked up."""
        self.posts_called, self.posts_of_role = defaultdict(list), defaultdict(list)
        for post in self.roster.posts.values():
            self.posts_called[post.agency, post.title_key].append(post)
            self.posts_of_role[post.agency, post.role].append(post)
        self.team_called = {(agency, key): one for one, (agency, _name, key) in self.roster.teams.items()}
        self.by_email, self.by_name, self.by_ref = {}, defaultdict(list), {}
        for person in self.roster.people.values():
            for address in person.emails:
                self.by_email.setdefault(address, person.key)
            self.by_name[person.name_key].append(person.key)
            for agency, ref in person.refs.items():
                self.by_ref[agency, ref.casefold()] = person.key
        self.posts_of = defaultdict(list)
        for held in self.roster.held.values():
            self.posts_of[held.person].append(held)

    def line(self, entry):
        """The entry with its agency, team and post; None when something in it cannot be used, which is noted."""
        line = Line(entry)
        problems = list(entry.problems)
        problem = self._agency(line) or self._team(line) or self._known(entry)
        person, question = self._person(line) if not problem else (None, None)
        if not problem and not problems and question is None:
            problem = self._post(line, person)
        if problem:
            problems.append(problem)
        for hint in entry.hints:
            self.plan.hints.append({"row": entry.row, **hint._asdict()})
        if problems:
            self._wait(entry, person)
            self.plan.problems += [{"row": entry.row, "name": entry.name, **each._asdict()} for each in problems]
            return None
        if question is not None:
            self._wait(entry, None, [choice["key"] for choice in question["choices"]])
            return None
        line.person = person
        return line

    def _wait(self, entry, person, candidates=()):
        """A row that cannot be used yet says nothing about whoever it means: they are not missing."""
        self.waiting.update(filter(None, (person, *candidates)))
        if entry.name:
            self.waiting_names.add(name_key(entry.name))

    def _agency(self, line):
        entry = line.entry
        known = self.roster.posts.get(entry.post_ref) if entry.post_ref else None
        if entry.agency:
            slug = self.roster.called.get(fold(entry.agency))
            if slug is None:
                return Problem("agency_unknown", Column.AGENCY, entry.agency)
            if not slug:
                return Problem("not_your_roster", Column.AGENCY, entry.agency)
            line.agency = slug
        elif known:
            line.agency = known.agency
        elif self.scope.agency:
            line.agency = self.scope.agency
        else:
            return Problem("no_agency", Column.AGENCY)
        if self.scope.agency and line.agency != self.scope.agency:
            return Problem("other_part", Column.AGENCY, entry.agency)
        return None

    def _team(self, line):
        name = line.entry.team
        if not name:
            line.team = self.scope.team
            return None
        key = self.team_called.get((line.agency, fold(name)))
        if self.scope.part == "team" and key != self.scope.team:
            return Problem("other_part", Column.TEAM, name)
        line.team = key or self.new_teams.setdefault((line.agency, fold(name)), f"new:{len(self.new_teams)}")
        self.team_by_key.setdefault(line.team, (line.agency, name))
        return None

    def _known(self, entry):
        """A key of ours names somebody on this roster, or nobody: what else is known of them is not for this file."""
        gone = entry.person_ref and entry.person_ref not in self.roster.people
        return Problem("person_gone", Column.PERSON_REF, entry.name) if gone else None

    def _post(self, line, person):
        """Finds the post, or says that there is none and that the row does not say enough to make it."""
        entry = line.entry
        if entry.post_ref:
            post = self.roster.posts.get(entry.post_ref)
            if post is None:
                return Problem("post_gone", Column.POST_REF, entry.post_ref)
            if not entry.post or fold(entry.post) == post.title_key:
                return self._edited(line, post) or self._take(line, post)
        role, problem = self._role(entry)
        if problem:
            return problem
        if not (entry.post or role):
            own = [held for held in self.posts_of[person] if self._in_scope(held)] if person else []
            if len(own) == 1:
                return self._take(line, self.roster.posts[own[0].post])
            return Problem("no_post", Column.POST)
        found = self.posts_called[line.agency, fold(entry.post)] if entry.post else self.posts_of_role[line.agency, role]
        everywhere = found
        found = [post for post in found if not entry.team or post.team == line.team]
        if everywhere and not found and entry.post and (entry.post_ref or not role):
            return Problem("team_differs", Column.TEAM, entry.team)
        if role and entry.post and found and all(post.role != role for post in found):
            return Problem("role_differs", Column.ROLE, entry.role)
        if len(found) > 1 and person:
            theirs = {held.post for held in self.posts_of[person]}
            found = [post for post in found if post.key in theirs] or found
        if len(found) > 1:
            return Problem("post_ambiguous", Column.POST, entry.post or entry.role)
        if found:
            return self._take(line, found[0])
        if not role:
            role, problem = self._role_called(entry.post)
            if problem or not role:
                return problem or Problem("post_unknown", Column.POST, entry.post)
        return self._new_post(line, role)

    def _edited(self, line, post):
        """What in a row of our own template was edited although it belongs to the post, not to whoever is in it."""
        entry = line.entry
        if post.agency != line.agency:
            return Problem("agency_differs", Column.AGENCY, entry.agency)
        if entry.team and post.team != line.team:
            return Problem("team_differs", Column.TEAM, entry.team)
        if entry.role and post.role not in self.roster.roles.get(fold(entry.role), ()):
            return Problem("role_differs", Column.ROLE, entry.role)
        if entry.place:
            self._stays("place_stays", Column.PLACE, entry, post)
        was = {Column.TEAM: post.team, Column.ROLE: post.role, Column.POST: post.title}
        emptied = [column for column in was if column in self.scope.columns and was[column] and not entry.values.get(column)]
        if entry.from_template and emptied:
            self._stays("post_stays", emptied[0], entry, post)
        return None

    def _stays(self, kind, column, entry, post):
        self.plan.hints.append({"row": entry.row, **Problem(kind, column, post.title)._asdict()})

    def _take(self, line, post):
        if post.is_desk:
            return Problem("desk", Column.POST, post.title)
        if self.scope.part == "team" and post.team != self.scope.team:
            return Problem("other_part", Column.POST, post.title)
        line.post = post.key
        return None

    def _role(self, entry):
        role, problem = self._role_called(entry.role) if entry.role else ("", None)
        if not role and entry.role and not problem and not entry.post:
            return "", Problem("role_unknown", Column.ROLE, entry.role)
        # A column of roles often holds job titles: beside a post that we know, what it says need not be one of ours.
        return ("", None) if problem and entry.post else (role, problem)

    def _role_called(self, text):
        slugs = self.roster.roles.get(fold(text), ())
        if len(slugs) > 1:
            return "", Problem("role_ambiguous", Column.ROLE, text)
        return (slugs[0] if slugs else ""), None

    def _new_post(self, line, role):
        entry, place = line.entry, None
        if entry.place:
            place = self.roster.place(entry.place)
            if place is None:
                return Problem("place_unknown", Column.PLACE, entry.place)
        title = entry.post or f"{self.roster.role_names[role]}, {place[1] if place else self.roster.agencies[line.agency]}"
        known = self.new_posts.get((line.agency, fold(title), role))
        if known is None:
            known = {"key": f"new:{len(self.new_posts)}", "title": title, "role": role, "agency": line.agency, "team": line.team}
            known["place"] = place[0] if place else ""
            self.new_posts[line.agency, fold(title), role] = self.post_by_key[known["key"]] = known
        line.post = known["key"]
        return None

    def _person(self, line):
        """(the person's key, "" when they are new; the question to be answered first, if any)."""
        entry, people = line.entry, self.roster.people
        if entry.person_ref:
            return entry.person_ref, None
        found = {
            self.by_ref.get((line.agency, entry.staff_ref.casefold())) if entry.staff_ref else None,
            self.by_email.get(entry.email.casefold()) if entry.email else None,
        } - {None}
        if len(found) == 1:
            return found.pop(), None
        named = sorted(found) or self.by_name.get(name_key(entry.name), []) if entry.name else []
        named = [key for key in named if not (entry.staff_ref and self._has_other_ref(key, line.agency, entry.staff_ref))]
        if not named:
            return "", None
        if all(people[key].restricted for key in named):
            return named[0], None
        key = f"same:{entry.row}"
        answer = self.answers.get(key, "")
        if answer not in (*named, "different"):
            answer = ""
        shown = [people[one] for one in named if not people[one].restricted]
        choices = [
            {"key": one.key, "name": one.name, "posts": self._posts_in_words(one.key), "email": one.email} for one in shown
        ]
        self._ask(
            key, "same", answer, row=entry.row, name=entry.name, email=entry.email, post=entry.post or entry.role, choices=choices
        )
        if not answer:
            return None, self.plan.questions[-1]
        return ("" if answer == "different" else answer), None

    def _has_other_ref(self, key, agency, ref):
        """Staff numbers that differ are two people, however they are called."""
        held = self.roster.people[key].refs.get(agency)
        return held is not None and held.casefold() != ref.casefold()

    def _posts_in_words(self, key):
        return [self.roster.posts[held.post].title for held in self.posts_of[key]][:3]

    def _ask(self, key, kind, answer, **told):
        self.plan.questions.append({"key": key, "kind": kind, "answer": answer, **told})

    def _in_scope(self, held: Held):
        post: Post = self.roster.posts[held.post]
        if self.scope.part == "team":
            return post.team == self.scope.team
        return not self.scope.agency or post.agency == self.scope.agency

    def _held_in_scope(self):
        return [held for held in self.roster.held.values() if self._in_scope(held)]

    def _title(self, key):
        return self.roster.posts[key].title if key in self.roster.posts else self.post_by_key[key]["title"]
