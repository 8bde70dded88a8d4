#!/bin/bash
# The boot test as it runs inside the booted root: does with two builds of the RPM what an administrator does.
#   admin.sh RPM NEXT-RPM JAVA [RPM-OF-0.1.0]
# The API server and kubelet are stand-ins, and the pods' cgroups with cpu.qos_level are ordinary files below
# /srv/node, because no kernel but openEuler's has that file; agent.cgroupRoot points there. All else is real: the
# unit with its hardening, the kernel's cgroup v1, systemd, rpm, the journal.
# shellcheck disable=SC2317 # the functions are called by check
set -uo pipefail
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=scripts/boot/checks.sh
. "$here/checks.sh"
readonly RPM=$1 NEXT=$2 JAVA=$3 OLD=${4:-}
readonly NODE=/srv/node LOG=/var/log/rubik/rubik.log
# shellcheck source=scripts/boot/service.sh
. "$here/service.sh"
# shellcheck source=scripts/boot/from-0.1.0.sh
. "$here/from-0.1.0.sh"
# shellcheck source=scripts/boot/package.sh
. "$here/package.sh"
# shellcheck source=scripts/boot/process.sh
. "$here/process.sh"

# --- the machine -----------------------------------------------------------------------------------------------------

# nspawn mounts the cgroups read-only; from here on they are the container's, and systemd uses them for services.
own_cgroups() {
  local controller
  for controller in cpu memory blkio devices pids; do
    mount -o remount,bind,rw "/sys/fs/cgroup/$controller"
  done
  mount -o remount,bind,rw /proc/sys
  systemctl daemon-reexec
}

log_says() { matches "$1" "$(tail -n +"$((log_mark + 1))" "$LOG")"; }
mark_log() { log_mark=$(wc -l < "$LOG"); }

# --- the cluster -----------------------------------------------------------------------------------------------------

start_standin() {
  systemd-run -q --unit=standin -p MemoryMax=500M "$JAVA/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -cp '/srv/standin/classes:/srv/standin/lib/*' io.rubik.daemon.NodeMain "$NODE" 6443 "$(hostname)"
  await 20 test -s "$NODE/token"
}

# pod NAME OFFLINE: makes a pod and waits for its container's cgroup.
pod() {
  api POST /api/v1/namespaces/default/pods -H 'Content-Type: application/json' -d '{"apiVersion": "v1", "kind": "Pod",
    "metadata": {"name": "'"$1"'", "uid": "'"$1"'-uid", "annotations": {"volcano.sh/preemptable": "'"$2"'"}},
    "spec": {"nodeName": "'"$(hostname)"'", "containers": [{"name": "main", "image": "x"}]}}'
  await 5 has_container "$1"
}

pod_cgroup() { echo "$NODE/sys/fs/cgroup/cpu/kubepods/besteffort/pod$1-uid"; }
has_container() { compgen -G "$(pod_cgroup "$1")/*/cpu.qos_level"; }

# level NAME LEVEL: whether the pod and its container have that level.
level() {
  equal "$2 $2" "$(awk 1 "$(pod_cgroup "$1")"/cpu.qos_level "$(pod_cgroup "$1")"/*/cpu.qos_level | xargs)"
}

# works NAME: whether a new offline pod of that name is marked.
works() { pod "$1" true && await 10 level "$1" -1; }

# --- what an administrator does --------------------------------------------------------------------------------------

install_rpm() {
  check 'install: rpm -i resolves what it requires and says nothing' equal 'exit status 0' "$(rpm -i "$RPM" 2>&1; echo "exit status $?")"
  check 'install: systemd knows the unit' equal loaded "$(property LoadState)"
  check 'install: not enabled, by the preset' equal disabled "$(systemctl is-enabled rubik)"
  check 'install: not started' is_state inactive
  check 'install: systemd finds nothing wrong with the unit' equal '' \
    "$(systemd-analyze verify --man=no rubik.service 2>&1)"
  check 'install: paths and modes' equal "$(expected_modes)" "$(found_modes)"
  check 'install: rubik -v' matches '^Version: +0\.1\.0$' "$(/var/lib/rubik/build/rubik -v)"
  check 'install: multi-user.target waits for no API server' lacks rubik \
    "$(systemctl enable -q rubik && systemctl show -P After multi-user.target)"
}

