#!/bin/bash
# Tests the RPM without installing it on this machine: its content, its dependencies, that it can be
# built twice to the same bytes, and the program from a root of its own. A line for each check.
#   scripts/test-rpm.sh             packs what `mvn package` has left in target, or builds that
#   scripts/test-rpm.sh --expect    takes what is in the RPM now for what is expected
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh
. scripts/scratch-node.sh
. scripts/rpm/pages.sh
. scripts/rpm/licences.sh
. scripts/rpm/selinux.sh

CONTENTS=packaging/rpm/contents.txt
DEPENDENCIES=packaging/rpm/dependencies.$(uname -m).txt
# What may be loaded from jars, by a daemon that becomes ready; more, and the list is old.
MAX_UNARCHIVED_PERCENT=8
failures=0

main() {
  need git git
  need mvn maven
  need rpmbuild rpm
  need rpmlint rpmlint
  need man man-db
  need unzip unzip
  scratch=$(mktemp -d "${TMPDIR:-/var/tmp}/rubik-rpm.XXXXXX")
  trap clean_up EXIT
  if [ -f target/test.classpath ] && [ -x target/rubik/build/rubik ]; then
    scripts/build-rpm.sh --no-compile >"$scratch/build.out" 2>&1 || fail_build
  else
    scripts/build-rpm.sh >"$scratch/build.out" 2>&1 || fail_build
  fi
  rpm=$(echo "$PWD"/target/rpm/*.rpm)
  echo "ok    build: $(grep '^size' "$scratch/build.out")"
  if [ "${1:-}" = --expect ]; then
    contents >"$CONTENTS"
    dependencies >"$DEPENDENCIES"
  fi
  check_metadata
  check_reproducibility
  install_into_root
  check_pages
  check_licences
  check_selinux
  check_launcher
  check_daemon
  check_erase
  if [ "$failures" != 0 ]; then
    echo "test-rpm.sh: $failures checks failed" >&2
    exit 1
  fi
}

clean_up() {
  local jobs
  jobs=$(jobs -p)
  # shellcheck disable=SC2086 # one word for each
  [ -z "$jobs" ] || kill $jobs 2>/dev/null || true
  wait
  rm -rf "$scratch"
}

fail_build() {
  cat "$scratch/build.out"
  echo "FAILED build"
  exit 1
}

# check WHAT COMMAND...: prints whether the command succeeds, and what it said if not.
check() {
  local what=$1
  shift
  if "$@" >"$scratch/check.out" 2>&1; then
    echo "ok    $what"
  else
    echo "FAILED $what"
    sed 's/^/       /' "$scratch/check.out"
    failures=$((failures + 1))
  fi
}

# --- what rpm knows of it ------------------------------------------------------------------------

check_metadata() {
  check "contents: paths, types, modes, owners and flags are those of $CONTENTS" \
    same "$CONTENTS" contents
  check "dependencies: those of $DEPENDENCIES" expected_dependencies
  check "scriptlets: every macro is expanded" scriptlets_are_expanded
  check "rpmlint: no errors, no warnings" \
    rpmlint --strict -c packaging/rpm/rpmlint.toml "$rpm" packaging/rpm/rubik.spec
  check_man_pages
}

# PATH TYPE MODE OWNER FLAGS [→ TARGET], in sorted order. A JDK of a distribution uses the system's zlib, and has no
# licence of it.
contents() {
  rpm -qp --qf '[%{FILENAMES} %{FILEMODES:octal} %{FILEUSERNAME}:%{FILEGROUPNAME} %{FILEFLAGS:fflags} %{FILELINKTOS}\n]' \
    "$rpm" | awk '{
      bits = length($2) == 5 ? "0" $2 : $2
      type["04"] = "directory"; type["10"] = "file"; type["12"] = "link"
      flags = $4 ~ /^\// ? "" : $4
      target = $NF ~ /[.\/]/ && NF > 3 && type[substr(bits, 1, 2)] == "link" ? $NF : ""
      line = $1 " " type[substr(bits, 1, 2)] " " substr(bits, 3) " " $3
      line = line (flags != "" && flags != target ? " " flags : "") (target != "" ? " -> " target : "")
      print line
    }' | grep -v '/legal/java.base/zlib.md ' | LC_ALL=C sort
}

# By processor: the names of the C library differ. Those of rpmlib tell of the rpm that has built it. Which libraries the
# table has is for Temurin, which is built for old systems; a JDK of a distribution needs what that distribution has.
dependencies() {
  rpm -qp --requires "$rpm" | grep -v '^rpmlib(' | sed 's/^/requires /' | LC_ALL=C sort -u
  rpm -qp --provides "$rpm" | sed 's/^/provides /' | LC_ALL=C sort -u
}

expected_dependencies() {
  if is_temurin; then
    same "$DEPENDENCIES" dependencies
  else
    diff <(without_libraries <"$DEPENDENCIES") <(dependencies | without_libraries)
  fi
}

is_temurin() {
  target/rubik/build/runtime/bin/java -XshowSettings:properties -version 2>&1 | grep -q 'java.vendor = Eclipse Adoptium'
}

# Without those of the C and C++ libraries and zlib; any other library stays.
without_libraries() {
  grep -vE '^requires (lib(c|dl|gcc_s|m|pthread|rt|stdc\+\+|z)\.so|ld-linux)'
}

same() {
  local file=$1
  shift
  diff "$file" <("$@")
}

scriptlets_are_expanded() {
  rpm -qp --scripts --triggers "$rpm" >"$scratch/scripts"
  grep -q 'rubik.service' "$scratch/scripts" && ! grep -n '%' "$scratch/scripts"
}

# --- built twice ---------------------------------------------------------------------------------

# In another directory, of the same commit and the same files, at another time, with another umask.
check_reproducibility() {
  git clone -q . "$scratch/clone"
  git ls-files -z --cached --others --exclude-standard \
    | tar --create --null --files-from - | tar --extract --directory "$scratch/clone"
  check "reproducible: a second build has the same bytes" second_build
}

# In a linked worktree Maven finds another commit than in a clone: both get the same.
second_build() {
  local commit built
  commit=$(target/rubik/build/rubik -v | awk '/^Git Commit/ { print $NF }')
  built=$(target/rubik/build/rubik -v | awk '/^Built/ { print $NF }')
  SOURCE_DATE_EPOCH=$(stat -c %Y target/rubik/build/rubik.jar)
  export SOURCE_DATE_EPOCH
  (
    umask 077
    cd "$scratch/clone"
    mvn -q -B -ntp package -Dmaven.test.skip=true "-Drubik.commit=$commit" "-Drubik.built=$built"
    scripts/build-rpm.sh --no-compile
  ) && cmp "$rpm" "$scratch"/clone/target/rpm/*.rpm
}

# --- installed -----------------------------------------------------------------------------------

in_root() {
  rpm "${debian[@]}" --root "$root" --dbpath /var/lib/rpm "$@"
}

# Without scriptlets: there is no shell in this root.
install_into_root() {
  root=$scratch/root
  program=$root/var/lib/rubik/build
  mkdir -p "$root"
  # Debian's rpm before 4.20 would rather have alien used.
  debian=()
  if rpm --force-debian --version >/dev/null 2>&1; then debian=(--force-debian); fi
  check "install: into an empty root" in_root --install --nodeps --noscripts "$rpm"
  check "rpm -V: clean after the installation" in_root -V --nodeps rubik
  echo secret >"$root/etc/rubik/kubeconfig"
  chmod 644 "$root/etc/rubik/kubeconfig"
  check "rpm -V: a kubeconfig that others can read is reported" kubeconfig_is_reported
  chmod 600 "$root/etc/rubik/kubeconfig"
  check "rpm -V: a kubeconfig of root alone is as it should be" in_root -V --nodeps rubik
}

kubeconfig_is_reported() {
  [ "$(in_root -V --nodeps rubik | tr -s ' ')" = ".M....... c /etc/rubik/kubeconfig" ] || {
    in_root -V --nodeps rubik
    return 1
  }
}

check_launcher() {
  launcher=$program/rubik
  check "launcher: -v prints the version and release of the package" version_is_printed
  echo "      -v takes $(version_millis) ms (best of 10)"
  check "launcher: by a link and from any directory" through_link
  check "launcher: an argument ends it with 1 and one line, and is passed on to the letter" \
    argument_is_refused
  check "launcher: nothing in the environment changes the Java machine" environment_is_ignored
  check "archive: maps from the installed tree, by any of its names" archive_maps
}

version_is_printed() {
  "$launcher" -v >"$scratch/version"
  cat "$scratch/version"
  [ "$(wc -l <"$scratch/version")" = 6 ] \
    && [ "$(awk '/^Version/ { v = $NF } /^Release/ { print v "-" $NF }' "$scratch/version")" = \
      "$(rpm -qp --qf '%{VERSION}-%{RELEASE}' "$rpm")" ]
}

version_millis() {
  local i start best=999999 took
  for ((i = 0; i < 10; i++)); do
    start=${EPOCHREALTIME/./}
    "$launcher" -v >/dev/null
    took=$(((${EPOCHREALTIME/./} - start) / 1000))
    if [ "$took" -lt "$best" ]; then best=$took; fi
  done
  echo "$best"
}

through_link() {
  ln -s "$launcher" "$scratch/a link"
  ln -s "$root/var/lib" "$scratch/lib"
  (cd / && "$scratch/a link" -v) | cmp - "$scratch/version"
  (cd "$scratch" && "./a link" -v) | cmp - "$scratch/version"
  (cd "$scratch/lib/rubik" && build/rubik -v) | cmp - "$scratch/version"
  (cd "$program" && sh rubik -v) | cmp - "$scratch/version"
  (cd / && PATH=$program:$PATH rubik -v) | cmp - "$scratch/version"
}

# shellcheck disable=SC2016 # the dollar is for rubik
argument_is_refused() {
  local status=0
  "$launcher" @x 'a  b' '$HOME *' '' >"$scratch/out" 2>"$scratch/err" || status=$?
  cat "$scratch/out" "$scratch/err"
  [ "$status" = 1 ] && [ ! -s "$scratch/out" ] \
    && [ "$(cat "$scratch/err")" = 'rubik: unknown argument "@x a  b $HOME * "; the only argument is -v' ]
}

environment_is_ignored() {
  JAVA_TOOL_OPTIONS=-Xa _JAVA_OPTIONS=-Xb JDK_JAVA_OPTIONS=-Xc CLASSPATH=/nowhere JAVA_HOME=/nowhere \
    LC_ALL=tr_TR.UTF-8 "$launcher" -v >"$scratch/out" 2>&1
  cmp "$scratch/out" "$scratch/version"
}

# As the launcher starts it; -Xshare:on makes it fail without the archive.
archive_maps() {
  local place
  for place in "$program" "$scratch/lib/rubik/build"; do
    (cd / && "$place/runtime/bin/java" "@$place/jvm.options" -Xshare:on -Xlog:class+load \
      -jar "$place/rubik.jar" -v) >"$scratch/loaded"
    grep -q 'io.rubik.Main source: shared objects file' "$scratch/loaded"
  done
}

check_daemon() {
  mkdir "$scratch/stand-in" "$scratch/node" "$scratch/node2"
  stand_in "$scratch/stand-in" rpm-node 100
  scratch_node "$scratch/node" rpm-node file "$scratch/stand-in/kubeconfig"
  scratch_node "$scratch/node2" rpm-node file "$scratch/stand-in/kubeconfig"
  log=$scratch/node/var/log/rubik/rubik.log
  start=${EPOCHREALTIME/./}
  RUBIK_ROOT=$scratch/node "$launcher" >"$scratch/daemon.out" 2>&1 &
  rubik=$!
  check "daemon: ready" await "ready" grep -q 'ready: 100 pods' "$log"
  echo "      ready $(((${EPOCHREALTIME/./} - start) / 1000)) ms after its start, $(resident)"
  check "daemon: has the pid that the launcher had" pid_is_kept
  check "daemon: runs from the archive" archive_is_mapped
  check "daemon: SIGTERM ends it with 0" ends_with_0
  check "daemon: said nothing but to its log" cmp "$scratch/daemon.out" /dev/null
  check "daemon: no tool attaches to its Java machine" attaching_is_refused
  check "class list: not older than the program (else: scripts/class-list.sh)" list_is_new
  kill "$stand_in"
}

resident() {
  awk '/^(VmRSS|RssAnon|RssFile):/ { printf "%s %d MB ", $1, $2 / 1024 }' "/proc/$rubik/status"
}

pid_is_kept() {
  [ "$(readlink "/proc/$rubik/exe")" = "$program/runtime/bin/java" ] \
    && [ "$(cat "$scratch/node/run/rubik/rubik.lock")" = "$rubik" ]
}

archive_is_mapped() {
  grep "$program/runtime/lib/server/classes.jsa" "/proc/$rubik/maps"
}

ends_with_0() {
  kill "$rubik"
  wait "$rubik"
}

# With SIGQUIT, by which a tool asks, it prints the stacks of its threads.
attaching_is_refused() {
  local status=0
  rm "$log"
  RUBIK_ROOT=$scratch/node "$launcher" >"$scratch/stacks" 2>&1 &
  rubik=$!
  await "ready" grep -q 'ready: 100 pods' "$log"
  "$(find_java25)/bin/jcmd" -J-Dsun.tools.attach.attachTimeout=500 "$rubik" VM.version >"$scratch/attached" 2>&1 || status=$?
  cat "$scratch/attached"
  ends_with_0 && [ "$status" != 0 ] && grep -q 'Full thread dump' "$scratch/stacks"
}

list_is_new() {
  local loaded=$scratch/classes pid all missing
  RUBIK_ROOT=$scratch/node2 "$program/runtime/bin/java" "@$program/jvm.options" \
    "-Xlog:class+load:file=$loaded" -jar "$program/rubik.jar" >/dev/null 2>&1 &
  pid=$!
  await "ready" grep -q 'ready: ' "$scratch/node2/var/log/rubik/rubik.log"
  kill "$pid"
  wait "$pid" || true
  all=$(grep -c ' source: ' "$loaded")
  missing=$(grep ' source: ' "$loaded" | grep -c -v -e 'shared objects file' -e '/0x' || true)
  echo "$missing of $all classes are not in the archive:"
  grep ' source: ' "$loaded" | grep -v -e 'shared objects file' -e '/0x' | awk '{ print $2 }' | tail -n 30
  [ $((missing * 100)) -le $((all * MAX_UNARCHIVED_PERCENT)) ]
}

check_erase() {
  echo '{}' >"$root/etc/rubik/config.json"
  check "upgrade: keeps what the administrator has written" upgrade
  check "erase: keeps what the administrator has written" erase
}

upgrade() {
  in_root --upgrade --replacepkgs --nodeps --noscripts "$rpm"
  [ "$(cat "$root/etc/rubik/config.json")" = '{}' ] \
    && [ "$(cat "$root/etc/rubik/kubeconfig")" = secret ]
}

erase() {
  in_root --erase --nodeps --noscripts rubik
  find "$root/etc" "$root/var/lib/rubik" "$root/usr/lib/systemd" | sort
  [ "$(cat "$root/etc/rubik/config.json.rpmsave")" = '{}' ] \
    && [ "$(cat "$root"/etc/rubik/kubeconfig*)" = secret ] && [ ! -e "$root/var/lib/rubik" ]
}

main "$@"
