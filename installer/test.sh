#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Gatehouse authors
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail

usage() {
    cat <<'EOF'
Installs what is missing (Debian 12), builds Gatehouse and runs every test.

  installer/test.sh [--no-install] [--sanitizers] [--help]

  --no-install      use what is there; fail when something is missing
  --sanitizers      an AddressSanitizer and UBSan build of core with its tests too

Safe to run again. Ends with ctest's summary; the exit status is 0 only when every test passed.
EOF
}

install=yes sanitizers=no
for argument in "$@"; do
    case $argument in
    --help | -h) usage && exit 0 ;;
    --no-install) install=no ;;
    --sanitizers) sanitizers=yes ;;
    *) usage >&2 && exit 2 ;;
    esac
done

. "$(dirname "$0")/common.sh"
cd "$root"
if [ "$install" = yes ]; then
    install_packages installer/packages.txt installer/test-packages.txt
    install_node
fi
export QT_QPA_PLATFORM=offscreen

build release
if [ -f tests/e2e/arm/package-lock.json ]; then
    say "Installing the npm packages of tests/e2e/arm"
    (cd tests/e2e/arm && npm ci --silent --no-audit --no-fund) || die "npm ci failed"
fi
status=0
if [ "$sanitizers" = yes ]; then
    build asan
    say "Testing (asan)"
    ctest --preset asan -j 2 --quiet --output-log build/asan/ctest.log || {
        status=1
        grep -A 40 -E 'Failed|ERROR:|runtime error' build/asan/ctest.log | tail -n 200
    }
    tail -n 12 build/asan/ctest.log
fi
say "Testing (release)"
ctest --preset release -j 2 || status=1
exit $status
