#!/bin/bash
# Measures how soon after an outage of the API server of 30 s a pod is marked that was created
# meanwhile; docs/BENCHMARKS.md keeps the results. As root it has a network of its own, in which
# packets can be dropped; without, that kind of outage is left out.
#   scripts/bench-outage.sh [REPETITIONS]      default 5; 50 s each
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

need git git
need mvn maven
java=$(find_java25)/bin/java
mvn -q -B -ntp package -DskipTests
scratch=$(mktemp -d "${TMPDIR:-/tmp}/rubik-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
kinds=(killed frozen)
network=()
if unshare -n iptables -L >/dev/null 2>&1; then
  network=(unshare -n sh -c 'ip link set lo up && exec "$@"' sh)
  kinds+=(dropped)
else
  echo "dropped: left out, it needs root and iptables"
fi
"${network[@]}" "$java" -cp "target/test-classes:$(cat target/test.classpath)" io.rubik.bench.Outage \
  "$scratch" "${1:-5}" "${kinds[@]}"
