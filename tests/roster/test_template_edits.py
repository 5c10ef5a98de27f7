"""What in our own template belongs to a post is changed on its page: a file that says otherwise is told so, and changes nothing of it."""

import io

import openpyxl
import pytest

from agencies.models import Post, Team
from contacts.models import Appointment
from tests.profiles.world import words

from .test_uploads import start


@pytest.fixture
def send(rosters, keeping):
    """`send(Team="Team South")` sends the template back with these cells of its only row edited, and gives the words of the page."""
    Team.objects.create(agency=rosters.world.council, name="Team South")
    Post.objects.filter(pk=rosters.post.pk).update(team=rosters.world.team)

    def sent(**edited):
        got = keeping.get(f"/agencies/{rosters.world.council.slug}/roster/roster.xlsx")
        book = openpyxl.load_workbook(io.BytesIO(got.content))
        columns = {cell.value: cell.column for cell in book.active[1]}
        for heading, text in edited.items():
            book.active.cell(2, columns[heading.replace("_", " ")]).value = text
        changed = io.BytesIO()
        book.save(changed)
        return words(start(keeping, rosters, changed.getvalue(), "roster.xlsx"))

    yield sent
    rosters.post.refresh_from_db()
    assert (rosters.post.title, rosters.post.team, rosters.post.role) == ("Named nurse, Leeds", rosters.world.team, rosters.nurse)
    assert Appointment.objects.get(post=rosters.post).practitioner == rosters.ann


def test_another_team_is_refused_with_where_to_move_the_post(send):
    said = send(Team="Team South")
    assert "That post is not in the team “Team South”. Move the post on its page, or give another post." in said
    assert "0 new · 0 changed" in said


def test_a_team_that_does_not_exist_is_not_made_for_a_post_that_has_one(send):
    assert "That post is not in the team “Team West”." in send(Team="Team West")
    assert not Team.objects.filter(name="Team West").exists()


def test_another_role_is_refused(send):
    said = send(Role="Health visitor")
    assert "0 new · 0 changed · 1 problem" in said
    assert "Health visitor" in said


def test_another_title_is_another_post_into_which_somebody_moves(send):
    said = send(Post="Named nurse, Bradford")
    assert "Moves from Named nurse, Leeds to Named nurse, Bradford" in said


@pytest.mark.parametrize("heading", ["Team", "Role", "Post"])
def test_an_emptied_cell_of_the_post_changes_nothing_and_says_so(send, heading):
    said = send(**{heading: None})
    assert "An empty cell changes nothing about “Named nurse, Leeds”." in said
    assert "Nothing to change." in said


def test_what_was_not_edited_is_not_remarked_upon(send):
    assert "An empty cell" not in send()
