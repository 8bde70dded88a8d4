# shellcheck shell=bash
# Sourced by kubelet.sh: cgroups as kubelet's two drivers and runc make and set them, by systemd's D-Bus interface or by mkdir;
# either then writes the files itself. $VERSION is v1 or v2, $DRIVER systemd or cgroupfs. A cgroup is a path below the root of a
# hierarchy; a hierarchy of v1 is named by its controller.
readonly CGROUPS=/sys/fs/cgroup
readonly UNLIMITED=18446744073709551615
# The controllers that kubelet and runc turn on for each cgroup, as far as the kernel has them.
readonly WANTED='cpuset cpu io memory hugetlb pids'

# Time passes without a process for it: pause MILLISECONDS.
exec {never}<> <(:)
pause() { read -rt "$(($1 / 1000)).$(printf %03d $(($1 % 1000)))" -u "$never" || true; }

# Prints the directories that all hierarchies are mounted at.
hierarchies() {
  if [[ $VERSION == v2 ]]; then
    echo "$CGROUPS"
  else
    awk '$3 == "cgroup" { print $2 }' /proc/mounts
  fi
}

# cgroup CONTROLLER PATH: prints its directory.
cgroup() {
  if [[ $VERSION == v2 ]]; then echo "$CGROUPS/$2"; else echo "$CGROUPS/$1/$2"; fi
}

# put VALUE FILE: in one write, as the kernel wants it; the reason is printed when it is refused.
put() { printf %s "$1" > "$2"; }

# unit PATH: prints the name of its systemd unit.
unit() { echo "${1##*/}"; }

manager() {
  busctl --quiet -- call org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager "$@"
}

# enable_controllers PATH: on v2, in all cgroups above it.
enable_controllers() {
  local directory=$CGROUPS part controller text=''
  [[ $VERSION == v2 ]] || return 0
  for controller in $WANTED; do
    if [[ " $(< "$CGROUPS/cgroup.controllers") " == *" $controller "* ]]; then text+="+$controller "; fi
  done
  IFS=/ read -ra parts <<< "$1"
  for part in "${parts[@]}"; do
    put "$text" "$directory/cgroup.subtree_control" || return
    directory+=/$part
  done
}

# A cpuset of v1 holds no process before it has CPUs and memory.
fill_cpuset() {
  local file
  for file in cpuset.cpus cpuset.mems; do
    if [[ ! -s $1/$file || -z $(< "$1/$file") ]]; then cat "$1/../$file" > "$1/$file"; fi
  done
}

# make_directories PATH: with those above it, in each hierarchy.
make_directories() {
  local hierarchy directory part
  IFS=/ read -ra parts <<< "$1"
  while read -r hierarchy; do
    directory=$hierarchy
    for part in "${parts[@]}"; do
      directory+=/$part
      if [[ ! -d $directory ]]; then mkdir "$directory"; fi
      if [[ -f $directory/cpuset.mems && $VERSION == v1 ]]; then fill_cpuset "$directory"; fi
    done
  done < <(hierarchies)
}

