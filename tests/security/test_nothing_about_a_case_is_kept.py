"""Words in which somebody put what leads to a child or a case are shown again with a sentence, and are kept nowhere."""

import ast
import re

import pytest
from django.test import Client

from agencies.models import Membership, Partnership
from contacts.models import Correction
from tests.architecture.reading import sources
from tests.profiles.world import words
from tests.security.town import AT, changed
from tests.security.town import rows as everything

TYPED = {
    "943 476 5919": "This looks like an NHS number.",
    "Sam, dob 4/5/2015": "This looks like a date of birth.",
    "Sam Roe 14/05/2015": "This looks like a date of birth.",
    "LCS 123456": "This looks like the number of a case.",
    "re: child A": "This looks like something about a child.",
}
TAKE_IT_OUT = "The directory holds nothing about children or cases. Take it out and save again."
# The name of an address → who writes there, the fields of words it has, and what else is sent.
NEW = {"name": "Nell New", "kind": "holder", "role": "hv", "order": "1"}
FORMS = {
    "add-person": ("roster", ("name", "title", "place"), NEW),
    "end-appointment": ("roster", ("name",), {"ends_on": "31/3/2027"}),
    "edit-person": (
        "roster",
        ("name", "known_as", "say_it", "pronouns", "languages"),
        {"name": "Ann", "audience": "professional"},
    ),
    "edit-post": ("roster", ("title", "before_you_ring"), {"title": "Health visitor", "audience": "professional"}),
    "edit-team": ("roster", ("name",), {"audience": "professional"}),
    "days-closed": ("roster", ("name",), {"add": "1", "starts_on": "24/12/2026", "ends_on": "31/12/2026"}),
    "close-agency": ("roster", ("successor",), {"closed_on": "31/3/2027", "sure": "1"}),
    "wrong-person": ("prac", ("value",), {"what": "name"}),
    "wrong-post": ("prac", ("value",), {"what": "title"}),
}
PASSWORD = "three other quiet words"


def refused(client, address, form, field, text):
    """What is wrong with the answer to a form whose `field` holds `text`; nothing, when it is refused as it should be."""
    before = everything()
    response = client.post(address, {**form, field: text})
    said, found = words(response), []
    if response.status_code != 200:
        return [f"{address} {field} {text}: answered with {response.status_code}"]
    if f"{TYPED[text]} {TAKE_IT_OUT}" not in said:
        found.append(f"{address} {field} {text}: no sentence")
    if f'value="{text}"' not in response.content.decode():
        found.append(f"{address} {field} {text}: not shown again")
    return found + [f"{address} {field} {text}: kept {row[:200]}" for row in changed(before, everything())]


@pytest.mark.parametrize("name", FORMS)
def test_it_is_refused_with_a_sentence_shown_again_and_kept_nowhere(town, name):
    actor, fields, form = FORMS[name]
    client, address = town.client(actor), town.address(name, "own agency", actor)
    if hidden := re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode()):
        form = {**form, "seen": hidden[1]}
    assert [fault for field in fields for text in TYPED for fault in refused(client, address, form, field, text)] == []


def test_whoever_decides_what_is_right_is_told_too(town):
    row = Correction.objects.create(
        what="name", practitioner=town.people["own agency"], agency=town.world.council, proposed="Anne", opened_at=AT
    )
    client = town.client("roster")
    address = f"/corrections/{row.key}/"
    assert [fault for text in TYPED for fault in refused(client, address, {"decide": "use"}, "value", text)] == []


def test_whoever_comes_in_by_invitation_is_told_too(town):
    form = {"password": PASSWORD}
    address = town.address("invitation", "open")
    assert [fault for text in TYPED for fault in refused(Client(), address, form, "name", text)] == []


