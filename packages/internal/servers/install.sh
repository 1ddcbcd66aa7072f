#!/bin/sh
# Installs the servers that come as no npm package, with what the tests need of them, on Debian and its like. Does
# nothing where they are.
set -eu
PATH="$PATH:/usr/sbin:/usr/local/sbin"
packages=
command -v mariadbd > /dev/null || packages="$packages mariadb-server-core"
command -v memcached > /dev/null || packages="$packages memcached"
# For an account of memcached, and the mechanism by which it logs in.
command -v saslpasswd2 > /dev/null || packages="$packages sasl2-bin libsasl2-modules"
[ -n "$packages" ] || exit 0

sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
if ! command -v apt-get > /dev/null || { [ -n "$sudo" ] && ! command -v sudo > /dev/null; }; then
  echo "the tests need servers that only root can install here:$packages" >&2
  exit 1
fi
$sudo apt-get update -qq
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages > /dev/null
