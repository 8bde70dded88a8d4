#!/bin/bash
# Measures what quotaTurbo takes of the packaged daemon: CPU time and system calls; docs/BENCHMARKS.md keeps the results.
#   scripts/bench-turbo.sh [PODS [SECONDS [TRACED_SECONDS]]]      default 100 60 10
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

need strace strace
build_rubik
scratch_directory bench
"$java" -cp "$class_path" io.rubik.bench.TurboLoad "$scratch" "${1:-100}" "${2:-60}" "${3:-10}"
