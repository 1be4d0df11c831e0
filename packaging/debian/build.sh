#!/usr/bin/env bash
# Builds badgateway_VERSION_ARCH.deb into a folder (build/ by default) from the built project and its installed packages.
set -euo pipefail
cd "$(dirname "$0")/../.."

out=${1:-build}
version=$(node -p "require('./package.json').version")
architecture=$(dpkg --print-architecture)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
stage="$work/stage"
home="$stage/usr/lib/badgateway"
doc="$stage/usr/share/doc/badgateway"
mkdir -p "$home" "$doc" "$stage/DEBIAN" "$stage/etc/badgateway" "$stage/usr/bin" "$out"

tarball=$(npm pack --ignore-scripts --silent --pack-destination "$work")
tar -xzf "$work/$tarball" -C "$home" --strip-components=1
# Nested packages are listed as well; sources of the binding, types and texts are not needed.
npm ls --omit=dev --all --parseable | tail -n +2 | sed "s#^$PWD/##" > "$work/packages"
tar -c --exclude='better-sqlite3/deps' --exclude='better-sqlite3/src' \
  --exclude='better-sqlite3/build/Release/obj*' \
  --exclude='better-sqlite3/build/Release/.deps' --exclude='node_modules/@types' \
  --exclude='*.map' --exclude='*.d.ts' --exclude='*.d.cts' --exclude='*.md' \
  --files-from="$work/packages" | tar -x -C "$home"

printf '#!/bin/sh\nexec /usr/bin/node /usr/lib/badgateway/dist/main.js "$@"\n' > "$stage/usr/bin/badgateway"
chmod 755 "$stage/usr/bin/badgateway"
install -Dm644 packaging/systemd/badgateway.service "$stage/usr/lib/systemd/system/badgateway.service"
install -Dm644 packaging/systemd/badgateway.sysusers "$stage/usr/lib/sysusers.d/badgateway.conf"
install -Dm644 packaging/systemd/badgateway.tmpfiles "$stage/usr/lib/tmpfiles.d/badgateway.conf"
install -m644 .env.example "$stage/etc/badgateway/badgateway.env"
mv "$home"/docs/*.md "$home/README.md" "$home/CHANGELOG.md" "$doc"
rm -rf "$home/docs" "$home/CONTRIBUTING.md" "$home/.env.example"
cat LICENSE "$home/dist/vendor/LICENSES.txt" > "$doc/copyright"
node packaging/debian/write-manual.mjs "$work/manual"
install -Dm644 "$work/manual/badgateway.bash" "$stage/usr/share/bash-completion/completions/badgateway"
mkdir -p "$stage/usr/share/man/man1"
gzip -9n < "$work/manual/badgateway.1" > "$stage/usr/share/man/man1/badgateway.1.gz"

cat > "$stage/DEBIAN/control" <<CONTROL
Package: badgateway
Version: $version
Architecture: $architecture
Maintainer: The badgateway maintainers <maintainers@badgateway.invalid>
Depends: nodejs (>= 20.19), libc6, libstdc++6
Section: admin
Priority: optional
Installed-Size: $(du -sk --apparent-size "$stage" | cut -f1)
Description: says why the gateway answers 502
 Reads the logs that nginx, Envoy and HAProxy already write, names the root
 cause and the upstream of each failure, and keeps one Slack message per
 incident. Works without Slack as well, in the terminal.
CONTROL
echo /etc/badgateway/badgateway.env > "$stage/DEBIAN/conffiles"
install -m755 packaging/debian/{postinst,prerm,postrm} "$stage/DEBIAN/"

dpkg-deb -Zgzip --build --root-owner-group "$stage" "$out/badgateway_${version}_$architecture.deb"
