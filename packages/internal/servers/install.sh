#!/bin/sh
# Installs the servers that come as no npm package, with what the tests need of them, on Debian and its like. Does
# nothing where they are.
set -eu
PATH="$PATH:/usr/sbin:/usr/local/sbin"
sh "$(dirname "$0")/install-mysql.sh"
packages=
command -v mariadbd > /dev/null || packages="$packages mariadb-server-core"
command -v memcached > /dev/null || packages="$packages memcached"
# For an account of memcached, and the mechanism by which it logs in.
command -v saslpasswd2 > /dev/null || packages="$packages sasl2-bin libsasl2-modules"
# The program that mends dumps is the server, under another name. Its package starts no service, that of the server does.
command -v redis-check-rdb > /dev/null || packages="$packages redis-tools"
command -v valkey-check-rdb > /dev/null || packages="$packages valkey-tools"
[ -n "$packages" ] || exit 0

sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
if ! command -v apt-get > /dev/null || { [ -n "$sudo" ] && ! command -v sudo > /dev/null; }; then
  echo "the tests need servers that only root can install here:$packages" >&2
  exit 1
fi

install() {
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" > /dev/null
}

# Valkey is in Debian from 13 on, and in the backports of 12: they are asked from lists of our own, so that the system
# gets one package and no new source.
install_backport() {
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Codename: bookworm' | head -n 1)
  [ -n "$mirror" ] || { echo "this system has no package $1" >&2; exit 1; }
  own=$(mktemp -d)
  trap '$sudo rm -rf "$own"' EXIT
  # The downloads are done by a user of apt's own.
  chmod 755 "$own"
  mkdir -p "$own/lists/partial" "$own/cache/archives/partial"
  for suite in bookworm bookworm-backports; do
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main"
  done > "$own/sources.list"
  options="-o Dir::Etc::SourceList=$own/sources.list -o Dir::Etc::SourceParts=/dev/null -o Dir::State::Lists=$own/lists -o Dir::Cache=$own/cache"
  $sudo apt-get $options update -qq
  install $options "$1/bookworm-backports"
}

$sudo apt-get update -qq
case "$packages" in *valkey-tools)
  if ! apt-cache show valkey-tools > /dev/null 2>&1; then
    packages=${packages% valkey-tools}
    install_backport valkey-tools
  fi
esac
[ -z "$packages" ] || install $packages
