/** Functions that a plan's script calls, so that its lines stay short. */
export type FunctionName = 'put' | 'take_away' | 'install_packages' | 'in_swarm' | 'join_token';

/** The lines of those that are called, and of what they call. */
export function shellFunctions(names: readonly FunctionName[]): string[] {
  const keeps = names.includes('put') || names.includes('take_away');
  return [...(keeps ? [KEEP] : []), ...names.map((name) => FUNCTIONS[name])].flatMap((text) => [
    ...text.split('\n'),
    '',
  ]);
}

const KEEP = `# keep PATH HASH: copies a file away, if it is what it was when this was planned.
keep() {
  if [ "$(sha256sum < "$1")" != "$2  -" ]; then
    echo "$1 was changed since this was planned: make a new plan." >&2
    return 1
  fi
  mkdir -p -m 700 /var/lib/enjambre /var/lib/enjambre/backups
  cp -a -- "$1" "/var/lib/enjambre/backups/$(date +%Y%m%dT%H%M%S)-$(echo "\${1#/}" | tr / -)"
}`;

const FUNCTIONS: Readonly<Record<FunctionName, string>> = {
  put: `# put PATH MODE HASH [CHECK...]: makes standard input the text of a file, as a whole or not at all. HASH is that of the old
# text, - if there is to be none; CHECK is a program that looks at the new one. A file that is right already stays.
put() {
  path=$(readlink -m -- "$1") mode=$2 hash=$3
  shift 3
  mkdir -p -- "$(dirname -- "$path")"
  new=$(mktemp -- "$(dirname -- "$path")/.enjambre-new-XXXXXX")
  cat > "$new"
  if [ ! -e "$path" ]; then
    chmod "$mode" "$new"
  elif cmp -s -- "$new" "$path"; then
    rm -- "$new"
    return
  else
    keep "$path" "$hash" || { rm -- "$new"; exit 1; }
    chown --reference="$path" -- "$new"
    chmod --reference="$path" -- "$new"
  fi
  if [ $# -gt 0 ]; then "$@" "$new" || { rm -- "$new"; exit 1; }; fi
  sync -- "$new"
  mv -T -- "$new" "$path"
}`,
  take_away: `# take_away PATH HASH: removes a file; HASH is that of its text.
take_away() {
  if [ ! -e "$1" ]; then return; fi
  keep "$1" "$2"
  rm -- "$1"
}`,
  install_packages: `# install_packages NAME...: fetches the lists of packages only if it must.
install_packages() {
  export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l
  set -- apt-get -y -o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \\
    --no-install-recommends --no-remove install -- "$@"
  "$@" || { apt-get update && "$@"; }
}`,
  in_swarm: `in_swarm() { [ "$(docker info --format '{{.Swarm.LocalNodeState}}')" = active ]; }`,
  join_token: `# join_token: what JOIN_TOKEN holds, or what is typed.
join_token() {
  if [ -z "\${JOIN_TOKEN:-}" ]; then
    printf 'Join token: ' >&2
    read -r JOIN_TOKEN
  fi
  printf '%s' "$JOIN_TOKEN"
}`,
};
