"""No failure of a mail server loses a letter or doubles it."""

import smtplib

import pytest

from audit.models import Event, EventValue
from outbox import delivery
from outbox.actions import claim, forget_letters, mark_sent, note_trouble, send_again
from outbox.delivery import deliver, understood
from outbox.models import Letter
from outbox.rules import LEASE, Trouble
from tests.outbox.conftest import AT


def to(server):
    return sorted(address for address, _text in server.taken)


def test_what_waits_is_sent_once(server, letter, clock):
    for nth in range(3):
        letter(f"n{nth}", f"n{nth}@example.org")
    assert (deliver(now=clock), deliver(now=clock)) == (3, 0)
    assert to(server) == ["n0@example.org", "n1@example.org", "n2@example.org"]
    assert not Letter.objects.filter(sent_at=None).exists()


def test_a_letter_always_has_the_same_message_id_and_says_that_a_machine_wrote_it(letter):
    one = letter()
    first, second = (delivery.message(one).message() for _ in range(2))
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Auto-Submitted"] == "auto-generated"
    assert delivery.message(letter("two")).message()["Message-ID"] != first["Message-ID"]


def test_a_letter_for_later_waits(server, letter, clock):
    letter(send_after=AT.replace(hour=12))
    assert deliver(now=clock) == 0
    clock.on(hours=2)
    assert deliver(now=clock) == 1


@pytest.mark.parametrize(
    "answers",
    [
        {"CONNECT": "hang up"}, {"CONNECT": b"421 busy"}, {"CONNECT": 1}, {"MAIL": "hang up"}, {"MAIL": b"451 4.3.0 later"},
        {"MAIL": b"530 5.7.0 who are you"}, {"RCPT": b"450 4.2.1 greylisted"}, {"RCPT": b"421 busy"}, {"RCPT": 1},
        {"RCPT": b"550 5.7.1 relaying denied"}, {"DATA": b"451 later"}, {"DATA": "hang up"}, {"END": "hang up"},
        {"END": b"452 4.3.1 full"}, {"END": 1},
    ],
    ids=str,
)  # fmt: skip
def test_whatever_fails_the_letter_waits_and_is_sent_once_when_the_server_is_well(server, letter, clock, answers):
    letter()
    server.answers = answers
    assert deliver(now=clock) == 0
    waiting = Letter.objects.get()
    assert (waiting.sent_at, waiting.given_up_at, waiting.tries, waiting.claimed_at) == (None, None, 1, None)
    assert waiting.trouble
    assert deliver(now=clock) == 0  # not before its pause
    server.answers = {}
    clock.on(minutes=1)
    assert (deliver(now=clock), deliver(now=clock)) == (1, 0)
    assert to(server) == ["someone@example.org"]


def test_a_server_that_is_down_for_two_hours_loses_and_doubles_nothing(server, letter, clock, scaled):
    count = scaled(100)
    for nth in range(count):
        letter(f"n{nth}", f"n{nth}@example.org")
    server.answers = {"CONNECT": "hang up"}
    for _ in range(60):
        deliver(now=clock)
        clock.on(minutes=2)
    server.answers = {}
    for _ in range(70):
        deliver(now=clock)
        clock.on(minutes=1)
    assert to(server) == sorted(f"n{nth}@example.org" for nth in range(count))


def test_after_four_days_it_is_given_up_and_may_be_sent_again(server, letter, clock):
    one = letter()
    server.answers = {"MAIL": b"451 4.3.0 later"}
    deliver(now=clock)
    clock.on(days=4)
    deliver(now=clock)
    one.refresh_from_db()
    assert (one.given_up_at, one.trouble) == (clock.at, "451 4.3.0")
    server.answers = {}
    assert deliver(now=clock) == 0
    send_again(letter=one, by=None, at=clock.at)
    assert deliver(now=clock) == 1
    assert to(server) == ["someone@example.org"]


def test_one_mailbox_that_is_not_there_keeps_nobody_else_waiting(server, letter, clock):
    letter("gone", "gone@example.org")
    letter("here", "here@example.org")
    server.refused = {"gone@example.org": b"550 5.1.1 no such user gone@example.org"}
    assert deliver(now=clock) == 1
    assert to(server) == ["here@example.org"]
    gone = Letter.objects.get(key="gone")
    assert (gone.given_up_at, gone.trouble) == (clock.at, "550 5.1.1")


def test_a_letter_in_somebodys_hands_is_nobody_elses_until_the_lease_is_over(server, letter, clock):
    letter()
    assert claim(by=None, at=clock.at)
    assert (claim(by=None, at=clock.at), deliver(now=clock)) == (None, 0)
    clock.on(seconds=LEASE.total_seconds())
    assert deliver(now=clock) == 1


def test_what_was_sent_after_all_is_not_put_off_by_somebody_late(letter):
    one = letter()
    mark_sent(letter=one, by=None, at=AT)
    note_trouble(letter=one, trouble=Trouble("server"), by=None, at=AT)
    assert Letter.objects.get().sent_at == AT


def test_a_goodbye_that_fails_is_no_failure_to_send(server, letter, clock, monkeypatch):
    def bad_goodbye(self):
        self.close()
        raise smtplib.SMTPResponseException(500, b"what?")

    monkeypatch.setattr(smtplib.SMTP, "quit", bad_goodbye)
    letter()
    assert (deliver(now=clock), deliver(now=clock)) == (1, 0)
    assert len(server.taken) == 1


def test_a_secret_can_be_read_in_the_letter_alone(server, letter, clock):
    one = letter(text=f"Come in: {Letter.SECRET}", secret="http://127.0.0.1/invitations/abc/")
    held = repr(list(Letter.objects.values()) + list(Event.objects.values()) + list(EventValue.objects.values()))
    assert "invitations/abc" not in held
    deliver(now=clock)
    assert "http://127.0.0.1/invitations/abc/" in server.taken[0][1]
    one.refresh_from_db()
    assert one.secret == ""
    send_again(letter=one, by=None, at=AT)
    assert deliver(now=clock) == 0


def test_a_letter_whose_key_is_lost_is_given_up_and_the_rest_goes(server, letter, clock, settings):
    letter("lost", text=Letter.SECRET, secret="link")
    letter("well")
    settings.SECRET_KEY = "another"
    assert deliver(now=clock) == 1
    lost = Letter.objects.get(key="lost")
    assert (lost.given_up_at, lost.trouble) == (clock.at, "InvalidToken")
    assert send_again(letter=lost, by=None, at=clock.at).given_up_at


def test_a_title_with_a_line_break_makes_no_header(server, letter, clock):
    letter(subject="One\r\nBcc: everybody@example.org")
    deliver(now=clock)
    assert "Subject: One Bcc: everybody@example.org" in server.taken[0][1]
    assert to(server) == ["someone@example.org"]


def test_what_a_server_says_is_not_kept():
    said = b"5.1.1 nobody@example.org is unknown"
    assert understood(smtplib.SMTPRecipientsRefused({"x": (550, said)})) == Trouble("mailbox", 550, "5.1.1")


def test_after_ninety_days_nobody_can_read_what_was_said_and_it_is_not_written_again(server, letter, clock):
    letter()
    deliver(now=clock)
    clock.on(days=90)
    assert (forget_letters(by=None, at=clock.at), forget_letters(by=None, at=clock.at)) == (1, 0)
    one = Letter.objects.get()
    assert (one.to, one.subject, one.text) == ("", "", "")
    assert letter() == one
