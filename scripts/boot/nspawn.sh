#!/bin/bash
# nspawn.sh ROOT [OPTION OF SYSTEMD-NSPAWN]... -- COMMAND [ARGUMENT]...
# Boots a root directory with systemd as its PID 1, runs the command in it, powers it off and returns the command's
# exit status. Needs neither systemd nor D-Bus on this machine. The container has a network of its own with nothing
# but loopback, and in each cgroup hierarchy a cgroup of its own as its root. Nothing is left behind.
# shellcheck disable=SC2317 # the functions are called by traps and by await
set -euo pipefail
root=$(readlink -f "$1")
shift
options=()
while [[ $1 != -- ]]; do
  options+=("$1")
  shift
done
shift

readonly NAME=rubik-boot-$$
lock=/run/systemd/nspawn/locks/inode-$(stat -c %d:%i "$root")
log=$(mktemp)
nspawn='' leader=''
# The hierarchies of this machine: /sys/fs/cgroup/cpu …, or /sys/fs/cgroup where there is but one.
mapfile -t hierarchies < <(awk '$3 ~ /^cgroup2?$/ && $2 ~ /^\/sys\/fs\/cgroup/ {print $2}' /proc/mounts)

make_cgroups() {
  local hierarchy file
  for hierarchy in "${hierarchies[@]}"; do
    mkdir "$hierarchy/$NAME"
    # v1: no process can enter a cpuset before it has CPUs and memory.
    for file in cpuset.cpus cpuset.mems; do
      if [[ -f $hierarchy/$file && -w $hierarchy/$NAME/$file ]]; then
        cat "$hierarchy/$file" > "$hierarchy/$NAME/$file"
      fi
    done
    if [[ -f $hierarchy/cpuset.cpus && -f $hierarchy/$NAME/cgroup.clone_children ]]; then
      echo 1 > "$hierarchy/$NAME/cgroup.clone_children"
    fi
  done
}

remove_cgroups() {
  local hierarchy try left
  for ((try = 0; try < 50; try++)); do
    left=''
    for hierarchy in "${hierarchies[@]}"; do
      find "$hierarchy/$NAME" -depth -type d -exec rmdir {} + 2> /dev/null || true
      if [[ -d $hierarchy/$NAME ]]; then left=$hierarchy/$NAME; fi
    done
    [[ -n $left ]] || return 0
    sleep 0.1
  done
  echo "nspawn: $left cannot be removed" >&2
}

# All that is in the cgroup is ours, also what a killed systemd-nspawn has left behind.
kill_container() {
  local process
  while read -r process; do
    kill -KILL "$process" 2> /dev/null || true
  done < <(find "${hierarchies[0]}/$NAME" -name cgroup.procs -exec cat {} + 2> /dev/null)
  if [[ -n $nspawn ]]; then wait "$nspawn" 2> /dev/null || true; fi
}

clean_up() {
  trap '' INT TERM HUP
  kill_container
  remove_cgroups
  rmdir "/run/systemd/nspawn/propagate/$NAME" 2> /dev/null || true
  rm -f "$lock" "$log"
}

# await TENTHS COMMAND…: until the command succeeds; false when it does not in so many tenths of a second.
await() {
  local tenths=$1 i
  shift
  for ((i = 0; i < tenths; i++)); do
    if "$@"; then return 0; fi
    sleep 0.1
  done
  return 1
}

gone() { [[ ! -d /proc/$1 ]]; }

in_cgroups() {
  local hierarchy
  for hierarchy in "${hierarchies[@]}"; do
    echo "$BASHPID" > "$hierarchy/$NAME/cgroup.procs"
  done
  exec "$@"
}

boot() {
  # nspawn makes payload and supervisor below the cgroup it is started in.
  in_cgroups setsid systemd-nspawn --quiet --keep-unit --register=no --private-network --link-journal=no \
    --machine="$NAME" -D "$root" "${options[@]}" --boot < /dev/null > "$log" 2>&1 &
  nspawn=$!
  if ! await 200 find_leader || ! await 300 is_up; then
    echo "nspawn: the container does not come up:" >&2
    cat "$log" >&2
    return 1
  fi
}

# Finds the container's PID 1; true once it has become systemd.
find_leader() {
  local child children
  read -ra children < "/proc/$nspawn/task/$nspawn/children" 2> /dev/null || true
  for child in "${children[@]}"; do
    if [[ $(awk '/^NSpid:/ {print $NF}' "/proc/$child/status" 2> /dev/null) == 1 ]]; then
      leader=$child
      [[ $(cat "/proc/$child/comm") == systemd ]]
      return
    fi
  done
  return 1
}

# In a session of its own: no signal to its process group reaches this script.
inside() {
  local hierarchy cgroup
  # Where the container's other processes are, if the kernel lets us; else as a process of another container.
  for hierarchy in "${hierarchies[@]}"; do
    for cgroup in "$hierarchy/$NAME/payload" "$hierarchy/$NAME"; do
      if echo "$BASHPID" 2> /dev/null > "$cgroup/cgroup.procs"; then break; fi
    done
  done
  exec setsid nsenter -t "$leader" -m -u -i -n -p -C -- \
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb LANG=C.UTF-8 "$@"
}

is_up() {
  local state
  state=$(inside systemctl is-system-running 2> /dev/null < /dev/null || true)
  [[ $state == running || $state == degraded ]]
}

power_off() {
  kill -RTMIN+4 "$leader"
  await 150 gone "$nspawn" || echo "nspawn: the container does not power off and is killed" >&2
}

trap clean_up EXIT
trap 'exit 130' INT TERM HUP
make_cgroups
boot
status=0
# In the background, because bash heeds signals only while it waits.
inside "$@" < /dev/null &
wait $! || status=$?
power_off
exit "$status"
