# shellcheck shell=bash disable=SC2317,SC2153,SC2154 # the functions are called by check; variables are cell.sh's
# Sourced by cell.sh: preemption where the kernel has cpu.idle. An offline pod is idle before its first program begins; the
# weights of classes and of online BestEffort pods let it yield to each online pod; and kubelet and systemd, who overwrite
# that in their ordinary work, cost little time.

# What outweighs an idle pod, and offline pods of other classes: cpu.shares of v1, cpu.weight of v2.
if [[ $VERSION == v1 ]]; then
  readonly WEIGHT_FILE=cpu.shares ABOVE_IDLE=1024 ABOVE_OFFLINE=20
else
  readonly WEIGHT_FILE=cpu.weight ABOVE_IDLE=100 ABOVE_OFFLINE=2
fi

# as_weight SHARES: in the unit of that file.
as_weight() { if [[ $VERSION == v1 ]]; then echo "$1"; else weight "$1"; fi; }

# has_weight PATH WEIGHT
has_weight() { equal "$2" "$(value cpu "$1" "$WEIGHT_FILE")"; }

idle() { equal 1 "$(value cpu "$(pod_path "$1")" cpu.idle)"; }
not_idle() { equal 0 "$(value cpu "$(pod_path "$1")" cpu.idle)"; }

# Idle before the first program of the container, whatever its class.
began_idle() { equal 1 "$(of "$1" idle-at-start)"; }

# No container and no class is idle: runc and kubelet could not set them any longer.
others_not_idle() {
  local class pod
  for class in guaranteed burstable besteffort; do equal 0 "$(value cpu "$(class_path "$class")" cpu.idle)" || return; done
  for pod in $(pods); do equal 0 "$(value cpu "$(container_path "$pod")" cpu.idle)" || return; done
}

online_burstable_weight() {
  local pod sum=0
  for pod in $(pods); do
    if [[ $(of "$pod" class) == burstable && $(of "$pod" offline) == false ]]; then ((sum += $(of "$pod" request))) || true; fi
  done
  as_weight "$(shares "$sum")"
}

test_marking() {
  local pod
  check 'preemption: an offline pod that was there is idle' await 30 idle batch
  check 'preemption: without offline pods in it, Burstable keeps its weight' has_weight "$(class_path burstable)" \
    "$(as_weight "$(burstable_shares)")"
  check 'preemption: without such ones above it, BestEffort keeps its weight' has_weight "$(class_path besteffort)" \
    "$(as_weight 2)"
  add_pod tool
  check 'preemption: an online BestEffort pod outweighs an idle one (R2)' await 10 has_weight "$(pod_path tool)" "$ABOVE_IDLE"
  add_pod crunch class=burstable offline=true request=300
  add_pod job class=guaranteed offline=true request=100 limit=100
  add_pod cron offline=true
  for pod in crunch job cron; do
    check "preemption: $(of "$pod" class) pod: idle before its first program" began_idle "$pod"
    check "preemption: $(of "$pod" class) pod: idle" await 10 idle "$pod"
  done
  check 'preemption: Burstable has the weight of its online pods (R3)' await 10 \
    has_weight "$(class_path burstable)" "$(online_burstable_weight)"
  check 'preemption: BestEffort outweighs an idle pod beside it (R4)' await 10 has_weight "$(class_path besteffort)" "$ABOVE_OFFLINE"
  check 'preemption: neither classes nor containers are idle' others_not_idle
  annotate batch volcano.sh/preemptable '"false"'
  check 'preemption: offline to online: not idle' await 10 not_idle batch
  set_of batch offline false
  check 'preemption: offline to online: an online BestEffort pod now' await 10 has_weight "$(pod_path batch)" "$ABOVE_IDLE"
  annotate batch volcano.sh/preemptable '"true"'
  set_of batch offline true
  check 'preemption: online to offline: idle' await 10 idle batch
}

# watched: FILE=VALUE of all that must hold while these pods run.
watched() {
  local pod
  for pod in batch cron crunch job; do echo "$(cgroup cpu "$(pod_path "$pod")")/cpu.idle=1"; done
  echo "$(cgroup cpu "$(pod_path tool)")/$WEIGHT_FILE=$ABOVE_IDLE"
  echo "$(cgroup cpu "$(class_path burstable)")/$WEIGHT_FILE=$(online_burstable_weight)"
  echo "$(cgroup cpu "$(class_path besteffort)")/$WEIGHT_FILE=$ABOVE_OFFLINE"
}

all_on() { equal on "$(grep ' all$' "$RESULTS/watch" | tail -n 1 | cut -d ' ' -f 2)"; }

