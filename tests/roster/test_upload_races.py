"""A file applied while somebody else applies another or edits a page: what either was told is saved stands, the second sees the first's."""

import time
from functools import partial

import pytest
import time_machine
from django.utils import timezone

from contacts.editing import values
from contacts.editing.actions import SavedFirst, edit_person
from contacts.models import Practitioner
from contacts.spreadsheets import actions
from contacts.spreadsheets.comparing import make_plan
from contacts.spreadsheets.stored import plan_of
from tests.profiles.world import NOW, World
from tests.roster.conftest import Rosters
from tests.roster.spreadsheets import as_csv
from tests.roster.test_races import at_once

pytestmark = pytest.mark.at_length

HEADER = ["Directory person", "Directory post", "Name", "Work phone", "Work e-mail"]
A_FILE_TAKES = 0.08  # seconds, about; a page takes less, and would always be first
IN_FILE, ON_PAGE = ["name", "phone", "email"], ["name", "phone", "email", "known_as"]


@pytest.fixture
def rosters(transactional_db):
    with time_machine.travel(NOW, tick=False):
        rosters = Rosters(World())
        rosters.world.phone(rosters.ann, "ann.holder@example.org", kind="email")
        yield rosters


def ann(rosters):
    return values.of_person(Practitioner.objects.get(pk=rosters.ann.pk))


def typed(field, nth, who):
    """Something nobody else types, as it is printed."""
    texts = {"phone": f"01632 96{1000 + nth % 4000 * 2 + who:04d}", "email": f"{'ab'[who]}{nth}@example.org"}
    return texts.get(field, f"{field.capitalize()} {'ab'[who]}{nth}")


def staged(rosters, mine):
    """Ann's row of the template with these fields edited, compared."""
    row = {**ann(rosters), **mine}
    cells = [rosters.ann.key, rosters.post.key, *(row[field] for field in IN_FILE)]
    upload = actions.take_in(
        content=as_csv([cells], HEADER), file_name="roster.csv", part="agency", from_day=timezone.localdate(NOW),
        agency=rosters.world.council, by=None, at=NOW,
    )  # fmt: skip
    return make_plan(upload=upload, by=None, at=NOW)


def applied(upload):
    """The upload once it is applied, or what it was refused with."""
    try:
        return actions.apply(upload=upload, by=None, at=NOW)
    except actions.RosterChanged as changed:
        return changed


def after(seconds, call):
    """What a call returns that comes a little later."""
    time.sleep(seconds)
    return call()


def difference(upload):
    """What the preview shows of Ann: field → (was, now)."""
    return {field: (was, now) for one in plan_of(upload)["changed"] for field, was, now in one["lines"]}


def test_no_acknowledged_edit_is_lost_to_a_file_nor_to_another_file(rosters, scaled, chance):
    met = {"both": 0, "file first": 0, "page first": 0, "two files": 0}
    for nth in range(scaled(1000)):
        before = ann(rosters)
        two_files = chance.random() < 0.4
        fields = [
            chance.sample(IN_FILE, chance.choice([1, 2])),
            chance.sample(IN_FILE if two_files else ON_PAGE, chance.choice([1, 2])),
        ]
        mine = [{field: typed(field, nth, who) for field in each} for who, each in enumerate(fields)]
        files = [staged(rosters, each) for each in (mine if two_files else mine[:1])]
        calls = [partial(applied, each) for each in files]
        if not two_files:
            edit = {"person": rosters.ann, "seen": before, "mine": {**before, **mine[1]}, "by": None, "at": NOW}
            calls.append(partial(after, chance.uniform(0, A_FILE_TAKES), partial(edit_person, **edit)))
            if nth % 4 == 0:  # now and then the page is surely first, however busy the machine is
                calls = [partial(after, 2 * A_FILE_TAKES, calls[0]), partial(edit_person, **edit)]
        said = at_once(*calls)
        late = [who for who, each in enumerate(said) if isinstance(each, (actions.RosterChanged, SavedFirst))]
        assert [each for each in said if isinstance(each, BaseException)] == [said[who] for who in late], said
        assert len(late) < 2
        stands = ann(rosters)
        for who, each in enumerate(mine):
            if who not in late:
                assert each.items() <= stands.items(), (nth, mine, late, stands)
        if not late:
            # Only an edit that was made on what the file had written, or of what no file holds, goes beside it.
            assert not two_files
            assert not set(mine[0]) & set(mine[1])
            met["both"] += 1
            continue
        (second,) = late
        first = mine[1 - second]
        assert {field: stands[field] for field in before} == {**before, **first}, "whoever was refused has changed nothing"
        if isinstance(said[second], SavedFirst):
            both = set(mine[0]) & set(mine[1])
            assert said[second].conflicts == {field: (first[field], mine[1][field]) for field in both}
            met["file first"] += 1
            continue
        met["two files" if two_files else "page first"] += 1
        again = make_plan(upload=actions.answer(upload=files[second], answers={}, by=None, at=NOW), by=None, at=NOW)
        row = {**before, **mine[second]}
        shown = {field: (stands[field], row[field]) for field in IN_FILE if stands[field] != row[field]}
        assert difference(again) == shown
        assert applied(again).stage == "applied"
        assert {field: ann(rosters)[field] for field in IN_FILE} == {field: row[field] for field in IN_FILE}
    assert min(met.values()) > 0, met


def test_through_the_pages_the_second_is_shown_the_new_difference(rosters, scaled):
    """Two browsers press Apply at once, each on a file of its own: one is told it is saved, the other what the first has changed."""
    other = rosters.world.user("two@example.org", rosters.world.council, "roster_admin")
    browsers = [rosters.browser(rosters.admin), rosters.browser(other)]
    for nth in range(scaled(100)):
        numbers = [typed("phone", nth, who) for who in (0, 1)]
        files = [staged(rosters, {"phone": number}) for number in numbers]
        pressing = [
            partial(browser.post, file.get_absolute_url(), {"apply": "1"}, follow=True)
            for browser, file in zip(browsers, files, strict=True)
        ]
        pages = [answer.content.decode() for answer in at_once(*pressing)]
        first = next(who for who in (0, 1) if "1 change saved." in pages[who])
        late = pages[1 - first]
        assert "The roster changed meanwhile. Here is the new difference. Nothing was applied." in late
        assert ann(rosters)["phone"] == numbers[first]
        assert f"was {numbers[first]}, now {numbers[1 - first]}" in late.replace("\u00a0", " ")
