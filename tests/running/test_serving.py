"""The web server and the worker live and die together."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.architecture.reading import HOME

STAND_IN = """
import sys
from scripts import serve
serve.WEB = [sys.executable, "-c", {web!r}]
serve.WORKER = [sys.executable, "-c", {worker!r}]
serve.WORKER_REST = 0
import signal
signal.signal(signal.SIGTERM, signal.default_int_handler)
sys.exit(serve.serve())
"""
WAITS = "import os, time; print('{name}', os.getpid(), flush=True); time.sleep(60)"
WEB, WORKER = WAITS.format(name="web"), WAITS.format(name="worker")


def start(web=WEB, worker=WORKER):
    command = [sys.executable, "-c", STAND_IN.format(web=web, worker=worker)]
    return subprocess.Popen(command, cwd=HOME, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def heard(server, count):
    """The first lines the programs print, as (name, process id)."""
    return [(name, int(number)) for name, number in (server.stdout.readline().split() for _ in range(count))]


def is_alive(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_stops_both(asked):
    server = start()
    programs = heard(server, 2)
    assert {name for name, _ in programs} == {"web", "worker"}
    server.send_signal(asked)
    server.communicate(timeout=20)
    assert server.returncode == 0
    assert [is_alive(number) for _, number in programs] == [False, False]


def test_a_web_server_that_cannot_start_ends_everything_with_its_status():
    server = start(web="import sys, time; time.sleep(1); sys.exit(3)")
    ((_, worker),) = heard(server, 1)
    server.communicate(timeout=20)
    assert server.returncode == 3
    assert not is_alive(worker)


def test_a_worker_that_fails_is_started_again():
    server = start(worker="import sys; print('worker', 1, flush=True); sys.exit(9)")
    names = [name for name, _ in heard(server, 4)]
    server.terminate()
    _, said = server.communicate(timeout=20)
    assert names.count("worker") >= 3
    assert "The background worker ended with status 9; starting it again." in said


def test_nothing_is_left_running_when_a_program_ignores_being_asked(monkeypatch):
    from scripts import serve

    monkeypatch.setattr(serve, "PATIENCE", 0.1)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    program = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE)
    program.stdout.readline()
    began = time.monotonic()
    serve.end(program)
    program.stdout.close()
    assert program.returncode == -signal.SIGKILL
    assert time.monotonic() - began < 30
