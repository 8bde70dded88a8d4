#!/bin/bash
# Tests rubik's way into a cluster: builds the image as an administrator would, and runs it as the
# DaemonSet says, on a node made up in a directory, against the stand-in API server. Prints a line
# for each check. Needs what `mvn package` makes; takes podman, buildah and runc from Debian if they
# are missing. Where no container can run, the image's tree runs with chroot: RUBIK_CONTAINER=chroot
# asks for that.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

node=container-node
templates=packaging/container
failures=0

main() {
  [ "$(id -u)" = 0 ] || die "run as root: containers and mounts need it"
  java=$(find_java25)/bin/java
  need kubectl kubernetes-client
  if [ ! -x target/rubik/build/rubik ] || [ ! -f target/test.classpath ]; then
    need mvn maven
    mvn -q -B -ntp package -DskipTests
  fi
  scratch=$(mktemp -d /var/tmp/rubik-container.XXXXXX)
  mode=
  trap clean_up EXIT
  private_containers
  find_mode
  lay_out_package
  check_script_errors
  check_build
  start_cluster
  check_image
  check_arguments
  check_bad_configuration
  check_daemon
  [ "$failures" = 0 ] || die "$failures checks failed"
}

die() {
  echo "test-container.sh: $*" >&2
  exit 1
}

# check WHAT COMMAND...: prints whether the command succeeds.
check() {
  local what=$1
  shift
  if "$@"; then
    echo "ok $what"
  else
    echo "FAILED $what"
    failures=$((failures + 1))
  fi
}

# eventually SECONDS COMMAND...: waits for the command to succeed.
eventually() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.1
  done
}

says() { grep -qsF -- "$2" "$1"; }

# --- the tools -----------------------------------------------------------------------------------

find_mode() {
  mode=${RUBIK_CONTAINER:-podman}
  if [ "$mode" = podman ]; then
    { need podman podman && need buildah buildah && need runc runc && podman info >/dev/null 2>&1; } ||
      mode=chroot
  fi
  [ "$mode" = podman ] ||
    echo "no container can run here, or chroot was asked for: the image's tree runs with chroot," \
      "without limits, capabilities and a seccomp profile"
}

# Keeps images and containers of the test apart from those of the machine, and in one place.
private_containers() {
  cat >"$scratch/storage.conf" <<EOF
[storage]
driver = "vfs"
graphroot = "$scratch/storage"
runroot = "$scratch/storage-run"
EOF
  cat >"$scratch/containers.conf" <<EOF
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "none"
tmp_dir = "$scratch/libpod"
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
EOF
  export CONTAINERS_STORAGE_CONF=$scratch/storage.conf CONTAINERS_CONF=$scratch/containers.conf
  # Podman 5 warns on standard error, which is the container's.
  export PODMAN_IGNORE_CGROUPSV1_WARNING=true
  cgroups_before=$(podman_cgroups)
}

podman_cgroups() {
  find /sys/fs/cgroup -depth -type d -path '*/libpod_parent*' 2>/dev/null || true
}

clean_up() {
  local status=$? path
  trap - EXIT
  set +e
  if [ "$mode" = podman ]; then
    podman rm --all --force --time 0 >/dev/null 2>&1
    podman image umount --all >/dev/null 2>&1
  fi
  [ -z "${rubik:-}" ] || kill -KILL "$rubik" 2>/dev/null
  [ -z "${cluster:-}" ] || kill "$cluster" 2>/dev/null
  wait
  comm -13 <(sort <<<"$cgroups_before") <(podman_cgroups | sort) | sort -r |
    while read -r path; do rmdir "$path"; done
  awk -v scratch="$scratch/" 'index($2, scratch) == 1 { print $2 }' /proc/mounts | sort -r |
    while read -r path; do umount "$path"; done
  rm -rf --one-file-system "$scratch"
  exit "$status"
}

# --- the image -----------------------------------------------------------------------------------

