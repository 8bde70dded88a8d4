#!/bin/bash
# Creates rubik's account in the cluster and writes the kubeconfig that its nodes use; see --help.
# The RPM installs it as rubik-create-kubeconfig. It needs nothing beside it: the rights below are
# those of etc/rubik-rbac.yaml, which a test compares.

set -euo pipefail
# A token must not reach a trace, the environment of a child, or a file that others can read.
set +axv
umask 077
unset token answer text
# Ranges mean ASCII, and kubectl speaks English.
export LC_ALL=C

usage() {
  printf 'Usage: %s [OPTION]...\n' "${0##*/}"
  cat <<'END'

Run by a cluster administrator: gives rubik an account that may list, watch and evict pods, and
writes the kubeconfig of that account to standard output. Repeating it changes nothing in the
cluster and writes the same credential again.

  -o FILE            write to FILE (mode 0600, in one step) instead of standard output
  --force            replace FILE if it exists
  --verify           after writing FILE, ask the API server what the credential may do
  --duration TIME    a token that ends after TIME, such as 24h (kubectl 1.24 or later); without it
                     a token that lasts until its Secret is deleted
  --server URL       API server as the nodes reach it (https); default: that of the context
  --ca FILE          certificates (PEM) that the API server is checked with; default: as above
  --namespace NAME   namespace of the account (kube-system)
  --name NAME        account, role and binding (rubik); an account for each name, not namespace
  --context NAME     context of the administrator's kubeconfig
  --kubeconfig FILE  the administrator's kubeconfig
  --dry-run          print what would be applied and change nothing
  -h, --help         print this

RUBIK_POLL_SECONDS (1) is the pause between two of at most 30 looks for the token.
Exit status: 0 done, 1 failed, 2 wrong arguments.
END
}

readonly LOOKS=30 VERIFY_LOOKS=5
kubectl=(kubectl)
namespace=kube-system
name=rubik
context='the current context'
file='' server='' ca_file='' duration='' ca='' tls_server_name='' token=''
force='' verify='' dry_run=''
work='' unfinished=''
poll_seconds=${RUBIK_POLL_SECONDS:-1}

# One line, whatever the values in it hold.
complain() {
  local line="$*"
  printf 'create-kubeconfig: %s\n' "${line//[[:cntrl:]]/ }" >&2
}

fail() {
  complain "$@"
  exit 1
}

misuse() {
  complain "$*; --help lists the options"
  exit 2
}

clean_up() {
  if [[ -n $unfinished ]]; then rm -f -- "$unfinished"; fi
  if [[ -n $work ]]; then rm -rf -- "$work"; fi
}

read_arguments() {
  while (($#)); do
    case $1 in
      --*=*)
        set -- "${1%%=*}" "${1#*=}" "${@:2}"
        continue
        ;;
      -h | --help)
        usage
        exit 0
        ;;
      --force | --verify | --dry-run)
        case $1 in
          --force) force=yes ;;
          --verify) verify=yes ;;
          --dry-run) dry_run=yes ;;
        esac
        shift
        continue
        ;;
      -o | --server | --ca | --duration | --namespace | --name | --context | --kubeconfig) ;;
      -*) misuse "unknown option $1" ;;
      *) misuse "an argument without an option" ;;
    esac
    [[ -n ${2-} ]] || misuse "$1 needs a value"
    case $1 in
      -o) file=$2 ;;
      --server) server=$2 ;;
      --ca) ca_file=$2 ;;
      --duration) duration=$2 ;;
      --namespace) namespace=$2 ;;
      --name) name=$2 ;;
      --context)
        kubectl+=("--context=$2")
        context="context $2"
        ;;
      --kubeconfig) kubectl+=("--kubeconfig=$2") ;;
    esac
    shift 2
  done
}

