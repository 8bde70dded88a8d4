# shellcheck shell=bash disable=SC2317,SC2154 # the functions are called by check; variables are cell.sh's
# Sourced by cell.sh: quotaBurst, quotaTurbo and dynMemory by values read from the kernel.
readonly BURST=20000 TURBO_QUOTA=30000

# Names of the controls on v1 and v2.
burst_file() { if [[ $VERSION == v2 ]]; then echo cpu.max.burst; else echo cpu.cfs_burst_us; fi; }
hard_limit_file() { if [[ $VERSION == v2 ]]; then echo memory.max; else echo memory.limit_in_bytes; fi; }

# value CONTROLLER PATH FILE
value() { cat "$(cgroup "$1" "$2")/$3"; }

# has CONTROLLER: whether this kernel has it here.
has() {
  if [[ $VERSION == v2 ]]; then
    [[ " $(< "$CGROUPS/cgroup.controllers") " == *" $1 "* ]]
  else
    [[ -d $CGROUPS/$1 ]]
  fi
}

features_of_kernel() {
  local features='"quotaBurst", "quotaTurbo"'
  if has memory; then features+=', "dynMemory"'; fi
  echo "[$features]"
}

# v1 of mainline kernels has no memory.high.
first_policy() { if [[ $VERSION == v2 ]]; then echo fssr; else echo dynLevel; fi; }

configure_features() {
  configure "$(features_of_kernel)" '"quotaTurbo": {"highWaterMark": 97, "alarmWaterMark": 99},
  "dynMemory": {"policy": "'"$1"'", "checkInterval": 1}'
}

# turbo is idle for a while and then wants more than its limit.
make_pods() {
  add_pod burst class=burstable request=250 limit=500 memory=64 "annotations=\"volcano.sh/quota-burst-time\": \"$BURST\""
  add_pod turbo class=burstable request=100 limit=300 'annotations="volcano.sh/quota-turbo": "true"' \
    'command=while :; do sleep 5; for ((end = SECONDS + 3; SECONDS < end; )); do :; done; done'
  add_pod web class=guaranteed request=200 limit=200 memory=64
  add_pod tool
  add_pod batch offline=true
  add_pod report class=burstable offline=true request=100 memory=256 command="$(holder 64)"
}

# holder MIB: prints a command that holds so much memory.
holder() { echo "exec perl -e 'my \$held = \"x\" x ($1 << 20); sleep 1 while 1'"; }

# --- checks ----------------------------------------------------------------------------------------------------------

# has_burst POD MICROS: container and pod.
has_burst() {
  equal "$2 $2" "$(value cpu "$(container_path "$1")" "$(burst_file)") $(value cpu "$(pod_path "$1")" "$(burst_file)")"
}

# fssr begins with 80 % of the node's memory, in whole pages.
first_high() { awk '/^MemTotal:/ { printf "%d", $2 * 1024 * 0.8 / 4096 }' /proc/meminfo; }
has_high() {
  local high
  high=$(value memory "$(pod_path "$1")" memory.high)
  echo "$1: memory.high $high"
  [[ $high != max ]] && ((high / 4096 - $(first_high) <= 256 && $(first_high) - high / 4096 <= 256))
}

is_raised() {
  local container pod
  container=$(quota_of "$(container_path turbo)")
  pod=$(quota_of "$(pod_path turbo)")
  echo "container $container, pod $pod"
  ((container > TURBO_QUOTA && container <= 2 * TURBO_QUOTA && pod == container))
}

# Nothing but what these pods ask for has changed.
only_wanted() {
  local wanted='^(burst|turbo)/' unwanted
  if [[ $VERSION == v2 ]]; then wanted+='|^(batch|report)/memory\.high$'; fi
  unwanted=$(changed "$before" | grep -Ev "$wanted")
  equal '' "$unwanted"
}

test_burst() {
  check 'quotaBurst: container and pod have the burst' await 10 has_burst burst "$BURST"
  restart_container burst
  check 'quotaBurst: a restarted container has it' await 20 has_burst burst "$BURST"
  annotate burst volcano.sh/quota-burst-time '"10000"'
  check 'quotaBurst: a changed annotation' await 10 has_burst burst 10000
  annotate burst volcano.sh/quota-burst-time "\"$BURST\""
  check 'quotaBurst: changed back' await 10 has_burst burst "$BURST"
  systemctl daemon-reload
  sleep 1
  check 'quotaBurst: is there after systemctl daemon-reload' has_burst burst "$BURST"
}

