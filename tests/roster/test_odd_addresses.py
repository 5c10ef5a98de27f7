"""Each odd work e-mail, by its number in a published list of bad inputs: in a spreadsheet, on the forms of a roster, in an invitation."""

from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from agencies.models import Invitation
from contacts import emails
from contacts.models import Practitioner
from outbox.models import Letter
from tests.profiles.world import words

from .sending import added, applied
from .spreadsheets import as_csv
from .test_odd_numbers import change_ann
from .test_uploads import BEN, address

pytestmark = pytest.mark.at_length

NONE = "Enter an e-mail address in the correct format, like name@example.org."
REFUSED = {
    "EM-001": "plainaddress",
    "EM-004": "email@123.123.123.123",
    "EM-005": "two-dots..in-local@domain.com",
    "EM-006": "lots-of-dots@domain..gov..uk",
    "EM-008": "spaces in local@domain.com",
    "EM-009": "trailing-semicolon@domain.com;",
    "EM-010": "comma-in-domain@domain,gov.uk",
    "EM-011": "pipe-in-domain@example.com|gov.uk",
    "EM-012": "underscores-in-domain@dom_ain.com",
    "EM-013": "incorrect-punycode@xn---something.com",
    "EM-014": "a@b",
    "EM-015": "mailto:",
    "EM-024": "a@b.gov.uk\r\nBcc: victim@example.com",
    "EM-025": "a@b.gov.uk%0d%0aBcc:victim@example.com",
    "EM-026": f"{'a' * 300}@example.org",
    "EM-030": "jo@pоlice.uk",
}
IN_ASCII = "xn--plice-jye.uk"
ACCEPTED = {
    "EM-017": ("\u200bemail@domain.com\u200b", "email@domain.com", "E-mail"),
    "EM-021": ("officer@force.cjsm.net", "officer@force.cjsm.net", "Secure e-mail"),
}
# What is asked, and how the address is called on the page of whoever has it, once it is kept.
WARNED = {
    "EM-027": ("jo@nhs.ner", "Did you mean jo@nhs.net?", "E-mail"),
    "EM-028": (
        "jo@council.gcsx.gov.uk",
        "council.gcsx.gov.uk was retired in 2019: mail no longer arrives there.",
        "E-mail, out of date",
    ),
    "EM-029": ("jo.bloggs@gmail.com", "gmail.com is not a domain of work mail. Only work addresses are held here.", "E-mail"),
}
SLIP = ("jo@gmial.com", "Did you mean jo@gmail.com?")
THOUGHT_OF = [1, 4, 5, 6, *range(8, 16), 17, 21, *range(24, 32)]


def test_every_case_is_tested():
    assert sorted([*REFUSED, *ACCEPTED, *WARNED, "EM-031"]) == [f"EM-{number:03}" for number in THOUGHT_OF]
    assert len(THOUGHT_OF) == 22


# ---- Whatever it was typed into


@pytest.mark.parametrize("case", REFUSED)
def test_what_no_mail_can_be_sent_to_is_no_address(case):
    with pytest.raises(ValueError, match=r"It|Its domain|alphabet|xn--"):
        emails.understood(REFUSED[case])


@pytest.mark.parametrize("case", [*ACCEPTED, *WARNED])
def test_an_address_is_kept_without_what_nobody_sees(case):
    typed, kept, _kind = {**ACCEPTED, **{case: (typed, typed, kind) for case, (typed, _said, kind) in WARNED.items()}}[case]
    assert emails.understood(typed) == kept
    assert emails.is_secure(kept) is (case == "EM-021")
    assert emails.is_retired(kept) is (case == "EM-028")
    assert bool(emails.odd(kept)) is (case in WARNED)


def test_an_address_has_254_characters_at_most():
    """EM-026"""
    longest = f"{'a' * 64}@{'.'.join(['b' * 61] * 3)}.uk"
    assert len(longest) == 253
    assert emails.understood(longest) == longest
    for too_long in (f"{'a' * 64}@{'.'.join(['b' * 62] * 3)}.uk", f"{'a' * 65}@example.org"):
        with pytest.raises(ValueError, match="no e-mail address"):
            emails.understood(too_long)


