#!/bin/bash
# Runs every check and every test of rubik; installs what they need on Debian. The last line counts them.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

need git git
need mvn maven
need kubectl kubernetes-client
find_java25 >/dev/null

# Tools that tests use must be there: RUBIK_REQUIRE_TOOLS makes a missing one a failure.
export RUBIK_REQUIRE_TOOLS=true
log=$(mktemp "${TMPDIR:-/tmp}/rubik-test.XXXXXX")
trap 'rm -f "$log"' EXIT
status=0

# Nothing reads standard input: Maven would hand it to the formatter, which fails when it is closed.
run() {
  echo "== $*"
  "$@" </dev/null 2>&1 | tee -a "$log" || status=1
}

run mvn -B -ntp clean verify
if [ "$status" = 0 ]; then
  run scripts/test-rpm.sh
  run scripts/test-boot.sh
  run scripts/test-container.sh
fi

# Maven's summaries are the lines without a class and its time; the scripts print a line a check.
awk '
  /Tests run:.*Skipped: [0-9]+$/ {
    gsub(/[^0-9]+/, " ")
    passed += $1 - $2 - $3 - $4; failed += $2 + $3; skipped += $4
  }
  /^ok / { passed++ }
  /^FAILED / { failed++ }
  /^skipped / { skipped++ }
  END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }
' "$log"
exit "$status"
