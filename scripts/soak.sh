#!/bin/bash
# Keeps the packaged daemon busy for a time while everything around it fails in turn; ends with a table.
#   scripts/soak.sh MINUTES [SEED]      the exit status is 1 when a pod was wrong for too long
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

minutes=${1:?"usage: scripts/soak.sh MINUTES [SEED]"}
need git git
need mvn maven
java=$(find_java25)/bin/java
mvn -q -B -ntp package -DskipTests
parent=${TMPDIR:-/tmp}
if [ -w /dev/shm ]; then parent=/dev/shm; fi # many small files
scratch=$(mktemp -d "$parent/rubik-soak.XXXXXX")
trap : INT # the soak ends early with its table
status=0
"$java" -cp "target/test-classes:target/classes:$(cat target/test.classpath)" io.rubik.soak.Soak \
  "$scratch" "$minutes" "${2:-$((RANDOM))}" || status=$?
if [ "$status" = 0 ]; then
  rm -rf "$scratch"
else
  echo "logs: $scratch/rubik-*.log, $scratch/faults.log" >&2
fi
exit "$status"