# ---- In a spreadsheet


def with_email(typed):
    return as_csv([[BEN[0], typed, *BEN[2:]]])


def emails_of(person):
    return list(person.contact_points.filter(kind="email").values_list("value", flat=True))


def test_rows_whose_address_is_none_wait_and_the_others_go(rosters, keeping):
    rows = [[case, typed, "", BEN[3], ""] for case, typed in REFUSED.items()]
    page = added(keeping, rosters, as_csv([*rows, BEN]))
    said = words(page)
    assert f"1 new · 0 changed · {len(REFUSED)} problems" in said
    assert "The e-mail column does not look like e-mail addresses." in said
    for row, (case, typed) in enumerate(REFUSED.items(), start=2):
        none = f"“{' '.join(typed.split())}” is no e-mail address. Like name@example.org."
        disguised = f"After the @ are letters of another alphabet: it really says jo@{IN_ASCII}."
        assert f"Row {row}: {case} – {disguised if case == 'EM-030' else none}" in said
    applied(keeping, page)
    assert not Practitioner.objects.filter(name__in=REFUSED).exists()
    assert Practitioner.objects.filter(name="Ben Fresh").exists()
    assert not Letter.objects.exists()


@pytest.mark.parametrize("case", ACCEPTED)
def test_an_address_in_a_spreadsheet_is_taken(rosters, keeping, case):
    typed, kept, kind = ACCEPTED[case]
    applied(keeping, added(keeping, rosters, with_email(typed)))
    ben = Practitioner.objects.get(name="Ben Fresh")
    assert emails_of(ben) == [kept]
    assert f"{kind} {kept}" in words(keeping.get(ben.get_absolute_url()))


@pytest.mark.parametrize("case", ["EM-027", "EM-028"])
def test_an_odd_address_in_a_spreadsheet_is_worth_a_look(rosters, keeping, case):
    typed, said, kind = WARNED[case]
    page = added(keeping, rosters, with_email(typed))
    assert "Worth a look: 1" in words(page)
    assert said in words(page)
    applied(keeping, page)
    ben = Practitioner.objects.get(name="Ben Fresh")
    assert emails_of(ben) == [typed]
    assert f"{kind} {typed}" in words(keeping.get(ben.get_absolute_url()))


@pytest.mark.parametrize("answer, kept", [("yes", ["jo.bloggs@gmail.com"]), ("no", [])])
def test_an_address_of_no_work_domain_in_a_spreadsheet_is_a_question(rosters, keeping, answer, kept):
    """EM-029"""
    typed = WARNED["EM-029"][0]
    page = added(keeping, rosters, with_email(typed))
    assert f"1 e-mail address is not of a work domain: {typed}. Is it for work?" in words(page)
    assert "Decide 1 thing first." in applied(keeping, page)
    assert not Practitioner.objects.filter(name="Ben Fresh").exists()
    keeping.post(address(page), {"private": answer, "decide": "1"})
    applied(keeping, page)
    ben = Practitioner.objects.get(name="Ben Fresh")
    assert emails_of(ben) == kept
    if kept:
        again = words(added(keeping, rosters, with_email(typed)))
        assert "Nothing to change." in again, "what is here already is not asked about again"


# ---- On the forms


def add(rosters, keeping, **sent):
    form = {"name": "Nell New", "post": rosters.post.key, "kind": "deputy", "starts_on": "", **sent}
    return keeping.post(f"/agencies/{rosters.world.council.slug}/roster/add/", form)


def tick(page):
    """The value of the tick that keeps an odd address; nothing when there is none."""
    return page.content.decode().partition('name="keep_email" type="checkbox" value="')[2].partition('"')[0]


