#!/bin/sh
# Installs the servers that are not npm packages, with the tools that the tests need, on Debian and
# its derivatives. Skips installed servers. Never fails: it prints one line for each server that it
# cannot install. The tests of this server are then skipped. In CI they fail instead.
set -eu
PATH="$PATH:/usr/sbin:/usr/local/sbin"
sh "$(dirname "$0")/install-mysql.sh" || true

# One server per line: a program that exists if it is installed, and the packages that contain it.
servers='mariadbd mariadb-server-core
memcached memcached
saslpasswd2 sasl2-bin libsasl2-modules
redis-check-rdb redis-tools
valkey-check-rdb valkey-tools'

# Prints the packages of each missing server on one line.
missing() {
  echo "$servers" | while read -r program packages; do
    command -v "$program" > /dev/null || echo "$packages"
  done
}

# Prints the servers that are still missing, and exits.
finish() {
  missing | while read -r packages; do
    echo "not installed, so its tests are skipped: apt-get install $packages" >&2
  done
  exit 0
}

[ -n "$(missing)" ] || exit 0
sudo=
# Without a terminal sudo cannot read a password.
[ "$(id -u)" = 0 ] || { [ -t 0 ] && sudo=sudo || sudo='sudo -n'; }
command -v apt-get > /dev/null || finish
[ -z "$sudo" ] || $sudo true 2> /dev/null || finish

install() {
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" > /dev/null
}

# Debian 13 and later contain Valkey. For Debian 12 it is in the backports. A temporary list of
# sources installs this one package without adding a source to the system.
install_backport() {
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Codename: bookworm' | head -n 1)
  [ -n "$mirror" ] || return 1
  work=$(mktemp -d)
  trap '$sudo rm -rf "$work"' EXIT
  # apt downloads as a separate user.
  chmod 755 "$work"
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
  for suite in bookworm bookworm-backports; do
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main"
  done > "$work/sources.list"
  options="-o Dir::Etc::SourceList=$work/sources.list -o Dir::Etc::SourceParts=/dev/null -o Dir::State::Lists=$work/lists -o Dir::Cache=$work/cache"
  $sudo apt-get $options update -qq && install $options "$1/bookworm-backports"
}

echo 'installing the servers that the tests need' >&2
$sudo apt-get update -qq || finish
for server in $(missing | tr ' ' ,); do
  packages=$(echo "$server" | tr , ' ')
  if apt-cache show $packages > /dev/null 2>&1; then
    install $packages || true
  elif [ "$packages" = valkey-tools ]; then
    install_backport "$packages" || true
  fi
done
finish
