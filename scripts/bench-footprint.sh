#!/bin/bash
# Measures start, memory and idle CPU of the packaged daemon; docs/BENCHMARKS.md keeps the results.
#   scripts/bench-footprint.sh [PODS [IDLE_SECONDS]]      default 100 60
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

need git git
need mvn maven
java=$(find_java25)/bin/java
mvn -q -B -ntp package -DskipTests
scratch=$(mktemp -d "${TMPDIR:-/tmp}/rubik-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
"$java" -cp "target/test-classes:$(cat target/test.classpath)" io.rubik.bench.Footprint \
  "$scratch" "${1:-100}" "${2:-60}"
