"""The form that asks who is needed and where, and the form for another time."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.snapshot import roles

from .asking import EVERYONE

# The order in which kinds of agency are listed, by the sector of AgencyKind, with what a page calls each.
SECTORS = {
    "social_care": _("Social care"),
    "health": _("Health"),
    "education": _("School and early years"),
    "police": _("Police"),
    "probation": _("Probation"),
    "other": _("Housing and others"),
}


def role_groups():
    """The roles as the select lists them: [(sector, [(slug, label, other words, proper key, question)])]."""
    every, groups = roles(), {}
    for role in every.every:
        also = "|".join(dict.fromkeys([role.name, *([role.abbreviation] if role.abbreviation else []), *every.synonyms[role.pk]]))
        label = role.everyday_name
        if role.abbreviation and role.abbreviation.lower() not in label.lower():
            label = f"{label} ({role.abbreviation})"
        groups.setdefault(every.sectors[role.agency_kind_id], []).append(
            (role.slug, label, also, role.proper_keys[0], role.question)
        )
    order = list(SECTORS)
    return [
        (SECTORS.get(sector, sector), sorted(roles, key=lambda each: each[1].lower()))
        for sector, roles in sorted(groups.items(), key=lambda each: order.index(each[0]) if each[0] in order else len(order))
    ]


class FindForm(forms.Form):
    """Who, and where. Nothing is required alone; something is."""

    role = forms.CharField(label=_("Who"), required=False, max_length=120)
    postcode = forms.CharField(
        label=_("Child’s home postcode"),
        required=False,
        max_length=100_000,
        help_text=_("For a worry about a member of staff, where they work. For police, where it happened."),
    )
    school = forms.CharField(label=_("School"), required=False, max_length=200, help_text=_("Its name, or part of it."))
    practice = forms.CharField(
        label=_("Surgery"), required=False, max_length=200, help_text=_("The GP surgery, or part of its name.")
    )
    area = forms.CharField(
        label=_("Town, ward or council"), required=False, max_length=200, help_text=_("Does instead of a postcode.")
    )

    def clean(self):
        given = super().clean()
        if not self.errors and not any(given.values()) and not any(self.data.getlist("area")):
            raise forms.ValidationError(_("Say who you need, or a place."))
        return given

    def everyone(self):
        return self.data.get("role", "") in ("", EVERYONE)


class PatchForm(forms.Form):
    """The place somebody usually asks about."""

    area = forms.CharField(label=_("Town, ward, council or postcode"), max_length=200)
