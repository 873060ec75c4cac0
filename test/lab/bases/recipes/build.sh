#!/usr/bin/env bash
# build.sh RECIPE FOLDER LOG: runs a recipe and renames its folder into place when it is complete. It runs under the lock of
# this kind of base, as the first process of namespaces of its own: when it ends, however it ends, its mounts and its
# processes are gone. Its settings come in variables, see `bases.ts`.
set -euo pipefail

readonly recipe=$1 folder=$2 log=$3
# Another builder made it while this one waited for the lock.
[ -d "$folder" ] && exit 0

exec > "$log" 2>&1
here=$(dirname "$(readlink -f "$0")")
# One builder at a time has the lock, so whatever is here was left by one that was killed.
readonly building="$(dirname "$folder")/building-$LAB_WHAT-$LAB_RELEASE"
rm -rf --one-file-system "$building"
mkdir -p "$building"
trap 'code=$?; if [ $code -ne 0 ]; then umount --recursive --lazy "$building"/* 2> /dev/null || true; rm -rf --one-file-system "$building"; fi' EXIT

# shellcheck source=chroot.sh
. "$here/chroot.sh"
# shellcheck disable=SC1090
. "$here/$recipe"
mv "$building" "$folder"