@pytest.mark.parametrize("field", ["name", "partnership"])
def test_the_first_administrator_is_told_too(town, field):
    Membership.objects.filter(right=Membership.Right.DIRECTORY_ADMIN).delete()
    Partnership.objects.all().delete()
    form = {"name": "A. Practitioner", "email": "first@example.org", "password": PASSWORD, "partnership": "Exampleshire"}
    assert [fault for text in TYPED for fault in refused(Client(), f"/begin/{town.door}/", form, field, text)] == []


@pytest.mark.parametrize("text", TYPED)
def test_nobody_is_looked_for_on_a_roster_by_it(town, text):
    client, before = town.client("roster"), everything()
    page = client.post(town.address("roster", "own agency"), {"find": text}, follow=True)
    assert "The directory holds nothing about children or cases, so nothing was looked for or kept." in words(page)
    assert page.redirect_chain == [(town.address("roster", "own agency"), 302)]
    assert text not in page.content.decode()
    assert changed(before, everything()) == []


# The one box.


@pytest.mark.parametrize(
    "text", [*TYPED, "social worker for case ref AB/12345", "health visitor CAD 123 of 4 May", "named gp re: baby Smith"]
)
def test_the_one_box_neither_searches_nor_keeps_it_and_gives_the_duty_lines(town, signed_in, text):
    town.world.desk("Children’s front door", "0113 496 0177", covers=[town.world.leeds])
    before = everything()
    page = signed_in.post("/search/", {"q": text})
    said = words(page)
    assert page.status_code == 200
    assert "We hold nothing about children, so we didn’t search for that" in said
    assert "Nothing you typed was kept." in said
    assert "0113 496 0177" in said
    assert text not in page.content.decode()
    assert signed_in.post("/suggest/", {"q": text}).json() == {"suggestions": []}
    assert changed(before, everything()) == []


@pytest.mark.parametrize(
    "text", ["+44 113 496 0199", "0113 496 0199", "URN 100001", "health visitor 0-19", "re child protection"]
)
def test_the_one_box_searches_for_what_is_about_work(signed_in, text):
    assert "We hold nothing about children" not in words(signed_in.post("/search/", {"q": text}, follow=True))


# Every form.

# Where a field of text is no `Words`, why not: (file, field) → what becomes of what is typed there.
NO_WORDS = {
    ("directory/words.py", "Words"): "it is the field of words itself",
    ("directory/reached.py", "Number"): "a telephone number, or refused",
    ("directory/reached.py", "WorkEmail"): "an e-mail address, or refused",
    ("directory/roster/forms.py", "terms"): "days, or refused",
    ("directory/roster/forms.py", "self.fields[name]"): "hours, or refused",
    ("directory/me/forms.py", "starts"): "a moment, or refused",
    ("directory/me/forms.py", "ends"): "a moment, or refused",
    ("directory/corrections/forms.py", "value"): "read by contacts.details.typed, which refuses it",
    ("directory/corrections/forms.py", "Detail"): "read by contacts.details.typed, which refuses it",
    ("directory/beginning.py", "password"): "kept only as its hash",
    ("directory/admins/forms.py", "password"): "kept only as its hash",
    **{("directory/finder/forms.py", name): "becomes a code" for name in ("role", "postcode", "school", "practice", "area")},
}


def fields_of_text(tree):
    """The name of every field, or class of fields, that is made as a plain `forms.CharField`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(_is_text(base) for base in node.bases):
            yield node.name
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _is_text(node.value.func):
            yield ast.unparse(node.targets[0])


def _is_text(node):
    return isinstance(node, ast.Attribute) and node.attr == "CharField" and ast.unparse(node.value) == "forms"


def test_every_field_of_text_on_every_form_asks_for_words_or_has_a_reason_not_to():
    found = {(source.path, name) for source in sources() for name in fields_of_text(source.tree)}
    assert found == set(NO_WORDS)


def test_a_field_that_forgets_would_be_seen():
    tree = ast.parse(
        "class Note(forms.Form):\n    text = forms.CharField(max_length=9)\n    other = Words('x')\n    n = models.CharField()"
    )
    assert list(fields_of_text(tree)) == ["text"]
