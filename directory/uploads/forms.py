"""The form that says which part a file covers, from which day, and which file it is."""

from django import forms
from django.utils.translation import gettext_lazy

from contacts.models import Upload
from directory.roster.forms import Day

TEAM = "team"


class UploadForm(forms.Form):
    """What part, from when, which file."""

    part = forms.ChoiceField(
        label=gettext_lazy("What does the file cover?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what the file covers.")},
    )  # fmt: skip
    team = forms.ChoiceField(label=gettext_lazy("Which team?"), required=False)
    from_day = Day(
        gettext_lazy("From which day is it right?"), gettext_lazy("Say from which day it is right."),
        help_text=gettext_lazy("Changes count from this day. Like 7/12/2026."),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("Which file?"), widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or CSV, up to 10 MB and 10,000 rows."),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("The file is empty.")},
    )  # fmt: skip

    def __init__(self, *args, agency=None, teams=(), **kwargs):
        super().__init__(*args, **kwargs)
        parts = Upload.Part
        if agency is None:
            self.fields["part"].choices = [
                (parts.MANY, gettext_lazy("Everybody in the agencies that the file names")),
            ]
            self.fields["part"].initial = parts.MANY
        else:
            self.fields["part"].choices = [
                (parts.AGENCY, gettext_lazy("Everybody in the agency")),
                *([(parts.TEAM, gettext_lazy("One team"))] if teams else []),
                (parts.ADDITIONS, gettext_lazy("Only people to add: nobody is missing from it")),
            ]
        self.fields["team"].choices = [("", ""), *((team.key, team.name) for team in teams)]

    def clean(self):
        given = super().clean()
        if given.get("part") == Upload.Part.TEAM and not given.get("team"):
            self.add_error("team", gettext_lazy("Choose the team."))
        return given
