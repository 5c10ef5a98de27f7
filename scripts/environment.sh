# Finds Python and puts the locked packages into .venv; sourced by ./run and ./test from the project's folder.

find_python() {
    local candidate
    for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    echo "This needs Python 3.11 or newer, and none was found. On Debian or Ubuntu: sudo apt install python3 python3-venv" >&2
    return 1
}

# An environment whose Python has gone, or that was made elsewhere and moved here, does not work.
venv_works() {
    .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || return 1
    [ ! -f .venv/made-in ] || [ "$(<.venv/made-in)" = "$PWD" ]
}

make_venv() {
    local python
    if venv_works; then return; fi
    python=$(find_python) || return 1
    echo "Making .venv with $("$python" --version) …"
    rm -rf .venv
    if command -v uv >/dev/null; then
        uv venv --quiet --no-project --no-python-downloads --python "$python" .venv
    elif ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt install python3-venv" >&2
        return 1
    else
        "$python" -m venv .venv
    fi || {
        rm -rf .venv # never leave half of one behind
        echo "Could not make .venv; the lines above say why." >&2
        return 1
    }
    echo "$PWD" >.venv/made-in
}

# install_lock LOCKFILE: brings .venv to exactly what the lock says; does nothing when that lock was installed last time.
install_lock() {
    local lock=$1 stamp=".venv/installed-$1"
    make_venv || return 1
    if cmp -s "$lock" "$stamp"; then return; fi
    echo "Installing the packages of $lock …"
    if command -v uv >/dev/null; then
        uv pip install --quiet --require-hashes --python .venv/bin/python -r "$lock"
    else
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
    fi || {
        echo "Installing failed; the lines above say why. A network connection to a package index is needed this once." >&2
        return 1
    }
    cp "$lock" "$stamp"
}
