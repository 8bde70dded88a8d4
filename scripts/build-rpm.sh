#!/bin/bash
# Builds the RPM on a fresh Debian 12 with a JDK 25: target/rpm/rubik-VERSION-RELEASE.ARCH.rpm.
#   scripts/build-rpm.sh [--no-compile]      packs what `mvn package` has left in target
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/java25.sh

MAX_PACKAGE_BYTES=45000000
MAX_INSTALLED_BYTES=110000000

if [ $# -gt 1 ] || { [ $# = 1 ] && [ "$1" != --no-compile ]; }; then
  echo "usage: scripts/build-rpm.sh [--no-compile]" >&2
  exit 2
fi
need git git
need rpmbuild rpm
if [ $# = 0 ]; then
  need mvn maven
  mvn -q -B -ntp package -DskipTests
fi
# The time of the commit, which the build has given to the whole tree.
SOURCE_DATE_EPOCH=$(stat -c %Y target/rubik/build/rubik.jar)
export SOURCE_DATE_EPOCH

# The spec and the program must tell the same version and release.
built=$(target/rubik/build/rubik -v | awk '/^(Version|Release)/ { print $NF }' | paste -sd -)
wanted=$(rpmspec -q --undefine dist --qf '%{VERSION}-%{RELEASE}\n' packaging/rpm/rubik.spec)
if [ "$built" != "$wanted" ]; then
  echo "build-rpm.sh: pom.xml says $built, packaging/rpm/rubik.spec says $wanted" >&2
  exit 1
fi

top=$PWD/target/rpm
rm -rf "$top"
mkdir -p "$top/build/SOURCES"
name=rubik-${wanted%-*}
git ls-files -z --cached --others --exclude-standard \
  | LC_ALL=C sort -z \
  | tar --create --null --files-from - --transform "s|^|$name/|" --mtime "@$SOURCE_DATE_EPOCH" \
    --owner root:0 --group root:0 --mode u=rwX,go=rX \
  | gzip -n1 >"$top/build/SOURCES/$name.tar.gz"
# --nodeps: Debian's packages are not in rpm's database.
rpmbuild -bb --quiet --nodeps --define "_topdir $top/build" --define "_dbpath $top/build/db" \
  --define "_tmppath $top/build" --define "rubik_tree $PWD/target/rubik" packaging/rpm/rubik.spec
mv "$top"/build/RPMS/*/*.rpm "$top/"
rm -rf "$top/build"

rpm=$(echo "$top"/*.rpm)
size=$(stat -c %s "$rpm")
installed=$(rpm -qp --qf '%{SIZE}' "$rpm")
echo "$rpm"
echo "sha256 $(sha256sum "$rpm" | cut -d' ' -f1)"
echo "size $size bytes of at most $MAX_PACKAGE_BYTES, installed $installed of at most $MAX_INSTALLED_BYTES"
if [ "$size" -gt "$MAX_PACKAGE_BYTES" ] || [ "$installed" -gt "$MAX_INSTALLED_BYTES" ]; then
  echo "build-rpm.sh: too large" >&2
  exit 1
fi
