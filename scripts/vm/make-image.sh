#!/bin/bash
# make-image.sh SYSTEM: prints a directory with "disk", a Debian that boots, and "kernel", for it. They are made once and kept
# in the cache: $RUBIK_TEST_CACHE, else ~/.cache/rubik-test. The system is
#   bookworm             Debian 12 with its kernel
#   bookworm-backports   Debian 12 with the kernel of its backports
#   trixie               Debian 13 with its kernel
# The packages come from the mirror that apt uses here, by a configuration of their own: what is installed here is not touched.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=scripts/boot/mirror.sh
. "$here/../boot/mirror.sh"
system=$1
suite=${system%-backports}
cache=${RUBIK_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/rubik-test}/vm
readonly META=linux-image-cloud-amd64 SECTOR=2048
# The kernel finds its root by this number, in whatever order it finds its disks.
readonly DISK_ID=7275626b
work=''

clean_up() {
  if [[ -n $work ]]; then rm -rf --one-file-system "$work"; fi
}

# apt_of_system COMMAND…: apt-get and apt-cache of that system; its lists are a day old at most.
apt_of_system() {
  local command=$1
  shift
  "$command" -q -c "$cache/apt-$system/apt.conf" "$@"
}

update_lists() {
  local directory=$cache/apt-$system
  if [[ -n $(find "$directory/updated" -mtime -1 2> /dev/null) ]]; then return; fi
  rm -rf "$directory"
  mkdir -p "$directory"/{lists/partial,archives/partial,parts,trusted}
  : > "$directory/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(mirror) $system main" > "$directory/sources.list"
  cat > "$directory/apt.conf" << END
Dir::State "$directory";
Dir::State::status "$directory/status";
Dir::Cache "$directory";
Dir::Etc::sourcelist "$directory/sources.list";
Dir::Etc::sourceparts "$directory/parts";
Dir::Etc::preferencesparts "$directory/parts";
APT::Architecture "amd64";
APT::Sandbox::User "root";
Acquire::Languages "none";
END
  apt_of_system apt-get update > "$directory/log" 2>&1 || {
    cat "$directory/log" >&2
    return 1
  }
  touch "$directory/updated"
}

# Prints the package of the kernel, and its version.
kernel_package() {
  local package
  package=$(apt_of_system apt-cache depends "$META" | sed -n 's/^ *Depends: \(linux-image-[^ ]*\).*/\1/p' | head -n 1)
  [[ -n $package ]] || {
    echo "make-image: Debian $system has no $META" >&2
    return 1
  }
  echo "$package" "$(apt_of_system apt-cache show "$package" | sed -n 's/^Version: //p' | head -n 1)"
}

# Without an initramfs: what the cloud kernel needs to boot from NVMe and ext4 is built in.
unpack_kernel() {
  local package=$1
  mkdir "$work/deb" "$work/unpacked"
  (cd "$work/deb" && apt_of_system apt-get download "$package") > "$work/log" 2>&1 || {
    cat "$work/log" >&2
    return 1
  }
  dpkg-deb -x "$work"/deb/*.deb "$work/unpacked"
  mv "$work"/unpacked/boot/vmlinuz-* "$work/image/kernel"
}

# The job is on another disk; its console is the second serial line, the first is the kernel's.
install_job_runner() {
  local root=$1
  install -m 755 "$here/run-job" "$root/usr/local/sbin/run-job"
  cat > "$root/etc/systemd/system/run-job.service" << 'END'
[Unit]
Description=Job from another disk
After=multi-user.target
[Service]
Environment=HOME=/root TERM=dumb LANG=C.UTF-8
StandardOutput=journal
StandardError=journal
ExecStart=/usr/local/sbin/run-job
[Install]
WantedBy=graphical.target
END
  chroot "$root" systemctl -q enable run-job.service
  # Nobody logs in, and there is no udev to find a terminal for that.
  chroot "$root" systemctl -q mask getty@.service serial-getty@.service console-getty.service systemd-logind.service \
    systemd-random-seed.service systemd-update-utmp.service e2scrub_reap.service 2> /dev/null
  mkdir -p "$root/job"
  # The time a unit waits for a device that no udev announces.
  mkdir -p "$root/etc/systemd/system.conf.d"
  printf '[Manager]\nDefaultDeviceTimeoutSec=1s\n' > "$root/etc/systemd/system.conf.d/no-udev.conf"
}

# A disk of one partition, by whose number the kernel finds it.
make_disk() {
  local root=$1 disk=$2 mib=1536
  truncate -s $((mib + 1))M "$disk"
  printf 'label: dos\nlabel-id: 0x%s\nstart=%d, type=83\n' "$DISK_ID" "$SECTOR" | sfdisk -q "$disk"
  mkfs.ext4 -q -F -L root -O ^has_journal -E "offset=$((SECTOR * 512)),lazy_itable_init=1,root_owner=0:0" \
    -d "$root" "$disk" ${mib}M
}

make_image() {
  local package=$1
  work=$(mktemp -d "$cache/making.XXXXXX")
  mkdir "$work/image" "$work/root"
  "$here/../boot/make-root.sh" "$work/root" "$suite" >&2
  echo "making a disk of Debian $suite with the kernel $package, once" >&2
  unpack_kernel "$package"
  install_job_runner "$work/root"
  make_disk "$work/root" "$work/image/disk"
  find "$cache" -maxdepth 1 -regex ".*/$system-[0-9a-f]+" -exec rm -r {} +
  mv "$work/image" "$image"
}

case $system in
  bookworm | bookworm-backports | trixie) ;;
  *)
    echo "make-image: no system $system: bookworm, bookworm-backports, trixie" >&2
    exit 2
    ;;
esac
mkdir -p "$cache"
trap clean_up EXIT
trap 'exit 130' INT TERM HUP
update_lists
read -r package version < <(kernel_package)
key=$(cat "$here"/{make-image.sh,run-job} "$here"/../boot/make-{root,provides}.sh <(echo "$package $version") | sha256sum | cut -c 1-12)
image=$cache/$system-$key
if [[ ! -d $image ]]; then make_image "$package"; fi
echo "$image"
