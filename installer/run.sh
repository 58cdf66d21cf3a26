#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Gatehouse authors
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail

usage() {
    cat <<'EOF'
Installs what is missing (Debian 12), builds Gatehouse and opens the window on a local gateway with the sample fleet.

  installer/run.sh [--data DIR] [--screenshots DIR] [--no-install] [--help]

  --data DIR          where the local gateway keeps its data     (default: $XDG_DATA_HOME/gatehouse-sample)
  --screenshots DIR   where the tour leaves its pictures          (default: ./out/tour)
  --no-install        use what is there; fail when something is missing

Without a display the window makes the same tour offscreen, prints what it did and leaves a picture of every page, dark and light.
Safe to run again: nothing that is there is installed or built twice. The sample fleet's traffic is bounded and ends with the window.
EOF
}

install=yes screenshots="" data=${XDG_DATA_HOME:-$HOME/.local/share}/gatehouse-sample
while [ $# -gt 0 ]; do
    case $1 in
    --data) data=${2:?--data needs a folder} && shift 2 ;;
    --screenshots) screenshots=${2:?--screenshots needs a folder} && shift 2 ;;
    --no-install) install=no && shift ;;
    --help | -h) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
    esac
done

. "$(dirname "$0")/common.sh"
screenshots=$(realpath -m "${screenshots:-$root/out/tour}")
data=$(realpath -m "$data")
cd "$root"
[ "$install" = no ] || install_packages installer/packages.txt
build release gatehouse gatectl

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    say "Opening the window (data in $data)"
    exec build/release/bin/gatehouse --data "$data" --sample
fi
say "No display: touring the window offscreen"
mkdir -p "$screenshots"
QT_QPA_PLATFORM=offscreen build/release/bin/gatehouse --data "$data" --sample --tour "$screenshots"
say "Pictures in $screenshots:"
ls "$screenshots"