# disturb WHAT SINCE COMMAND…: does it so often, and tells for how long a control was not in force: each one since the moment
# it was not (SINCE is off), or all of them since the command had ended (SINCE is end).
disturb() {
  local what=$1 since=$2 watcher i ended kept_up=0 times="$RESULTS/times-${1//[^a-z]/-}"
  shift 2
  mapfile -t files < <(watched)
  "$here/watch.pl" "${files[@]}" > "$RESULTS/watch" &
  watcher=$!
  await 5 test -s "$RESULTS/watch" > /dev/null
  : > "$times"
  for ((i = 0; i < TIMES; i++)); do
    await 10 all_on > /dev/null || break
    "$@" > /dev/null 2>> "$RESULTS/disturbances" || break
    ended=${EPOCHREALTIME/[.,]/}
    pause 200
    await 10 all_on > /dev/null || break
    if [[ $since == end ]]; then
      awk -v ended="$ended" '$2 == "on" && $3 == "all" { last = $1 } END { print (last > ended ? (last - ended) / 1000 : 0) }' "$RESULTS/watch" >> "$times"
    fi
    kept_up=$((kept_up + 1))
  done
  cp "$RESULTS/watch" "$times.watch"
  kill "$watcher"
  wait "$watcher" 2> /dev/null
  if [[ $since == off ]]; then
    awk '$3 == "all" { next }
      $2 == "off" { off[$3] = $1 }
      $2 == "on" && off[$3] { print ($1 - off[$3]) / 1000; off[$3] = 0 }' "$RESULTS/watch" > "$times"
  fi
  check "disturbance: $what: $TIMES times, and in force again each time" equal "$TIMES" "$kept_up"
  echo "   $what: $(figures "$times")"
  check "disturbance: $what: within $WITHIN_MS ms (p99)" within "$times"
}

# figures FILE: of numbers, one a line.
figures() {
  sort -n "$1" | awk '{ value[NR] = $1 } END {
    if (NR == 0) { print "was in force all the time"; exit }
    printf "p50 %.1f ms, p99 %.1f ms, longest %.1f ms, of %d\n", value[int((NR + 1) / 2)], value[int((NR * 99 + 99) / 100)], value[NR], NR }'
}

within() {
  figures "$1"
  sort -n "$1" | awk -v most="$WITHIN_MS" '{ value[NR] = $1 } END { exit NR > 0 && value[int((NR * 99 + 99) / 100)] > most }'
}

# resize_crunch: to another request and back, in turn, until kubelet has succeeded.
resize_crunch() {
  local request=400
  if [[ $(of crunch request) == 400 ]]; then request=300; fi
  resize crunch "$request" 0 || await 30 resizes crunch
}

set_property() { systemctl set-property --runtime "$(unit "$(pod_path batch)")" TasksMax=$((1000 + RANDOM)); }
new_pod() { add_pod extra && remove_pod extra; }

test_disturbances() {
  if [[ $DRIVER == systemd ]]; then
    disturb 'systemctl daemon-reload' off systemctl daemon-reload
    disturb 'systemctl set-property' off set_property
  fi
  disturb 'container restart' off restart_container batch
  disturb 'rewriting of classes' off update_classes
  disturb 'new pod' off new_pod
  disturb 'resize' end resize_crunch
  disturb 'restart of kubelet' off start_kubelet
}

# --- shares of CPU ---------------------------------------------------------------------------------------------------

# cpu_time POD: µs.
cpu_time() {
  if [[ $VERSION == v1 ]]; then
    echo $(($(value cpu "$(pod_path "$1")" cpuacct.usage) / 1000))
  else
    awk '/^usage_usec/ { print $2 }' "$(cgroup cpu "$(pod_path "$1")")/cpu.stat"
  fi
}

# burner NAME CLASS [FIELD=VALUE]: adds a pod that wants all CPUs.
burner() {
  local resources=()
  case $2 in
    guaranteed) resources=(request=2000 limit=2000) ;;
    burstable) resources=(request=200) ;;
  esac
  # shellcheck disable=SC2016 # for the container
  add_pod "$1" "class=$2" "${resources[@]}" 'command=for i in $(seq $(nproc)); do (while :; do :; done) & done; wait' "${@:3}"
}

# pair ONLINE-CLASS OFFLINE-CLASS: both want all CPUs; the online pod gets at least three quarters of them.
pair() {
  local begin online offline
  burner on "$1"
  burner off "$2" offline=true
  await 10 idle off > /dev/null
  pause 500
  begin=${EPOCHREALTIME/[.,]/}
  online=$(cpu_time on) offline=$(cpu_time off)
  pause 4000
  online=$(($(cpu_time on) - online)) offline=$(($(cpu_time off) - offline))
  begin=$((${EPOCHREALTIME/[.,]/} - begin))
  remove_pod on
  remove_pod off
  echo "   online $1, offline $2: $((online * 100 / begin)) and $((offline * 100 / begin)) % of a CPU"
  check "shares: online $1, offline $2: the online pod has 1.5 of 2 CPUs" test $((online * 4)) -ge $(((online + offline) * 3))
}

test_pairs() {
  local online offline
  for online in guaranteed burstable besteffort; do
    for offline in guaranteed burstable besteffort; do pair "$online" "$offline"; done
  done
}

test_preemption() {
  local pod
  add_pod web class=guaranteed request=200 limit=200
  add_pod service class=burstable request=200
  add_pod batch offline=true
  part 'the pods run'
  install_rpm
  configure '["preemption"]' '"preemption": {"resource": ["cpu"]}'
  start_rubik 'start: ready'
  part 'rubik runs'
  test_marking
  test_disturbances
  systemctl stop rubik
  # Without a Burstable pod online that sleeps: the class would carry its weight.
  for pod in tool crunch job cron service; do remove_pod "$pod"; done
  update_classes
  settle
  snapshot > "$before"
  start_rubik 'start: once more'
  test_pairs
  test_stop
  test_kill idle batch
  test_removal idle batch
}
