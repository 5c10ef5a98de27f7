"""The form that decides whether two entries are one person."""

from django import forms
from django.utils.translation import gettext_lazy as _

SAME, DIFFERENT = "same", "different"


class Decide(forms.Form):
    """Which button was pressed, and whose entry stays when they are one."""

    say = forms.ChoiceField(
        choices=[(SAME, SAME), (DIFFERENT, DIFFERENT)], error_messages={"required": _("Say whether they are the same person.")}
    )
    keep = forms.ChoiceField(label=_("Which entry stays?"), required=False)

    def __init__(self, *args, entries=(), **kwargs):
        """`entries` are (key, words) of the two."""
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = [("", ""), *entries]

    def clean(self):
        given = super().clean()
        if given.get("say") == SAME and not given.get("keep") and "keep" not in self.errors:
            self.add_error("keep", _("Say which entry stays."))
        return given