# make_cgroup PATH: with the values the kernel gives it.
make_cgroup() {
  local parent=-.slice
  if [[ $1 == */* ]]; then parent=$(unit "${1%/*}"); fi
  if [[ $DRIVER == systemd ]]; then
    manager StartTransientUnit 'ssa(sv)a(sa(sv))' "$(unit "$1")" replace 7 \
      Description s "cgroup $(unit "$1")" Wants as 1 "$parent" DefaultDependencies b false \
      MemoryAccounting b true CPUAccounting b true TasksAccounting b true "$(io_accounting)" b true 0 || return
    await_directory "$(cgroup cpu "$1")" || return
  fi
  make_directories "$1"
  enable_controllers "$1"
}

io_accounting() { if [[ $VERSION == v2 ]]; then echo IOAccounting; else echo BlockIOAccounting; fi; }

# make_scope PATH PID: a container's cgroup around a process of it.
make_scope() {
  local path=$1 pid=$2 hierarchy
  if [[ $DRIVER == systemd ]]; then
    manager StartTransientUnit 'ssa(sv)a(sa(sv))' "$(unit "$path")" replace 9 \
      Description s "container $(unit "$path")" Slice s "$(unit "${path%/*}")" Delegate b true PIDs au 1 "$pid" \
      DefaultDependencies b false MemoryAccounting b true CPUAccounting b true TasksAccounting b true \
      "$(io_accounting)" b true 0 || return
    await_process "$(cgroup cpu "$path")" "$pid" || return
  fi
  make_directories "$path"
  enable_controllers "$path"
  while read -r hierarchy; do
    put "$pid" "$hierarchy/$path/cgroup.procs" || return
  done < <(hierarchies)
}

# systemd does what it is asked to a moment later.
await_directory() {
  local i
  for ((i = 0; i < 1000; i++)); do
    if [[ -d $1 ]]; then return; fi
    pause 5
  done
  echo "systemd has not made $1" >&2
  return 1
}

await_process() {
  local i
  for ((i = 0; i < 1000; i++)); do
    if [[ -f $1/cgroup.procs ]] && grep -qx "$2" "$1/cgroup.procs"; then return; fi
    pause 5
  done
  echo "systemd has not moved process $2 to $1" >&2
  return 1
}

# remove_cgroup PATH: once it is empty.
remove_cgroup() {
  local hierarchy i
  if [[ $DRIVER == systemd ]]; then
    manager StopUnit ss "$(unit "$1")" replace 2> /dev/null || true
    manager ResetFailedUnit s "$(unit "$1")" 2> /dev/null || true
  fi
  while read -r hierarchy; do
    for ((i = 0; i < 200; i++)); do
      if [[ ! -d $hierarchy/$1 ]] || rmdir "$hierarchy/$1" 2> /dev/null; then break; fi
      pause 20
    done
  done < <(hierarchies)
}

# weight SHARES: what kubelet writes for them on v2.
weight() { echo $((1 + ($1 - 2) * 9999 / 262142)); }

# shares_of PATH: the shares as kubelet reads them back; of weight 0, as of an idle group before Linux 6.12, a huge number.
shares_of() {
  local weight
  if [[ $VERSION == v1 ]]; then
    cat "$(cgroup cpu "$1")/cpu.shares"
  else
    weight=$(< "$(cgroup cpu "$1")/cpu.weight")
    if ((weight == 0)); then echo 9223372036854775807; else echo $(((weight - 1) * 262142 / 9999 + 2)); fi
  fi
}

# quota_of PATH: µs in a period, -1 for none.
quota_of() {
  local quota
  if [[ $VERSION == v1 ]]; then
    cat "$(cgroup cpu "$1")/cpu.cfs_quota_us"
  else
    read -r quota _ < "$(cgroup cpu "$1")/cpu.max"
    echo "${quota/max/-1}"
  fi
}

# set_cgroup PATH KEY=VALUE…: shares, quota in µs of 100 ms (-1: none), memory in bytes (-1: none), pids. With systemd, the
# unit's properties come first; then the files are written, and the first one that is refused ends it.
set_cgroup() {
  local path=$1
  shift
  if [[ $DRIVER == systemd ]]; then set_properties "$path" "$@" || return; fi
  set_files "$path" "$@"
}

set_properties() {
  local path=$1 setting value properties=() count=0
  shift
  for setting; do
    value=${setting#*=}
    case $VERSION:$setting in
      v2:shares=*) properties+=(CPUWeight t "$(weight "$value")") ;;
      v1:shares=*) properties+=(CPUShares t "$value") ;;
      *:quota=-1) properties+=(CPUQuotaPeriodUSec t 100000 CPUQuotaPerSecUSec t "$UNLIMITED") && ((count += 1)) ;;
      *:quota=*) properties+=(CPUQuotaPeriodUSec t 100000 CPUQuotaPerSecUSec t $((value * 10))) && ((count += 1)) ;;
      v2:memory=*) properties+=(MemoryMax t "${value/#-1/$UNLIMITED}") ;;
      v1:memory=*) properties+=(MemoryLimit t "${value/#-1/$UNLIMITED}") ;;
      *:pids=*) properties+=(TasksMax t "$value") ;;
      *) continue ;;
    esac
    ((count += 1))
  done
  manager SetUnitProperties 'sba(sv)' "$(unit "$path")" true "$count" "${properties[@]}"
}

set_files() {
  local path=$1 setting value cpu memory
  shift
  cpu=$(cgroup cpu "$path")
  memory=$(cgroup memory "$path")
  for setting; do
    value=${setting#*=}
    case $VERSION:$setting in
      v2:shares=*) put "$(weight "$value")" "$cpu/cpu.weight" ;;
      v1:shares=*) put "$value" "$cpu/cpu.shares" ;;
      v2:quota=*) put "${value/#-1/max} 100000" "$cpu/cpu.max" ;;
      v1:quota=*) put 100000 "$cpu/cpu.cfs_period_us" && put "$value" "$cpu/cpu.cfs_quota_us" ;;
      v2:memory=*) put "${value/#-1/max}" "$memory/memory.max" ;;
      # Kernels of today may have no such controller on v1.
      v1:memory=*) if [[ -d $memory ]]; then put "$value" "$memory/memory.limit_in_bytes"; fi ;;
      *:pids=*) put "$value" "$(cgroup pids "$path")/pids.max" ;;
      v2:oom_group=*) put "$value" "$memory/memory.oom.group" ;;
    esac || return
  done
}
