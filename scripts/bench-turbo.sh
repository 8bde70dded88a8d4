#!/bin/bash
# Measures what quotaTurbo takes of the packaged daemon: CPU time and system calls; docs/BENCHMARKS.md keeps the results.
#   scripts/bench-turbo.sh [PODS [SECONDS [TRACED_SECONDS]]]      default 100 60 10
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

need git git
need mvn maven
need strace strace
java=$(find_java25)/bin/java
mvn -q -B -ntp package -DskipTests
scratch=$(mktemp -d "${TMPDIR:-/tmp}/rubik-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
"$java" -cp "target/test-classes:$(cat target/test.classpath)" io.rubik.bench.TurboLoad \
  "$scratch" "${1:-100}" "${2:-60}" "${3:-10}"
