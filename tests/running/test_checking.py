"""The checks themselves: a part that fails is told from one that ends well, and a template nobody rendered is named."""

import sys

import pytest
from coverage import CoverageData

from scripts import check, unrendered


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    monkeypatch.setattr(check, "SCRATCH", tmp_path)


def test_a_part_that_fails_says_why(scratch, capsys):
    (part,) = check.together([check.Part("lint", sys.executable, "-c", "print('line 3 is wrong'); raise SystemExit(1)")])
    assert not part.well
    assert "line 3 is wrong" in capsys.readouterr().out


def test_a_part_that_ends_well_keeps_its_output_to_itself(scratch, capsys):
    (part,) = check.together([check.Part("lint", sys.executable, "-c", "print('all is well')")])
    assert part.well
    assert "all is well" not in capsys.readouterr().out


def test_the_closing_line_adds_up_every_run(scratch):
    runs = [f"print('2 failed, {n} passed, 1 error in 3.1s')" for n in (10, 20)]
    parts = check.together(*([check.Part(f"run {n}", sys.executable, "-c", run)] for n, run in enumerate(runs)))
    assert check.total(part.counts for part in parts) == "4 failed, 30 passed, 2 error"
    assert check.total([]) == "no tests ran"


@pytest.mark.parametrize("in_ci, status", [("true", 1), ("", 0)])
def test_what_could_not_run_is_said_loudly_and_fails_in_ci(scratch, monkeypatch, capsys, in_ci, status):
    monkeypatch.setenv("CI", in_ci)
    done = check.together([check.Part("lint", sys.executable, "-c", "print('3 passed in 0.1s')")])
    assert check.verdict(done, [], 1.0) == 0
    assert check.verdict(done, ["browser tests: no Chromium"], 1.0) == status
    assert "!!!!! NOT RUN: browser tests: no Chromium" in capsys.readouterr().out


def test_one_failed_part_fails_the_whole(scratch, capsys):
    done = check.together(*([check.Part(f"part {n}", sys.executable, "-c", f"raise SystemExit({n})")] for n in (0, 1)))
    assert check.verdict(done, [], 1.0) == 1
    assert "Failed: part 1." in capsys.readouterr().out


def test_lanes_run_side_by_side_and_the_parts_of_one_after_the_other(scratch, tmp_path):
    note = "import pathlib, sys, time; p = pathlib.Path({folder!r}); {before}; (p / {name!r}).touch()"
    here = {"folder": str(tmp_path)}
    waits = "[time.sleep(0.05) for _ in range(400) if not (p / 'other').exists()]; assert (p / 'other').exists()"
    first = note.format(**here, name="first", before=waits)
    second = note.format(**here, name="second", before="assert (p / 'first').exists()")
    other = note.format(**here, name="other", before="assert not (p / 'first').exists()")
    parts = [check.Part(name, sys.executable, "-c", run) for name, run in (("a", first), ("b", second), ("c", other))]
    done = check.together(parts[:2], parts[2:])
    assert {part.name: part.well for part in done} == {"a": True, "b": True, "c": True}


@pytest.mark.parametrize("user, found", [(0, True), (1000, False)])
def test_a_missing_browser_is_installed_only_by_root(tmp_path, monkeypatch, user, found):
    apt = tmp_path / "apt-get"
    apt.write_text(f"#!/bin/bash\n[ $1 != install ] || /bin/cp {apt} {tmp_path}/chromium\n")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: user)
    assert check.find_chromium() is found


@pytest.mark.parametrize("name", ["DATABASE_URL", "DATA_DIR", "SECRET_KEY"])
def test_tests_never_reach_somebodys_installation(monkeypatch, name):
    monkeypatch.setenv(name, "somebody's")
    assert check.environment().get(name) != "somebody's"


def test_a_template_no_test_rendered_is_named(tmp_path):
    seen, unseen = tmp_path / "seen.html", tmp_path / "unseen.html"
    seen.touch()
    unseen.touch()
    data = CoverageData(no_disk=True)
    data.add_lines({str(seen): [1]})
    assert unrendered.unrendered(tmp_path, data) == [unseen]
