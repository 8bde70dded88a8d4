# shellcheck shell=bash disable=SC2317,SC2154 # the functions are called by check; variables are cell.sh's
# Sourced by cell.sh: when rubik stops, is killed or is removed, all control files are as they were before it came.

test_stop() {
  check 'stop: in time' timeout 30 systemctl stop rubik
  check 'stop: is clean' equal 'inactive success' "$(property ActiveState) $(property Result)"
  check 'stop: all control files are as before' restored "$before"
}

# test_kill COMMAND…: the command tells whether rubik has set what it is to set.
test_kill() {
  drop_in no-restart << END
[Service]
Restart=no
END
  start_rubik 'kill -9: starts before'
  check 'kill -9: works before' await 20 "$@"
  kill -KILL "$(main_pid)"
  check 'kill -9: rubik is down' await 180 is_state failed
  check 'kill -9: all control files are as before' restored "$before"
  rm "$DROP_INS/no-restart.conf"
  systemctl daemon-reload
  systemctl reset-failed rubik
}

# test_removal COMMAND…
test_removal() {
  start_rubik 'rpm -e: starts before'
  check 'rpm -e: works before' await 20 "$@"
  check 'rpm -e: succeeds' rpm -e rubik
  check 'rpm -e: all control files are as before' restored "$before"
  check 'rpm -e: nothing is left in the journal' test ! -e /run/rubik/journal
}
