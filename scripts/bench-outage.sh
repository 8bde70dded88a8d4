#!/bin/bash
# Measures how soon after an outage of the API server of 30 s a pod is marked that was created
# meanwhile; docs/BENCHMARKS.md keeps the results. As root it has a network of its own, in which
# packets can be dropped; without, that kind of outage is left out.
#   scripts/bench-outage.sh [REPETITIONS]      default 5; 50 s each
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

build_rubik
scratch_directory bench
kinds=(killed frozen)
network=()
if unshare -n iptables -L >/dev/null 2>&1; then
  network=(unshare -n sh -c 'ip link set lo up && exec "$@"' sh)
  kinds+=(dropped)
else
  echo "dropped: left out, it needs root and iptables"
fi
"${network[@]}" "$java" -cp "$class_path" io.rubik.bench.Outage "$scratch" "${1:-5}" "${kinds[@]}"
