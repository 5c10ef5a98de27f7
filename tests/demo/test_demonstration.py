"""The demonstration partnership: big enough, messy enough, invented throughout, and the same every time."""

import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Q

from accounts.models import User
from agencies.models import Agency, Coverage, Membership, Partnership, Post, Role, RoleRule, Setting, Team
from areas.lookup import locate
from audit.models import Event
from contacts.models import Absence, Appointment, ContactPoint, Cover, Practitioner
from directory.demo import partnership
from directory.demo.builder import Builder, basis_for

DRAMA = re.compile(r"0113 496 0\d{3}|020 7946 0\d{3}|01632 960\d{3}|07700 900\d{3}")
INVENTED_MAIL = re.compile(r"[a-z0-9.-]+@([a-z0-9-]+\.)?demo\.example\.org")


def held_on(day):
    return Appointment.objects.on(day).exclude(kind=Appointment.Kind.DEPUTY)


# Size


def test_it_is_of_a_believable_size(demo):
    counts = {model.__name__: model.objects.count() for model in (Agency, Practitioner, Post, Team)}
    assert counts["Agency"] >= 60
    assert counts["Practitioner"] >= 400
    assert counts["Post"] >= 600
    assert counts["Team"] >= 60
    assert Setting.objects.of_kind("school").count() == 30
    assert Setting.objects.of_kind("surgery").count() == 24
    assert Setting.objects.values("authority").distinct().count() == 3


def test_it_is_one_demonstration_over_three_authorities(demo):
    [found] = Partnership.objects.all()
    assert found.demonstration
    assert found.name == "West Yorkshire demonstration partnership"
    assert sorted(found.areas.values_list("area__name", flat=True)) == ["Bradford", "Leeds", "Wakefield"]
    assert found.members.count() == Agency.objects.count()
    assert found.business_unit.kind.code == "lscp"


def test_every_agency_and_setting_is_labelled_as_a_demonstration(demo):
    named = [*Agency.objects.values_list("name", flat=True), *Setting.objects.values_list("name", flat=True)]
    assert [name for name in named if not name.endswith(" (demo)")] == []


# Nobody real


def test_every_number_is_one_that_rings_nowhere(demo):
    phones = ContactPoint.objects.filter(kind="phone").values_list("value", flat=True)
    settings = Setting.objects.exclude(phone="").values_list("phone", flat=True)
    assert len(phones) > 1000
    assert [number for number in [*phones, *settings] if not DRAMA.fullmatch(number)] == []
    assert set(ContactPoint.objects.filter(kind="short").values_list("value", flat=True)) == {"999", "101", "111"}


def test_every_mailbox_is_one_that_nobody_reads(demo):
    mail = ContactPoint.objects.filter(kind__in=["email", "secure_email"]).values_list("value", flat=True)
    accounts = User.objects.values_list("email", flat=True)
    assert len(mail) > 400
    assert [address for address in [*mail, *accounts] if not INVENTED_MAIL.fullmatch(address)] == []


def test_a_mobile_or_direct_line_is_one_persons_or_one_posts(demo):
    own = ContactPoint.objects.filter(kind="phone", extension="").filter(Q(practitioner__isnull=False) | Q(post__is_desk=False))
    assert not own.values("value").annotate(times=Count("id")).filter(times__gt=1).exists()


def test_codes_are_well_formed_and_in_no_register(demo):
    for setting in Setting.objects.prefetch_related("identifiers"):
        [identifier] = setting.identifiers.all()
        assert re.fullmatch(r"9\d{5}|Y9\d{4}", identifier.value)


# Always the same


def test_another_load_for_the_same_moment_draws_the_same(demo):
    again = partnership.draw(at=demo.at)
    assert [person.name for person in again.practitioners] == list(
        Practitioner.objects.order_by("pk").values_list("name", flat=True)
    )
    assert [post.title for post in again.posts] == list(Post.objects.order_by("pk").values_list("title", flat=True))
    points = ContactPoint.objects.order_by("pk").values_list("value", "extension", "verified_at")
    assert [(point.value, point.extension, point.verified_at) for point in again.contact_points] == list(points)


@pytest.mark.parametrize("month", [1, 5, 8, 12])
def test_in_any_month_there_is_as_much_of_everything(demo, month):
    at = demo.at.replace(month=month)
    then = partnership.draw(at=at)
    assert len(then.posts) == Post.objects.count()
    assert sum(absence.starts_at <= at < absence.ends_at for absence in then.absences) > 20
    assert all(point.verified_at <= at for point in then.contact_points if point.verified_at)


def test_a_directory_that_holds_a_partnership_is_left_alone(demo):
    posts = Post.objects.count()
    with pytest.raises(CommandError, match="holds a partnership already"):
        call_command("load_demo")
    assert Post.objects.count() == posts


@pytest.mark.django_db
def test_without_places_and_roles_it_says_what_to_run_first():
    with pytest.raises(CommandError, match="Run load_places and load_roles first"):
        call_command("load_demo")


