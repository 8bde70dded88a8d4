# shellcheck shell=bash
# Sourced by other scripts: a node made up in a directory, for RUBIK_ROOT, and an API server for it.

# scratch_node ROOT NAME LOGDRIVER KUBECONFIG
scratch_node() {
  local root=$1 controller qos
  mkdir -p "$root"/{etc/rubik,var/lib/rubik,proc/sys/kernel,proc/sys/vm}
  echo "$2" >"$root/proc/sys/kernel/hostname"
  echo 1 >"$root/proc/sys/vm/memcg_qos_enable"
  for controller in cpu memory; do
    for qos in "" kubepods kubepods/burstable kubepods/besteffort; do
      mkdir -p "$root/sys/fs/cgroup/$controller/$qos"
      echo 0 >"$root/sys/fs/cgroup/$controller/$qos/$controller.qos_level"
    done
  done
  ln -s ../../../etc/rubik/config.json "$root/var/lib/rubik/config.json"
  cat >"$root/etc/rubik/config.json" <<END
{
  "agent": {"logDriver": "$3", "enabledFeatures": ["preemption"]},
  "preemption": {"resource": ["cpu", "memory"]}
}
END
  install -m 600 "$4" "$root/etc/rubik/kubeconfig"
}

# stand_in DIRECTORY NODE PODS: starts the stand-in API server; $stand_in is its pid and
# DIRECTORY/kubeconfig the way to it.
stand_in() {
  "$(find_java25)/bin/java" -XX:+UseSerialGC -cp "$(test_class_path)" \
    io.rubik.standin.StandInMain "$1" 0 "$2" "$3" >"$1/stand-in.out" 2>&1 &
  # shellcheck disable=SC2034 # for the caller
  stand_in=$!
  await "the stand-in API server" grep -q kubeconfig "$1/stand-in.out"
}

# await WHAT COMMAND...: until the command succeeds, for 30 s.
await() {
  local what=$1 tries
  shift
  for ((tries = 0; tries < 300; tries++)); do
    if "$@" 2>/dev/null; then return; fi
    sleep 0.1
  done
  echo "not within 30 s: $what" >&2
  return 1
}
