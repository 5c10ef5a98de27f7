"""A public installation and one on this machine: cookies, the way to https, and files, as a browser gets them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
# Run in a process of its own, because the settings are read once.
KNOCKING = """
import json, sys
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from accounts.actions import set_password
from accounts.models import User

quiet = {"verbosity": 0}
call_command("migrate", **quiet)
call_command("createcachetable", **quiet)
call_command("collectstatic", interactive=False, **quiet)
User.objects.create(email="a@example.org", name="A. Practitioner", password="!")
from django.utils import timezone
set_password(user=User.objects.get(), password="three quiet words", by=None, at=timezone.now())

def told(response):
    cookies = {name: {key: value for key, value in morsel.items() if value} for name, morsel in response.cookies.items()}
    return {"status": response.status_code, "headers": dict(response.headers), "cookies": cookies}

from django.contrib.staticfiles.storage import staticfiles_storage
host, secure = settings.ALLOWED_HOSTS[0], settings.HTTPS
visit = Client(headers={"host": host})
found = {
    "plain": told(visit.get("/duty/")),
    "page": told(visit.get("/sign-in/", secure=secure)),
    "in": told(visit.post("/sign-in/", {"login": "a@example.org", "password": "three quiet words"}, secure=secure)),
    "home": told(visit.get("/", secure=secure)),
    "file": told(visit.get(staticfiles_storage.url("css/app.css"), secure=secure)),
    "unhashed": told(visit.get("/static/css/app.css", secure=secure)),
    "other host": told(visit.get("/duty/", secure=secure, headers={"host": "evil.example"})),
    "password": User.objects.get().password.split("$")[0],
    "forwarded": told(visit.get("/duty/", headers={"x-forwarded-proto": "https"})),
}
print(json.dumps(found))
"""


def run(folder, *command, **more):
    ours = ("DATABASE_URL", "BASE_URL", "PORT", "BEHIND_PROXY", "SECRET_KEY", "TEST_DB_SUFFIX", "DJANGO_ALLOW_ASYNC_UNSAFE")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    environment = {**kept, "DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "directory.settings", **more}
    done = subprocess.run([sys.executable, *command], cwd=HOME, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout + done.stderr if "check" in command else done.stdout


@pytest.fixture(scope="module")
def public(tmp_path_factory):
    """What https://directory.example.org answers."""
    folder = tmp_path_factory.mktemp("public")
    return json.loads(run(folder, "-c", KNOCKING, BASE_URL="https://directory.example.org"))


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    """What an installation on this machine answers."""
    return json.loads(run(tmp_path_factory.mktemp("local"), "-c", KNOCKING))


def test_a_public_installation_answers_on_https_only_and_says_so_for_a_year(public):
    assert public["plain"]["status"] == 301
    assert public["plain"]["headers"]["Location"] == "https://directory.example.org/duty/"
    assert public["page"]["headers"]["Strict-Transport-Security"].startswith("max-age=31536000; includeSubDomains")


def test_nobody_is_believed_about_https_without_a_proxy_of_ours(public):
    assert public["forwarded"]["status"] == 301


def test_its_cookies_are_bound_to_the_host_to_https_and_hidden_from_scripts(public):
    bound = {"path": "/", "httponly": True, "samesite": "Lax", "secure": True}
    csrf = public["page"]["cookies"]
    assert set(csrf) == {"__Host-csrf"}
    assert {key: csrf["__Host-csrf"].get(key) for key in (*bound, "domain")} == {**bound, "domain": None}
    assert public["in"]["status"] == 302
    assert public["in"]["cookies"]["__Host-sid"] == bound
    assert public["home"]["status"] == 200


def test_only_its_own_name_is_answered(public, local):
    assert public["other host"]["status"] == local["other host"]["status"] == 400


def test_an_installation_on_this_machine_needs_no_https(local):
    assert local["plain"]["status"] == 200
    assert "Strict-Transport-Security" not in local["page"]["headers"]
    assert set(local["page"]["cookies"]) == {"csrf"}
    assert local["in"]["cookies"]["sid"] == {"path": "/", "httponly": True, "samesite": "Lax"}
    assert local["home"]["status"] == 200


def test_files_are_kept_for_a_year_under_names_that_change_with_them(local):
    assert local["file"]["status"] == 200
    assert local["file"]["headers"]["Cache-Control"] == "max-age=315360000, public, immutable"
    assert "immutable" not in local["unhashed"]["headers"]["Cache-Control"]


def test_files_carry_the_headers_of_every_answer_and_belong_to_this_site(public):
    headers = public["file"]["headers"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in headers


def test_passwords_are_kept_as_argon2(local):
    assert local["password"] == "argon2"


def test_the_framework_has_nothing_to_warn_of_in_a_public_installation(tmp_path):
    said = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "INFO", BASE_URL="https://directory.example.org")
    assert "System check identified no issues (0 silenced)." in said


def test_the_secret_key_is_made_once_and_read_by_its_owner_only(tmp_path):
    show = ("-c", "from directory import settings; print(settings.SECRET_KEY)")
    first, second = run(tmp_path, *show), run(tmp_path, *show)
    assert first == second
    assert len(first.strip()) >= 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
