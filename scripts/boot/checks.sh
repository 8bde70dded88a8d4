# shellcheck shell=bash
# Sourced: one line for each check, "ok …" or "FAILED …" and then why.

failures=0

# check TEXT COMMAND…: the command's output is shown only if it fails.
check() {
  local text=$1 output
  shift
  if output=$("$@" 2>&1); then
    echo "ok $text"
    return
  fi
  failures=$((failures + 1))
  echo "FAILED $text"
  printf '%s\n' "${output:-false: $*}" | head -n 40 | sed 's/^/    /'
}

# skip TEXT WHY
skip() { echo "skipped $1: $2"; }

# refused COMMAND…: true when the command fails.
refused() {
  if "$@"; then
    echo "has not failed: $*"
    return 1
  fi
}

# await SECONDS COMMAND…: until the command succeeds; prints its last output when it does not in time.
await() {
  local seconds=$1 output end
  shift
  end=$((SECONDS + seconds))
  until output=$("$@" 2>&1); do
    if ((SECONDS >= end)); then
      printf '%s\n' "${output:-false: $*}" "(for $seconds s)"
      return 1
    fi
    sleep 0.2
  done
}

# equal WANTED FOUND
equal() {
  [[ $1 == "$2" ]] && return
  printf 'wanted: %s\nfound:  %s\n' "$1" "$2"
  return 1
}

# matches PATTERN TEXT: an extended regular expression, anywhere in the text.
matches() {
  grep -Eq -- "$1" <<< "$2" && return
  printf 'wanted: %s\nfound:  %s\n' "$1" "$2"
  return 1
}

# lacks PATTERN TEXT
lacks() {
  if grep -E -- "$1" <<< "$2"; then return 1; fi
}
