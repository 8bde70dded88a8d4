# shellcheck shell=bash
# Sourced by tests that run the stand-in API server in a root of their own.

# install_standin DIRECTORY: what the stand-ins need to run, which is their classes and what these need, as built in target.
install_standin() {
  local directory=$1 entry entries
  mkdir -p "$directory/lib"
  cp -r target/classes "$directory/classes"
  cp -r target/test-classes/. "$directory/classes/"
  mapfile -t -d : entries < target/test.classpath
  for entry in "${entries[@]}"; do
    if [[ -f $entry ]]; then
      cp "$entry" "$directory/lib/"
    elif [[ -d $entry && ! $entry -ef target/test-classes ]]; then
      cp -r "$entry/." "$directory/classes/"
    fi
  done
}