expected_modes() {
  cat << 'END'
750 root:root /var/lib/rubik
777 root:root /var/lib/rubik/config.json
550 root:root /var/lib/rubik/build
550 root:root /var/lib/rubik/build/rubik
640 root:root /var/lib/rubik/rubik-daemonset.yaml
640 root:root /var/lib/rubik/Dockerfile
550 root:root /var/lib/rubik/build_rubik_image.sh
640 root:root /etc/rubik/config.json
640 root:root /etc/sysconfig/rubik
644 root:root /usr/lib/systemd/system/rubik.service
644 root:root /usr/lib/systemd/system-preset/90-rubik.preset
700 root:root /var/log/rubik
END
}

found_modes() { expected_modes | cut -d ' ' -f 3 | xargs stat -c '%a %U:%G %n' 2>&1; }

sandbox() {
  local controller
  # systemd removes cgroups without processes.
  sleep 60 &
  for controller in cpu memory blkio; do
    mkdir -p "/sys/fs/cgroup/$controller/sandbox/owned"
    echo $! > "/sys/fs/cgroup/$controller/sandbox/owned/cgroup.procs"
  done
  chown messagebus /sys/fs/cgroup/cpu/sandbox/owned/*
  mkdir -p /root/.kube
  touch /root/.kube/config /root/secret
  cp /usr/lib/systemd/system/rubik.service /run/systemd/system/sandbox.service
  mkdir -p /run/systemd/system/sandbox.service.d
  cat > /run/systemd/system/sandbox.service.d/test.conf << END
[Service]
Type=oneshot
Restart=no
WatchdogSec=0
SyslogIdentifier=sandbox
ExecStart=
ExecStart=/bin/bash $here/sandbox.sh sandbox
END
  systemctl daemon-reload
  systemctl start sandbox || failures=$((failures + 1))
  journalctl -q --sync
  journalctl -q -t sandbox -o cat
  kill $!
}

exposure() {
  local line
  line=$(systemd-analyze security --no-pager rubik | tail -n 1)
  echo "   $line"
  check 'systemd-analyze security: at most 3.0' matches 'service: ([012]\.[0-9]|3\.0) ' "$line"
}

# Only what the simulated cgroups need; the rest of the unit is as installed.
edit() {
  set_key cgroupRoot "\"$NODE/sys/fs/cgroup\""
  set_key logDriver '"stdio"'
  drop_in simulated-cgroups << END
[Service]
ReadWritePaths=$NODE
END
}

start_without_credentials() {
  mark_journal
  check 'start without a kubeconfig: fails at once' refused timeout 20 systemctl start rubik
  check 'start without a kubeconfig: journalctl -p err says what is missing' errors_say '/etc/rubik/kubeconfig'
  install -m 600 "$NODE/etc/rubik/kubeconfig" /etc/rubik/kubeconfig
  check 'start: comes by itself once the kubeconfig is there' await 15 is_state active
  systemctl stop rubik
}

start() {
  pod batch true
  pod web false
  check 'start: blocks until rubik is ready' timeout 30 systemctl start rubik
  is_state active || give_up 'rubik does not start'
  check 'start: the status line has the pods by then' matches '1 pods? online, 1 offline, 1 marked; preemption' "$(status_text)"
  check 'start: the offline pod was marked by then' level batch -1
  check 'start: the online pod was left alone' level web 0
  check 'start: systemctl status shows pods, features and age' await 15 \
    status_line '1 pods? online, 1 offline, 1 marked; preemption; API server contacted [0-9]+ s ago'
  check 'start: MemoryMax holds for the process' equal 209715200 "$(memory_limit)"
  check 'start: /run/rubik has mode 700, the lock 600' equal '700 600' "$(stat -c %a /run/rubik /run/rubik/rubik.lock | xargs)"
}

status_line() { matches "^ *Status: .*($1)" "$(systemctl status rubik)"; }

memory_limit() {
  local cgroup
  cgroup=$(sed -n 's/.*:memory://p' "/proc/$(main_pid)/cgroup")
  cat "/sys/fs/cgroup/memory$cgroup/memory.limit_in_bytes"
}

journal_priorities() {
  mark_journal
  api PATCH /api/v1/namespaces/default/pods/batch -H 'Content-Type: application/merge-patch+json' \
    -d '{"metadata": {"annotations": {"volcano.sh/preemptable": "false"}}}'
  check 'journal: an error is seen with -p err' await 10 errors_say 'cannot become online'
  pod another true
  check 'journal: what goes well is seen' await 10 journal_says 'default/another'
  check 'journal: but not with -p err' lacks default/another "$(journal -p err)"
}

api_server_away() {
  mark_journal
  api POST /standin/actions -H 'Content-Type: application/json' -d '{"action": "RESTART", "downSeconds": 8}'
  sleep 0.5
  systemctl restart --no-block rubik
  sleep 3
  check 'API server away: start waits' is_state activating
  check 'API server away: the status line says for what' matches 'API server' "$(status_text)"
  check 'API server away: stop ends a start that waits' timeout 10 systemctl stop rubik
  check 'API server away: and is clean' is_state inactive
  systemctl start --no-block rubik
  check 'API server back: ready' await 30 is_state active
}

credential_plugin() {
  mark_journal
  cat > /usr/local/bin/token-plugin << END
#!/bin/sh
echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": "$(< "$NODE/token")"}}'
END
  chmod 755 /usr/local/bin/token-plugin
  sed 's#^    token: .*#    exec: {apiVersion: client.authentication.k8s.io/v1, command: /usr/local/bin/token-plugin, interactiveMode: Never}#' \
    "$NODE/etc/rubik/kubeconfig" > /etc/rubik/kubeconfig
  check 'a credential plug-in runs in the sandbox' timeout 30 systemctl restart rubik
}

second_instance() {
  local output status=0
  output=$(/var/lib/rubik/build/rubik 2>&1) || status=$?
  check 'a second rubik is refused with exit status 2' equal 2 "$status"
  check 'a second rubik names the pid of the first' matches "pid $(main_pid)\b" "$output"
}

kill_hard() {
  local before
  before=$(main_pid)
  kill -KILL "${before:?}"
  check 'kill -9: restarted' await 15 replaced "$before"
  check 'kill -9: the status line has the pods then' matches 'online, [0-9]+ offline, [0-9]+ marked; preemption' "$(status_text)"
  check 'kill -9: works again' works after-kill
}

# identity DIRECTORY: what distinguishes it from another one of its path.
identity() {
  local device inode
  read -r device inode < <(stat -L -c '%d %i' "$1")
  printf '(dev=%x,ino=%d)' "$device" "$inode"
}

# leave_burst NAME: makes it look as if rubik had set a burst for the pod and journalled that it had none.
leave_burst() {
  local cgroup
  cgroup=$(pod_cgroup "$1")
  echo 20000 > "$cgroup/cpu.cfs_burst_us"
  printf '{"rubik":"journal","version":1}\n{"hold":"%s","in":"%s","of":"%s","identity":"%s","original":"0","owner":"quotaBurst"}\n' \
    cpu.cfs_burst_us "kubepods/besteffort/pod$1-uid" "$(identity "$NODE/sys/fs/cgroup/cpu")" "$(identity "$cgroup")" \
    > /run/rubik/journal
}

# burst NAME MICROS: whether the pod has that burst.
burst() { equal "$2" "$(< "$(pod_cgroup "$1")/cpu.cfs_burst_us")"; }

kill_for_good() {
  drop_in no-restart << END
[Service]
Restart=no
END
  leave_burst after-kill
  kill -KILL "$(main_pid)"
  check 'kill -9 for good: what rubik had changed is restored' await 15 burst after-kill 0
  check 'kill -9 for good: nothing is left in the journal' await 5 test ! -e /run/rubik/journal
  check 'kill -9 for good: rubik is not running' is_state failed
  rm "$DROP_INS/no-restart.conf"
  systemctl daemon-reload
  systemctl reset-failed rubik
  systemctl start rubik
}

hang() {
  local before
  drop_in short-watchdog << END
[Service]
WatchdogSec=4s
END
  systemctl restart rubik
  mark_journal
  before=$(main_pid)
  sleep 6
  check 'watchdog: leaves a rubik that moves alone' equal "$before" "$(main_pid)"
  kill -QUIT "$before"
  check 'watchdog: its signal makes rubik tell what its threads do' await 5 journal_says 'Full thread dump'
  kill -STOP "$before"
  check 'watchdog: a hung rubik is replaced' await 30 replaced "$before"
  check 'watchdog: systemd says so' journal_says 'Watchdog timeout'
  check 'watchdog: works again' works after-hang
  rm "$DROP_INS/short-watchdog.conf"
  systemctl daemon-reload
}

reload_good() {
  local before
  before=$(main_pid)
  mark_journal
  set_key enabledFeatures '[]'
  check 'reload: systemctl reload succeeds' systemctl reload rubik
  check 'reload: the feature is off' await 10 status_line 'no features'
  pod unmarked true
  sleep 1
  check 'reload: the feature does nothing more' level unmarked 0
  set_key enabledFeatures '["preemption"]'
  systemctl reload rubik
  check 'reload: the feature is on again and handles the pods there are' await 10 level unmarked -1
  check 'reload: is the same process, and active' same "$before"
}

reload_bad() {
  local status=0
  mark_journal
  cp -p "$CONFIG" /root/config.json.good
  set_key logSize 5
  set_key logLevel '"loud"'
  systemctl reload rubik || status=$?
  echo "   systemctl reload with a bad configuration: exit status $status"
  check 'reload of a bad file: refused, and says why' await 10 errors_say 'agent.logSize: 5'
  check 'reload of a bad file: says all that is wrong' errors_say 'agent.logLevel'
  check 'reload of a bad file: the status has the first error and names the log' await 10 status_line \
    'REFUSED: /etc/rubik/config.json: agent.logSize: 5 .*\(and 1 more\), see journalctl'
  check 'reload of a bad file: the old configuration stays in use' works after-bad-reload
  check 'reload of a bad file: active' is_state active
  mark_journal
  check 'start with a bad file: fails' refused timeout 20 systemctl restart rubik
  check 'start with a bad file: the status says why' matches \
    'cannot start: /etc/rubik/config.json: agent.logSize: 5 .*\(and 1 more\); exit status 3' "$(status_text)"
  check 'start with a bad file: so does journalctl -p err' errors_say '/etc/rubik/config.json: agent.logLevel'
  cp -p /root/config.json.good "$CONFIG"
  check 'start with a bad file: comes by itself once the file is good' await 15 is_state active
}

log_files() {
  set_key logDriver '"file"'
  systemctl restart rubik
  check 'logs: /var/log/rubik has mode 700, rubik.log 600' equal '700 600' "$(stat -c %a /var/log/rubik "$LOG" | xargs)"
  mark_log
  pod logged true
  check 'logs: what rubik does is in rubik.log' await 10 log_says 'level=info .*default/logged'
  mark_journal
  mv /etc/rubik/kubeconfig /root/kubeconfig
  check 'logs: a start without a kubeconfig fails' refused timeout 20 systemctl restart rubik
  check 'logs: why is in the journal as well' errors_say 'level=error .*/etc/rubik/kubeconfig'
  mv /root/kubeconfig /etc/rubik/kubeconfig
  check 'logs: comes by itself once the kubeconfig is there' await 15 is_state active
}

