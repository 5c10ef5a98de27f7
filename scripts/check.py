"""Runs every check of the house, says how long each took, and fails when any of them did.

`./test` installs what is needed and starts this. With arguments it passes them to pytest, on SQLite only. `--full` sets FULL=1,
under which tests take the big counts instead of a tenth of them.
"""

import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from scripts.throwaway_postgres import binaries, throwaway_postgres

HERE = Path(__file__).resolve().parent.parent
SCRATCH = HERE / "var" / "test"
TOOLS = Path(sys.executable).parent
# What would point the tests at somebody's real installation.
OURS = {"DATABASE_URL", "DATA_DIR", "BASE_URL", "PORT", "SECRET_KEY", "DEMO_PASSWORD", "BEHIND_PROXY", "EMAIL_BACKEND"}
LOOK = 0.1  # seconds between looks at what is running
CLOSING = re.compile(r"\b(passed|failed|errors?|skipped|deselected)\b.* in [\d.]+s")
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed|deselected)")


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return {**kept, "DATA_DIR": str(SCRATCH), "TEST_DB_SUFFIX": f"_{os.getpid()}", **more}


class Part:
    """One program that must end well; what it printed is kept in a file and shown when it did not."""

    def __init__(self, name, *command, **more):
        self.name, self.command, self.environment = name, command, environment(**more)
        self.log = SCRATCH / f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}.log"
        self.well, self.seconds, self.counts = False, 0.0, {}

    def start(self):
        self.began = time.monotonic()
        with self.log.open("w") as log:
            self.process = subprocess.Popen(self.command, cwd=HERE, env=self.environment, stdout=log, stderr=subprocess.STDOUT)
        return self

    def finish(self):
        self.process.wait()
        self.seconds = time.monotonic() - self.began
        self.well = self.process.returncode == 0
        lines = self.log.read_text(errors="replace").splitlines()
        closing = next((line for line in reversed(lines) if CLOSING.search(line)), "")
        self.counts = {what.rstrip("s") if what.startswith("error") else what: int(n) for n, what in COUNT.findall(closing)}
        if not self.well:
            print(f"\n----- {self.name}: failed\n" + "\n".join(lines[-400:]))
        print(
            f"{'ok  ' if self.well else 'FAIL'} {self.name:<28} {self.seconds:6.1f} s   {closing if self.counts else ''}",
            flush=True,
        )
        return self

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()


def together(*lanes):
    """Runs the lanes side by side, the parts of each one after the other, and leaves none of them behind."""
    waiting, done = [list(lane) for lane in lanes], []
    with ExitStack() as stack:
        running = [None for _lane in waiting]
        while any(running) or any(waiting):
            for nth, lane in enumerate(waiting):
                if running[nth] and running[nth].process.poll() is not None:
                    done.append(running[nth].finish())
                    running[nth] = None
                if lane and not running[nth]:
                    running[nth] = lane.pop(0).start()
                    stack.callback(running[nth].stop)
            time.sleep(LOOK)
    return done


def pytest(name, marks, measured=True, **more):
    """A run of the tests with these marks. What is reached is `measured` only where it is short: measuring doubles what a test takes."""
    run = re.sub(r"[^a-z]+", "-", name.lower())
    command = [sys.executable, "-m", "pytest", "-q", "-m", marks, "-p", "no:cacheprovider"]
    # Runs side by side would tidy each other's temporary folders away.
    command.append(f"--basetemp={SCRATCH / f'tmp-{run}'}")
    if not measured:
        return Part(name, *command, **more)
    # The floor holds for all runs together.
    return Part(
        name, *command, "--cov", "--cov-report=", "--cov-fail-under=0", COVERAGE_FILE=str(SCRATCH / f"coverage.{run}"), **more
    )


def house_parts():
    """What needs no test run: style, the direction of imports, migrations, the settings of a public installation."""
    manage = (sys.executable, "manage.py")
    public = {"BASE_URL": "https://directory.example.org", "SECRET_KEY": secrets.token_urlsafe(64)}
    yield Part("lint", TOOLS / "ruff", "check", ".")
    yield Part("format", TOOLS / "ruff", "format", "--check", ".")
    yield Part("import contracts", TOOLS / "lint-imports")
    yield Part("migrations", *manage, "makemigrations", "--check", "--dry-run")
    yield Part("deployment settings", *manage, "check", "--deploy", "--fail-level", "WARNING", **public)


