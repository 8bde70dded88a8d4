# shellcheck shell=bash
# Sourced: plays kubelet and its container runtime for the cgroups of this machine, in the order and with the pauses of a real
# one (1.36 with containerd 1.7 and runc 1.1), and keeps the pods of the stand-in API server in step. A pod has one container,
# "main", and a sandbox. What kubelet knows of a pod is in files below $PODS/NAME.
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
# shellcheck source=scripts/vm/cgroups.sh
. "$here/cgroups.sh"
readonly PODS=/run/kubelet
rewriter=''

# of POD FIELD: prints it. Programs take long to start without KVM, so there is none here.
of() {
  local value
  IFS= read -rd '' value < "$PODS/$1/$2" || true
  printf %s "$value"
}
set_of() { printf %s "$3" > "$PODS/$1/$2"; }

pods() {
  local directory
  for directory in "$PODS"/*/; do
    directory=${directory%/}
    if [[ -d $directory ]]; then echo "${directory##*/}"; fi
  done
}

# --- places ----------------------------------------------------------------------------------------------------------

# class_path CLASS: guaranteed, burstable or besteffort; that of guaranteed pods is the one of all pods.
class_path() {
  case $DRIVER:$1 in
    systemd:guaranteed) echo kubepods.slice ;;
    systemd:*) echo "kubepods.slice/kubepods-$1.slice" ;;
    cgroupfs:guaranteed) echo kubepods ;;
    cgroupfs:*) echo "kubepods/$1" ;;
  esac
}

pod_path() {
  local parent name uid
  parent=$(class_path "$(of "$1" class)")
  uid=$(of "$1" uid)
  if [[ $DRIVER == systemd ]]; then
    name=${parent##*/}
    echo "$parent/${name%.slice}-pod${uid//-/_}.slice"
  else
    echo "$parent/pod$uid"
  fi
}

# container_path POD [PART]: of its container main, or of its sandbox.
container_path() {
  local id
  id=$(of "$1" "${2:-main}")
  if [[ $DRIVER == systemd ]]; then id=cri-containerd-$id.scope; fi
  echo "$(pod_path "$1")/$id"
}

# --- values ----------------------------------------------------------------------------------------------------------

# shares MILLICORES, quota MILLICORES, memory_bytes MIB: as kubelet has them of a request or limit; 0 is none.
shares() { echo $(($1 * 1024 / 1000 > 2 ? $1 * 1024 / 1000 : 2)); }
quota() { echo $(($1 == 0 ? -1 : $1 < 10 ? 1000 : $1 * 100)); }
memory_bytes() { echo $(($1 == 0 ? -1 : $1 * 1048576)); }

# values POD: the settings of its cgroup, which are those of its only container as well.
values() {
  echo "shares=$(shares "$(of "$1" request)") quota=$(quota "$(of "$1" limit)") memory=$(memory_bytes "$(of "$1" memory)")"
}

# Prints the shares of the class of burstable pods: what they request, all together.
burstable_shares() {
  local pod sum=0
  for pod in $(pods); do
    if [[ $(of "$pod" class) == burstable ]]; then ((sum += $(of "$pod" request))) || true; fi
  done
  shares "$sum"
}

# --- classes ---------------------------------------------------------------------------------------------------------

# What kubelet does when it starts: makes and sets the cgroups of all pods and of the classes. It exits when best effort's
# shares are refused. Burstable has those of no pods until the next rewrite.
start_kubelet() {
  local class
  for class in guaranteed burstable besteffort; do
    if [[ ! -d $(cgroup cpu "$(class_path "$class")") ]]; then make_cgroup "$(class_path "$class")" || return; fi
  done
  set_cgroup "$(class_path guaranteed)" "shares=$(($(nproc) * 1024))" pids=8192 || return
  set_cgroup "$(class_path burstable)" shares=2 || echo 'kubelet: burstable not set'
  set_cgroup "$(class_path besteffort)" shares=2 || {
    echo 'kubelet: failed to update top level BestEffort QOS cgroup'
    return 1
  }
}

# What it does each minute and for each new pod. With systemd all properties of a class are written with one of them.
update_classes() {
  set_cgroup "$(class_path burstable)" "shares=$(burstable_shares)" && set_cgroup "$(class_path besteffort)" shares=2
}

# rewrite_classes SECONDS: from now on, so often.
rewrite_classes() {
  while true; do
    pause $(($1 * 1000))
    update_classes || echo 'kubelet: Failed to update QoS cgroups'
  done &
  rewriter=$!
}

end_rewriting() {
  kill "$rewriter"
  wait "$rewriter" 2> /dev/null
  rewriter=''
}

# --- the API server --------------------------------------------------------------------------------------------------

# resources POD: of its container, in JSON.
resources() {
  local request limit memory requests='' limits=''
  request=$(of "$1" request) limit=$(of "$1" limit) memory=$(of "$1" memory)
  if ((request > 0)); then requests="\"cpu\": \"${request}m\""; fi
  if ((limit > 0)); then limits="\"cpu\": \"${limit}m\""; fi
  if ((memory > 0)); then
    requests+="${requests:+, }\"memory\": \"${memory}Mi\""
    limits+="${limits:+, }\"memory\": \"${memory}Mi\""
  fi
  echo "{\"requests\": {$requests}, \"limits\": {$limits}}"
}

qos_class() {
  case $1 in
    guaranteed) echo Guaranteed ;;
    burstable) echo Burstable ;;
    besteffort) echo BestEffort ;;
  esac
}

