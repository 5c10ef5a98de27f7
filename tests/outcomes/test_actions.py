"""What one word about a call changes, and what it leaves alone."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from agencies.rules import kept_by
from audit.models import Event, EventValue
from contacts.models import ContactPoint, Correction, Outcome, Report
from contacts.outcomes import actions
from contacts.outcomes.owners import owner
from tests.profiles.world import LONG_AGO, NOW


def tell(point, kind, by, post=None, at=NOW):
    return actions.tell_outcome(point=point, post=post, kind=kind, by=by, at=at)


def verified():
    """When each number was last confirmed."""
    return dict(ContactPoint.objects.values_list("value", "verified_at"))


@pytest.mark.parametrize("kind", ["spoke", "helped"])
def test_getting_through_renews_that_number_and_no_other(world, number, line, post, callers, kind):
    ContactPoint.objects.update(verified_at=LONG_AGO)
    tell(number, kind, callers[0], post)
    assert verified() == {number.value: NOW, line.value: LONG_AGO}
    number.refresh_from_db()
    assert (number.verified_by, number.verified_how) == ("somebody who got through", "rang")
    post.refresh_from_db()
    assert post.appointments.get().confirmed_at == NOW  # as it was: nobody confirmed it now
    assert not Event.objects.filter(verb="confirmed").exclude(thing=f"contacts.contactpoint:{number.pk}").exists()


@pytest.mark.parametrize("kind", ["message", "no_answer"])
def test_nobody_there_says_nothing_about_the_number(number, post, callers, kind):
    before = ContactPoint.objects.filter(pk=number.pk).values().get()
    tell(number, kind, callers[0], post)
    assert ContactPoint.objects.filter(pk=number.pk).values().get() == before
    assert not Correction.objects.exists()


def test_however_many_say_so_there_is_one_open_correction(number, post, callers):
    for caller in callers:
        tell(number, "wrong", caller, post)
    actions.report_wrong(what="number", agency=post.agency, post=post, point=number, by=callers[0], at=NOW)
    [correction] = Correction.objects.all()
    assert (correction.what, correction.point, correction.agency, correction.decision) == ("number", number, post.agency, "")
    assert Outcome.objects.filter(kind="wrong").count() == 4


def test_the_database_itself_refuses_a_second_open_one(number, post):
    for about in ({"point": number}, {"post": post}):
        Correction.objects.create(what="number", opened_at=NOW, **about)
        with pytest.raises(IntegrityError), transaction.atomic():
            Correction.objects.create(what="number", opened_at=NOW, **about)


@pytest.mark.parametrize("kind, what", [("wrong", "number"), ("left", "left"), ("not_right", "not_here")])
def test_a_persons_number_is_lowered_at_once(number, post, callers, kind, what):
    tell(number, kind, callers[0], post)
    number.refresh_from_db()
    assert number.reported_at == NOW
    assert Correction.objects.get().what == what
    assert Correction.objects.get().alerted_at is None


@pytest.mark.parametrize("kind", ["wrong", "left", "not_right"])
def test_one_report_never_lowers_a_line_that_many_ring_but_alerts_its_owner(world, line, post, callers, kind):
    desk = world.desk("Leeds front door", "01632 960700", covers=[world.leeds])
    switchboard = world.phone(world.council, "01632 960800")
    for shared in (line, desk.contact_points.get(), switchboard):
        tell(shared, kind, callers[0], post)
        shared.refresh_from_db()
        assert shared.reported_at is None
        correction = Correction.objects.get(point=shared)
        assert (correction.alerted_at, correction.agency) == (NOW, world.council)


def test_getting_through_later_lifts_the_doubt_and_leaves_the_report_to_its_owner(number, post, callers):
    tell(number, "wrong", callers[0], post)
    tell(number, "spoke", callers[1], post)
    number.refresh_from_db()
    assert number.reported_at is None
    assert Correction.objects.open().count() == 1


def test_a_second_word_the_same_day_is_not_kept_and_one_the_next_day_is(number, post, callers):
    assert tell(number, "no_answer", callers[0], post) is not None
    assert tell(number, "wrong", callers[0], post) is None
    assert not Correction.objects.exists()
    assert tell(number, "wrong", callers[0], post, at=NOW + timedelta(days=1)) is not None


def test_a_kind_nobody_knows_is_refused_and_changes_nothing(number, post, callers):
    with pytest.raises(ValidationError):
        tell(number, "chatted", callers[0], post)
    assert not Outcome.objects.exists()


def test_no_record_of_what_happened_names_who_rang(number, line, post, callers):
    kinds = list(Outcome.Kind)
    for nth, kind in enumerate(kinds):
        tell(number if nth % 2 else line, kind, callers[0], post, at=NOW + timedelta(days=nth))
    assert Event.objects.filter(verb="was told how a call went").count() == len(kinds)
    assert set(Event.objects.values_list("actor", flat=True)) == {""}
    assert not EventValue.objects.filter(new__contains="caller").exists()


def test_who_rang_is_forgotten_after_ninety_days_and_the_outcome_stays(number, line, post, callers):
    tell(number, "spoke", callers[0], post, at=NOW - timedelta(days=91))
    tell(line, "spoke", callers[0], post, at=NOW - timedelta(days=90))
    assert actions.forget_who_tried(by=None, at=NOW) == 1
    assert dict(Outcome.objects.values_list("point__value", "who")) == {number.value: None, line.value: callers[0].pk}
    assert actions.forget_who_tried(by=None, at=NOW) == 0
    assert Event.objects.filter(verb="forgot who tried").count() == 1


def test_who_reported_is_forgotten_ninety_days_after_the_decision(number, post, callers):
    correction = actions.report_wrong(what="number", agency=post.agency, post=post, point=number, by=callers[0], at=LONG_AGO)
    actions.forget_who_tried(by=None, at=NOW)
    assert Report.objects.count() == 1  # still open: they are to hear back
    actions.keep_correction(correction=correction, by=callers[1], at=LONG_AGO)
    actions.forget_who_tried(by=None, at=NOW)
    assert not Report.objects.exists()


# Deciding


def reported(what, post, point=None, proposed="", by=None):
    return actions.report_wrong(what=what, agency=post.agency, post=post, point=point, proposed=proposed, by=by, at=NOW)


def test_using_a_proposed_number_changes_the_number_and_ends_the_doubt(number, post, callers, roster):
    correction = reported("number", post, number, "01632 960002 ext 7", callers[0])
    assert (correction.proposed, correction.proposed_extension) == ("01632 960002", "7")
    actions.use_correction(correction=correction, value="01632 960002 ext 7", by=roster, at=NOW)
    number.refresh_from_db()
    assert (number.value, number.extension, number.reported_at) == ("01632 960002", "7", None)
    assert (number.verified_at, number.verified_by) == (NOW, "Leeds children's services")
    event = Event.objects.get(verb="changed a number")
    assert event.actor == f"accounts.user:{roster.pk}"
    assert event.values.get(field="value").old == "01632 960001"
    assert Correction.objects.get().decision == "used"


def test_a_number_that_is_right_is_confirmed_and_comes_first_again(number, post, callers, roster):
    correction = reported("number", post, number, by=callers[0])
    actions.keep_correction(correction=correction, by=roster, at=NOW + timedelta(hours=1))
    number.refresh_from_db()
    assert (number.value, number.reported_at, number.verified_at) == ("01632 960001", None, NOW + timedelta(hours=1))


def test_what_was_decided_once_is_not_decided_again(number, post, callers, roster):
    correction = reported("number", post, number, by=callers[0])
    actions.keep_correction(correction=correction, by=roster, at=NOW)
    for again in (actions.keep_correction, actions.use_correction):
        with pytest.raises(ValidationError):
            again(correction=correction, by=roster, at=NOW)
    assert reported("number", post, number, by=callers[0]).pk != correction.pk


def test_somebody_who_has_left_leaves_the_post_as_of_yesterday(number, post, ann, callers, roster):
    actions.use_correction(correction=reported("left", post, number, by=callers[0]), by=roster, at=NOW)
    assert post.appointments.get(practitioner=ann).ends_on == (NOW - timedelta(days=1)).date()


def test_a_line_that_somebody_has_left_is_only_noted(line, post, callers, roster):
    actions.use_correction(correction=reported("left", post, line, by=callers[0]), by=roster, at=NOW)
    assert post.appointments.get().ends_on is None
    line.refresh_from_db()
    assert line.audience == "professional"


def test_a_wrong_number_whose_right_one_nobody_knows_is_taken_away_but_never_a_line_that_many_ring(
    number, line, post, callers, roster
):
    actions.use_correction(correction=reported("number", post, number, by=callers[0]), take_away=True, by=roster, at=NOW)
    number.refresh_from_db()
    assert number.audience == "nobody"
    with pytest.raises(ValidationError):
        actions.use_correction(correction=reported("number", post, line, by=callers[0]), take_away=True, by=roster, at=NOW)
    line.refresh_from_db()
    assert line.audience == "professional"


@pytest.mark.parametrize("what", ["duplicate", "not_here"])
def test_a_number_that_should_not_be_here_is_shown_to_nobody(number, post, callers, roster, what):
    actions.use_correction(correction=reported(what, post, number, by=callers[0]), by=roster, at=NOW)
    number.refresh_from_db()
    assert number.audience == "nobody"


def test_a_missing_number_is_added_for_professionals(post, callers, roster):
    correction = reported("missing", post, proposed="01632 960009", by=callers[0])
    assert reported("missing", post, by=callers[1]).pk == correction.pk
    actions.use_correction(correction=correction, value="01632 960009", by=roster, at=NOW)
    added = post.contact_points.get()
    assert (added.value, added.audience, added.verified_at) == ("01632 960009", "professional", NOW)


@pytest.mark.parametrize("typed", ["943 476 5919", "01/02/2016", "LS1 1UR", "a note about somebody", "0113", "0" * 40])
def test_what_is_no_telephone_number_is_kept_nowhere(post, number, callers, roster, typed):
    with pytest.raises(ValidationError):
        reported("number", post, number, typed, callers[0])
    correction = reported("number", post, number, by=callers[0])
    with pytest.raises(ValidationError):
        actions.use_correction(correction=correction, value=typed, by=roster, at=NOW)
    assert Correction.objects.get().proposed == ""
    assert not EventValue.objects.filter(new__contains=typed).exists()


# Whose it is


def test_a_number_belongs_to_whoever_keeps_its_roster(world, number, line, post):
    trust = world.agency("Example Health Trust")
    other = world.post("Elsewhere", agency=trust)
    assert owner(number, other) == trust  # a person's is the post's
    assert owner(line, other) == world.council
    assert owner(world.phone(trust, "01632 960700"), None) == trust
    school = world.setting()
    assert owner(world.phone(school, "01632 960701"), None) == world.council  # nobody's roster: the business unit's
    assert owner(None, other) == trust


def test_admins_put_right_their_own_those_they_look_after_and_those_nobody_else_does(world, roster):
    surgery = world.agency("Example Surgery", entered_for=world.council)
    trust, orphan = world.agency("Example Health Trust"), world.agency("Example Charity")
    theirs = world.user("theirs@example.org", trust, "roster_admin")
    unit = world.agency("Example Unit")
    runs = world.user("runs@example.org", unit, "directory_admin")
    day = NOW.date()
    assert set(kept_by(roster, day)) == {world.council, surgery}
    assert set(kept_by(theirs, day)) == {trust}
    assert set(kept_by(runs, day)) == {orphan, unit}
    assert not kept_by(world.user(), day).exists()
