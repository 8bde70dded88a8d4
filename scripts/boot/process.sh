# shellcheck shell=bash
# Sourced by admin.sh: what can happen to the process of rubik. Its Java machine crashes or cannot start, starts fail in a
# row, /run takes nothing more, nobody reads the log.
# shellcheck disable=SC2317 # the functions are called by check
readonly BUILD=/var/lib/rubik/build

# dies SIGNAL: as the Java machine does for a fault of its own.
dies() {
  local before
  before=$(main_pid)
  mark_journal
  kill -"$1" "${before:?}"
  check "SIG$1: rubik comes back by itself" await 20 replaced "$before"
  check "SIG$1: and works" works "after-${1,,}"
}

java_machine_crashes() {
  dies SEGV
  check 'SIGSEGV: journalctl -p err says so' errors_say 'SIGSEGV'
  check 'SIGSEGV: what was found is in one file, for root alone' equal '600 root' \
    "$(stat -c '%a %U' /var/log/rubik/hs_err.log)"
  dies ABRT
  dies BUS
  check 'crashes: no core, and nothing in /' lacks . "$(find / /var/log/rubik -maxdepth 1 \( -name 'core*' -o -name 'hs_err*' \) \
    ! -path /var/log/rubik/hs_err.log)"
}

restarts() { property NRestarts; }
more_restarts_than() { (($(restarts) > $1)); }

# cannot_start WHAT PATTERN FILE [SED-SCRIPT]: rubik is killed, and cannot start while the file is missing or changed.
cannot_start() {
  local count
  mark_journal
  count=$(restarts)
  mv "$BUILD/$3" /root/aside
  if [[ -n ${4:-} ]]; then sed "$4" /root/aside > "$BUILD/$3"; fi
  kill -KILL "$(main_pid)"
  check "$1: systemd goes on trying" await 30 more_restarts_than $((count + 1))
  check "$1: journalctl -p err says why" errors_say "$2"
  mv /root/aside "$BUILD/$3"
  check "$1: comes back by itself once it is mended" await 40 is_state active
  check "$1: and works" works "after-${3//./-}"
}

java_machine_cannot_start() {
  cannot_start 'missing jar' 'Unable to access jarfile' rubik.jar
  cannot_start 'no memory' 'Could not reserve enough space' jvm.options 's/^-Xmx.*/-Xmx900000g/'
}

# A tree of cgroups that is not there.
starts_that_fail() {
  local starts
  cp -p "$CONFIG" /root/config.json.good
  systemctl stop rubik
  set_key cgroupRoot '"/sys/fs/none"'
  mark_journal
  check 'starts that fail: the first one fails at once' refused timeout 20 systemctl start rubik
  check 'starts that fail: the status says why' matches 'cannot start: .*/sys/fs/none.*exit status 3' "$(status_text)"
  check 'starts that fail: the last line explains the exit status' errors_say 'exit status 3, for the reason above'
  sleep 60
  starts=$(journal | grep -c ' is starting')
  echo "   $starts starts in a minute"
  check 'starts that fail: come ever more rarely' test "$starts" -ge 3 -a "$starts" -le 5
  mark_journal
  check 'starts that fail: one by hand is not delayed' refused timeout 5 systemctl restart rubik
  check 'starts that fail: and was a start' journal_says ' is starting'
  await 40 journal_says '3 starts in a row have failed; the next one is in 15 s'
  cp -p /root/config.json.good "$CONFIG"
  check 'starts that fail: what is corrected ends the wait' await 9 is_state active
}

# tiny_run OPTIONS: a file system of some kilobytes as /run/rubik.
tiny_run() {
  systemctl stop rubik
  mount -t tmpfs -o "mode=700,$1" tmpfs /run/rubik
}

usual_run() {
  systemctl stop rubik
  umount /run/rubik
}

fill_run() { cat /dev/zero > /run/rubik/filler 2> /dev/null; }

# works_on WHAT: rubik starts and works, and a second one is refused.
works_on() {
  local status=0
  mark_journal
  check "$1: starts" timeout 30 systemctl start rubik
  check "$1: says what is lacking" journal_says "level=warn .*/run/rubik.*(No space left|Read-only)"
  check "$1: works" works "${1//[^a-z]/-}"
  "$BUILD/rubik" > /root/second 2>&1 || status=$?
  check "$1: a second rubik is refused" equal 2 "$status"
}

full_run() {
  tiny_run size=4k
  fill_run
  works_on 'run is full'
  usual_run
  tiny_run nr_inodes=1
  works_on 'run has no inode'
  usual_run
  tiny_run size=4k
  mount -o remount,ro /run/rubik
  works_on 'run is read only'
  usual_run
}

restore_on_full_run() {
  drop_in no-restart << END
[Service]
Restart=no
END
  tiny_run size=16k
  systemctl start rubik
  leave_burst after-kill
  printf '{"hold":' >> /run/rubik/journal
  fill_run
  kill -KILL "$(main_pid)"
  check 'kill -9 on a full /run: what rubik had changed is restored' await 15 burst after-kill 0
  check 'kill -9 on a full /run: nothing is left in the journal' await 5 test ! -e /run/rubik/journal
  rm "$DROP_INS/no-restart.conf"
  systemctl daemon-reload
  systemctl reset-failed rubik
  usual_run
  systemctl start rubik
}

all_marked() {
  local i
  for ((i = 0; i < $1; i++)); do level "stalled-$i" -1 || return 1; done
}

# Nobody reads the pipe that is standard output; then journald, which reads standard error, stops as well.
stalled_log() {
  local i count=250 journald
  drop_in stalled << END
[Service]
ExecStart=
ExecStart=/bin/bash -c 'exec $BUILD/rubik > >(exec sleep infinity)'
END
  set_key logLevel '"debug"'
  check 'log that nobody reads: starts' timeout 30 systemctl restart rubik
  for ((i = 0; i < count; i++)); do pod "stalled-$i" true > /dev/null; done
  check 'log that nobody reads: all pods are marked' await 20 all_marked $count
  journald=$(systemctl show -P MainPID systemd-journald)
  kill -STOP "$journald"
  check 'log that nobody reads, journald stopped: works' works while-stopped
  check 'log that nobody reads, journald stopped: stop is in time' timeout 10 systemctl stop rubik
  kill -CONT "$journald"
  check 'log that nobody reads: and is clean' equal 'inactive success' "$(property ActiveState) $(property Result)"
  for ((i = 0; i < count; i++)); do api DELETE "/api/v1/namespaces/default/pods/stalled-$i"; done
  rm "$DROP_INS/stalled.conf"
  systemctl daemon-reload
  set_key logLevel '"info"'
  systemctl start rubik
}
