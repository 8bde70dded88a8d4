# shellcheck shell=bash disable=SC2317,SC2034,SC2154 # the functions are called by check; $NODE is the sourcing script's
# Sourced inside a booted root: rubik as a service under systemd, and the stand-in API server whose token is in $NODE.
readonly API=https://127.0.0.1:6443
readonly CONFIG=/etc/rubik/config.json DROP_INS=/etc/systemd/system/rubik.service.d
export SYSTEMD_PAGER='' SYSTEMD_COLORS=0

# Debian's rpm before 4.20 would rather have alien used.
debian=()
if command rpm --force-debian --version > /dev/null 2>&1; then debian=(--force-debian); fi
rpm() { command rpm "${debian[@]}" "$@"; }

property() { systemctl show -P "$1" rubik; }
main_pid() { property MainPID; }
is_state() { equal "$1" "$(property ActiveState)"; }
status_text() { property StatusText; }

# The journal of rubik since the mark. Not by --after-cursor, which skips the first line that -p lets through.
mark_journal() { since=$(date '+%F %T.%6N'); }
journal() {
  journalctl -q --sync
  journalctl -q -u rubik -o cat --since="$since" "$@"
}
journal_says() { matches "$1" "$(journal)"; }
errors_say() { matches "$1" "$(journal -p err)"; }

# Whether rubik is active as the process of that pid, or as another one.
same() { is_state active && equal "$1" "$(main_pid)"; }
replaced() { is_state active && [[ $(main_pid) != "$1" ]]; }

# set_key KEY JSON: in the configuration, which is of no other use to a shell.
set_key() {
  KEY=$1 JSON=$2 perl -0pi -e 's/("$ENV{KEY}"\s*:\s*)(\[.*?\]|"[^"]*"|[0-9]+)/$1$ENV{JSON}/s' "$CONFIG"
}

drop_in() {
  mkdir -p "$DROP_INS"
  cat > "$DROP_INS/$1.conf"
  systemctl daemon-reload
}

api() {
  local method=$1 path=$2
  shift 2
  curl -sSfk -X "$method" -H "Authorization: Bearer $(< "$NODE/token")" "$API$path" "$@" > /dev/null
}
