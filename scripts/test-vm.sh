#!/bin/bash
# Tests rubik on kernels that are booted for it, with systemd and a simulated kubelet, in virtual machines (qemu; KVM is not
# needed): what a kernel has by the name of a control, rubik must have set, and restored when it goes; see scripts/vm/cell.sh.
#   scripts/test-vm.sh [CELL]...   a cell is SYSTEM/LAYOUT or SYSTEM/LAYOUT+preemption; all without +preemption if none is given
#     SYSTEM   bookworm, bookworm-backports, trixie: Debian 12 with its kernel, with that of its backports, Debian 13
#     LAYOUT   v2-systemd, v2-cgroupfs, v1-cgroupfs, v1-systemd: cgroup version and kubelet's driver
# Takes what is built: target/rpm, target/test-classes. Leaves target/vm/CELL: console, journal, what was measured.
# Needs root, for debootstrap.
#   RUBIK_TEST_CACHE           where disks are kept, for the next time (~/.cache/rubik-test)
#   RUBIK_REQUIRE_TOOLS=true   what this machine cannot do is a failure, not a reason to skip the test
#   RUBIK_VM_SECONDS           how long one cell may take (1800)
#   RUBIK_VM_TIMES             how often each disturbance comes, for +preemption (20)
#   RUBIK_VM_WITHIN_MS         after which time a control is to be in force again, in 99 of 100 cases (100; where the
#                              machine is emulated beside other work, what takes 30 ms takes hundreds)
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
# shellcheck source=scripts/java25.sh
. scripts/java25.sh
# shellcheck source=scripts/boot/standin.sh
. scripts/boot/standin.sh
readonly SYSTEMS=(bookworm bookworm-backports trixie) LAYOUTS=(v2-systemd v2-cgroupfs v1-cgroupfs)
scratch='' machine='' status=0

usage() {
  sed -n 's/^# \{0,1\}//; 4,6p' "$0" >&2
  exit 2
}

skip() {
  if [[ ${RUBIK_REQUIRE_TOOLS:-} == true ]]; then
    echo "FAILED test on booted kernels: $*" >&2
    exit 1
  fi
  echo "skipped test on booted kernels: $*"
  exit 0
}

# shellcheck disable=SC2317 # called by a trap
clean_up() {
  trap '' INT TERM HUP
  if [[ -n $machine ]] && kill "$machine" 2> /dev/null; then wait "$machine" || true; fi
  if [[ -n $scratch ]]; then rm -rf --one-file-system "$scratch"; fi
}

need_tools() {
  [[ $(id -u) == 0 ]] || skip 'only root can make a Debian to boot'
  [[ $(uname -m) == x86_64 ]] || skip 'its kernels are for x86_64'
  command -v apt-get > /dev/null || skip 'the disks are made by debootstrap, from a mirror that apt knows'
  need debootstrap debootstrap || skip 'no debootstrap'
  need qemu-system-x86_64 qemu-system-x86 || skip 'no qemu-system-x86_64'
  need sfdisk fdisk || skip 'no sfdisk'
  need mkfs.ext4 e2fsprogs || skip 'no mkfs.ext4'
  need rpmbuild rpm || skip 'no rpmbuild'
  need zstd zstd || skip 'no zstd'
}

