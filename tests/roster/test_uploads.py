"""Uploading a spreadsheet: what is asked, what is shown, what is applied, and the way back."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from audit.models import Event
from contacts.models import Appointment, Heading, Practitioner, StaffReference, Upload
from contacts.spreadsheets import actions
from tests.profiles.world import NOW, words

from .spreadsheets import HEADER, as_csv, as_xlsx

TODAY = timezone.localdate(NOW)
YESTERDAY = TODAY - timedelta(days=1)
ANN = ["Ann Holder", "", "01632 960001", "Named nurse, Leeds", ""]
BEN = ["Ben Fresh", "ben@example.org", "01632 960777", "Named nurse, Leeds", ""]


def start(client, rosters, content, name="roster.csv", **more):
    given = {"part": "agency", "from_day": f"{TODAY:%d/%m/%Y}", **more}
    sent = {**given, "file": SimpleUploadedFile(name, content)}
    return client.post(f"/agencies/{rosters.world.council.slug}/roster/upload/", sent, follow=True)


def address(response):
    return response.redirect_chain[-1][0]


def ref_of(person, post, **changes):
    """A row as the template writes it."""
    return {"Directory person": person.key, "Directory post": post.key, "Name": person.name, **changes}


@pytest.fixture
def same(rosters):
    """The answer that the Ann of the file is the Ann of the roster."""
    return {"same:2": rosters.ann.key}


def test_the_way_in_says_what_happens_and_offers_the_present_roster(rosters, keeping):
    page = words(keeping.get(f"/agencies/{rosters.world.council.slug}/roster/upload/"))
    assert "Nothing changes until you press Apply." in page
    assert "download the present roster" in page


def test_somebody_new_is_shown_then_applied_then_found_then_undone(rosters, keeping):
    response = start(keeping, rosters, as_csv([BEN]), part="additions")
    said = words(response)
    assert "Nothing saved yet 1 new · 0 changed" in said
    assert "Ben Fresh" in said
    assert not Practitioner.objects.filter(name="Ben Fresh").exists()
    done = keeping.post(address(response), {"apply": "1"}, follow=True)
    assert "saved." in words(done)
    ben = Practitioner.objects.get(name="Ben Fresh")
    held = ben.appointments.get()
    assert (held.post, held.confirmed_by) == (rosters.post, "the team’s admin")
    assert sorted(ben.contact_points.values_list("value", flat=True)) == ["01632 960777", "ben@example.org"]
    assert {"listed", "appointed", "applied a roster"} <= set(Event.objects.values_list("verb", flat=True))
    listed = dict(Event.objects.get(verb="listed").values.values_list("field", "new"))
    assert listed == {"name": "Ben Fresh", "phone": "01632 960777", "email": "ben@example.org"}
    found = words(keeping.post("/search/", {"q": "Ben Fresh"}, follow=True))
    assert "Ben Fresh" in found
    back = keeping.post(f"{address(response)}undo/", follow=True)
    assert "Put back as it was." in words(back)
    assert not Practitioner.objects.filter(name="Ben Fresh").exists()
    assert "Nothing found" in words(keeping.post("/search/", {"q": "Ben Fresh"}, follow=True))


def test_a_file_of_the_whole_agency_asks_about_whoever_is_not_in_it(rosters, keeping):
    response = start(keeping, rosters, as_csv([BEN]))
    said = words(response)
    assert "1 not in the file" in said
    assert "Ann Holder, Named nurse, Leeds" in said
    assert "Decide 1 thing first." in said
    assert "checked" not in response.content.decode().split("Not in the file")[1]
    key = f"missing:{rosters.held.key}"
    gone = {key: "left", f"left:{rosters.held.key}": f"{YESTERDAY:%d/%m/%Y}"}
    # Half of the people leave: their number has to be typed.
    asked = keeping.post(address(response), {**gone, "apply": "1"}, follow=True)
    assert "Type 1: so many people have left." in words(asked)
    assert Appointment.objects.get(pk=rosters.held.pk).ends_on is None
    done = keeping.post(address(response), {"apply": "1", "leavers": "1"}, follow=True)
    assert "saved." in words(done)
    rosters.held.refresh_from_db()
    assert rosters.held.ends_on.isoformat() == YESTERDAY.isoformat()
    assert Practitioner.objects.filter(pk=rosters.ann.pk).exists(), "nobody is deleted"
    keeping.post(f"{address(response)}undo/")
    rosters.held.refresh_from_db()
    assert rosters.held.ends_on is None


def test_a_name_without_an_address_is_a_question(rosters, keeping, same):
    response = start(keeping, rosters, as_csv([[*ANN[:2], "01632 960555", *ANN[3:]]]))
    assert "Same person? Ann Holder, row 2" in words(response)
    looked = keeping.post(address(response), {**same, "decide": "1"}, follow=True)
    assert "Number: was 01632 960001, now 01632 960555" in words(looked)
    keeping.post(address(response), {"apply": "1"})
    assert rosters.ann.contact_points.get().value == "01632 960555"
    assert rosters.held.confirmed_at == Appointment.objects.get(pk=rosters.held.pk).confirmed_at, "an edit confirms nothing"


def test_somebody_known_in_another_post_has_moved(rosters, keeping, same):
    north = rosters.world.post("Named nurse, North", role=rosters.nurse)
    response = start(keeping, rosters, as_csv([[*ANN[:3], "Named nurse, North", ""]]))
    looked = keeping.post(address(response), {**same, "decide": "1"}, follow=True)
    assert "Moves from Named nurse, Leeds to Named nurse, North" in words(looked)
    keeping.post(address(response), {"apply": "1"})
    rosters.held.refresh_from_db()
    assert rosters.held.ends_on.isoformat() == YESTERDAY.isoformat()
    assert Appointment.objects.get(post=north).starts_on.isoformat() == TODAY.isoformat()


def test_the_template_comes_back_with_nothing_to_change(rosters, keeping):
    got = keeping.get(f"/agencies/{rosters.world.council.slug}/roster/roster.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(got.content)).active
    assert [cell.value for cell in sheet[2]][:3] == ["Ann Holder", None, None] or sheet[2][0].value == "Ann Holder"
    assert all(cell.data_type in ("s", "n") and cell.data_type != "f" for row in sheet for cell in row)
    assert "Nothing to change." in words(start(keeping, rosters, got.content, "roster.xlsx"))


def test_what_was_edited_in_the_template_is_all_that_changes(rosters, keeping):
    got = keeping.get(f"/agencies/{rosters.world.council.slug}/roster/roster.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(got.content))
    sheet = book.active
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, columns["Work e mail"], "ann.new@example.org")
    sheet.cell(2, columns["Staff reference"], "S-17")
    changed = io.BytesIO()
    book.save(changed)
    response = start(keeping, rosters, changed.getvalue(), "roster.xlsx")
    assert "0 new · 1 changed" in words(response)
    keeping.post(address(response), {"apply": "1"})
    assert StaffReference.objects.get(practitioner=rosters.ann).value == "S-17"
    assert rosters.ann.contact_points.filter(value="ann.new@example.org").exists()
    response = start(keeping, rosters, as_csv([["Ann Maiden", "S-17", "Named nurse, Leeds"]], ["Name", "Staff ref", "Post"]))
    assert "Name: was Ann Holder, now Ann Maiden" in words(response)


def test_the_roster_changed_meanwhile(rosters, keeping):
    response = start(keeping, rosters, as_csv([BEN]), part="additions")
    rosters.world.person("Cleo New", "01632 960444")
    rosters.world.appoint(Practitioner.objects.get(name="Cleo New"), rosters.post)
    done = keeping.post(address(response), {"apply": "1"}, follow=True)
    assert "The roster changed meanwhile. Here is the new difference." in words(done)
    assert not Practitioner.objects.filter(name="Ben Fresh").exists()
    keeping.post(address(response), {"apply": "1"})
    assert Practitioner.objects.filter(name="Ben Fresh").exists()


def test_pressed_twice_it_is_applied_once(rosters, keeping):
    response = start(keeping, rosters, as_csv([BEN]), part="additions")
    for _press in range(2):
        keeping.post(address(response), {"apply": "1"})
    assert Practitioner.objects.filter(name="Ben Fresh").count() == 1


def test_undo_keeps_what_was_changed_since(rosters, keeping):
    response = start(keeping, rosters, as_csv([BEN]), part="additions")
    keeping.post(address(response), {"apply": "1"})
    ben = Practitioner.objects.get(name="Ben Fresh")
    ben.contact_points.filter(kind="phone").update(value="01632 960888")
    said = words(keeping.post(f"{address(response)}undo/", follow=True))
    assert "Kept 1 later edit." in said
    assert "Nobody" not in said


def test_undo_ends_after_thirty_days(rosters, keeping):
    response = start(keeping, rosters, as_csv([BEN]), part="additions")
    keeping.post(address(response), {"apply": "1"})
    Upload.objects.update(applied_at=timezone.now() - timedelta(days=30))
    assert "It is too long ago to be undone." in words(keeping.get(address(response)))
    keeping.post(f"{address(response)}undo/")
    assert Practitioner.objects.filter(name="Ben Fresh").exists()
    actions.forget_uploads(by=None, at=timezone.now())
    assert bytes(Upload.objects.get().undo) == b""


def test_a_new_post_needs_its_role(rosters, keeping):
    row = ["Dee New", "dee@example.org", "", "Named nurse, West", ""]
    said = words(start(keeping, rosters, as_csv([row]), part="additions"))
    assert "We know no post “Named nurse, West”. Give its role as well, and it is made." in said
    response = start(keeping, rosters, as_csv([[*row[:4], "Named nurse"]]), part="additions")
    assert "(a new post)" in words(response)
    keeping.post(address(response), {"apply": "1"})
    assert Appointment.objects.get(practitioner__name="Dee New").post.title == "Named nurse, West"
    keeping.post(f"{address(response)}undo/")
    assert not rosters.world.council.posts.filter(title="Named nurse, West").exists()


def test_headings_we_do_not_know_are_asked_about_once(rosters, keeping):
    content = as_csv([["Ben Fresh", "ben@example.org", "Named nurse, Leeds"]], ["Who is it", "Post box", "Post"])
    response = start(keeping, rosters, content, part="additions")
    said = words(response)
    assert "Which column is which?" in said
    assert "For example: Ben Fresh" in said
    told = {"columns": "1", "column:0": "name", "column:1": "email"}
    assert "1 new" in words(keeping.post(address(response), told, follow=True))
    assert dict(Heading.objects.values_list("heading", "column")) == {"who is it": "name", "post box": "email"}
    assert "1 new" in words(start(keeping, rosters, content, part="additions"))


def test_rows_that_cannot_be_used_wait_and_the_others_go(rosters, keeping):
    bad = ["Eve Wrong", "eve@nowhere", "123", "Named nurse, Leeds", ""]
    response = start(keeping, rosters, as_csv([BEN, bad]), part="additions")
    said = words(response)
    assert "Row 3: Eve Wrong – “eve@nowhere” is no e-mail address." in said
    rows = keeping.get(f"{address(response)}rows-to-mend.csv").content.decode("utf-8-sig")
    assert "Eve Wrong" in rows
    assert "Ben Fresh" not in rows
    keeping.post(address(response), {"apply": "1"})
    assert Practitioner.objects.filter(name="Ben Fresh").exists()
    assert not Practitioner.objects.filter(name="Eve Wrong").exists()


def test_given_up_nothing_is_kept(rosters, keeping):
    response = start(keeping, rosters, as_csv([BEN]), part="additions")
    assert "Nothing was changed." in words(keeping.post(address(response), {"give_up": "1"}, follow=True))
    assert bytes(Upload.objects.get().read) == b""


def test_a_file_left_for_a_day_is_forgotten(rosters, keeping):
    response = start(keeping, rosters, as_csv([BEN]), part="additions")
    Upload.objects.update(created_at=timezone.now() - timedelta(hours=24))
    assert "Kept 24 hours. Upload it again." in words(keeping.get(address(response)))
    assert "Kept 24 hours. Upload it again." in words(keeping.post(address(response), {"apply": "1"}, follow=True))
    actions.forget_uploads(by=None, at=timezone.now())
    assert bytes(Upload.objects.get().read) == b""


def test_nobody_else_sees_a_file_or_downloads_a_roster(rosters, keeping):
    response = start(keeping, rosters, as_csv([BEN]), part="additions")
    other = rosters.browser(rosters.other)
    for where in (
        address(response),
        f"{address(response)}rows-to-mend.csv",
        f"/agencies/{rosters.world.council.slug}/roster/roster.xlsx",
    ):
        assert other.get(where).status_code == 403
    assert other.post(address(response), {"apply": "1"}).status_code == 403


def test_a_row_of_another_agency_is_refused_without_a_word_about_it(rosters, keeping):
    rows = [["Tom Elsewhere", "tom@example.org", "Example Health Trust", "Health visitor, elsewhere"]]
    said = words(start(keeping, rosters, as_csv(rows, ["Name", "Email", "Agency", "Post"]), part="additions"))
    assert "“Example Health Trust” is not on your roster." in said
    assert "01632 960002" not in said


def test_somebody_at_risk_is_in_no_template_and_no_comparison(rosters, keeping):
    Practitioner.objects.filter(pk=rosters.ann.pk).update(restricted=True)
    got = keeping.get(f"/agencies/{rosters.world.council.slug}/roster/roster.xlsx")
    assert "Ann Holder" not in str(
        [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(got.content)).active]
    )
    said = words(start(keeping, rosters, as_csv([BEN])))
    assert "Ann Holder" not in said
    assert "not in the file" not in said


def test_a_file_with_a_birth_date_is_refused_and_not_kept(rosters, keeping):
    said = words(start(keeping, rosters, as_csv([[*BEN, "03/04/2015"]], [*HEADER, "DOB"]), part="additions"))
    assert "Row 1 holds a date of birth. Nothing was kept." in said
    assert not Upload.objects.exists()


def test_one_file_for_many_agencies(rosters, world):
    both = world.user("both@example.org", world.council, "roster_admin")
    rosters.trust.entered_for = world.council
    rosters.trust.save()
    client = rosters.browser(both)
    rows = [["Ben Fresh", "ben@example.org", "Example Health Trust", "Health visitor, elsewhere"]]
    sent = {"part": "many", "from_day": f"{TODAY:%d/%m/%Y}",
            "file": SimpleUploadedFile("all.csv", as_csv(rows, ["Name", "Email", "Agency", "Post"]))}  # fmt: skip
    response = client.post("/roster/upload/", sent, follow=True)
    said = words(response)
    assert "1 new · 0 changed · 1 not in the file" in said
    assert "Tom Elsewhere" in said
    assert "Ann Holder" not in said, "an agency that the file does not name has nobody missing from it"
    assert re.search(r"Download", words(client.get("/roster/")))
    assert client.get("/roster/all.xlsx").status_code == 200


def test_xlsx_is_read_too(rosters, keeping):
    assert "1 new" in words(start(keeping, rosters, as_xlsx([BEN]), "roster.xlsx", part="additions"))


@pytest.mark.parametrize(("answer", "then"), [("yes", "01632 960777"), ("no", None)])
def test_numbers_that_lost_their_first_0_are_asked_about_together(rosters, keeping, answer, then):
    response = start(keeping, rosters, as_xlsx([[*BEN[:2], 1632960777, *BEN[3:]]]), "roster.xlsx", part="additions")
    said = words(response)
    assert "1 number has lost its first 0. 1632960777 → 01632 960777" in said
    assert "Decide 1 thing first." in said
    keeping.post(address(response), {"zeros": answer, "decide": "1"})
    keeping.post(address(response), {"apply": "1"})
    points = Practitioner.objects.get(name="Ben Fresh").contact_points.filter(kind="phone")
    assert list(points.values_list("value", flat=True)) == ([then] if then else [])


def test_digits_that_are_no_number_with_a_0_either_wait_with_their_row(rosters, keeping):
    said = words(start(keeping, rosters, as_csv([[*BEN[:2], "123456789", *BEN[3:]]]), part="additions"))
    assert "“123456789” is no telephone number." in said


def test_what_was_applied_is_counted_as_it_was_shown_and_found_again_to_be_undone(rosters, keeping):
    response = start(keeping, rosters, as_csv([BEN]), part="additions")
    assert "Apply 1 change" in words(response)
    assert "1 change saved." in words(keeping.post(address(response), {"apply": "1"}, follow=True))
    page = keeping.get(f"/agencies/{rosters.world.council.slug}/roster/upload/")
    assert "Applied lately roster.csv, 23 November, Somebody Looking: 1 change" in words(page)
    assert f'href="{address(response)}"' in page.content.decode()
    keeping.post(f"{address(response)}undo/")
    assert "Applied lately" not in words(keeping.get(f"/agencies/{rosters.world.council.slug}/roster/upload/"))


def test_several_sheets_are_asked_about_and_one_has_to_be_chosen(rosters, keeping):
    def leavers(book, sheet):
        book.add_worksheet("Leavers").write_row(0, 0, ["Name", "Work e-mail"])

    response = start(keeping, rosters, as_xlsx([BEN], change=leavers), "roster.xlsx", part="additions")
    assert "Which sheet?" in words(response)
    looked = words(keeping.post(address(response), {"columns": "1"}, follow=True))
    assert "Choose one first." in looked
    assert "Which sheet?" in looked
    assert "1 new" in words(keeping.post(address(response), {"columns": "1", "sheet": "0"}, follow=True))


def test_a_column_whose_heading_we_do_not_know_stands_first_when_the_columns_are_looked_at_again(rosters, keeping):
    response = start(keeping, rosters, as_csv([[*BEN, "Desk 4"]], [*HEADER, "Desk"]), part="additions")
    assert "Columns not used: Desk." in words(response)
    looked = words(keeping.post(address(response), {"recolumn": "1"}, follow=True))
    assert looked.index("For example: Desk 4") < looked.index("Recognised") < looked.index("For example: Ben Fresh")


def test_with_nothing_to_change_the_file_is_put_away_in_one_press(rosters, keeping):
    got = keeping.get(f"/agencies/{rosters.world.council.slug}/roster/roster.xlsx")
    response = start(keeping, rosters, got.content, "roster.xlsx")
    assert 'name="give_up" value="1">Done<' in response.content.decode()
    assert "Give up" not in words(response)
    keeping.post(address(response), {"give_up": "1"})
    assert Upload.objects.get().stage == Upload.Stage.CLOSED


def test_a_long_list_is_shown_whole_on_its_own_pages(rosters, keeping):
    many = [[f"Person {nth:03}", f"p{nth}@example.org", "", "Named nurse, Leeds", ""] for nth in range(130)]
    response = start(keeping, rosters, as_csv(many), part="additions")
    assert "See all 130" in words(response)
    assert "Person 129" not in words(response)
    first = words(keeping.get(f"{address(response)}?section=new"))
    assert "New: 130" in first
    assert "Person 000" in first
    seen, page = first, 1
    while "Person 129" not in seen:
        page += 1
        following = words(keeping.get(f"{address(response)}?section=new&page={page}"))
        assert "Person 000" not in following
        seen += following
    assert page > 1
    assert [name for name, *_rest in many if name not in seen] == []
    assert "Nothing saved yet" in words(keeping.get(f"{address(response)}?section=nonsense"))