# What passes here may stand between double quotes in YAML.
check_arguments() {
  local label='^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' subdomain='^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$'
  local time='^([0-9]+[hms])+$' seconds='^[0-9]+(\.[0-9]+)?$'
  [[ $namespace =~ $label && ${#namespace} -le 63 ]] \
    || misuse "--namespace: not the name of a namespace: $namespace"
  [[ $name =~ $subdomain && ${#name} -le 240 ]] \
    || misuse "--name: not the name of an account: $name"
  [[ -z $duration || $duration =~ $time ]] \
    || misuse "--duration: $duration is not a time such as 24h or 90m"
  [[ $poll_seconds =~ $seconds ]] \
    || misuse "RUBIK_POLL_SECONDS: $poll_seconds is not a number of seconds"
  [[ -z $verify || -n $file ]] || misuse "--verify needs -o FILE"
  if [[ -n $server ]]; then check_server --server; fi
}

# $1 says where the server comes from.
check_server() {
  local url='^https://[]A-Za-z0-9.:_[-]+(/[A-Za-z0-9._~:%/+=-]*)?$'
  # What stands before an @ is a password.
  [[ $server == https://* ]] \
    || fail "$1: server ${server##*@} is not https, a token would be readable on its way;" \
      "give --server https://..."
  [[ $server =~ $url ]] \
    || fail "$1: server ${server##*@} is not of the form https://host:port; give --server"
}

rights() {
  cat <<END
# What rubik may do on the API server: list and watch pods, and evict them. Nothing else.
# rubik-create-kubeconfig applies the same and writes the kubeconfig for /etc/rubik.
apiVersion: v1
kind: ServiceAccount
metadata:
  name: "$name"
  namespace: "$namespace"
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: "$name"
rules:
# Every feature: the pods of the node, their annotations and limits.
- apiGroups: [""]
  resources: ["pods"]
  verbs: ["list", "watch"]
# psi, cpuevict and memoryevict, which a later version has: the eviction of an offline pod.
- apiGroups: [""]
  resources: ["pods/eviction"]
  verbs: ["create"]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: "$name"
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: "$name"
subjects:
- kind: ServiceAccount
  name: "$name"
  namespace: "$namespace"
END
}

# The token controller fills it, in every release; since 1.24 only a Secret that was asked for.
token_secret() {
  cat <<END
---
apiVersion: v1
kind: Secret
type: kubernetes.io/service-account-token
metadata:
  name: "$name-token"
  namespace: "$namespace"
  annotations:
    kubernetes.io/service-account.name: "$name"
END
}

manifest() {
  rights
  if [[ -z $duration ]]; then token_secret; fi
}

# Runs kubectl and leaves its output in $answer; ends with one line that begins with $1 if it fails.
ask() {
  local task=$1
  shift
  if ! answer=$("${kubectl[@]}" "$@" 2>"$work/stderr" </dev/null); then
    explain "$task"
  fi
  # Such as a duration that the API server shortened.
  grep '^Warning:' "$work/stderr" >&2 || true
}

# kubectl's messages as one line, without those of its log.
kubectl_message() {
  local line text='' log='^[EWI][0-9]{4} '
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ -n $line && ! $line =~ $log ]]; then text+="${text:+ }$line"; fi
  done <"$work/stderr"
  printf '%s' "${text:0:400}"
}

explain() {
  local said
  said=$(kubectl_message)
  case $said in
    *x509:* | *certificate*)
      fail "$1: $context: the API server's certificate is not trusted;" \
        "correct the CA that it is checked with: $said"
      ;;
    *'nable to connect'* | *refused* | *'no such host'* | *Timeout* | *'o timeout'* | \
      *'handshake timeout'* | *'timed out'* | *'deadline exceeded'* | *'no route to host'* | \
      *'network is unreachable'* | *': EOF')
      fail "$1: $context: API server not reachable; check its address and the network: $said"
      ;;
    *orbidden*)
      fail "$1: $context: no rights; run this as a cluster administrator: $said"
      ;;
    *nauthorized* | *'must be logged in'*)
      fail "$1: $context: not logged in; log in, or give --context or --kubeconfig: $said"
      ;;
    *current-context* | *context*'does not exist'* | *'locate context'* | *'stat '*)
      fail "$1: $context: no such context; give --context or --kubeconfig: $said"
      ;;
    *namespaces*'not found'*)
      fail "$1: no namespace $namespace; create it, or give --namespace: $said"
      ;;
    *) fail "$1: $context: kubectl failed; try the same by hand: ${said:-it gave no reason}" ;;
  esac
}

