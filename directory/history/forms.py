"""What a history is narrowed to: who, what kind of thing, which post, which days."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .telling import KINDS

NO_DATE = _("Give a day, like 23/11/2026.")
DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"]


class Narrow(forms.Form):
    """Every part may be left out. People and posts are named by their keys, so that no address holds a name."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    kind = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("Everything")), *KINDS])
    post = forms.ChoiceField(label=_("Post"), required=False)
    since = forms.DateField(label=_("From"), required=False, input_formats=DAYS, error_messages={"invalid": NO_DATE})
    until = forms.DateField(label=_("To"), required=False, input_formats=DAYS, error_messages={"invalid": NO_DATE})

    def __init__(self, *args, people=(), posts=(), **kwargs):
        """`people` and `posts` are (key, words); without posts there is nothing to choose."""
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", _("Anybody")), *people]
        self.fields["post"].choices = [("", _("Any post")), *posts]
        if not posts:
            del self.fields["post"]

    def clean(self):
        given = super().clean()
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", _("The last day is before the first."))
        return given
