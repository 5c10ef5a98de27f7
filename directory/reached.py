"""The fields for a number and an e-mail address, and the tick that keeps one that is odd."""

from django import forms
from django.utils.translation import gettext_lazy

from contacts.details import typed


class Number(forms.CharField):
    """A telephone number, with its extension after “ext” where it has one: `own` of one person, else of a line that many ring."""

    def __init__(self, label, *, own=False, **more):
        hint = more.pop("help_text", gettext_lazy("Like 0113 496 0142 ext 204."))
        super().__init__(label=label, required=False, help_text=hint, **more)
        self.own = own

    def clean(self, value):
        given = super().clean(value)
        return typed.number(given, own=self.own) if given.strip() else ("", "")

    def odd(self, value):
        """(the number, what is odd about it in a sentence, if anything)."""
        return value[0], typed.odd_number(value[0], own=self.own)


class WorkEmail(forms.CharField):
    """An e-mail address at work."""

    def __init__(self, label, **more):
        # Without stripping: a line break before or after an address is no slip of a key.
        super().__init__(label=label, strip=False, **more)

    def clean(self, value):
        given = super().clean(value)
        return typed.email(given) if given.strip() else ""

    def odd(self, value):
        """(the address, what is odd about it in a sentence, if anything)."""
        return value, typed.odd_email(value)


class Keep(forms.BooleanField):
    """The tick that keeps an odd value, not ticked until somebody does; `keeps` is that value, so that it keeps no other."""

    def __init__(self, keeps):
        super().__init__(label=gettext_lazy("Keep it: it is right, and for work"), required=False)
        self.keeps = keeps

    def bound_data(self, data, initial):
        """Not ticked, whatever was ticked before."""
        return False


class KeepsOdd(forms.Form):
    """A form that asks once more about an odd number or address, and keeps it when told to."""

    def clean(self):
        given = super().clean()
        for name, field in list(self.fields.items()):
            if not hasattr(field, "odd") or name not in given:
                continue
            value, said = field.odd(given[name])
            if said and value not in (self.data.get(f"keep_{name}"), self.initial.get(name)):
                self.add_error(name, said)
                self._ask(name, value)
        return given

    def _ask(self, name, value):
        self.fields[f"keep_{name}"] = Keep(value)
        order = [each for each in self.fields if each != f"keep_{name}"]
        order.insert(order.index(name) + 1, f"keep_{name}")
        self.order_fields(order)
