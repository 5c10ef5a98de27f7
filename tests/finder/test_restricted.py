"""What nobody may read from an answer: who is at risk, by name, number or difference, and numbers for one agency alone."""

from datetime import date, time

import pytest

from agencies.models import Basis, Coverage, Membership, Role, RoleFallback
from contacts.models import Appointment, Cover
from directory.finder.ladder import Step
from directory.finder.sheet import sheet
from tests.finder.conftest import held, text_of
from tests.profiles.world import NOW

TWO_AM = NOW.replace(day=24, hour=2)
MONDAYS = [(0, time(9), time(17))]


CANARIES = ("Quillon", "01632 960999", "quillon@example.org", "kwill-on", "Sgt Zebra", "01632 960998")


def at_risk(leeds):
    person = leeds.person("Una Quillon", "01632 960999", restricted=True, say_it="kwill-on", rank="Sgt Zebra", known_as="Quillon")
    leeds.phone(person, "quillon@example.org", kind="email")
    return person


def nothing_leaks(leeds, person, **more):
    """Neither the answer nor the sheet, in any part, holds the person; whoever asks, and at whatever time."""
    for at in (NOW, TWO_AM):
        for user in (leeds.reader, leeds.colleague):
            found = leeds.ask(at=at, user=user, **more)
            told = text_of([found, sheet(found.given, at=at, user=user)])
            assert not [text for text in told for canary in (*CANARIES, person.key) if canary.casefold() in text.casefold()]
    return leeds.ask(**more)


def test_the_walk_that_looks_for_names_finds_one_that_is_there(leeds):
    held(leeds, "Ann Holder")
    told = text_of(leeds.ask())
    assert {"Ann Holder", "01632 960001"} <= set(told)


def test_a_person_at_risk_is_in_no_part_of_the_answer_as_holder(leeds):
    post, _ = held(leeds)
    person = at_risk(leeds)
    leeds.appoint(person, post, week=MONDAYS)
    leeds.phone(post, "01632 960998")
    answer = nothing_leaks(leeds, person)
    assert answer.ladder.first.step is Step.THROUGH_TEAM
    assert answer.ladder.vacant == []


@pytest.mark.parametrize("kind", ["deputy", "job_share", "acting"])
def test_nor_beside_somebody_else(leeds, kind):
    post, _ = held(leeds, "Ann Holder")
    person = at_risk(leeds)
    leeds.appoint(person, post, kind)
    nothing_leaks(leeds, person)


def test_nor_as_cover_nor_as_a_covers_cover(leeds):
    post, people = held(leeds, "Ann Holder")
    person, bea = at_risk(leeds), leeds.person("Bea Cover", "01632 960050")
    cover = leeds.cover(leeds.away(people["Ann Holder"]), post, person)
    nothing_leaks(leeds, person)
    Cover.objects.filter(pk=cover.pk).update(practitioner=bea)
    leeds.cover(leeds.away(bea), post, person)
    assert nothing_leaks(leeds, person).ladder.first.step is Step.THROUGH_TEAM


def test_nor_when_away_with_somebody_to_cover(leeds):
    post, _ = held(leeds)
    person = at_risk(leeds)
    leeds.appoint(person, post)
    leeds.cover(leeds.away(person), post, leeds.person("Bea Cover", "01632 960050"))
    answer = nothing_leaks(leeds, person)
    assert "Bea Cover" not in text_of(answer)


def test_nor_in_a_role_that_stands_in_nor_in_the_other_places_answer(leeds):
    Role.objects.filter(pk=leeds.visitor.pk).update(resolves_on="home|practice")
    surgery = leeds.setting("Example Surgery", kind="surgery")
    surgery.identifiers.create(scheme="ods", value="B86001")
    held(leeds, "Ann Holder")
    person, lead = at_risk(leeds), leeds.role("LEAD", "Team lead")
    RoleFallback.objects.create(role=leeds.visitor, next=lead, order=1)
    leeds.appoint(person, leeds.post("Lead", role=lead, covers=[leeds.leeds]))
    linked = leeds.post("Visitor of the surgery")
    Coverage.objects.create(post=linked, role=linked.role, basis=Basis.GP, setting=surgery)
    leeds.appoint(person, linked)
    answer = nothing_leaks(leeds, person, query="area=E08000035&practice=B86001")
    assert [post.title for post in answer.elsewhere] == ["Visitor of the surgery"]


@pytest.mark.parametrize("at", [NOW, TWO_AM])
def test_a_person_at_risk_a_shift_and_a_case_give_one_and_the_same_answer(leeds, at):
    post, _ = held(leeds)
    person = at_risk(leeds)
    leeds.appoint(person, post, week=MONDAYS)
    leeds.phone(post, "01632 960998")
    posts, people, roles = type(post).objects.filter(pk=post.pk), type(person).objects, Role.objects.filter(pk=leeds.visitor.pk)
    restricted = leeds.ask(at=at)
    people.update(restricted=False)
    posts.update(team_first=True)
    shift = leeds.ask(at=at)
    posts.update(team_first=False)
    roles.update(kind=Role.Kind.CASE)
    case = leeds.ask(at=at)
    Appointment.objects.all().delete()
    nobody = leeds.ask(at=at)
    assert restricted.ladder == shift.ladder == case.ladder == nobody.ladder


# Whose numbers.


def test_an_agencys_own_number_is_for_its_members_while_they_are_members(leeds):
    post = leeds.post(covers=[leeds.leeds])
    ann = leeds.person("Ann Holder")
    leeds.appoint(ann, post)
    leeds.phone(ann, "01632 960321", audience="agency")
    leeds.phone(ann, "01632 960322", audience="nobody")
    stranger = leeds.user("out@example.org", leeds.agency("Another agency"))
    assert leeds.ask(user=leeds.colleague).ladder.first.number.value == "01632 960321"
    for user in (leeds.reader, stranger):
        answer = leeds.ask(user=user)
        assert answer.ladder.first.number.value == "0113 496 0111"
        assert not {"01632 960321", "01632 960322"} & set(text_of(answer))
    Membership.objects.filter(user=leeds.colleague).update(ends_on=date(2026, 11, 22))
    assert "01632 960321" not in text_of(leeds.ask(user=leeds.colleague))
    assert "01632 960322" not in text_of(leeds.ask(user=leeds.colleague))


def test_a_line_for_professionals_is_given_instead_of_the_public_one(leeds):
    desk = leeds.desk("Leeds front door", "01632 960700", covers=[leeds.leeds])
    leeds.phone(desk, "01632 960701", audience="professional", order=2)
    assert leeds.ask("front-door-child").ladder.first.number.value == "01632 960701"
