"""Runs the web server and the background worker side by side, and ends both together."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

TOOLS = Path(sys.executable).parent
WEB = [
    TOOLS / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", os.environ.get("PORT", "8000"),
    "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "--respawn-interval", "1",
    "--workers-kill-timeout", "5", "--log-level", "warning", "directory.wsgi:application",
]  # fmt: skip
WORKER = [sys.executable, "manage.py", "work"]
WORKER_REST = 2  # seconds before a worker that ended by itself is started again
PATIENCE = 8  # seconds we give a program to end by itself
ASK_AGAIN = 1  # seconds; a program that is only just starting may not hear the first time


def end(*programs):
    """Asks the programs to end until they have, and ends those that do not."""
    deadline = time.monotonic() + PATIENCE
    while (left := [program for program in programs if program.poll() is None]) and time.monotonic() < deadline:
        for program in left:
            program.terminate()
        with suppress(subprocess.TimeoutExpired):
            left[0].wait(ASK_AGAIN)
    for program in programs:
        if program.poll() is None:
            program.kill()
            program.wait()


def serve():
    """Until we are told to stop or the web server ends; a worker that fails is started again. Returns the exit status."""
    programs = {}
    try:
        programs["web"] = subprocess.Popen(WEB)
        programs["worker"] = subprocess.Popen(WORKER)
        while programs["web"].poll() is None:
            if programs["worker"].poll() is not None:
                print(
                    f"The background worker ended with status {programs['worker'].returncode}; starting it again.",
                    file=sys.stderr,
                )
                time.sleep(WORKER_REST)
                programs["worker"] = subprocess.Popen(WORKER)
            time.sleep(0.5)
        return programs["web"].returncode
    except KeyboardInterrupt:
        return 0
    finally:
        # From here on a second signal must not leave one of them behind.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        end(*programs.values())


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(serve())
