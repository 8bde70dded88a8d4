#!/bin/bash
# make-provides.sh ROOT: records in the rpm database of a Debian root what its Debian packages provide, by an RPM without
# files, so that what an RPM requires is resolved for real.
set -euo pipefail
root=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# libc.so.6(GLIBC_2.34)(64bit) and the like, from the libraries themselves, as rpmbuild would find them.
libraries() {
  find "$root"/usr/lib/*-linux-gnu "$root"/lib/*-linux-gnu -maxdepth 1 -name '*.so*' | /usr/lib/rpm/find-provides
  echo 'rtld(GNU_HASH)'
}

# The packages by their Debian names, some of which rpm distributions have in common.
packages() {
  # shellcheck disable=SC2016 # dpkg's own placeholders
  chroot "$root" dpkg-query -W -f '${db:Status-Status} ${Package} ${Version}\n' \
    | sed -nE 's/^installed ([^ ]+) ([0-9]+:)?([0-9A-Za-z.]+).*/\1 = \3/p'
}

{
  cat << 'END'
Name: debian-provides
Version: 1
Release: 1
Summary: What the Debian packages of this root provide
License: Apache-2.0
BuildArch: noarch
AutoReqProv: no
Provides: /bin/sh /bin/bash
END
  { libraries; packages; } | sort -u | sed 's/^/Provides: /'
  printf '%%description\nSee the summary.\n%%files\n'
} > "$work/debian-provides.spec"

rpmbuild --quiet -bb --define "_topdir $work" --define "_dbpath $work/db" "$work/debian-provides.spec"
cp "$work"/RPMS/noarch/debian-provides-1-1.noarch.rpm "$root/tmp/"
# Debian's rpm before 4.20 would rather have alien used.
debian=()
if chroot "$root" rpm --force-debian --version > /dev/null 2>&1; then debian=(--force-debian); fi
chroot "$root" rpm "${debian[@]}" -i /tmp/debian-provides-1-1.noarch.rpm
rm "$root/tmp/debian-provides-1-1.noarch.rpm"
