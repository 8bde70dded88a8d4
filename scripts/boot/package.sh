# shellcheck shell=bash disable=SC2317,SC2154 # the functions are called by check; RPM and others are admin.sh's
# Sourced by admin.sh: what the package brings besides the service, and what it leaves behind.

# From the package alone, an administrator learns how and makes the account.
package_alone() {
  check 'package: rubik-create-kubeconfig shows the account it would make' matches 'kind: ClusterRole$' \
    "$(rubik-create-kubeconfig --dry-run)"
  check 'package: the man pages are where man looks' test -s /usr/share/man/man8/rubik.8.gz -a \
    -s /usr/share/man/man5/rubik-config.json.5.gz -a -s /usr/share/man/man8/rubik-create-kubeconfig.8.gz
  check 'package: the pages that README.md leads to are there' test -s /usr/share/doc/rubik/docs/configuration.md -a \
    -s /usr/share/doc/rubik/docs/features/quota-turbo.md -a -s /usr/share/doc/rubik/LICENSE
  check 'package: licences and components are beside the program' test -s /var/lib/rubik/build/legal/THIRD-PARTY.txt -a \
    -s /var/lib/rubik/build/legal/rubik.cdx.json
  check 'package: without an SELinux policy nothing is loaded' refused test -e /etc/selinux
}

aside_files() { compgen -G '/run/rubik/journal.aside.*' | xargs -rn 1 basename | xargs; }

# What damages journals may do so at each start.
damaged_journals() {
  local i
  rpm -i "$RPM"
  edit
  mkdir -p /run/rubik
  for i in 1 2 3 4 5; do
    echo "damage $i" > /run/rubik/journal
    RUBIK_GIVE_BACK=yes /var/lib/rubik/build/rubik > /root/give-back 2>&1
  done
  check 'damaged journals: the first two and the last are kept' equal \
    'journal.aside.1 journal.aside.2 journal.aside.3: 1 2 5' \
    "$(aside_files): $(cat /run/rubik/journal.aside.* | cut -d ' ' -f 2 | xargs)"
  rpm -e rubik > /dev/null 2>&1
  check 'damaged journals: they go with the package' equal '' "$(aside_files)"
}
