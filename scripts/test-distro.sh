#!/bin/bash
# Runs the README's two commands in a fresh root of a Debian release, as a newcomer would: debootstrap, a clone, scripts/demo.sh,
# scripts/test.sh. Needs root and debootstrap; uses the kernel of this machine, and leaves nothing behind.
#   scripts/test-distro.sh SUITE           such as trixie; the tests are those of test.sh --quick
#   scripts/test-distro.sh SUITE --full    all tests
#   RUBIK_MIRROR       where the packages are (debootstrap's own choice)
#   RUBIK_MAVEN_COPY   a Maven repository that is copied into the root, to download less
set -euo pipefail
if [ $# -lt 1 ] || [ $# -gt 2 ] || { [ $# = 2 ] && [ "$2" != --full ]; }; then
  echo "usage: scripts/test-distro.sh SUITE [--full]" >&2
  exit 2
fi
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

suite=$1
tests=scripts/test.sh
if [ $# = 1 ]; then tests+=" --quick"; fi
need git git
need debootstrap debootstrap
need update-ca-certificates ca-certificates
scratch_directory distro /var/tmp
root=$scratch/root

echo "== Debian $suite"
# What it mounts goes with its mount namespace, however it ends.
unshare --mount debootstrap --variant=minbase --include=ca-certificates "$suite" "$root" \
  ${RUBIK_MIRROR:+"$RUBIK_MIRROR"} >"$scratch/debootstrap.log" 2>&1 || {
  tail -n 20 "$scratch/debootstrap.log" >&2
  exit 1
}
cp /etc/resolv.conf "$root/etc/resolv.conf"
echo "127.0.0.1 localhost" >"$root/etc/hosts"
# The root trusts what this machine trusts: a network may have a certificate authority of its own.
awk -v prefix="$root/usr/local/share/ca-certificates/host" \
  '/BEGIN CERTIFICATE/ { file = prefix (++count) ".crt" } file { print >file } /END CERTIFICATE/ { close(file); file = "" }' \
  /etc/ssl/certs/ca-certificates.crt
chroot "$root" update-ca-certificates >/dev/null 2>&1
git clone -q . "$root/root/rubik"
# What is changed and not committed yet, too.
git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from - --ignore-failed-read 2>/dev/null |
  tar --extract --directory "$root/root/rubik"
if [ -n "${RUBIK_MAVEN_COPY:-}" ]; then
  mkdir "$root/root/.m2"
  cp -r "$RUBIK_MAVEN_COPY" "$root/root/.m2/repository"
fi

# inside COMMAND: in the root, with its own processes; the mounts go with them. The root is a real one (pivot_root), or no
# container could be started in it.
inside() {
  # shellcheck disable=SC2016 # for the inner shell
  unshare --mount --pid --fork --kill-child bash -c '
    mount --bind "$1" "$1" && mount -t proc proc "$1/proc" && mount --rbind /sys "$1/sys" && mount --rbind /dev "$1/dev" &&
      cd "$1" && pivot_root . mnt &&
      exec chroot . env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb \
        bash -c "umount --lazy /mnt && cd /root/rubik && $2"' bash "$root" "$1" </dev/null
}

status=0
for command in scripts/demo.sh "$tests"; do
  echo "== $suite: $command"
  inside "$command" || status=1
done
exit "$status"
