"""Readies the database, the static files and what they are seeded with, then says where the directory is and how to sign in."""

import argparse
import errno
import hashlib
import os
import secrets
import socket
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

WHAT_THEY_DO = {
    "practitioner": "looks people up",
    "roster": "keeps an agency's roster",
    "manager": "takes lists away",
    "privacy": "looks after who is restricted",
    "admin": "runs the directory",
}


@contextmanager
def step(words):
    """Says what is going on and, afterwards, how long it took."""
    began = time.monotonic()
    print(f"{words} …", flush=True)
    yield
    print(f"   done in {time.monotonic() - began:.1f} s", flush=True)


def refuse_a_taken_port(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            sys.exit(f"Port {port} is taken by another program. Choose another one: PORT={port + 1} ./run")


def ready_database():
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with step("Preparing the database"):
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)


def digest(files):
    """One fingerprint for the names and the content of files given as (name, path) pairs."""
    seen = hashlib.sha256()
    for name, path in sorted(files):
        seen.update(name.encode() + b"\0" + Path(path).read_bytes())
    return seen.hexdigest()


def ready_static_files():
    """Collects, hashes and compresses them again only when one has changed since last time."""
    from django.contrib.staticfiles.finders import get_finders

    files = [(name, storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]
    stamp = Path(settings.DATA_DIR) / "collected.sha256"
    now = digest(files)
    if stamp.exists() and stamp.read_text() == now and Path(settings.STATIC_ROOT).is_dir():
        return
    with step("Collecting and compressing static files"):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(now)


def ready_postcodes():
    """Builds the file of postcodes when there is none or the package is newer; one that the operator loaded stays.

    A database that has not heard of the file yet is told which edition it is.
    """
    from django.utils import timezone

    from areas.actions import record_postcode_edition
    from areas.build import edition_at
    from areas.models import PostcodeEdition
    from areas.sources import PACKAGE, package_version

    edition = edition_at(settings.POSTCODES_FILE)
    if edition is None or (edition.source == PACKAGE and edition.version != package_version()):
        with step("Loading postcodes"):
            call_command("load_postcodes")
    elif not PostcodeEdition.objects.exists():
        record_postcode_edition(edition=edition, by=None, at=timezone.now())


def load_what_is_missing(demo):
    """Loads what is not there yet, or came with a newer release; on any other start, nothing."""
    from accounts.models import User
    from agencies.models import Agency, Role
    from areas.models import Area

    stamp = Path(settings.DATA_DIR) / "seeded.sha256"
    seed = digest((str(path), path) for path in settings.BASE_DIR.glob("*/seed/*.csv"))
    newer = not stamp.exists() or stamp.read_text() != seed
    if newer or not Area.objects.exists():
        with step("Loading places"):
            call_command("load_places")
    if newer or not Role.objects.exists():
        with step("Loading roles"):
            call_command("load_roles")
    stamp.write_text(seed)
    ready_postcodes()
    if demo and not User.objects.exists() and not Agency.objects.exists():
        with step("Loading the demonstration partnership (its people are invented)"):
            call_command("load_demo")


def open_demo_accounts():
    """Makes sure that the five demo accounts open with the password we print, and returns it; None where there are none.

    The password is DEMO_PASSWORD, else the one kept in the data folder, else a new one, which is then kept there.
    """
    from django.utils import timezone

    from accounts.actions import set_password
    from accounts.models import User
    from directory.demo.signins import EMAILS

    accounts = User.objects.filter(email__in=EMAILS)
    if not accounts:
        return None
    kept = Path(settings.DATA_DIR) / "demo-password"
    kept.touch(mode=0o600)
    password = os.environ.get("DEMO_PASSWORD") or kept.read_text() or secrets.token_urlsafe(12)
    kept.write_text(password)
    for account in accounts:
        if not account.check_password(password):
            set_password(user=account, password=password, by=None, at=timezone.now())
    return password


def say_how_to_sign_in(password):
    print(f"\nThe directory is at {settings.BASE_URL}  (end it with Ctrl-C)\n")
    if password is None:
        return
    from directory.demo.signins import EMAILS

    print("Sign in as")
    for email in EMAILS:
        print(f"   {email:<32}{WHAT_THEY_DO[email.partition('@')[0]]}")
    print(f"with the password\n   {password}\n", flush=True)


def offer_the_first_account():
    """While nobody runs the directory, prints the one-time link that makes its first administrator."""
    from django.utils import timezone

    from directory.beginning import has_administrator

    if not has_administrator(timezone.localdate()):
        print("Nobody runs this directory yet. Whoever opens this link first, within 72 hours, will:", flush=True)
        call_command("first_administrator")
        print(flush=True)


def main():
    parser = argparse.ArgumentParser(prog="./run", description="Starts the directory on this machine.")
    parser.add_argument("--empty", action="store_true", help="without the demonstration partnership")
    options = parser.parse_args()

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory.settings")
    django.setup()
    refuse_a_taken_port(settings.PORT)
    ready_database()
    ready_static_files()
    load_what_is_missing(demo=not options.empty)
    say_how_to_sign_in(open_demo_accounts())
    offer_the_first_account()


if __name__ == "__main__":
    main()
