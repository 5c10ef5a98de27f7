"""The forms with which a roster is kept."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Role
from contacts.editing import values
from contacts.models import Appointment, ContactPoint
from directory.reached import KeepsOdd, Number, WorkEmail
from directory.words import Words

DATES = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"]
LONGEST_NAME = 120
SAYS_DAY = {0: gettext_lazy("Monday"), 1: gettext_lazy("Tuesday"), 2: gettext_lazy("Wednesday"), 3: gettext_lazy("Thursday"),
            4: gettext_lazy("Friday"), 5: gettext_lazy("Saturday"), 6: gettext_lazy("Sunday")}  # fmt: skip


class Day(forms.DateField):
    """A day, kept as it was typed until it is understood."""

    def __init__(self, label, required_says="", **more):
        says = {"invalid": gettext_lazy("Give a date, like 7/12/2026.")}
        if required_says:
            says["required"] = required_says
        hint = more.pop("help_text", gettext_lazy("Like 7/12/2026."))
        super().__init__(label=label, input_formats=DATES, error_messages=says, help_text=hint, **more)

    def prepare_value(self, value):
        """A day as a record holds it, written as people do; what was typed stays as it was typed."""
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            return value
        return f"{day.day}/{day.month}/{day.year}"


def a_day(typed):
    """The day that somebody typed, or None."""
    try:
        return Day("", required=False).clean(typed)
    except forms.ValidationError:
        return None


class SealedForm(forms.Form):
    """A form over a record: `mine` are its values as text, as `contacts.editing.values` writes them."""

    bools = ()

    @property
    def mine(self):
        given = {}
        for name, value in self.cleaned_data.items():
            if name == "phone":
                given["phone"], extension = value
                given["extension"] = extension or self.cleaned_data.get("extension", "")
            elif name != "extension":
                given[name] = values.as_text(value)
        return given


AUDIENCES = [(value, label) for value, label in ContactPoint.Audience.choices if value != ContactPoint.Audience.NOBODY]


class Reached(KeepsOdd, SealedForm):
    """The number of a person, a post or a team."""

    phone = Number(gettext_lazy("Number"), help_text=gettext_lazy("A work number, like 0113 496 0142."))
    extension = forms.RegexField(
        r"^\d{1,10}$", label=gettext_lazy("Extension"), required=False, error_messages={"invalid": gettext_lazy("Digits only.")}
    )
    audience = forms.ChoiceField(label=gettext_lazy("Who may see the number"), choices=AUDIENCES)


class PersonForm(Reached):
    """What is said of a person."""

    name = Words(gettext_lazy("Name"), LONGEST_NAME)
    phone = Number(gettext_lazy("Number"), own=True, help_text=gettext_lazy("A work number, like 0113 496 0142."))
    known_as = Words(gettext_lazy("Known as"), 60, required=False, help_text=gettext_lazy("If colleagues use another name."))
    say_it = Words(gettext_lazy("How to say it"), 80, required=False, help_text=gettext_lazy("Like “niv” for Niamh."))
    pronouns = Words(gettext_lazy("Pronouns"), 30, required=False)
    languages = Words(gettext_lazy("Languages"), LONGEST_NAME, required=False)
    email = WorkEmail(gettext_lazy("Work e-mail"), required=False)
    field_order = ["name", "phone", "extension", "audience", "email", "known_as", "say_it", "pronouns", "languages"]


class Answered(Reached):
    """A line's number, and the hours in which it is answered."""

    def __init__(self, *args, answered=True, **more):
        super().__init__(*args, **more)
        self.answered = values.WEEK if answered else []
        for day, name in enumerate(self.answered):
            hint = _("Like 9:00-17:00. Into the next morning: 17:00-9:00. Day and night: 0:00-0:00.") if day == 0 else ""
            label = SAYS_DAY.get(day, _("Bank holidays"))
            self.fields[name] = forms.CharField(label=label, required=False, max_length=60, help_text=hint)

    def clean(self):
        given = super().clean()
        for name in self.answered:
            try:
                spans = values.spans_of(given.get(name, ""), overnight=True)
            except ValueError:
                self.add_error(name, _("Give hours, like 9:00-17:00."))
            else:
                given[name] = ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in spans)
        return given


class AgencyForm(Answered):
    """An agency's front door."""


