"""Finding who is here twice, saying that they differ, and making two entries into one."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.away.actions import go_away
from contacts.details.actions import change_name, change_number
from contacts.duplicates import finding
from contacts.duplicates.actions import merge, propose, say_different
from contacts.models import Absence, Appointment, ContactPoint, Cover, Merged, Pair, Practitioner
from search.index import disagreements, rebuild
from tests.profiles.world import NOW, words


@pytest.fixture
def trust(world):
    return world.agency("Example Health Trust")


@pytest.fixture
def tunde(world, trust):
    """The trust's roster admin."""
    return world.user("tunde@example.org", trust, "roster_admin")


@pytest.fixture
def again(world, trust):
    """Ann Holder once more, at the trust."""
    person = world.person("Ann Holder", "01632 960555")
    world.appoint(person, world.post("Safeguarding nurse", agency=trust))
    return person


@pytest.fixture
def twin(world):
    """Ann Holder once more, in the council itself."""
    person = world.person("Ann Holder", "0113 496 0101")
    world.appoint(person, world.post("Health visitor"))
    return person


def page_of(one, other):
    return f"/duplicates/{one.key}/{other.key}/"


def pairs(*agencies):
    return [(each.one, each.other) for each in finding.likely([agency.pk for agency in agencies], NOW.date())]


def same(client, keep, gone):
    return client.post(page_of(keep, gone), {"say": "same", "keep": keep.key}, follow=True)


# Finding


def test_the_same_person_is_found_by_name_nickname_mailbox_and_number(world, nurse):
    for name, number, mail in (
        ("Ann Holder", "", ""),
        ("Elizabeth Ward", "0113 496 0150", ""),
        ("Liz Ward", "0113 496 0150", ""),
        ("Ann Married", "0113 496 0101", "ann.holder@trust.example.org"),
        ("Beth Other", "0113 496 0101", ""),
    ):
        person = world.person(name, number)
        world.appoint(person, world.post(f"Post of {name}"))
        if mail:
            world.phone(person, mail, kind="email")
    found = {frozenset(Practitioner.objects.filter(pk__in=pair).values_list("name", "pk")) for pair in pairs(world.council)}
    assert {frozenset(name for name, _pk in pair) for pair in found} == {
        frozenset({"Ann Holder"}), frozenset({"Elizabeth Ward", "Liz Ward"}), frozenset({"Ann Holder", "Ann Married"}),
    }  # fmt: skip


def test_a_number_that_a_whole_team_shares_says_nothing(world):
    for nth in range(6):
        person = world.person(f"Person{nth} Same", "0113 496 0190")
        world.phone(person, f"duty@{nth}.example.org", kind="email")
        world.appoint(person, world.post(f"Post {nth}"))
    assert pairs(world.council) == []


def test_both_agencies_see_a_pair_and_others_do_not(world, nurse, again, trust):
    assert pairs(world.council) == pairs(trust) == [(nurse.pk, again.pk)]
    assert pairs(world.agency("A third")) == []


def test_looking_for_thirty_people_asks_as_much_as_looking_for_three(world):
    costs = []
    for many in (3, 27):
        for nth in range(many):
            for _twice in range(2):
                world.appoint(world.person(f"Person{many}{nth} Name", f"0113 496 0{many:03}"), world.post(f"Post {many} {nth}"))
        with CaptureQueriesContext(connection) as asked:
            assert pairs(world.council)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_the_list_says_in_words_why_and_costs_the_same_however_long(world, browse, bola, nurse, twin):
    client = browse(bola)
    page = client.get("/duplicates/")
    assert "Ann Holder They have the same name, the same number." in words(page)
    assert "Ann Holder: Named nurse, East, Leeds children's services" in words(page)
    with CaptureQueriesContext(connection) as few:
        client.get("/duplicates/")
    for nth in range(5):
        for _twice in range(2):
            world.appoint(world.person(f"Person{nth} Name"), world.post(f"Post {nth}"))
    with CaptureQueriesContext(connection) as many:
        client.get("/duplicates/")
    assert len(many) == len(few)


def test_nobody_here_twice_says_so(browse, bola, nurse):
    assert "Nobody looks as if they were here twice." in words(browse(bola).get("/duplicates/"))


# Saying that they differ