@pytest.mark.django_db
def test_without_postcodes_it_says_so_and_leaves_nothing_behind(settings, tmp_path, capsys):
    settings.POSTCODES_FILE = tmp_path / "none.sqlite3"
    call_command("load_places")
    call_command("load_roles")
    with pytest.raises(CommandError, match="Run load_postcodes first"):
        call_command("load_demo")
    assert not Partnership.objects.exists()
    assert not Agency.objects.exists()


# Coverage


def test_every_post_answers_for_something_by_the_rule_of_its_role(demo):
    assert not Post.objects.filter(coverages=None).exclude(role__slug="schools-officer").exists()
    coverages = Coverage.objects.select_related("role", "setting", "area", "agency", "post")
    assert [str(row) for row in coverages if row.role_id != row.post.role_id] == []
    # What departs from the rule does so on purpose: a second basis, or a role that goes by surgery here.
    odd = [row for row in coverages if row.basis != basis_for(row.role, row.area or row.setting or row.agency)]
    assert {row.role.slug for row in odd} <= {"named-gp", "school-nurse", "camhs"}


def test_every_coverage_holds_today(demo):
    assert Coverage.objects.on(demo.at.date()).count() == Coverage.objects.count()


def test_each_0_19_service_shares_out_health_visitors_its_own_way(demo):
    rules = RoleRule.objects.filter(role__slug="hv").values_list("agency__area__name", "basis")
    assert sorted(rules) == [("Bradford", "gp"), ("Leeds", "residence"), ("Wakefield", "team")]
    people = Coverage.objects.filter(role__slug="hv", post__is_desk=False)
    leeds, bradford = people.filter(post__agency__area__name="Leeds"), people.filter(post__agency__area__name="Bradford")
    assert set(leeds.values_list("basis", "area__kind")) == {("residence", "postcode_district"), ("residence", "postcode_sector")}
    assert set(bradford.values_list("basis", "setting__kind")) == {("gp", "surgery")}
    desks = Coverage.objects.filter(role__slug="hv", post__is_desk=True).values_list("area__name", "basis")
    assert sorted(desks) == [("Bradford", "residence"), ("Leeds", "residence"), ("Wakefield", "residence")]


def test_what_postcode_parts_are_covered_lie_in_one_council(demo):
    parts = Coverage.objects.filter(area__kind__startswith="postcode").values_list("area__code", flat=True).distinct()
    assert len(parts) > 60
    for code in parts:
        kinds = [place.kind for place in locate(code).areas]
        assert kinds.count("authority") == 1, code


def test_schools_and_surgeries_are_where_their_postcodes_are(demo):
    for table, scheme in (("schools", "urn"), ("surgeries", "ods")):
        for row in Builder.table(table):
            [setting] = Setting.objects.with_code(scheme, row[scheme])
            found = locate(setting.postcode)
            assert found.authority.code == setting.authority.code
            assert (found.point.easting, found.point.northing, found.point.grid) == (
                setting.easting,
                setting.northing,
                setting.grid,
            )


def test_some_roles_nobody_holds_anywhere(demo):
    without = Role.objects.filter(posts=None).values_list("slug", flat=True)
    assert {"nrpf", "fnp"} <= set(without)
    assert len(without) < 10


# The mess of real life


def test_posts_stand_vacant_some_of_them_with_a_deputy(demo):
    today = demo.at.date()
    vacant = Post.objects.on(today).filter(is_desk=False).exclude(appointments__in=held_on(today))
    deputies = Appointment.objects.on(today).filter(kind="deputy", post__in=vacant)
    assert vacant.count() > 30
    assert deputies.count() > 3


def test_records_have_gone_stale_and_some_were_never_confirmed(demo):
    appointments = Appointment.objects.on(demo.at.date())
    assert appointments.filter(confirmed_at=None).count() > 20
    assert appointments.filter(confirmed_at__lt=demo.at - timedelta(days=180)).count() > 20
    for appointment in Appointment.objects.exclude(confirmed_at=None):
        assert appointment.starts_on <= appointment.confirmed_at.date() <= demo.at.date()
        assert appointment.ends_on is None or appointment.confirmed_at.date() <= appointment.ends_on


def test_some_are_away_with_cover_agreed_asked_for_or_missing(demo):
    away = Absence.objects.filter(starts_at__lte=demo.at, ends_at__gt=demo.at)
    assert away.filter(covers__state__in=["accepted", "by_phone"]).count() > 5
    assert away.filter(covers__state="asked").count() > 3
    assert away.filter(covers=None).count() > 5
    assert Absence.objects.filter(starts_at__gt=demo.at).exists()


def test_one_cover_is_away_too_and_covered(demo):
    covers = Cover.objects.filter(post__title="Prevent lead, Bradford", state="accepted").order_by("pk")
    first, second = covers
    assert second.absence.practitioner == first.practitioner
    assert first.absence.starts_at <= demo.at < first.absence.ends_at


def test_nobody_is_asked_to_cover_from_another_agency(demo):
    for cover in Cover.objects.select_related("post", "practitioner"):
        serving = cover.practitioner.appointments.on(demo.at.date()).filter(post__agency=cover.post.agency_id)
        assert serving.exists(), cover
        assert not cover.practitioner.restricted


