"""The nouns of who works for whom, and which post answers for which place."""

from ..ownership.models import Invitation
from .calendar import Closure, TermDate
from .memberships import HomePatch, Membership
from .needs import UnmetNeed
from .organisations import Agency, AgencyKind, OpeningHours, Partnership, PartnershipArea, PartnershipMember, Team
from .posts import Basis, Coverage, Post
from .roles import Role, RoleFallback, RoleRule, RoleSynonym
from .settings import Identifier, Setting

__all__ = [
    "Agency",
    "AgencyKind",
    "Basis",
    "Closure",
    "Coverage",
    "HomePatch",
    "Identifier",
    "Invitation",
    "Membership",
    "OpeningHours",
    "Partnership",
    "PartnershipArea",
    "PartnershipMember",
    "Post",
    "Role",
    "RoleFallback",
    "RoleRule",
    "RoleSynonym",
    "Setting",
    "Team",
    "TermDate",
    "UnmetNeed",
]