test_resize() {
  resize burst 100 150 > /dev/null 2>&1
  check 'resize below the burst: kubelet succeeds' await 30 resizes burst
  check 'resize below the burst: the new quota holds' equal '15000 15000' \
    "$(quota_of "$(container_path burst)") $(quota_of "$(pod_path burst)")"
  check 'resize below the burst: the burst is gone' await 10 has_burst burst 0
  resize burst 250 500 > /dev/null 2>&1
  check 'resize back: kubelet succeeds' await 30 resizes burst
  check 'resize back: the burst is there again' await 20 has_burst burst "$BURST"
}

test_fssr() {
  if [[ $VERSION == v1 ]]; then return; fi
  check 'dynMemory fssr: offline pods have memory.high of 80 %' await 10 has_high batch
  check 'dynMemory fssr: those that are Burstable, too' await 10 has_high report
  check 'dynMemory fssr: online pods have none' equal 'max max' \
    "$(value memory "$(pod_path web)" memory.high) $(value memory "$(pod_path tool)" memory.high)"
  add_pod later offline=true
  check 'dynMemory fssr: a new offline pod has it' await 60 has_high later
  remove_pod later
  systemctl daemon-reload
  check 'dynMemory fssr: it is there after systemctl daemon-reload' await 60 has_high batch
}

# fill PERCENT: takes memory from the node until only so much of it is available.
fill() {
  local total available
  read -r total available < <(awk '/^MemTotal:/ { total = $2 } /^MemAvailable:/ { print total, $2 }' /proc/meminfo)
  mkdir -p /run/filler
  mountpoint -q /run/filler || mount -t tmpfs -o size=90% tmpfs /run/filler
  head -c $(((available - total * $1 / 100) * 1024)) /dev/zero > /run/filler/file
}

empty() { umount /run/filler; }

hard_limit() { value memory "$(container_path "$1")" "$(hard_limit_file)"; }
is_lowered() {
  local limit
  limit=$(hard_limit "$1")
  echo "$1: $limit"
  [[ $limit != max ]] && ((limit < $2))
}
has_limit() { equal "$2" "$(hard_limit "$1")"; }

test_levels() {
  local unlimited
  if ! has memory; then
    skip 'dynMemory' 'this kernel has no memory controller on v1'
    return
  fi
  unlimited=$(hard_limit tool)
  if [[ $VERSION == v2 ]]; then
    configure_features dynLevel
    systemctl reload rubik
    check 'dynMemory dynLevel: fssr is undone' await 20 restored_memory_high batch
  fi
  fill 8
  check 'dynMemory dynLevel: a node with 8 % free lowers the limit of offline containers' await 20 is_lowered report $((256 << 20))
  check 'dynMemory dynLevel: also of those without a limit' await 10 is_lowered batch $((1 << 30))
  check 'dynMemory dynLevel: online containers keep theirs' equal "$((64 << 20)) $unlimited" "$(hard_limit web) $(hard_limit tool)"
  empty
  check 'dynMemory dynLevel: afterwards the limit is the original one' await 40 has_limit report $((256 << 20))
  check 'dynMemory dynLevel: or none' await 10 has_limit batch "$unlimited"
}

restored_memory_high() { equal max "$(value memory "$(pod_path "$1")" memory.high)"; }

test_kubelet() {
  check 'kubelet: restarts' start_kubelet
  check 'kubelet: its rewriting of classes succeeds' update_classes
}

test_features() {
  make_pods
  settle
  part 'the pods run'
  snapshot > "$before"
  install_rpm
  part 'the RPM is installed'
  configure_features "$(first_policy)"
  start_rubik 'start: ready'
  part 'rubik runs'
  test_fssr
  check 'start: nothing but what the pods ask for is changed' only_wanted
  check 'quotaTurbo: raises a throttled container and its pod' await 120 is_raised
  part 'the quota is raised'
  test_stop
  start_rubik 'start: once more'
  test_burst
  test_resize
  test_kubelet
  test_levels
  part 'disturbed, and short of memory'
  settle
  test_stop
  test_kill has_burst burst "$BURST"
  test_removal has_burst burst "$BURST"
}
