# shellcheck shell=bash disable=SC2154 # root and scratch are test-rpm.sh's
# Sourced by test-rpm.sh: the SELinux module in Debian's policy, which is kept in a directory and no kernel loads.

SELINUX_MODULE=usr/share/selinux/packages/rubik.cil

check_selinux() {
  if ! command -v apt-get >/dev/null; then
    echo "skipped SELinux: Debian's policy and tools cannot be had here"
    return
  fi
  need semodule policycoreutils
  need matchpathcon selinux-utils
  policy=$scratch/selinux
  check "SELinux: Debian's policy takes the module" module_is_taken
  check "SELinux: programs are bin_t, libraries lib_t, and the rest as it was" labels_are_right
  check "SELinux: the module is removed as the package does" module_is_removed
}

semodule_here() {
  semodule -p "$policy" -s default -n "$@"
}

# The base module alone takes seconds, all 331 a minute; the user is of another one, and named in it.
module_is_taken() {
  mkdir "$policy"
  cat >"$scratch/xdm.cil" <<'END'
(user xdm)
(userrole xdm system_r)
(userlevel xdm (s0))
(userrange xdm ((s0) (s0)))
END
  (cd "$policy" && { apt-get -qq download selinux-policy-default || { update_lists && apt-get -qq download selinux-policy-default; }; })
  dpkg-deb -x "$policy"/selinux-policy-default_*.deb "$policy"
  semodule_here -i "$policy/usr/share/selinux/default/base.pp.bz2" -i "$scratch/xdm.cil" -X 200 -i "$root/$SELINUX_MODULE"
}

# labels PATH...: the type of each.
labels() {
  matchpathcon -f "$policy/etc/selinux/default/contexts/files/file_contexts" "$@" \
    | sed -E 's/^([^\t]*)\t[^:]*:[^:]*:([^:]*).*/\2 \1/'
}

# Of each file below /var/lib/rubik by what it is, and of some others.
labels_are_right() {
  {
    find "$root/var/lib/rubik" -type f -name '*.so' -printf 'lib_t /var/lib/rubik/%P\n'
    find "$root/var/lib/rubik" -type f -perm -100 ! -name '*.so' -printf 'bin_t /var/lib/rubik/%P\n'
    find "$root/var/lib/rubik" -type f ! -perm -100 -printf 'var_lib_t /var/lib/rubik/%P\n'
    echo etc_t /etc/rubik/config.json
    echo var_log_t /var/log/rubik/rubik.log
  } >"$scratch/labels"
  # shellcheck disable=SC2046 # no path has a space
  labels $(cut -d ' ' -f 2 "$scratch/labels") | diff "$scratch/labels" - \
    && [ "$(grep -c '^bin_t' "$scratch/labels")" -ge 4 ] && [ "$(grep -c '^lib_t' "$scratch/labels")" -ge 10 ]
}

module_is_removed() {
  semodule_here -X 200 -r rubik && labels /var/lib/rubik/build/rubik | grep '^var_lib_t '
}
