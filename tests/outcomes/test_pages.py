"""Telling how a call went, saying what is wrong, and deciding about it: what each person sees."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from contacts.models import ContactPoint, Correction, Outcome
from contacts.outcomes.actions import tell_outcome
from tests.finder.reading import cards, ring
from tests.profiles.world import LONG_AGO, NOW, words

ANSWER = "/find/hv/?area=E08000035"
ASKED = "Did you get through?"


def browser(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def caller(callers):
    return browser(callers[0])


def press(client, page, label, nth=0):
    """Press the nth button of this label on the page at the address `page`, and follow it back."""
    body = client.get(page).content.decode()
    said = re.findall(rf'<button form="through" name="said" value="([^"]+)">{label}</button>', body)[nth]
    back = re.search(r'name="back" value="([^"]+)"', body)[1].replace("&amp;", "&")
    return client.post("/through/", {"said": said, "back": back}, follow=True)


def test_every_number_of_an_answer_asks_and_the_way_back_is_the_same_answer(caller, number, line):
    page = caller.get(ANSWER)
    assert words(page).count(ASKED) == page.content.decode().count('href="tel:') - 4  # 999 and 101, twice
    after = press(caller, ANSWER, "Spoke to them")
    assert after.redirect_chain == [(ANSWER, 302)]
    assert "Thanks." in words(after)
    assert "Confirmed by somebody who got through on 23 November." in ring(after)
    assert Outcome.objects.get().point == number


def test_nobody_is_asked_again_about_that_number_that_day(caller, callers, number, line):
    before = words(caller.get(ANSWER)).count(ASKED)
    press(caller, ANSWER, "No answer")
    assert words(caller.get(ANSWER)).count(ASKED) == before - 1
    assert words(browser(callers[1]).get(ANSWER)).count(ASKED) == before
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert words(browser(callers[0]).get(ANSWER)).count(ASKED) == before


def test_an_answer_for_another_time_does_not_ask(caller, post):
    assert ASKED not in words(caller.get(f"{ANSWER}&at=2026-11-24T10:00"))


@pytest.mark.parametrize("label", ["Wrong number", "Has left", "Not the right person"])
def test_a_wrong_number_gives_way_at_once_and_says_why(caller, number, line, label):
    assert "01632 960001" in ring(caller.get(ANSWER))
    after = press(caller, ANSWER, label)
    thanks = "Thanks. The team now knows the number is wrong." if label == "Wrong number" else "Thanks. The team now knows."
    assert thanks in words(after)
    assert "0113 496 0111" in ring(after)
    assert "Ann Holder: Reported wrong today. Another number comes first." in words(after)
    assert [text for _, text in cards(after) if "01632 960001" in text and "Reported wrong today." in text]


def test_the_post_and_the_person_say_so_too(caller, callers, number, line, post, ann):
    press(caller, ANSWER, "Wrong number")
    assert "Reported wrong today. Another number comes first." in words(caller.get(f"/posts/{post.key}/"))
    assert "Reported wrong today." in words(caller.get(f"/people/{ann.key}/"))
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        assert "Reported wrong on 23 November." in words(browser(callers[0]).get(f"/people/{ann.key}/"))


def test_the_only_number_there_is_stays_and_says_that_it_was_reported(world, caller, number, line):
    world.team.contact_points.all().delete()
    after = press(caller, ANSWER, "Wrong number")
    assert "01632 960001" in ring(after)
    assert "Reported wrong today." in words(after)


def test_a_duty_line_keeps_its_place_and_its_owner_is_told_at_once(world, caller, roster, post):
    ContactPoint.objects.filter(practitioner__isnull=False).delete()
    page = f"/posts/{post.key}/"
    assert "0113 496 0111" in ring(caller.get(page))
    press(caller, page, "Wrong number")
    assert "0113 496 0111" in ring(caller.get(page))
    assert "Reported wrong" not in ring(caller.get(page))
    assert "Reported wrong: Team North, 0113 496 0111" in words(browser(roster).get("/"))
    assert "Reported wrong" not in words(caller.get("/"))


@pytest.mark.parametrize("page", ["post", "person", "agency"])
def test_profiles_ask_and_lead_back_to_themselves(world, caller, number, line, post, ann, page):
    world.phone(world.council, "0113 496 0130")
    address = {"post": f"/posts/{post.key}/", "person": f"/people/{ann.key}/", "agency": f"/agencies/{world.council.slug}/"}[page]
    after = press(caller, address, "Someone could help")
    assert after.redirect_chain == [(address, 302)]
    assert Outcome.objects.get().kind == "helped"


def test_a_site_asks_too(world, caller, number, line, post):
    school = world.setting()
    lead = world.role("DSL", "Safeguarding lead")
    held = world.post("Lead of Example Primary", role=lead, covers=[school])
    world.appoint(world.person("Sam Lead", "01632 960044"), held)
    after = press(caller, f"/settings/{school.key}/", "Left a message")
    assert after.redirect_chain == [(f"/settings/{school.key}/", 302)]


@pytest.mark.parametrize(
    "said",
    ["", "spoke", "no/such/thing", "zzzzzzzzzz/spoke/spoke", "{number}/{post}/chatted", "{number}/{post}/", "\x00", "é/é/spoke"],
)
def test_what_no_button_sends_is_turned_away(caller, number, post, said):
    said = said.format(number=number.key, post=post.key)
    response = caller.post("/through/", {"said": said, "back": ANSWER}, follow=True)
    assert "Choose how it went." in words(response)
    assert not Outcome.objects.exists()


@pytest.mark.parametrize("said", ["zzzzzzzzzz/{post}/spoke", "{number}/zzzzzzzzzz/spoke"])
def test_a_number_or_post_that_never_was_is_missing(caller, number, post, said):
    assert caller.post("/through/", {"said": said.format(number=number.key, post=post.key)}).status_code == 404


@pytest.mark.parametrize(
    "back", ["https://evil.example/find/", "//evil.example", "/sign-out/", "/find/\\evil", "javascript:x", ""]
)
def test_the_way_back_is_one_of_our_own_pages_or_the_first(caller, number, post, back):
    response = caller.post("/through/", {"said": f"{number.key}/{post.key}/spoke", "back": back})
    assert response["Location"] == "/"


def test_a_number_one_may_not_see_is_as_missing_as_one_that_never_was(world, caller, post):
    hidden = world.person("Una Quillon", "01632 960999", restricted=True)
    own = world.phone(world.person("Ina Side"), "01632 960998", audience="agency")
    mail = world.phone(post, "duty@example.org", kind="email")
    for point in (hidden.contact_points.get(), own, mail):
        assert caller.post("/through/", {"said": f"{point.key}/{post.key}/spoke"}).status_code == 404
    assert not Outcome.objects.exists()


def test_a_post_reached_through_its_team_names_nobody_whatever_is_told(world, caller, roster):
    hidden = world.person("Una Quillon", "01632 960999", restricted=True)
    post = world.post("Officer", covers=[world.leeds])
    world.appoint(hidden, post)
    press(caller, f"/posts/{post.key}/", "Has left")
    for client in (caller, browser(roster)):
        for page in (ANSWER, f"/posts/{post.key}/", f"/wrong/posts/{post.key}/", "/"):
            assert not re.search("Quillon|960999", client.get(page).content.decode())
    said = words(browser(roster).get("/corrections/"))
    assert "They have left this post: Team North Officer" in said
    assert not re.search("Quillon|960999", said)


def test_a_report_about_somebody_who_is_now_at_risk_stands_nowhere(caller, roster, number, line, ann, post):
    press(caller, ANSWER, "Wrong number")
    ann.restricted = True
    ann.save()
    assert "Nothing reported." in words(browser(roster).get("/corrections/"))
    assert "report of wrong details" not in words(browser(roster).get("/"))
    assert browser(roster).post(f"/corrections/{Correction.objects.get().key}/", {"decide": "keep"}).status_code == 404


# Saying what is wrong


def tell(client, address, **form):
    return client.post(address, form, follow=True)


def test_a_report_says_where_it_goes_and_is_decided_there_and_heard_of_here(caller, callers, roster, number, line, post):
    address = f"/wrong/posts/{post.key}/"
    assert f'href="{address}"' in caller.get(ANSWER).content.decode()
    page = words(caller.get(address))
    assert "Goes to Leeds children's services. You’ll hear back." in page
    assert "01632 960001, Ann Holder" in page
    sent = tell(caller, address, what="number", which=number.key, value="01632 960002")
    assert sent.redirect_chain == [(f"/posts/{post.key}/", 302)]
    assert "It goes to Leeds children's services. You’ll hear back on your first page." in words(sent)

    admin = browser(roster)
    assert "1 report of wrong details to check" in words(admin.get("/"))
    listed = admin.get("/corrections/")
    assert "The number is wrong: Ann Holder" in words(listed)
    assert "Now 01632 960001" in words(listed)
    assert 'value="01632 960002"' in listed.content.decode()
    done = tell(admin, f"/corrections/{Correction.objects.get().key}/", decide="use", value="01632 960002")
    assert "Put right." in words(done)
    assert "Nothing reported." in words(done)

    assert "01632 960002" in ring(caller.get(ANSWER))
    heard = "Health visitor, Chapel Allerton: what you reported has been put right. Thanks."
    assert heard in words(caller.get("/"))
    assert heard not in words(admin.get("/"))
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        assert heard not in words(browser(callers[0]).get("/"))


def test_what_is_right_stays_and_its_reporter_hears_that_too(caller, roster, number, line, post):
    tell(caller, f"/wrong/posts/{post.key}/", what="number", which=number.key)
    tell(browser(roster), f"/corrections/{Correction.objects.get().key}/", decide="keep")
    assert "what you reported was checked, and is right as it stands." in words(caller.get("/"))
    assert "01632 960001" in ring(caller.get(ANSWER))


def test_what_is_missing_from_a_report_is_asked_for_and_the_typing_is_kept(caller, number, line, post):
    address = f"/wrong/posts/{post.key}/"
    assert "Say what is wrong." in words(tell(caller, address, value="01632 960002"))
    which = tell(caller, address, what="number", value="01632 960002")
    assert "Say which number." in words(which)
    assert 'value="01632 960002"' in which.content.decode()
    odd = tell(caller, address, what="number", which=number.key, value="943 476 5919")
    assert "Enter a phone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192." in words(odd)
    assert tell(caller, address, what="number", which="zzzzzzzzzz").status_code == 200
    assert not Correction.objects.exists()


def test_a_post_with_one_number_needs_no_question_which_and_one_without_offers_what_can_be_wrong(world, caller, line):
    vacant = world.post("Officer")
    page = caller.get(f"/wrong/posts/{vacant.key}/")
    assert "Number shown: 0113 496 0111, Team North" in words(page)
    tell(caller, f"/wrong/posts/{vacant.key}/", what="number")
    assert Correction.objects.get().point == line
    bare = world.post("Nobody’s", agency=world.agency("Bare"))
    said = words(caller.get(f"/wrong/posts/{bare.key}/"))
    assert "A number is missing" in said
    assert "The number is wrong" not in said


def test_an_agency_can_be_reported_with_its_own_numbers(world, caller, roster):
    point = world.phone(world.council, "0113 496 0130", label="Switchboard")
    sent = tell(caller, f"/wrong/agencies/{world.council.slug}/", what="number", which=point.key)
    assert sent.redirect_chain == [(f"/agencies/{world.council.slug}/", 302)]
    assert "Reported wrong: Leeds children's services, 0113 496 0130" in words(browser(roster).get("/"))


# Deciding


def test_a_number_that_is_none_is_refused_with_the_typing_kept(caller, roster, number, line, post):
    tell(caller, f"/wrong/posts/{post.key}/", what="number", which=number.key)
    admin, address = browser(roster), f"/corrections/{Correction.objects.get().key}/"
    for typed in ("", "nonsense"):
        page = admin.post(address, {"decide": "use", "value": typed})
        assert "Error: Enter a phone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192." in words(page)
        assert f'value="{typed}"' in page.content.decode()
    assert Correction.objects.open().count() == 1


@pytest.mark.parametrize(
    "what, proposed, said",
    [
        ("number", "0909 879 0001", "Premium-rate number: the caller pays more."),
        ("email", "ann.holder@gmail.example.org.uk", ""),
        ("email", "ann@hotmail.com", "hotmail.com is not a domain of work mail."),
    ],
)
def test_an_odd_detail_is_asked_about_once_more_whoever_proposed_it(
    caller, roster, world, number, line, post, ann, what, proposed, said
):
    world.phone(ann, "ann@example.org", kind="email")
    tell(caller, f"/wrong/people/{ann.key}/", what=what, which=number.key if what == "number" else "", value=proposed)
    admin, correction = browser(roster), Correction.objects.get()
    address = f"/corrections/{correction.key}/"
    page = admin.post(address, {"decide": "use", "value": proposed})
    if said:
        assert said in words(page)
        assert "Keep it: it is right, and for work" in words(page)
        assert Correction.objects.open().count() == 1
        assert re.search(rf'name="keep_value" type="checkbox" value="{proposed}">', page.content.decode())
        admin.post(address, {"decide": "use", "value": proposed, "keep_value": proposed})
    assert Correction.objects.open().count() == 0
    assert ContactPoint.objects.filter(value=proposed).exists()


@pytest.mark.parametrize("kind, button", [("Has left", "Yes, they have left"), ("Not the right person", "Take the number away")])
def test_each_button_says_what_it_does(caller, roster, number, line, kind, button):
    press(caller, ANSWER, kind)
    admin = browser(roster)
    assert button in words(admin.get("/corrections/"))
    tell(admin, f"/corrections/{Correction.objects.get().key}/", decide="use")
    assert "01632 960001" not in words(caller.get(ANSWER))


def test_a_wrong_number_can_be_taken_away_and_one_nobody_proposed_asks_for_the_right_one(caller, roster, number, line):
    press(caller, ANSWER, "Wrong number")
    admin = browser(roster)
    assert "Now 01632 960001 Right number Use it" in words(admin.get("/corrections/"))
    done = tell(admin, f"/corrections/{Correction.objects.get().key}/", decide="take away")
    assert "Nobody sees it now." in words(done)
    assert "01632 960001" not in words(caller.get(ANSWER))


def test_what_a_colleague_decided_meanwhile_is_said(caller, roster, number, line, post):
    press(caller, ANSWER, "Wrong number")
    address = f"/corrections/{Correction.objects.get().key}/"
    tell(browser(roster), address, decide="keep")
    assert "Somebody has decided this already." in words(tell(browser(roster), address, decide="keep"))


@pytest.mark.parametrize("right", ["practitioner", "manager", "privacy_lead"])
def test_others_are_told_why_they_cannot(world, caller, number, line, post, right):
    press(caller, ANSWER, "Wrong number")
    other = browser(world.user("other@example.org", world.council, right))
    for response in (other.get("/corrections/"), other.post(f"/corrections/{Correction.objects.get().key}/", {"decide": "keep"})):
        assert response.status_code == 403
        assert "Only this agency’s roster admin can put its details right. Tell them what’s wrong." in words(response)


def test_at_most_three_lines_are_due_the_lines_that_many_ring_first(world, caller, roster, number, line, post):
    press(caller, ANSWER, "Wrong number")
    for nth in range(4):
        world.phone(world.council, f"01632 96080{nth}")
    for point in ContactPoint.objects.filter(agency=world.council):
        tell(caller, f"/wrong/agencies/{world.council.slug}/", what="number", which=point.key)
    home = browser(roster).get("/").content.decode().partition('<ul class="app-links">')[2].partition("</ul>")[0]
    assert home.count("<li>") == home.count("Reported wrong:") == 3


# How often lines are reached


def tries(point, callers, kinds):
    for nth, kind in enumerate(kinds):
        tell_outcome(point=point, kind=kind, by=callers[nth % 3], at=NOW - timedelta(days=nth))


TEN = ["spoke"] * 5 + ["helped"] * 3 + ["no_answer", "message"]


@pytest.mark.parametrize(
    "right, sees", [("manager", True), ("roster_admin", True), ("practitioner", False), ("directory_admin", False)]
)
def test_reach_is_shown_to_those_who_can_do_something_about_it(world, callers, line, right, sees):
    tries(line, callers, TEN)
    page = words(browser(world.user("reads@example.org", world.council, right)).get(f"/agencies/{world.council.slug}/"))
    assert ("Team North, 0113 496 0111 Reached first time: 8 of 10" in page) is sees


def test_reach_is_never_that_of_a_named_person_nor_of_few_tries_nor_of_long_ago(world, callers, number, line, post):
    own = world.phone(post, "01632 960500")
    tries(number, callers, TEN)
    tries(own, callers, TEN)
    tries(line, callers, TEN[:4])
    for nth in range(5):
        tell_outcome(point=line, kind="spoke", by=callers[nth % 4], at=LONG_AGO + timedelta(days=nth))
    manager = browser(world.user("reads@example.org", world.council, "manager"))
    assert "Reached first time" not in words(manager.get(f"/agencies/{world.council.slug}/"))


def test_another_agencys_manager_sees_nothing_of_it(world, callers, line):
    tries(line, callers, TEN)
    other = browser(world.user("reads@example.org", world.agency("Another agency"), "manager"))
    assert "Reached first time" not in words(other.get(f"/agencies/{world.council.slug}/"))


def test_nothing_about_who_rang_is_on_any_page(world, callers, roster, number, line, post, ann):
    for caller in callers:
        caller.name = f"Canary {caller.pk}"
        caller.save()
        tell_outcome(point=number, post=post, kind="wrong", by=caller, at=NOW)
        tell_outcome(point=line, post=post, kind="spoke", by=caller, at=NOW)
    tell(browser(callers[0]), f"/wrong/posts/{post.key}/", what="left", which=number.key)
    manager = world.user("reads@example.org", world.council, "manager")
    pages = ["/", ANSWER, "/find/everyone/?area=E08000035", f"/posts/{post.key}/", f"/people/{ann.key}/",
             f"/agencies/{world.council.slug}/", f"/wrong/posts/{post.key}/", "/corrections/"]  # fmt: skip
    for reader in (roster, manager, world.user()):
        for page in pages:
            body = browser(reader).get(page).content.decode()
            assert not re.search(r"Canary|caller\d@", body), page
