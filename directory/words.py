"""The field for a few words about people at work; every form that keeps free text asks for it with this one."""

from django import forms

from contacts.details.typed import nothing_about_a_case


class Words(forms.CharField):
    """A few words about work. What looks like it is about somebody's case is refused, stays on screen, and is kept nowhere."""

    default_validators = [nothing_about_a_case]

    def __init__(self, label, longest=160, **more):
        super().__init__(label=label, max_length=longest, **more)