create_in_api() {
  local annotations
  annotations=$(of "$1" annotations)
  if [[ $(of "$1" offline) == true ]]; then annotations+="${annotations:+, }\"volcano.sh/preemptable\": \"true\""; fi
  api POST /api/v1/namespaces/default/pods -H 'Content-Type: application/json' -d "{\"apiVersion\": \"v1\", \"kind\": \"Pod\",
    \"metadata\": {\"name\": \"$1\", \"uid\": \"$(of "$1" uid)\", \"generation\": 1, \"annotations\": {$annotations}},
    \"spec\": {\"nodeName\": \"$(hostname)\",
      \"containers\": [{\"name\": \"main\", \"image\": \"x\", \"resources\": $(resources "$1")}]},
    \"status\": {\"phase\": \"Pending\", \"qosClass\": \"$(qos_class "$(of "$1" class)")\"}}"
}

merge() {
  api PATCH "/api/v1/namespaces/default/pods/$1" -H 'Content-Type: application/merge-patch+json' -d "$2"
}

# annotate POD KEY JSON
annotate() { merge "$1" "{\"metadata\": {\"annotations\": {\"$2\": $3}}}"; }

# report POD [CONDITIONS]: what kubelet says in its status; the resources are those in force.
report() {
  merge "$1/status" "{\"status\": {\"phase\": \"Running\", \"observedGeneration\": $(of "$1" generation),
    \"conditions\": [${2:-}], \"containerStatuses\": [{\"name\": \"main\", \"containerID\": \"containerd://$(of "$1" main)\",
      \"state\": {\"running\": {}}, \"resources\": $(of "$1" in-force)}]}}"
}

# --- pods ------------------------------------------------------------------------------------------------------------

# add_pod NAME [FIELD=VALUE]…: makes a pod and waits until its container runs. Fields are class (guaranteed, burstable,
# besteffort), offline (true), request and limit in millicores, memory in MiB, annotations in JSON, command of its container.
add_pod() {
  local name=$1 field
  mkdir -p "$PODS/$name"
  for field in class=besteffort offline=false request=0 limit=0 memory=0 annotations= command='exec sleep infinity' \
    generation=1 "uid=$(< /proc/sys/kernel/random/uuid)" "${@:2}"; do
    set_of "$name" "${field%%=*}" "${field#*=}"
  done
  create_in_api "$name" || return
  update_classes || echo 'kubelet: Failed to update QoS cgroups'
  make_cgroup "$(pod_path "$name")" || return
  pause $((37 + RANDOM % 85))
  # shellcheck disable=SC2046 # words
  set_cgroup "$(pod_path "$name")" $(values "$name") || return
  start_container "$name" sandbox || return
  start_container "$name" main || return
  set_of "$name" in-force "$(resources "$name")"
  report "$name"
}

