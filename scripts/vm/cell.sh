#!/bin/bash
# The test on a booted kernel as it runs inside the virtual machine: cell.sh VERSION DRIVER PART TIMES WITHIN_MS, of cgroups (v1,
# v2) and kubelet's driver (systemd, cgroupfs). PART is features, what the daemon does by values read from the kernel; or preemption.
# Pods, containers with processes, and what kubelet does to their cgroups come from kubelet.sh; the API server is a stand-in.
# shellcheck disable=SC2317 # the functions are called by check
set -uo pipefail
here=$(dirname "$(readlink -f "$0")")
readonly VERSION=$1 DRIVER=$2 PART=$3 TIMES=$4 WITHIN_MS=$5
readonly NODE=/run/standin RESULTS=/results before=/results/before
# shellcheck source=scripts/boot/checks.sh
. "$here/boot/checks.sh"
# shellcheck source=scripts/boot/service.sh
. "$here/boot/service.sh"
# shellcheck source=scripts/vm/kubelet.sh
. "$here/kubelet.sh"
# shellcheck source=scripts/vm/snapshot.sh
. "$here/snapshot.sh"
# shellcheck source=scripts/vm/leaving.sh
. "$here/leaving.sh"
# shellcheck source=scripts/vm/features.sh
. "$here/features.sh"
# shellcheck source=scripts/vm/preemption.sh
. "$here/preemption.sh"

give_up() {
  echo "FAILED $1"
  journalctl -q -u rubik -u standin -o cat | tail -n 40 | sed 's/^/    /'
  exit 1
}

describe() {
  echo "   $(uname -r), $(systemctl --version | head -n 1 | cut -d ' ' -f 1,2), cgroup $VERSION, kubelet with $DRIVER," \
    "up after $(cut -d . -f 1 /proc/uptime) s"
}

# part TEXT: a line with the time, to see what takes long.
part() { echo "   $(cut -d . -f 1 /proc/uptime) s: $1"; }

start_standin() {
  mkdir -p "$NODE"
  systemd-run -q --unit=standin "$here/java/bin/java" -Xmx96m -Xshare:auto -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -cp "$here/standin/classes:$here/standin/lib/*" io.rubik.standin.StandInMain "$NODE" 6443
  await 90 test -s "$NODE/token" -a -s "$NODE/kubeconfig" || give_up 'the stand-in API server does not start'
}

# configure FEATURES SECTIONS: config.json, both in JSON.
configure() {
  cat > "$CONFIG" << END
{
  "agent": {"logDriver": "stdio", "cgroupDriver": "$DRIVER", "enabledFeatures": $1},
  $2
}
END
}

# With more time than the unit has: without KVM the Java machine that restores after a crash takes long to start.
install_rpm() {
  check 'install: rpm -i' rpm -i "$here/rubik.rpm"
  install -m 600 "$NODE/kubeconfig" /etc/rubik/kubeconfig
  drop_in slow-machine << END
[Service]
TimeoutStopSec=3min
WatchdogSec=3min
END
}

# start_rubik WHAT: from the beginning to ready, which takes long without KVM.
start_rubik() {
  mark_journal
  check "$1" timeout 180 systemctl start rubik
  if ! is_state active; then
    # The stacks of its threads go into the journal.
    systemctl kill -s QUIT rubik
    sleep 10
    systemctl status rubik
    give_up 'rubik does not start'
  fi
}

# All is the same after this as after an installation or a removal, at which systemd applies what it knows: of containers it
# does not know the memory.oom.group that kubelet wants.
settle() {
  local class
  systemctl daemon-reload
  for class in guaranteed burstable besteffort; do
    add_pod "settle-$class" "class=$class" request=100 limit=100
    remove_pod "settle-$class"
  done
  systemctl daemon-reload
  update_classes
}

describe
start_standin
part 'the stand-in API server runs'
start_kubelet || give_up 'kubelet does not start'
case $PART in
  features) test_features ;;
  preemption) test_preemption ;;
esac
part "end, $failures failed"
exit $((failures > 0))
