#!/bin/bash
# make-0.1.0-rpm.sh: prints the path of an RPM of rubik 0.1.0, as it was, from which an upgrade is tested. It is release 0,
# so that every build of this tree is newer. It is made once, from the commit in this clone, and kept in the cache:
# $RUBIK_TEST_CACHE, else ~/.cache/rubik-test. Exit status 3: a shallow clone, or none, does not have the commit.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
# shellcheck source=scripts/java25.sh
. scripts/java25.sh
readonly COMMIT=7918da8b7b25918b45593aed98af4ee1f43e51c2 NAME=rubik-0.1.0
cache=${RUBIK_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/rubik-test}
rpm=$cache/$NAME-${COMMIT:0:12}-$(sha256sum < scripts/boot/make-0.1.0-rpm.sh | cut -c 1-12).$(uname -m).rpm
work=''

clean_up() {
  if [[ -n $work ]]; then rm -rf --one-file-system "$work"; fi
}

# Each step by && : bash's -e does not hold in a condition.
compile() {
  mkdir "$work/tree" && git archive "$COMMIT" | tar -x -C "$work/tree" \
    && mvn -q -B -ntp -f "$work/tree" package -Dmaven.test.skip=true -Drubik.commit="${COMMIT:0:12}" \
      -Drubik.built="$(date -u -d "@$SOURCE_DATE_EPOCH" +%FT%TZ)" < /dev/null
}

# Packed fast, not small.
pack() {
  mkdir "$work/SOURCES" && git archive --prefix="$NAME/" -o "$work/SOURCES/$NAME.tar.gz" "$COMMIT" \
    && sed -E 's/^(Release: +)[0-9]+/\10/; s/w[0-9]\.xzdio/w1.gzdio/' "$work/tree/packaging/rpm/rubik.spec" \
      > "$work/rubik.spec" \
    && rpmbuild -bb --quiet --nodeps --define "_topdir $work" --define "_dbpath $work/db" --define "_tmppath $work" \
      --define "rubik_tree $work/tree/target/rubik" "$work/rubik.spec"
}

make_rpm() {
  need git git
  if [[ ! -e .git || $(git rev-parse --is-shallow-repository) == true ]]; then
    git cat-file -e "$COMMIT^{commit}" 2> /dev/null || exit 3
  fi
  git cat-file -e "$COMMIT^{commit}"
  need mvn maven
  need rpmbuild rpm
  find_java25 > /dev/null
  mkdir -p "$cache"
  trap clean_up EXIT
  trap 'exit 130' INT TERM HUP
  work=$(mktemp -d "$cache/making.XXXXXX")
  # The class archive records the times of the files beside it: here and in the RPM they are that of the commit.
  SOURCE_DATE_EPOCH=$(git log -1 --format=%ct "$COMMIT")
  export SOURCE_DATE_EPOCH
  echo 'building rubik 0.1.0, once: about two minutes' >&2
  if ! { compile && pack; } > "$work/log" 2>&1; then
    tail -n 40 "$work/log" >&2
    exit 1
  fi
  find "$cache" -maxdepth 1 -name "$NAME-*.rpm" -delete
  mv "$work"/RPMS/*/"$NAME"-*.rpm "$rpm"
}

if [[ ! -f $rpm ]]; then make_rpm; fi
echo "$rpm"
