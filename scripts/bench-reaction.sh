#!/bin/bash
# Measures how soon the packaged daemon marks a cgroup that appears; docs/BENCHMARKS.md keeps the results.
#   scripts/bench-reaction.sh [PODS]      default 100
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

build_rubik
scratch_directory bench "$(in_memory)"
echo "load: $(cut -d ' ' -f 1-3 /proc/loadavg)"
"$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$class_path" \
  io.rubik.bench.Reaction "$scratch" "${1:-100}"
