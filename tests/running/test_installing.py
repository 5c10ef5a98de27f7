"""What `./run` and `./test` say on a machine that lacks something, and what they leave undone."""

import shutil
import subprocess

import pytest

from tests.architecture.reading import HOME


@pytest.fixture
def machine(tmp_path):
    """`machine(script, **programs)` runs bash in an empty project, on a machine whose only other programs are the given ones."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(HOME / "scripts" / "environment.sh", tmp_path / "scripts")
    (tmp_path / "lock.txt").write_text("segno==1.6.6\n")
    found = tmp_path / "bin"
    found.mkdir()
    for name in ("rm", "cp", "cmp", "mkdir", "chmod", "env", "bash"):
        (found / name).symlink_to(shutil.which(name))

    def run(script, **programs):
        for name, body in programs.items():
            (found / name).write_text(f"#!/bin/bash\n{body}\n")
            (found / name).chmod(0o755)
        command = [shutil.which("bash"), "-c", f". scripts/environment.sh; {script}"]
        return subprocess.run(command, cwd=tmp_path, env={"PATH": str(found)}, capture_output=True, text=True)

    run.home = tmp_path
    return run


# A Python that makes an environment in which every installation is written down.
MAKES_VENV = """
case "$*" in
    *version_info*|*ensurepip*) exit 0;;
    --version) echo Python 3.12.1;;
    "-m venv .venv") mkdir -p .venv/bin; cp "$0" .venv/bin/python;;
    *pip*) echo "$*" >> installed;;
esac
"""


def test_a_machine_without_python_is_told_what_to_install(machine):
    result = machine("install_lock lock.txt")
    assert result.returncode == 1
    assert result.stderr.strip() == (
        "This needs Python 3.11 or newer, and none was found. On Debian or Ubuntu: sudo apt install python3 python3-venv"
    )


def test_an_old_python_does_not_count(machine):
    result = machine("install_lock lock.txt", python3="exit 1", **{"python3.12": "exit 1"})
    assert "needs Python 3.11 or newer" in result.stderr


def test_a_newer_python_beside_an_old_one_is_found(machine):
    result = machine("find_python", python3="exit 1", **{"python3.12": "exit 0"})
    assert result.stdout.strip().endswith("/python3.12")


def test_a_machine_without_venv_is_told_what_to_install(machine):
    result = machine("install_lock lock.txt", python3='case "$*" in *ensurepip*) exit 1;; esac')
    assert result.returncode == 1
    assert "Python's venv module is missing. On Debian or Ubuntu: sudo apt install python3-venv" in result.stderr
    assert not (machine.home / ".venv").exists()


def test_a_lock_is_installed_with_its_hashes_and_only_when_it_changed(machine):
    machine("install_lock lock.txt", python3=MAKES_VENV)
    machine("install_lock lock.txt")
    (once,) = (machine.home / "installed").read_text().splitlines()
    assert "--require-hashes -r lock.txt" in once
    (machine.home / "lock.txt").write_text("segno==1.6.7\n")
    machine("install_lock lock.txt")
    assert len((machine.home / "installed").read_text().splitlines()) == 2


def test_an_environment_that_was_moved_is_made_again(machine):
    machine("install_lock lock.txt", python3=MAKES_VENV)
    (machine.home / ".venv" / "made-in").write_text("/somewhere/else\n")
    assert "Making .venv" in machine("install_lock lock.txt").stdout
    assert "Making .venv" not in machine("install_lock lock.txt").stdout


def test_an_installation_that_fails_is_tried_again_next_time(machine):
    result = machine("install_lock lock.txt", python3=MAKES_VENV.replace('echo "$*" >> installed', "exit 1"))
    assert result.returncode == 1
    assert "A network connection to a package index is needed this once" in result.stderr
    assert not (machine.home / ".venv" / "installed-lock.txt").exists()


def test_uv_is_used_where_it_is_there(machine):
    uv = 'echo "uv $*" >> installed; [ "$1" != venv ] || { mkdir -p .venv/bin; cp bin/python3 .venv/bin/python; }'
    machine("install_lock lock.txt", python3=MAKES_VENV, uv=uv)
    made, installed = (machine.home / "installed").read_text().splitlines()
    assert made.startswith("uv venv")
    assert "--require-hashes" in installed
