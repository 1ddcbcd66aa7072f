#!/bin/sh
# Installs MySQL into `.mysql` beside this script, without root and without changing the system.
# Only Debian sid contains MySQL. The script therefore unpacks it with all its libraries and starts
# it through their loader. Does nothing if MySQL is installed. If it cannot install MySQL, the tests
# of MySQL are skipped. In CI they fail instead.
set -eu
PATH="$PATH:/usr/sbin:/sbin"
here=$(cd "$(dirname "$0")" && pwd)
target=$here/.mysql
[ ! -e "$target/mysqld" ] || exit 0

work=$(mktemp -d "$here/.mysql-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

skip_mysql() {
  echo "the tests of MySQL are skipped, because $1" >&2
  exit 0
}

download() {
  mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial"
  # Empty, so that apt also downloads libraries that the system has in other versions.
  : > "$work/state/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $1 sid main" > "$work/sources.list"
  # Without the sandbox user, apt downloads as the current user, also if this is root.
  cat > "$work/apt.conf" <<EOF
Dir::Etc::SourceList "$work/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State "$work/state";
Dir::State::Status "$work/state/status";
Dir::Cache "$work/cache";
APT::Sandbox::User "";
Debug::NoLocking "true";
Acquire::Languages "none";
EOF
  APT_CONFIG=$work/apt.conf apt-get update -qq &&
    APT_CONFIG=$work/apt.conf apt-get install -qq --download-only --no-install-recommends mysql-server-core > /dev/null
}

# Keeps only the files of the packages that the server needs.
unpack() {
  mkdir "$work/packages" "$work/mysql" "$work/mysql/lib"
  for package in "$work"/cache/archives/*.deb; do dpkg-deb -x "$package" "$work/packages"; done
  usr=$work/packages/usr
  loader=$(find "$usr" -name 'ld-linux*.so.*' -type f)
  libraries=$(find "$usr/lib" -name 'libc.so.6' -printf '%h\n')
  "$loader" --library-path "$libraries" --list "$usr/sbin/mysqld" | grep -o '/[^ ]*' | while read -r library; do
    cp -L "$library" "$work/mysql/lib"
  done
  mv "$usr/sbin/mysqld" "$work/mysql/lib"
  mv "$usr/share/mysql" "$work/mysql/share"
  cat > "$work/mysql/mysqld" <<EOF
#!/bin/sh
here=\$(cd "\$(dirname "\$0")" && pwd)
exec "\$here/lib/$(basename "$loader")" --library-path "\$here/lib" "\$here/lib/mysqld" \\
  --no-defaults --basedir="\$here" --lc-messages-dir="\$here/share" --secure-file-priv= "\$@"
EOF
  chmod +x "$work/mysql/mysqld"
}

# Creates the data directory that each test server copies, because creating one takes seconds. The
# files have the minimum size of MySQL.
initialize() {
  as_root=
  [ "$(id -u)" != 0 ] || as_root=--user=root
  "$work/mysql/mysqld" $as_root --initialize-insecure --datadir="$work/mysql/data" --tmpdir="$work" \
    --innodb-autoextend-increment=1 --innodb-doublewrite=OFF --innodb-buffer-pool-size=16M \
    --innodb-redo-log-capacity=16M > "$work/log" 2>&1
}

command -v apt-get > /dev/null || skip_mysql "this system has no apt-get"
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' | head -n 1)
[ -n "$mirror" ] || skip_mysql "this system is not Debian"
download "$mirror" || skip_mysql "apt-get cannot download mysql-server-core from Debian sid"
unpack || skip_mysql "the packages of Debian sid cannot be unpacked"
initialize || skip_mysql "mysqld does not run here: $(tail -n 1 "$work/log")"
mv -T "$work/mysql" "$target"
