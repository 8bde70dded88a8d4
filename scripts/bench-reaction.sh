#!/bin/bash
# Measures how soon the packaged daemon marks a cgroup that appears; docs/BENCHMARKS.md keeps the results.
#   scripts/bench-reaction.sh [PODS]      default 100
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

need git git
need mvn maven
java=$(find_java25)/bin/java
mvn -q -B -ntp package -DskipTests
# In memory, like cgroups, where there is such a place.
scratch=$(mktemp -d /dev/shm/rubik-bench.XXXXXX 2>/dev/null || mktemp -d "${TMPDIR:-/tmp}/rubik-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
echo "load: $(cut -d ' ' -f 1-3 /proc/loadavg)"
"$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "target/test-classes:$(cat target/test.classpath)" \
  io.rubik.bench.Reaction "$scratch" "${1:-100}"
