"""A process of its own on the database of the test in hand: to be killed, or to get in the way."""

import os
import subprocess
import sys
import time

from django.db import connection

from tests.architecture.reading import HOME


def address():
    """The database in use, as DATABASE_URL says it."""
    held = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{held['NAME']}"
    host = f"{held['HOST']}:{held['PORT']}" if held["PORT"] else held["HOST"]
    return f"postgres://{held['USER']}:{held['PASSWORD']}@{host.replace('/', '%2F')}/{held['NAME']}"


def start(program, *arguments, **environment):
    """Runs the text of a program, which says a line when it is ready; returns it once it has."""
    env = {**os.environ, "DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "directory.settings", **environment}
    command = [sys.executable, "-c", program, *arguments]
    running = subprocess.Popen(command, cwd=HOME, env=env, stdout=subprocess.PIPE, text=True)
    running.stdout.readline()
    return running


def kill(running):
    """Kills it without a word, and waits until the database has noticed."""
    running.kill()
    running.wait()
    running.stdout.close()
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    while connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(others)
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.01)
