#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Gatehouse authors
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail

usage() {
    cat <<'EOF'
Installs what is missing (Debian 12), builds Gatehouse and runs every test.

  installer/test.sh [--no-install] [--no-sanitizers] [--help]

  --no-install      use what is there; fail when something is missing
  --no-sanitizers   test core as released, not in its AddressSanitizer and UBSan build (saves half the time)

Core and its tests are built with sanitizers in build/asan, everything else as released in build/release; core as released
is tested through the programs and the window. Safe to run again. Ends with ctest's summary over both; the exit status is 0
only when every test passed.
EOF
}

install=yes sanitizers=yes
for argument in "$@"; do
    case $argument in
    --help | -h) usage && exit 0 ;;
    --no-install) install=no ;;
    --no-sanitizers) sanitizers=no ;;
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

for lock in tests/e2e/*/package-lock.json; do
    folder=$(dirname "$lock")
    say "Installing the npm packages of $folder"
    (cd "$folder" && npm ci --silent --no-audit --no-fund) || die "npm ci failed in $folder"
done
if [ "$sanitizers" = yes ]; then
    configure=-DGATEHOUSE_CORE_TESTS=OFF build release
    build asan
    folders='"release" "asan"'
else
    configure=-DGATEHOUSE_CORE_TESTS=ON build release
    folders='"release"'
fi
printf 'subdirs(%s)\n' "$folders" >build/CTestTestfile.cmake
say "Testing"
ctest --test-dir build --output-on-failure -j 2
