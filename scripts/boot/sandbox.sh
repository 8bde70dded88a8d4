#!/bin/bash
# Run by systemd with the hardening of rubik.service in place of rubik: what the features of rubik need must be
# possible, and what they do not need must not. $1 is the path of a cgroup made for this; "owned" below it belongs to
# another user.
# shellcheck disable=SC2317 # the functions are called by check
set -uo pipefail
# shellcheck source=scripts/boot/checks.sh
. "$(dirname "$(readlink -f "$0")")/checks.sh"
readonly CPU=/sys/fs/cgroup/cpu/$1 MEMORY=/sys/fs/cgroup/memory/$1 BLKIO=/sys/fs/cgroup/blkio/$1
user=messagebus
other=$(pgrep -u "$user" | head -n 1)

# put VALUE FILE: one write, into a file that is there.
put() {
  [[ -e $2 ]] && printf '%s\n' "$1" > "$2"
}

# Opened for writing; nothing is written.
writable() {
  : >> "$1"
}

quota_and_burst() {
  put 50000 "$CPU/cpu.cfs_quota_us" && put 1000 "$CPU/cpu.cfs_burst_us"
}

memory_limits() {
  put 100000000 "$MEMORY/memory.limit_in_bytes" \
    && put 50000000 "$MEMORY/memory.soft_limit_in_bytes" \
    && put 0 "$MEMORY/memory.force_empty"
}

vm_settings() {
  writable /proc/sys/vm/drop_caches && put "$(< /proc/sys/vm/swappiness)" /proc/sys/vm/swappiness
}

# perf_event GROUP PID: counts CPU time on CPU 0, of a cgroup (v2) or of every process, by perf_event_open(2).
# shellcheck disable=SC2016 # perl's own variables
perf_event() {
  perl -e '
    my %number = (x86_64 => 298, aarch64 => 241);
    chomp(my $machine = `uname -m`);
    my ($directory, $pid, $flags) = (undef, -1, 0);
    if ($ARGV[0]) {
      sysopen($directory, $ARGV[0], 0) or die "$ARGV[0]: $!\n";
      ($pid, $flags) = (fileno $directory, 4);
    }
    my $attributes = pack("LLQx112", 1, 128, 0);
    syscall($number{$machine}, $attributes, $pid, 0, -1, $flags) >= 0 or die "perf_event_open: $!\n";' "$@"
}

perf_events() {
  perf_event /sys/fs/cgroup/unified && perf_event ''
}

# can_socket FAMILY TYPE, by their numbers
# shellcheck disable=SC2016
can_socket() {
  perl -e 'socket(my $socket, $ARGV[0], $ARGV[1], 0) or die "socket: $!\n"' "$@"
}

common_sockets() {
  can_socket 2 1 && can_socket 10 2 && can_socket 1 2
}

own_directories() {
  local directory
  for directory in /run/rubik /var/log/rubik /tmp; do
    echo > "$directory/sandbox" && rm "$directory/sandbox" || return 1
  done
}

needed() {
  check 'sandbox: quota and burst of a real cgroup (quotaTurbo, quotaBurst, cpi)' quota_and_burst
  check 'sandbox: limits and force_empty of a real cgroup (dynMemory)' memory_limits
  check 'sandbox: blkio limits of a real cgroup (ioLimit)' writable "$BLKIO/blkio.throttle.read_bps_device"
  check 'sandbox: files of a cgroup that another user owns' put 40000 "$CPU/owned/cpu.cfs_quota_us"
  check 'sandbox: a process moved, as into a group of resctrl (dynCache)' put $$ "$CPU/cgroup.procs"
  check 'sandbox: vm.drop_caches and the like (dynMemory, preemption)' vm_settings
  check 'sandbox: perf events of a cgroup and of all processes (dynCache, cpi)' perf_events
  check 'sandbox: pressure and figures of the node (psi, evictions)' \
    cat /proc/pressure/cpu /proc/stat /proc/meminfo /proc/cmdline
  check 'sandbox: processes of other users in /proc' cat "/proc/$other/cgroup" "/proc/$other/stat"
  check 'sandbox: devices can be looked up in /dev (ioLimit, ioCost)' test -c /dev/net/tun
  check 'sandbox: /root/.kube, for a kubeconfig and its plug-in' test -r /root/.kube/config
  check 'sandbox: sockets of TCP, UDP, and local ones' common_sockets
  check 'sandbox: /run/rubik, /var/log/rubik and /tmp can be written' own_directories
}

none_writable() {
  local file
  for file; do refused writable "$file" || return 1; done
}

no_privileges() {
  refused mount -t tmpfs none /tmp && refused unshare -n true && refused chown "$user" /run/rubik \
    && refused chrt -f 1 true && refused kill -0 "$other"
}

rare_sockets() {
  refused can_socket 16 3 && refused can_socket 17 3
}

not_needed() {
  check 'sandbox: no other file of the system can be written' \
    none_writable /usr/f /etc/f /etc/rubik/f /var/lib/rubik/f /var/f /boot/f /etc/passwd
  check 'sandbox: no setting of the kernel besides vm' \
    none_writable /proc/sys/kernel/panic /proc/sys/net/ipv4/ip_forward /proc/sysrq-trigger
  check 'sandbox: homes are hidden' refused test -e /root/secret
  check 'sandbox: no capability but CAP_DAC_OVERRIDE and CAP_PERFMON' \
    equal 0000004000000002 "$(awk '/^CapEff/ {print $2}' /proc/self/status)"
  check 'sandbox: no mounts, namespaces, change of owner, real time, signals to others' no_privileges
  check 'sandbox: no sockets of other kinds, such as netlink and packet' rare_sockets
  check 'sandbox: no device can be opened' refused dd if=/dev/net/tun count=0
}

needed
not_needed
exit $((failures > 0))