# As the package lays it out in /var/lib/rubik.
lay_out_package() {
  package=$scratch/package
  mkdir "$package"
  cp -a target/rubik/build "$package/build"
  install -m 640 "$templates/Dockerfile" "$templates/rubik-daemonset.yaml" "$package"
  install -m 550 "$templates/build_rubik_image.sh" "$package"
  tag=$("$package/build/rubik" -v | awk '/^Version/ { v = $NF } /^Release/ { print v "-" $NF }')
}

# shellcheck disable=SC2120 # its arguments come through check
build_image() {
  (cd / && "$package/build_rubik_image.sh" "$@") >"$scratch/build.out" 2>&1
}

check_script_errors() {
  check "image script: an argument is an error" fails_with "takes no arguments" build_image x
  mv "$package/build/rubik" "$package/build/away"
  check "image script: a missing program is an error that names it" \
    fails_with "$package/build/rubik is not there" build_image
  mv "$package/build/away" "$package/build/rubik"
  check "image script: without a tool to build with it says which it looked for" \
    with BUILDER=no-such-tool fails_with "none of these works here: no-such-tool" build_image
}

# with NAME=VALUE COMMAND...: runs a function with a variable set.
with() {
  (
    export "${1?}"
    shift
    "$@"
  )
}

fails_with() {
  local text=$1
  shift
  if "$@"; then return 1; fi
  says "$scratch/build.out" "$text"
}

check_build() {
  # A docker command without an engine, as on a machine that has only the client.
  mkdir "$scratch/bin"
  printf '#!/bin/sh\nexit 1\n' >"$scratch/bin/docker"
  chmod +x "$scratch/bin/docker"
  if [ "$mode" = podman ]; then
    check "image script: buildah builds rubik:$tag" with BUILDER=buildah builds buildah
    check "image script: podman builds rubik:$tag where docker has no engine" \
      with PATH="$scratch/bin:$PATH" builds podman
    image=localhost/rubik:$tag
    check "image: podman knows rubik:$tag" podman image exists "$image"
    tree=$(podman image mount "$image")
  else
    tree=$scratch/tree
    cat >"$scratch/bin/docker" <<EOF
#!/bin/bash
# A docker that keeps the tree it is to build from.
case \$1 in
  build) rm -rf "$tree" && cp -a "\${@: -1}" "$tree" ;;
  images) echo "rubik $tag" ;;
esac
EOF
    check "image script: lays out the tree of rubik:$tag" with PATH="$scratch/bin:$PATH" builds docker
  fi
  check "image script: sets the image in the manifest, and nothing else" only_image_changed
  cp -a "$package/rubik-daemonset.yaml" "$scratch/once.yaml"
  with PATH="$scratch/bin:$PATH" build_image
  check "image script: a second run changes nothing" \
    cmp -s "$scratch/once.yaml" "$package/rubik-daemonset.yaml"
  check "image script: the manifest keeps its mode" \
    test "$(stat -c %a "$package/rubik-daemonset.yaml")" = 640
}

builds() {
  # shellcheck disable=SC2119
  if ! build_image || ! says "$scratch/build.out" "building rubik:$tag with $1"; then
    cat "$scratch/build.out"
    return 1
  fi
}

