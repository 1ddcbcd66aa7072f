#!/bin/sh
# Installs MySQL into `.mysql` beside this script, without root and without changing the system.
# Only Debian sid contains MySQL. The script therefore unpacks it with all its libraries and starts
# it through their loader. Does nothing if MySQL is installed. If it cannot install MySQL, the tests
# of MySQL are skipped. In CI they fail.
set -eu
PATH="$PATH:/usr/sbin:/sbin"
here=$(cd "$(dirname "$0")" && pwd)
target=$here/.mysql
[ ! -e "$target/mysqld" ] || exit 0

own=$(mktemp -d "$here/.mysql-XXXXXX")
trap 'rm -rf "$own"' EXIT
trap 'exit 1' HUP INT TERM

give_up() {
  echo "the tests of MySQL are skipped, because $1" >&2
  exit 0
}

download() {
  mkdir -p "$own/state/lists/partial" "$own/cache/archives/partial"
  # Empty, so that apt also downloads libraries that the system has in other versions.
  : > "$own/state/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $1 sid main" > "$own/sources.list"
  # Without the sandbox user, apt downloads as the current user, also if this is root.
  cat > "$own/apt.conf" <<EOF
Dir::Etc::SourceList "$own/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State "$own/state";
Dir::State::Status "$own/state/status";
Dir::Cache "$own/cache";
APT::Sandbox::User "";
Debug::NoLocking "true";
Acquire::Languages "none";
EOF
  APT_CONFIG=$own/apt.conf apt-get update -qq &&
    APT_CONFIG=$own/apt.conf apt-get install -qq --download-only --no-install-recommends mysql-server-core > /dev/null
}

# Keeps only the files of the packages that the server needs.
unpack() {
  mkdir "$own/packages" "$own/mysql" "$own/mysql/lib"
  for package in "$own"/cache/archives/*.deb; do dpkg-deb -x "$package" "$own/packages"; done
  usr=$own/packages/usr
  loader=$(find "$usr" -name 'ld-linux*.so.*' -type f)
  libraries=$(find "$usr/lib" -name 'libc.so.6' -printf '%h\n')
  "$loader" --library-path "$libraries" --list "$usr/sbin/mysqld" | grep -o '/[^ ]*' | while read -r library; do
    cp -L "$library" "$own/mysql/lib"
  done
  mv "$usr/sbin/mysqld" "$own/mysql/lib"
  mv "$usr/share/mysql" "$own/mysql/share"
  cat > "$own/mysql/mysqld" <<EOF
#!/bin/sh
here=\$(cd "\$(dirname "\$0")" && pwd)
exec "\$here/lib/$(basename "$loader")" --library-path "\$here/lib" "\$here/lib/mysqld" \\
  --no-defaults --basedir="\$here" --lc-messages-dir="\$here/share" --secure-file-priv= "\$@"
EOF
  chmod +x "$own/mysql/mysqld"
}

# Creates the data directory that each test server copies, because creating one takes seconds. The
# files have the minimum size of MySQL.
initialize() {
  as_root=
  [ "$(id -u)" != 0 ] || as_root=--user=root
  "$own/mysql/mysqld" $as_root --initialize-insecure --datadir="$own/mysql/data" --tmpdir="$own" \
    --innodb-autoextend-increment=1 --innodb-doublewrite=OFF --innodb-buffer-pool-size=16M \
    --innodb-redo-log-capacity=16M > "$own/log" 2>&1
}

command -v apt-get > /dev/null || give_up "this system has no apt-get"
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' | head -n 1)
[ -n "$mirror" ] || give_up "this system is not Debian"
download "$mirror" || give_up "apt-get cannot download mysql-server-core from Debian sid"
unpack || give_up "the packages of Debian sid cannot be unpacked"
initialize || give_up "mysqld does not run here: $(tail -n 1 "$own/log")"
mv -T "$own/mysql" "$target"