require_kubectl() {
  command -v kubectl >/dev/null \
    || fail "kubectl is not on PATH; install it, or run this where the cluster is administered"
  if [[ -z $duration ]]; then return; fi
  local major='major: *"?([0-9]+)' minor='minor: *"?([0-9]+)'
  ask "read kubectl's version" version --client -o yaml
  [[ $answer =~ $major ]] || return 0
  ((BASH_REMATCH[1] == 1)) || return 0
  [[ $answer =~ $minor ]] || return 0
  ((BASH_REMATCH[1] >= 24)) \
    || fail "--duration: kubectl 1.${BASH_REMATCH[1]} cannot create tokens; install 1.24 or later," \
      "or leave --duration out"
}

# Proves before anything is changed that the file can be written.
open_file() {
  if [[ -z $file ]]; then return; fi
  [[ ! -d $file ]] || fail "-o $file: is a directory; give the name of a file"
  [[ ! -e $file || -f $file ]] || fail "-o $file: is not a regular file; choose another"
  [[ -n $force || ! -e $file && ! -L $file ]] \
    || fail "-o $file: exists; give --force to replace it"
  local directory
  directory=$(dirname -- "$file")
  unfinished=$(mktemp "$directory/.kubeconfig.XXXXXX" 2>/dev/null) \
    || fail "-o $file: cannot write in $directory; choose a directory that exists and is writable"
}

cluster_field() {
  ask "read the API server's address" \
    config view --raw --minify --flatten -o "jsonpath={.clusters[0].cluster.$1}"
}

read_server() {
  if [[ -n $server ]]; then return; fi
  cluster_field server
  server=$answer
  [[ -n $server ]] || fail "$context: has no API server; give --server"
  check_server "$context"
  cluster_field tls-server-name
  tls_server_name=$answer
  [[ $tls_server_name =~ ^[A-Za-z0-9.-]*$ ]] \
    || fail "$context: its tls-server-name is not a host name; correct it, or give --server"
  case $server in
    https://127.* | https://localhost* | 'https://[::1]'*)
      printf 'Warning: nodes cannot reach %s unless each runs it; --server sets another\n' \
        "$server" >&2
      ;;
  esac
}

read_ca() {
  if [[ -n $ca_file ]]; then
    [[ -f $ca_file && -r $ca_file ]] || fail "--ca $ca_file: cannot be read; give a PEM file"
    grep -q -e '-----BEGIN CERTIFICATE-----' -- "$ca_file" \
      || fail "--ca $ca_file: holds no certificate; give a PEM file"
    ! grep -q -e 'PRIVATE KEY-----' -- "$ca_file" \
      || fail "--ca $ca_file: holds a private key; give the certificate alone"
    ca=$(base64 <"$ca_file" | tr -d '\n')
    return
  fi
  cluster_field certificate-authority-data
  ca=$answer
  [[ -n $ca ]] || fail "$context: names no CA, so the API server could be anyone; give --ca FILE"
  [[ $ca =~ ^[A-Za-z0-9+/=]+$ ]] || fail "$context: its CA is not base64; give --ca FILE"
}

apply() {
  manifest >"$work/manifest.yaml"
  ask "reach the API server" get --raw /version --request-timeout=10s
  ask "apply account and rights" apply -f "$work/manifest.yaml" --request-timeout=30s
  printf '%s\n' "$answer" >&2
}

obtain_token() {
  if [[ -n $duration ]]; then
    ask "create a token" create token "$name" "--namespace=$namespace" "--duration=$duration" \
      --request-timeout=30s
    token=$answer
  else
    await_token
  fi
  # Not shown, whatever it is.
  [[ $token =~ ^[A-Za-z0-9._~+/=-]+$ ]] \
    || fail "$namespace/$name: the cluster gave something that is not a token; run this again"
}

await_token() {
  local look
  for ((look = 0; look < LOOKS; look++)); do
    if ((look > 0)); then sleep "$poll_seconds"; fi
    ask "read the token" get secret "$name-token" "--namespace=$namespace" \
      -o 'jsonpath={.data.token}' --request-timeout=30s
    if [[ -n $answer ]]; then
      token=$(printf '%s' "$answer" | base64 --decode 2>/dev/null) || token=''
      return
    fi
  done
  fail "Secret $namespace/$name-token: still without a token after $LOOKS looks;" \
    "check that kube-controller-manager runs, or give --duration"
}

