#!/usr/bin/env bash
# Builds the image with buildah, from base images made of Debian's packages and this machine's Node.js, and uses it once:
# needs root, buildah and mmdebstrap, and no registry of images. Prints what it measured; a failure ends it.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs
storage=(--root "$work/storage" --runroot "$work/run")
node=$(command -v node)
npm_folder=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")

make_base() { # name, packages
  mmdebstrap --quiet --variant=minbase --include="$2" bookworm "$work/$1.tar"
  local container
  container=$(buildah "${storage[@]}" from scratch)
  buildah "${storage[@]}" add --quiet "$container" "$work/$1.tar" / >/dev/null
  buildah "${storage[@]}" copy --quiet "$container" "$node" /usr/local/bin/node >/dev/null
  buildah "${storage[@]}" copy --quiet "$container" "$npm_folder" /usr/local/lib/npm >/dev/null
  buildah "${storage[@]}" run "$container" -- ln -s ../lib/npm/bin/npm-cli.js /usr/local/bin/npm
  buildah "${storage[@]}" commit --quiet --rm "$container" "localhost/$1" >/dev/null
  rm "$work/$1.tar"
}

make_base build ca-certificates,python3,make,g++
make_base runtime ca-certificates,libstdc++6

# What this machine needs to reach its registry, and the headers to compile with, stay outside of the image.
cafile=$(npm config get cafile)
{ echo "nodedir=/usr/local"; [ "$cafile" = null ] || echo "cafile=/certificates.crt"; } > "$work/npmrc"
headers=$(dirname "$(dirname "$(readlink -f "$node")")")/include/node
mounts=(--volume "$work/npmrc:/root/.npmrc:ro" --volume "$headers:/usr/local/include/node:ro")
[ "$cafile" = null ] || mounts+=(--volume "$cafile:/certificates.crt:ro")

time buildah "${storage[@]}" bud --quiet --format docker --network host "${mounts[@]}" \
  --build-arg BUILD_IMAGE=localhost/build --build-arg RUNTIME_IMAGE=localhost/runtime \
  --file packaging/image/Dockerfile --tag localhost/badgateway .

container=$(buildah "${storage[@]}" from localhost/badgateway)
buildah "${storage[@]}" run --user 10001:4 "$container" -- sh -c '
  set -e
  test "$(id -u)" = 10001
  ! touch /app/written 2>/dev/null
  printf "%s\n" "2026/11/22 03:04:05 [error] 24#24: *77 connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.24, server: shop.example, request: \"GET /basket HTTP/1.1\", upstream: \"http://192.0.2.17:8080/basket\", host: \"shop.example\"" > /tmp/error.log
  node /app/dist/main.js analyze /tmp/error.log
  LOGS=/tmp/error.log node /app/dist/main.js run & bot=$!
  for i in $(seq 30); do
    sleep 1
    node -e "fetch(\"http://127.0.0.1:8502/healthz\").then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))" && break
  done
  node -e "fetch(\"http://127.0.0.1:8502/healthz\").then(async (answer) => console.log(answer.status, await answer.text()))"
  kill $bot; wait $bot || true
  ls -l /var/lib/badgateway
  du -sm /app
'
mount_point=$(buildah "${storage[@]}" mount "$container")
echo "application: $(du -sm "$mount_point/app" | cut -f1) MB; whole image: $(du -sm "$mount_point" | cut -f1) MB"
