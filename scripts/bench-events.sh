#!/bin/bash
# Measures how many events of a watch the packaged daemon handles a second; docs/BENCHMARKS.md keeps the results.
#   scripts/bench-events.sh [EVENTS [ROUNDS]]      default 5000 5
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

build_rubik
scratch_directory bench "$(in_memory)"
echo "load: $(cut -d ' ' -f 1-3 /proc/loadavg)"
"$java" -cp "$class_path" io.rubik.bench.Events "$scratch" "${1:-5000}" "${2:-5}"
