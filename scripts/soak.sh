#!/bin/bash
# Keeps the packaged daemon busy for a time while everything around it fails in turn; ends with a table.
#   scripts/soak.sh MINUTES [SEED]      the exit status is 1 when a pod was wrong for too long
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

minutes=${1:?"usage: scripts/soak.sh MINUTES [SEED]"}
build_rubik
scratch=$(mktemp -d "$(in_memory)/rubik-soak.XXXXXX") # many small files; what fails leaves its logs
trap : INT # the soak ends early with its table
status=0
"$java" -cp "$class_path" io.rubik.soak.Soak \
  "$scratch" "$minutes" "${2:-$((RANDOM))}" || status=$?
if [ "$status" = 0 ]; then
  rm -rf "$scratch"
else
  echo "logs: $scratch/rubik-*.log, $scratch/faults.log" >&2
fi
exit "$status"
