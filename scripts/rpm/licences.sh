# shellcheck shell=bash disable=SC2154 # root, scratch, program and rpm are test-rpm.sh's
# Sourced by test-rpm.sh: what the package holds of others, and what it says of that.

check_licences() {
  legal=$program/legal
  check "libraries: those in lib are the class path of rubik.jar" libraries_are_the_class_path
  check "libraries: rubik refers to each, itself or through another" every_library_is_used
  check "licences: THIRD-PARTY.txt has every jar" third_party_has_every_jar
  check "licences: the package names those of THIRD-PARTY.txt" licences_are_named
  check "licences: the Java runtime has its own" test -s "$program/runtime/legal/java.base/LICENSE"
  check "components: rubik.cdx.json has each jar by its hash, and the Java runtime" components_are_listed
}

libraries() {
  find "$program/lib" -name '*.jar' -printf '%f\n' | LC_ALL=C sort
}

# Lines of a manifest go on after a line end and a space.
class_path() {
  unzip -p "$program/rubik.jar" META-INF/MANIFEST.MF | tr -d '\r' | sed -z 's/\n //g' \
    | sed -n 's/^Class-Path: //p' | tr ' ' '\n' | sed 's|^lib/||' | LC_ALL=C sort
}

libraries_are_the_class_path() {
  diff <(class_path) <(libraries)
}

# By rubik itself, or by a library that is; tinylog's service, which it names as well.
every_library_is_used() {
  local jars
  jars=$(printf '%s:' "$program"/lib/*.jar)
  "$(find_java25)/bin/jdeps" --multi-release 25 --ignore-missing-deps -s -R -cp "$jars" "$program/rubik.jar" \
    | sed -n 's|.* -> .*/\([^/]*\.jar\)$|\1|p' | LC_ALL=C sort -u | diff - <(libraries)
}

third_party_has_every_jar() {
  cat "$legal/THIRD-PARTY.txt" >"$scratch/third-party"
  cmp "$scratch/third-party" "$root/usr/share/licenses/rubik/THIRD-PARTY.txt" \
    && diff <(libraries) <(sed -n 's/^  \([^ ]*\.jar\) of .*/\1/p' "$scratch/third-party" | LC_ALL=C sort)
}

# The runtime of a distribution may hold less of others than Temurin's.
licences_are_named() {
  local named together
  named=$(rpm -qp --qf '%{LICENSE}' "$rpm" | sed 's/ AND /\n/g')
  together=$(sed -n 3p "$legal/THIRD-PARTY.txt" | sed 's/ AND /\n/g')
  if is_temurin; then
    diff <(echo "$named") <(echo "$together")
  else
    ! grep -vxFf <(echo "$named") <<<"$together"
  fi
}

components_are_listed() {
  local jar hash
  while IFS= read -r jar; do
    hash=$(sha256sum "$program/lib/$jar" | cut -d ' ' -f 1)
    grep -q "\"content\": \"$hash\"" "$legal/rubik.cdx.json" || {
      echo "not listed: $jar $hash"
      return 1
    }
  done < <(libraries)
  [ "$(grep -c '"type": "library"' "$legal/rubik.cdx.json")" = "$(libraries | wc -l)" ] \
    && grep -q '"type": "platform"' "$legal/rubik.cdx.json"
}
