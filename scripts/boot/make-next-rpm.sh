#!/bin/bash
# make-next-rpm.sh RELEASE DIRECTORY: packs the built program once more into an RPM in the directory, as a later
# release with another default configuration, and prints its path. What an upgrade is tested with.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
release=$1
directory=$2
work=$(mktemp -d "$directory/packing.XXXXXX")
trap 'rm -rf "$work"' EXIT

name=rubik-$(rpmspec -q --undefine dist --qf '%{VERSION}\n' packaging/rpm/rubik.spec)
mkdir -p "$work/SOURCES" "$work/$name"
cp -r docs etc packaging scripts LICENSE README.md CHANGELOG.md "$work/$name/"
sed -i 's/"logSize": *[0-9]*/"logSize": 512/' "$work/$name/etc/config.json"
tar -czf "$work/SOURCES/$name.tar.gz" -C "$work" "$name"
# Packed fast, not small.
sed -E "s/^(Release: +)[0-9]+/\\1$release/; s/w[0-9]\\.xzdio/w1.gzdio/" packaging/rpm/rubik.spec > "$work/rubik.spec"
# The present time, or files would get the time of the changelog, and their class archive would not fit.
SOURCE_DATE_EPOCH=$(date +%s) rpmbuild -bb --quiet --nodeps --define "_topdir $work" --define "_dbpath $work/db" --define "_tmppath $work" \
  --define "rubik_tree $PWD/target/rubik" "$work/rubik.spec" > "$work/log" 2>&1 || {
  cat "$work/log" >&2
  exit 1
}
mv "$work"/RPMS/*/*.rpm "$directory/"
compgen -G "$directory/$name-$release*.rpm"