@pytest.mark.parametrize("case", REFUSED)
def test_a_form_refuses_what_is_no_address_and_keeps_what_was_typed(rosters, keeping, case):
    typed = REFUSED[case]
    for page in (change_ann(rosters, keeping, email=typed), add(rosters, keeping, email=typed)):
        assert page.status_code == 200
        assert NONE in words(page)
        assert page.context["form"]["email"].value() == typed
        assert (IN_ASCII in words(page)) is (case == "EM-030")
    assert emails_of(rosters.ann) == []
    assert not Practitioner.objects.filter(name="Nell New").exists()
    assert not Letter.objects.exists()
    assert mail.outbox == []


@pytest.mark.parametrize("case", ACCEPTED)
def test_a_form_takes_an_address(rosters, keeping, case):
    typed, kept, kind = ACCEPTED[case]
    assert change_ann(rosters, keeping, email=typed).status_code == 302
    assert emails_of(rosters.ann) == [kept]
    assert f"{kind} {kept}" in words(keeping.get(rosters.ann.get_absolute_url()))


@pytest.mark.parametrize("typed, said", [*((typed, said) for typed, said, _kind in WARNED.values()), SLIP])
def test_an_odd_address_is_kept_with_a_tick(rosters, keeping, typed, said):
    for send, whose in ((change_ann, lambda: rosters.ann), (add, lambda: Practitioner.objects.get(name="Nell New"))):
        page = send(rosters, keeping, email=typed)
        assert page.status_code == 200
        assert said in words(page)
        assert page.context["form"]["email"].value() == typed
        assert tick(page) == typed
        assert send(rosters, keeping, email="other@aol.com", keep_email=tick(page)).status_code == 200, (
            "the tick is for one address"
        )
        more = {"same": "different"} if send is add else {}
        assert send(rosters, keeping, email=typed, keep_email=tick(page), **more).status_code == 302
        assert emails_of(whose()) == [typed]
    assert change_ann(rosters, keeping, email=typed, known_as="Annie").status_code == 302, "what is kept is not asked about again"


# ---- For whoever is to sign in


def invite(rosters, keeping, **sent):
    return keeping.post(f"/agencies/{rosters.world.council.slug}/admins/", sent)


def test_nobody_is_invited_at_an_odd_address_until_it_is_confirmed(rosters, keeping):
    """EM-029"""
    typed, said, _kind = WARNED["EM-029"]
    page = invite(rosters, keeping, email=typed)
    assert said in words(page)
    assert not Invitation.objects.exists()
    assert not Letter.objects.exists()
    assert invite(rosters, keeping, email=typed, keep_email=tick(page)).status_code == 302
    assert Invitation.objects.get().email == typed
    assert Letter.objects.get().to == typed


@pytest.mark.parametrize("case", ["EM-024", "EM-025", "EM-030"])
def test_an_invitation_goes_to_no_address_in_disguise(rosters, keeping, case):
    page = invite(rosters, keeping, email=REFUSED[case])
    assert NONE in words(page)
    assert (IN_ASCII in words(page)) is (case == "EM-030")
    assert not Invitation.objects.exists()
    assert not Letter.objects.exists()


def test_a_forgotten_password_says_the_same_whether_or_not_there_is_an_account(rosters):
    """EM-031: what is sent and to whom is told in tests/accounts/test_passwords.py."""
    known = User.objects.get(email="roster@example.org").email
    pages = [words(Client().post("/password/reset/", {"email": email}, follow=True)) for email in (known, "nobody@example.org")]
    assert pages[0] == pages[1]
    assert "If that address has an account" in pages[0] or "if" in pages[0].lower()


@pytest.mark.parametrize("more, kept", [([], []), (["--keep-private-mail"], ["jo.bloggs@gmail.com"])])
def test_the_command_leaves_such_addresses_out_unless_it_is_told_otherwise(rosters, tmp_path, more, kept):
    """EM-029"""
    file = tmp_path / "roster.csv"
    file.write_bytes(with_email("jo.bloggs@gmail.com"))
    call_command(
        "import_roster",
        rosters.world.council.slug,
        str(file),
        "--additions",
        "--apply",
        *more,
        stdout=StringIO(),
        stderr=StringIO(),
    )
    assert emails_of(Practitioner.objects.get(name="Ben Fresh")) == kept
