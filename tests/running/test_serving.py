"""The web server and the worker live and die together."""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack

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
# Whoever runs the tests in the background of a shell hands on that Ctrl-C is not heard.
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(serve.serve())
"""
# One write each, so that the two never cut into each other's line.
WAITS = "import os, time; os.write(1, f'{name} {{os.getpid()}}\\n'.encode()); time.sleep(60)"
WEB, WORKER = WAITS.format(name="web"), WAITS.format(name="worker")


@pytest.fixture
def start():
    """`start(web=…, worker=…)` serves with these programs in place of ours, until the test is over."""
    with ExitStack() as stack:

        def begin(web=WEB, worker=WORKER):
            command = [sys.executable, "-c", STAND_IN.format(web=web, worker=worker)]
            server = subprocess.Popen(command, cwd=HOME, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            stack.enter_context(server)
            stack.callback(server.terminate)
            return server

        yield begin


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
def test_asked_to_stop_it_stops_both(asked, start):
    server = start()
    programs = heard(server, 2)
    assert {name for name, _ in programs} == {"web", "worker"}
    server.send_signal(asked)
    server.communicate(timeout=20)
    assert server.returncode == 0
    assert [is_alive(number) for _, number in programs] == [False, False]


def test_a_web_server_that_cannot_start_ends_everything_with_its_status(start):
    server = start(web="import sys, time; time.sleep(1); sys.exit(3)")
    ((_, worker),) = heard(server, 1)
    server.communicate(timeout=20)
    assert server.returncode == 3
    assert not is_alive(worker)


def test_a_worker_that_fails_is_started_again(start):
    server = start(worker="import os, sys; os.write(1, b'worker 1\\n'); sys.exit(9)")
    names = [name for name, _ in heard(server, 4)]
    server.terminate()
    _, said = server.communicate(timeout=20)
    assert names.count("worker") >= 3
    assert "The background worker ended with status 9; starting it again." in said


def test_nothing_is_left_running_when_a_program_ignores_being_asked(monkeypatch):
    from scripts import serve

    monkeypatch.setattr(serve, "PATIENCE", 0.1)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE) as program:
        program.stdout.readline()
        serve.end(program)
    assert program.returncode == -signal.SIGKILL


def test_a_program_that_did_not_hear_the_first_time_is_asked_again(monkeypatch):
    from scripts import serve

    monkeypatch.setattr(serve, "ASK_AGAIN", 0.1)
    hears_twice = (
        "import signal, sys, time; heard = []; "
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(7) if heard else heard.append(1)); print('up', flush=True)\n"
        "while True: time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", hears_twice], stdout=subprocess.PIPE) as program:
        program.stdout.readline()
        serve.end(program)
    assert program.returncode == 7