verify() {
  check "rpm -V: $1" equal '' "$(rpm -V rubik | grep -v ' c /etc/')"
}

upgrade() {
  local before
  before=$(main_pid)
  check 'upgrade: says nothing but that there is a .rpmnew' lacks . \
    "$(rpm -U "$NEXT" 2>&1 | grep -v 'warning: /etc/rubik/config.json created as .*\.rpmnew$')"
  check 'upgrade: rubik was restarted' await 15 replaced "$before"
  check 'upgrade: it is the new release' equal "$(command rpm -qp "$NEXT")" "$(command rpm -q rubik)"
  check 'upgrade: the edited configuration is kept' grep -q /srv/node "$CONFIG"
  check 'upgrade: the new default is config.json.rpmnew' grep -q /sys/fs/cgroup "$CONFIG.rpmnew"
  check 'upgrade: still enabled' equal enabled "$(systemctl is-enabled rubik)"
  check 'upgrade: works' works after-upgrade
  verify 'nothing but the configuration differs after the upgrade'
}

downgrade() {
  local before
  before=$(main_pid)
  rm -f "$CONFIG.rpmnew"
  rpm -U --oldpackage "$RPM" > /root/downgrade 2>&1
  check 'downgrade: rubik was restarted' await 15 replaced "$before"
  check 'downgrade: it is the old release' equal "$(command rpm -qp "$RPM")" "$(command rpm -q rubik)"
  check 'downgrade: the edited configuration is kept' grep -q /srv/node "$CONFIG"
  check 'downgrade: works' works after-downgrade
}