# printf is part of the shell: no process has the token in its arguments.
kubeconfig() {
  printf '%s\n' \
    'apiVersion: v1' \
    'kind: Config' \
    'clusters:' \
    "- name: \"$name\"" \
    '  cluster:' \
    "    server: \"$server\"" \
    "    certificate-authority-data: \"$ca\""
  if [[ -n $tls_server_name ]]; then printf '    tls-server-name: "%s"\n' "$tls_server_name"; fi
  printf '%s\n' \
    'users:' \
    "- name: \"$name\"" \
    '  user:' \
    "    token: \"$token\"" \
    'contexts:' \
    "- name: \"$name\"" \
    '  context:' \
    "    cluster: \"$name\"" \
    "    user: \"$name\"" \
    "current-context: \"$name\""
}

write() {
  local text
  text=$(kubeconfig)
  if [[ -z $file ]]; then
    printf '%s\n' "$text" 2>/dev/null || fail "standard output: cannot be written; use -o FILE"
    return
  fi
  { printf '%s\n' "$text" >"$unfinished"; } 2>/dev/null \
    || fail "-o $file: cannot be written; check the space left"
  mv -f -- "$unfinished" "$file" 2>/dev/null \
    || fail "-o $file: cannot be put in place; check the directory's rights"
  unfinished=''
  printf 'wrote %s: install it on each node as /etc/rubik/kubeconfig, owner root, mode 0600\n' \
    "$file" >&2
}

# Leaves yes or no in $answer.
can() {
  local said
  said=$(kubectl "--kubeconfig=$file" auth can-i "$@" --all-namespaces --request-timeout=10s \
    2>"$work/stderr" </dev/null) || true
  case $said in
    yes*) answer=yes ;;
    no*) answer=no ;;
    *) answer='' ;;
  esac
}

# $1 names the right. The API server may need a moment to see what was applied.
require_right() {
  local right=$1 look
  shift
  for ((look = 0; look < VERIFY_LOOKS; look++)); do
    if ((look > 0)); then sleep "$poll_seconds"; fi
    can "$@"
    if [[ $answer == yes ]]; then break; fi
  done
  if [[ -z $answer ]]; then
    context="server $server"
    explain "--verify: $right"
  fi
  printf '%s: %s\n' "$right" "$answer"
  [[ $answer == yes ]] || wrong="${wrong:-$right}"
}

refuse_right() {
  can "$@"
  if [[ -z $answer ]]; then
    context="server $server"
    explain "--verify: $*"
  fi
  tried=$((tried + 1))
  if [[ $answer == yes ]]; then
    printf '%s: yes, but should be no\n' "$*"
    excess="${excess:-$*}"
  fi
}

verify() {
  local wrong='' excess='' tried=0
  require_right 'list pods' list pods
  require_right 'watch pods' watch pods
  require_right 'evict pods' create pods --subresource=eviction
  refuse_right get secrets
  refuse_right list secrets
  refuse_right get pods
  refuse_right create pods
  refuse_right patch pods
  refuse_right delete pods
  refuse_right create pods --subresource=exec
  refuse_right list configmaps
  refuse_right list nodes
  refuse_right patch nodes
  refuse_right create serviceaccounts --subresource=token
  refuse_right create clusterrolebindings.rbac.authorization.k8s.io
  refuse_right '*' '*'
  if [[ -z $excess ]]; then printf 'anything else: no (%s other rights asked for)\n' "$tried"; fi
  [[ -z $wrong ]] || fail "--verify: $namespace/$name may not $wrong; look at ClusterRole $name"
  [[ -z $excess ]] \
    || fail "--verify: $namespace/$name may $excess; look for another binding that allows it"
}

read_arguments "$@"
check_arguments
if [[ -n $dry_run ]]; then
  manifest
  exit 0
fi
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM
work=$(mktemp -d 2>/dev/null) || fail "no temporary directory; set TMPDIR to one that is writable"
require_kubectl
open_file
read_server
read_ca
apply
obtain_token
write
if [[ -n $verify ]]; then verify; fi
