# shellcheck shell=bash
# Sourced: where the packages of Debian come from here.

# Prints the suite of this machine: bookworm.
own_suite() {
  # shellcheck source=/dev/null
  (. /etc/os-release && echo "${VERSION_CODENAME:-}")
}

# Prints the mirror that apt uses here, which has the other suites of Debian as well; fails when there is none.
mirror() {
  local suite found
  suite=$(own_suite)
  # shellcheck disable=SC2016 # apt's own placeholders
  found=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $suite" "Component: main" | head -n 1)
  [[ -n $found ]] || {
    echo "apt knows no mirror with Debian $suite" >&2
    return 1
  }
  echo "$found"
}
