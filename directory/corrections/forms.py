"""The form that says what is wrong, and the one with which its owner decides."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from contacts.details import typed
from contacts.models import Correction
from directory.reached import KeepsOdd

What = Correction.What
ABOUT_A_NUMBER = (What.NUMBER, What.LEFT)
# How each detail is read; what is proposed about anything else is not asked for.
READS = {
    What.NUMBER: typed.number,
    What.LEFT: typed.number,
    What.MISSING: typed.number,
    What.EMAIL: typed.email,
    What.NAME: typed.words,
    What.TITLE: typed.words,
    What.HOURS: typed.hours,
    What.TEAM: typed.words,
}


def read_detail(what, value, teams):
    """A detail as it will be written. Raises ValidationError when it is none; a team is one of the agency's own."""
    READS[what](value)
    value = " ".join(value.split())
    if what != What.TEAM:
        return value
    found = next((team for team in teams if team.casefold() == value.casefold()), None)
    if found is None:
        said = _now("Give one of its teams: %(teams)s.") if teams else _now("It has no teams here.")
        raise forms.ValidationError(said % {"teams": ", ".join(teams)})
    return found


class WrongForm(forms.Form):
    """What is wrong, with which of the numbers and addresses shown, and the right detail where it is known."""

    what = forms.ChoiceField(label=_("What is wrong?"), error_messages={"required": _("Say what is wrong.")})
    which = forms.ChoiceField(label=_("Which number?"), required=False)
    post = forms.ChoiceField(label=_("In which post?"), required=False)
    value = forms.CharField(
        label=_("What is right, if you know it"),
        required=False,
        max_length=160,
        help_text=_("For hours, like: Monday to Friday 9am to 5pm."),
    )

    def __init__(self, *args, shown, **kwargs):
        """`shown` is a `reading.Shown`: what can be wrong here, the numbers and addresses, the posts and the teams."""
        super().__init__(*args, **kwargs)
        self.shown = shown
        self.fields["which"].choices = [("", ""), *shown.numbers, *shown.emails]
        self.fields["post"].choices = [("", ""), *shown.posts]
        self.fields["what"].choices = [(each.value, each.label) for each in What if each in shown.whats]
        if not shown.numbers and shown.emails:
            self.fields["which"].label = _("Which e-mail?")
        elif shown.emails:
            self.fields["which"].label = _("Which number or e-mail?")

    @property
    def asks_which(self):
        return len(self.shown.numbers) > 1 or len(self.shown.emails) > 1 or bool(self.shown.numbers and self.shown.emails)

    def clean(self):
        given = super().clean()
        what = given.get("what")
        if not what:
            return given
        self._read_which(given, what)
        if len(self.shown.posts) > 1 and what in (What.LEFT, What.HOURS) and not given.get("post"):
            self.add_error("post", _("Say which post they have left.") if what == What.LEFT else _("Say in which post."))
        if given.get("value", "").strip() and what in READS:
            try:
                given["value"] = read_detail(what, given["value"], self.shown.teams)
            except forms.ValidationError as problem:
                self.add_error("value", problem)
        elif what not in READS:
            given["value"] = ""
        return given

    def _read_which(self, given, what):
        """Which number or address is meant: the only one there is, or the one that was chosen; none for anything else."""
        choices = self.shown.emails if what == What.EMAIL else self.shown.numbers if what in ABOUT_A_NUMBER else []
        if what == What.LEFT and self.shown.posts:
            choices = []
        keys = [key for key, _words in choices]
        if given.get("which") not in keys:
            given["which"] = keys[0] if len(keys) == 1 else ""
        if len(keys) > 1 and not given["which"] and "which" not in self.errors:
            self.add_error("which", _("Say which e-mail.") if what == What.EMAIL else _("Say which number."))


class Detail(forms.CharField):
    """The right detail of this kind; of a number, of `own` when it is one person's."""

    def __init__(self, what, own):
        super().__init__(label=_("What is right"), max_length=160, required=False, strip=False)
        self.what, self.own = what, own

    def odd(self, value):
        """(the detail, what is odd about it in a sentence, if anything)."""
        if self.what == What.EMAIL:
            return value, typed.odd_email(value)
        if READS.get(self.what) is typed.number and value:
            return value, typed.odd_number(typed.number(value)[0], own=self.own)
        return value, ""


class DecideForm(KeepsOdd):
    """The right detail, where the decision needs one; an odd one is asked about once more, whoever proposed it."""

    def __init__(self, *args, what, own=False, teams=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"] = Detail(what, own)
        self.what, self.teams = what, teams

    def clean_value(self):
        return read_detail(self.what, self.cleaned_data["value"], self.teams)
