"""The file of postcodes stays whole through kills, races and replacement, and the directory knows which edition it has."""

import io
import os
import subprocess
import sys
import time

import pytest
from django.core.management import CommandError, call_command

from areas import build, sidefile, sources
from areas.actions import record_postcode_edition
from areas.editions import edition_mismatch
from areas.lookup import locate
from tests.areas.directory_files import ROWS, write_csv

SLOW_BUILD = """
import sys, time
from areas import build, sources
def slowly(rows):
    for row in rows:
        yield row
        print("row", flush=True)
        time.sleep(float(sys.argv[3]))
def opened():
    source = sources.from_file(sys.argv[1])
    source.rows = slowly(source.rows)
    return source
build.build(opened, sys.argv[2])
"""


@pytest.fixture
def served(settings, tmp_path):
    settings.POSTCODES_FILE = tmp_path / "postcodes.sqlite3"
    return settings.POSTCODES_FILE


def building(file, target, pause):
    """Another process that builds the file, a pause between rows; it prints a line for each row."""
    command = [sys.executable, "-c", SLOW_BUILD, str(file), str(target), str(pause)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "directory.settings"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def test_a_build_killed_half_way_leaves_the_old_file_and_the_next_one_succeeds(served, tmp_path):
    file = write_csv(tmp_path)
    build.build(sources.from_file(file), served)
    before = served.read_bytes()
    with building(write_csv(tmp_path, name="new.csv", rows=ROWS[1:]), served, 60) as child:
        assert child.stdout.readline() == "row\n"
        assert (tmp_path / "postcodes.sqlite3.new").exists()
        child.kill()
    assert served.read_bytes() == before
    assert locate("LS7 4AA").authority.name == "Leeds"
    build.build(sources.from_file(file), served)
    assert not (tmp_path / "postcodes.sqlite3.new").exists()


def test_two_builds_at_once_take_turns(served, tmp_path):
    first, second = write_csv(tmp_path, name="first.csv"), write_csv(tmp_path, name="second.csv")
    with building(first, served, 0.05) as one, building(second, served, 0.05) as other:
        assert (one.wait(60), other.wait(60)) == (0, 0)
    edition = build.edition_at(served)
    assert edition.source in ("first.csv", "second.csv")
    assert edition.count == len(ROWS)
    assert locate("LS7 4AA").authority.name == "Leeds"


def test_readers_see_the_old_file_or_the_new_one_and_nothing_between(served, tmp_path, monkeypatch):
    monkeypatch.setattr("areas.sidefile._LOOK_AGAIN_AFTER", 0)
    files = [write_csv(tmp_path, name=name) for name in ("old.csv", "new.csv")]
    build.build(sources.from_file(files[0]), served)
    with building(files[1], served, 0.02) as child:
        while child.poll() is None:
            assert locate("LS7 4AA").authority.name == "Leeds"
            time.sleep(0.005)
    assert child.returncode == 0
    assert locate("LS7 4AA").edition == "new.csv" or build.edition_at(served).source == "new.csv"


def test_a_full_disk_is_one_sentence(served, tmp_path, monkeypatch):
    def full(*args):
        raise build.sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(build, "_write_profiles", full)
    with pytest.raises(build.CannotBuild, match=r"^The file of postcodes could not be written: database or disk is full\.$"):
        build.build(sources.from_file(write_csv(tmp_path)), served)
    assert not served.exists()


def test_a_spoilt_file_counts_as_none(served):
    served.write_bytes(b"spoilt" * 1000)
    assert build.edition_at(served) is None


@pytest.mark.django_db
def test_a_file_and_a_database_that_disagree_are_noticed(served, tmp_path, noon, django_assert_num_queries):
    assert edition_mismatch() == "There is no file of postcodes. Run load_postcodes."
    old = build.build(sources.from_file(write_csv(tmp_path, name="old.csv")), served)
    sidefile.forget()
    assert edition_mismatch() == "The database has not been given an edition of postcodes. Run load_postcodes."
    record_postcode_edition(edition=old, by=None, at=noon)
    with django_assert_num_queries(1):
        assert edition_mismatch() == ""
    build.build(sources.from_file(write_csv(tmp_path, name="new.csv")), served)
    sidefile.forget()
    assert edition_mismatch().startswith("The file of postcodes is new.csv ")
    assert "the database expects old.csv " in edition_mismatch()


@pytest.mark.django_db
def test_the_package_is_not_built_again_when_its_edition_is_served(postcodes_file):
    before = postcodes_file.stat().st_ino
    out, err = io.StringIO(), io.StringIO()
    call_command("load_postcodes", stdout=out, stderr=err)
    assert out.getvalue() == f"2,720,556 postcodes of January 2026 ({sources.package_version()})\n"
    assert (postcodes_file.stat().st_ino, err.getvalue()) == (before, "")


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.django_db
@pytest.mark.parametrize("stream, shown", [(io.StringIO, "Reading postcodes ...................."), (Terminal, "████ 100 %")])
def test_progress_is_shown(served, tmp_path, stream, shown):
    err = stream()
    call_command("load_postcodes", write_csv(tmp_path), stdout=io.StringIO(), stderr=err)
    assert shown in err.getvalue()
    assert err.getvalue().endswith("\n")


@pytest.mark.django_db
def test_progress_ends_its_line_when_the_file_is_bad(served, tmp_path):
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("load_postcodes", write_csv(tmp_path, rows=[]), stdout=io.StringIO(), stderr=err)
    assert err.getvalue().endswith("\n")