# start_container POD PART: by the runtime. Its process is there before the values are, and runs its program after them.
start_container() {
  local pod=$1 part=$2 path gate command='exec sleep infinity' settings='shares=2'
  set_of "$pod" "$part" "$(tr -d '\n-' < /proc/sys/kernel/random/uuid)$(tr -d '\n-' < /proc/sys/kernel/random/uuid)"
  if [[ $part == main ]]; then
    command=$(of "$pod" command)
    settings="$(values "$pod") oom_group=1"
  fi
  path=$(container_path "$pod" "$part")
  exec {gate}<> <(:)
  # shellcheck disable=SC2016 # for the inner shell
  setsid bash -c 'read -r; exec < /dev/null; eval "$1"' bash "$command" <&"$gate" {gate}>&- > /dev/null 2>&1 &
  set_of "$pod" "$part.pid" $!
  disown
  make_scope "$path" "$(of "$pod" "$part.pid")" || return
  # shellcheck disable=SC2086 # words
  set_cgroup "$path" $settings || return
  # What the pod's cgroup holds at the moment its first program begins.
  if [[ $part == main ]]; then cat "$(cgroup cpu "$(pod_path "$pod")")/cpu.idle" > "$PODS/$pod/idle-at-start" 2> /dev/null || true; fi
  echo >&"$gate"
  exec {gate}>&-
}

# stop_container POD PART
stop_container() {
  local path hierarchy
  path=$(container_path "$1" "$2")
  kill_all "$(cgroup cpu "$path")"
  remove_cgroup "$path"
}

# kill_all DIRECTORY: what is in the cgroup, until nothing is.
kill_all() {
  local i process processes
  for ((i = 0; i < 200; i++)); do
    { mapfile -t processes < "$1/cgroup.procs"; } 2> /dev/null || return 0
    ((${#processes[@]} > 0)) || return 0
    for process in "${processes[@]}"; do kill -KILL "$process" 2> /dev/null || true; done
    pause 20
  done
}

# restart_container POD: a container ends and a new one starts in the same sandbox.
restart_container() {
  stop_container "$1" main
  start_container "$1" main && report "$1"
}

# remove_pod POD
remove_pod() {
  local path
  path=$(pod_path "$1")
  stop_container "$1" main
  stop_container "$1" sandbox
  remove_cgroup "$path"
  rm -r "${PODS:?}/$1"
  update_classes || echo 'kubelet: Failed to update QoS cgroups'
  api DELETE "/api/v1/namespaces/default/pods/$1"
}

# --- resize in place -------------------------------------------------------------------------------------------------

# resize POD REQUEST LIMIT: what a user asks for, in millicores; and kubelet's first attempt at it.
resize() {
  local generation
  generation=$(($(of "$1" generation) + 1))
  set_of "$1" request "$2"
  set_of "$1" limit "$3"
  merge "$1" "{\"metadata\": {\"generation\": $generation},
    \"spec\": {\"containers\": [{\"name\": \"main\", \"image\": \"x\", \"resources\": $(resources "$1")}]}}" || return
  set_of "$1" generation "$generation"
  report "$1" '{"type": "PodResizeInProgress", "status": "True"}'
  try_resize "$1"
}

# try_resize POD: kubelet sets what differs from what it reads of the pod's cgroup: limits are raised before, and lowered after,
# requests; the pod before its container when they grow, after it when they shrink. Ends at the first write that is refused.
try_resize() {
  local pod=$1 path shares quota shares_now quota_now
  path=$(pod_path "$pod")
  shares=$(shares "$(of "$pod" request)")
  quota=$(quota "$(of "$pod" limit)")
  shares_now=$(shares_of "$path")
  quota_now=$(quota_of "$path")
  if ((quota_now != -1 && (quota == -1 || quota > quota_now))); then set_cgroup "$path" "quota=$quota" || return; fi
  if ((shares > shares_now)); then set_cgroup "$path" "shares=$shares" || return; fi
  set_cgroup "$(container_path "$pod")" "shares=$shares" "quota=$quota" || return
  if ((shares < shares_now)); then set_cgroup "$path" "shares=$shares" || return; fi
  if ((quota != -1 && (quota_now == -1 || quota < quota_now))); then set_cgroup "$path" "quota=$quota" || return; fi
  set_of "$pod" in-force "$(resources "$pod")"
  report "$pod"
}

# resizes POD: the next attempt, and the pause of kubelet if that fails.
resizes() { try_resize "$1" || { sleep 1; false; }; }
