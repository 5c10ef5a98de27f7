"""What an answer page costs beside a signed-in page that does nothing, in one run and on both engines."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path

from django.conf import settings

from scripts.throwaway_postgres import binaries, throwaway_postgres

# Times the CPU of a signed-in page that does nothing, in process, on SQLite.
BUDGET = 8
MOMENT = "2026-11-24T10:30"
PAGES = {
    "health visitor, by home": "/find/hv/?area=LS7+3&area=LS7&area=E08000035&at={at}",
    "school safeguarding lead": "/find/dsl/?school=900006&at={at}",
    "everyone around three places": "/find/everyone/?area=LS7+3&area=LS7&area=E08000035&school=900006&practice=Y90005&at={at}",
    "home": "/",
}
JUDGED = "health visitor, by home"
# That page once more, with every query compiled and every role read as if for the first time: what keeping them saves.
AFRESH = "health visitor, nothing kept"


def main(argv):
    """Prints each page's CPU as a ratio to the no-op page; the exit code is 1 when the answer is over its budget on SQLite."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks answer")
    parser.add_argument("--rounds", type=int, default=150, help="requests of each page (default 150)")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.inside:
        print(json.dumps(measure(options.rounds)))
        return 0
    over = False
    with tempfile.TemporaryDirectory() as folder:
        over = report("SQLite", f"sqlite:///{folder}/directory.sqlite3", folder, options.rounds)
    if programs := binaries():
        with throwaway_postgres(programs) as address, tempfile.TemporaryDirectory() as folder:
            report("PostgreSQL", address, folder, options.rounds)
    else:
        print("PostgreSQL: no programs found here, so it was not measured.")
    return int(over)


def report(engine, database, folder, rounds):
    """Load the demonstration into a fresh database, measure in a process of its own, print; whether the budget was broken."""
    environment = {
        **os.environ, "DATABASE_URL": database, "DATA_DIR": folder, "DEMO_PASSWORD": "benchmark-only-passphrase",
        "POSTCODES_FILE": str(settings.POSTCODES_FILE),
    }  # fmt: skip
    manage = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py")]
    for command in (
        "migrate",
        "createcachetable",
        "collectstatic --noinput",
        "load_places",
        "load_roles",
        "load_postcodes",
        "load_demo",
    ):
        subprocess.run(
            [*manage, *command.split()], env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    inside = [sys.executable, "-m", "benchmarks", "answer", "--inside", "--rounds", str(rounds)]
    figures = json.loads(subprocess.run(inside, env=environment, check=True, capture_output=True, text=True).stdout)
    noop = figures["no-op"]["ms"]
    print(f"{engine}: a signed-in page that does nothing takes {noop:.2f} ms of CPU in process ({rounds} rounds, medians)")
    for name, figure in figures.items():
        print(
            f"  {name:<32}{figure['ms']:8.2f} ms {figure['ms'] / noop:7.1f} ×  {figure['queries']:3} queries {figure['bytes']:7} bytes"
        )
    return figures[JUDGED]["ms"] / noop > BUDGET


def measure(rounds):
    """Milliseconds of CPU, queries and bytes of each page, all pages in turn so that noise falls on all alike."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User

    settings.ALLOWED_HOSTS, settings.ROOT_URLCONF = ["testserver"], "benchmarks.noop_urls"
    client = Client()
    client.force_login(User.objects.get(email="practitioner@demo.example.org"), backend=settings.AUTHENTICATION_BACKENDS[0])
    addresses = {"no-op": "/no-op/", **{name: address.format(at=MOMENT) for name, address in PAGES.items()}}
    addresses[AFRESH] = addresses[JUDGED]
    figures, taken = {}, {name: [] for name in addresses}
    for name, address in addresses.items():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        assert response.status_code == 200, (name, response.status_code)
        figures[name] = {"queries": len(queries), "bytes": len(response.content)}
    for _ in range(rounds):
        for name, address in addresses.items():
            with nothing_kept() if name == AFRESH else nullcontext():
                start = time.process_time_ns()
                client.get(address)
                taken[name].append((time.process_time_ns() - start) / 1e6)
    return {name: {**figure, "ms": statistics.median(taken[name])} for name, figure in figures.items()}


@contextmanager
def nothing_kept():
    """For the time being no query is compiled yet and no role read; what was kept comes back afterwards."""
    from agencies import snapshot
    from agencies.prepared import Prepared
    from directory.finder import facts

    prepared = [each for each in vars(facts).values() if isinstance(each, Prepared)]
    kept = [dict(each.compiled) for each in prepared]
    snapshot.forget()
    for each in prepared:
        each.compiled.clear()
    yield
    for each, compiled in zip(prepared, kept, strict=True):
        each.compiled.update(compiled)
