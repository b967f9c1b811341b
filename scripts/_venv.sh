# Sourced by the scripts beside it: a Python that is new enough, and .venv with what is locked.

say() { printf '%s\n' "$*"; }
fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# A shim may stand in the path for a Python that isn't there, so each candidate is run.
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

make_venv() {
    local candidate found=""
    for candidate in python3.13 python3.12 python3.11 python3.14 python3; do
        new_enough "$candidate" || continue
        found=$candidate
        "$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1 || continue
        say "Making .venv with $("$candidate" --version) …"
        rm -rf .venv
        "$candidate" -m venv .venv || fail "the folder .venv could not be made (see above)."
        return
    done
    [ -n "$found" ] || fail "Python 3.11 or newer is needed, and none was found in PATH."
    fail "$found can make no virtual environment; on Debian and Ubuntu: apt-get install python3-venv"
}

# install FILE: what a lock file names, when it is not what was installed from it before.
install() {
    local lock=$1 stamp=".venv/installed-$1"
    { new_enough .venv/bin/python && .venv/bin/python -c 'import pip' 2>/dev/null; } || make_venv
    cmp -s "$lock" "$stamp" && return
    say "Installing the libraries of $lock (about a minute, once) …"
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
        --require-hashes -r "$lock" || fail "the libraries could not be installed (see above)."
    cp "$lock" "$stamp"
}
