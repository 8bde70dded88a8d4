# shellcheck shell=bash
# Sourced by admin.sh: upgrades rubik 0.1.0 while it has raised CPU quotas, in each way its process can end. The journal of
# 0.1.0 is of version 1. What the kernel's scheduler counts (how busy the node is, how often a container is throttled) are
# ordinary files that a loop counts up.
# shellcheck disable=SC2317 # the functions are called by check
readonly LIMIT=50000 CLASS_QUOTA=400000
readonly CLASS=$NODE/sys/fs/cgroup/cpu/kubepods/burstable
readonly TURBO=$CLASS/podturbo-uid
container='' scheduler=''

# A pod of one container, which may use half a CPU; kubelet and the container runtime have set the quotas.
turbo_pod() {
  api POST /api/v1/namespaces/default/pods -H 'Content-Type: application/json' -d '{"apiVersion": "v1", "kind": "Pod",
    "metadata": {"name": "turbo", "uid": "turbo-uid", "annotations": {"volcano.sh/quota-turbo": "true"}},
    "spec": {"nodeName": "'"$(hostname)"'",
      "containers": [{"name": "main", "image": "x", "resources": {"limits": {"cpu": "500m"}}}]},
    "status": {"qosClass": "Burstable"}}'
  await 5 compgen -G "$TURBO/*/cpu.stat"
  container=$(dirname "$TURBO"/*/cpu.stat)
  echo $LIMIT > "$container/cpu.cfs_quota_us"
  echo $LIMIT > "$TURBO/cpu.cfs_quota_us"
  echo $CLASS_QUOTA > "$CLASS/cpu.cfs_quota_us"
}

# count: the scheduler's counters as they are now, by the clock: two CPUs are idle, and the container uses a fifth of one
# but is throttled in each period of 100 ms. They keep their length, so that a file is never empty.
count() {
  local periods=$((${EPOCHREALTIME/[.,]/} / 100000))
  printf 'cpu  1000000000 0 0 %d 0 0 0 0 0 0\n' $((periods * 20)) 1<> "$NODE/proc/stat"
  printf '%d\n' $((periods * 20000000)) 1<> "$container/cpuacct.usage"
  printf 'nr_periods %d\nnr_throttled %d\nthrottled_time %d\n' $periods $periods $((periods * 50000000)) 1<> "$container/cpu.stat"
}

start_scheduler() {
  while true; do
    count
    sleep 0.1
  done &
  scheduler=$!
}

# Afterwards nothing is raised and nothing is lowered: rubik has had time to act on the last counters.
stop_scheduler() {
  kill "$scheduler"
  wait "$scheduler" 2> /dev/null
  sleep 0.5
}

# The quotas of the container, its pod and its class; a file that is being written is empty for a moment.
quotas() { awk 1 {"$container","$TURBO","$CLASS"}/cpu.cfs_quota_us | xargs; }
all_original() { equal "$LIMIT $LIMIT $CLASS_QUOTA" "$(quotas)"; }
all_raised() {
  local of_container of_pod of_class
  read -r of_container of_pod of_class < <(quotas)
  echo "container $of_container, pod $of_pod, class $of_class"
  ((of_container > LIMIT && of_pod > LIMIT && of_class > CLASS_QUOTA))
}

journal_of_version() { grep -qx "{\"rubik\":\"journal\",\"version\":$1}" /run/rubik/journal; }
is_release() { equal "$(command rpm -qp "$1")" "$(command rpm -q rubik)"; }

# old_raises: starts 0.1.0 and waits until it has raised the quotas.
old_raises() {
  check "$1: it is 0.1.0, release 0" is_release "$OLD"
  start_scheduler
  timeout 30 systemctl start rubik
  check "$1: 0.1.0 raises the quotas" await 20 all_raised
  check "$1: their originals are in a journal of version 1" journal_of_version 1
}

stop_new() {
  check "$1: stop is clean" timeout 10 systemctl stop rubik
  check "$1: after the stop the quotas are the original ones" all_original
  check "$1: and nothing is left in the journal" test ! -e /run/rubik/journal
}

back_to_old() {
  rpm -U --oldpackage "$OLD" > /root/downgrade 2>&1
}

# As rpm -U has it: 0.1.0 is stopped, and this release started.
upgrade_running() {
  local before text='upgrade from 0.1.0'
  rpm -i "$OLD"
  edit
  set_key enabledFeatures '["quotaTurbo"]'
  install -m 600 "$NODE/etc/rubik/kubeconfig" /etc/rubik/kubeconfig
  mkdir -p "$NODE/proc"
  turbo_pod
  count
  drop_in simulated-scheduler << END
[Service]
BindReadOnlyPaths=$NODE/proc/stat:/proc/stat
END
  old_raises "$text"
  before=$(main_pid)
  check "$text: rpm -U succeeds" rpm -U "$RPM"
  check "$text: rubik was restarted" await 20 replaced "$before"
  check "$text: it is this release" is_release "$RPM"
  check "$text: it raises the quotas, too" await 20 all_raised
  check "$text: and has a journal of its own version" journal_of_version 2
  stop_scheduler
  stop_new "$text"
}

# 0.1.0 restores nothing, because the restart kills it; the unit does, with what is installed by then.
upgrade_that_kills() {
  local before text='upgrade that kills 0.1.0'
  back_to_old
  drop_in kill << END
[Service]
KillSignal=SIGKILL
END
  old_raises "$text"
  stop_scheduler
  before=$(main_pid)
  mark_journal
  check "$text: rpm -U succeeds" rpm -U "$RPM"
  rm "$DROP_INS/kill.conf"
  systemctl daemon-reload
  check "$text: rubik was restarted" await 20 replaced "$before"
  check "$text: it is this release" is_release "$RPM"
  check "$text: the quotas are the original ones" all_original
  check "$text: this release has restored them" journal_says 'restored 3 controls left by a previous run'
  stop_new "$text"
}

# 0.1.0 was killed before the upgrade, and nothing came after it: the next start restores.
upgrade_after_kill() {
  local text='upgrade after a kill of 0.1.0'
  back_to_old
  drop_in kill << END
[Service]
Restart=no
ExecStopPost=
END
  old_raises "$text"
  stop_scheduler
  kill -KILL "$(main_pid)"
  check "$text: 0.1.0 is down" await 15 is_state failed
  check "$text: rpm -U succeeds" rpm -U "$RPM"
  check "$text: it is this release" is_release "$RPM"
  check "$text: it is not started" is_state failed
  check "$text: the quotas are still raised" all_raised
  check "$text: the journal is still of version 1" journal_of_version 1
  rm "$DROP_INS/kill.conf"
  systemctl daemon-reload
  mark_journal
  check "$text: it starts" timeout 30 systemctl start rubik
  check "$text: the quotas are the original ones" all_original
  stop_new "$text"
  rpm -e rubik > /dev/null 2>&1
}
