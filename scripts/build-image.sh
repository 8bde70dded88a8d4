#!/bin/bash
# Makes target/rubik, which can be run and is laid out as /var/lib/rubik, from target/rubik.jar and
# target/lib. `mvn package` runs it. The same sources give the same bytes wherever they are built.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

# java.management: tinylog asks it for the pid. jdk.unsupported: sun.misc.Signal, Gson.
MODULES=java.base,java.logging,java.management,jdk.unsupported
# Parts of java.base that nothing here runs or reads.
NOT_NEEDED='/java.base/bin/keytool,/java.base/lib/jexec,/java.base/lib/classlist'
NOT_NEEDED+=',/java.base/lib/jrt-fs.jar,/java.base/conf/sdp/**'
# Debian's JDK has the debug symbols of its libraries beside them: 740 MB.
NOT_NEEDED+=',**.debuginfo'

# Maven says which JDK it found.
jdk=${TOOLCHAIN_JAVA_HOME:-$(find_java25)}
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
build=target/rubik/build

rm -rf target/rubik
mkdir -p "$build/lib"
"$jdk/bin/jlink" --output "$build/runtime" --add-modules "$MODULES" --exclude-files "$NOT_NEEDED" \
  --strip-java-debug-attributes --no-header-files --no-man-pages
cp packaging/launcher/rubik packaging/launcher/jvm.options target/rubik.jar "$build/"
cp target/lib/*.jar "$build/lib/"
"$jdk/bin/java" -cp 'target/lib/*' scripts/thirdparty/ThirdParty.java target/dependencies "$build/lib" \
  "$build/runtime" packaging/licences "$(sed -n 's/^version=//p' target/classes/io/rubik/agent/build.properties)" \
  "$build/legal"
cp LICENSE "$build/legal/"

# The archive records the jars' times and sizes. It is made last, and its own time set after it.
chmod -R u=rwX,g=rX,o= target/rubik
find target/rubik -exec touch -h -d "@$epoch" {} +

java=$PWD/$build/runtime/bin/java
archive=$build/runtime/lib/server/classes.jsa

# The constant by which HashMap calls treeifyBin: the JVM hashes open jars by their inode numbers, and whether so many of them
# collide that it is resolved and archived is chance. Listed, it always is.
tree_constant() {
  "$jdk/bin/jimage" extract --include=/java.base/java/util/HashMap.class --dir=target/image "$build/runtime/lib/modules"
  "$jdk/bin/javap" -p -v target/image/java.base/java/util/HashMap.class \
    | awk '$3 == "Methodref" && /java\/util\/HashMap\.treeifyBin:/ { print "@cp java/util/HashMap " substr($1, 2) }'
}

# How methods call each other inside the JDK: its own list is for this JDK and this processor.
{
  cat packaging/launcher/classes.txt
  grep '^@lambda-form-invoker' "$jdk/lib/classlist"
  tree_constant
} >target/classes.txt

# It lies where the JVM looks for one by itself. /proc/self/cwd: the archive records the place of the
# first jar, which is not to be the place it was built at; any other will do at run time, for a
# relative place here it would not. Without a compiler, a second processor and a collection of the
# heap: what a few of the archived objects hold otherwise depends on when those came, and so on the
# load of the machine and on the length of this directory's name.
(
  cd "$build"
  LC_ALL=C.UTF-8 "$java" @jvm.options -Xint -XX:ActiveProcessorCount=1 -Xms256m -Xmx256m -Xmn128m \
    -Xshare:dump -XX:SharedClassListFile=../../classes.txt -Xlog:disable -Xlog:all=error:stderr \
    -jar /proc/self/cwd/rubik.jar
)
chmod 640 "$archive"
touch -d "@$epoch" "$archive" "$(dirname "$archive")"

# Does it map, from another place, with the launcher's flags? -Xshare:on fails if it does not.
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
ln -s "$PWD/$build" "$place/build"
cd "$place"
if ! "$place/build/runtime/bin/java" "@$place/build/jvm.options" -Xshare:on -Xlog:class+load \
  -jar "$place/build/rubik.jar" -v >"$place/loaded" \
  || ! grep -q 'io.rubik.Main source: shared objects file' "$place/loaded"; then
  echo "build-image.sh: the class archive was made, but rubik does not run from it" >&2
  exit 1
fi
