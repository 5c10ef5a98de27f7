"""Says whose history an event about an agency, or anything that belongs to one, is part of."""

from audit.scopes import register

from .models import Closure, Invitation, Membership, PartnershipMember, Post, RoleRule, Setting, Team


def _agency_of(model):
    """A function from a key of `model` and a day to the agency it belongs to."""

    def concerns(pk, day):
        agencies = model._base_manager.filter(pk=pk).exclude(agency=None).values_list("agency", flat=True)
        return {f"agencies.agency:{agency}" for agency in agencies}

    return concerns


def ready():
    """Registers what the models of this app concern."""
    for model in (Team, Membership, Invitation, Closure, RoleRule, PartnershipMember, Setting, Post):
        register(model._meta.label_lower, _agency_of(model))
