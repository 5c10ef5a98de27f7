"""A fresh database on each engine, filled and measured in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from scripts.throwaway_postgres import binaries, throwaway_postgres

MANAGE = str(Path(settings.BASE_DIR) / "manage.py")


@contextmanager
def databases():
    """Yields (engine, address of an empty database) one after the other; PostgreSQL only where its programs are."""
    with tempfile.TemporaryDirectory() as folder:
        addresses = [("SQLite", f"sqlite:///{folder}/directory.sqlite3", folder)]
        programs = binaries()
        if programs is None:
            print("PostgreSQL: no programs found here, so it was not measured.")
            yield addresses
            return
        with throwaway_postgres(programs) as address, tempfile.TemporaryDirectory() as other:
            yield [*addresses, ("PostgreSQL", address, other)]


def inside(module, database, folder, *arguments, loads=("load_places", "load_roles")):
    """What `python -m benchmarks <module> --inside …` prints as JSON, in a migrated database with places and roles."""
    environment = {
        **os.environ, "DATABASE_URL": database, "DATA_DIR": folder, "POSTCODES_FILE": str(settings.POSTCODES_FILE),
    }  # fmt: skip
    for command in ("migrate", *loads):
        subprocess.run([sys.executable, MANAGE, command], env=environment, check=True, stdout=subprocess.DEVNULL)
    command = [sys.executable, "-m", "benchmarks", module, "--inside", *map(str, arguments)]
    return json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout)