def find_chromium():
    """Whether there is a browser; it and a plain face to draw letters with are installed from Debian where we may."""
    names = ("chromium", "chromium-browser", "google-chrome")
    wanted = [] if any(map(shutil.which, names)) else ["chromium"]
    # What is measured on pages and on paper depends on the letters; this face is as wide as the one most people have.
    wanted += [] if any(Path("/usr/share/fonts").rglob("LiberationSans-Regular.*")) else ["fonts-liberation"]
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {' and '.join(wanted)} with apt …", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted], **quiet)
    return any(map(shutil.which, names))


def run_tests(missing):
    """Every test: pure ones once, the rest on both engines, two side by side, then the browser's; notes in `missing` what could not run."""
    with ExitStack() as stack:
        address, programs = os.environ.get("TEST_DATABASE_URL"), binaries()
        if not address and programs:
            address = stack.enter_context(throwaway_postgres(programs))
        lanes = [
            [
                pytest("SQLite", "not pure and not browser and not at_length"),
                pytest("SQLite, at length", "at_length and not browser", measured=False),
            ],
            [pytest("pure tests", "pure and not at_length")],
        ]
        if address:
            lanes[1].append(pytest("PostgreSQL", "not pure and not browser", measured=False, DATABASE_URL=address))
        else:
            missing.append("PostgreSQL tests: no server in TEST_DATABASE_URL and no PostgreSQL programs on this machine")
        yield from together(*lanes)
        if find_chromium():
            engine = {"DATABASE_URL": address} if address else {}
            yield from together([pytest("browser tests", "browser", measured=False, **engine)])
        else:
            missing.append(
                "browser tests: no Chromium on this machine, and it could not be installed (sudo apt install chromium)"
            )


def coverage_parts():
    data = {"COVERAGE_FILE": str(SCRATCH / "coverage")}
    runs = sorted(str(path) for path in SCRATCH.glob("coverage.*"))
    yield from together(
        [
            Part("coverage, combined", TOOLS / "coverage", "combine", "--quiet", *runs, **data),
            Part("coverage, floor", TOOLS / "coverage", "report", **data),
            Part("coverage, templates", sys.executable, "-m", "scripts.unrendered", **data),
        ]
    )


def total(counts):
    """The closing line of pytest's for all runs together."""
    summed = {}
    for count in counts:
        for what, number in count.items():
            summed[what] = summed.get(what, 0) + number
    order = ["failed", "passed", "skipped", "xfailed", "xpassed", "error"]
    return ", ".join(f"{summed[what]} {what}" for what in order if summed.get(what)) or "no tests ran"


def verdict(done, missing, seconds):
    """Says what failed and what could not run, then the counts; returns the exit status. With CI=true nothing may be missing."""
    failed = [part.name for part in done if not part.well]
    print()
    for sentence in missing:
        print(f"!!!!! NOT RUN: {sentence}")
    if missing and os.environ.get("CI") == "true":
        failed.append("something is missing, which CI=true does not allow")
    print(f"Failed: {'; '.join(failed)}." if failed else "Every check passed.")
    print(f"==== {total(part.counts for part in done)} in {seconds:.1f}s ====")
    return 1 if failed else 0


def check_everything():
    began, missing = time.monotonic(), []
    done = together(house_parts())
    done += run_tests(missing)
    done += coverage_parts()
    return verdict(done, missing, time.monotonic() - began)


def main(arguments):
    # Ended from outside, we still stop what we started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    SCRATCH.mkdir(parents=True, exist_ok=True)
    if "--full" in arguments:
        arguments.remove("--full")
        os.environ["FULL"] = "1"
    if arguments:
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=HERE, env=environment()).returncode
    for old in {*SCRATCH.glob("coverage*"), *SCRATCH.glob("*.log")}:
        old.unlink()
    return check_everything()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
