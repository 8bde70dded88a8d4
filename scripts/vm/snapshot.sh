# shellcheck shell=bash
# Sourced: what the cgroups of pods and of their classes hold, as lines of "path:content"; pods and containers have their names
# there, as in burst/main/cpu.max, because a container that was started anew has another path.

# Prints every control file below the cgroup of all pods that can be read and written; not those whose content changes by
# itself: counters, and processes that come and go.
snapshot() {
  local hierarchy root
  root=$(class_path guaranteed)
  while read -r hierarchy; do
    find "$hierarchy/$root" -type f -perm -600 ! -name cgroup.procs ! -name cgroup.threads ! -name tasks ! -name '*.pressure' \
      ! -name '*.peak' ! -name '*failcnt' ! -name '*max_usage*' ! -name cpuacct.usage ! -name cgroup.event_control \
      ! -name memory.pressure_level -print0
  done < <(hierarchies) | xargs -0 grep -H '' 2> /dev/null | by_name | LC_ALL=C sort
}

by_name() {
  local pod part edits=()
  for pod in $(pods); do
    for part in main sandbox; do edits+=(-e "s#^[^:]*/$(basename "$(container_path "$pod" "$part")")/#$pod/$part/#"); done
    edits+=(-e "s#^[^:]*/$(basename "$(pod_path "$pod")")/#$pod/#")
  done
  sed -E "${edits[@]}" -e "s#^$CGROUPS/##"
}

# restored BEFORE: whether all is as it was, byte for byte.
restored() { diff "$1" <(snapshot); }

# changed BEFORE: prints the paths of what differs.
changed() { diff "$1" <(snapshot) | sed -n 's/^[<>] \([^:]*\):.*/\1/p' | LC_ALL=C sort -u; }