def test_different_is_remembered(browse, bola, nurse, twin, world):
    said = browse(bola).post(page_of(nurse, twin), {"say": "different"}, follow=True)
    assert "Two people. You won’t be asked again." in words(said)
    assert pairs(world.council) == []
    assert "Bola Example said that two people of nearly the same name are different" in words(
        browse(bola).get(f"/agencies/{world.council.slug}/history/")
    )
    assert Practitioner.objects.count() == 2


# Making them one


def test_one_entry_keeps_what_both_had(world, browse, bola, nurse, twin):
    world.phone(twin, "0113 496 0177")
    colleague = world.person("Some Colleague")
    go_away(practitioner=twin, starts_at=NOW, ends_at=NOW + timedelta(days=1), by=bola, at=NOW)
    world.cover(world.away(colleague), twin.appointments.get().post, twin)
    account = world.user("ann@example.org")
    twin.user, twin.languages = account, "Urdu"
    twin.save()
    rebuild()
    done = same(browse(bola), nurse, twin)
    assert "One entry now, with both histories." in words(done)
    assert done.redirect_chain[-1][0] == f"/people/{nurse.key}/"
    nurse.refresh_from_db()
    assert (nurse.user, nurse.languages) == (account, "Urdu")
    assert set(nurse.appointments.values_list("post__title", flat=True)) == {"Named nurse, East", "Health visitor"}
    values = sorted(nurse.contact_points.values_list("value", flat=True))
    assert values == ["0113 496 0101", "0113 496 0177", "ann.holder@example.org"]
    assert (Absence.objects.filter(practitioner=nurse).count(), Cover.objects.filter(practitioner=nurse).count()) == (1, 1)
    assert not Practitioner.objects.filter(pk=twin.pk).exists()
    assert disagreements() == []


def test_the_history_of_who_stays_tells_both(browse, bola, nurse, number, twin):
    change_number(point=number, value="0113 496 0119", says="x", by=bola, at=NOW)
    change_number(point=twin.contact_points.get(), value="0113 496 0188", says="x", by=bola, at=NOW)
    same(browse(bola), nurse, twin)
    said = words(browse(bola).get(f"/people/{nurse.key}/history/"))
    assert "now 0113 496 0119" in said
    assert "now 0113 496 0188" in said
    assert "Bola Example made two entries into one" in said


def test_the_old_address_leads_to_who_stayed(browse, bola, world, nurse, twin):
    same(browse(bola), nurse, twin)
    assert browse(world.user()).get(f"/people/{twin.key}/")["Location"] == f"/people/{nurse.key}/"
    nurse.refresh_from_db()
    nurse.restricted = True
    nurse.save()
    assert browse(world.user("other@example.org")).get(f"/people/{twin.key}/").status_code == 404


def test_what_would_stand_twice_stands_once(world, bola, nurse, post):
    twin = world.person("Ann Holder", "0113 496 0101")
    nurse.appointments.update(starts_on=date(2026, 3, 1), ends_on=date(2026, 12, 31))
    world.appoint(twin, post, starts_on=date(2026, 1, 1))
    world.cover(world.away(nurse), post, twin)
    third = world.person("Third Person")
    say_different(one=twin, other=third, by=bola, at=NOW)
    merge(keep=nurse, gone=twin, by=bola, at=NOW)
    assert list(nurse.appointments.values_list("starts_on", "ends_on")) == [(date(2026, 1, 1), None)]
    assert not Cover.objects.exists()
    assert ContactPoint.objects.filter(value="0113 496 0101").count() == 1
    assert Pair.objects.of(nurse, third).different().exists()
    assert Merged.objects.into(nurse.pk) == [twin.pk]


def test_who_became_one_twice_over_still_has_every_history(world, bola, nurse, twin):
    third = world.person("Ann Holder")
    merge(keep=twin, gone=third, by=bola, at=NOW)
    merge(keep=nurse, gone=twin, by=bola, at=NOW)
    assert sorted(Merged.objects.into(nurse.pk)) == sorted([twin.pk, third.pk])


