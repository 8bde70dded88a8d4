#!/bin/bash
# Measures CPU, memory and descriptors of the packaged daemon while pods change; docs/BENCHMARKS.md keeps the results.
#   scripts/bench-pressure.sh [PODS [SECONDS [CHANGES]]]      default 500 60 100000
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

need git git
need mvn maven
java=$(find_java25)/bin/java
mvn -q -B -ntp package -DskipTests
scratch=$(mktemp -d "${TMPDIR:-/tmp}/rubik-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
"$java" -cp "target/test-classes:$(cat target/test.classpath)" io.rubik.bench.Pressure \
  "$scratch" "${1:-500}" "${2:-60}" "${3:-100000}"