# What the machine runs: the RPM, the stand-in API server with a JDK, the scripts. The same disk for all cells.
make_job() {
  local job=$scratch/job rpm
  rpm=$(compgen -G 'target/rpm/rubik-*.rpm') || {
    echo 'FAILED test on booted kernels: there is no RPM in target/rpm; scripts/build-rpm.sh makes it' >&2
    exit 1
  }
  mkdir -p "$job/boot" "$job/java"
  cp scripts/vm/*.{sh,pl} "$job/"
  cp scripts/boot/{checks,service}.sh "$job/boot/"
  mv "$job/cell.sh" "$job/run"
  cp "$rpm" "$job/rubik.rpm"
  install_standin "$job/standin"
  # With what links of a distribution's JDK lead to; without what nobody runs.
  tar --dereference --exclude=./jmods --exclude=./lib/src.zip --exclude=./man --exclude=./demo -cf - -C "$(find_java25)" . \
    | tar -xf - -C "$job/java"
  truncate -s 1G "$scratch/job.disk"
  mkfs.ext4 -q -F -O ^has_journal -E lazy_itable_init=1,root_owner=0:0 -d "$job" "$scratch/job.disk"
  rm -rf "$job"
}

# The kernel's arguments for a layout.
cgroup_arguments() {
  case $1 in
    v2-*) echo systemd.unified_cgroup_hierarchy=1 ;;
    # The second lets systemd 256 and 257 do so. Both are read by systemd, not by the kernel.
    v1-*) echo systemd.unified_cgroup_hierarchy=0 systemd.legacy_systemd_cgroup_controller=1 SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1 ;;
  esac
}

# boot IMAGE LAYOUT JOB-ARGUMENTS: in the background, because bash heeds signals only while it waits.
boot() {
  local image=$1 layout=$2 job=$3 arguments
  arguments="root=PARTUUID=7275626b-01 rootwait rw console=ttyS0 loglevel=4 systemd.show_status=no mitigations=off nokaslr panic=-1 psi=1"
  arguments+=" net.ifnames=0 $(cgroup_arguments "$layout") job=$job"
  truncate -s 64M "$scratch/results.disk"
  : > "$scratch/output"
  timeout -k 5 "${RUBIK_VM_SECONDS:-1800}" qemu-system-x86_64 -machine q35 -accel tcg,thread=multi,tb-size=512 -cpu max -smp 2 -m 1536 \
    -nodefaults -no-user-config -display none -monitor none -no-reboot -kernel "$image/kernel" -append "$arguments" \
    -serial "file:$scratch/console" -serial stdio \
    -drive "file=$image/disk,if=none,id=root,format=raw,snapshot=on" -device nvme,drive=root,serial=root \
    -drive "file=$scratch/job.disk,if=none,id=job,format=raw,readonly=on" -device nvme,drive=job,serial=job \
    -drive "file=$scratch/results.disk,if=none,id=results,format=raw,cache=unsafe" -device nvme,drive=results,serial=results \
    < /dev/null > "$scratch/output" 2> "$scratch/qemu" &
  machine=$!
  # Ends with qemu, once it has shown everything.
  tail -n +1 -f --pid="$machine" "$scratch/output" &
  wait "$machine" || true
  machine=''
  wait $! || true
}

# run_cell CELL: its exit status is that of the checks, or 1 when the machine gave no answer.
run_cell() {
  local cell=$1 system layout part=features image results=target/vm/${1//\//-} answer=''
  system=${cell%%/*}
  layout=${cell#*/}
  if [[ $layout == *+preemption ]]; then part=preemption; fi
  layout=${layout%+preemption}
  image=$(scripts/vm/make-image.sh "$system")
  echo "== $cell"
  rm -rf "$results" "$scratch/results.disk"
  mkdir -p "$results"
  boot "$image" "$layout" "${layout/-/,},$part,${RUBIK_VM_TIMES:-20},${RUBIK_VM_WITHIN_MS:-100}"
  tar -xf "$scratch/results.disk" -C "$results" 2> /dev/null || true
  cp "$scratch"/{console,output,qemu} "$results/"
  if [[ -f $results/status ]]; then answer=$(< "$results/status"); fi
  if [[ $answer == 0 ]]; then return; fi
  if [[ -z $answer ]]; then
    echo "FAILED $cell: the machine has not ended by itself:"
    tail -n 20 "$scratch/console" "$scratch/qemu" | sed 's/^/    /'
  fi
  echo "   $results has its console and journal"
  return 1
}

is_cell() {
  local system layout
  for system in "${SYSTEMS[@]}"; do
    for layout in "${LAYOUTS[@]}" v1-systemd; do
      if [[ ${1%+preemption} == "$system/$layout" ]]; then return; fi
    done
  done
  return 1
}

cells=("$@")
for cell in "${cells[@]}"; do is_cell "$cell" || usage; done
if ((${#cells[@]} == 0)); then
  for system in "${SYSTEMS[@]}"; do
    for layout in "${LAYOUTS[@]}"; do cells+=("$system/$layout"); done
  done
fi
need_tools
trap clean_up EXIT
trap 'exit 130' INT TERM HUP
scratch=$(mktemp -d "${TMPDIR:-/var/tmp}/rubik-vm.XXXXXX")
make_job
for cell in "${cells[@]}"; do run_cell "$cell" || status=1; done
exit "$status"
