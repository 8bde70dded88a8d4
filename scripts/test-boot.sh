#!/bin/bash
# Installs the RPM into a small Debian, boots that with systemd as its PID 1 and uses rubik as an administrator would;
# see scripts/boot/admin.sh. Takes what is built: target/rpm, target/rubik and target/test-classes; and makes rubik 0.1.0,
# to upgrade from, out of this clone's history. Needs root.
#   RUBIK_TEST_CACHE           where the Debian root and the RPM of 0.1.0 are kept, for the next time (~/.cache/rubik-test)
#   RUBIK_REQUIRE_TOOLS=true   what this machine cannot do is a failure, not a reason to skip the test
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
# shellcheck source=scripts/java25.sh
. scripts/java25.sh
# shellcheck source=scripts/boot/standin.sh
. scripts/boot/standin.sh
scratch='' runner='' old='' status=0

skip() {
  if [[ ${RUBIK_REQUIRE_TOOLS:-} == true ]]; then
    echo "FAILED boot test: $*" >&2
    exit 1
  fi
  echo "skipped boot test: $*"
  exit 0
}

# shellcheck disable=SC2317 # called by a trap
clean_up() {
  trap '' INT TERM HUP
  if [[ -n $runner ]] && kill "$runner" 2> /dev/null; then wait "$runner" || true; fi
  if [[ -n $scratch ]]; then rm -rf --one-file-system "$scratch"; fi
}

need_tools() {
  [[ $(id -u) == 0 ]] || skip 'only root can boot a container'
  command -v apt-get > /dev/null || skip 'the root is made by debootstrap, from a mirror that apt knows'
  need debootstrap debootstrap || skip 'no debootstrap'
  need systemd-nspawn systemd-container || skip 'no systemd-nspawn'
  need rpmbuild rpm || skip 'no rpmbuild'
  need zstd zstd || skip 'no zstd'
}

# The options by which the container sees the JDK; that of a distribution has its configuration in /etc.
bind_java() {
  find "$java/" -type l -lname '/etc/java*' -printf '%l\n' | cut -d / -f 1-3 | sort -u | sed 's/^/--bind-ro=/'
  echo "--bind-ro=$java:/srv/java"
}

copy_0_1_0() {
  local made=0 rpm
  rpm=$(scripts/boot/make-0.1.0-rpm.sh) || made=$?
  case $made in
    0)
      cp "$rpm" "$scratch/root/srv/rpm/0.1.0.rpm"
      old=/srv/rpm/0.1.0.rpm
      ;;
    # All else is tested.
    3) echo 'skipped upgrade from 0.1.0: its commit is not in this clone; git fetch --unshallow gets it' ;;
    *)
      echo 'FAILED upgrade from 0.1.0: it cannot be built' >&2
      status=1
      ;;
  esac
}

need_tools
java=$(find_java25)
rpm=$(compgen -G 'target/rpm/rubik-*.rpm') || {
  echo 'FAILED boot test: there is no RPM in target/rpm; scripts/build-rpm.sh makes it' >&2
  exit 1
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP
scratch=$(mktemp -d "${TMPDIR:-/tmp}/rubik-boot.XXXXXX")
mkdir "$scratch/root"
scripts/boot/make-root.sh "$scratch/root"
install_standin "$scratch/root/srv/standin"
mkdir "$scratch/root/srv/rpm"
cp "$rpm" "$scratch/root/srv/rpm/this.rpm"
mv "$(scripts/boot/make-next-rpm.sh 2 "$scratch")" "$scratch/root/srv/rpm/next.rpm"
copy_0_1_0
mapfile -t java_options < <(bind_java)

# In the background, because bash heeds signals only while it waits.
# CAP_PERFMON and perf_event_open are what the container lacks and the unit gives.
scripts/boot/nspawn.sh "$scratch/root" --capability=CAP_PERFMON --system-call-filter=perf_event_open \
  --bind-ro="$PWD/scripts/boot:/srv/boot" "${java_options[@]}" \
  -- bash /srv/boot/admin.sh /srv/rpm/this.rpm /srv/rpm/next.rpm /srv/java "$old" &
runner=$!
wait "$runner" || status=$?
exit "$status"
