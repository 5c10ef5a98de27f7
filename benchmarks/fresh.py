"""A database on each engine, fresh or kept from the last time, filled and measured in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings

from scripts.throwaway_postgres import binaries, throwaway_postgres

MANAGE = str(Path(settings.BASE_DIR) / "manage.py")


# What a server of its own for a directory of a million would be given, in place of what fits a test.
ROOMY = "-c shared_buffers=1GB -c work_mem=32MB -c maintenance_work_mem=512MB -c max_wal_size=8GB -c jit=off"


@contextmanager
def databases(kept=None):
    """Yields (engine, address of a database, folder) for each engine; PostgreSQL only where its programs are.

    The databases are empty and go afterwards, unless a folder is given in which they are `kept` for the next time.
    """
    with ExitStack() as stack:

        def folder(name):
            if kept is None:
                return stack.enter_context(tempfile.TemporaryDirectory())
            made = Path(kept) / name
            made.mkdir(parents=True, exist_ok=True)
            return str(made)

        home = folder("sqlite")
        found = [("SQLite", f"sqlite:///{home}/directory.sqlite3", home)]
        if (programs := binaries()) is None:
            print("PostgreSQL: no programs found here, so it was not measured.")
        else:
            home = kept and folder("cluster")
            address = stack.enter_context(throwaway_postgres(programs, home, ROOMY if kept else ""))
            found.append(("PostgreSQL", address, folder("postgresql")))
        yield found


def inside(module, database, folder, *arguments, loads=("load_places", "load_roles")):
    """What `python -m benchmarks <module> --inside …` prints as JSON, in a migrated database with places and roles."""
    environment = {
        **os.environ, "DATABASE_URL": database, "DATA_DIR": folder, "POSTCODES_FILE": str(settings.POSTCODES_FILE),
    }  # fmt: skip
    # Where the files of the pages are gathered for serving: no page here asks for one, but each looks whether the folder is there.
    (Path(folder) / "static").mkdir(exist_ok=True)
    for command in ("migrate", *loads):
        subprocess.run([sys.executable, MANAGE, command], env=environment, check=True, stdout=subprocess.DEVNULL)
    command = [sys.executable, "-m", "benchmarks", module, "--inside", *map(str, arguments)]
    return json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout)
