#!/bin/bash
# make-root.sh DIRECTORY [SUITE]: unpacks a small Debian with systemd and rpm into an empty directory, to boot and to
# install RPMs into; of the suite that this machine has, or another one such as trixie. It is made once with debootstrap,
# from the mirror that apt uses here, and kept in the cache: $RUBIK_TEST_CACHE, else ~/.cache/rubik-test.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
directory=$1
cache=${RUBIK_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/rubik-test}
# shellcheck source=scripts/boot/mirror.sh
. "$here/mirror.sh"
suite=${2:-$(own_suite)}
readonly PACKAGES=systemd,systemd-sysv,dbus,procps,iproute2,rpm,ca-certificates,curl
tarball=$cache/root-$suite-$(cat "$here"/{make-root,make-provides}.sh | sha256sum | cut -c 1-12).tar.zst
work=''

clean_up() {
  if [[ -n $work ]]; then rm -rf --one-file-system "$work"; fi
}

# What makes a system of its own out of the packages: no questions at first boot, nothing that waits for a network.
configure() {
  local root=$1
  echo boot-test > "$root/etc/hostname"
  printf '127.0.0.1 localhost boot-test\n' > "$root/etc/hosts"
  : > "$root/etc/machine-id"
  chroot "$root" passwd -d root > /dev/null
  chroot "$root" systemctl -q mask apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer fstrim.timer \
    dpkg-db-backup.timer systemd-timesyncd.service
  # Debian's rpm would keep its database in the home directory.
  mkdir -p "$root/etc/rpm"
  echo '%_dbpath /var/lib/rpm' > "$root/etc/rpm/macros"
  mkdir -p "$root/var/log/journal"
  rm -rf "$root"/var/cache/apt/*.bin "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
}

bootstrap() {
  local from log=$work/debootstrap.log
  from=$(mirror)
  echo "making a Debian $suite to boot, once: about a minute"
  debootstrap --variant=minbase --include="$PACKAGES" "$suite" "$work/root" "$from" > "$log" 2>&1 || {
    tail -n 20 "$log" >&2
    return 1
  }
  configure "$work/root"
  "$here/make-provides.sh" "$work/root"
}

make_tarball() {
  mkdir -p "$cache"
  trap clean_up EXIT
  trap 'exit 130' INT TERM HUP
  work=$(mktemp -d "$cache/making.XXXXXX")
  bootstrap
  tar --zstd --numeric-owner --xattrs --one-file-system -cf "$work/root.tar.zst" -C "$work/root" .
  mv "$work/root.tar.zst" "$tarball"
  find "$cache" -maxdepth 1 -name "root-$suite-*.tar.zst" ! -path "$tarball" -delete
}

if [[ ! -f $tarball ]]; then make_tarball; fi
tar --zstd --numeric-owner --xattrs -xpf "$tarball" -C "$directory"
