"""What the database itself refuses, whoever asks: one sample for each named constraint."""

from datetime import UTC, date, datetime, time

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import UniqueConstraint

from agencies.models import (
    Agency,
    Closure,
    Coverage,
    Identifier,
    Invitation,
    Membership,
    OpeningHours,
    Partnership,
    PartnershipArea,
    PartnershipMember,
    Post,
    Role,
    RoleFallback,
    RoleRule,
    RoleSynonym,
    Setting,
    Team,
    TermDate,
    UnmetNeed,
)

BACKWARDS = {"starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 1)}
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
NINE_TO_FIVE = {"opens": time(9), "closes": time(17)}


class House:
    """One saved row of everything, and more rows of each kind from as few words as possible."""

    def __init__(self, council, post, leeds, admin):
        self.council, self.post, self.role, self.kind = council, post, post.role, council.kind
        self.leeds, self.admin = leeds, admin
        self.partnership = Partnership.objects.create(slug="p", name="Leeds Safeguarding")
        self.school = self.setting(name="Dene Primary")
        self.other_role = self.new_role("SN")
        Team.objects.create(agency=council, name="Duty")
        PartnershipArea.objects.create(partnership=self.partnership, area=leeds)
        PartnershipMember.objects.create(partnership=self.partnership, agency=council)
        Membership.objects.create(user=admin, agency=council)
        RoleSynonym.objects.create(role=self.role, words="HV")
        RoleFallback.objects.create(role=self.role, next=self.other_role, order=1)
        RoleRule.objects.create(agency=council, role=self.role, basis="gp")
        UnmetNeed.objects.create(role="hv", authority="", day=date(2026, 1, 1))
        self.identifier(setting=self.school)
        self.identifier(agency=council)

    def agency(self, **said):
        return Agency.objects.create(**{"slug": "x", "name": "X", "kind": self.kind} | said)

    def setting(self, **said):
        return Setting.objects.create(**{"kind": "school", "name": "X", "name_key": "x"} | said)

    def new_role(self, code, **said):
        plain = {"code": code, "slug": code.lower(), "agency_kind": self.kind, "kind": "person", "resolves_on": "home"}
        return Role.objects.create(**plain | said)

    def new_post(self, **said):
        return Post.objects.create(**{"role": self.role, "agency": self.council, "title": "Visitor"} | said)

    def coverage(self, **said):
        return Coverage.objects.create(post=self.post, role=self.role, basis="residence", **said)

    def identifier(self, **said):
        return Identifier.objects.create(**{"scheme": "urn", "value": "990001"} | said)

    def invitation(self, **said):
        return Invitation.objects.create(
            **{"agency": self.council, "email": "x@example.org", "digest": "x", "made_at": NOON} | said
        )

    def term(self, **said):
        return TermDate.objects.create(**{"starts_on": date(2026, 9, 2), "ends_on": date(2026, 10, 23)} | said)

    def closure(self, **said):
        christmas = {"name": "Christmas", "starts_on": date(2026, 12, 24), "ends_on": date(2026, 12, 31)}
        return Closure.objects.create(**{"agency": self.council, **christmas} | said)

    def hours(self, **said):
        return OpeningHours.objects.create(**{"day": 0, **NINE_TO_FIVE} | said)


@pytest.fixture
def house(council, post, leeds, admin):
    return House(council, post, leeds, admin)


REFUSED = {
    "confidential_agency_has_no_address": [
        lambda h: h.agency(confidential=True, address="1 Chapel Lane"),
        lambda h: h.agency(confidential=True, postcode="LS7 4AA"),
    ],
    "agency_has_a_name": [lambda h: h.agency(name="")],
    "agency_closes_on_or_after_it_opens": [lambda h: h.agency(opened_on=date(2026, 2, 1), closed_on=date(2026, 1, 1))],
    "team_name_is_unique_in_its_agency": [lambda h: Team.objects.create(agency=h.council, name="Duty")],
    "partnership_area_ends_on_or_after_it_starts": [
        lambda h: PartnershipArea.objects.create(partnership=h.partnership, area=h.leeds, **BACKWARDS)
    ],
    "partnership_covers_an_area_once": [lambda h: PartnershipArea.objects.create(partnership=h.partnership, area=h.leeds)],
    "partnership_member_ends_on_or_after_it_starts": [
        lambda h: PartnershipMember.objects.create(partnership=h.partnership, agency=h.council, **BACKWARDS)
    ],
    "agency_joins_a_partnership_once": [lambda h: PartnershipMember.objects.create(partnership=h.partnership, agency=h.council)],
    "opening_hours_belong_to_one_thing": [lambda h: h.hours(), lambda h: h.hours(post=h.post, agency=h.council)],
    "opening_hours_day_is_a_weekday_or_bank_holiday": [lambda h: h.hours(post=h.post, day=8)],
    "post_ends_on_or_after_it_starts": [lambda h: h.new_post(**BACKWARDS)],
    "post_has_a_title": [lambda h: h.new_post(title="")],
    "post_confirmed_at_and_by_together": [
        lambda h: h.new_post(confirmed_by="The team"),
        lambda h: h.new_post(confirmed_at="2026-11-23T10:00Z"),
    ],
    "coverage_ends_on_or_after_it_starts": [lambda h: h.coverage(area=h.leeds, **BACKWARDS)],
    "coverage_has_exactly_one_target": [
        lambda h: h.coverage(),
        lambda h: h.coverage(area=h.leeds, setting=h.school),
        lambda h: h.coverage(setting=h.school, agency=h.council),
    ],
    "term_belongs_to_an_area_or_a_setting": [
        lambda h: h.term(),
        lambda h: h.term(area=h.leeds, setting=h.school),
    ],
    "term_ends_on_or_after_it_starts": [lambda h: h.term(area=h.leeds, ends_on=date(2026, 8, 1))],
    "closure_has_a_name": [lambda h: h.closure(name="")],
    "closure_ends_on_or_after_it_starts": [lambda h: h.closure(ends_on=date(2026, 12, 1))],
    "role_has_a_key_to_go_by": [lambda h: h.new_role("X", resolves_on="")],
    "role_has_a_synonym_once": [lambda h: RoleSynonym.objects.create(role=h.role, words="HV")],
    "role_has_one_fallback_at_each_step": [lambda h: RoleFallback.objects.create(role=h.role, next=h.other_role, order=1)],
    "role_does_not_fall_back_to_itself": [lambda h: RoleFallback.objects.create(role=h.role, next=h.role, order=2)],
    "agency_has_one_rule_for_a_role": [lambda h: RoleRule.objects.create(agency=h.council, role=h.role, basis="hub")],
    "setting_has_a_name": [lambda h: h.setting(name="")],
    "setting_has_both_grid_figures_or_none": [
        lambda h: h.setting(easting=1),
        lambda h: h.setting(northing=1),
        lambda h: h.setting(easting=1, northing=1),
        lambda h: h.setting(grid="gb"),
    ],
    "identifier_ends_on_or_after_it_starts": [lambda h: h.identifier(value="2", agency=h.council, **BACKWARDS)],
    "identifier_belongs_to_an_agency_or_a_setting": [
        lambda h: h.identifier(value="2"),
        lambda h: h.identifier(value="2", agency=h.council, setting=h.school),
    ],
    "current_setting_identifier_is_unique": [lambda h: h.identifier(setting=h.school)],
    "current_agency_identifier_is_unique": [lambda h: h.identifier(agency=h.council)],
    "membership_ends_on_or_after_it_starts": [lambda h: Membership.objects.create(user=h.admin, agency=h.council, **BACKWARDS)],
    "membership_is_held_once": [lambda h: Membership.objects.create(user=h.admin, agency=h.council)],
    "somebody_has_one_unanswered_invitation": [
        lambda h: [h.invitation(email=email, digest=email) for email in ("ann@example.org", "Ann@example.org")]
    ],
    "invitation_is_used_or_withdrawn": [lambda h: h.invitation(used_at=NOON, withdrawn_at=NOON)],
    "unmet_need_is_counted_in_one_place": [lambda h: UnmetNeed.objects.create(role="hv", authority="", day=date(2026, 1, 1))],
}
CONSTRAINTS = {
    constraint.name: constraint
    for model in apps.get_app_config("agencies").get_models()
    for constraint in model._meta.constraints
}


def test_every_constraint_has_a_sample():
    assert REFUSED.keys() == CONSTRAINTS.keys()


@pytest.mark.parametrize("name, make", [(name, make) for name, samples in REFUSED.items() for make in samples])
def test_the_database_refuses(house, name, make):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        make(house)
    # SQLite names the columns of a unique constraint, not the constraint.
    if not isinstance(CONSTRAINTS[name], UniqueConstraint):
        assert name in str(refusal.value)


def test_a_number_may_pass_from_one_school_to_the_next(house):
    Identifier.objects.filter(setting=house.school).update(ends_on=date(2026, 8, 31))
    assert house.identifier(setting=house.setting(name="Dene Academy")).ends_on is None


def test_a_right_that_has_ended_can_be_given_again(house):
    Membership.objects.update(starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    assert Membership.objects.create(user=house.admin, agency=house.council).pk
