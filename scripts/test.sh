#!/bin/bash
# Runs every check and every test of rubik; installs what they need on Debian.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

need git git
need mvn maven
need kubectl kubernetes-client
find_java25 >/dev/null

# Tools that tests use must be there: RUBIK_REQUIRE_TOOLS makes a missing one a failure.
# Maven hands what is on standard input to the formatter, which fails when that is closed or noisy.
RUBIK_REQUIRE_TOOLS=true mvn -B -ntp clean verify </dev/null
scripts/test-rpm.sh
RUBIK_REQUIRE_TOOLS=true scripts/test-boot.sh