def test_people_share_act_leave_arrive_and_work_part_of_the_week(demo):
    today = demo.at.date()
    assert Appointment.objects.filter(kind="job_share").count() > 20
    assert Appointment.objects.filter(kind="acting").count() > 5
    assert Appointment.objects.filter(starts_on__gt=today).count() > 5
    assert Appointment.objects.filter(ends_on__lt=today).count() > 5
    assert Appointment.objects.filter(term_time_only=True).count() > 20
    share = Post.objects.get(title="Health visitor, LS8")
    days = [{hours.day for hours in one.hours.all()} for one in share.appointments.all()]
    assert sorted(map(sorted, days)) == [[0, 1, 2], [2, 3, 4]]


def test_somebody_works_in_two_agencies(demo):
    agencies = Practitioner.objects.annotate(agencies=Count("appointments__post__agency", distinct=True))
    assert agencies.filter(agencies=2, appointments__post__role__slug="named-gp").count() == 3


def test_names_come_from_many_places_with_a_word_on_how_to_say_them(demo):
    names = " ".join(Practitioner.objects.values_list("name", flat=True))
    assert set("éáíłñ'-") <= set(names)
    assert Practitioner.objects.exclude(say_it="").count() > 30
    assert Practitioner.objects.exclude(languages="").count() > 50
    assert Practitioner.objects.exclude(known_as="").count() > 5


def test_numbers_have_extensions_audiences_and_ages(demo):
    points = ContactPoint.objects.all()
    assert points.exclude(extension="").count() > 50
    assert points.filter(audience="agency").count() > 10
    assert points.filter(audience="public").count() > 50
    assert points.filter(verified_at=None).count() > 50


# People at risk, places that must not be found


def test_one_person_is_restricted_and_their_post_looks_like_its_neighbours(demo):
    person = Practitioner.objects.get(restricted=True)
    [appointment] = person.appointments.all()
    neighbours = Post.objects.filter(team=appointment.post.team, is_desk=False)
    assert neighbours.count() == 4
    for post in neighbours.prefetch_related("contact_points", "appointments__hours"):
        assert post.team_first
        assert post.contact_points.count() == 0
        assert [one.hours.count() for one in post.appointments.all()] == [5]
    # What must stay hidden is there to be hidden.
    assert {point.kind for point in person.contact_points.all()} == {"phone", "email"}
    assert appointment.post.team.contact_points.filter(kind="phone").exists()


def test_every_post_reached_through_its_team_has_no_line_of_its_own_and_a_team_with_one(demo):
    reached = Post.objects.filter(team_first=True)
    assert reached.count() > 10
    assert not reached.filter(contact_points__isnull=False).exists()
    assert not reached.exclude(team__contact_points__kind="phone").exists()


def test_the_refuge_is_nowhere(demo):
    refuge = Agency.objects.get(confidential=True)
    assert (refuge.address, refuge.postcode, refuge.area.kind) == ("", "", "authority")
    assert not Setting.objects.filter(agency=refuge).exists()
    assert not Coverage.objects.filter(post__agency=refuge).exclude(area=None).exists()
    assert not Team.objects.filter(agency=refuge).exists()


def test_agencies_have_a_front_door_with_hours_and_somewhere_to_turn_at_night(demo):
    assert not Agency.objects.filter(hours=None).exists()
    assert not Agency.objects.exclude(contact_points__kind="phone").exists()
    assert Agency.objects.filter(out_of_hours=None).count() < 10
    assert Agency.objects.filter(entered_for__isnull=False).count() > 5
    multi = Team.objects.get(name="Leeds MASH")
    assert {partner.kind.code for partner in multi.partners.all()} == {"police", "icb", "la_education"}


# Accounts


def test_five_accounts_open_with_the_password_given(demo, client):
    rights = {
        "practitioner": {"practitioner"},
        "roster": {"practitioner", "roster_admin"},
        "manager": {"practitioner", "manager"},
        "privacy": {"practitioner", "privacy_lead"},
        "admin": {"practitioner", "directory_admin"},
    }
    for mailbox, expected in rights.items():
        user = demo.account(mailbox)
        assert user.check_password(demo.password)
        held = Membership.objects.on(demo.at.date()).filter(user=user)
        assert set(held.values_list("right", flat=True)) == expected
    assert demo.account("practitioner").home_patch.area.name == "Leeds"


def test_their_passwords_can_be_set_again(demo, monkeypatch, capsys):
    monkeypatch.setenv("DEMO_PASSWORD", "another-lantern-28")
    call_command("load_demo", "--password-only")
    assert capsys.readouterr().out == "5 accounts have the password in DEMO_PASSWORD\n"
    assert demo.account("roster").check_password("another-lantern-28")


def test_setting_them_again_needs_a_password(demo, monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="Set DEMO_PASSWORD"):
        call_command("load_demo", "--password-only")


def test_the_load_is_on_record(demo):
    assert Event.objects.filter(verb="entered a roster", thing="roster:demonstration").count() == 1
    assert Event.objects.filter(verb="entered a partnership").count() == 1
