#!/bin/bash
# Measures start, memory and idle CPU of the packaged daemon; docs/BENCHMARKS.md keeps the results.
#   scripts/bench-footprint.sh [PODS [IDLE_SECONDS]]      default 100 60
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

build_rubik
scratch_directory bench
"$java" -cp "$class_path" io.rubik.bench.Footprint "$scratch" "${1:-100}" "${2:-60}"
