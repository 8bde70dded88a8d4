# shellcheck shell=bash
# Sourced by the other scripts: finds what they need, installs or builds it.

# Prints the home of a JDK 25; as root, installs one where the distribution has it.
find_java25() {
  java25_home && return
  local package
  package=$(java25_package)
  if [ -z "$package" ]; then
    echo "no JDK 25 in JAVA_HOME, /usr/lib/jvm or /opt, and $(distribution) has no package of it: unpack" \
      "Temurin 25 below /usr/lib/jvm, from https://adoptium.net/temurin/releases/?version=25" >&2
    return 1
  fi
  install_package "$package" && java25_home
}

java25_home() {
  local home
  for home in ${JAVA_HOME:+"$JAVA_HOME"} /usr/lib/jvm/*25* /usr/lib64/jvm/*25* /opt/*25*; do
    if [ -x "$home/bin/javac" ] && "$home/bin/javac" -version 2>&1 | grep -q '^javac 25'; then
      printf '%s\n' "$home"
      return
    fi
  done
  return 1
}

# Prints the package of a JDK 25, if this distribution has one: Debian 13, Ubuntu 25.10, Fedora 43, EL 10.
java25_package() {
  case $(package_manager) in
    apt-get)
      update_lists
      if apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1; then echo openjdk-25-jdk-headless; fi
      ;;
    dnf) if dnf -q list java-25-openjdk-devel >/dev/null 2>&1; then echo java-25-openjdk-devel; fi ;;
    zypper)
      if zypper -nq search -x java-25-openjdk-devel >/dev/null 2>&1; then echo java-25-openjdk-devel; fi
      ;;
  esac
}

# need COMMAND PACKAGE: installs a command that is missing. The package is Debian's; dnf and zypper find it by its file.
need() {
  command -v "$1" >/dev/null && return
  case $(package_manager) in
    dnf | zypper) install_package "/usr/bin/$1" ;;
    *) install_package "$2" ;;
  esac
}

# install_package PACKAGE: as root; anybody else is asked to.
install_package() {
  local manager log
  manager=$(package_manager)
  if [ -z "$manager" ] || [ "$(id -u)" != 0 ]; then
    echo "missing: run as root: ${manager:-apt-get} install $1" >&2
    return 1
  fi
  log=$(mktemp)
  case $manager in
    apt-get) update_lists && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$1" ;;
    dnf) dnf install -y -q --setopt=install_weak_deps=False "$1" ;;
    zypper) zypper --non-interactive install --no-recommends "$1" ;;
  esac >"$log" 2>&1 || {
    cat "$log" >&2
    echo "$manager cannot install $1" >&2
    rm "$log"
    return 1
  }
  rm "$log"
}

package_manager() {
  local manager
  for manager in apt-get dnf zypper; do
    if command -v "$manager" >/dev/null; then
      echo "$manager"
      return
    fi
  done
}

# Once for each script; only root can.
update_lists() {
  if [ -z "${APT_UPDATED:-}" ] && [ "$(id -u)" = 0 ]; then
    apt-get update -qq >/dev/null
    APT_UPDATED=1
  fi
}

distribution() {
  # shellcheck source=/dev/null
  (. /etc/os-release 2>/dev/null && echo "$PRETTY_NAME") || echo "this system"
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
  trap 'rm -rf --one-file-system "$scratch"' EXIT
}

# Prints where files are in memory, like cgroups, or else where any scratch directory is.
in_memory() {
  if [ -w /dev/shm ]; then echo /dev/shm; else echo "${TMPDIR:-/tmp}"; fi
}