class PostForm(Answered):
    """What is said of a post."""

    title = Words(gettext_lazy("What it is called"))
    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)
    before_you_ring = Words(
        gettext_lazy("Before you ring"),
        200,
        required=False,
        help_text=gettext_lazy("What a caller should have to hand, like “Choose option 2.”"),
    )
    team_first = forms.BooleanField(
        label=gettext_lazy("Ring the team first: the person’s name and number are not shown"), required=False
    )
    ends_on = Day(gettext_lazy("Last day of the post, if it ends"), required=False)
    field_order = ["title", "team", "phone", "extension", "audience", "before_you_ring", "team_first", "ends_on"]

    def __init__(self, *args, teams, **more):
        super().__init__(*args, **more)
        self.fields["team"].choices = [("", _("No team")), *((team.key, team.name) for team in teams)]


class TeamForm(Answered):
    """What is said of a team."""

    name = Words(gettext_lazy("Name"))
    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    closed_on = Day(gettext_lazy("Last day, if it closes"), required=False)
    field_order = ["name", "agency", "phone", "extension", "audience", "closed_on"]

    def __init__(self, *args, agencies, **more):
        super().__init__(*args, **more)
        self.fields["agency"].choices = [(agency.slug, agency.name) for agency in agencies]


class AppointmentForm(SealedForm):
    """As what, from when to when and in which hours somebody is in a post."""

    kind = forms.ChoiceField(label=gettext_lazy("As"), choices=Appointment.Kind)
    order = forms.IntegerField(
        label=gettext_lazy("Order, for deputies"), min_value=1, max_value=99, help_text=gettext_lazy("1 is rung first.")
    )
    starts_on = Day(gettext_lazy("First day"), required=False)
    ends_on = Day(gettext_lazy("Last day"), required=False)
    term_time_only = forms.BooleanField(label=gettext_lazy("Term time only"), required=False)
    works_shifts = forms.BooleanField(label=gettext_lazy("Works shifts"), required=False)

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        for day, name in enumerate(values.DAYS):
            hint = _("Like 9:00-17:00. Two spells: 9:00-12:00, 13:00-17:00.") if day == 0 else ""
            self.fields[name] = forms.CharField(label=SAYS_DAY[day], required=False, max_length=60, help_text=hint)

    def clean(self):
        given = super().clean()
        for name in values.DAYS:
            try:
                spans = values.spans_of(given.get(name, ""))
            except ValueError:
                self.add_error(name, _("Give hours, like 9:00-17:00."))
            else:
                given[name] = ", ".join(f"{starts:%H:%M}-{ends:%H:%M}" for starts, ends in spans)
        if given.get("starts_on") and given.get("ends_on") and given["ends_on"] < given["starts_on"]:
            self.add_error("ends_on", _("The last day is before the first."))
        return given


class SomebodyForm(KeepsOdd):
    """Somebody who goes into a post; when one like them is here, `same` says whether it is they."""

    name = Words(gettext_lazy("Name"), LONGEST_NAME, error_messages={"required": gettext_lazy("Say who.")})
    email = WorkEmail(gettext_lazy("Work e-mail"), required=False)
    phone = Number(gettext_lazy("Number"), own=True)


