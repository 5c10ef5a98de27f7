"""What a start loads, what it leaves alone, and the sign-ins it prints."""

import socket

import pytest

from accounts.models import User
from agencies.models import Agency, AgencyKind
from scripts import prepare

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR, settings.STATIC_ROOT, settings.POSTCODES_FILE = tmp_path, tmp_path / "static", tmp_path / "postcodes"
    return tmp_path


@pytest.fixture
def commands(monkeypatch):
    """The names of the management commands a start gives, which are not carried out."""
    given = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: given.append(name))
    return given


@pytest.fixture
def practitioner():
    user = User(email="practitioner@demo.example.org", name="Robin Sayle")
    user.set_password("something-else-entirely")
    user.save()
    return user


def test_a_new_installation_gets_places_roles_postcodes_and_the_demonstration(commands):
    prepare.load_what_is_missing(demo=True)
    assert commands == ["load_places", "load_roles", "load_postcodes", "load_demo"]


def test_an_empty_start_has_no_invented_people(commands):
    prepare.load_what_is_missing(demo=False)
    assert commands == ["load_places", "load_roles", "load_postcodes"]


def test_invented_people_never_join_real_ones(commands, practitioner):
    prepare.load_what_is_missing(demo=True)
    assert "load_demo" not in commands


def test_invented_people_never_join_a_real_agency(commands):
    kind = AgencyKind.objects.create(code="school", name="School")
    Agency.objects.create(name="Somebody's school", kind=kind)
    prepare.load_what_is_missing(demo=True)
    assert "load_demo" not in commands


def test_where_no_demonstration_is_loaded_no_sign_in_is_promised(capsys):
    prepare.say_how_to_sign_in(prepare.open_demo_accounts())
    assert "Sign in as" not in capsys.readouterr().out


def test_the_password_printed_opens_the_account_and_is_the_same_next_time(practitioner, data_folder, monkeypatch, capsys):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    password = prepare.open_demo_accounts()
    prepare.say_how_to_sign_in(password)
    practitioner.refresh_from_db()
    assert practitioner.check_password(password)
    assert password in capsys.readouterr().out
    assert prepare.open_demo_accounts() == password
    assert (data_folder / "demo-password").stat().st_mode & 0o777 == 0o600


def test_a_password_of_ones_own_replaces_it(practitioner, monkeypatch):
    prepare.open_demo_accounts()
    monkeypatch.setenv("DEMO_PASSWORD", "three-plain-words")
    assert prepare.open_demo_accounts() == "three-plain-words"
    practitioner.refresh_from_db()
    assert practitioner.check_password("three-plain-words")


def test_a_taken_port_is_said_plainly():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} is taken by another program"):
            prepare.refuse_a_taken_port(port)


def test_static_files_are_collected_again_only_when_one_changed(settings, tmp_path, capsys):
    own = tmp_path / "own"
    own.mkdir()
    (own / "app.css").write_text("p {}")
    settings.STATICFILES_DIRS = [own]
    prepare.ready_static_files()
    assert (settings.STATIC_ROOT / "app.css").read_text() == "p {}"
    assert "Collecting" in capsys.readouterr().out
    prepare.ready_static_files()
    assert capsys.readouterr().out == ""
    (own / "app.css").write_text("p { margin: 0 }")
    prepare.ready_static_files()
    assert "margin" in (settings.STATIC_ROOT / "app.css").read_text()