stop() {
  mark_log
  check 'stop: within 10 s' timeout 10 systemctl stop rubik
  check 'stop: clean' equal 'inactive success 0' \
    "$(property ActiveState) $(property Result) $(property ExecMainStatus)"
  systemctl start --no-block rubik
  sleep 0.2
  check 'stop: while the Java machine starts' timeout 10 systemctl stop rubik
  check 'stop: is clean then as well' equal 'inactive success' "$(property ActiveState) $(property Result)"
  check 'stop: offline pods keep their level' level after-downgrade -1
  check 'stop: /run/rubik stays, for the next start' test -d /run/rubik
  verify 'nothing but the configuration differs after running'
}

erase() {
  systemctl start rubik
  check 'erase: says nothing but that config.json is kept' lacks . \
    "$(rpm -e rubik 2>&1 | grep -v 'warning: /etc/.* saved as .*\.rpmsave$')"
  check 'erase: rubik has stopped' refused pgrep -f /var/lib/rubik/build
  check 'erase: config.json.rpmsave' grep -q /srv/node "$CONFIG.rpmsave"
  check 'erase: systemd no longer knows the unit' equal not-found "$(property LoadState)"
  check 'erase: no link of an enabled unit' lacks . "$(find /etc/systemd -name 'rubik.service' -type l)"
  echo '   left behind:'
  find / /run -xdev -path '*rubik*' ! -path '/srv/*' ! -path '/proc/*' ! -path '*/var/lib/rpm/*' ! -path "$DROP_INS*" \
    ! -path '/root/*' ! -path '/var/log/journal/*' | sed 's/^/      /'
  check 'erase: nothing is left in /var/lib/rubik' refused test -e /var/lib/rubik
}

