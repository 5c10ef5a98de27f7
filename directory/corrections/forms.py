"""The form that says what is wrong, and the one with which its owner decides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contacts.models import Correction
from contacts.phones import understood

NO_NUMBER = _("Give a telephone number, like 0113 496 0142.")


class NumberField(forms.CharField):
    """A telephone number, or nothing. What is typed and is none is refused, shown again and kept nowhere."""

    def validate(self, value):
        super().validate(value)
        if value.strip():
            try:
                understood(value)
            except ValueError:
                raise forms.ValidationError(NO_NUMBER) from None


class WrongForm(forms.Form):
    """What is wrong, with which of the numbers shown, and the right number where it is known."""

    what = forms.ChoiceField(
        label=_("What is wrong?"), choices=Correction.What, error_messages={"required": _("Say what is wrong.")}
    )
    which = forms.ChoiceField(label=_("Which number?"), required=False)
    value = NumberField(label=_("Right number, if you know it"), required=False, max_length=40)

    ABOUT_A_NUMBER = (Correction.What.NUMBER, Correction.What.LEFT)

    def __init__(self, *args, numbers=(), **kwargs):
        """`numbers` are (key, words) of those shown."""
        super().__init__(*args, **kwargs)
        self.fields["which"].choices = [("", ""), *numbers]
        self.only = numbers[0][0] if len(numbers) == 1 else ""
        if not numbers:
            self.fields["what"].choices = [
                (each.value, each.label) for each in Correction.What if each not in self.ABOUT_A_NUMBER
            ]

    def clean(self):
        given = super().clean()
        about = given.get("what") in self.ABOUT_A_NUMBER
        if about and not given.get("which"):
            given["which"] = self.only
            if not self.only and "which" not in self.errors:
                self.add_error("which", _("Say which number."))
        return given


class DecideForm(forms.Form):
    """The right number, where the decision needs one."""

    value = NumberField(label=_("Right number"), max_length=40, error_messages={"required": NO_NUMBER})
