"""The roster's pages: what waits, adding, handing over, confirming together, and who may not."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import Agency, Post, Team
from contacts.models import Appointment, Practitioner
from tests.profiles.world import LONG_AGO, words


def page(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200, response
    return words(response)


def hidden(response, name="seen"):
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


def home(rosters):
    return f"/agencies/{rosters.world.council.slug}/roster/"


def undo_of(response):
    return {"undo": hidden(response, "undo")}


PERSON = {"name": "Ann Holder", "phone": "01632 960001", "audience": "professional"}
ADD = {"kind": "holder", "order": "1"}


def test_the_first_thing_is_what_waits_most_serious_first(rosters, keeping):
    # Confirmed by the team on 23 November, for 90 days.
    assert "Nothing to do. Next check: 21 February 2027. 100% confirmed." in page(keeping, home(rosters))
    rosters.world.post("Named nurse, vacant", role=rosters.nurse)
    Appointment.objects.filter(pk=rosters.held.pk).update(confirmed_at=LONG_AGO)
    said = page(keeping, home(rosters))
    assert "2 things to do Named nurse, vacant: nobody is in this post Check 1 person" in said
    assert "0% confirmed." in said
    assert "Roster (2 to do)" in said


def test_more_than_five_tasks_are_folded_behind_see_all(rosters, keeping):
    for nth in range(7):
        rosters.world.post(f"Named nurse {nth}", role=rosters.nurse)
    assert "See all 7" in page(keeping, home(rosters))
    assert page(keeping, home(rosters), all=1).count("nobody is in this post") == 7


def test_a_new_roster_says_how_to_begin(rosters):
    fresh = rosters.world.agency("Fresh agency")
    client = rosters.browser(rosters.world.user("fresh@example.org", fresh, "roster_admin"))
    assert "No people yet. Add one, or upload a spreadsheet." in page(client, f"/agencies/{fresh.slug}/roster/")


def test_the_roster_costs_as_many_queries_for_three_posts_as_for_one(rosters, keeping):
    def cost():
        keeping.get(home(rosters))
        with CaptureQueriesContext(connection) as queries:
            page(keeping, home(rosters))
        return len(queries)

    one = cost()
    for nth in range(3):
        post = rosters.world.post(
            f"Another post {nth}", role=rosters.nurse, team=Team.objects.create(agency=rosters.world.council, name=f"T{nth}")
        )
        rosters.world.appoint(rosters.world.person(f"Person {nth}", f"01632 96010{nth}"), post)
    assert cost() == one


def test_roster_leads_to_the_one_there_is_and_merges_several(rosters, keeping):
    assert keeping.get("/roster/")["Location"] == home(rosters)
    rosters.world.post("Named nurse, vacant", role=rosters.nurse)
    surgeries = [rosters.world.agency(f"Surgery {nth}", entered_for=rosters.world.council) for nth in range(3)]
    for each in surgeries:
        rosters.world.post("Named GP, vacant", role=rosters.nurse, agency=each)
    said = page(keeping, "/roster/")
    assert "4 things to do" in said
    assert "Named GP, vacant: nobody is in this post Surgery 2" in said


def test_finding_on_a_roster_finds_posts_and_people_and_nobody_at_risk(rosters, keeping):
    found = keeping.post(home(rosters), {"find": "ann"}, follow=True)
    assert "Named nurse, Leeds" in words(found)
    assert re.search(r"\bann\b", found.redirect_chain[0][0], re.I) is None
    Practitioner.objects.filter(pk=rosters.ann.pk).update(restricted=True)
    said = words(keeping.post(home(rosters), {"find": "ann holder"}, follow=True))
    assert "Nothing here is called that." in said
    assert "Ann Holder" not in page(keeping, home(rosters))
    assert "Somebody reached through the team" in page(keeping, home(rosters))


def test_a_person_is_added_with_a_new_post_and_a_place(rosters, keeping):
    form = {
        **ADD,
        "name": "Nell New",
        "email": "nell@example.org",
        "phone": "01632 960009 ext 12",
        "role": "named-nurse",
        "place": "Leeds",
    }
    after = keeping.post(home(rosters) + "add/", form, follow=True)
    assert "Added. They will be told." in words(after)
    post = Post.objects.get(title="Named nurse, Leeds", appointments__practitioner__name="Nell New")
    assert post.coverages.get().area == rosters.world.leeds
    assert post.appointments.get().practitioner.contact_points.get(kind="phone").extension == "12"
    keeping.post("/roster/undo/", undo_of(after))
    assert not Practitioner.objects.filter(name="Nell New").exists()
    assert not Post.objects.filter(pk=post.pk).exists()


def test_a_new_post_that_somebody_else_came_into_stays_when_adding_is_undone(rosters, keeping):
    form = {**ADD, "name": "Nell New", "role": "named-nurse", "title": "Named nurse, new"}
    after = keeping.post(home(rosters) + "add/", form, follow=True)
    post = Post.objects.get(title="Named nurse, new")
    rosters.world.appoint(rosters.world.person("Dee Deputy"), post, "deputy")
    keeping.post("/roster/undo/", undo_of(after))
    assert [one.practitioner.name for one in post.appointments.all()] == ["Dee Deputy"]


def test_someone_like_this_is_asked_about_before_saving(rosters, keeping):
    post = rosters.world.post("Named nurse, vacant", role=rosters.nurse)
    form = {**ADD, "name": "ann holder", "post": post.key}
    asked = keeping.post(home(rosters) + "add/", form)
    assert "Someone like this is here." in words(asked)
    assert not post.appointments.exists()
    keeping.post(home(rosters) + "add/", {**form, "same": rosters.ann.key})
    assert post.appointments.get().practitioner == rosters.ann
    keeping.post(home(rosters) + "add/", {**form, "kind": "deputy", "same": "different"})
    assert Practitioner.objects.filter(name="ann holder").exists()


def test_somebody_of_another_agency_is_neither_offered_nor_taken(rosters, keeping):
    post = rosters.world.post("Named nurse, vacant", role=rosters.nurse)
    form = {**ADD, "name": "Tom Elsewhere", "post": post.key, "same": rosters.tom.key}
    assert "Someone like this" not in words(keeping.post(home(rosters) + "add/", form))
    assert post.appointments.get().practitioner != rosters.tom


@pytest.mark.parametrize(
    "form, said",
    [
        ({"name": ""}, "Say who."),
        ({"name": "Nell 943 476 5919"}, "This looks like an NHS number. The directory holds nothing about children or cases."),
        ({"name": "Nell 3/4/2014"}, "This looks like a date of birth."),
        ({"name": "Nell", "phone": "12"}, "Enter a phone number, like"),
        ({"name": "Nell", "starts_on": "soon"}, "Give a date, like 7/12/2026."),
        ({"name": "Nell", "role": ""}, "Choose a post, or the role of a new one."),
        ({"name": "Nell", "kind": "secondment"}, "Say from when until when"),
        ({"name": "Nell", "place": "Nowhere at all"}, "is not a postcode district or sector that we know"),
        ({"name": "Nell", "starts_on": "2026-12-07", "ends_on": "2026-12-01"}, "The last day is before the first."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_comes_back(rosters, keeping, form, said):
    before = Practitioner.objects.count(), Post.objects.count()
    response = keeping.post(home(rosters) + "add/", {**ADD, "role": "named-nurse", "title": "Typed title", **form})
    assert said in words(response)
    assert 'value="Typed title"' in response.content.decode()
    assert (Practitioner.objects.count(), Post.objects.count()) == before


def test_a_post_is_handed_over_on_a_date_and_undone(rosters, keeping):
    address = f"/appointments/{rosters.held.key}/end/"
    seen = hidden(keeping.get(address))
    after = keeping.post(address, {"seen": seen, "ends_on": "6/12/2026", "name": "Nell New"}, follow=True)
    said = words(after)
    assert "Nell New , Holder, from 7 December" in said or "Nell New, Holder, from 7 December" in said
    assert "To come." in said
    said = page(keeping, f"/posts/{rosters.post.key}/roster/", day="2026-12-07")
    assert "7 December: Nell New." in said
    assert "6 December: Ann Holder." in page(keeping, f"/posts/{rosters.post.key}/roster/", day="2026-12-06")
    keeping.post("/roster/undo/", undo_of(after))
    assert Appointment.objects.get(post=rosters.post).ends_on is None


def test_an_end_without_a_successor_is_a_vacancy_and_shows_what_somebody_saved_first(rosters, keeping):
    address = f"/appointments/{rosters.held.key}/end/"
    first, second = hidden(keeping.get(address)), hidden(keeping.get(address))
    keeping.post(address, {"seen": first, "ends_on": "2026-12-31"})
    late = keeping.post(address, {"seen": second, "ends_on": "2026-12-24"})
    assert "Someone saved first. Their last day now: 31 December." in words(late)
    keeping.post(address, {"seen": hidden(late), "ends_on": "2026-12-24"})
    assert Appointment.objects.get(pk=rosters.held.pk).ends_on == date(2026, 12, 24)


@pytest.mark.parametrize("day", ["nonsense", "2026-02-30", "99999-01-01", "x" * 90])
def test_a_day_that_is_none_is_explained(rosters, keeping, day):
    assert "Give a day" in page(keeping, f"/posts/{rosters.post.key}/roster/", day=day)


def test_the_second_of_two_admins_is_shown_both_and_loses_nothing(rosters, keeping):
    address = f"/people/{rosters.ann.key}/change/"
    first, second = hidden(keeping.get(address)), hidden(keeping.get(address))
    keeping.post(address, {**PERSON, "seen": first, "phone": "01632 960111"})
    late = keeping.post(address, {**PERSON, "seen": second, "phone": "01632 960222", "known_as": "Annie"})
    said = words(late)
    assert "Someone saved first." in said
    assert "Theirs: 01632 960111" in said
    assert "Yours: 01632 960222" in said
    assert 'value="Annie"' in late.content.decode()
    form = {**PERSON, "seen": hidden(late), "phone": "01632 960222", "known_as": "Annie"}
    undecided = keeping.post(address, form)
    assert "Choose theirs or yours for each." in words(undecided)
    keeping.post(address, {**form, "pick_phone": "theirs"})
    rosters.ann.refresh_from_db()
    assert (rosters.ann.known_as, rosters.ann.contact_points.get().value) == ("Annie", "01632 960111")


def test_an_edit_is_undone_unless_somebody_changed_it_since(rosters, keeping):
    address = f"/people/{rosters.ann.key}/change/"
    after = keeping.post(address, {**PERSON, "seen": hidden(keeping.get(address)), "name": "Ann Other"}, follow=True)
    assert "Saved. When it was confirmed stays as it was." in words(after)
    assert "Undone." in words(keeping.post("/roster/undo/", undo_of(after), follow=True))
    assert Practitioner.objects.get(pk=rosters.ann.pk).name == "Ann Holder"
    assert "It can no longer be undone." not in page(keeping, home(rosters))
    keeping.post(address, {**PERSON, "seen": hidden(keeping.get(address)), "name": "Ann Third"})
    assert "can no longer be undone" in words(keeping.post("/roster/undo/", undo_of(after), follow=True))
    assert "can no longer be undone" in words(keeping.post("/roster/undo/", {"undo": "junk"}, follow=True))


def test_an_undo_belongs_to_whoever_keeps_the_roster_then(rosters, keeping):
    address = f"/appointments/{rosters.held.key}/end/"
    after = keeping.post(address, {"seen": hidden(keeping.get(address)), "ends_on": "2026-12-31"}, follow=True)
    token = undo_of(after)
    rosters.admin.memberships.update(agency=rosters.trust)
    assert keeping.post("/roster/undo/", token).status_code == 403
    assert Appointment.objects.get(pk=rosters.held.pk).ends_on == date(2026, 12, 31)


def test_hours_shifts_and_order_change_on_one_form(rosters, keeping):
    address = f"/appointments/{rosters.held.key}/change/"
    form = {
        "seen": hidden(keeping.get(address)),
        "kind": "job_share",
        "order": "2",
        "day_0": "9-12, 13:00-17:00",
        "works_shifts": "1",
    }
    keeping.post(address, form)
    row = Appointment.objects.get(pk=rosters.held.pk)
    assert (row.kind, row.order, row.works_shifts) == ("job_share", 2, True)
    assert [str(hours) for hours in row.hours.all()] == ["0 09:00–12:00", "0 13:00–17:00"]
    wrong = keeping.post(address, {**form, "day_1": "late"})
    assert "Give hours, like 9:00-17:00." in words(wrong)


def test_a_post_and_a_team_change_and_move(rosters, keeping):
    address = f"/posts/{rosters.post.key}/change/"
    south = Team.objects.create(agency=rosters.world.council, name="Team South")
    form = {
        "seen": hidden(keeping.get(address)),
        "title": "Named nurse, city",
        "team": south.key,
        "audience": "agency",
        "phone": "0113 496 0222",
    }
    keeping.post(address, form)
    rosters.post.refresh_from_db()
    assert (rosters.post.title, rosters.post.team) == ("Named nurse, city", south)
    assert rosters.post.contact_points.get().audience == "agency"
    address = f"/teams/{south.key}/change/"
    seen = hidden(keeping.get(address))
    refused = keeping.post(
        address, {"seen": seen, "name": "Team South", "agency": rosters.trust.slug, "audience": "professional"}
    )
    assert refused.status_code == 200
    keeping.post(address, {"seen": seen, "name": "Team East", "agency": rosters.world.council.slug, "audience": "professional"})
    south.refresh_from_db()
    assert (south.name, south.agency) == ("Team East", rosters.world.council)


def test_an_agency_is_closed_only_when_ticked_and_can_be_kept_open(rosters, keeping):
    address = home(rosters) + "close/"
    assert "Tick that it is to be closed." in words(
        keeping.post(address, {"closed_on": "31/3/2027", "successor": "Example Health Trust"})
    )
    assert "There is no agency of this name" in words(
        keeping.post(address, {"closed_on": "31/3/2027", "successor": "None such", "sure": "1"})
    )
    keeping.post(address, {"closed_on": "31/3/2027", "successor": "example health trust", "sure": "1"})
    council = Agency.objects.get(pk=rosters.world.council.pk)
    assert (council.closed_on, council.successor) == (date(2027, 3, 31), rosters.trust)
    assert "It stays open." in words(keeping.post(address, {"open": "1"}, follow=True))
    assert Agency.objects.get(pk=council.pk).closed_on is None


def test_many_are_confirmed_together_and_the_unticked_put_right_one_by_one(rosters, keeping):
    deputies = [rosters.world.appoint(rosters.world.person(f"Deputy {nth}"), rosters.post, "deputy") for nth in range(3)]
    Appointment.objects.filter(post=rosters.post).update(confirmed_at=LONG_AGO)
    address = "/roster/confirm/"
    shown = keeping.get(address)
    assert "4 people. Untick anyone who has changed." in words(shown)
    ticked = [rosters.held.key, deputies[0].key]
    after = keeping.post(address, {"shown": hidden(shown, "shown"), "tick": [*ticked, rosters.there.key]}, follow=True)
    said = words(after)
    assert "2 confirmed by you. 2 to fix." in said
    assert "What has changed for Deputy 1?" in said
    assert "Next person" in said
    assert set(Appointment.objects.filter(confirmed_by="the team’s admin")) == {rosters.held, deputies[0]}
    assert "Confirmed by the team’s admin on 23 November." in page(keeping, f"/posts/{rosters.post.key}/")
    Appointment.objects.filter(post=rosters.post).update(confirmed_at=Appointment.objects.get(pk=rosters.held.pk).confirmed_at)
    assert "All confirmed." in page(keeping, address)


def test_whoever_is_put_right_is_confirmed_on_the_same_page_and_the_next_one_follows(rosters, keeping):
    deputy = rosters.world.appoint(rosters.world.person("Dee Deputy"), rosters.post, "deputy")
    Appointment.objects.filter(post=rosters.post).update(confirmed_at=LONG_AGO)
    shown = keeping.get("/roster/confirm/")
    first = keeping.post("/roster/confirm/", {"shown": hidden(shown, "shown")}, follow=True)
    assert "2 people to fix, one after the other." in words(first)
    assert "What has changed for Ann Holder?" in words(first)
    change = re.search(r'href="(/people/[^"]*/change/[^"]*fix=[^"]*)"', first.content.decode())[1].replace("&amp;", "&")
    asked = keeping.get(change)
    assert 'class="govuk-back-link" href="/roster/confirm/?fix=' in asked.content.decode()
    changed = keeping.post(change, {**PERSON, "seen": hidden(asked), "phone": "01632 960444"}, follow=True)
    assert "Saved." in words(changed)
    assert "What has changed for Ann Holder?" in words(changed)
    assert "01632 960444" in words(changed)
    assert "Undo" in words(changed)
    right = re.search(r'<form method="post" action="(/roster/confirm/[^"]*)"', changed.content.decode())[1].replace("&amp;", "&")
    following = keeping.post(right, {"shown": hidden(changed, "shown"), "tick": rosters.held.key}, follow=True)
    assert "1 confirmed by you. 1 to fix." in words(following)
    assert "What has changed for Dee Deputy?" in words(following)
    assert Appointment.objects.get(pk=rosters.held.pk).confirmed_by == "the team’s admin"
    assert Appointment.objects.get(pk=deputy.pk).confirmed_at == LONG_AGO
    end = re.search(r'href="(/appointments/[^"]*/end/[^"]*)"', following.content.decode())[1].replace("&amp;", "&")
    left = keeping.post(end, {"seen": hidden(keeping.get(end)), "ends_on": "2026-11-20"}, follow=True)
    assert "What has changed for Dee Deputy?" in words(left)
    assert "Now it is right" not in words(left)
    assert "Back to the roster" in words(left)


def test_a_list_of_people_to_confirm_says_what_is_confirmed_and_why_it_is_due(rosters, keeping):
    rosters.ann.contact_points.update(verified_at=LONG_AGO)
    said = page(keeping, "/roster/confirm/")
    assert "Ann Holder , Named nurse, Leeds 01632 960001 Telephone: Unconfirmed since" in said.replace("Holder,", "Holder ,")
    assert "recorded as checked by you" in said


def test_a_list_too_old_confirms_nobody(rosters, keeping):
    Appointment.objects.filter(pk=rosters.held.pk).update(confirmed_at=LONG_AGO)
    after = keeping.post("/roster/confirm/", {"shown": "junk", "tick": rosters.held.key}, follow=True)
    assert "The list is too old." in words(after)
    assert keeping.get("/roster/confirm/?fix=junk").status_code == 302
    assert Appointment.objects.get(pk=rosters.held.pk).confirmed_at == LONG_AGO


def test_people_confirm_their_own_card_in_one_press(rosters):
    ann = rosters.browser(rosters.ann.user)
    Appointment.objects.filter(pk=rosters.held.pk).update(confirmed_at=LONG_AGO)
    assert "Yes, still right" in page(ann, "/me/")
    assert "Confirmed today. Next: 21 February 2027." in words(ann.post("/me/confirm/", follow=True))
    assert "Confirmed by themselves on 23 November." in page(ann, f"/posts/{rosters.post.key}/")


def test_somebody_in_another_post_is_seconded_and_their_own_waits(rosters, keeping):
    there = rosters.world.post("Duty team", role=rosters.nurse)
    form = {"name": "Ann Holder", "same": rosters.ann.key, "post": there.key, "kind": "secondment", "starts_on": "2026-12-01"}
    after = keeping.post(home(rosters) + "add/", {**form, "ends_on": "2026-12-31"}, follow=True)
    assert "Secondment" in words(after)
    assert "5 December: nobody." in page(keeping, f"/posts/{rosters.post.key}/roster/", day="2026-12-05")
    assert "Added" not in words(keeping.post(home(rosters) + "add/", {**form, "name": "Nobody Known", "ends_on": "2026-12-31"}))


def test_another_agencys_admin_is_refused_with_the_reason(rosters):
    other = rosters.browser(rosters.other)
    addresses = ["", "add/", "close/"]
    for address in [
        *(home(rosters) + each for each in addresses),
        f"/appointments/{rosters.held.key}/end/",
        f"/people/{rosters.ann.key}/change/",
    ]:
        response = other.post(address, {"name": "X"}) if address != home(rosters) else other.get(address)
        assert response.status_code == 403
        assert "Only this agency’s admin can change its roster." in words(response)