erase_after_kill() {
  rpm -i "$RPM"
  edit
  mkdir -p /run/rubik
  leave_burst after-downgrade
  rpm -e rubik
  check 'erase: what a killed rubik had changed is restored' burst after-downgrade 0
}

give_up() {
  journalctl -q -u rubik -n 30
  echo "FAILED $1: the rest has not been tried"
  exit 1
}

whole_journal() {
  check 'journal: nothing killed by seccomp, no audit denials, no core dumps' lacks \
    'SIGSYS|seccomp|avc:|dumped core|status=31' "$(journalctl -q -o cat)"
  check 'journal: no warnings of the Java machine' lacks '\[warning\]' "$(journalctl -q -u rubik -o cat)"
  check 'journal: systemd finds nothing wrong with rubik.service' lacks \
    'rubik.service:[0-9]+:|Failed at step' "$(journalctl -q -o cat)"
}

own_cgroups
start_standin
install_rpm
package_alone
sandbox
exposure
edit
start_without_credentials
start
journal_priorities
api_server_away
credential_plugin
second_instance
kill_hard
kill_for_good
java_machine_crashes
java_machine_cannot_start
full_run
restore_on_full_run
hang
reload_good
reload_bad
starts_that_fail
stalled_log
log_files
upgrade
downgrade
stop
erase
erase_after_kill
damaged_journals
if [[ -n $OLD ]]; then
  upgrade_running
  upgrade_that_kills
  upgrade_after_kill
fi
whole_journal
echo
if ((failures > 0)); then
  echo "$failures checks FAILED"
  exit 1
fi
echo 'all checks passed'
