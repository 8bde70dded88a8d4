#!/bin/bash
# Builds rubik and shows it at work on a node made up in a directory. Touches nothing else.
#   scripts/demo.sh          plays and ends; exit status 0 only if all it claims is true
#   scripts/demo.sh --keep   starts and stays, to play with; Ctrl-C ends it
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

if [ $# -gt 1 ] || { [ $# = 1 ] && [ "$1" != --keep ]; }; then
  echo "usage: scripts/demo.sh [--keep]" >&2
  exit 2
fi
echo "building ..."
build_rubik
scratch_directory demo
"$java" -cp "$class_path" io.rubik.demo.Demo "$scratch" "$@" &
demo=$!
# A signal, to whichever of them, ends the demo and rubik before the directory goes.
trap 'kill "$demo" 2>/dev/null || true; wait "$demo" || true; exit 130' HUP INT TERM
wait "$demo"
