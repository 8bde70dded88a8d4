#!/bin/bash
# Measures CPU, memory and descriptors of the packaged daemon while pods change; docs/BENCHMARKS.md keeps the results.
#   scripts/bench-pressure.sh [PODS [SECONDS [CHANGES]]]      default 500 60 100000
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

build_rubik
scratch_directory bench
"$java" -cp "$class_path" io.rubik.bench.Pressure "$scratch" "${1:-500}" "${2:-60}" "${3:-100000}"
