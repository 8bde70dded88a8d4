#!/bin/bash
# Builds the container image of rubik from what is beside this script, and writes the image's name
# into rubik-daemonset.yaml. Uses docker, podman or buildah: the first that works, or the one that
# the variable BUILDER names. Takes no arguments.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
build=$here/build
dockerfile=$here/Dockerfile
yaml=$here/rubik-daemonset.yaml

main() {
  [ $# = 0 ] || fail "takes no arguments, and not \"$*\""
  local file
  for file in "$build/rubik" "$dockerfile" "$yaml"; do
    [ -f "$file" ] || fail "$file is not there: install rubik's package, or build rubik first"
  done
  image=rubik:$(version)
  builder=$(find_builder)

  # Not in /tmp, which may be memory: this is the whole image.
  tree=$(mktemp -d "${TMPDIR:-/var/tmp}/rubik-image.XXXXXX")
  trap 'rm -rf "$tree"' EXIT
  lay_out_tree

  echo "building $image with $builder"
  "$builder" build -f "$dockerfile" -t "$image" "$tree"
  echo
  "$builder" images | grep -E '^(REPOSITORY|([^ ]*/)?rubik )'
  write_image_name
}

fail() {
  echo "build_rubik_image.sh: $*" >&2
  exit 1
}

# Prints the version and release of the program, as in 1.2.3-4.
version() {
  local text
  text=$("$build/rubik" -v) || fail "$build/rubik -v failed"
  awk '/^Version/ { version = $NF } /^Release/ { release = $NF }
       END { if (version == "" || release == "") exit 1; print version "-" release }' <<<"$text" ||
    fail "$build/rubik -v prints no Version and Release: $text"
}

# A docker command may be there without an engine that it could reach.
find_builder() {
  local name
  for name in ${BUILDER:-docker podman buildah}; do
    if command -v "$name" >/dev/null && "$name" info >/dev/null 2>&1; then
      echo "$name"
      return
    fi
  done
  fail "none of these works here: ${BUILDER:-docker podman buildah}; install one, or start docker"
}

# Makes in $tree what the image is to hold.
lay_out_tree() {
  umask 022
  cp -a "$build" "$tree/rubik"
  rm -f "$tree/rubik/rubik" "$tree/rubik/restart-delay" # for which there is no shell
  chmod 755 "$tree" "$tree/rubik"
  mkdir -p "$tree/etc"
  echo "root:x:0:0:root:/:/sbin/nologin" >"$tree/etc/passwd"
  echo "hosts: files dns" >"$tree/etc/nsswitch.conf"
  local file
  { needed_libraries && needed_locale; } | while IFS= read -r file; do
    mkdir -p "$tree$(dirname "$file")"
    cp -rL "$file" "$tree$file"
  done
}

# C.UTF-8, where it is not part of the C library.
needed_locale() {
  find /usr/lib/locale -maxdepth 1 -iname 'C.utf*8' 2>/dev/null || true
}

# Prints the shared libraries of this machine that the program needs, by their paths.
needed_libraries() {
  local output missing library name
  output=$(find "$build" -type f \( -name '*.so' -o -perm -100 \) -exec ldd {} \; 2>/dev/null || true)
  output=$(awk '$2 == "=>" && $3 ~ /^\// { print $3 }
                $1 ~ /^\// && $2 ~ /^\(/ { print $1 }
                /not found/ { print "missing", $1 }' <<<"$output" |
    grep -v "^$build/" | sort -u)
  while read -r _ missing; do
    # The runtime's own libraries find each other when it runs.
    [ -n "$(find "$build" -name "$missing" -print -quit)" ] || fail "$missing is not on this machine"
  done < <(grep '^missing ' <<<"$output")
  output=$(grep '^/' <<<"$output") || fail "ldd finds no shared libraries of the program in $build"
  # A copy made for this processor would not run on others of its kind.
  output=$(sed -E 's|/glibc-hwcaps/[^/]+||' <<<"$output")
  echo "$output"
  # What the C library itself loads, to look up host names and to end threads.
  while IFS= read -r library; do
    for name in libresolv.so.2 libnss_dns.so.2 libnss_files.so.2 libgcc_s.so.1; do
      [ ! -e "$(dirname "$library")/$name" ] || echo "$(dirname "$library")/$name"
    done
  done < <(grep '/libc\.so\.6$' <<<"$output")
}

# Replaces the image of the container rubik-agent, and nothing else.
write_image_name() {
  sed -i -E "/^ *- name: rubik-agent *\$/,/^ *image:/s|^( *image:).*|\\1 $image|" "$yaml"
  grep -qE "^ *image: $image\$" "$yaml" ||
    fail "$yaml has no line \"image:\" below \"- name: rubik-agent\": write $image there yourself"
  echo "$yaml: image: $image"
}

main "$@"