only_image_changed() {
  [ "$(diff "$templates/rubik-daemonset.yaml" "$package/rubik-daemonset.yaml" | grep '^[<>]')" = \
    "<         image: rubik:not-built-yet
>         image: rubik:$tag" ]
}

check_image() {
  check "image: holds no shell" none "$tree" \( -name sh -o -name bash -o -name busybox \)
  check "image: nothing in it can be written by others, or runs as another user" \
    none "$tree" ! -type l -perm /6022
  echo "   size: $(du -sm "$tree" | cut -f1) MB"
}

none() { [ -z "$(find "$@" -print -quit)" ]; }

# --- the node ------------------------------------------------------------------------------------

start_cluster() {
  "$java" -cp "$(test_class_path)" io.rubik.container.ContainerNode \
    "$scratch/cluster" "$node" >"$scratch/cluster.out" 2>&1 &
  cluster=$!
  eventually 30 says "$scratch/cluster.out" ready || { cat "$scratch/cluster.out" && exit 1; }
  export KUBECONFIG=$scratch/cluster/kubeconfig KUBECACHEDIR=$scratch/kubectl
}

# Becomes rubik, as the container runtime would start it for the DaemonSet's pod.
run_image() {
  local source target access options=() environment=${ENVIRONMENT:-$scratch/cluster/env}
  mapfile -t options <"$scratch/cluster/options"
  if [ "$mode" = podman ]; then
    while read -r source target access; do
      options+=("--volume=$source:$target:$access")
    done <"$scratch/cluster/mounts"
    # Other than containerd and Docker, podman puts its own cgroups over a volume at /sys/fs.
    options+=("--volume=$scratch/cluster/root/sys/fs/cgroup:/sys/fs/cgroup:rw")
    exec podman run --rm --network=host --read-only-tmpfs=false --log-driver=none \
      "${options[@]}" "--env-file=$environment" "$image" "$@"
  fi
  local program=() variables=()
  mapfile -t program < <(sed -n 's/^ENTRYPOINT //p' "$package/Dockerfile" | tr -d '[]"' | tr , '\n' | sed 's/^ //')
  mapfile -t variables < <(sed -n 's/^ENV //p' "$package/Dockerfile" && cat "$environment")
  export tree scratch
  export -f mount_all
  exec unshare --mount bash -c 'mount_all && exec env -i "$@"' bash \
    "${variables[@]}" "$(command -v chroot)" "$tree" "${program[@]}" "$@"
}

# In a mount namespace of its own: the image's tree, read-only, with the pod's volumes.
mount_all() {
  set -e
  local source target access
  mount --bind "$tree" "$tree"
  mkdir -p "$tree/proc"
  mount -t proc proc "$tree/proc"
  while read -r source target access; do
    mkdir -p "$tree$target"
    mount --rbind "$source" "$tree$target"
    mount -o "remount,bind,$access" "$tree$target"
  done <"$scratch/cluster/mounts"
  mount -o remount,bind,ro "$tree"
}

# Runs the image to its end; its exit status, and what it wrote to run.out and run.err.
run_once() {
  (run_image "$@") >"$scratch/run.out" 2>"$scratch/run.err"
}

exits_with() {
  local wanted=$1 status=0
  shift
  run_once "$@" || status=$?
  [ "$status" = "$wanted" ] || { echo "   exit status $status" && cat "$scratch/run.err" && return 1; }
}

check_arguments() {
  check "container: -v prints the version" exits_with 0 -v
  check "container: it is the version of the image" \
    grep -qE "^Version: +${tag%-*}\$" "$scratch/run.out"
  { cat "$scratch/cluster/env" && echo "_JAVA_OPTIONS=-Xshare:on -Xlog:class+load:stdout"; } >"$scratch/env"
  check "container: the class archive fits the image" with ENVIRONMENT="$scratch/env" exits_with 0 -v
  check "container: rubik's classes come from it" \
    says "$scratch/run.out" "io.rubik.Main source: shared objects file"
  check "container: any other argument ends it with 64" exits_with 64 --help
  check "container: and an error of one line" test "$(wc -l <"$scratch/run.err")" = 1
}

check_bad_configuration() {
  local config=$scratch/cluster/config/config.json
  cp "$config" "$scratch/config.json"
  echo '{"agent": {"logSize": 5, "logDriver": "syslog"}}' >"$config"
  check "configuration: a bad one ends the container with 3" exits_with 3
  check "configuration: every error in it is reported" says_both \
    "agent.logSize: 5 is outside 10..1048576" 'agent.logDriver: "syslog" is not one of stdio, file'
  cat "$scratch/config.json" >"$config"
}

says_both() { says "$scratch/run.err" "$1" && says "$scratch/run.err" "$2"; }

check_daemon() {
  local root=$scratch/cluster/root started=$EPOCHREALTIME pid
  out=$scratch/rubik.out
  (run_image) >"$out" 2>"$scratch/rubik.err" &
  rubik=$!
  eventually 30 ready_or_ended || true
  check "daemon: says on standard output that it is ready" says "$out" "ready: "
  if ! says "$out" "ready: "; then
    cat "$out" "$scratch/rubik.err"
    return
  fi
  awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { printf "   ready %d ms after its start was asked for\n", (b - a) * 1000 }'
  check "daemon: the service account's credentials and the ConfigMap are all it needs" \
    test ! -e "$root/etc/rubik"
  check "daemon: the manifest's configuration has no warnings" without_warnings
  check "pods: the offline pod has level -1 throughout" eventually 10 level_is batch -1
  check "pods: the online pod has level 0" level_is web 0
  kubectl annotate pod web volcano.sh/preemptable=true >/dev/null
  check "pods: one that is annotated while it runs gets level -1" eventually 10 level_is web -1
  check "logs: standard output mentions the pod" eventually 10 says "$out" "default/web"
  check "logs: no file is written" none "$root/var/log/rubik" -type f

  pid=$(cat "$root/run/rubik/rubik.lock")
  check "process: its pid is known to the node" grep -q '^java$' "/proc/$pid/comm"
  [ "$mode" != podman ] ||
    check "process: has the capability SYS_ADMIN alone, and a seccomp filter" confined "$pid"
  check "process: a second rubik on the node ends with 2" exits_with 2
  check "process: and names the first" says "$scratch/run.err" "already running as pid $pid"
  memory "$pid"
  check_reload "$pid"

  local status=0
  started=$EPOCHREALTIME
  kill -TERM "$rubik"
  wait "$rubik" || status=$?
  rubik=
  check "stop: SIGTERM ends it with 0" test "$status" = 0
  awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { printf "   stopped within %d ms\n", (b - a) * 1000 }'
  check "stop: offline pods keep their level" level_is batch -1
  check "stop: nothing was said on standard error" test ! -s "$scratch/rubik.err"
}

ready_or_ended() {
  says "$out" "ready: " || ! kill -0 "$rubik" 2>/dev/null
}

# The ConfigMap changes as kubelet changes it: the link ..data moves to another directory.
check_reload() {
  local volume=$scratch/cluster/config before
  before=$(readlink "$volume/..data")
  mkdir "$volume/..changed"
  echo '{"agent": {"logSize": 5}}' >"$volume/..changed/config.json"
  move_link ..changed "$volume/..data"
  kill -HUP "$1"
  check "reload: SIGHUP reads the changed ConfigMap, and refuses a bad one" \
    eventually 10 says "$out" "agent.logSize: 5 is outside"
  move_link "$before" "$volume/..data"
  kill -HUP "$1"
  check "reload: a good one is taken" eventually 10 says "$out" "configuration reloaded"
}

move_link() {
  ln -s "$1" "$2.new" && mv -T "$2.new" "$2"
}

without_warnings() { ! grep -E 'level=(warn|error)' "$out"; }

# level_is POD LEVEL: of the pod's cgroup and of its containers'.
level_is() {
  local path files
  path=$(awk -v name="$1" '$1 == name { print $2 }' "$scratch/cluster/pods")
  files=$(find "$scratch/cluster/root/sys/fs/cgroup/cpu/$path" -name cpu.qos_level)
  [ "$(wc -l <<<"$files")" -ge 2 ] && [ "$(xargs awk 1 <<<"$files" | sort -u)" = "$2" ]
}

# CAP_SYS_ADMIN is bit 21; a seccomp filter is mode 2.
confined() {
  grep -q '^CapEff:.0000000000200000$' "/proc/$1/status" &&
    grep -q '^CapBnd:.0000000000200000$' "/proc/$1/status" &&
    grep -q '^Seccomp:.2$' "/proc/$1/status"
}

memory() {
  awk '/^(VmRSS|RssAnon|RssFile):/ { printf "   %s %d MB\n", $1, $2 / 1024 }' "/proc/$1/status"
  check "memory: below the manifest's limit of 200 MB" \
    test "$(awk '/^VmRSS:/ { print $2 }' "/proc/$1/status")" -lt $((200 * 1024))
}

main "$@"
