#!/bin/bash
# Updates packaging/launcher/classes.txt: the classes rubik loads, for the class archive. A list
# that is old costs some milliseconds at start, nothing else; test-rpm.sh says when it is time.
# Takes a minute; needs what `mvn package -DskipTests` leaves in target.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh
. scripts/scratch-node.sh

list=packaging/launcher/classes.txt
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"; kill $(jobs -p) 2>/dev/null || true' EXIT
java=$(find_java25)/bin/java

# A launcher that writes a list and uses no archive.
mkdir -p "$scratch/home/build" "$scratch/lists" "$scratch/node"
cat >"$scratch/home/build/rubik" <<END
#!/bin/sh
LC_ALL=C.UTF-8 exec "$PWD/target/rubik/build/runtime/bin/java" \
  "@$PWD/target/rubik/build/jvm.options" -Xshare:off \
  -XX:DumpLoadedClassList=$scratch/lists/\$\$ -jar "$PWD/target/rubik/build/rubik.jar" "\$@"
END
chmod +x "$scratch/home/build/rubik"

echo "printing the version …"
"$scratch/home/build/rubik" -v >/dev/null

echo "running with logs in files …"
stand_in "$scratch" node 10
scratch_node "$scratch/node" node file "$scratch/kubeconfig"
RUBIK_ROOT=$scratch/node "$scratch/home/build/rubik" &
rubik=$!
await "rubik is ready" grep -q 'ready: ' "$scratch/node/var/log/rubik/rubik.log"
kill "$rubik"
wait "$rubik"

echo "playing the demo …"
"$java" -Drubik.home="$scratch/home" -cp "$(test_class_path)" \
  io.rubik.demo.Demo "$scratch/demo" >"$scratch/demo.out" || {
  cat "$scratch/demo.out"
  exit 1
}

# Without what belongs to one build: numbers of classes, resolved constants.
cat "$scratch"/lists/* | grep -v -e '^#' -e '^@cp' | sed 's/ id: [0-9]*$//' \
  | LC_ALL=C sort -u >"$scratch/classes.txt"
mv "$scratch/classes.txt" "$list"
echo "$list: $(wc -l <"$list") lines from $(find "$scratch/lists" -type f | wc -l) runs"
