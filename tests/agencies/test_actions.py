"""Agencies, posts and coverage made by hand: checked, recorded, and a confidential place kept so."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from agencies import actions
from agencies.models import (
    Agency,
    AgencyKind,
    Basis,
    Coverage,
    Membership,
    OpeningHours,
    Partnership,
    Post,
    RoleRule,
    Setting,
    Team,
)
from areas.models import Area
from audit.models import Event
from tests.agencies.conftest import make_area

pytestmark = pytest.mark.django_db

WHERE = {"address": "1 Chapel Lane, Leeds", "postcode": "LS7 4AA"}


def test_a_partnership_covers_its_areas_and_has_members(council, leeds, admin, at):
    partnership = actions.make_partnership(name="Leeds Safeguarding", areas=[leeds], by=admin, at=at)
    actions.join_partnership(partnership=partnership, agency=council, by=admin, at=at)
    assert partnership.slug == "leeds-safeguarding"
    assert [row.area for row in partnership.areas.on(date(2026, 11, 23))] == [leeds]
    assert [row.agency for row in partnership.members.all()] == [council]


def test_a_new_directory_begins_with_one_partnership_and_its_business_unit(admin, at):
    partnership = actions.found_partnership(name="Exampleshire", by=admin, at=at)
    assert actions.found_partnership(name="Exampleshire", by=admin, at=at) == partnership
    assert Partnership.objects.get().business_unit.name == "Exampleshire, business unit"
    assert partnership.members.get().agency == partnership.business_unit
    assert AgencyKind.objects.get().code == "lscp"


def test_two_agencies_of_one_name_have_two_addresses(council, council_kind, admin, at):
    second = actions.add_agency(name="Leeds children's services", kind=council_kind, by=admin, at=at)
    third = actions.add_agency(name="Leeds children's services", kind=council_kind, by=admin, at=at)
    slugs = [agency.slug for agency in (council, second, third)]
    assert slugs == ["leeds-childrens-services", "leeds-childrens-services-2", "leeds-childrens-services-3"]
    assert actions.add_agency(name="!", kind=council_kind, by=admin, at=at).slug == "unnamed"


def test_an_agency_is_found_by_its_folded_name_and_its_numbers(council_kind, admin, at):
    made = actions.add_agency(name="Siân's Trust", kind=council_kind, identifiers={"ods": "RZ9"}, by=admin, at=at)
    assert Agency.objects.get(name_key="sians trust") == made
    assert made.identifiers.get().value == "RZ9"


def test_what_somebody_did_is_recorded_with_who_and_when(council_kind, admin, at):
    made = actions.add_agency(name="Dene Trust", kind=council_kind, by=admin, at=at)
    event = Event.objects.get(verb="added agency")
    assert (event.thing, event.actor, event.at) == (f"agencies.agency:{made.pk}", f"accounts.user:{admin.pk}", at)
    assert event.values.get(field="name").new == "Dene Trust"


def test_the_way_out_of_hours_can_be_another_agencys_desk(council, post, admin, at):
    actions.set_out_of_hours(agency=council, post=post, by=admin, at=at)
    council.refresh_from_db()
    assert council.out_of_hours == post
    actions.set_out_of_hours(agency=council, post=None, by=admin, at=at)
    assert Agency.objects.get(pk=council.pk).out_of_hours is None
    values = Event.objects.filter(verb="set out of hours").latest("id").values.get()
    assert (values.old, values.new) == (str(post.pk), "")


def test_a_team_can_have_partners(council, refuge, admin, at):
    team = actions.add_team(agency=council, name="Front door team", partners=[refuge], by=admin, at=at)
    assert list(refuge.shared_teams.all()) == [team]
    with pytest.raises(ValidationError):
        actions.add_team(agency=council, name="Front door team", by=admin, at=at)


@pytest.mark.usefixtures("no_postcodes")
def test_a_setting_of_our_own_needs_no_register(leeds, admin, at):
    made = actions.add_setting(
        kind="early_years", name="Little Larks", postcode="LS7 4AA", authority=leeds, identifiers={"own": "7"}, by=admin, at=at
    )
    assert (made.register, made.authority, made.grid, made.easting) == ("", leeds, "", None)
    assert list(Setting.objects.with_code("own", "7")) == [made]


@pytest.mark.usefixtures("postcodes_file")
def test_a_settings_postcode_says_whose_council_it_is_in(leeds, admin, at):
    made = actions.add_setting(kind="early_years", name="Little Larks", postcode="LS7 4AA", by=admin, at=at)
    assert (made.authority, made.grid) == (leeds, "gb")


def test_a_post_is_a_desk_when_its_role_is(front_door, post, council, admin, at):
    desk = actions.add_post(role=front_door, agency=council, title="Front door", confirmed_by="The team", by=admin, at=at)
    assert (desk.is_desk, post.is_desk) == (True, False)
    assert (desk.confirmed_at, desk.confirmed_by, post.confirmed_at) == (at, "The team", None)
    assert not actions.add_post(role=front_door, agency=council, title="Lead", is_desk=False, by=admin, at=at).is_desk


def test_the_role_of_a_post_never_changes(post, front_door):
    post.full_clean()
    post.role = front_door
    with pytest.raises(ValidationError, match="never changes"):
        post.full_clean()


def test_a_post_answers_for_areas_settings_and_agencies(post, council, leeds, admin, at):
    school = actions.add_setting(kind="school", name="Dene Primary", authority=leeds, by=admin, at=at)
    rows = actions.cover_many(post=post, basis=Basis.RESIDENCE, targets=[leeds, school, council], priority=2, by=admin, at=at)
    assert [(row.area, row.setting, row.agency) for row in rows] == [
        (leeds, None, None),
        (None, school, None),
        (None, None, council),
    ]
    assert {(row.role, row.priority) for row in Coverage.objects.all()} == {(post.role, 2)}
    assert Event.objects.filter(verb="covered").count() == 1


@pytest.mark.usefixtures("postcodes_file")
def test_a_postcode_district_or_sector_becomes_an_area_when_coverage_first_names_it(post, leeds, admin, at):
    first = actions.cover(post=post, basis=Basis.RESIDENCE, target="LS7 4", by=admin, at=at)
    again = actions.cover(post=post, basis=Basis.RESIDENCE, target="LS7 4", priority=2, by=admin, at=at)
    assert (first.area, first.area.kind) == (again.area, Area.Kind.POSTCODE_SECTOR)
    assert leeds in Area.objects.around(["LS7 4"])


@pytest.mark.usefixtures("no_postcodes")
@pytest.mark.parametrize("text", ["LS7 4AA", "ZZ99", "Leeds"])
def test_coverage_of_a_text_that_is_no_district_or_sector_is_refused(post, admin, at, text):
    with pytest.raises(ValidationError, match="not a postcode district or sector"):
        actions.cover(post=post, basis=Basis.RESIDENCE, target=text, by=admin, at=at)
    assert not Coverage.objects.exists()


def test_coverage_on_no_known_basis_is_refused(post, leeds, admin, at):
    with pytest.raises(ValidationError, match="not a valid choice"):
        actions.cover(post=post, basis="star sign", target=leeds, by=admin, at=at)


def test_coverage_is_of_the_posts_own_role(post, front_door, leeds):
    with pytest.raises(ValidationError, match="own role"):
        Coverage(post=post, role=front_door, area=leeds, basis=Basis.RESIDENCE).full_clean()


@pytest.mark.parametrize("said", [{"address": WHERE["address"]}, {"postcode": WHERE["postcode"]}, WHERE])
def test_a_confidential_agency_has_no_whereabouts(refuge, council_kind, leeds, admin, at, said):
    sentence = "confidential place. Leave out its address"
    with pytest.raises(ValidationError, match=sentence):
        actions.add_agency(name="Elm House", kind=council_kind, confidential=True, by=admin, at=at, **said)
    with pytest.raises(ValidationError, match=sentence):
        actions.add_team(agency=refuge, name="Night team", by=admin, at=at, **said)
    assert not Agency.objects.filter(name="Elm House").exists()
    assert not Team.objects.exists()


def test_a_confidential_agency_sits_in_a_council_and_nothing_smaller(council_kind, leeds, headingley, admin, at):
    actions.add_agency(name="Elm House", kind=council_kind, confidential=True, area=leeds, by=admin, at=at)
    with pytest.raises(ValidationError, match="nothing smaller"):
        actions.add_agency(name="Oak House", kind=council_kind, confidential=True, area=headingley, by=admin, at=at)


@pytest.mark.usefixtures("no_postcodes")
def test_a_confidential_agency_is_no_setting(refuge, admin, at):
    with pytest.raises(ValidationError, match="cannot be listed as a setting"):
        actions.add_setting(kind="other", name="Hollin House", agency=refuge, by=admin, at=at)
    school = actions.add_setting(kind="school", name="Dene Primary", by=admin, at=at)
    with pytest.raises(ValidationError, match="cannot be listed as a setting"):
        actions.adopt_setting(setting=school, agency=refuge, by=admin, at=at)
    school.refresh_from_db()
    assert school.agency is None


@pytest.mark.usefixtures("no_postcodes")
def test_a_confidential_agency_answers_for_councils_and_nothing_smaller(refuge, council, visitor, leeds, headingley, admin, at):
    school = actions.add_setting(kind="school", name="Dene Primary", by=admin, at=at)
    district = make_area("LS7", "LS7", "postcode_district")
    patch = make_area("local:abc", "North patch", "local", local_kind="patch")
    team = actions.add_team(agency=refuge, name="Outreach", by=admin, at=at)
    own = actions.add_post(role=visitor, agency=refuge, title="Support worker", by=admin, at=at)
    hosted = actions.add_post(role=visitor, agency=council, team=team, title="Adviser", by=admin, at=at)
    for post in (own, hosted):
        for target in (headingley, district, patch, school):
            with pytest.raises(ValidationError, match="nothing smaller"):
                actions.cover(post=post, basis=Basis.RESIDENCE, target=target, by=admin, at=at)
        actions.cover(post=post, basis=Basis.RESIDENCE, target=leeds, by=admin, at=at)
    actions.cover(post=own, basis=Basis.AGENCY, target=refuge, by=admin, at=at)
    assert set(Coverage.objects.values_list("area__code", flat=True)) == {"E08000035", None}


def test_new_hours_replace_the_old_ones(post, admin, at):
    actions.set_hours(thing=post, hours=[(0, time(9), time(17)), (1, time(9), time(17))], by=admin, at=at)
    rows = actions.set_hours(thing=post, hours=[(OpeningHours.BANK_HOLIDAY, time(0), time(0))], by=admin, at=at)
    assert list(post.hours.all()) == rows
    values = Event.objects.filter(verb="set hours").latest("id").values.get()
    assert (values.old, values.new) == ("Monday 09:00–17:00; Tuesday 09:00–17:00", "Bank holidays 00:00–00:00")


@pytest.mark.parametrize("wrong", [(8, time(9), time(17)), (0, "noon", time(17)), (0, time(9), None)])
def test_hours_that_are_none_leave_the_old_ones(post, admin, at, wrong):
    actions.set_hours(thing=post, hours=[(0, time(9), time(17))], by=admin, at=at)
    with pytest.raises(ValidationError):
        actions.set_hours(thing=post, hours=[wrong], by=admin, at=at)
    assert post.hours.count() == 1


def test_an_agency_has_one_rule_for_a_role(council, visitor, admin, at):
    actions.set_rule(agency=council, role=visitor, basis=RoleRule.Basis.RESIDENCE, by=admin, at=at)
    actions.set_rule(agency=council, role=visitor, basis=RoleRule.Basis.GP, by=admin, at=at)
    assert council.rules.get().basis == "gp"
    values = Event.objects.filter(verb="set rule").latest("id").values.get()
    assert (values.old, values.new) == ("residence", "gp")
    with pytest.raises(ValidationError):
        actions.set_rule(agency=council, role=visitor, basis="star sign", by=admin, at=at)


def test_a_right_holds_from_the_day_it_is_given(council, admin, at):
    given = actions.give_right(user=admin, agency=council, right=Membership.Right.ROSTER_ADMIN, by=None, at=at)
    assert given.starts_on == date(2026, 11, 23)
    assert list(Membership.objects.on(date(2026, 11, 23))) == [given]
    assert not Membership.objects.on(date(2026, 11, 22)).exists()
    with pytest.raises(ValidationError):
        actions.give_right(user=admin, agency=council, right=Membership.Right.ROSTER_ADMIN, by=None, at=at)


def test_somebody_has_one_home_patch(leeds, headingley, admin, at):
    actions.set_home_patch(user=admin, area=leeds, by=admin, at=at)
    actions.set_home_patch(user=admin, area=headingley, by=admin, at=at)
    admin.refresh_from_db()
    assert admin.home_patch.area == headingley


def test_dates_the_wrong_way_round_are_refused(visitor, council, leeds, post, admin, at):
    backwards = {"starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 1)}
    with pytest.raises(ValidationError):
        actions.add_post(role=visitor, agency=council, title="Health visitor", by=admin, at=at, **backwards)
    assert list(Post.objects.on(date(2026, 1, 15))) == [post]
    with pytest.raises(ValidationError, match="last day is before"):
        actions.cover(post=post, basis=Basis.RESIDENCE, target=leeds, by=admin, at=at, **backwards)
