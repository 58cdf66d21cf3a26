# SPDX-FileCopyrightText: 2026 The Gatehouse authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by run.sh and test.sh; sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '\033[1m== %s\033[0m\n' "$*"; }
die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "installing packages needs root or sudo; missing: $*"
    fi
}

# Names of the lists' packages that are not installed.
missing_packages() {
    local package
    for package in $(cat "$@"); do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
    done
}

# install_packages LIST...: only what is missing; nothing happens when all is there.
install_packages() {
    [ -r /etc/debian_version ] || die "these scripts know Debian 12's packages; on another system install the ones of installer/packages.txt by hand and use the CMake presets"
    local missing
    missing=$(missing_packages "$@")
    if [ -n "$missing" ]; then
        say "Installing: $missing"
        as_root apt-get update -qq || die "apt-get update failed"
        # shellcheck disable=SC2086
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
            die "apt-get could not install the packages above"
    fi
}

# Node comes from wherever it is there already; Debian's own (18) otherwise.
install_node() {
    if command -v node >/dev/null && command -v npm >/dev/null; then
        return
    fi
    say "Installing: nodejs npm"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null ||
        die "apt-get could not install nodejs and npm"
}

# build PRESET TARGET...: configures (with the options in $configure too) and builds, showing the output only when it fails.
build() {
    local preset=$1
    shift
    local log
    log=$(mktemp)
    say "Building ($preset)"
    if ! { cmake --preset "$preset" ${configure:-} && cmake --build --preset "$preset" ${1:+--target "$@"}; } >"$log" 2>&1; then
        tail -n 60 "$log" >&2
        die "the build failed (whole output: $log)"
    fi
    rm -f "$log"
}