class AddForm(SomebodyForm):
    """A person with their post, place and number."""

    post = forms.ChoiceField(
        label=gettext_lazy("Post"), required=False, help_text=gettext_lazy("Those that nobody is in, or a new one.")
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    place = Words(
        gettext_lazy("Place it answers for"),
        required=False,
        help_text=gettext_lazy("A council, ward, school or part of a postcode, like LS7."),
    )
    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)
    title = Words(gettext_lazy("What it is called"), required=False, help_text=gettext_lazy("Empty: the role and the place."))
    kind = forms.ChoiceField(label=gettext_lazy("As"), choices=Appointment.Kind, initial=Appointment.Kind.HOLDER)
    order = forms.IntegerField(label=gettext_lazy("Order, for deputies"), min_value=1, max_value=99, initial=1, required=False)
    starts_on = Day(
        gettext_lazy("First day"), required=False, help_text=gettext_lazy("Like 7/12/2026. Empty: they are there already.")
    )
    ends_on = Day(gettext_lazy("Last day, if it is known"), required=False)
    field_order = ["name", "email", "phone", "post", "role", "place", "team", "title", "kind", "order", "starts_on", "ends_on"]

    def __init__(self, *args, posts, teams, **more):
        super().__init__(*args, **more)
        self.fields["post"].choices = [("", _("A new post")), *((post.key, post.title) for post in posts)]
        roles = Role.objects.exclude(kind__in=[Role.Kind.DESK, Role.Kind.EXTERNAL]).order_by("everyday_name")
        self.fields["role"].choices = [("", ""), *((role.slug, role.everyday_name) for role in roles)]
        self.fields["team"].choices = [("", _("No team")), *((team.key, team.name) for team in teams)]

    NEW_POST = ("role", "place", "team", "title")
    RARELY = ("kind", "order", "ends_on")

    def parts(self):
        """The fields most people need; those of a new post; and those that are seldom needed."""
        rest = [field for field in self if field.name not in (*self.NEW_POST, *self.RARELY)]
        new = [] if self["post"].value() else [self[name] for name in self.NEW_POST]
        return {"first": rest[:-1], "new": new, "start": rest[-1], "rarely": [self[name] for name in self.RARELY]}

    @property
    def unusual(self):
        """Whether what is seldom needed is needed here."""
        return (self["kind"].value() or Appointment.Kind.HOLDER) != Appointment.Kind.HOLDER or bool(self.errors)

    def clean(self):
        given = super().clean()
        if not given.get("post") and "post" not in self.errors and not given.get("role"):
            self.add_error("role", _("Choose a post, or the role of a new one."))
        if given.get("kind") == Appointment.Kind.SECONDMENT and not (given.get("starts_on") and given.get("ends_on")):
            self.add_error("ends_on", _("Say from when until when: they come back to their own post."))
        elif given.get("starts_on") and given.get("ends_on") and given["ends_on"] < given["starts_on"]:
            self.add_error("ends_on", _("The last day is before the first."))
        return given


class EndForm(SomebodyForm):
    """The last day of somebody in a post, and who follows them the day after, if anybody does."""

    ends_on = Day(gettext_lazy("Last day"), gettext_lazy("Give their last day."))
    name = Words(
        gettext_lazy("Who follows, from the day after"),
        LONGEST_NAME,
        required=False,
        help_text=gettext_lazy("Empty: nobody is in the post then."),
    )
    field_order = ["ends_on", "name", "email", "phone"]


class ClosureForm(forms.Form):
    """Days on which an agency is closed."""

    starts_on = Day(gettext_lazy("First day closed"), gettext_lazy("Give the first day."))
    ends_on = Day(gettext_lazy("Last day closed"), gettext_lazy("Give the last day. For one day, the same."))
    name = Words(
        gettext_lazy("What it is called"),
        80,
        help_text=gettext_lazy("Like “Christmas closure”. People read it instead of your hours."),
        error_messages={"required": gettext_lazy("Say what it is called.")},
    )

    def clean(self):
        given = super().clean()
        if given.get("starts_on") and given.get("ends_on") and given["ends_on"] < given["starts_on"]:
            self.add_error("ends_on", _("The last day is before the first."))
        return given


class TermsForm(forms.Form):
    """School terms, one to a line."""

    terms = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 8}), strip=False)

    @staticmethod
    def written(terms):
        """(first day, last day) pairs as the form shows them."""
        return "\n".join(
            f"{first.day}/{first.month}/{first.year} to {last.day}/{last.month}/{last.year}" for first, last in terms
        )

    def clean_terms(self):
        found = []
        for number, line in enumerate(self.cleaned_data["terms"].splitlines(), start=1):
            first, _to, last = line.strip().replace("–", " to ").partition(" to ")
            days = a_day(first.strip()), a_day(last.strip())
            if not line.strip():
                continue
            if None in days:
                raise forms.ValidationError(_("Line %(n)d: give two days, like 2/9/2026 to 23/10/2026.") % {"n": number})
            if days[1] < days[0]:
                raise forms.ValidationError(_("Line %(n)d: the last day is before the first.") % {"n": number})
            found.append(days)
        return sorted(found)


class CloseForm(forms.Form):
    """The last day of an agency, and which one takes its place."""

    closed_on = Day(gettext_lazy("Last day"), gettext_lazy("Give its last day."))
    successor = Words(
        gettext_lazy("Which agency takes its place"),
        required=False,
        help_text=gettext_lazy("Its whole name, as it stands here. Empty: none."),
    )
    sure = forms.BooleanField(
        label=gettext_lazy("Close it: nobody is sent there from the day after"),
        error_messages={"required": gettext_lazy("Tick that it is to be closed.")},
    )
