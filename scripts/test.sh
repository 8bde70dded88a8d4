#!/bin/bash
# Checks and tests rubik; installs what that needs. The last line counts: N passed, N failed, N skipped.
#   scripts/test.sh           every check and every test, also of the packaged daemon, the RPM and the container image
#   scripts/test.sh --quick   format, compile with all checks, unit tests that are not slow: at most 3 minutes
set -euo pipefail
if [ $# -gt 1 ] || { [ $# = 1 ] && [ "$1" != --quick ]; }; then
  echo "usage: scripts/test.sh [--quick]" >&2
  exit 2
fi
# Under nohup, the daemon under test would inherit that SIGHUP is ignored and could not be reloaded.
if ((0x$(awk '/^SigIgn:/ { print $2 }' /proc/self/status) & 1)); then
  exec env --default-signal=HUP "$0" "$@"
fi
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

need git git
need mvn maven
find_java25 >/dev/null

log=$(mktemp "${TMPDIR:-/tmp}/rubik-test.XXXXXX")
trap 'rm -f "$log"' EXIT
status=0

# Nothing reads standard input: Maven would hand it to the formatter, which fails when it is closed.
run() {
  echo "== $*"
  "$@" </dev/null 2>&1 | tee -a "$log" || status=1
}

if [ "${1:-}" = --quick ]; then
  run mvn -B -ntp test -DexcludedGroups=slow
  echo "left out by --quick:"
  echo "  tests of processes: $(find src/test -name '*IT.java' -printf '%f\n' | wc -l) classes *IT"
  echo "  slow tests: $(grep -rl '@Tag("slow")' src/test --include='*Test.java' |
    xargs -n 1 basename -s .java | LC_ALL=C sort | paste -sd ' ')"
  echo "  scripts: test-rpm.sh test-boot.sh test-container.sh"
else
  need kubectl kubernetes-client
  # Tools that tests use must be there: RUBIK_REQUIRE_TOOLS makes a missing one a failure.
  export RUBIK_REQUIRE_TOOLS=true
  run mvn -B -ntp clean verify
  if [ "$status" = 0 ]; then
    run scripts/test-rpm.sh
    run scripts/test-boot.sh
    run scripts/test-container.sh
  fi
fi

if [ "$status" != 0 ]; then
  echo "what failed tests printed: target/surefire-reports/*-output.txt target/failsafe-reports/*-output.txt target/test-logs"
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
