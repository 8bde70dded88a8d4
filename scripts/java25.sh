# shellcheck shell=bash
# Sourced by the other scripts: finds what they need, installs or builds it.

# Prints the home of a JDK 25, or says how to get one.
find_java25() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*25* /opt/*25*; do
    if [ -x "$home/bin/javac" ] && "$home/bin/javac" -version 2>&1 | grep -q '^javac 25'; then
      printf '%s\n' "$home"
      return
    fi
  done
  echo "no JDK 25 in JAVA_HOME or under /usr/lib/jvm: install one, such as Temurin 25" >&2
  return 1
}

# need COMMAND PACKAGE: installs a Debian package unless its command is there.
need() {
  command -v "$1" >/dev/null && return
  if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    echo "$1 is missing: install it (Debian: apt-get install $2)" >&2
    return 1
  fi
  if [ -z "${APT_UPDATED:-}" ]; then
    apt-get update -qq
    APT_UPDATED=1
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >/dev/null
}

# Prints the class path of the test classes, which the stand-ins are of.
test_class_path() {
  printf '%s:' target/test-classes target/classes
  cat target/test.classpath
}

# build_rubik: builds rubik, without tests; $java runs its test classes with $class_path.
# shellcheck disable=SC2034 # both for the caller
build_rubik() {
  need git git
  need mvn maven
  java=$(find_java25)/bin/java
  mvn -q -B -ntp package -DskipTests </dev/null
  class_path=$(test_class_path)
}

# scratch_directory NAME [PARENT]: makes the directory $scratch, which is deleted at the end.
scratch_directory() {
  scratch=$(mktemp -d "${2:-${TMPDIR:-/tmp}}/rubik-$1.XXXXXX")
  trap 'rm -rf "$scratch"' EXIT
}

# Prints where files are in memory, like cgroups, or else where any scratch directory is.
in_memory() {
  if [ -w /dev/shm ]; then echo /dev/shm; else echo "${TMPDIR:-/tmp}"; fi
}
