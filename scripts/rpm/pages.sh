# shellcheck shell=bash disable=SC2154 # root, scratch, program and rpm are test-rpm.sh's
# Sourced by test-rpm.sh: what an administrator who has the package alone can read and run.

check_man_pages() {
  local page
  for page in packaging/man/*; do
    check "man page: no warnings: ${page##*/}" man_page "$page"
  done
}

man_page() {
  MANROFFSEQ='' MANWIDTH=80 man --warnings -l "$1" 2>&1 >"$scratch/man" | tee "$scratch/man.warnings"
  [ ! -s "$scratch/man.warnings" ] && grep -q '^SEE ALSO' "$scratch/man"
}

check_pages() {
  check "man: finds rubik, rubik-config.json and rubik-create-kubeconfig" man_finds_pages
  check "pages: every link of an installed page leads to a file that is installed" links_lead_somewhere
  check "rubik-create-kubeconfig: asks for the rights that are in the package's rubik-rbac.yaml" rights_are_those_installed
}

man_finds_pages() {
  local page
  for page in rubik rubik-config.json rubik-create-kubeconfig; do
    man -M "$root/usr/share/man" -w "$page"
  done
}

links_lead_somewhere() {
  local pages=0 links=0 broken=0 page link
  while IFS= read -r page; do
    pages=$((pages + 1))
    while IFS= read -r link; do
      links=$((links + 1))
      if [ ! -e "$(dirname "$page")/$link" ]; then
        echo "${page#"$root"}: $link"
        broken=$((broken + 1))
      fi
    done < <(grep -oE '\]\([^)]+\)' "$page" | sed -E 's/^\]\(//; s/(#[^)]*)?\)$//' | grep -vE '^(https?:.*)?$')
  done < <(find "$root/usr/share/doc/rubik" -name '*.md')
  echo "$pages pages, $links links, $broken broken"
  [ "$pages" -gt 10 ] && [ "$links" -gt 20 ] && [ "$broken" = 0 ]
}

rights_are_those_installed() {
  "$root/usr/sbin/rubik-create-kubeconfig" --dry-run --duration 24h | diff "$root/usr/share/doc/rubik/etc/rubik-rbac.yaml" -
}