def test_two_accounts_leave_the_one_of_who_stays_and_the_page_says_so(world, browse, bola, nurse, twin):
    for person, mail in ((nurse, "ann@example.org"), (twin, "twin@example.org")):
        person.user = world.user(mail)
        person.save()
    assert "only the account of the entry that stays is linked" in words(browse(bola).get(page_of(nurse, twin)))
    same(browse(bola), nurse, twin)
    nurse.refresh_from_db()
    assert nurse.user.email == "ann@example.org"


def test_the_page_says_that_it_cannot_be_undone_and_asks_which_stays(browse, bola, nurse, twin):
    said = words(browse(bola).get(page_of(nurse, twin)))
    assert "This cannot be undone." in said
    assert "0113 496 0101" in said
    for form, problem in (({"say": "same"}, "Say which entry stays."), ({}, "Say whether they are the same person.")):
        assert problem in words(browse(bola).post(page_of(nurse, twin), form))
    assert browse(bola).post(page_of(nurse, twin), {"say": "same", "keep": "zzzzzzzzzz"}).status_code == 200
    assert Practitioner.objects.count() == 2


# Across two agencies


def test_across_agencies_one_proposes_and_the_other_agrees(world, browse, bola, tunde, nurse, again):
    assert "It needs the word of an admin of each agency." in words(browse(bola).get(page_of(nurse, again)))
    said = words(same(browse(bola), nurse, again))
    assert "Noted. They become one when an admin of the other agency agrees." in said
    assert Practitioner.objects.filter(pk=again.pk).exists()
    same(browse(bola), nurse, again)
    assert Practitioner.objects.filter(pk=again.pk).exists(), "one side's word twice is still one side's"
    assert "Leeds children's services says they are the same person." in words(browse(tunde).get("/duplicates/"))
    agreed = same(browse(tunde), nurse, again)
    assert "One entry now, with both histories." in words(agreed)
    assert set(nurse.appointments.values_list("post__agency__name", flat=True)) == {
        "Leeds children's services", "Example Health Trust",
    }  # fmt: skip


def test_whoever_keeps_both_rosters_needs_nobody_else(world, browse, bola, trust, nurse, again):
    trust.entered_for = world.council
    trust.save()
    assert "One entry now" in words(same(browse(bola), nurse, again))


def test_nobody_else_may_say_anything(world, browse, nurse, again):
    third = world.user("third@example.org", world.agency("A third"), "roster_admin")
    for form in ({"say": "different"}, {"say": "same", "keep": nurse.key}):
        refused = browse(third).post(page_of(nurse, again), form)
        assert refused.status_code == 403
    assert not Pair.objects.exists()
    assert browse(world.user("plain@example.org")).get("/duplicates/").status_code == 403


# Somebody at risk


def test_nobody_at_risk_is_found_named_or_made_one(world, browse, bola, nurse, twin):
    propose(keep=nurse, other=twin, agency=world.council, by=bola, at=NOW)
    twin.restricted = True
    twin.save()
    assert pairs(world.council) == []
    page = browse(bola).get("/duplicates/").content.decode()
    assert not re.search("Holder", page)
    for address in (page_of(nurse, twin), page_of(twin, nurse)):
        assert browse(bola).get(address).status_code == 404
        assert browse(bola).post(address, {"say": "same", "keep": nurse.key}).status_code == 404
    with pytest.raises(ValidationError):
        merge(keep=nurse, gone=twin, by=bola, at=NOW)
    assert Appointment.objects.filter(practitioner=twin).exists()


def test_whoever_became_one_with_somebody_now_at_risk_is_told_nowhere_either(world, browse, bola, nurse, twin):
    change_name(practitioner=twin, name="Ann Formerly", by=bola, at=NOW)
    history = f"/agencies/{world.council.slug}/history/"
    same(browse(bola), nurse, twin)
    assert "now Ann Formerly" in words(browse(bola).get(history))
    nurse.refresh_from_db()
    nurse.restricted = True
    nurse.save()
    assert not re.search("Holder|Formerly", browse(bola).get(history).content.decode())


def test_two_that_one_already_made_one_say_so(browse, bola, nurse, twin):
    with pytest.raises(ValidationError, match="not there any more"):
        merge(keep=nurse, gone=nurse, by=bola, at=NOW)
    same(browse(bola), nurse, twin)
    assert browse(bola).get(page_of(nurse, twin)).status_code == 404
    assert browse(bola).get(page_of(nurse, nurse)).status_code == 404
